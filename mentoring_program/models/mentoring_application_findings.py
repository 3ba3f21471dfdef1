from odoo import api, fields, models

from ..logic import eligibility
from ..logic.employer import employer_keys
from ..logic.facts import Applicant
from .finding_sentences import finding_sentence, findings_list

# What the rules on the person look at.
JUDGED = (
    "employment",
    "experience_start",
    "aim",
    "target_level_id",
    "target_months",
    "new_post_date",
    "objective_ids",
    "expectations",
    "motivations",
    "signature_id",
    "partner_id",
    "program_id",
    "fee_state",
    "override_ids",
)


class MentoringApplicationFindings(models.Model):
    """What the rules say of an application: its facts, judged by ``logic``."""

    _inherit = "mentoring.application"

    findings_html = fields.Html(
        "Rules", compute="_compute_findings_html", sanitize=False, compute_sudo=True
    )
    blocking_count = fields.Integer(
        "Rules Not Met",
        compute="_compute_blocking_count",
        search="_search_blocking_count",
        compute_sudo=True,
    )
    overridable_count = fields.Integer(
        "Rules That a Manager May Override",
        compute="_compute_blocking_count",
        compute_sudo=True,
    )
    override_ids = fields.One2many(
        "mentoring.override", "application_id", string="Overrides"
    )

    @api.depends(*JUDGED)
    def _compute_findings_html(self):
        self.findings_html = False
        for application, findings, overridden in self._judge_persons():
            application.findings_html = findings_list(self.env, findings, overridden)

    @api.depends(*JUDGED)
    def _compute_blocking_count(self):
        self.blocking_count = self.overridable_count = 0
        for application, findings, overridden in self._judge_persons():
            blocking = eligibility.blocking(findings, overridden)
            application.blocking_count = len(blocking)
            application.overridable_count = len(
                list(filter(eligibility.can_be_overridden, blocking))
            )

    def _judge_persons(self):
        """Yield each application with what the rules on the person say, and the codes
        that a manager lets pass.
        """
        judged = self.filtered("program_id")
        facts = judged._get_facts()
        overrides = judged._get_overrides(facts)
        policies = {program: program._get_policy() for program in judged.program_id}
        for application in judged:
            findings = eligibility.person_findings(
                facts[application.id], policies[application.program_id]
            )
            yield (
                application,
                findings,
                overrides[application.id].get(None, frozenset()),
            )

    def _search_blocking_count(self, operator, value):
        """Search the applications to review: there, rules stand in the way."""
        if operator not in (">", "=", "in"):
            return NotImplemented
        reviewed = self.search([("state", "=", "submitted")])
        found = reviewed.filtered_domain([("blocking_count", operator, value)])
        return [("id", "in", found.ids)]

    def _get_facts(self):
        """Return ``{application id: logic.facts.Applicant}``.

        The number of queries doesn't depend on how many applications there are.
        """
        covers = self._get_membership_cover()
        with_mentor = self._get_partner_ids_with_mentor()
        stops = self._get_stop_counts()
        today = {program: program._get_today() for program in self.program_id}
        return {
            application.id: application._prepare_facts(
                today[application.program_id],
                covers[application.id],
                has_mentor=application.partner_id.id in with_mentor,
                stops=stops.get((application.program_id, application.partner_id), 0),
            )
            for application in self
        }

    def _get_membership_cover(self):
        """Return ``{application id: logic.membership.Cover}`` of today (E7)."""
        covers = {}
        for program, applications in self.grouped("program_id").items():
            by_partner = applications.partner_id._get_membership_cover(
                program._get_today(), program.company_id
            )
            for application in applications:
                covers[application.id] = by_partner[application.partner_id.id]
        return covers

    def _get_partner_ids_with_mentor(self):
        """Return the ids of the contacts who have a mentor, or a proposal open (M4)."""
        held = self.env["mentoring.match"]._read_group(
            [
                ("mentee_id", "in", self.partner_id.ids),
                ("state", "in", ("proposed", "active")),
            ],
            ["mentee_id"],
        )
        return {partner.id for [partner] in held}

    def _get_stop_counts(self):
        """Return ``{(programme, contact): how many mentors stopped}`` (D6)."""
        stopped = self.env["mentoring.match"]._read_group(
            [
                ("mentee_id", "in", self.partner_id.ids),
                ("program_id", "in", self.program_id.ids),
                ("outcome", "=", "stopped_first"),
            ],
            ["program_id", "mentee_id"],
            ["__count"],
        )
        return {(program, mentee): count for program, mentee, count in stopped}

    def _prepare_facts(self, today, cover, has_mentor, stops):
        self.ensure_one()
        level = self.target_level_id
        return Applicant(
            **self._prepare_profile_facts(),
            today=today,
            employment=self.employment or None,
            aim=self.aim or None,
            target_months=self.target_months or None,
            new_post_date=self.new_post_date or None,
            target_level_rank=level.rank if level else None,
            target_level_is_management=level.target if level else None,
            objective_themes=frozenset(self.objective_ids.theme_id.ids),
            objective_count=len(self.objective_ids),
            expectations=self.expectations or "",
            motivations=self.motivations or "",
            membership_covers_today=cover.until is not None,
            membership_ended=cover.ended,
            fee_open=self._is_fee_open(),
            charter_signed=bool(self.signature_id),
            function=self.function_id.id or None,
            industry=self.industry_id.id or None,
            employers=employer_keys(self.employer or ""),
            has_mentor=has_mentor,
            stops=stops,
        )

    def _get_findings(self):
        """Return what each rule on the person says (``logic.facts.Finding``)."""
        self.ensure_one()
        return eligibility.person_findings(
            self._get_facts()[self.id], self.program_id._get_policy()
        )

    def _get_blocking_sentences(self):
        self.ensure_one()
        [applicant] = self._get_judged()
        blocking = eligibility.against_acceptance(
            applicant, self.program_id._get_policy(), self._get_overridden_codes()
        )
        return [finding_sentence(self.env, finding) for finding in blocking]
