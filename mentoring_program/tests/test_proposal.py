"""A proposal: who answers when, what becomes of it, who learns what."""

import json
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.service import model as service_model
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MentoringCase, MentoringHttpCase

NOT_ASKED = "The other one is asked first."
CLOSED = "This proposal is no longer open."
ANSWERED = "You have answered this proposal already."
FIRST = {"mentor": ("mentor",), "mentee": ("mentee",), "both": ("mentor", "mentee")}
OTHER = {"mentor": "mentee", "mentee": "mentor"}


class ProposalCase(MentoringCase):
    def _propose(self, order="mentor", **vals):
        self.program.answer_order = order
        return self._make_match(state="proposed", **vals)

    def _answer(self, match, side, answer):
        if answer == "accepted":
            return match.action_accept(side)
        return match.action_decline(side, f"The {side} would rather not.")

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("mentoring_program.cron_match_expire").method_direct_trigger()

    def _get_asked(self, match):
        return {side for side in OTHER if match._is_asked(side)}

    def assertAnswers(self, match, side, expected):
        """What accepting and declining say: nothing (``None``), or a sentence."""
        before = match.read(["state", "mentor_answer_date", "mentee_answer_date"])
        for answer, sentence in zip(("accepted", "declined"), expected, strict=True):
            with self.subTest(state=match.state, side=side, answer=answer):
                if sentence:
                    with self.assertRefused(sentence):
                        self._answer(match, side, answer)
                else:
                    self._answer(match, side, answer)
                self.assertEqual(before, match.read(list(before[0])))


@tagged("post_install", "-at_install")
class TestAnswers(ProposalCase):
    """Each order × each answer × double click × late click × stale page."""

    def test_the_programme_says_who_is_asked_first(self):
        for order, first in FIRST.items():
            match = self._propose(order)
            with self.subTest(order=order):
                self.assertEqual(self._get_asked(match), set(first))
                for side in OTHER:
                    partner = match._get_partner(side)
                    knows = side if side in first else None
                    self.assertEqual(match._get_side(partner), knows)

    def test_each_answers_in_turn_and_once(self):
        for order, firsts in FIRST.items():
            for first in firsts:
                second = OTHER[first]
                match = self._propose(order)
                if order != "both":
                    self.assertAnswers(match, second, (NOT_ASKED, NOT_ASKED))
                match.action_accept(first)
                self.assertEqual(self._get_asked(match), {second})
                self.assertAnswers(match, first, (None, ANSWERED))
                match.action_accept(second)
                with self.subTest(order=order, first=first):
                    self.assertEqual(match.state, "active")
                    self.assertEqual(match.application_id.state, "matched")
                for side in OTHER:
                    self.assertAnswers(match, side, (None, CLOSED))

    def test_whoever_declines_closes_it_for_both(self):
        for order, firsts in FIRST.items():
            for first in firsts:
                for decliner in OTHER:
                    match = self._propose(order)
                    if decliner != first:
                        match.action_accept(first)
                    if not match._is_asked(decliner):
                        continue
                    self._answer(match, decliner, "declined")
                    with self.subTest(order=order, decliner=decliner):
                        self.assertEqual(match.state, "declined")
                        self.assertEqual(match.application_id.state, "waiting")
                        self.assertEqual(match.mentor_id.taken_places, 0)
                        self.assertFalse(self._get_asked(match))
                    self.assertAnswers(match, decliner, (CLOSED, None))
                    accepted = None if decliner != first else CLOSED
                    self.assertAnswers(match, OTHER[decliner], (accepted, CLOSED))

    def test_a_late_click_finds_it_closed(self):
        expired = self._make_match(state="expired")
        cancelled = self._propose("both")
        cancelled.action_cancel()
        ended = self._make_match(state="ended")
        for match, accepted in ((expired, CLOSED), (cancelled, CLOSED), (ended, None)):
            self.assertAnswers(match, "mentee", (accepted, CLOSED))

    def test_a_draft_can_not_be_answered(self):
        draft = self._make_match(state="draft")
        sentence = "This pair is not proposed yet."
        for side in OTHER:
            self.assertAnswers(draft, side, (sentence, sentence))

    def test_another_order_changes_who_is_asked_next_not_who_was_asked(self):
        for old in FIRST:
            for new in FIRST:
                match = self._propose(old)
                asked = self._get_asked(match)
                self.program.answer_order = new
                with self.subTest(old=old, new=new):
                    self.assertEqual(self._get_asked(match), asked)
                    first = min(asked)
                    match.action_accept(first)
                    self.assertEqual(self._get_asked(match), {OTHER[first]})
                    match.action_accept(OTHER[first])
                    self.assertEqual(match.state, "active")

    def test_nobody_is_introduced_before_both_have_accepted(self):
        match = self._propose()
        self.assertFalse(match._is_introduced())
        with self.assertRefused("Both have to accept"):
            match.write({"state": "active"})
        match.action_accept("mentor")
        self.assertFalse(match._is_introduced())
        with self.assertRefused("Both have to accept"):
            match.write({"state": "active"})

    def test_a_decline_needs_a_reason(self):
        match = self._propose()
        for reason in ("  ", "", None, False):
            with self.assertRefused("Please tell the career centre why"):
                match.action_decline("mentor", reason)
        match.action_decline("mentor", " No time. ")
        self.assertEqual((match.state, match.decline_reason), ("declined", "No time."))

    def test_who_answers_is_the_mentor_or_the_mentee(self):
        match = self._propose()
        for side in ("staff", "", None, "mentor_answer"):
            with self.assertRefused("Tell whose answer it is"):
                match.action_accept(side)


