"""What each of the two gives a session that was held: seen by nobody else."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_portal_pair import PortalPairCase

QUESTION = "How useful was this session to you?"


@tagged("post_install", "-at_install")
class TestRating(PortalPairCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.match.program_id.rate_sessions = True
        cls.held = cls._make_session(cls.match, "done")
        cls.planned = cls._make_session(cls.match)
        cls.page = f"/my/mentoring/sessions/{cls.held.id}"

    def _get_ratings(self):
        session = self.held.sudo()
        return session.mentee_rating, session.mentor_rating

    def test_each_gives_one_and_may_change_it(self):
        answer = self._post(f"{self.page}/rate", self.user_mentee, stars="2")
        self.assertSaid(answer, "Thank you: your rating is noted.")
        self._post(f"{self.page}/rate", stars="4")
        self._post(f"{self.page}/rate", self.user_mentor, stars="5")
        self.assertEqual(self._get_ratings(), (4, 5))

    def test_nonsense_is_refused(self):
        for stars in ("0", "6", "-1", "x", "", "4.5"):
            with self.subTest(stars=stars):
                answer = self._post(f"{self.page}/rate", self.user_mentee, stars=stars)
                self.assertSaid(answer, "Choose from 1 to 5.", "danger")
        self.assertEqual(self._get_ratings(), (0, 0))
        with self.assertRefused("A rating goes from 1 to 5."):
            self.held.mentee_rating = 6
            self.env.flush_all()

    def test_only_a_session_held_of_a_running_pair_where_the_programme_asks(self):
        self.assertIn(QUESTION, self._get(self.page, self.user_mentee).text)
        planned = self._session_url(self.planned)
        self.assertNotIn(QUESTION, self._get(planned).text)
        answer = self._post(f"{planned}/rate", stars="3")
        self.assertSaid(answer, "be rated (any more)", "danger")
        self.match.program_id.rate_sessions = False
        self.env.flush_all()
        self.assertNotIn(QUESTION, self._get(self.page).text)
        self.assertSaid(self._post(f"{self.page}/rate", stars="3"), "rated", "danger")
        self.match.program_id.rate_sessions = True
        self.match._end("agreement")
        self.env.flush_all()
        self.assertNotIn(QUESTION, self._get(self.page).text)
        self.assertSaid(self._post(f"{self.page}/rate", stars="3"), "rated", "danger")
        self.assertEqual(self._get_ratings(), (0, 0))

    def test_the_other_does_not_see_it_and_staff_see_averages(self):
        other = self._make_session(self.match, "done")
        self.held._rate("mentee", 2)
        other._rate("mentee", 5)
        self.env.flush_all()
        self.assertNotIn("checked", self._get_form(self.user_mentor))
        self.assertIn("checked", self._get_form(self.user_mentee))
        officer = self.held.with_user(self.user_officer)
        for user in (self.user_officer, self.user_manager, self.user_mentor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.held.with_user(user).read(["mentee_rating"])
        self.assertNotIn("mentee_rating", officer.fields_get())
        for record in (self.match, self.match.program_id):
            seen = record.with_user(self.user_officer)
            self.assertEqual(seen.mentee_rating_avg, 3.5)
            self.assertEqual(seen.mentor_rating_avg, 0)

    def test_a_single_rating_is_no_average(self):
        self.held._rate("mentor", 2)
        self.env.flush_all()
        for record in (self.match, self.match.program_id):
            seen = record.with_user(self.user_officer)
            self.assertFalse(seen.mentor_rating_avg)

    def _get_form(self, user):
        page = self._get(self.page, user).text
        return page[page.index(QUESTION) : page.index(">Rate<")]
