"""One tour a journey: a person's clicks, in a browser, inside Odoo's own test suite."""

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

    def test_an_officer_proposes_from_the_waiting_list(self):
        application = self._make_application(
            self._make_member("Ada Toursome"), state="waiting"
        )
        self._make_mentor(self._make_member("Mentor Fitting"))
        self._make_mentor(
            self._make_member("Mentor Low"),
            level_id=self.env.ref("mentoring_program.level_team").id,
        )
        self.start_tour(
            "/odoo/mentoring-waiting-list",
            "mentoring_officer_proposes_from_the_waiting_list",
            login=self.user_officer.login,
        )
        self.assertEqual(application.match_ids.state, "proposed")

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
