from odoo import fields, models

from ..models.mentoring_match_proposal import ANSWERS


class MentoringMatchAnswer(models.TransientModel):
    """Record what the mentor or the mentee has answered by phone, mail or word."""

    _name = "mentoring.match.answer"
    _description = "Record an Answer"

    match_id = fields.Many2one("mentoring.match", required=True, ondelete="cascade")
    side = fields.Selection(
        [("mentor", "The mentor"), ("mentee", "The mentee")],
        string="Who Has Answered",
        required=True,
    )
    answer = fields.Selection(ANSWERS, required=True)
    reason = fields.Text(help="For staff only.")

    def action_record(self):
        self.ensure_one()
        if self.answer == "accepted":
            self.match_id.action_accept(self.side)
        else:
            self.match_id.action_decline(self.side, self.reason)
        return {"type": "ir.actions.act_window_close"}