@tagged("post_install", "-at_install")
class TestOnBehalf(ProposalCase):
    """Staff record what was answered by phone; the history says who did."""

    def setUp(self):
        super().setUp()
        self.match = self._propose()
        self.staff = self.match.with_user(self.user_officer)

    def _get_history(self):
        self.flush_tracking()
        return " ".join(str(body) for body in self.match.message_ids.mapped("body"))

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_an_officer_records_an_acceptance(self):
        self.flush_tracking()
        self.staff.action_accept("mentor")
        self.assertEqual(self.match.mentor_answer_user_id, self.user_officer)
        self.assertIn(
            "Odile Officer has recorded that the mentor accepts.", self._get_history()
        )
        message = self.match.message_ids[0]
        self.assertEqual(message.author_id, self.user_officer.partner_id)
        self.assertTrue(message.subtype_id.internal, "for staff only")
        self.assertTrue(self.match._is_asked("mentee"))

    def test_an_officer_records_a_decline(self):
        self.flush_tracking()
        self.staff.action_decline("mentor", "Moves abroad.")
        self.assertEqual(self.match.mentor_answer_user_id, self.user_officer)
        self.assertEqual(self.match.decline_reason, "Moves abroad.")
        history = self._get_history()
        self.assertIn("Odile Officer has recorded that the mentor declines.", history)
        self.assertNotIn("Moves abroad.", history)

    def test_the_members_own_answer_is_theirs(self):
        user = self._make_user("zoe", "Zoé", "base.group_portal")
        self._make_membership(user.partner_id)
        match = self._make_match(
            self._make_application(user.partner_id, state="waiting"), state="proposed"
        )
        match.action_accept("mentor")
        match.with_user(user).sudo().action_accept("mentee")  # as the page does
        self.assertFalse(match.mentee_answer_user_id)

    def test_an_officer_who_is_the_mentor_answers_for_themselves(self):
        self._make_membership(self.user_officer.partner_id)
        mentor = self._make_mentor(self.user_officer.partner_id)
        match = self._make_match(mentor=mentor, state="proposed")
        match.with_user(self.user_officer).action_accept("mentor")
        self.assertFalse(match.mentor_answer_user_id)

    def test_the_assistant_records_each_answer(self):
        for side, answer in (("mentor", "accepted"), ("mentee", "declined")):
            wizard = Form(
                self.env["mentoring.match.answer"]
                .with_user(self.user_officer)
                .with_context(default_match_id=self.match.id, default_side=side)
            )
            wizard.answer = answer
            if answer == "declined":
                wizard.reason = "No."
            wizard.save().action_record()
            self.assertEqual(self.match[f"{side}_answer"], answer)
            self.assertEqual(self.match[f"{side}_answer_user_id"], self.user_officer)
        self.assertEqual(self.match.state, "declined")

    def test_who_has_answered_is_told_in_the_third_person(self):
        self.staff.action_accept("mentor")
        with self.assertRefused("The mentor has answered this proposal already."):
            self.staff.action_decline("mentor", "No.")

    def test_answers_can_not_be_written_past_the_actions(self):
        draft = self._make_match(state="draft").with_user(self.user_manager)
        values = {
            "mentor_answer": "accepted",
            "mentee_answer": "accepted",
            "mentor_answer_date": fields.Datetime.now(),
            "mentor_answer_user_id": self.user_manager.id,
            "mentor_asked_date": fields.Datetime.now(),
            "proposed_date": fields.Datetime.now(),
            "decline_reason": "x",
            "hide_names": True,
        }
        for name, value in values.items():
            with self.subTest(name=name), self.assertRefused("it can't be written"):
                draft.write({name: value})
        with self.assertRefused("it can't be written"):
            draft.create(
                {
                    "application_id": self._make_application(state="waiting").id,
                    "mentor_id": draft.mentor_id.id,
                    "mentor_answer": "accepted",
                }
            )

    def test_members_have_no_way_past_the_pages(self):
        for user in (self.user_mentor, self.user_stranger, self.user_employee):
            match = self.match.with_user(user)
            for act in (
                lambda match=match: match.action_accept("mentor"),
                lambda match=match: match.action_decline("mentor", "No."),
                lambda match=match: match.action_propose(),
                lambda match=match: match.read(["state"]),
            ):
                with self.assertRaises(AccessError):
                    act()
        self.assertFalse(self.match.mentor_answer)


