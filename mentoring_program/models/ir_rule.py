from odoo import api, models
from odoo.fields import Domain

# Closed to everybody but the pair (C8, D3).
PRIVATE_MODELS = ("mentoring.session.summary", "mentoring.action")


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """Keep the pair's notes closed even where an administrator edits the rules.

        The record rules in ``security/`` say the same for whoever reads them there;
        those can be switched off in the settings, this can't.
        """
        domain = super()._compute_domain(model_name, mode)
        if model_name not in PRIVATE_MODELS or self.env.su:
            return domain
        partner = self.env.user.partner_id
        pair = Domain("mentee_id", "=", partner.id) | Domain(
            "mentor_partner_id", "=", partner.id
        )
        return Domain(domain) & pair
