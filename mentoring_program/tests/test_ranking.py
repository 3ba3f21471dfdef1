"""One application, and the mentors for it: ranked, full, or excluded by a rule."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged

from ..logic.eligibility import pair_findings
from ..logic.facts import Applicant, Mentor, Policy
from ..models.exclusion_sentences import RULES
from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestRanking(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._make_application(cls._make_member("Ada"), "waiting")
        cls.best = cls._make_mentor(cls._make_member("Mentor Best"))
        cls.full = cls._make_mentor(cls._make_member("Mentor Full"), capacity=1)
        cls._make_match(mentor=cls.full)
        start = fields.Date.today() - timedelta(days=365 * 40)
        cls.old = cls._make_mentor(
            cls._make_member("Mentor Old"), experience_start=start
        )
        cls.low = cls._make_mentor(
            cls._make_member("Mentor Low"),
            level_id=cls.env.ref("mentoring_program.level_team").id,
        )

    def _open(self):
        application = self.application.with_user(self.user_officer)
        action = application.action_find_mentor()
        ranking = self.env[action["res_model"]].browse(action["res_id"])
        return ranking.with_user(self.user_officer)

    def test_each_mentor_is_where_the_rules_put_them(self):
        ranking = self._open()
        self.assertEqual(ranking.line_ids.mentor_id, self.best)
        self.assertEqual(ranking.full_line_ids.mentor_id, self.full)
        counts = {line.code: line.count for line in ranking.exclusion_ids}
        self.assertEqual(counts, {"gap": 1, "level": 1})
        self.assertEqual(
            (ranking.fitting_count, ranking.full_count, ranking.excluded_count),
            (1, 1, 2),
        )

    def test_a_card_tells_score_and_reasons(self):
        line = self._open().line_ids
        self.assertAlmostEqual(
            line.score,
            sum(part["value"] * part["weight"] for part in line.score_parts),
            delta=1,
        )
        self.assertIn("Competent for all objectives: Leadership.", line.score_html)

    def test_a_full_mentor_has_a_date_for_the_next_place(self):
        line = self._open().full_line_ids
        self.assertEqual(line.next_place_date, self.full.match_ids.planned_end)

    def test_a_rule_shows_whom_it_excludes(self):
        for exclusion in self._open().exclusion_ids:
            mentor = {"gap": self.old, "level": self.low}[exclusion.code]
            with self.subTest(rule=exclusion.rule):
                self.assertEqual(exclusion.names, mentor.name)
                action = exclusion.action_view_mentors()
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, mentor)

    def test_every_rule_on_a_pair_has_a_name(self):
        findings = pair_findings(Applicant(), Mentor(), Policy())
        self.assertEqual({finding.code for finding in findings}, set(RULES))

    def test_one_click_proposes(self):
        action = self._open().line_ids.action_propose()
        match = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((match.state, match.mentor_id), ("proposed", self.best))
        self.assertTrue(self._open().has_mentor)

    def test_a_draft_waits_for_another_look(self):
        action = self._open().line_ids.action_draft()
        match = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(match.state, "draft")

    def test_the_gap_that_a_search_asks_for_is_that_of_the_rule(self):
        """The mentors that the database leaves out are those that E4 excludes."""
        starts = [
            self.application.experience_start - timedelta(days=days)
            for days in (1825, 1826, 1827, 3652, 3653, 4018, 4019, 4020, 0, -10)
        ]
        mentors = self.env["mentoring.mentor"].concat(
            *(self._make_mentor(experience_start=start) for start in starts)
        )
        mentors |= self._make_mentor(experience_start=starts[0])
        mentors[-1].experience_start = False
        found = self.application._rank(Domain("id", "in", mentors.ids))
        outside = self.env["mentoring.mentor"].search(found.out_of_range_domain)
        applicant = self.application._get_facts()[self.application.id]
        for mentor in mentors:
            facts = mentor._get_facts(self.program)[mentor.id]
            gap = next(
                finding
                for finding in pair_findings(
                    applicant, facts, self.program._get_policy()
                )
                if finding.code == "gap"
            )
            with self.subTest(start=mentor.experience_start):
                self.assertEqual(mentor in outside, gap.blocks)
        self.assertEqual(found.out_of_range, len(outside))

    def test_the_facts_read_at_once_are_those_of_the_records(self):
        languages = self.env["res.lang"].with_context(active_test=False)
        declined = self._make_match(mentor=self.best, state="declined")
        self._make_match(mentor=self.best, state="draft")
        self.best.write(
            {
                "lang_ids": languages.search([("code", "in", ("fr_CA", "es_ES"))]).ids,
                "function_ids": self.env["mentoring.function"].search([], limit=2).ids,
                "industry_ids": self.env["res.partner.industry"]
                .search([], limit=2)
                .ids,
                "unwanted_partner_ids": self.partner_stranger.ids,
                "past_employers": "Télénéa S.A.\n\nBois-Clair",
                "meet_phone": True,
            }
        )
        facts = (self.best | self.full)._get_facts(self.program)
        self.assertEqual(list(facts), (self.best | self.full).ids)
        best = facts[self.best.id]
        expected = {
            "person": self.best.partner_id.id,
            "experience_start": self.best.experience_start,
            "level_rank": self.best.level_id.rank,
            "themes": set(self.best.theme_ids.ids),
            "functions": set(self.best.function_ids.ids),
            "industries": set(self.best.industry_ids.ids),
            "languages": {"fr", "es"},
            "place": "FR-IDF",
            "ways": {"in_person", "video", "phone"},
            "employers": {"acier durable", "telenea", "bois clair"},
            "unwanted_persons": {self.partner_stranger.id},
            "refused_applicant_persons": {declined.mentee_id.id},
            "refusal_counts": {(declined.mentee_id.id, 1)},
            "capacity": 2,
            "taken_places": 0,
            "available": True,
            "in_programme": True,
            "charter_signed": True,
        }
        self.assertEqual({name: getattr(best, name) for name in expected}, expected)
        self.assertEqual(facts[self.full.id].taken_places, 1)
        other = self._make_program()
        self.best.active = False
        facts = self.best._get_facts(other)[self.best.id]
        self.assertFalse(facts.in_programme or facts.charter_signed or facts.available)

    def test_facts_are_read_by_those_who_may(self):
        with self.assertRefused("mentoring.mentor", error=Exception):
            self.best.with_user(self.user_employee)._get_facts(self.program)