@tagged("post_install", "-at_install")
class TestPlaces(ProposalCase):
    """A proposal holds a place, and gives it back (M5)."""

    def test_each_way_out_gives_the_place_back(self):
        mentor = self._make_mentor(capacity=1)
        for way_out in ("decline", "expire", "cancel", "withdraw"):
            match = self._make_match(mentor=mentor, state="proposed")
            self.assertEqual((mentor.taken_places, mentor.free_places), (1, 0))
            full = self._make_match(mentor=mentor, state="draft")
            with self.assertRefused("All places are taken"):
                full.action_propose()
            self._leave(match, way_out)
            with self.subTest(way_out=way_out):
                self.assertEqual((mentor.taken_places, mentor.free_places), (0, 1))
                full.action_propose()
                full.action_cancel()

    def _leave(self, match, way_out):
        if way_out == "decline":
            match.action_decline("mentor", "No.")
        elif way_out == "expire":
            match.answer_before = self.program._get_today() - timedelta(days=1)
            self._run_job()
        elif way_out == "cancel":
            match.action_cancel()
        else:
            match.application_id.action_withdraw()

    def test_fewer_places_than_taken_are_refused_in_a_sentence(self):
        mentor = self._make_match(state="proposed").mentor_id
        self._make_match(mentor=mentor, state="active")
        sentence = "that mentees and open proposals take: 2. There can't be fewer"
        with self.assertRefused(sentence):
            mentor.with_user(self.user_officer).write({"capacity": 1})
        with (
            self.assertRefused(sentence),
            Form(mentor.with_user(self.user_officer)) as form,
        ):
            form.capacity = 1
        done = mentor.with_user(self.user_officer).load(
            [".id", "capacity"], [[str(mentor.id), "1"]]
        )
        self.assertFalse(done["ids"])
        self.assertIn(sentence, done["messages"][0]["message"])
        self.assertEqual(mentor.capacity, 2)
        mentor.capacity = 3
        mentor.capacity = 2


