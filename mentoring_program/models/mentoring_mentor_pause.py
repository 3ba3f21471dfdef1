from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..logic import pause

_lt = LazyTranslate(__name__)

PROBLEMS = {
    pause.PAST_START: _lt("A break begins today or on a day to come."),
    pause.PAST_END: _lt("Choose a day to come."),
    pause.WRONG_ORDER: _lt("The last day of a break can't be before its first day."),
}


class MentoringMentorPause(models.Model):
    """How a mentor takes a break: at once, or planned for a day to come.

    Until a planned pause begins, the mentor is approved and can be proposed. A daily
    job begins and ends pauses; matching doesn't wait for it.
    """

    _inherit = "mentoring.mentor"

    resumed_date = fields.Date(
        "Back Since",
        readonly=True,
        copy=False,
        help="When the last pause was over: what came up before counts from then on.",
    )

    def _prepare_paused_values(self):
        today = fields.Date.context_today(self)
        return {"pause_from": min(self.pause_from or today, today)}

    def _prepare_approved_values(self):
        today = fields.Date.context_today(self)
        over = bool(self.pause_from) and self.pause_from <= today
        return {
            "pause_from": False,
            "pause_to": False,
            "resumed_date": today if over else self.resumed_date,
        }

    def action_pause(self):
        """Pause now, whatever was planned."""
        return self.write({"state": "paused"})

    def action_plan_pause(self, first_day, last_day):
        """Pause from ``first_day`` (today if none) to ``last_day`` (if any).

        Planned again, only the new days count; a pause that runs gets another end.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        first_day = first_day or today
        if found := pause.problem(first_day, last_day, today):
            raise UserError(self.env._(PROBLEMS[found]))
        if first_day == today:
            self.action_pause()
            return self.write({"pause_to": last_day})
        if self.state != "approved":
            raise UserError(self._why_not_planned())
        return self.write({"pause_from": first_day, "pause_to": last_day})

    def _why_not_planned(self):
        if self.state == "paused":
            return self.env._("Your break has begun already: end it first.")
        return self.env._("Only a mentor whose profile is approved takes a break.")

    def action_resume(self):
        """End a pause, or call it off; approving a profile is not the mentor's own."""
        if any(mentor.state not in ("paused", "approved") for mentor in self):
            raise UserError(self.env._("There is no pause to end."))
        # An approved one doesn't enter the state, and forgets a pause planned.
        for mentor in self:
            mentor.write({"state": "approved", **mentor._prepare_approved_values()})
        return True

    def _has_planned_pause(self):
        """Whether a pause is planned that the mentor doesn't take yet."""
        self.ensure_one()
        return self.state == "approved" and bool(self.pause_from)

    @api.model
    def _get_on_pause_domain(self, day):
        """Return the domain of the pauses that cover ``day``, as ``logic.pause``."""
        return Domain("pause_from", "<=", day) & (
            Domain("pause_to", "=", False) | Domain("pause_to", ">=", day)
        )

    @api.model
    def _get_not_on_pause_domain(self, day):
        """Return the domain of the others."""
        return (
            Domain("pause_from", "=", False)
            | Domain("pause_from", ">", day)
            | Domain("pause_to", "<", day)
        )

    @api.model
    def _cron_resume(self):
        """End the pauses whose last day is over, and begin those whose first has come.

        One that was never begun, and is over, is forgotten.
        """
        today = fields.Date.today()
        over = self.search(
            [("state", "in", ("paused", "approved")), ("pause_to", "<", today)]
        )
        beginning = self.search(
            Domain("state", "=", "approved") & self._get_on_pause_domain(today)
        )
        steps = [(mentor, self._end_pause) for mentor in over]
        steps += [(mentor, self._begin_pause) for mentor in beginning]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(steps))
        for mentor, step in steps:
            step(mentor)
            if not cron._commit_progress(1):
                return

    def _end_pause(self, mentor):
        # One who has yet to sign a new programme's charter stays paused.
        if mentor.state == "approved" or not mentor._why_not("approved"):
            mentor.action_resume()

    def _begin_pause(self, mentor):
        if not mentor._why_not("paused"):
            mentor.action_pause()
