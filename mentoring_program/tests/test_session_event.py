"""A session and its calendar event agree, whoever changes either of them."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentoringCase, MentoringMailCase


class EventMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A mentor who works here has a calendar in the back office.
        cls.user = cls._make_user("insider", "Ines Insider")
        mentor = cls._make_mentor(cls.user.partner_id)
        cls.match = cls._make_match(mentor=mentor)
        now = fields.Datetime.now()
        cls.noon = now.replace(hour=12, minute=0, second=0) + timedelta(days=7)
        cls.session = cls.env["mentoring.session"]._plan(
            cls.match,
            start=cls.noon,
            duration=1.5,
            way="in_person",
            place="12 rue des Lilas",
            side="mentee",
        )
        cls.event = cls.session.event_id

    def _by_hand(self):
        return self.event.with_user(self.user)

    def _by_program(self):
        """As core's synchronisation writes: as the user, in sudo, telling nobody."""
        return self._by_hand().sudo().with_context(dont_notify=True)

    def assertAgree(self):
        event = self.session.event_id
        self.assertTrue(event.active)
        self.assertEqual(
            (event.start, event.stop), (self.session.start, self.session.stop)
        )
        place = event.location or event.videocall_location
        self.assertEqual(place or False, self.session.place)
        self.assertEqual(
            event.partner_ids, self.match.mentee_id | self.match.mentor_partner_id
        )
        self.assertEqual(event.privacy, "private")


@tagged("post_install", "-at_install")
class TestSessionEvent(EventMixin, MentoringCase):
    def test_the_event_follows_the_session(self):
        self.assertAgree()
        self.session._move(
            start=self.noon + timedelta(days=1),
            duration=1,
            way="video",
            place="https://meet.example/x",
        )
        self.assertEqual(self.session.event_id, self.event)
        self.assertEqual(self.event.videocall_location, "https://meet.example/x")
        self.assertAgree()
        self.session.action_cancel()
        self.assertFalse(self.event.exists())

    def test_an_archived_event_goes_with_its_session(self):
        self.event.with_context(mentoring_event_follows=True).active = False
        self.session.action_cancel()
        self.assertFalse(self.event.exists())

    def test_an_event_goes_with_a_session_that_is_deleted(self):
        self.session.with_user(self.user_manager).unlink()
        self.assertFalse(self.event.exists())

    def test_it_has_what_core_synchronises_by(self):
        """The organiser is one of the two, in whose calendar core then puts it."""
        self.assertEqual(self.event.user_id, self.user)
        self.assertIn(self.user.partner_id, self.event.partner_ids)
        self.assertEqual(self.event.attendee_ids.partner_id, self.event.partner_ids)
        self.assertFalse(self.event.recurrency or self.event.allday)
        portal = self._make_session(self._make_match()).event_id
        self.assertFalse(portal.user_id, "no officer's calendar gets it")

    def test_moved_by_hand_the_session_follows(self):
        event = self._by_hand()
        later = self.noon + timedelta(days=1)
        event.write({"start": later, "stop": later + timedelta(hours=2)})
        self.assertEqual((self.session.start, self.session.duration), (later, 2))
        self.assertEqual(self.session.planned_by, "mentor")
        self.assertEqual(self.session.invitation_sequence, 1)
        event.location = "Elsewhere"
        self.assertEqual(self.session.place, "Elsewhere")
        self.assertAgree()

    def test_what_a_session_cant_follow_is_refused_to_a_person(self):
        past = fields.Datetime.now() - timedelta(days=1)
        self._make_session(self.match, start=self.noon + timedelta(days=3))
        clash = self.noon + timedelta(days=3)
        for vals, sentence in (
            ({"start": past, "stop": past + timedelta(hours=1)}, "a time to come"),
            ({"start": clash, "stop": clash + timedelta(hours=1)}, "another session"),
            ({"active": False}, "shows the mentoring session"),
            ({"allday": True}, "shows the mentoring session"),
            ({"privacy": "public"}, "shows the mentoring session"),
            ({"partner_ids": [(4, self.partner_stranger.id)]}, "shows the mentoring"),
            ({"recurrency": True}, "shows the mentoring session"),
        ):
            with self.subTest(vals=vals), self.assertRefused(sentence):
                self._by_hand().write(vals)
        with self.assertRefused("to cancel it, use the page of the session"):
            self._by_hand().unlink()
        self.env.invalidate_all()
        self.assertAgree()

    def test_what_a_program_does_is_followed_or_undone(self):
        past = fields.Datetime.now() - timedelta(days=1)
        for vals in (
            {"start": past, "stop": past + timedelta(hours=1)},
            {"active": False},
            {"privacy": False},
            {"partner_ids": [(3, self.user.partner_id.id)]},
        ):
            with self.subTest(vals=vals):
                self._by_program().write(vals)
                self.assertEqual(self.session.start, self.noon)
                self.assertAgree()
        later = self.noon + timedelta(days=1)
        self._by_program().write({"start": later, "stop": later + timedelta(hours=1)})
        self.assertEqual(self.session.start, later)
        self.assertAgree()

    def test_deleted_by_a_program_the_event_comes_back(self):
        self._by_program().unlink()
        self.assertFalse(self.event.exists())
        self.assertAgree()

    def test_a_held_session_stays_where_it_was(self):
        held = self._make_session(self.match, "done")
        self.event, start = held.event_id, held.start
        with self.assertRefused("can't be moved"):
            self._by_hand().start = self.noon
        self._by_program().start = start - timedelta(days=1)
        self.assertEqual(held.event_id.start, start)

    def test_an_answer_from_the_calendar_is_the_sessions(self):
        attendees = self.event.attendee_ids
        [mine] = attendees.filtered(lambda one: one.partner_id == self.user.partner_id)
        self.assertEqual(self.session.mentee_answer, "accepted")
        self._by_program().write(
            {"attendee_ids": [(1, mine.id, {"state": "declined"})]}
        )
        self.assertEqual(self.session.mentor_answer, "declined")
        self.assertEqual(self.session.invitation_sequence, 0)

    def test_other_events_are_nobodys_business(self):
        event = self.env["calendar.event"].create(
            {"name": "Lunch", "start": self.noon, "stop": self.noon}
        )
        event.with_user(self.user).write({"active": False})
        event.unlink()

    def test_a_pair_without_addresses_has_its_event(self):
        (self.match.mentee_id | self.match.mentor_partner_id).email = False
        self.session._move(
            start=self.noon + timedelta(days=2), duration=1, way="in_person"
        )
        self.assertAgree()
        self.assertFalse(self.session._get_invitation().attendees)


@tagged("post_install", "-at_install")
class TestSessionEventMails(EventMixin, MentoringMailCase):
    def test_moved_in_the_calendar_only_our_own_mails_go_out(self):
        later = self.noon + timedelta(days=1)
        with self.mock_mail_gateway():
            self._by_hand().write({"start": later, "stop": later + timedelta(hours=1)})
        self.assertEqual(set(self._new_mails.mapped("model")), {"mentoring.session"})
        self.assertEqual(len(self._new_mails), 2)
