"""A cohort matched at once: computed, reviewed, published."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic import cohort_run
from ..models import mentoring_matching_run_computing as computing
from ..models import mentoring_matching_run_publishing as publishing
from .common import MentoringCase


class RunCase(MentoringCase):
    """A small cohort: two applications, and mentors of whom the first is the best."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leadership = cls.env.ref("mentoring_program.theme_leadership")
        cls.strategy = cls.env.ref("mentoring_program.theme_strategy")
        cls.first = cls._make_application(cls._make_member("Ada"), "waiting")
        cls.second = cls._make_application(cls._make_member("Ben"), "waiting")
        cls.best = cls._make_mentor(cls._make_member("Mentor Best"), capacity=1)
        cls.good = cls._make_mentor(
            cls._make_member("Mentor Good"),
            capacity=1,
            theme_ids=[Command.set(cls.strategy.ids)],
        )

    def _make_run(self, **vals):
        run = self.env["mentoring.matching.run"].with_user(self.user_officer)
        return run.create({"program_id": self.program.id, **vals})

    def _compute(self, **vals):
        run = self._make_run(**vals)
        run.action_compute()
        return run

    def _get_pairs(self, run):
        return {(draft.application_id, draft.mentor_id) for draft in run._get_drafts()}

    def _get_draft(self, run, application):
        return run._get_drafts().filtered(
            lambda draft: draft.application_id == application
        )


