"""One tour a journey: a person's clicks, in a browser, inside Odoo's own test suite."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentoringHttpCase


@tagged("post_install", "-at_install")
class TestTours(MentoringHttpCase):
    def test_an_officer_accepts_and_looks_for_a_mentor(self):
        application = self._make_application(
            self._make_member("Ada Toursome"), state="submitted"
        )
        self._make_mentor(self._make_member("Mentor Fitting"))
        self.start_tour(
            "/odoo/action-mentoring_program.mentoring_application_action",
            "mentoring_officer_accepts",
            login=self.user_officer.login,
        )
        self.assertEqual(application.state, "waiting")

    def test_an_officer_matches_a_cohort(self):
        application = self._make_application(
            self._make_member("Ada Toursome"), state="waiting"
        )
        self._make_mentor(self._make_member("Mentor Fitting"))
        self.start_tour(
            "/odoo/mentoring-matching-runs/new",
            "mentoring_officer_matches_a_cohort",
            login=self.user_officer.login,
        )
        self.assertEqual(application.match_ids.state, "proposed")

    def test_the_day_of_an_officer(self):
        """Review, refuse, match, follow up (C3), close, report."""
        refused = self._make_application(
            self._make_member("Rita Jobless"), aim="job_search"
        )
        application = self._make_application(
            self._make_member("Ada Toursome"), state="waiting"
        )
        # Taken by the pair: the others look for a mentor of their own.
        quiet = self._make_match(
            self._make_application(self._make_member("Quentin Quiet"), state="waiting"),
            self._make_mentor(capacity=1),
        )
        quiet.introduction_date = fields.Date.today() - timedelta(days=40)
        self._make_mentor(self._make_member("Mentor Fitting"))
        self._make_mentor(
            self._make_member("Mentor Low"),
            level_id=self.env.ref("mentoring_program.level_team").id,
        )
        self.start_tour(
            "/odoo/mentoring", "mentoring_officer_day", login=self.user_officer.login
        )
        self.assertEqual(refused.state, "refused")
        self.assertTrue(refused.refusal_reason_id.to_coaching)
        self.assertEqual(application.match_ids.state, "proposed")
        self.assertEqual(quiet.reminder_ids.mapped("code"), ["first_session_mentee"])
        self.assertEqual((quiet.state, quiet.outcome), ("ended", "agreement"))

    def test_a_member_begins_the_questionnaire(self):
        self._make_membership(self.partner_stranger)
        self.start_tour(
            "/my/mentoring/apply",
            "mentoring_member_begins",
            login=self.user_stranger.login,
        )
        application = self.env["mentoring.application"].search(
            [("partner_id", "=", self.partner_stranger.id)]
        )
        self.assertEqual(application.job_title, "Head of operations")
        self.assertEqual(application.experience_start.year, 2012)
