from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from ..logic.cadence import notice_hours

# What the two agree on; a change of it sends the invitation anew.
PLAN = {"start", "duration", "way", "place"}
PARTIES = [("mentor", "Mentor"), ("mentee", "Mentee"), ("staff", "Career centre")]


class MentoringSession(models.Model):
    """A meeting of a pair, planned or held (P3, P4).

    What is said in it belongs to the pair alone: see ``mentoring.session.summary``.
    A calendar event shows each session in both calendars; it follows the session,
    never the other way round.
    """

    _name = "mentoring.session"
    _description = "Mentoring Session"
    _inherit = ["mentoring.lifecycle.mixin", "mentoring.mail.mixin", "mail.thread"]
    _order = "start desc, id desc"
    _lifecycle = "session"
    _fixed_fields = frozenset({"match_id"})
    _mail_post_access = "read"

    match_id = fields.Many2one(
        "mentoring.match",
        string="Pair",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True)
    program_id = fields.Many2one(related="match_id.program_id", store=True)
    mentee_id = fields.Many2one(related="match_id.mentee_id", store=True)
    mentor_partner_id = fields.Many2one(
        related="match_id.mentor_partner_id", store=True, string="Mentor's Contact"
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Held"),
            ("cancelled", "Cancelled"),
            ("missed", "Missed"),
        ],
        default="planned",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    start = fields.Datetime(required=True, index=True, tracking=True)
    duration = fields.Float("Duration (hours)", default=1.0, required=True)
    stop = fields.Datetime("End", compute="_compute_stop", store=True)
    way = fields.Selection(
        [
            ("in_person", "Face to face"),
            ("video", "Video"),
            ("phone", "Phone"),
        ],
        default="in_person",
        required=True,
        help="Face to face is preferred, above all for the first session (P4).",
    )
    place = fields.Char("Place or Link")
    number = fields.Integer(compute="_compute_number", help="Of the sessions held.")
    cancelled_by = fields.Selection(PARTIES, readonly=True, copy=False)
    cancelled_date = fields.Datetime(readonly=True, copy=False)
    cancel_reason = fields.Text(
        readonly=True, copy=False, help="Told to the other side by e-mail."
    )
    notice = fields.Float(
        "Notice (hours)",
        compute="_compute_notice",
        store=True,
        help="Hours between the cancellation and the start (C5, D4).",
    )
    short_notice = fields.Boolean(compute="_compute_notice", store=True)
    missed_by = fields.Selection(PARTIES[:2], readonly=True, copy=False)
    confirmed_date = fields.Datetime(readonly=True, copy=False)
    topics_date = fields.Datetime("Topics Written On", readonly=True, copy=False)
    summary_date = fields.Datetime("Summary Written On", readonly=True, copy=False)
    summary_ids = fields.One2many(
        "mentoring.session.summary", "session_id", string="Private Notes"
    )
    event_id = fields.Many2one(
        "calendar.event", readonly=True, copy=False, ondelete="set null"
    )

    _duration_range = models.Constraint(
        "CHECK (duration > 0 AND duration <= 24)",
        "A session ends after it has begun, within a day.",
    )

    @api.depends("start", "duration")
    def _compute_stop(self):
        for session in self:
            session.stop = session.start and session.start + timedelta(
                minutes=round(session.duration * 60)
            )

    @api.depends("match_id", "start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for session in self:
            start = format_datetime(self.env, session.start, dt_format="short")
            session.display_name = f"{session.match_id.display_name}, {start}"

    @api.depends("match_id.session_ids.state", "match_id.session_ids.start")
    def _compute_number(self):
        for session in self:
            kept = session.match_id.session_ids.filtered(
                lambda other: other.state in ("planned", "done")
            ).sorted("start")
            ids = kept.ids
            session.number = ids.index(session.id) + 1 if session.id in ids else 0

    @api.depends("cancelled_date", "start")
    def _compute_notice(self):
        for session in self:
            cancelled = session.cancelled_date
            hours = notice_hours(session.start, cancelled) if cancelled else 0
            session.notice = hours
            session.short_notice = bool(
                cancelled and hours < session.program_id.notice_hours
            )

    @api.constrains("match_id", "start", "duration", "state")
    def _check_overlap(self):
        for session in self.filtered(lambda one: one.state == "planned"):
            clash = self.search(
                [
                    ("match_id", "=", session.match_id.id),
                    ("id", "!=", session.id),
                    ("state", "in", ("planned", "done")),
                    ("start", "<", session.stop),
                    ("stop", ">", session.start),
                ],
                limit=1,
            )
            if clash:
                raise ValidationError(
                    self.env._("The two have another session at that time already.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        for session in sessions:
            if session.match_id.state != "active":
                raise UserError(
                    self.env._("Sessions can be planned while the pair is running.")
                )
        sessions._sync_event()
        return sessions

    def write(self, vals):
        if PLAN.isdisjoint(vals):
            result = super().write(vals)
        else:
            self._check_still_planned()
            before = {session: session._get_plan() for session in self}
            result = super().write(vals)
            for session in self:
                if session._get_plan() != before[session]:
                    session._renew_invitation()
        if (PLAN | {"state"}) & vals.keys():
            self._sync_event()
        return result

    def _get_plan(self):
        return {name: self[name] for name in PLAN}

    def _check_still_planned(self):
        for session in self:
            if session.state != "planned":
                raise UserError(
                    self.env._("This session can't be moved: it is not planned.")
                )

    # Planning, as the pair does it

    @api.model
    def _plan(self, match, *, start, duration, way, place=None):
        """Plan a session of ``match`` (C3, P3).

        :param start: naive datetime in UTC
        :param float duration: hours
        :raises UserError: for a time that is past, or that the programme doesn't allow
        """
        self._check_plan(match, start, duration)
        plan = {
            "start": start,
            "duration": duration,
            "way": way,
            "place": (place or "").strip() or False,
        }
        same = match.session_ids.filtered(
            lambda session: session.state == "planned" and session._get_plan() == plan
        )
        # A double click plans one session.
        return same or self.create({"match_id": match.id, **plan})

    def _move(self, *, start, duration, way, place=None):
        """Move a planned session; the invitation goes out anew."""
        self.ensure_one()
        self._check_still_planned()
        self._check_plan(self.match_id, start, duration)
        return self.write(
            {
                "start": start,
                "duration": duration,
                "way": way,
                "place": (place or "").strip() or False,
            }
        )

    @api.model
    def _check_plan(self, match, start, duration):
        program = match.program_id
        shortest, longest = program.session_minutes_min, program.session_minutes_max
        if start <= fields.Datetime.now():
            raise UserError(self.env._("Choose a time to come."))
        if start > fields.Datetime.now() + timedelta(days=730):
            raise UserError(self.env._("Choose a time within the next two years."))
        if not shortest <= round(duration * 60) <= longest:
            raise UserError(
                self.env._(
                    "A session lasts from %(shortest)s to %(longest)s minutes (P3).",
                    shortest=shortest,
                    longest=longest,
                )
            )

    # Life cycle

    def _why_not_done(self):
        return self.stop > fields.Datetime.now() and self.env._(
            "A session can be confirmed once it is over."
        )

    def _why_not_missed(self):
        return self.start > fields.Datetime.now() and self.env._(
            "A session that has not begun can't have been missed."
        )

    def _prepare_done_values(self):
        return {"confirmed_date": fields.Datetime.now()}

    def _prepare_cancelled_values(self):
        return {
            "cancelled_date": fields.Datetime.now(),
            "cancelled_by": self.cancelled_by or "staff",
            "invitation_sequence": self.invitation_sequence + 1,
        }

    def action_done(self):
        return self.write({"state": "done"})

    def action_cancel(self):
        return self.action_cancel_by("staff")

    def action_cancel_by(self, side, reason=None):
        """Cancel as ``side``: "mentor", "mentee" or "staff" (C5, D4)."""
        planned = self.filtered(lambda session: session.state == "planned")
        already = self - planned
        if already.filtered(lambda session: session.state != "cancelled"):
            raise UserError(self.env._("Only a planned session can be cancelled."))
        return planned.write(
            {
                "state": "cancelled",
                "cancelled_by": side,
                "cancel_reason": (reason or "").strip() or False,
            }
        )

    def action_miss(self, missing_side):
        """Tell that ``missing_side`` ("mentor" or "mentee") did not come."""
        return self.write({"state": "missed", "missed_by": missing_side})

    def action_mentee_missed(self):
        return self.action_miss("mentee")

    def action_mentor_missed(self):
        return self.action_miss("mentor")

    # Calendar: one way, from the session to the event

    def _sync_event(self):
        """Make the calendar agree with the sessions, without core's own e-mails."""
        quiet = {"no_mail_to_attendees": True, "dont_notify": True}
        for session in self:
            # The event is a projection of a session that the caller could write.
            event = session.sudo().event_id.with_context(**quiet)
            if session.state in ("cancelled", "missed"):
                event.unlink()
            elif event:
                event.write(session._prepare_event_values())
            else:
                Event = self.env["calendar.event"].sudo().with_context(**quiet)
                session.sudo().event_id = Event.create(session._prepare_event_values())

    def _prepare_event_values(self):
        self.ensure_one()
        partners = self.mentee_id | self.mentor_partner_id
        organizer = self.match_id.user_id or self.program_id.responsible_id
        return {
            "name": self._get_meeting_title(),
            "start": self.start,
            "stop": self.stop,
            "location": self.place,
            "partner_ids": [fields.Command.set(partners.ids)],
            "user_id": organizer.id,
            "privacy": "private",
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
        }

    def _get_meeting_title(self):
        self.ensure_one()
        return self.env._(
            "Mentoring: %(mentee)s and %(mentor)s",
            mentee=self.mentee_id.name,
            mentor=self.mentor_partner_id.name,
        )
