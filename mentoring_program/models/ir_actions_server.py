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

    def _run_action_mail_post_multi(self, eval_context=None):
        """Write to no archived contact: those have left, or are dead."""
        if self.mentoring_audience not in ("mentee", "mentor") or not self.template_id:
            return super()._run_action_mail_post_multi(eval_context)
        context = self.env.context
        asked = context.get("active_ids") or [context.get("active_id")]
        if reached := self._leave_out_archived([one for one in asked if one]):
            action = self.with_context(active_ids=reached, active_id=reached[0])
            super(IrActionsServer, action)._run_action_mail_post_multi(eval_context)
        return False

    def _leave_out_archived(self, record_ids):
        """Return the ids of the records whose message goes to somebody active.

        Or to nobody at all, which is told as any other e-mail that has no address.
        """
        rendered = self.template_id._render_field("partner_to", record_ids)
        addressees = {
            record_id: self.env["res.partner"].browse(
                int(one) for one in text.split(",") if one.strip().isdigit()
            )
            for record_id, text in rendered.items()
        }
        self.env["res.partner"].union(*addressees.values()).fetch(["active"])
        return [
            record_id
            for record_id, partners in addressees.items()
            if not partners or any(partners.mapped("active"))
        ]