@tagged("post_install", "-at_install")
class TestComputing(RunCase):
    def test_a_run_drafts_pairs_and_tells_its_figures(self):
        run = self._compute()
        self.assertEqual(run.state, "computed")
        self.assertEqual((run.application_count, run.matched_count), (2, 2))
        self.assertEqual((run.mentor_count, run.place_count), (2, 2))
        self.assertTrue(run.certified)
        self.assertEqual(sum(run.figures["distribution"]), 2)
        scores = run.match_ids.mapped("score")
        self.assertAlmostEqual(run.score_total, sum(scores), delta=0.2)
        self.assertAlmostEqual(run.score_lowest, min(scores), delta=0.1)
        self.assertIn("Best pair first", run.figures_html)
        for draft in run.match_ids:
            self.assertEqual(draft.state, "draft")
            parts = draft.score_parts
            total = sum(part["value"] * part["weight"] for part in parts)
            self.assertAlmostEqual(draft.score, total, delta=1)
            self.assertIn("Objectives", draft.reasons_html)

    def test_who_takes_part_is_chosen(self):
        cases = (
            ({"application_scope": "only", "application_ids": self.first.ids}, "first"),
            (
                {"application_scope": "except", "application_ids": self.first.ids},
                "second",
            ),
            ({"mentor_scope": "only", "mentor_ids": self.best.ids}, "best"),
            ({"mentor_scope": "except", "mentor_ids": self.best.ids}, "good"),
        )
        for vals, name in cases:
            with self.subTest(name=name, **vals):
                run = self._compute(**vals)
                [(application, mentor)] = self._get_pairs(run)
                self.assertIn(getattr(self, name), (application, mentor))

    def test_whoever_has_a_proposal_open_takes_no_part(self):
        self._make_match(self.first, self.best, "proposed")
        run = self._compute()
        self.assertEqual(self._get_pairs(run), {(self.second, self.good)})
        self.assertEqual((run.application_count, run.waiting_count), (1, 1))

    def test_nothing_to_match_is_a_sentence(self):
        nobody = {"application_scope": "only"}
        with self.assertRefused("There is no application to match."):
            self._compute(**nobody)
        with self.assertRefused("There is no mentor to match with."):
            self._compute(mentor_scope="only")

    def test_when_the_rules_exclude_all_the_run_tells_why(self):
        start = fields.Date.today() - timedelta(days=365 * 13)
        (self.best | self.good).experience_start = start
        run = self._compute()
        self.assertEqual((run.matched_count, run.no_mentor_count), (0, 2))
        self.assertEqual(run.left_out_ids.application_id, self.first | self.second)
        self.assertEqual(
            run.left_out_ids[0].why,
            "No mentor fits. Excluded by: Gap of experience out of range (E4): 2.",
        )

    def test_the_reasons_for_being_left_out_are_told_apart(self):
        self.good.capacity = 0
        run = self._compute()
        self.assertEqual(run.left_out_ids.mapped("reason"), ["taken"])
        self.assertIn("Mentors who fit: 1,", run.left_out_ids.why)
        self.best.capacity = 0
        run = self._compute()
        self.assertEqual(run.left_out_ids.mapped("reason"), ["full", "full"])
        self.assertIn("no free place: 2", run.left_out_ids[0].why)
        self.assertEqual((run.no_mentor_count, run.all_taken_count), (0, 2))

    def test_without_weights_every_criterion_counts_alike_and_it_says_so(self):
        weights = [f"weight_{name}" for name in cohort_run.Weights.__slots__]
        run = self._compute(**dict.fromkeys(weights, 0))
        self.assertTrue(run.no_weights)
        shares = {part["weight"] for part in run.match_ids[0].score_parts}
        self.assertEqual(len(shares), 1)
        with self.assertRefused("A weight can't be negative"):
            run.weight_load = -1

    def test_no_pair_is_below_the_floor(self):
        lowest = self._compute().score_lowest
        run = self._compute(floor=int(lowest) + 1)
        self.assertEqual(run.matched_count, 1)
        self.assertEqual(run.left_out_ids.reason, "taken")
        run = self._compute(floor=100)
        self.assertEqual(run.matched_count, 0)
        self.assertEqual(set(run.left_out_ids.mapped("reason")), {"set_aside"})
        with self.assertRefused("a number from 0 to 100"):
            run.floor = 101

    def test_whoever_was_left_out_or_waits_longest_comes_first(self):
        only = {"mentor_scope": "only", "mentor_ids": self.best.ids}
        now = fields.Datetime.now()
        self.first.waiting_date = now - timedelta(days=9)
        self.second.waiting_date = now - timedelta(days=40)
        self.assertEqual(self._compute(**only).match_ids.application_id, self.second)
        self.first.left_out_count = 1
        self.assertEqual(self._compute(**only).match_ids.application_id, self.first)
        self.program.waiting_order = "submitted_date"
        self.first.left_out_count = 0
        self.first.submitted_date = now - timedelta(days=50)
        self.assertEqual(self._compute(**only).match_ids.application_id, self.first)

    def test_another_run_is_compared_with_the_weights_of_the_last(self):
        last = self._compute(name="Spring")
        self.assertNotIn("weights", last.figures["compared"])
        run = self._compute(weight_objectives=0, weight_load=90)
        self.assertEqual(run.figures["compared"]["weights"]["run"], "Spring")
        self.assertEqual(run.figures["compared"]["weights"]["matched"], 2)
        self.assertIn("Weights of “Spring”", run.figures_html)

    def test_what_is_drafted_is_seen_by_staff_alone(self):
        run = self._compute()
        draft = self._get_draft(run, self.first)
        for user in (self.user_employee, self.user_mentor, self.user_public):
            for record in (run, draft, run.left_out_ids):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    record.with_user(user).check_access("read")
        self.assertIsNone(draft._get_side(draft.mentor_partner_id))
        self.assertIsNone(draft._get_side(draft.mentee_id))


