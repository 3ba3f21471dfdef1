"""A session: planned, moved, cancelled in time or not; the calendar follows it."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import mentoring_session_calendar
from .common import MentoringCase, MentoringMailCase


@tagged("post_install", "-at_install")
class TestSession(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_match()
        cls.Session = cls.env["mentoring.session"]
        now = fields.Datetime.now()
        cls.noon = now.replace(hour=12, minute=0, second=0) + timedelta(days=7)

    def _plan(self, start=None, duration=1.5, match=None, **vals):
        return self.Session._plan(
            match or self.match,
            **vals,
            start=start or self.noon,
            duration=duration,
            way="video",
            place=" https://video.example.org/x ",
        )

    def test_a_session_is_planned(self):
        session = self._plan()
        self.assertEqual(session.stop - session.start, timedelta(minutes=90))
        self.assertEqual(session.place, "https://video.example.org/x")
        self.assertEqual(session.mentee_id, self.match.mentee_id)

    def test_p3_an_unusual_length_is_asked_about(self):
        for minutes, asked in ((59, True), (60, False), (120, False), (121, True)):
            with self.subTest(minutes=minutes):
                if asked:
                    with self.assertRefused("lasts 60 to 120 minutes", "tick the box"):
                        self._plan(duration=minutes / 60)
                session = self._plan(duration=minutes / 60, sure=asked)
                self.assertEqual(session._get_minutes(), minutes)
                session.action_cancel()

    def test_a_length_that_nobody_means_is_refused(self):
        for hours in (14 / 60, 0, -1, 481 / 60):
            with self.subTest(hours=hours), self.assertRefused("ends after it has"):
                self._plan(duration=hours, sure=True)

    def test_a_mentor_with_another_pair_at_that_time_is_asked_about(self):
        other = self._make_match(mentor=self.match.mentor_id)
        self._plan()
        name = self.match.mentor_partner_id.name
        with self.assertRefused(f"{name} has another mentoring session"):
            self._plan(match=other)
        self._plan(self.noon + timedelta(minutes=90), match=other)
        self._plan(match=other, sure=True)

    def test_a_session_is_in_the_near_future(self):
        now = fields.Datetime.now()
        for start, sentence in (
            (now, "a time to come"),
            (now - timedelta(minutes=1), "a time to come"),
            (now + timedelta(days=731), "within the next two years"),
        ):
            with self.subTest(start=start), self.assertRefused(sentence):
                self._plan(start)

    def test_sessions_belong_to_a_running_pair(self):
        for state in ("draft", "proposed", "ended"):
            match = self._make_match(state=state)
            with self.subTest(state=state), self.assertRefused("pair is running"):
                self._plan(match=match)

    def test_two_sessions_at_a_time_are_one_too_many(self):
        self._plan()
        for minutes, clash in ((-90, False), (-89, True), (1, True), (89, True)):
            with self.subTest(minutes=minutes):
                start = self.noon + timedelta(minutes=minutes)
                if clash:
                    with self.assertRefused("another session at that time"):
                        self._plan(start)
                else:
                    self._plan(start)
        self._plan(self.noon + timedelta(minutes=90))

    def test_a_double_click_plans_one_session(self):
        self.assertEqual(self._plan(), self._plan())

    def test_a_cancelled_session_leaves_its_time_free(self):
        self._plan().action_cancel()
        self._plan()

    def test_another_pair_may_meet_at_the_same_time(self):
        self._plan()
        self._plan(match=self._make_match())

    def test_a_session_is_moved_while_it_is_planned(self):
        session, later = self._plan(), self.noon + timedelta(days=1)
        session._move(start=later, duration=1, way="phone")
        self.assertEqual((session.start, session.duration), (later, 1))
        self.assertEqual(session.invitation_sequence, 1)
        with self.assertRefused("a time to come"):
            session._move(start=datetime(2020, 1, 1), duration=1, way="phone")
        session.action_cancel()
        with self.assertRefused("can't be moved"):
            session._move(start=self.noon, duration=1, way="phone")
        with self.assertRefused("can't be moved"):
            session.start = self.noon

    def test_c5_exactly_24_hours_of_notice_are_enough(self):
        for notice, short in (
            (timedelta(hours=24, minutes=1), False),
            (timedelta(hours=24), False),
            (timedelta(hours=23, minutes=59), True),
            (timedelta(minutes=-5), True),
        ):
            session = self._plan()
            with self.subTest(notice=notice), freeze_time(session.start - notice):
                session.action_cancel_by("mentee", " Ill. ")
                self.assertEqual(session.short_notice, short)
                self.assertAlmostEqual(session.notice, notice / timedelta(hours=1), 2)
                self.assertEqual(session.cancelled_by, "mentee")
                self.assertEqual(session.cancel_reason, "Ill.")

    def test_a_session_is_confirmed_once_it_is_over(self):
        session = self._plan()
        for now, allowed in (
            (session.stop - timedelta(minutes=1), False),
            (session.stop, True),
        ):
            with self.subTest(now=now), freeze_time(now):
                if allowed:
                    session.action_done()
                else:
                    with self.assertRefused("confirmed once it is over"):
                        session.action_done()
        self.assertEqual(self.match.session_done_count, 1)
        with self.assertRefused("Only a planned session"):
            session.action_cancel()

    def test_nobody_misses_a_session_to_come(self):
        session = self._plan()
        with self.assertRefused("can't have been missed"):
            session.action_mentee_missed()
        with freeze_time(session.start):
            session.action_mentor_missed()
        self.assertEqual((session.state, session.missed_by), ("missed", "mentor"))

    def test_cancelling_twice_changes_nothing(self):
        session = self._plan()
        session.action_cancel_by("mentor", "Strike.")
        session.action_cancel_by("mentee", "Me too.")
        self.assertEqual(session.cancelled_by, "mentor")
        self.assertEqual(session.cancel_reason, "Strike.")
        self.assertEqual(session.invitation_sequence, 1)

    def test_sessions_are_numbered_as_they_come(self):
        second = self._plan(self.noon + timedelta(days=2))
        first = self._plan()
        gone = self._plan(self.noon + timedelta(days=1))
        gone.action_cancel()
        self.assertEqual((first | second | gone).mapped("number"), [1, 2, 0])

    def test_the_invitation_keeps_its_identity(self):
        session = self._plan()
        before = session._get_invitation()
        session._move(start=self.noon + timedelta(days=1), duration=1, way="phone")
        moved = session._get_invitation()
        session.action_cancel_by("mentee")
        after = session._get_invitation()
        self.assertTrue(before.uid == moved.uid == after.uid != "")
        self.assertEqual([before.sequence, moved.sequence, after.sequence], [0, 1, 2])
        self.assertEqual([before.method, after.method], ["REQUEST", "CANCEL"])
        self.assertEqual(moved.start, self.noon + timedelta(days=1))

    def test_the_calendar_shows_what_fits_the_coming_week(self):
        self._plan(start=self.noon - timedelta(days=3))
        self._plan(start=self.noon - timedelta(days=2))
        self._plan(start=self.noon + timedelta(days=3))
        before = self._make_session(self.match, "done")
        self.assertLess(before.start, fields.Datetime.now())
        scales = {0: "month", 2: "day"}
        counted = mentoring_session_calendar.__name__ + ".calendar_scale"
        officer = self.Session.with_user(self.user_officer)
        stranger = self.Session.with_user(self.user_stranger)
        with patch(counted, scales.get):
            arch = etree.fromstring(officer.get_view(view_type="calendar")["arch"])
            self.assertEqual(arch.get("mode"), "day")
            with self.assertRaises(AccessError):
                stranger.get_view(view_type="calendar")
        # What was kept for the first is not what the second is shown.
        arch = etree.fromstring(officer.get_view(view_type="calendar")["arch"])
        self.assertEqual(arch.get("mode"), "month")

    def test_the_calendar_does_not_tell_the_time_twice(self):
        session = self._plan()
        self.assertIn(":", session.display_name)
        named = session.with_context(names_of_pairs=True).display_name
        self.assertEqual(named, self.match.display_name)


@tagged("post_install", "-at_install")
class TestSessionMails(MentoringMailCase):
    def test_the_calendar_sends_no_mail_of_its_own(self):
        match = self._make_match()
        with self.mock_mail_gateway():
            session = self._make_session(match)
            session._move(
                start=session.start + timedelta(days=1), duration=1, way="video"
            )
            event = session.event_id
            session.action_cancel_by("mentee")
        mails = self._new_mails.filtered(
            lambda mail: mail.model in ("calendar.event", "calendar.attendee")
            or mail.res_id in event.ids
            and mail.model == event._name
        )
        self.assertFalse(mails)
