from odoo import fields, models

from ..models.mentoring_match_closing import OUTCOMES


class MentoringMatchEnd(models.TransientModel):
    """End a running pair, as staff, with its outcome."""

    _name = "mentoring.match.end"
    _description = "End a Pair"

    match_id = fields.Many2one("mentoring.match", required=True)
    outcome = fields.Selection(OUTCOMES, required=True)
    mentee_may_wait = fields.Boolean(
        "Put the Mentee Back on the Waiting List",
        help="Through no fault of the mentee; never after D6.",
    )

    def action_end(self):
        self.ensure_one()
        self.match_id._end(self.outcome, self.mentee_may_wait)
        return {"type": "ir.actions.act_window_close"}
