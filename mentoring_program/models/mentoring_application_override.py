from odoo import models

from ..logic import eligibility, override


class MentoringApplicationOverride(models.Model):
    """The overrides of an application: which of them hold, and for what."""

    _inherit = "mentoring.application"

    def _get_judged(self, mentor=None):
        """Return what rules judge: the applicant's facts, and the mentor's if given."""
        self.ensure_one()
        applicant = self._get_facts()[self.id]
        if not mentor:
            return (applicant,)
        return applicant, mentor._get_facts(self.program_id)[mentor.id]

    def _get_blocking_finding(self, code, mentor=None):
        """Return the finding ``code`` if it blocks now, override or not."""
        policy = self.program_id._get_policy()
        judged = self._get_judged(mentor)
        judge = eligibility.pair_findings if mentor else eligibility.person_findings
        blocking = eligibility.blocking(judge(*judged, policy))
        return next((one for one in blocking if one.code == code), None)

    def _get_valid_overrides(self, applicants=None):
        """Return the overrides that hold: the fact that each was given for is as then.

        :param applicants: ``{application id: logic.facts.Applicant}``, if known
        """
        # What the rules let pass is the same for whoever looks.
        overrides = self.sudo().override_ids
        if not overrides:
            return overrides
        if applicants is None:
            applicants = overrides.application_id._get_facts()
        mentors = overrides._get_mentor_facts()
        return overrides.filtered(
            lambda one: override.holds(
                one.code,
                one.fact,
                applicants[one.application_id.id],
                mentors.get((one.application_id.program_id, one.mentor_id)),
            )
        )

    def _get_overrides(self, applicants=None):
        """Return ``{application id: {mentor id: codes let pass}}``.

        The id ``None`` stands for the rules on the person, which are let pass with
        every mentor. The number of queries doesn't depend on how many there are.
        """
        codes = {application.id: {} for application in self}
        for one in self._get_valid_overrides(applicants):
            by_mentor = codes[one.application_id.id]
            mentor_id = one.mentor_id.id or None
            by_mentor[mentor_id] = by_mentor.get(mentor_id, frozenset()) | {one.code}
        return codes

    def _get_overridden_codes(self, mentor=None):
        """Return the codes that are let pass: of the person, and with ``mentor``."""
        self.ensure_one()
        by_mentor = self._get_overrides()[self.id]
        codes = by_mentor.get(None, frozenset())
        return codes | by_mentor.get(mentor.id, frozenset()) if mentor else codes
