from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain

from ..logic import eligibility
from ..logic.facts import Applicant, Mentor
from ..logic.gap_range import career_begins
from ..logic.ranking import rank
from ..logic.scoring import score_pair
from .finding_sentences import findings_list

FULL = ("places",)  # what stands in the way of a mentor who lacks only a free place


class Ranking(NamedTuple):
    """The mentors for one application; lists of ids.

    - `fitting`: `(mentor id, score)`, the best first;
    - `full`: who would fit, had they a free place (M5);
    - `excluded`: `{code of the rule: ids}` of the others whose gap is in range, where
      one whom several rules exclude is with each;
    - `out_of_range`: how many others the gap of experience excludes (E4), and
      `out_of_range_domain`: which ones;
    - `applicant`, `facts`: what was judged, `{mentor id: logic.facts.Mentor}`.
    """

    fitting: list[tuple[int, float]]
    full: list[int]
    excluded: dict[str, list[int]]
    out_of_range: int
    out_of_range_domain: Domain
    applicant: Applicant
    facts: dict[int, Mentor]


class MentoringApplicationRanking(models.Model):
    """The mentors for one application: ranked with reasons, or excluded by a rule."""

    _inherit = "mentoring.application"

    left_out_count = fields.Integer(
        "Left Out",
        default=0,  # and not nothing, which the database would put first
        readonly=True,
        copy=False,
        help="How often a matching run that was published has left it without a "
        "mentor; those left out come first the next time.",
    )

    def _get_candidate_domain(self):
        """Return the domain of the mentors that this programme may propose."""
        self.ensure_one()
        return self.env["mentoring.mentor"]._get_available_domain(self.program_id)

    def _get_range_domain(self, applicant, overridden):
        """Return the domain of the mentors whose gap fits (E4), or is let pass."""
        if "gap" in overridden.get(None, ()):
            return Domain.TRUE
        let_pass = [id_ for id_, codes in overridden.items() if "gap" in codes]
        days = career_begins(applicant, self.program_id._get_policy())
        in_range = (
            Domain("experience_start", ">=", days[0])
            & Domain("experience_start", "<=", days[1])
            if days
            else Domain.FALSE
        )
        return in_range | Domain("id", "in", let_pass)

    def _rank(self, domain=Domain.TRUE):
        """Judge the candidates (those of ``domain``) for this application.

        The number of queries doesn't depend on how many mentors there are. The gap
        (E4), which excludes most of them, is left to the database, so that the others
        alone are read.

        :return: a ``Ranking``
        """
        self.ensure_one()
        Mentors = self.env["mentoring.mentor"]
        candidates = self._get_candidate_domain() & domain
        applicants = self._get_facts()
        applicant = applicants[self.id]
        overridden = self._get_overrides(applicants)[self.id]
        in_range = self._get_range_domain(applicant, overridden)
        out_of_range = candidates & ~in_range
        facts = Mentors.search(candidates & in_range, order="id")._get_facts(
            self.program_id
        )
        found = rank(
            applicant,
            facts,
            self.program_id._get_policy(),
            self.program_id._get_weights(),
            overridden,
        )
        full, excluded = [], {}
        for mentor_id, codes in found.excluded.items():
            if codes == FULL:
                full.append(mentor_id)
                continue
            for code in codes:
                excluded.setdefault(code, []).append(mentor_id)
        return Ranking(
            found.fitting,
            full,
            excluded,
            Mentors.search_count(out_of_range),
            out_of_range,
            applicant,
            facts,
        )

    def _score(self, found, mentor_ids):
        """Return ``{mentor id: logic.scoring.Score}``, with all parts."""
        policy, weights = self.program_id._get_policy(), self.program_id._get_weights()
        return {
            id_: score_pair(found.applicant, found.facts[id_], policy, weights)
            for id_ in mentor_ids
        }

    def _get_pair_findings_html(self, mentor):
        """Return what each rule on the pair with ``mentor`` says, as HTML."""
        self.ensure_one()
        findings = eligibility.pair_findings(
            *self._get_judged(mentor), self.program_id._get_policy()
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
