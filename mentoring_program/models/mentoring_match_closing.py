from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

from ..logic import cadence
from ..logic.membership import NOT_COVERED, last_day_of_grace

_lt = LazyTranslate(__name__)

STEPS = {
    "none": _lt("Nothing to do."),
    "plan_first_session": _lt("The mentee plans the first session."),
    "plan_session": _lt("The mentee plans the next session."),
    "prepare_session": _lt("Both prepare the session that is planned."),
    "confirm_session": _lt("One of them confirms that the session took place."),
    "write_summary": _lt("The mentee writes the summary."),
    "declare_end": _lt("Both declare the end."),
}
# The same, as the one whose turn it is reads it.
OWN_STEPS = {
    "plan_first_session": {
        "mentee": _lt("Plan the first session with your mentor."),
        "mentor": _lt("Your mentee plans the first session."),
    },
    "plan_session": {
        "mentee": _lt("Plan the next session with your mentor."),
        "mentor": _lt("Your mentee plans the next session."),
    },
    "prepare_session": {
        "mentee": _lt("Prepare the topics of the session planned."),
        "mentor": _lt("A session is planned."),
    },
    "confirm_session": {
        "mentee": _lt("Tell whether the session took place."),
        "mentor": _lt("Tell whether the session took place."),
    },
    "write_summary": {
        "mentee": _lt("Write the summary of the session."),
        "mentor": _lt("Your mentee writes the summary of the session."),
    },
    "declare_end": {
        "mentee": _lt("Declare the end, or plan another session."),
        "mentor": _lt("Declare the end, or agree on another session."),
    },
}
OUTCOMES = [
    ("completed", "Completed"),
    ("stopped_first", "Stopped after the first session (D6)"),
    ("never_started", "Never started (C3)"),
    ("fee_lapsed", "Membership fee lapsed (C1)"),
    ("agreement", "By agreement"),
    ("other", "Other"),
]


