"""A pair: published, answered, running, ended."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestProposal(MentoringCase):
    def test_a_pair_is_proposed_within_the_rules(self):
        today = fields.Date.today()
        lang_fr = self.env.ref("base.lang_fr")
        cases = (
            ({}, {"experience_start": today - timedelta(days=365 * 13)}, "5"),
            (
                {},
                {"level_id": self.env.ref("mentoring_program.level_team").id},
                "Has not held a post at the level aimed for.",
            ),
            ({}, {"employer": "BOIS-CLAIR S.A."}, "The same employer"),
            ({}, {"past_employers": "X\nBois Clair"}, "The same employer"),
            ({}, {"lang_ids": lang_fr.ids}, "They share no language."),
            ({}, {"state": "paused"}, "Not available in this programme"),
        )
        for applicants, mentors, sentence in cases:
            with self.subTest(mentors=mentors):
                match = self._make_match(
                    self._make_application(state="waiting", **applicants),
                    self._make_mentor(**mentors),
                    "draft",
                )
                with self.assertRefused("can't be proposed", sentence):
                    match.with_user(self.user_officer).action_propose()

    def test_neither_is_proposed_whom_they_do_not_want(self):
        for side in ("application", "mentor"):
            match = self._make_match(state="draft")
            record, unwanted = {
                "application": (match.application_id, match.mentor_partner_id),
                "mentor": (match.mentor_id, match.mentee_id),
            }[side]
            record.unwanted_partner_ids = unwanted
            with self.subTest(side=side), self.assertRefused("One has asked not to be"):
                match.action_propose()

    def test_nobody_is_their_own_mentor(self):
        partner = self._make_member()
        match = self._make_match(
            self._make_application(partner, state="waiting"),
            self._make_mentor(partner),
            "draft",
        )
        with self.assertRefused("It is the same person."):
            match.action_propose()

    def test_a_pair_that_was_declined_is_not_proposed_again(self):
        declined = self._make_match(state="declined")
        self.assertEqual(declined.application_id.state, "waiting")
        self.env.flush_all()
        again = self._make_match(declined.application_id, declined.mentor_id, "draft")
        with self.assertRefused("An earlier proposal of this pair was declined."):
            again.action_propose()

    def test_only_who_is_on_the_waiting_list_is_proposed(self):
        match = self._make_match(state="draft")
        match.application_id.action_withdraw()
        self.assertEqual(match.state, "cancelled")
        match = self._make_match(self._make_application(), state="draft")
        with self.assertRefused("is not on the waiting list"):
            match.action_propose()

    def test_a_membership_that_lapsed_meanwhile_blocks(self):
        match = self._make_match(state="draft")
        lines = self.env["membership.membership_line"]
        lines = lines.search([("partner_id", "=", match.mentee_id.id)])
        lines.date_to = fields.Date.today() - timedelta(days=1)
        with self.assertRefused("The membership fee is not up to date."):
            match.action_propose()

    def test_a_membership_too_short_for_the_relation_is_told(self):
        today = fields.Date.today()
        partner = self._make_member(paid=False)
        self._make_membership(partner, end=today + timedelta(days=90))
        match = self._make_match(self._make_application(partner, state="waiting"))
        self.assertIn("E7", match.membership_warning)
        self._make_membership(
            partner, start=today + timedelta(days=91), end=today + timedelta(days=400)
        )
        match.invalidate_recordset(["membership_warning"])
        self.assertFalse(match.membership_warning)

    def test_m4_a_mentee_has_one_mentor_at_a_time(self):
        first = self._make_match(state="proposed")
        second = self._make_match(first.application_id, state="draft")
        with self.assertRefused("has a mentor or an open proposal already"):
            second.action_propose()
        with self.assertRefused("M4"):  # the database, past all checks
            self.env.cr.execute(
                "UPDATE mentoring_match SET state = 'proposed' WHERE id = %s",
                [second.id],
            )

    def test_m5_a_mentor_has_two_mentees_at_most(self):
        mentor = self._make_mentor(capacity=5)
        self._make_match(mentor=mentor, state="proposed")
        self._make_match(mentor=mentor, state="active")
        self.assertEqual((mentor.taken_places, mentor.free_places), (2, 3))
        third = self._make_match(mentor=mentor, state="draft")
        with self.assertRefused("All places are taken (2 of 2)."):
            third.action_propose()
        with self.assertRefused("M5"):  # the database, past all checks
            self.env.cr.execute(
                "UPDATE mentoring_mentor SET taken_places = 6 WHERE id = %s",
                [mentor.id],
            )

    def test_m5_places_are_not_fewer_than_those_taken(self):
        mentor = self._make_match().mentor_id
        with self.assertRefused("M5"):
            mentor.capacity = 0
        mentor.capacity = 1

    def test_a_place_is_free_again_when_the_proposal_is_over(self):
        for state, taken in (
            ("draft", 0),
            ("proposed", 1),
            ("active", 1),
            ("declined", 0),
            ("expired", 0),
            ("cancelled", 0),
            ("ended", 0),
        ):
            with self.subTest(state=state):
                match = self._make_match(state=state)
                self.assertEqual(match.mentor_id.taken_places, taken)

    def test_the_score_is_kept_with_its_parts(self):
        match = self._make_match(state="draft")
        total = sum(part["value"] * part["weight"] for part in match.score_parts)
        self.assertAlmostEqual(match.score, total, delta=1)
        self.assertGreater(match.score, 50)
        self.assertIn("Competent for all objectives: Leadership", match.score_html)

    def test_a_run_scores_by_its_own_weights(self):
        run = self.env["mentoring.matching.run"].create({"program_id": self.program.id})
        others = ("objectives", "function", "industry", "gap", "meeting")
        run.write({f"weight_{name}": 0 for name in others})
        match = self._make_match(state="draft", run_id=run.id)
        self.assertEqual(match.score, 100)
        self.assertEqual([part["criterion"] for part in match.score_parts], ["load"])

    def test_the_relation_is_planned_for_six_months(self):
        match = self._make_match()
        months = (match.planned_end.year - match.introduction_date.year) * 12
        months += match.planned_end.month - match.introduction_date.month
        self.assertEqual(months, 6)


@tagged("post_install", "-at_install")
class TestEnd(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_match()

    def test_each_side_declares_the_end(self):
        self.match.action_declare_end("mentee", " Thank you! ")
        self.assertEqual(self.match.state, "active")
        self.assertEqual(self.match.mentee_end_comment, "Thank you!")
        self.assertEqual(self.match.attention, "Only one side has declared the end.")
        self.match.action_declare_end("mentor")
        self.assertEqual(self.match.state, "ended")
        self.assertEqual(self.match.application_id.state, "closed")

    def test_the_outcome_depends_on_the_sessions_held(self):
        for sessions, outcome in ((3, "agreement"), (4, "completed")):
            match = self._make_match()
            for __ in range(sessions):
                self._make_session(match, "done")
            match.action_declare_end("mentor")
            match.action_declare_end("mentee")
            with self.subTest(sessions=sessions):
                self.assertEqual(match.outcome, outcome)

    def test_the_end_cancels_what_was_planned(self):
        session = self._make_session(self.match)
        self.match.action_declare_end("mentor")
        self.match.action_declare_end("mentee")
        self.assertEqual((session.state, session.cancelled_by), ("cancelled", "staff"))

    def test_staff_end_a_pair_with_its_outcome(self):
        with self.assertRefused("Tell how the relation ended."):
            self.match.write({"state": "ended"})
        for may_wait, state in ((True, "waiting"), (False, "closed")):
            match = self._make_match()
            since = match.application_id.waiting_date
            wizard = (
                self.env["mentoring.match.end"]
                .with_user(self.user_officer)
                .create(
                    {
                        "match_id": match.id,
                        "outcome": "other",
                        "mentee_may_wait": may_wait,
                    }
                )
            )
            wizard.action_end()
            with self.subTest(may_wait=may_wait):
                self.assertEqual(match.state, "ended")
                self.assertEqual(match.application_id.state, state)
                self.assertEqual(match.application_id.waiting_date, since)

    def test_d6_the_mentor_may_stop_after_the_first_session(self):
        with self.assertRefused("after the first session only"):
            self.match.action_stop_after_first()
        self._make_session(self.match, "done")
        self.match.action_stop_after_first("No show of interest.")
        self.assertEqual(self.match.state, "ended")
        self.assertEqual(self.match.outcome, "stopped_first")
        self.assertEqual(self.match.application_id.state, "closed")

    def test_d6_not_after_the_second(self):
        self._make_session(self.match, "done")
        self._make_session(self.match, "done")
        with self.assertRefused("after the first session only"):
            self.match.action_stop_after_first()

    def test_d6_no_other_mentor_is_proposed(self):
        with self.assertRefused("D6"):
            self.match._end("stopped_first", mentee_may_wait=True)
        self._make_session(self.match, "done")
        self.match.action_stop_after_first()
        with self.assertRefused("so it can't become"):
            self.match.application_id.action_back_to_waiting()

    def test_p2_longer_only_if_both_agree(self):
        end = self.match.planned_end
        later = end + timedelta(days=60)
        for until in (end, end - timedelta(days=1), None):
            with self.subTest(until=until), self.assertRefused("after the planned end"):
                self.match.action_ask_extension("mentee", until)
        self.match.action_ask_extension("mentee", later)
        self.assertEqual(self.match.planned_end, end)
        with self.assertRefused("no extension to agree to"):
            self.match.action_agree_extension("mentee")
        self.match.action_agree_extension("mentor")
        self.assertEqual(self.match.planned_end, later)
        with self.assertRefused("no extension to agree to"):
            self.match.action_agree_extension("mentor")

    def test_an_extension_is_declined_or_taken_back(self):
        end = self.match.planned_end
        self.match.action_ask_extension("mentor", end + timedelta(days=60))
        self.match.action_decline_extension("mentee")
        self.assertFalse(self.match.extension_end)
        self.assertEqual(self.match.planned_end, end)

    def test_what_is_over_is_over(self):
        self.match.action_declare_end("mentor")
        self.match.action_declare_end("mentee")
        outcome = self.match.outcome
        later = self.match.planned_end + timedelta(days=60)
        for action, arguments in (
            ("action_ask_extension", ("mentee", later)),
            ("action_agree_extension", ("mentee",)),
            ("action_stop_after_first", ()),
            ("_end", ("other",)),
        ):
            with self.subTest(action=action), self.assertRefused("running"):
                getattr(self.match, action)(*arguments)
        self.assertEqual(self.match.outcome, outcome)
