"""How it went: each of the two is asked once after the end, by an own survey."""

import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MentoringCase
from .test_mails import MailsCase
from .test_portal_pair import PortalPairCase

WORDS = "Meet the other mentees half-way."


class SurveyMixin:
    """A running pair of the cast that has met once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls._make_session(cls.match, "done")

    def _end(self):
        self.match.action_declare_end("mentee")
        self.match.action_declare_end("mentor")

    def _get_answer(self, side):
        return self.match._get_survey_answer(side)

    def _fill_in(self, answer):
        """Answer every question with the first choice."""
        for question in answer.survey_id.question_ids:
            value = {
                "simple_choice": question.suggested_answer_ids[:1].id,
                "scale": question.scale_max,
                "text_box": WORDS,
            }[question.question_type]
            answer._save_lines(question, value)
        answer._mark_done()


@tagged("post_install", "-at_install")
class TestSurvey(SurveyMixin, MentoringCase):
    _automated = False

    def test_each_of_the_two_is_asked_once_by_a_survey_of_their_own(self):
        self._end()
        program = self.match.program_id
        asked = self.match.survey_answer_ids
        self.assertEqual(
            {(one.mentoring_side, one.partner_id, one.survey_id) for one in asked},
            {
                ("mentee", self.partner_mentee, program.survey_mentee_id),
                ("mentor", self.partner_mentor, program.survey_mentor_id),
            },
        )
        self.assertEqual(len(set(asked.mapped("access_token"))), 2)
        with self.assertRefused("asked for already"):
            self.match._create_survey_answer(program.survey_mentee_id, "mentee")

    def test_without_a_survey_nobody_is_asked(self):
        self.match.program_id.survey_mentee_id = False
        self.match.program_id.survey_mentor_id.active = False
        self._end()
        self.assertFalse(self.match.survey_answer_ids)
        self.assertFalse(self.match.mentee_survey_date or self.match.mentor_survey_date)

    def test_d6_nobody_is_asked_of_a_relation_that_was_stopped(self):
        self.match.action_stop_after_first()
        self.assertFalse(self.match.survey_answer_ids)

    def test_an_archived_contact_is_not_asked(self):
        self.partner_mentor.user_ids.active = False
        self.partner_mentor.active = False
        self._end()
        self.assertEqual(self.match.survey_answer_ids.mentoring_side, "mentee")

    def test_a_new_programme_has_the_surveys(self):
        program = self._make_program()
        self.assertEqual(program.survey_mentee_id.mapped("survey_type"), ["mentoring"])
        program.survey_mentor_id = program.survey_mentee_id
        self.assertEqual(program.copy().survey_mentor_id, program.survey_mentee_id)

    def test_staff_read_the_answers_and_nobody_else_does(self):
        self._end()
        answer = self._get_answer("mentee")
        self._fill_in(answer)
        lines = answer.user_input_line_ids
        surveyor = new_test_user(
            self.env, "surveyor", "base.group_user,survey.group_survey_manager"
        )
        for user in (self.user_mentee, self.user_mentor, self.user_employee, surveyor):
            for record in (answer, lines):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).read(["survey_id"])
        staff = self.match.with_user(self.user_officer)
        self.assertEqual(staff.survey_done_count, 1)
        action = staff.action_view_survey_answers()
        found = staff.env["survey.user_input"].search(action["domain"])
        self.assertEqual(found, self.match.survey_answer_ids)
        self.assertIn(
            WORDS, lines.with_user(self.user_officer).mapped("value_text_box")
        )
        with self.assertRaises(AccessError):
            lines.with_user(self.user_officer).write({"skipped": True})

    def test_the_questions_are_the_managers_to_word(self):
        survey = self.match.program_id.survey_mentee_id
        question = survey.question_ids[:1]
        question.with_user(self.user_manager).title = "Well?"
        with self.assertRaises(AccessError):
            question.with_user(self.user_officer).title = "Well?"
        other = self.env["survey.survey"].create({"title": "Somebody else's"})
        with self.assertRaises(AccessError):
            other.with_user(self.user_manager).read(["title"])


@tagged("post_install", "-at_install")
class TestSurveyMails(SurveyMixin, MailsCase):
    def test_each_gets_a_mail_of_its_own_once(self):
        words = "tell us how your mentoring went"
        self.match.action_declare_end("mentee")
        with self.assertSends(
            (self.partner_mentee, "has ended"),
            (self.partner_mentor, "has ended"),
            (self.partner_mentee, words),
            (self.partner_mentor, words),
        ) as mails:
            self.match.action_declare_end("mentor")
        for mail in mails:
            if words in mail.subject:
                [link] = self._get_links(mail)
                self.assertTrue(link.endswith(f"/pairs/{self.match.id}/survey"))
                self.assertIn("The career centre alone reads", self._get_text(mail))
                # Staff read the history: what opens the answers isn't in it.
                for answer in self.match.survey_answer_ids:
                    self.assertNotIn(answer.access_token, mail.body_html)
        with self.assertSends():
            self.match.write({"state": "ended"})


@tagged("post_install", "-at_install")
class TestPortalSurvey(SurveyMixin, PortalPairCase):
    _automated = False

    def _call(self, path, **params):
        return self.make_jsonrpc_request(path, params)

    def test_a_member_without_further_rights_opens_and_finishes_it(self):
        self._end()
        self.env.flush_all()
        pair = self._pair_url(self.match)
        page = self._get(pair, self.user_mentee).text
        self.assertIn(f'href="{pair}/survey"', page)
        home = self._get("/my/mentoring").text
        self.assertEqual(home.count(f'href="{pair}/survey"'), 2, "waits, and its card")
        answer = self._get_answer("mentee")
        self.assertIn(
            answer.access_token, self._get(f"{pair}/survey").headers["Location"]
        )
        start = self.url_open(f"{pair}/survey")
        self.assertEqual(start.status_code, 200)
        self.assertIn("The career centre alone reads your answers", start.text)
        tokens = f"{answer.survey_id.access_token}/{answer.access_token}"
        self._call(f"/survey/begin/{tokens}")
        given = {
            str(question.id): {
                "simple_choice": str(question.suggested_answer_ids[:1].id),
                "scale": str(question.scale_max),
                "text_box": WORDS,
            }[question.question_type]
            for question in answer.survey_id.question_ids
        }
        self._call(f"/survey/submit/{tokens}", **given)
        self.env.invalidate_all()
        self.assertEqual(answer.state, "done")
        page = self._get(pair).text
        self.assertNotIn(f'href="{pair}/survey"', page)
        self.assertIn("You have told the career centre", page)
        self.assertNotIn(f'href="{pair}/survey"', self._get("/my/mentoring").text)
        data = json.loads(self._get("/my/mentoring/data.json").text)
        self.assertIn(WORDS, data["surveys"][0].values())
        self.assertNotIn(
            WORDS, self._get("/my/mentoring/data.json", self.user_mentor).text
        )
        self.assertNotIn(WORDS, self._get(pair, self.user_mentor).text)

    def test_the_others_answers_stay_the_others(self):
        self._end()
        self.env.flush_all()
        door = f"{self._pair_url(self.match)}/survey"
        theirs = self._get_answer("mentee")
        self._login(self.user_mentor)
        self.assertNotIn(theirs.access_token, self._get(door).headers["Location"])
        for user in (self.user_other_mentee, self.user_officer):
            self.assertEqual(self._get(door, user).status_code, 404)
        page = self.url_open(theirs.get_start_url())
        self.assertNotIn("The career centre alone", page.text)

    def test_nobody_passes_before_the_end(self):
        door = f"{self._pair_url(self.match)}/survey"
        self.assertEqual(self._get(door, self.user_mentee).status_code, 404)