@tagged("post_install", "-at_install")
class TestReview(RunCase):
    def test_a_pinned_pair_stays(self):
        run = self._compute()
        draft = self._get_draft(run, self.first)
        other = self.good if draft.mentor_id == self.best else self.best
        run._redraft(
            run._get_drafts(),
            {
                (self.first.id, other.id): draft._get_possible_changes()[0][0].score,
            },
        )
        run.action_compute()
        self.assertIn((self.first, other), self._get_pairs(run))
        self.assertEqual(len(self._get_pairs(run)), 2)

    def test_a_pin_that_cannot_be_kept_is_a_sentence(self):
        run = self._compute()
        draft = self._get_draft(run, self.first)
        draft.pinned = True
        draft.mentor_id.action_pause()
        with self.assertRefused("Ada with", "is pinned, but can't be kept"):
            run.action_compute()
        self.assertEqual(run.state, "computed")

    def test_a_pair_that_stays_is_the_same_record(self):
        run = self._compute()
        drafts = run.match_ids
        run.action_compute()
        self.assertEqual(run.match_ids, drafts)

    def test_pairs_drafted_before_stay_when_next_to_nothing_is_at_stake(self):
        run = self._compute()
        before = self._get_pairs(run)
        self.assertTrue(run.keep_close)
        question = run._prepare_question()
        self.assertEqual(question.keep, {(app.id, mentor.id) for app, mentor in before})
        run.keep_close = False
        self.assertFalse(run._prepare_question().keep)

    def test_a_forbidden_pair_is_not_drafted_again_until_it_is_allowed(self):
        run = self._compute(mentor_scope="only", mentor_ids=self.best.ids)
        draft = run.match_ids
        application = draft.application_id
        draft.action_forbid()
        self.assertEqual(
            run.left_out_ids.filtered(
                lambda left: left.application_id == application
            ).reason,
            "forbidden",
        )
        run.action_compute()
        self.assertEqual(
            run.match_ids.application_id, self.first + self.second - application
        )
        run.exclusion_ids.action_allow()
        run._get_drafts().action_drop()
        run.action_compute()
        self.assertEqual(run.match_ids.application_id, application)

    def test_two_drafts_exchange_their_mentors(self):
        run = self._compute()
        mentor = self._get_draft(run, self.first).mentor_id
        change = self._open_change(run, self.first)
        self.assertEqual(change.line_ids.other_match_id.application_id, self.second)
        self.assertIn("Ben goes to", change.line_ids.consequence)
        change.line_ids.action_take()
        self.assertEqual(self._get_draft(run, self.second).mentor_id, mentor)
        self.assertEqual(len(self._get_pairs(run)), 2)
        self.assertEqual(run.match_ids.mapped("pinned"), [True, True])

    def test_an_application_is_given_a_mentor_with_a_free_place(self):
        spare = self._make_mentor(self._make_member("Mentor Spare"))
        run = self._compute(mentor_scope="except", mentor_ids=spare.ids)
        run.mentor_scope = "all"
        change = self._open_change(run, self.first)
        line = change.line_ids.filtered(lambda line: line.mentor_id == spare)
        self.assertEqual(line.consequence, "A place is free.")
        line.action_take()
        self.assertEqual(self._get_draft(run, self.first).mentor_id, spare)

    def test_no_change_is_offered_that_a_rule_excludes(self):
        self.second.employer = "Unlike Others"
        self.best.employer = "Unlike Others"
        run = self._compute()
        pairs = {(self.first, self.best), (self.second, self.good)}
        self.assertEqual(self._get_pairs(run), pairs)
        self.assertFalse(self._open_change(run, self.first).line_ids)

    def test_a_change_that_became_impossible_is_refused(self):
        run = self._compute()
        change = self._open_change(run, self.first)
        change.line_ids.mentor_id.action_pause()
        with self.assertRefused("not possible any more"):
            change.line_ids.action_take()
        self.assertEqual(len(self._get_pairs(run)), 2)

    def _open_change(self, run, application):
        action = self._get_draft(run, application).action_change_mentor()
        return (
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .browse(action["res_id"])
        )

    def test_only_drafts_under_review_are_changed(self):
        run = self._compute()
        draft = self._get_draft(run, self.first)
        draft.action_publish_one()
        for action in ("drop", "forbid", "change_mentor", "publish_one"):
            with self.subTest(action=action), self.assertRefused("Only the drafts"):
                getattr(draft, f"action_{action}")()


