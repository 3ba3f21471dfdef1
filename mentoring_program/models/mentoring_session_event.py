from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

# Writes of the session to its event: neither asked back about, nor mailed by Odoo,
# nor announced by Google.
FOLLOWS = "mentoring_event_follows"
QUIET = {
    FOLLOWS: True,
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "send_updates": False,
}
LINKS = ("https://", "http://")


class MentoringSessionEvent(models.Model):
    """A session in both calendars: one event, and the two agree.

    The event follows the session. Moved or given another place in the calendar, by
    hand or by core's synchronisation, it takes the session along through the same
    checks; whatever else is done to it is refused to a person, and undone when a
    program did it (docs/adr/0011).
    """

    _inherit = "mentoring.session"

    event_id = fields.Many2one(
        "calendar.event",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def unlink(self):
        # Who may delete the session: its rights are checked below.
        events = self.sudo().event_id
        result = super().unlink()
        events.with_context(**QUIET).unlink()
        return result

    # The event follows the session

    def _sync_event(self, anew=False):
        """Make the calendar agree with the sessions, without core's own e-mails.

        :param bool anew: whether the two are invited anew: then the one who planned
            has accepted, and the other is asked
        """
        for session in self:
            # The event shows a session that the caller could write.
            session = session.sudo()
            Event = session._get_calendar()
            event = Event.browse(session.event_id.id)
            if session.state in ("cancelled", "missed"):
                event.unlink()
                continue
            values = session._prepare_event_values()
            if event:
                event.write(values)
            else:
                session.event_id = event = Event.create(values)
            if anew:
                session._ask_anew(event)

    def _get_calendar(self):
        """Return the model of events as the organiser writes it, else nobody's robot.

        Whose environment writes an event decides whose Google or Outlook calendar
        core sends it to: the organiser's, never an officer's who moves a session.
        """
        user = self._get_event_organizer()
        Event = self.env["calendar.event"].with_user(user.id or SUPERUSER_ID)
        return Event.sudo().with_context(**QUIET)

    def _get_event_organizer(self):
        """Return the one of the two who can synchronise a calendar, or nobody.

        Core sends an event to Google or Outlook for its organiser, or for an attendee
        when it has none; only internal users can connect such a calendar.
        """
        self.ensure_one()
        users = self.mentee_id.user_ids | self.mentor_partner_id.user_ids
        return users.filtered(lambda user: user.active and not user.share)[:1]

    def _prepare_event_values(self):
        self.ensure_one()
        place = self.place or ""
        link = place.startswith(LINKS) and self.way == "video" and place
        values = {
            "name": self._get_meeting_title(),
            "active": True,
            "allday": False,
            "start": self.start,
            "stop": self.stop,
            "location": not link and place,
            "videocall_location": link,
            "partner_ids": [fields.Command.set(self._get_pair().ids)],
            "user_id": self._get_event_organizer().id,
            "privacy": "private",
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
        }
        if self._is_call(link):
            values["access_token"] = link.rpartition("/")[2]
        return values

    def _get_pair(self):
        return self.mentee_id | self.mentor_partner_id

    # Odoo's own video call

    @api.model
    def _make_call_link(self):
        """Return the link of a video call on this site, which its event answers."""
        return self.env["calendar.event"].get_discuss_videocall_location()

    @api.model
    def _is_call(self, place):
        return bool(place) and self.env["calendar.event"].DISCUSS_ROUTE in place

    # The session follows the event, when it moves

    def _follow_event(self, by_hand):
        """Take over what was done to the event, or see to it that it is undone.

        :raises UserError: when a person did what a session can't follow
        """
        for session in self:
            if by_hand:
                session._move_to_event()
                continue
            try:
                with self.env.cr.savepoint():
                    session._move_to_event()
            except UserError:
                session._sync_event()

    def _move_to_event(self):
        event = self.event_id
        kept = event.active and not event.allday and not event.recurrency
        if (
            not kept
            or event.privacy != "private"
            or event.partner_ids - self._get_pair()
        ):
            raise UserError(self._get_event_refusal())
        if self._get_pair() - event.partner_ids:
            raise UserError(self._get_event_refusal())
        plan = self._prepare_plan(
            event.start,
            (event.stop - event.start).total_seconds() / 3600,
            self.way,
            event.location or (self.way == "video" and event.videocall_location) or "",
        )
        if self._has_moved_to(plan):
            me = self.env.user.partner_id
            side = self.match_id._get_side(me) or "staff"
            self._move(**plan, side=side, sure=True)

    def _has_moved_to(self, plan):
        """Whether the event differs, to the minute; calendars know no finer time."""
        own = self._prepare_plan(
            self.start,
            (self.stop - self.start).total_seconds() / 3600,
            self.way,
            self.place,
        )
        return own != plan

    def _get_event_refusal(self):
        return self.env._(
            "This event shows the mentoring session “%(session)s”. Its time and its "
            "place can be changed here; to cancel it, use the page of the session: the "
            "calendar follows.",
            session=self.display_name,
        )
