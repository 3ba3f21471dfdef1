from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    mentoring_application_ids = fields.One2many(
        "mentoring.application",
        "invoice_id",
        string="Mentoring Applications",
        groups="mentoring_program.group_officer",
    )

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        # Whoever books the payment need not be of the career centre.
        self.env["mentoring.application"].sudo().search(
            [("invoice_id", "in", self.ids), ("state", "=", "accepted")]
        )._on_fee_paid()
        return result
