"""The mentor proposes times; the mentee picks one, and a session is planned (C3)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_portal_pair import PortalPairCase


@tagged("post_install", "-at_install")
class TestSessionTime(PortalPairCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.times = f"/my/mentoring/pairs/{cls.match.id}/times"

    def _propose(self, days=(3, 4), **changes):
        form = self._appointment(**changes)
        del form["date"], form["time"]
        for number, day in enumerate(days, 1):
            form |= {f"date_{number}": self._in_days(day), f"time_{number}": "18:30"}
        return self._post(self.times, self.user_mentor, **form)

    def _get_mails(self):
        return (
            self.env["mail.mail"]
            .search([("model", "=", "mentoring.match"), ("res_id", "=", self.match.id)])
            .filtered(lambda mail: "proposes times" in mail.subject)
        )

    def test_the_mentee_picks_one(self):
        self.assertSaid(self._propose(), "Your mentee is asked to pick")
        self._propose()  # a double click
        first, second = self.match.session_time_ids
        [mail] = self._get_mails()
        self.assertEqual(mail.recipient_ids, self.partner_mentee)
        self.assertEqual(mail.body_html.count("/my/mentoring/pairs"), 1)
        page = self._get(self._pair_url(self.match), self.user_mentee).text
        self.assertIn("Times that suit your mentor", page)
        said = self._post(f"{self.times}/{second.id}")
        self.assertSaid(said, "The session is planned.")
        session = self.match.session_ids
        self.assertEqual(session.planned_by, "mentee")
        self.assertEqual(session.start.date().isoformat(), self._in_days(4))
        self.assertEqual(session.place, "Café des Anciens")
        self.assertFalse(self.match.session_time_ids)
        for late in (first, second):
            said = self._post(f"{self.times}/{late.id}")
            self.assertSaid(said, "no longer proposed", "danger")
        self.assertEqual(len(self.match.session_ids), 1)

    def test_others_take_the_place_of_those_before(self):
        self._propose()
        before = self.match.session_time_ids
        self._propose(days=(5,))
        self.assertEqual(len(self.match.session_time_ids), 1)
        self.assertFalse(before.exists())
        self.assertEqual(len(self._get_mails()), 2)

    def test_what_is_no_time_is_refused_in_a_sentence(self):
        for changes, sentence in (
            ({"days": ()}, "Choose a day and an hour."),
            ({"days": (-2,)}, "Choose a time to come."),
            ({"minutes": "45"}, "as a rule"),
            ({"way": ""}, "Choose how you will meet."),
        ):
            with self.subTest(changes):
                self.assertSaid(self._propose(**changes), sentence, "danger")
        self.assertFalse(self.match.session_time_ids)
        self.assertSaid(self._propose(minutes="45", sure="1"), "asked to pick")

    def test_a_time_that_has_gone_by_can_neither_be_seen_nor_picked(self):
        self._propose(days=(3,))
        time = self.match.session_time_ids
        time.start = fields.Datetime.now() - timedelta(hours=1)
        page = self._get(self._pair_url(self.match), self.user_mentee).text
        self.assertNotIn("Times that suit your mentor", page)
        said = self._post(f"{self.times}/{time.id}")
        self.assertSaid(said, "Choose a time to come.", "danger")

    def test_each_side_does_its_own_part(self):
        self._propose()
        picked = self._post(f"{self.times}/{self.match.session_time_ids[0].id}")
        self.assertEqual(picked.status_code, 404)
        form = {"date_1": self._in_days(3), "time_1": "10:00"}
        own = self._post(self.times, self.user_mentee, **form)
        self.assertEqual(own.status_code, 404)
        self.assertFalse(self.match.session_ids)

    def test_nothing_is_proposed_after_the_end(self):
        self.match.action_declare_end("mentee")
        self.match.action_declare_end("mentor")
        self.assertSaid(self._propose(), "not running", "danger")
