from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from ..logic import session_plan
from ..logic.cadence import notice_hours

# What the two agree on; a change of it sends the invitation anew.
PLAN = {"start", "duration", "way", "place"}
MEETING_WAYS = [
    ("in_person", "Face to face"),
    ("video", "Video"),
    ("phone", "Phone"),
]
PARTIES = [("mentor", "Mentor"), ("mentee", "Mentee"), ("staff", "Career centre")]


class MentoringSession(models.Model):
    """A meeting of a pair, planned or held (P3, P4).

    What is said in it belongs to the pair alone: see ``mentoring.session.summary``.
    A calendar event shows each session in both calendars; see
    ``mentoring_session_event.py`` for how the two stay in agreement.
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
        MEETING_WAYS,
        default="in_person",
        required=True,
        help="Face to face is preferred, above all for the first session (P4).",
    )
    place = fields.Char("Place or Link")
    number = fields.Integer(compute="_compute_number", help="Of the sessions held.")
    planned_by = fields.Selection(
        PARTIES,
        default="staff",
        readonly=True,
        copy=False,
        help="Who planned or moved it last (C3).",
    )
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
    @api.depends_context("lang", "tz", "names_of_pairs")
    def _compute_display_name(self):
        """Name pair and time; the pair alone where a calendar shows the time."""
        for session in self:
            if self.env.context.get("names_of_pairs"):
                session.display_name = session.match_id.display_name
                continue
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
        sessions._sync_event(anew=True)
        return sessions

    def write(self, vals):
        if PLAN.isdisjoint(vals):
            result = super().write(vals)
        else:
            self._check_still_planned()
            before = {session: session._get_plan() for session in self}
            result = super().write(vals)
            changed = self.filtered(lambda one: one._get_plan() != before[one])
            for session in changed:
                session._renew_invitation()
            changed._sync_event(anew=True)
        if "state" in vals:
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
    def _plan(
        self, match, *, start, duration, way, place=None, side="staff", sure=False
    ):
        """Plan a session of ``match`` as ``side`` (C3, P3).

        :param start: naive datetime in UTC
        :param float duration: hours
        :param bool sure: whether what is unusual about it is meant
        :raises UserError: for a time that nobody can mean, or unusual and not ``sure``
        """
        self._check_plan(match, start, duration)
        plan = self._prepare_plan(start, duration, way, place)
        same = match.session_ids.filtered(
            lambda session: session.state == "planned" and session._is_planned_as(plan)
        )
        if same:
            return same  # A double click plans one session.
        self._check_doubts(match, start, duration, sure)
        return self.create({"match_id": match.id, "planned_by": side, **plan})

    def _move(self, *, start, duration, way, place=None, side="staff", sure=False):
        """Move a planned session as ``side``; the invitation goes out anew."""
        self.ensure_one()
        self._check_still_planned()
        self._check_plan(self.match_id, start, duration)
        if self._is_call(place) and self._is_call(self.place):
            place = self.place  # the call keeps its link
        plan = self._prepare_plan(start, duration, way, place)
        if self._get_plan() == plan:
            return True
        self._check_doubts(self.match_id, start, duration, sure)
        return self.write({"planned_by": side, **plan})

    @api.model
    def _prepare_plan(self, start, duration, way, place):
        return {
            "start": start,
            "duration": duration,
            "way": way,
            "place": (place or "").strip() or False,
        }

    def _is_planned_as(self, plan):
        """Whether this is that plan; a video call of the site has a link of its own."""
        own = self._get_plan()
        if self._is_call(own["place"]) and self._is_call(plan["place"]):
            own["place"] = plan["place"]
        return own == plan

    @api.model
    def _check_plan(self, match, start, duration):
        sentences = {
            "past": self.env._("Choose a time to come."),
            "far": self.env._("Choose a time within the next two years."),
            "length": self.env._(
                "A session ends after it has begun: it lasts from %(shortest)s minutes "
                "to %(longest)s hours.",
                shortest=session_plan.SHORTEST,
                longest=session_plan.LONGEST // 60,
            ),
        }
        code = session_plan.refusal(start, round(duration * 60), fields.Datetime.now())
        if code:
            raise UserError(sentences[code])

    def _check_doubts(self, match, start, duration, sure):
        doubts = [] if sure else self._get_doubts(match, start, duration)
        if doubts:
            ask = self.env._(
                "If that is what you want, tick the box and send it again."
            )
            raise UserError("\n".join([*doubts, ask]))

    def _get_doubts(self, match, start, duration):
        """Return, in sentences, what is unusual about a session of ``match`` (P3)."""
        program = match.program_id
        usual = program.session_minutes_min, program.session_minutes_max
        stop = start + timedelta(hours=duration)
        busy = self._get_busy_sides(match, start, stop)
        sentences = {
            "length": self.env._(
                "A session lasts %(shortest)s to %(longest)s minutes as a rule (P3).",
                shortest=usual[0],
                longest=usual[1],
            ),
            **{
                side: self.env._(
                    "%(name)s has another mentoring session at that time.",
                    name=match._get_partner(side).name,
                )
                for side in busy
            },
        }
        codes = session_plan.doubts(round(duration * 60), usual, busy)
        return [sentences[code] for code in codes]

    def _get_busy_sides(self, match, start, stop):
        """Return the sides that meet somebody else of the programme at that time."""
        people = match.mentee_id | match.mentor_partner_id
        others = self.search(
            [
                ("state", "=", "planned"),
                ("match_id", "!=", match.id),
                ("start", "<", stop),
                ("stop", ">", start),
                "|",
                ("mentee_id", "in", people.ids),
                ("mentor_partner_id", "in", people.ids),
            ]
        )
        met = others.mentee_id | others.mentor_partner_id
        return frozenset(
            side for side in ("mentor", "mentee") if match._get_partner(side) in met
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

    def _get_meeting_title(self):
        self.ensure_one()
        return self.env._(
            "Mentoring: %(mentee)s and %(mentor)s",
            mentee=self.mentee_id.name,
            mentor=self.mentor_partner_id.name,
        )