@tagged("post_install", "-at_install")
class TestRefusals(ProposalCase):
    """ "Not this pair again" is remembered; only a manager lets it pass."""

    REFUSED = "An earlier proposal of this pair was declined."

    def test_who_declined_is_not_proposed_again_unless_a_manager_says_so(self):
        for side in OTHER:
            declined = self._propose(side)
            declined.action_decline(side, "We were rivals.")
            self.env.flush_all()
            again = self._make_match(
                declined.application_id, declined.mentor_id, "draft"
            )
            officer = again.with_user(self.user_officer)
            with self.assertRefused(self.REFUSED):
                officer.action_propose()
            override = {
                "application_id": again.application_id.id,
                "mentor_id": again.mentor_id.id,
                "code": "not_refused",
                "reason": "They have made it up.",
            }
            with self.assertRaises(AccessError):
                again.env["mentoring.override"].with_user(self.user_officer).create(
                    dict(override)
                )
            again.env["mentoring.override"].with_user(self.user_manager).create(
                override
            )
            officer.action_propose()
            self.assertEqual(again.state, "proposed")

    def test_it_counts_in_every_programme(self):
        declined = self._make_match(state="declined")
        other = self._make_program()
        declined.mentor_id.program_ids += other
        self._sign_as_mentor(declined.mentor_id)
        again = self._make_match(
            self._make_application(
                declined.mentee_id, state="waiting", program_id=other.id
            ),
            declined.mentor_id,
            "draft",
        )
        with self.assertRefused(self.REFUSED):
            again.action_propose()

    def test_letting_it_expire_or_taking_it_back_is_no_refusal(self):
        for state in ("expired", "cancelled"):
            over = self._make_match(state="proposed")
            if state == "cancelled":
                over.action_cancel()
            else:
                over.answer_before = self.program._get_today() - timedelta(days=1)
                over.write({"state": "expired"})
            self.env.flush_all()
            again = self._make_match(over.application_id, over.mentor_id, "draft")
            again.action_propose()
            self.assertEqual(again.state, "proposed")

    def test_the_reason_stays_with_staff(self):
        match = self._propose("both")
        match.action_decline("mentor", "Canary reason.")
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = self.env["mail.message"].search(
            [("model", "=", match._name), ("res_id", "=", match.id)]
        )
        self.assertNotIn("Canary", str(messages.mapped("body")))
        self.assertNotIn("Canary", str(messages.sudo().tracking_value_ids.read()))
        self.assertEqual(
            match.with_user(self.user_officer).decline_reason, "Canary reason."
        )


