from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_session_event import FOLLOWS

# What an event has in common with the session that it shows.
SHARED = {
    "active",
    "allday",
    "attendee_ids",
    "duration",
    "location",
    "partner_ids",
    "privacy",
    "recurrency",
    "start",
    "start_date",
    "stop",
    "stop_date",
    "videocall_location",
}


class CalendarEvent(models.Model):
    """An event that shows a session stays in agreement with it.

    Core's synchronisation writes in sudo, people don't: people read why something is
    refused, while a program's write never fails because of a session.
    """

    _inherit = "calendar.event"

    mentoring_session_ids = fields.One2many(
        "mentoring.session",
        "event_id",
        string="Mentoring Sessions",
        groups="mentoring_program.group_officer",
    )

    def write(self, vals):
        sessions = self._get_shown_sessions(SHARED & vals.keys())
        if not sessions:
            return super().write(vals)
        if vals.get("recurrency"):
            if not self.env.su:
                raise UserError(sessions[0]._get_event_refusal())
            vals = {**vals, "recurrency": False}
        # The session's own invitation tells the two, under its own identity.
        quiet = self.with_context(no_mail_to_attendees=True)
        result = super(CalendarEvent, quiet).write(vals)
        sessions._follow_event(by_hand=not self.env.su)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown_sessions(self):
        sessions = self._get_shown_sessions(True)
        if sessions and not self.env.su:
            raise UserError(sessions[0]._get_event_refusal())

    def unlink(self):
        sessions = self._get_shown_sessions(True)
        result = super().unlink()
        sessions._sync_event()
        return result

    def _get_shown_sessions(self, concerned):
        """Return the sessions, in sudo: ``super`` checks who may change the event."""
        if not concerned or self.env.context.get(FOLLOWS):
            return self.env["mentoring.session"]
        return self.sudo().mentoring_session_ids
