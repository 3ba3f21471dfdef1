from odoo import fields, models

AUDIENCES = [
    ("mentee", "Mentee"),
    ("mentor", "Mentor"),
    ("staff", "Career centre"),
]


class IrActionsServer(models.Model):
    """What an automated rule sends: to whom, whether it may, and how often it did."""

    _inherit = "ir.actions.server"

    mentoring_audience = fields.Selection(
        AUDIENCES,
        string="Sent To",
        help="Whom the message of the mentoring programme goes to; the list of its "
        "messages shows it.",
    )
    mentoring_muted = fields.Boolean(
        "Switched Off", help="The rule goes on, but sends this message to nobody."
    )

    def run(self):
        """Leave out what is switched off; what is sent tells by which action."""
        result = False
        # Whoever runs an action may not be allowed to read it: as in core.
        for action in self.filtered(lambda one: not one.sudo().mentoring_muted):
            marked = action.with_context(mentoring_action_id=action.id)
            result = super(IrActionsServer, marked).run()
        return result
