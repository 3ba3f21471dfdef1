from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    mentoring_action_id = fields.Many2one(
        "ir.actions.server",
        string="Sent by Action",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
        help="The action of the automated rule that wrote this e-mail of the mentoring "
        "programme.",
    )
