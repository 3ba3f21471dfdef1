"""What stands in the way of an application, and who may let it pass."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestAcceptance(MentoringCase):
    def test_each_rule_blocks_with_its_sentence(self):
        today = fields.Date.today()
        for code, vals, sentence in (
            ("in_post", {"employment": "out_of_post"}, "Not in post at present."),
            (
                "experience",
                {"experience_start": today - timedelta(days=365 * 7)},
                "the programme is for 8 to 20 years",
            ),
            (
                "experience",
                {"experience_start": today - timedelta(days=366 * 22)},
                "22 years of experience",
            ),
            ("responsibility", {"target_months": 25}, "within 24 months"),
            (
                "responsibility",
                {"target_level_id": self.env.ref("mentoring_program.level_team").id},
                "No significantly greater responsibility",
            ),
            (
                "responsibility",
                {"aim": "new_post", "new_post_date": today - timedelta(days=200)},
                "taken in the last 6 months",
            ),
            ("not_a_job_search", {"aim": "job_search"}, "career coaching"),
        ):
            with self.subTest(code=code, vals=vals):
                application = self._make_application(**vals)
                self.assertFinding(application, code, False)
                with self.assertRefused("can't be accepted", sentence):
                    application.with_user(self.user_officer).action_accept()

    def test_a_membership_that_is_not_paid_blocks(self):
        application = self._make_application(self._make_member(paid=False))
        self.assertFinding(application, "membership", False)
        with self.assertRefused("The membership fee is not up to date."):
            application.action_accept()
        self._make_membership(application.partner_id, state="invoiced")
        self.assertFinding(application, "membership", False)
        self._make_membership(application.partner_id)
        application.action_accept()

    def test_a_charter_that_is_not_signed_blocks_for_good(self):
        application = self._make_application()
        application.signature_id = False
        self.assertFinding(application, "charter", False)
        with self.assertRefused("Nobody can override rule S2"):
            self._override(application, code="charter", rule="E1")
        self._force_override(application, "charter")
        with self.assertRefused("The charter is not signed."):
            application.action_accept()

    def test_a_charter_signed_by_another_does_not_count(self):
        mine, other = self._make_application(), self._make_application()
        with self.assertRefused("S2"):
            mine.with_user(self.user_officer).signature_id = other.signature_id

    def test_the_numbers_are_the_programmes(self):
        application = self._make_application(target_months=30)
        self.program.horizon_months = 30
        self.assertFinding(application, "responsibility", True)
        self.program.experience_years_min = 13
        self.assertFinding(application, "experience", False)

    def test_the_count_on_the_list_is_what_blocks(self):
        good = self._make_application()
        bad = self._make_application(employment="out_of_post", target_months=30)
        self.assertEqual((good | bad).mapped("blocking_count"), [0, 2])
        self.assertIn("Not in post at present.", bad.findings_html)

    # Overrides

    def _override(self, application, user=None, **vals):
        Override = self.env["mentoring.override"].with_user(user or self.user_manager)
        return Override.create(
            {
                "application_id": application.id,
                "code": "in_post",
                "reason": "Signs a contract next week.",
                **vals,
            }
        )

    def _force_override(self, application, code, mentor=None):
        """As if somebody had written an override in the database."""
        override = self._override(
            self._make_application(employment="out_of_post"), code="in_post"
        )
        self.env.cr.execute(
            "UPDATE mentoring_override SET code = %s, rule = 'E4', application_id = %s,"
            " mentor_id = %s WHERE id = %s",
            [code, application.id, mentor and mentor.id, override.id],
        )
        self.env.invalidate_all()

    def test_a_manager_lets_a_rule_pass_with_a_reason(self):
        application = self._make_application(employment="out_of_post")
        wizard = (
            self.env["mentoring.override.wizard"]
            .with_user(self.user_manager)
            .create({"application_id": application.id, "reason": "Starts on Monday."})
        )
        self.assertEqual(wizard.findings, "Not in post at present.")
        wizard.action_override()
        [override] = application.override_ids
        self.assertEqual(override.user_id, self.user_manager)
        self.assertEqual(override.reason, "Starts on Monday.")
        application.with_user(self.user_officer).action_accept()
        self.assertEqual(application.state, "waiting")

    def test_an_officer_does_not(self):
        application = self._make_application(employment="out_of_post")
        with self.assertRaises(AccessError):
            self._override(application, self.user_officer)
        with self.assertRaises(AccessError):
            self.env["mentoring.override.wizard"].with_user(self.user_officer).create(
                {"application_id": application.id, "reason": "Why not?"}
            )
        with self.assertRaises(AccessError):
            application.with_user(self.user_officer).override_ids = [
                Command.create(
                    {"code": "in_post", "rule": "E1", "finding": "-", "reason": "-"}
                )
            ]

    def test_an_override_is_its_authors_and_stays(self):
        application = self._make_application(employment="out_of_post")
        override = self._override(
            application,
            user_id=self.user_officer.id,
            rule="P7",
            finding="All is well.",
            fact="Anything.",
        )
        self.assertEqual(override.user_id, self.user_manager)
        self.assertEqual(override.rule, "E1")
        self.assertEqual(override.finding, "Not in post at present.")
        self.assertTrue(override.holds)
        with self.assertRefused("can't be changed"):
            override.reason = "Another."
        with self.assertRaises(AccessError):
            override.with_user(self.user_manager).unlink()

    def test_an_override_is_for_one_rule_of_one_application(self):
        application = self._make_application(employment="out_of_post", target_months=30)
        self._override(application)
        with self.assertRefused("within 24 months"):
            application.action_accept()

    def test_there_is_no_override_of_m4_m5_and_s2(self):
        full = self._make_mentor(capacity=1)
        pair = self._make_match(mentor=full)
        unsigned = self._make_application()
        unsigned.signature_id = False
        for rule, code, application, mentor in (
            ("M4", "one_mentor", pair.application_id, full),
            ("M5", "places", self._make_application(state="waiting"), full),
            ("S2", "charter", unsigned, None),
            ("S2", "mentor_charter", pair.application_id, self._make_unsigned()),
        ):
            with self.subTest(code=code), self.assertRefused(f"override rule {rule}"):
                self._override(application, code=code, mentor_id=mentor and mentor.id)

    def _make_unsigned(self):
        return self._make_mentor(state="draft", signed=False)

    def test_what_does_not_block_is_not_overridden(self):
        application = self._make_application()
        for vals in (
            {},
            {"code": False},
            {"code": "no such rule"},
            {"code": 7},
            {"application_id": False},
            {"code": "in_post", "mentor_id": self._make_mentor().id},
        ):
            with self.subTest(vals=vals), self.assertRefused("nothing that could be"):
                self._override(application, **vals)

    def test_an_override_needs_a_reason(self):
        application = self._make_application(employment="out_of_post")
        for reason in ("", "  ", False):
            with self.assertRefused("Write the reason"):
                self._override(application, reason=reason)

    def test_the_list_and_the_form_tell_which_override_holds(self):
        application = self._make_application(employment="out_of_post")
        override = self._override(application)
        self.assertEqual(application.blocking_count, 0)
        self.assertIn("overridden", application.findings_html)
        application.employment = "in_post"
        application.employment = "out_of_post"
        self.assertTrue(override.holds, "the same fact again")

    def test_an_override_does_not_outlive_its_fact(self):
        today = fields.Date.today()
        short = self._make_application(experience_start=today - timedelta(days=2600))
        override = self._override(short, code="experience")
        self.assertEqual(short.blocking_count, 0)
        short.experience_start = today - timedelta(days=1000)
        override.invalidate_recordset(["holds"])
        self.assertFalse(override.holds)
        self.assertEqual(short.blocking_count, 1)
        with self.assertRefused("2 years of experience"):
            short.action_accept()

    def test_e7_an_override_is_for_one_lapse(self):
        partner = self._make_member(paid=False)
        application = self._make_application(partner)
        self._override(application, code="membership")
        self.assertFalse(application._get_blocking_sentences())
        yesterday = fields.Date.today() - timedelta(days=1)
        start = yesterday - timedelta(days=300)
        self._make_membership(partner, start, yesterday)
        with self.assertRefused("The membership fee is not up to date."):
            application.action_accept()

    def test_a_second_refusal_needs_a_second_override(self):
        application = self._make_application(state="waiting")
        mentor = self._make_mentor()
        for __ in range(2):
            self._make_match(application, mentor, "declined")
            self.env.flush_all()
            match = self._make_match(application, mentor, "draft")
            with self.assertRefused("An earlier proposal of this pair was declined."):
                match.action_propose()
            match.action_cancel()
            self.env.flush_all()
            self._override(application, code="not_refused", mentor_id=mentor.id)

    def test_m4_and_m5_block_whatever_an_override_says(self):
        full = self._make_mentor(capacity=1)
        self._make_match(mentor=full)
        match = self._make_match(mentor=full, state="draft")
        for code in ("places", "one_mentor", "mentor_charter"):
            self._force_override(match.application_id, code, full)
        with self.assertRefused("All places are taken"):
            match.action_propose()

    def test_a_pairs_rule_passes_for_that_mentor_only(self):
        start = fields.Date.today() - timedelta(days=365 * 40)
        near, far = (self._make_mentor(experience_start=start) for __ in range(2))
        application = self._make_application(state="waiting")
        self._override(application, code="gap", mentor_id=near.id)
        found = application._rank(Domain("id", "in", (near | far).ids))
        self.assertEqual([mentor_id for mentor_id, __ in found.fitting], near.ids)
        self.assertEqual(found.out_of_range, 1)