@tagged("post_install", "-at_install")
class TestPublishing(RunCase):
    def test_all_are_published_and_the_run_is_over(self):
        run = self._compute()
        run.action_publish()
        self.assertEqual(set(run.match_ids.mapped("state")), {"proposed"})
        self.assertEqual(run.state, "published")
        self.assertEqual(run.notice, "Pairs published: 2.")
        run.action_publish()  # a double click
        with self.assertRefused("This run is over"):
            run.action_compute()

    def test_many_are_published_some_at_a_time(self):
        run, commits = self._compute(), []
        with (
            patch.object(publishing, "TOGETHER", 1),
            patch.object(
                self.registry["ir.cron"],
                "_commit_progress",
                lambda cron: commits.append(
                    len(run.match_ids.filtered("proposed_date"))
                ),
            ),
        ):
            run.action_publish()
        self.assertEqual(commits, [1])
        self.assertEqual((run.state, run.notice), ("published", "Pairs published: 2."))

    def test_what_is_not_ticked_stays_a_draft(self):
        run = self._compute()
        later = self._get_draft(run, self.second)
        later.to_publish = False
        run.action_publish()
        self.assertEqual((later.state, run.state), ("draft", "computed"))
        self.assertEqual((run.published_count, run.draft_count), (1, 1))
        with self.assertRefused("No pair is ticked"):
            run.action_publish()
        with self.assertRefused("drop the drafts that are left"):
            run.action_discard()
        later.action_drop()
        self.assertEqual(run.state, "published")

    def test_one_that_cannot_be_proposed_does_not_stop_the_others(self):
        run = self._compute()
        stuck, fine = (
            self._get_draft(run, self.first),
            self._get_draft(run, self.second),
        )
        stuck.mentor_id.action_pause()
        run.action_publish()
        self.assertEqual((stuck.state, fine.state), ("draft", "proposed"))
        self.assertFalse(stuck.proposed_date or stuck.mentor_asked_date)
        self.assertEqual(run.state, "computed")
        for words in ("published: 1", "Not published: 1", "Ada", "Not available"):
            self.assertIn(words, run.notice)

    @mute_logger("odoo.sql_db")
    def test_what_the_database_refuses_is_told_like_the_rest(self):
        run = self._compute()
        stuck = self._get_draft(run, self.first)
        # As if another had taken the place between the check and the writing.
        with patch.object(type(stuck), "_why_not_proposed", lambda match: False):
            self._make_match(mentor=stuck.mentor_id, state="proposed")
            run.action_publish()
        self.assertEqual(stuck.state, "draft")
        self.assertIn("All places of this mentor are taken", run.notice)
        self.assertEqual(stuck.mentor_id.taken_places, 1)

    def test_an_application_withdrawn_meanwhile_leaves_the_run(self):
        run = self._compute()
        self.first.action_withdraw()
        run.action_publish()
        self.assertEqual(run.published_count, 1)
        self.assertEqual(run.state, "published")

    def test_whoever_was_left_out_is_first_the_next_time(self):
        self.second.waiting_date = fields.Datetime.now() - timedelta(days=40)
        self.first.left_out_count = 0
        run = self._compute(mentor_scope="only", mentor_ids=self.best.ids)
        self.assertEqual(run.match_ids.application_id, self.second)
        run.action_publish()
        self.assertEqual(self.first.left_out_count, 1)
        self.assertEqual(self.second.left_out_count, 0)
        run = self._compute(mentor_scope="only", mentor_ids=self.good.ids)
        run.action_publish()
        self.assertEqual(self.first.left_out_count, 0)

    def test_a_discarded_run_leaves_no_draft(self):
        run = self._compute()
        run.action_discard()
        self.assertFalse(run.match_ids)
        self.assertEqual(run.state, "discarded")
        self.assertEqual(self.first.left_out_count, 0)
        with self.assertRefused("is “Discarded” now"):
            run.write({"state": "published"})

    def test_a_run_with_published_pairs_stays(self):
        run = self._compute()
        run.action_publish()
        with self.assertRefused("can't be deleted"):
            run.with_user(self.user_manager).unlink()
        other = self._make_run()
        other.with_user(self.user_manager).unlink()
        self.assertFalse(other.exists())


