from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import eligibility
from ..models.finding_sentences import finding_sentence


class MentoringOverrideWizard(models.TransientModel):
    """Let hard findings of an application, or of a pair, pass with a reason."""

    _name = "mentoring.override.wizard"
    _description = "Override Rules"

    application_id = fields.Many2one("mentoring.application", required=True)
    mentor_id = fields.Many2one("mentoring.mentor")
    findings = fields.Text(compute="_compute_findings")
    reason = fields.Text(required=True)

    @api.depends("application_id", "mentor_id")
    def _compute_findings(self):
        for wizard in self:
            wizard.findings = "\n".join(
                finding_sentence(self.env, finding)
                for finding in wizard._get_overridable()
            )

    def _get_overridable(self):
        """Return the findings that block now and that a manager may override."""
        application, mentor = self.application_id, self.mentor_id
        if not application:
            return []
        judge = eligibility.pair_findings if mentor else eligibility.person_findings
        findings = judge(
            *application._get_judged(mentor), application.program_id._get_policy()
        )
        blocking = eligibility.blocking(
            findings, application._get_overridden_codes(mentor)
        )
        return list(filter(eligibility.can_be_overridden, blocking))

    def action_override(self):
        self.ensure_one()
        findings = self._get_overridable()
        if not findings:
            raise UserError(self.env._("There is nothing that could be overridden."))
        self.env["mentoring.override"].create(
            [
                {
                    "application_id": self.application_id.id,
                    "mentor_id": self.mentor_id.id,
                    "code": finding.code,
                    "reason": self.reason,
                }
                for finding in findings
            ]
        )
        return {"type": "ir.actions.act_window_close"}
