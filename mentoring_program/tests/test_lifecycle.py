"""Every record goes through its life cycle, whoever writes the state, and how."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..logic.lifecycle import LIFECYCLES, first_state
from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestLifecycle(MentoringCase):
    def _assert_only_these_steps(self, kind, records):
        """From each state, exactly the table's steps are possible."""
        table = LIFECYCLES[kind]
        self.assertEqual(set(records), set(table), "a record in each state")
        for state, record in records.items():
            staff = record.with_user(self.user_officer)
            if kind == "charter":
                staff = record.with_user(self.user_manager)
            for target in set(table) - table[state] - {state}:
                with self.subTest(kind=kind, state=state, target=target):
                    with self.assertRefused("so it can't become"):
                        staff.write({"state": target})
                    self.assertEqual(record.state, state)

    def _assert_born_in_first_state(self, kind, model, vals):
        for state in set(LIFECYCLES[kind]) - {first_state(kind)}:
            with self.subTest(kind=kind, state=state):
                with self.assertRefused("A new record starts as"):
                    model.create({**vals, "state": state})

    def test_an_application_takes_only_its_own_steps(self):
        records = {
            state: self._make_application(state=state)
            for state in ("draft", "submitted", "waiting", "refused", "withdrawn")
        }
        records["matched"] = self._make_match().application_id
        records["closed"] = self._make_match(state="ended").application_id
        self.program.fee_product_id = self.fee_product
        records["accepted"] = self._make_application(state="accepted")
        self._assert_only_these_steps("application", records)

    def test_a_mentor_takes_only_the_own_steps(self):
        records = {
            state: self._make_mentor(state=state) for state in LIFECYCLES["mentor"]
        }
        self._assert_only_these_steps("mentor", records)

    def test_a_pair_takes_only_its_own_steps(self):
        records = {
            state: self._make_match(state=state) for state in LIFECYCLES["match"]
        }
        self._assert_only_these_steps("match", records)

    def test_a_session_takes_only_its_own_steps(self):
        match = self._make_match()
        records = {
            state: self._make_session(match, state) for state in LIFECYCLES["session"]
        }
        self._assert_only_these_steps("session", records)

    def test_a_charter_takes_only_its_own_steps(self):
        retired, draft = self.program._get_charter("mentee"), None
        published = retired.copy()
        published.action_publish()
        draft = retired.copy({"version": "3"})
        records = {"draft": draft, "published": published, "retired": retired}
        self._assert_only_these_steps("charter", records)

    def test_a_matching_run_takes_only_its_own_steps(self):
        Run = self.env["mentoring.matching.run"]
        records = {"draft": Run.create({"program_id": self.program.id})}
        for path in (
            ["computing"],
            ["computed"],
            ["computed", "published"],
            ["discarded"],
        ):
            run = Run.create({"program_id": self.program.id})
            for state in path:
                run.write({"state": state})
            records[path[-1]] = run
        self._assert_only_these_steps("run", records)

    def test_every_record_is_born_in_its_first_state(self):
        application = self._make_application(state="waiting")
        mentor = self._make_mentor()
        env = self.env(user=self.user_officer)
        member = self._make_member()
        for kind, model, vals in (
            ("application", "application", self._prepare_application(member)),
            ("mentor", "mentor", self._prepare_mentor(member)),
            (
                "match",
                "match",
                {"application_id": application.id, "mentor_id": mentor.id},
            ),
            ("run", "matching.run", {"program_id": self.program.id}),
        ):
            self._assert_born_in_first_state(kind, env[f"mentoring.{model}"], vals)
        match = self._make_match(application, mentor)
        vals = {"match_id": match.id, "start": fields.Datetime.now()}
        self._assert_born_in_first_state("session", env["mentoring.session"], vals)

    def test_a_second_time_changes_nothing(self):
        application = self._make_application(state="submitted")
        day = fields.Datetime.now() - timedelta(days=3)
        application.submitted_date = day
        messages = application.message_ids
        application.action_submit()
        self.assertEqual(application.submitted_date, day)
        self.assertEqual(application.message_ids, messages)

        match = self._make_match()
        match.planned_end += timedelta(days=30)
        until, messages = match.planned_end, match.message_ids
        match.write({"state": "active"})
        match.action_accept("mentor")
        self.assertEqual((match.planned_end, match.message_ids), (until, messages))

        match.action_declare_end("mentee")
        match.action_declare_end("mentee", "again")
        self.assertFalse(match.mentee_end_comment)
        self.assertEqual(match.state, "active")

    def test_what_is_refused_leaves_nothing_behind(self):
        application = self._make_application(state="draft", signed=False)
        with self.assertRefused("The charter is not signed."):
            application.write({"state": "submitted", "employer": "Elsewhere"})
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.employer, "Bois Clair")
        self.assertFalse(application.submitted_date)

    def test_one_who_cannot_stops_all_of_a_batch(self):
        fit = self._make_application(state="submitted")
        unfit = self._make_application(state="submitted", employment="out_of_post")
        with self.assertRefused("Not in post"):
            (fit | unfit).action_accept()
        self.assertEqual((fit | unfit).mapped("state"), ["submitted", "submitted"])

    def test_an_incomplete_questionnaire_is_not_submitted(self):
        for vals, sentence in (
            ({"employment": False}, "Whether in post is not said."),
            ({"experience_start": False}, "beginning of the professional life"),
            ({"aim": False}, "The aim is not said."),
            ({"target_months": 0}, "date of the next post is not said"),
            ({"target_level_id": False}, "date of the next post is not said"),
            ({"objective_ids": [Command.clear()]}, "at least 1 needed"),
            ({"expectations": " "}, "are not written"),
        ):
            with self.subTest(vals=vals):
                application = self._make_application(state="draft", **vals)
                with self.assertRefused(sentence):
                    application.action_submit()

    def test_an_answer_against_the_programme_can_be_submitted(self):
        application = self._make_application(state="submitted", aim="job_search")
        self.assertEqual(application.state, "submitted", "staff tell about coaching")

    def test_no_programme_takes_applications_once_it_is_archived(self):
        application = self._make_application(state="draft")
        self.program.active = False
        with self.assertRefused("takes no applications now"):
            application.action_submit()

    def test_a_refusal_needs_its_reason(self):
        application = self._make_application()
        with self.assertRefused("Choose the reason"):
            application.write({"state": "refused"})

    def test_a_running_pair_is_ended_before_its_application(self):
        application = self._make_match().application_id
        for state in ("closed", "waiting"):
            with self.subTest(state=state), self.assertRefused("End the running pair"):
                application.write({"state": state})

    def test_who_withdraws_frees_the_mentors_place(self):
        match = self._make_match(state="proposed")
        self.assertEqual(match.mentor_id.free_places, 1)
        match.application_id.action_withdraw("Another post.")
        self.assertEqual(match.state, "cancelled")
        self.assertEqual(match.mentor_id.free_places, 2)

    def test_a_member_has_one_open_application_a_programme(self):
        partner = self._make_member()
        first = self._make_application(partner, state="draft")
        with self.assertRefused("has an open application"):
            self._make_application(partner, state="draft")
        self._make_application(
            partner, state="draft", program_id=self._make_program().id
        )
        first.action_withdraw()
        self.env.flush_all()
        self._make_application(partner, state="draft")

    def test_a_mentor_is_submitted_complete_and_signed(self):
        for vals, sentence in (
            ({"job_title": False}, "Post"),
            ({"experience_start": False}, "Professional Experience Since"),
            ({"level_id": False}, "Highest Level Held"),
            ({"theme_ids": [Command.clear()]}, "Competences"),
            ({"lang_ids": [Command.clear()]}, "Languages"),
            ({"program_ids": [Command.clear()]}, "Programmes"),
            ({"meet_in_person": False, "meet_video": False}, "one way of meeting"),
        ):
            with self.subTest(vals=vals), self.assertRefused(sentence):
                self._make_mentor(state="draft", **vals).action_submit()
        with self.assertRefused("has not signed the charter", "S2"):
            self._make_mentor(state="draft", signed=False).action_submit()

    def test_a_mentor_signs_the_charter_of_each_programme(self):
        mentor = self._make_mentor(state="submitted")
        mentor.program_ids |= self._make_program(name="Second")
        with self.assertRefused("Second"):
            mentor.action_approve()
        self._sign_as_mentor(mentor)
        mentor.action_approve()

    def test_a_mentor_with_a_place_taken_does_not_leave(self):
        mentor = self._make_match(state="proposed").mentor_id
        with self.assertRefused("still has running pairs"):
            mentor.action_leave()

    def test_pauses_end_by_themselves_after_their_last_day(self):
        today = fields.Date.today()
        over, last_day, open_end, unsigned = (
            self._make_mentor(state="paused") for __ in range(4)
        )
        over.pause_from = last_day.pause_from = today - timedelta(days=9)
        unsigned.pause_from = over.pause_from
        unsigned.pause_to = over.pause_to = today - timedelta(days=1)
        last_day.pause_to = today
        unsigned.program_ids |= self._make_program()
        with self.enter_registry_test_mode():
            self.env.ref("mentoring_program.cron_mentor_resume").method_direct_trigger()
        self.assertEqual(over.state, "approved")
        self.assertFalse(over.pause_from or over.pause_to)
        for mentor in (last_day, open_end, unsigned):
            self.assertEqual(mentor.state, "paused")

    def test_planned_pauses_begin_by_themselves_on_their_first_day(self):
        today = fields.Date.today()
        later, begun, open_end, missed = (self._make_mentor() for __ in range(4))
        day = timedelta(days=1)
        for mentor, first, last in (
            (later, today + day, today + 9 * day),
            (begun, today, today),
            (open_end, today - day, False),
            (missed, today - 9 * day, today - day),
        ):
            mentor.write({"pause_from": first, "pause_to": last})
        cron = self.env.ref("mentoring_program.cron_mentor_resume")
        for __ in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            states = [one.state for one in (later, begun, open_end, missed)]
            self.assertEqual(states, ["approved", "paused", "paused", "approved"])
        self.assertEqual(later.pause_to, today + 9 * day)
        self.assertEqual(open_end.pause_from, today - day)
        self.assertFalse(missed.pause_from or missed.pause_to)

    def test_matching_passes_over_a_pause_that_has_begun(self):
        """Before the daily job has seen it, too."""
        today = self.program._get_today()
        mentor = self._make_mentor()
        Mentor = self.env["mentoring.mentor"]
        day = timedelta(days=1)
        for first, last, available in (
            (False, False, True),
            (today + day, False, True),
            (today, False, False),
            (today - day, today, False),
            (today - 2 * day, today - day, True),
        ):
            with self.subTest(first=first, last=last):
                mentor.write({"pause_from": first, "pause_to": last})
                facts = mentor._get_facts(self.program)[mentor.id]
                self.assertIs(facts.available, available)
                found = Mentor.search(Mentor._get_available_domain(self.program))
                self.assertEqual(mentor in found, available)


