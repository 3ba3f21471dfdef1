from odoo import api, fields, models
from odoo.tools import LazyTranslate

from .exclusion_sentences import excluded_by

_lt = LazyTranslate(__name__)

REASONS = {
    "no_mentor": _lt("No mentor fits. %(excluded)s"),
    "full": _lt("Mentors who fit, but have no free place: %(full)s. %(excluded)s"),
    "taken": _lt(
        "Mentors who fit: %(fitting)s, each with a mentee for whom more was at stake."
    ),
    "set_aside": _lt(
        "Mentors who fit: %(fitting)s, all forbidden in this run or below its floor."
    ),
    "dropped": _lt("The draft was dropped by hand."),
    "forbidden": _lt("The draft was forbidden by hand; compute again for another."),
}


class MentoringMatchingLeftOut(models.Model):
    """An application that a run leaves without a mentor, and why."""

    _name = "mentoring.matching.left.out"
    _description = "Left Out of a Matching Run"
    _rec_name = "application_id"
    _order = "id"

    run_id = fields.Many2one(
        "mentoring.matching.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    application_id = fields.Many2one(
        "mentoring.application", string="Mentee", required=True, ondelete="cascade"
    )
    waiting_date = fields.Datetime(related="application_id.waiting_date")
    left_out_count = fields.Integer(related="application_id.left_out_count")
    application_state = fields.Selection(related="application_id.state")
    reason = fields.Selection(
        [
            ("no_mentor", "No mentor fits"),
            ("full", "All who fit are full"),
            ("taken", "All who fit are taken"),
            ("set_aside", "All forbidden or below the floor"),
            ("dropped", "Dropped by hand"),
            ("forbidden", "Forbidden by hand"),
        ],
        required=True,
    )
    facts = fields.Json(help="How many mentors each rule excludes, fit, and are full.")
    why = fields.Char(compute="_compute_why")

    @api.depends("reason", "facts")
    @api.depends_context("lang")
    def _compute_why(self):
        for left in self:
            facts = left.facts or {}
            sentence = self.env._(REASONS[left.reason])
            left.why = sentence % {
                "excluded": excluded_by(self.env, facts.get("excluded", {})),
                "fitting": facts.get("fitting", 0),
                "full": facts.get("full", 0),
            }

    def action_find_mentor(self):
        """Open the ranking of the mentors for this application."""
        self.ensure_one()
        return self.application_id.action_find_mentor()