class MentoringMatchClosing(models.Model):
    """How a running pair goes on and ends: extension, declarations, outcome."""

    _inherit = "mentoring.match"

    extension_end = fields.Date(
        "Extension Asked Until", readonly=True, copy=False, help="P2"
    )
    extension_side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")],
        string="Extension Asked By",
        readonly=True,
        copy=False,
    )
    mentor_end_date = fields.Datetime(
        "End Declared by the Mentor", readonly=True, copy=False, help="D5"
    )
    mentee_end_date = fields.Datetime(
        "End Declared by the Mentee", readonly=True, copy=False, help="C9"
    )
    mentor_end_comment = fields.Text(
        "Mentor's Words to the Career Centre", readonly=True, copy=False
    )
    mentee_end_comment = fields.Text(
        "Mentee's Words to the Career Centre", readonly=True, copy=False
    )
    end_date = fields.Datetime("Ended On", readonly=True, copy=False)
    outcome = fields.Selection(OUTCOMES, copy=False, tracking=True)
    mentee_may_wait = fields.Boolean(
        "Back to the Waiting List",
        copy=False,
        help="The pair ended through no fault of the mentee, who keeps the place on "
        "the waiting list. Never after D6.",
    )

    def write(self, vals):
        if "outcome" in vals:
            self._check_outcome_stays(vals["outcome"])
        return super().write(vals)

    def _check_outcome_stays(self, outcome):
        """How a pair ended decides what may follow (D6), so it is said once."""
        for match in self:
            if match.state == "ended" and match.outcome != outcome:
                raise UserError(
                    self.env._("This pair has ended; its outcome stays as it is.")
                )

    def _get_first_session_due(self):
        """Return the last day for the first session (C3)."""
        self.ensure_one()
        return cadence.first_session_due(
            self.introduction_date, self.program_id._get_policy()
        )

    def _get_step_sentence(self, code):
        return self.env._(STEPS[code])

    def _get_next_step_for(self, side):
        """Return what comes next, as ``side`` ("mentor" or "mentee") reads it."""
        self.ensure_one()
        if self[f"{side}_end_date"] and self.state == "active":
            return self.env._("You have declared the end; the other has yet to do so.")
        progress = self._get_progress(NOT_COVERED, fields.Datetime.now())
        code = cadence.next_step(progress, self.program_id._get_policy())
        own = OWN_STEPS.get(code, {})
        return self.env._(own.get(side, STEPS[code]))

    # Extension (P2): asked by one, agreed by the other

    def action_ask_extension(self, side, until):
        """Ask, as ``side``, to go on until the day ``until``."""
        self._check_running()
        if not until or (self.planned_end and until <= self.planned_end):
            raise UserError(
                self.env._(
                    "Choose a day after the planned end, %(date)s.",
                    date=format_date(self.env, self.planned_end),
                )
            )
        return self.write({"extension_end": until, "extension_side": side})

    def action_agree_extension(self, side):
        """Agree, as ``side``, to the extension that the other has asked for."""
        self._check_running()
        if not self.extension_end or self.extension_side == side:
            raise UserError(self.env._("There is no extension to agree to."))
        return self.write(
            {
                "planned_end": self.extension_end,
                "extension_end": False,
                "extension_side": False,
            }
        )

    def action_decline_extension(self, side):
        """Decline, or take back, the extension that was asked for."""
        self._check_running()
        return self.write({"extension_end": False, "extension_side": False})

    def _check_running(self):
        self.ensure_one()
        if self.state != "active":
            raise UserError(self.env._("This pair is not running (any more)."))

    # The end

    def action_declare_end(self, side, comment=None):
        """Declare the end as ``side`` (C9, D5); with both declarations, end."""
        self.ensure_one()
        if self[f"{side}_end_date"]:
            return True  # a double click
        self._check_running()
        self.write(
            {
                f"{side}_end_date": fields.Datetime.now(),
                f"{side}_end_comment": (comment or "").strip() or False,
            }
        )
        if self.mentor_end_date and self.mentee_end_date:
            return self._end(self._get_outcome_by_both())
        return True

    def _get_outcome_by_both(self):
        enough = self.session_done_count >= self.program_id.sessions_min
        return "completed" if enough else "agreement"

    def _can_stop_after_first(self):
        """Whether the mentor may stop now: the first session was the only one (D6)."""
        self.ensure_one()
        return self.state == "active" and self.session_done_count == 1

    def action_stop_after_first(self, comment=None):
        """Stop, as the mentor, after the first session (D6)."""
        self._check_running()
        if not self._can_stop_after_first():
            raise UserError(
                self.env._("The mentor can stop this way after the first session only.")
            )
        return self._end(
            "stopped_first",
            mentor_end_date=fields.Datetime.now(),
            mentor_end_comment=(comment or "").strip() or False,
        )

    def _end(self, outcome, mentee_may_wait=False, **facts):
        """End with ``outcome``, in one step: nobody is asked to declare it any more."""
        self._check_running()
        return self.write(
            {
                "state": "ended",
                "outcome": outcome,
                "mentee_may_wait": mentee_may_wait,
                **facts,
            }
        )

    def _why_not_ended(self):
        if not self.outcome:
            return self.env._("Tell how the relation ended.")
        if self.outcome == "fee_lapsed" and (reason := self._why_not_fee_lapsed()):
            return reason
        return (
            self.outcome == "stopped_first"
            and self.mentee_may_wait
            and self.env._("No other mentor is proposed after D6.")
        )

    def _why_not_fee_lapsed(self):
        """C1: only a membership that has lapsed, and after the period of grace."""
        cover = self._get_membership_cover()[self.id]
        if cover.until:
            return self.env._(
                "The membership fee of %(name)s is up to date.",
                name=self.mentee_id.name,
            )
        program = self.program_id
        last = last_day_of_grace(
            cover.ended or self.introduction_date, program._get_policy()
        )
        return program._get_today() <= last and self.env._(
            "The period of grace lasts until %(date)s: until then %(name)s can still "
            "renew the membership (C1).",
            date=format_date(self.env, last),
            name=self.mentee_id.name,
        )

    def _prepare_ended_values(self):
        return {"end_date": fields.Datetime.now()}

    def _after_ended(self):
        self.session_ids.filtered(
            lambda session: session.state == "planned"
            and session.start > fields.Datetime.now()
        ).action_cancel_by("staff")
        for match in self:
            match.application_id.write(
                {"state": "waiting" if match.mentee_may_wait else "closed"}
            )
        self._ask_how_it_went()

    def action_end(self):
        """Open the wizard by which staff end the pair."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "mentoring_program.mentoring_match_end_action"
            ),
            "context": {"default_match_id": self.id},
        }
