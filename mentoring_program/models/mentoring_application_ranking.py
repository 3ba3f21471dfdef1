from odoo import models

from ..logic import eligibility
from ..logic.scoring import score_pair
from .finding_sentences import findings_list


class MentoringApplicationRanking(models.Model):
    """The mentors for one application: ranked with reasons, or excluded by a rule."""

    _inherit = "mentoring.application"

    def _get_candidates(self):
        """Return the mentors that this programme may propose, free places or not."""
        self.ensure_one()
        Mentor = self.env["mentoring.mentor"]
        return Mentor.search(Mentor._get_available_domain(self.program_id))

    def _rank(self, mentors=None):
        """Judge ``mentors`` (all candidates by default) for this application.

        :return: ``(ranked, excluded)``: ``(mentor id, logic.scoring.Score)`` pairs,
            the best first; ``{mentor id: blocking logic.facts.Finding list}``
        """
        self.ensure_one()
        mentors = self._get_candidates() if mentors is None else mentors
        policy, weights = self.program_id._get_policy(), self.program_id._get_weights()
        applicant = self._get_facts()[self.id]
        overridden = self._get_overridden_codes_by_mentor()
        ranked, excluded = [], {}
        for mentor_id, mentor in mentors._get_facts(self.program_id).items():
            findings = eligibility.blocking(
                eligibility.pair_findings(applicant, mentor, policy),
                overridden.get(mentor_id, frozenset()),
            )
            if findings:
                excluded[mentor_id] = findings
            else:
                score = score_pair(applicant, mentor, policy, weights)
                ranked.append((mentor_id, score))
        ranked.sort(key=lambda pair: (-pair[1].total, pair[0]))
        return ranked, excluded

    def _get_overridden_codes_by_mentor(self):
        return {
            mentor.id: frozenset(overrides.mapped("code"))
            for mentor, overrides in self.override_ids.grouped("mentor_id").items()
        }

    def _get_pair_findings_html(self, mentor):
        """Return what each rule on the pair with ``mentor`` says, as HTML."""
        self.ensure_one()
        findings = eligibility.pair_findings(
            self._get_facts()[self.id],
            mentor._get_facts(self.program_id)[mentor.id],
            self.program_id._get_policy(),
        )
        return findings_list(self.env, findings, self._get_overridden_codes(mentor))

    def action_find_mentor(self):
        """Open the ranking of the mentors for this application."""
        self.ensure_one()
        ranking = self.env["mentoring.ranking"].create({"application_id": self.id})
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "mentoring_program.mentoring_ranking_action"
            ),
            "res_id": ranking.id,
        }