@tagged("post_install", "-at_install")
class TestFixed(MentoringCase):
    """Who a record is about never changes, and copies of it are never written."""

    def test_who_a_record_is_about_never_changes(self):
        match, other = self._make_match(), self._make_match()
        session = self._make_session(match)
        someone = self.user_manager.partner_id
        for record, vals in (
            (match.application_id, {"partner_id": someone.id}),
            (match.mentor_id, {"partner_id": someone.id}),
            (match, {"mentor_id": other.mentor_id.id}),
            (match, {"application_id": other.application_id.id}),
            (session, {"match_id": other.id}),
        ):
            with self.subTest(record=record, vals=vals):
                with self.assertRefused("can't be changed any more"):
                    record.with_user(self.user_manager).write(vals)

    def test_the_same_value_again_is_no_change(self):
        match = self._make_match(state="draft")
        match.write({"mentor_id": match.mentor_id.id})
        match.application_id.write({"partner_id": match.mentee_id.id})

    def test_what_follows_from_other_facts_is_never_written(self):
        match = self._make_match()
        session = self._make_session(match)
        someone = self.user_manager.partner_id
        for record, vals in (
            (match, {"mentee_id": someone.id}),
            (match, {"mentor_partner_id": someone.id}),
            (match, {"session_done_count": 4}),
            (match.mentor_id, {"taken_places": 0}),
            (match.application_id, {"fee_state": "paid"}),
            (session, {"mentee_id": someone.id}),
            (session, {"short_notice": False}),
        ):
            with self.subTest(record=record, vals=vals):
                with self.assertRefused("it can't be written"):
                    record.with_user(self.user_manager).write(vals)
        with self.assertRefused("it can't be written"):
            self.env["mentoring.session"].with_user(self.user_manager).create(
                {
                    "match_id": match.id,
                    "start": session.start + timedelta(days=9),
                    "mentee_id": someone.id,
                }
            )
