from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.eligibility import NEVER_OVERRIDDEN


class MentoringOverride(models.Model):
    """A manager's decision to let a hard finding pass, with the reason.

    It is never changed; M4, M5 and S2 can't be overridden.
    """

    _name = "mentoring.override"
    _description = "Override of a Rule"
    _order = "id desc"
    _rec_name = "rule"

    application_id = fields.Many2one(
        "mentoring.application", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    mentor_id = fields.Many2one(
        "mentoring.mentor",
        index=True,
        ondelete="cascade",
        help="For a rule on a pair: the mentor that the override is about.",
    )
    code = fields.Char(required=True)
    rule = fields.Char(required=True)
    finding = fields.Char(
        "What the Rule Said", required=True, help="As it was when overridden."
    )
    reason = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Overridden By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, copy=False
    )

    @api.constrains("rule")
    def _check_rule(self):
        for override in self:
            if override.rule in NEVER_OVERRIDDEN:
                raise ValidationError(
                    self.env._("Nobody can override rule %(rule)s.", rule=override.rule)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(user_id=self.env.uid, date=fields.Datetime.now())
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(self.env._("An override can't be changed; write a new one."))
