"""What officers do to many records at once: what can be is done, the rest is told."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MentoringCase


class MassCase(MentoringCase):
    def _run(self, xmlid, records, user=None):
        return (
            self.env.ref(f"mentoring_program.{xmlid}")
            .with_user(user or self.user_officer)
            .with_context(
                active_model=records._name,
                active_ids=records.ids,
                active_id=records[:1].id,
            )
            .run()
        )

    def assertTold(self, action, *parts):
        for part in parts:
            self.assertIn(part, action["params"]["message"])

    def assertNamedOnce(self, action, name):
        self.assertEqual(action["params"]["message"].count(name), 1)


@tagged("post_install", "-at_install")
class TestMassActions(MassCase):
    def test_accept_many_and_tell_who_can_not_be(self):
        blocked = self._make_application(self._make_member("Paula Late", paid=False))
        fine = self._make_application() + self._make_application()
        action = self._run("mentoring_application_accept_action", fine + blocked)
        self.assertEqual(set(fine.mapped("state")), {"waiting"})
        self.assertEqual(blocked.state, "submitted")
        self.assertTold(action, "Accepted: 2.", "membership")
        self.assertNamedOnce(action, "Paula Late")
        self.assertEqual(action["params"]["type"], "warning")

    def test_a_single_one_is_refused_as_its_button_refuses_it(self):
        blocked = self._make_application(self._make_member("Paula Late", paid=False))
        with self.assertRefused("Paula Late"):
            self._run("mentoring_application_accept_action", blocked)

    def test_refuse_many_with_one_reason(self):
        fine = self._make_application() + self._make_application()
        late = self._make_application(self._make_member("Ada Waits"), state="waiting")
        action = self._run("mentoring_application_refuse_server_action", fine + late)
        reason = self.env.ref("mentoring_program.refusal_not_precise")
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .with_context(**action["context"])
            .create({"reason_id": reason.id})
        )
        told = wizard.action_refuse()
        self.assertTold(told, "Refused: 2.")
        self.assertNamedOnce(told, "Ada Waits")
        self.assertEqual(set(fine.mapped("state")), {"refused"})
        self.assertNotEqual(late.state, "refused")

    def test_propose_many_and_tell_whose_mentor_is_full(self):
        mentor = self._make_mentor(capacity=1)
        matches = self._make_match(mentor=mentor, state="draft")
        matches += self._make_match(mentor=mentor, state="draft")
        action = self._run("mentoring_match_propose_action", matches)
        self.assertEqual(matches.mapped("state"), ["proposed", "draft"])
        self.assertTold(action, "Proposed: 1.", matches[1].display_name)

    def test_approve_many_mentors(self):
        mentors = self._make_mentor(state="submitted")
        mentors += self._make_mentor(state="submitted")
        left = self._make_mentor(state="left")
        action = self._run("mentoring_mentor_approve_action", mentors + left)
        self.assertEqual(set(mentors.mapped("state")), {"approved"})
        self.assertTold(action, "Approved: 2.", left.name)
        self.assertEqual(left.state, "left")

    def test_who_is_there_already_is_not_counted(self):
        mentors = self._make_mentor() + self._make_mentor(state="submitted")
        action = self._run("mentoring_mentor_approve_action", mentors)
        self.assertTold(action, "Approved: 1.", "It is “Approved” already.")

    def test_many_obstacles_are_counted_and_only_some_are_named(self):
        drafts = self.env["mentoring.mentor"].concat(
            *(self._make_mentor(state="draft") for __ in range(13))
        )
        action = self._run("mentoring_mentor_approve_action", drafts)
        self.assertTold(action, "Approved: 0.", "And 3 more")


@tagged("post_install", "-at_install")
class TestRemindByHand(MassCase):
    """Never more than the rules allow: what is due, once, one a week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.slow = cls._make_match()
        cls.slow.introduction_date = cls.today - timedelta(days=25)
        cls.fresh = cls._make_match()
        cls.draft = cls._make_match(state="draft")

    def test_what_is_due_goes_out_once_and_the_rest_is_told(self):
        """C3: the first session is not planned yet."""
        pairs = self.slow + self.fresh + self.draft
        action = self._run("mentoring_match_remind_action", pairs)
        self.assertEqual(
            self.slow.reminder_ids.mapped("code"), ["first_session_mentee"]
        )
        self.assertFalse((self.fresh | self.draft).reminder_ids)
        self.assertTold(
            action,
            "Reminders sent: 1.",
            "First session not planned (C3) (Mentee)",
            f"{self.fresh.display_name}: First session not planned (C3), to the Mentee",
            f"{self.draft.display_name}: It is “Draft”",
        )
        again = self._run("mentoring_match_remind_action", pairs)
        self.assertTold(again, "Reminders sent: 0.", self.slow.display_name)
        self.assertEqual(len(self.slow.reminder_ids), 1)

    def test_nobody_gets_two_reminders_in_a_week(self):
        self.env["mentoring.reminder"].create(
            {
                "code": "quiet_mentee",
                "kind": "quiet",
                "side": "mentee",
                "occasion": "another",
                "due_date": self.today,
                "partner_id": self.slow.mentee_id.id,
                "program_id": self.program.id,
                "match_id": self.slow.id,
            }
        )
        action = self._run("mentoring_match_remind_action", self.slow)
        self.assertTold(action, "Reminders sent: 0.", "because of another reminder")
        self.assertEqual(len(self.slow.reminder_ids), 1)

    def test_a_questionnaire_left_unfinished(self):
        left = self._make_application(state="draft", signed=False)
        begun = self._make_application(state="draft", signed=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentoring_application SET write_date = write_date - %s "
            "WHERE id = %s",
            [timedelta(days=8), left.id],
        )
        self.env.invalidate_all()
        over = self._make_application(state="withdrawn")
        both = left + begun + over
        action = self._run("mentoring_application_remind_action", both)
        self.assertTold(action, "Reminders sent: 1.", "It was begun too lately")
        self.assertTold(action, "only a questionnaire left unfinished")
        reminders = self.env["mentoring.reminder"].search(
            [("application_id", "in", both.ids)]
        )
        self.assertEqual(reminders.application_id, left)

    def test_only_officers_remind(self):
        with self.assertRaises(AccessError):
            self.slow.with_user(self.user_mentee).action_remind()
        self.assertFalse(self.slow.reminder_ids)

    def test_as_many_queries_for_many_pairs(self):
        pairs = self.env["mentoring.match"].concat(
            *(self._make_match() for __ in range(8))
        )
        officer = pairs.with_user(self.user_officer)
        officer.action_remind()  # what is cached for the whole process
        few, many = (self._count_queries(some) for some in (officer[:2], officer))
        self.assertLessEqual(many, few)

    def _count_queries(self, pairs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        pairs.action_remind()
        return self.env.cr.sql_log_count - before