@tagged("post_install", "-at_install")
class TestBackground(RunCase):
    """Large runs, computed by a job."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(computing.BACKGROUND, "2")
        cls.job = cls.env.ref("mentoring_program.cron_matching_run")

    def _work(self):
        """Have the job done, which has a memory of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_large_run_is_left_to_the_job(self):
        run = self._make_run()
        triggers = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.job.id)]
        )
        run.action_compute()
        self.assertEqual((run.state, run.match_ids.ids), ("computing", []))
        self.assertEqual(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)]),
            triggers + 1,
        )
        run.action_compute()  # a double click
        self._work()
        self.assertEqual((run.state, run.matched_count), ("computed", 2))
        self.assertEqual(run.match_ids.create_uid, self.user_officer)

    def test_the_job_shows_its_progress(self):
        run, said = self._make_run(), []
        run.action_compute()
        give = computing._Signs._give

        def listen(sign):
            kept = give(sign)
            run.invalidate_recordset()
            said.append(run.get_progress()["progress"])
            return kept

        with (
            patch.object(computing, "SIGN_EVERY", 0),
            patch.object(computing._Signs, "_give", listen),
        ):
            self._work()
        self.assertGreater(len(said), 2)
        self.assertEqual(said, sorted(said))
        self.assertGreater(said[-1], 0)
        self.assertEqual(run.state, "computed")

    def test_a_cancelled_computation_leaves_all_as_it_was(self):
        run = self._make_run()
        run.action_compute()
        solve = cohort_run.solve

        def cancelled_meanwhile(cohort, **kwargs):
            run.action_cancel()
            self.env.flush_all()
            return solve(cohort, **kwargs)

        with (
            patch.object(computing, "SIGN_EVERY", 0),
            patch.object(cohort_run, "solve", cancelled_meanwhile),
        ):
            self._work()
        self.assertEqual(run.state, "draft")
        self.assertIn("cancelled", run.notice)
        self.assertFalse(run.match_ids)
        run.action_compute()
        self._work()
        self.assertEqual(run.state, "computed")

    def test_an_answer_that_comes_too_late_is_dropped(self):
        run = self._make_run()
        run.action_compute()
        answer = cohort_run.answer

        def discarded_meanwhile(question, **kwargs):
            found = answer(question)
            run.action_discard()
            self.env.flush_all()
            return found

        with patch.object(cohort_run, "answer", discarded_meanwhile):
            self._work()
        self.assertEqual((run.state, run.match_ids.ids), ("discarded", []))

    def test_a_computation_whose_server_was_killed_is_noticed_and_repeated(self):
        run = self._make_run()
        run.action_compute()
        self.assertFalse(run.is_gone)
        run.heartbeat = fields.Datetime.now() - computing.ALIVE - timedelta(seconds=5)
        self.assertTrue(run.is_gone)
        run.action_compute()
        self.assertFalse(run.is_gone)
        self._work()
        self.assertEqual(run.state, "computed")

    def test_what_kills_several_jobs_is_given_up(self):
        run = self._make_run()
        run.action_compute()
        run.attempt = computing.ATTEMPTS
        self._work()
        self.assertEqual(run.state, "draft")
        self.assertIn("broke off", run.notice)

    def test_who_is_gone_meanwhile_is_told(self):
        run = self._make_run()
        run.action_compute()
        answer = cohort_run.answer

        def withdrawn_meanwhile(question, **kwargs):
            found = answer(question)
            self.first.action_withdraw()
            self.env.flush_all()
            return found

        with patch.object(cohort_run, "answer", withdrawn_meanwhile):
            self._work()
        self.assertEqual(run.match_ids.application_id, self.second)
        self.assertIn("gone meanwhile: 1", run.notice)

    def test_what_went_wrong_is_a_sentence_in_the_run(self):
        run = self._make_run()
        run.action_compute()
        (self.best | self.good).action_pause()
        self._work()
        self.assertEqual(run.state, "draft")
        self.assertEqual(run.notice, "There is no mentor to match with.")
