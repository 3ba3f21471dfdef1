from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import eligibility, override
from .finding_sentences import finding_sentence


class MentoringOverride(models.Model):
    """A manager's decision to let a hard finding pass, with the reason.

    It is never changed, and holds as long as the fact that it was given for; M4, M5
    and S2 can't be overridden. Of what is written, only the application, the mentor,
    the code and the reason count: the rest is read from the findings of that moment.
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
    rule = fields.Char(readonly=True)
    finding = fields.Char(
        "What the Rule Said", readonly=True, help="As it was when overridden."
    )
    fact = fields.Char("Given For", readonly=True, help="What the rule judged then.")
    holds = fields.Boolean(
        compute="_compute_holds",
        compute_sudo=True,
        help="An override doesn't outlive the fact that it was given for.",
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

    @api.depends("fact", "application_id", "mentor_id")
    def _compute_holds(self):
        valid = self.application_id._get_valid_overrides()
        for one in self:
            one.holds = one in valid

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        return super().create([self._prepare_values(vals) for vals in vals_list])

    def _prepare_values(self, vals):
        """Return what is kept of ``vals``, with what the rule says now."""
        application = self.env["mentoring.application"].browse(
            vals.get("application_id") or []
        )
        mentor = self.env["mentoring.mentor"].browse(vals.get("mentor_id") or [])
        reason = (vals.get("reason") or "").strip()
        if not reason:
            raise UserError(self.env._("Write the reason for the override."))
        application.check_access("write")
        finding = application and application._get_blocking_finding(
            vals.get("code"), mentor
        )
        if not finding:
            raise UserError(self.env._("There is nothing that could be overridden."))
        if not eligibility.can_be_overridden(finding):
            sentence = self.env._("Nobody can override rule %(rule)s.")
            raise UserError(sentence % {"rule": finding.rule})
        return {
            "application_id": application.id,
            "mentor_id": mentor.id,
            "code": finding.code,
            "rule": finding.rule,
            "finding": finding_sentence(self.env, finding),
            "fact": override.fact(finding.code, *application._get_judged(mentor)),
            "reason": reason,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
        }

    def write(self, vals):
        raise UserError(self.env._("An override can't be changed; write a new one."))

    def _get_mentor_facts(self):
        """Return ``{(programme, mentor): logic.facts.Mentor}`` of those on pairs."""
        facts = {}
        by_program = self.filtered("mentor_id").grouped(
            lambda one: one.application_id.program_id
        )
        for program, overrides in by_program.items():
            mentors = overrides.mentor_id
            known = mentors._get_facts(program)
            facts.update({(program, mentor): known[mentor.id] for mentor in mentors})
        return facts