@tagged("post_install", "-at_install")
class TestExpiry(ProposalCase):
    def _make_overdue(self, number, days=1):
        matches = self.env["mentoring.match"]
        for __ in range(number):
            match = self._make_match(state="proposed")
            match.answer_before = match.program_id._get_today() - timedelta(days=days)
            matches |= match
        return matches

    def test_a_proposal_expires_after_its_last_day(self):
        over, last_day, no_day = (self._make_match(state="proposed") for __ in range(3))
        over.answer_before = self.program._get_today() - timedelta(days=1)
        last_day.answer_before = self.program._get_today()
        no_day.answer_before = False
        for match in (last_day, no_day):
            with self.assertRefused("answer"):
                match.write({"state": "expired"})
        self._run_job()
        self.assertEqual(over.state, "expired")
        self.assertEqual((last_day | no_day).mapped("state"), ["proposed"] * 2)
        with self.assertRefused(CLOSED):
            over.action_accept("mentor")

    def test_the_day_is_over_when_it_is_where_the_programme_is(self):
        """Auckland is 13 hours ahead of UTC in November, Honolulu 10 behind."""
        company, job = self.program.company_id.partner_id, type(self.env["ir.cron"])
        last_day = fields.Date.to_date("2026-11-10")
        for zone, moment, expired in (
            ("Pacific/Auckland", datetime(2026, 11, 10, 10, 59), False),
            ("Pacific/Auckland", datetime(2026, 11, 10, 11, 1), True),
            ("Pacific/Honolulu", datetime(2026, 11, 11, 9, 59), False),
            ("Pacific/Honolulu", datetime(2026, 11, 11, 10, 1), True),
        ):
            company.tz = zone
            match = self._make_match(state="proposed")
            match.answer_before = last_day
            with freeze_time(moment), patch.object(job, "_commit_progress"):
                self.env["mentoring.match"]._cron_expire()
            with self.subTest(zone=zone, moment=moment):
                self.assertEqual(match.state == "expired", expired)

    def test_one_that_fails_does_not_stop_the_others(self):
        matches = self._make_overdue(3)
        broken = matches[1]
        expire = type(broken)._expire

        def fail(match):
            expire(match)
            if match == broken:
                self.env.flush_all()
                raise ValueError("A rule of somebody else's")

        with (
            patch.object(type(broken), "_expire", fail),
            self.assertLogs("odoo.addons.mentoring_program", "ERROR") as logs,
        ):
            self._run_job()
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(broken.state, "proposed")
        self.assertEqual((matches - broken).mapped("state"), ["expired"] * 2)
        self._run_job()
        self.assertEqual(broken.state, "expired")

    def test_it_can_be_stopped_and_goes_on(self):
        matches = self._make_overdue(3)
        job = type(self.env["ir.cron"])
        committed = []

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            committed.append(processed)
            return 0 if processed else 1  # the time is over after the first

        with patch.object(job, "_commit_progress", commit):
            self.env["mentoring.match"]._cron_expire()
        self.assertEqual(
            sorted(matches.mapped("state")), ["expired"] + ["proposed"] * 2
        )
        self.assertEqual(committed, [0, 1])
        self._run_job()
        self.assertEqual(matches.mapped("state"), ["expired"] * 3)

    @mute_logger("odoo.sql_db")
    def test_it_takes_a_constant_number_of_queries_to_find_them(self):
        self._make_overdue(3)
        self.env.invalidate_all()
        Match = self.env["mentoring.match"]
        with self.assertQueryCount(3):  # programmes, their company, overdue
            Match.search(Match._get_overdue_domain())


class Clash(SerializationFailure):
    """What PostgreSQL says to the second of two."""

    pgcode = "40001"


@tagged("post_install", "-at_install")
class TestOutrun(MentoringHttpCase):
    """Whoever is outrun at each of Odoo's tries reads a sentence, not an error."""

    SENTENCE = "Others are changing the same records at this moment"

    def setUp(self):
        super().setUp()
        self.match = self._make_pair("proposed")
        self.tries = []

        def clash(*args):
            self.tries.append(args)
            raise Clash()

        for target, name, value in (
            (type(self.match), "action_accept", clash),
            (service_model.time, "sleep", lambda seconds: None),
        ):
            patcher = patch.object(target, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    @mute_logger("odoo.http", "odoo.service.model")
    def test_in_the_back_office(self):
        self._login(self.user_officer)
        params = {
            "model": "mentoring.match",
            "method": "action_accept",
            "args": [self.match.ids, "mentor"],
            "kwargs": {},
        }
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.UserError")
        self.assertIn(self.SENTENCE, answer["error"]["data"]["message"])
        self.assertEqual(len(self.tries), 5)

    @mute_logger("odoo.service.model")
    def test_on_the_members_page(self):
        self._login(self.user_mentor)
        with self.assertLogs("odoo.http", "WARNING") as logs:
            answer = self.url_open(
                f"/my/mentoring/pairs/{self.match.id}/accept",
                data={"csrf_token": Request.csrf_token(self)},
            )
        self.assertEqual([record.levelname for record in logs.records], ["WARNING"])
        self.assertFalse(logs.records[0].exc_info, "no traceback in the log")
        self.assertIn(self.SENTENCE, answer.text)
        self.assertNotIn("Traceback", answer.text)
        self.assertNotIn("could not serialize", answer.text)
