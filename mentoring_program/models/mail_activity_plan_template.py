from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .mail_activity_plan import PLANNED

OFFICER = "mentoring_officer"


class MailActivityPlanTemplate(models.Model):
    """A step of a plan, which may be for whoever looks after the record."""

    _inherit = "mail.activity.plan.template"

    summary = fields.Char(translate=True)
    responsible_type = fields.Selection(
        selection_add=[(OFFICER, "Officer in charge")],
        ondelete={OFFICER: "cascade"},
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_responsible_mentoring(self):
        for template in self:
            if (
                template.responsible_type == OFFICER
                and template.plan_id.res_model not in PLANNED
            ):
                raise ValidationError(
                    self.env._(
                        "Only applications, mentors and pairs of the mentoring have an "
                        "officer in charge."
                    )
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if self.responsible_type != OFFICER:
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        officer = applied_on_record._get_officer()
        return {
            "responsible": officer or self.env.user,
            "error": False,
            "warning": not officer
            and self.env._("Nobody is in charge: the activities are yours."),
        }
