from odoo import api, fields, models

from ..logic.eligibility import person_findings, refusal_cause


class MentoringApplicationRefuse(models.TransientModel):
    """Refuse applications, with the reason that the members are told."""

    _name = "mentoring.application.refuse"
    _description = "Refuse Applications"

    application_ids = fields.Many2many("mentoring.application", required=True)
    reason_id = fields.Many2one(
        "mentoring.refusal.reason",
        compute="_compute_reason_id",
        store=True,
        readonly=False,
        required=True,
        help="Suggested by what the rules say of the application.",
    )
    member_text = fields.Text(related="reason_id.member_text")
    to_coaching = fields.Boolean(related="reason_id.to_coaching")
    note = fields.Text("More Words to the Member")

    @api.depends("application_ids")
    def _compute_reason_id(self):
        for wizard in self:
            causes = wizard._get_causes()
            cause = causes.pop() if len(causes) == 1 else None
            wizard.reason_id = cause and self.env["mentoring.refusal.reason"].search(
                [("suggested_for", "=", cause)], limit=1
            )

    def _get_causes(self):
        """Return the causes for which the rules would refuse these applications."""
        applications = self.application_ids._origin
        facts = applications._get_facts()
        return {
            refusal_cause(
                person_findings(
                    facts[application.id], application.program_id._get_policy()
                )
            )
            for application in applications
        }

    def action_refuse(self):
        self.ensure_one()
        return self.application_ids._act_on_each(
            lambda one: one.action_refuse(self.reason_id, self.note),
            "refused",
            self.env._("Refused: %(count)s."),
        )
