from odoo import fields, models


class MentoringApplicationRefuse(models.TransientModel):
    """Refuse applications, with the reason that the members are told."""

    _name = "mentoring.application.refuse"
    _description = "Refuse Applications"

    application_ids = fields.Many2many("mentoring.application", required=True)
    reason_id = fields.Many2one("mentoring.refusal.reason", required=True)
    member_text = fields.Text(related="reason_id.member_text")
    to_coaching = fields.Boolean(related="reason_id.to_coaching")
    note = fields.Text("More Words to the Member")

    def action_refuse(self):
        self.ensure_one()
        self.application_ids.action_refuse(self.reason_id, self.note)
        return {"type": "ir.actions.act_window_close"}
