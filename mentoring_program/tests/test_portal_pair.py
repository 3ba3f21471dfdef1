"""The pages of a pair and its sessions: its whole life, and everybody else outside."""

from datetime import date, datetime, timedelta

import pytz

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mentoring_program.controllers import appointment

from .common import MentoringHttpCase

NOTE = "What only the two may read."


class PortalPairCase(MentoringHttpCase):
    def _get(self, path, user=None):
        if user:
            self._login(user)
        return self.url_open(path, allow_redirects=False)

    def _post(self, path, user=None, **form):
        """Post as the browser does; return the page that follows."""
        if user:
            self._login(user)
        form["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(path, data=form)
        self.env.invalidate_all()
        return answer

    def _pair_url(self, match):
        return f"/my/mentoring/pairs/{match.id}"

    def _session_url(self, session):
        return f"/my/mentoring/sessions/{session.id}"

    def _in_days(self, days):
        return (date.today() + timedelta(days=days)).isoformat()

    def _appointment(self, **changes):
        return {
            "date": self._in_days(3),
            "time": "18:30",
            "minutes": "90",
            "way": "in_person",
            "place": "Café des Anciens",
            **changes,
        }

    def assertSaid(self, answer, text, kind="success"):
        """The page says ``text`` in a message of this kind."""
        self.assertEqual(answer.status_code, 200)
        self.assertIn(f"alert-{kind}", answer.text)
        self.assertIn(text, answer.text)


@tagged("post_install", "-at_install")
class TestPortalProposal(PortalPairCase):
    def test_it_asks_the_mentor_first_and_hides_addresses(self):
        match = self._make_pair("proposed")
        self.partner_mentee.phone = "+33 1 23 45 67 89"
        url = self._pair_url(match)
        self.assertEqual(self._get(url, self.user_mentee).status_code, 404)
        page = self._get(url, self.user_mentor).text
        for shown in ("Luc Mentee", "Lead a larger team.", "Bois Clair"):
            self.assertIn(shown, page)
        for hidden in (self.partner_mentee.email, "+33 1 23 45 67 89"):
            self.assertNotIn(hidden, page)
        answer = self._post(f"{url}/accept")
        self.assertSaid(answer, "Thank you!")
        self.assertNotIn("Accept the proposal", answer.text)
        page = self._get(url, self.user_mentee).text
        self.assertIn("Managing Director", page)
        self.assertNotIn(self.partner_mentor.email, page)
        answer = self._post(f"{url}/accept")
        self.assertSaid(answer, "You are introduced to each other.")
        self.assertIn(self.partner_mentor.email, answer.text)
        self.assertEqual(match.state, "active")

    def test_a_double_click_changes_nothing_more(self):
        match = self._make_pair("proposed")
        url = self._pair_url(match)
        self._login(self.user_mentor)
        self._post(f"{url}/accept")
        answered = match.mentor_answer_date
        self.assertSaid(self._post(f"{url}/accept"), "Thank you!")
        self.assertEqual(match.mentor_answer_date, answered)
        late = self._post(f"{url}/decline", reason="No time after all.")
        self.assertSaid(late, "You have answered this proposal already.", "danger")
        self.assertIn("No time after all.", late.text)
        self.assertEqual(match.state, "proposed")

    def test_declining_needs_a_reason_which_only_staff_read(self):
        match = self._make_pair("proposed")
        url = self._pair_url(match)
        answer = self._post(f"{url}/decline", self.user_mentor, reason="  ")
        self.assertSaid(answer, "Please tell the career centre why", "danger")
        self.assertEqual(match.state, "proposed")
        answer = self._post(f"{url}/decline", reason="We were rivals.")
        self.assertSaid(answer, "You have declined.")
        self.assertEqual(match.decline_reason, "We were rivals.")
        self.assertNotIn("We were rivals.", answer.text)
        self.assertNotIn("Lead a larger team.", answer.text)
        again = self._post(f"{url}/decline", reason="We were rivals.")
        self.assertSaid(again, "You have declined.")
        late = self._post(f"{url}/accept")
        self.assertSaid(late, "This proposal is no longer open.", "danger")

    def test_an_expired_proposal_says_so(self):
        match = self._make_pair("expired")
        url = self._pair_url(match)
        page = self._get(url, self.user_mentor).text
        self.assertIn("not answered in time", page)
        self.assertNotIn("Accept the proposal", page)
        late = self._post(f"{url}/accept")
        self.assertSaid(late, "This proposal is no longer open.", "danger")


@tagged("post_install", "-at_install")
class TestPortalPair(PortalPairCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.pair = f"/my/mentoring/pairs/{cls.match.id}"

    def test_the_whole_life_of_a_pair(self):
        match, session = self.match, self._plan()
        url = self._session_url(session)
        self.assertEqual(session.start.hour, self._utc_hour(18))
        moved = self._post(
            f"{url}/move", **self._appointment(time="08:00", way="video")
        )
        self.assertSaid(moved, "The session is moved.")
        self.assertEqual((session.way, session.place), ("video", "Café des Anciens"))
        self._post(f"{url}/notes", topics="How to say no.")
        self.assertTrue(session.topics_date)
        self.assertFalse(session.summary_date)
        self._hold(session)
        self.assertSaid(self._post(f"{url}/done", self.user_mentor), "noted as held")
        self.assertSaid(self._post(f"{url}/done"), "noted as held")  # a double click
        saved = self._post(f"{url}/notes", self.user_mentee, retained=NOTE)
        self.assertSaid(saved, "Only the two of you can read")
        self.assertTrue(session.summary_date)
        self._post(f"{url}/actions", action="Talk to the board", due_date="2030-05-02")
        self._login(self.user_mentor)
        answer = self._post(f"{url}/comment", mentor_comment="Well seen.")
        self.assertIn(NOTE, answer.text)
        self.assertIn("Talk to the board", answer.text)
        self.assertIn("Well seen.", self._get(url, self.user_mentee).text)
        answer = self._post(f"{self.pair}/end", comment="Thank you all.")
        self.assertSaid(answer, "You have declared the end.")
        self.assertEqual(match.state, "active")
        page = self._get(self.pair, self.user_mentor).text
        self.assertIn("</span> has declared the end.", page)
        self.assertNotIn("Thank you all.", page)
        self._post(f"{self.pair}/end")
        self.assertEqual((match.state, match.outcome), ("ended", "agreement"))
        self.assertIn(NOTE, self._get(url).text)
        self.assertIn(NOTE, self._get(url, self.user_mentee).text)

    def _plan(self, **changes):
        answer = self._post(
            f"{self.pair}/sessions", self.user_mentee, **self._appointment(**changes)
        )
        self.assertSaid(answer, "The session is planned.")
        return self.match.session_ids[:1]

    def _utc_hour(self, hour):
        day = date.fromisoformat(self._in_days(3))
        local = datetime(day.year, day.month, day.day, hour)
        return appointment.to_utc(local, pytz.timezone("Europe/Paris")).hour

    def _hold(self, session):
        """Let the session be over, without waiting for it."""
        session.flush_recordset()
        self.env.cr.execute(
            "UPDATE mentoring_session SET start = %s, stop = %s WHERE id = %s",
            (
                fields.Datetime.now() - timedelta(hours=3),
                fields.Datetime.now() - timedelta(hours=2),
                session.id,
            ),
        )
        session.invalidate_recordset()

    def test_what_is_no_appointment_is_refused_in_a_sentence(self):
        self._login(self.user_mentee)
        for changes, sentence in (
            ({"date": "2020-01-02"}, "Choose a time to come."),
            ({"date": "2190-01-02"}, "within the next two years"),
            ({"date": "tomorrow"}, "is not a date"),
            ({"date": "9999-12-31"}, "is not a date"),
            ({"date": ""}, "Choose a day and an hour."),
            ({"time": "25:61"}, "is not a time of day"),
            ({"time": ""}, "Choose a day and an hour."),
            ({"minutes": "45"}, "A session lasts 60 to 120 minutes as a rule"),
            ({"minutes": "14"}, "A session ends after it has begun"),
            ({"minutes": "-60"}, "A session ends after it has begun"),
            ({"call": "1"}, "goes with the answer “Video”"),
            ({"minutes": "1e3"}, "is not a whole number"),
            ({"minutes": ""}, "Choose how long"),
            ({"way": "pigeon"}, "Choose one of the answers"),
            ({"way": ""}, "Choose how you will meet."),
            ({"place": "x" * 201}, "This text is too long"),
        ):
            with self.subTest(**changes):
                form = self._appointment(**changes)
                answer = self._post(f"{self.pair}/sessions", **form)
                self.assertSaid(answer, sentence, "danger")
                self.assertIn(form["place"], answer.text)
        self.assertFalse(self.match.session_ids)

    def test_nul_characters_do_no_harm(self):
        session = self._plan(place="Here\x00!")
        self.assertEqual(session.place, "Here!")

    def test_a_file_in_place_of_a_text_is_refused_in_a_sentence(self):
        self._login(self.user_mentee)
        answer = self.url_open(
            f"{self.pair}/sessions",
            data={"csrf_token": Request.csrf_token(self)},
            files={"date": ("x.txt", b"x")},
        )
        self.assertSaid(answer, "Choose a day and an hour.", "danger")

    def test_the_same_session_is_planned_once(self):
        self._plan()
        self._plan()
        self.assertEqual(len(self.match.session_ids), 1)
        clash = self._post(f"{self.pair}/sessions", **self._appointment(time="19:00"))
        self.assertSaid(clash, "another session at that time", "danger")

    def test_the_mentor_may_plan_too(self):
        self._login(self.user_mentor)
        self._post(f"{self.pair}/sessions", **self._appointment())
        self.assertEqual(len(self.match.session_ids), 1)
        self.assertFalse(self.match.session_ids.message_partner_ids)

    def test_an_unusual_length_is_planned_when_it_is_meant(self):
        self._login(self.user_mentee)
        asked = self._post(f"{self.pair}/sessions", **self._appointment(minutes="45"))
        self.assertIn('name="sure"', asked.text)
        self._plan(minutes="45", sure="1")
        self.assertEqual(self.match.session_ids._get_minutes(), 45)

    def test_p4_face_to_face_is_suggested_for_the_first_session(self):
        self._login(self.user_mentee)
        page = self._get(self.pair).text
        self.assertIn("For a first session, face to face is suggested", page)
        for time, words in (("08:00", True), ("12:00", False)):
            form = self._appointment(time=time, way="phone")
            said = self._post(f"{self.pair}/sessions", **form)
            self.assertSaid(said, "The session is planned.")
            self.assertEqual("think of meeting face to face" in said.text, words)

    def test_the_call_of_the_site_opens_for_the_two(self):
        session = self._plan(way="video", call="1")
        self._plan(way="video", call="1")  # a double click
        self.assertEqual(self.match.session_ids, session)
        link = session.place
        self.assertEqual(session.event_id.videocall_location, link)
        file = self._get(f"{self._session_url(session)}/invitation.ics").text
        self.assertIn(link, file.replace("\r\n ", ""))
        path = link.replace(session.get_base_url(), "")
        for user in (self.user_mentee, self.user_mentor):
            answer = self._get(path, user)
            self.assertEqual(answer.status_code, 303)
            self.assertEqual(self._get(answer.headers["Location"]).status_code, 200)
        form = self._appointment(way="video", call="1", time="09:00")
        self._post(f"{self._session_url(session)}/move", **form)
        self.assertEqual(session.place, link, "the call keeps its link")
        form = self._appointment(way="phone", place=link)
        self._post(f"{self._session_url(session)}/move", **form)
        self.assertFalse(session.place)
        self.assertFalse(session.event_id.videocall_location)

    def test_each_tells_whether_they_come(self):
        session = self._plan()
        url = self._session_url(session)
        self.assertEqual(session.mentee_answer, "accepted")
        self.assertEqual(session.mentor_answer, "needsAction")
        said = self._post(f"{url}/answer", self.user_mentor, answer="declined")
        self.assertSaid(said, "Your answer is noted.")
        self.assertEqual(session.mentor_answer, "declined")
        self.assertIn("t come<", self._get(url, self.user_mentee).text)
        self._post(f"{url}/move", **self._appointment(time="08:00"))
        self.assertEqual(session.mentor_answer, "needsAction", "asked anew")
        self._post(f"{url}/answer", self.user_mentor, answer="accepted")
        self.assertEqual(session.mentor_answer, "accepted")
        for answer in ("", "perhaps"):
            said = self._post(f"{url}/answer", answer=answer)
            self.assertIn("alert-danger", said.text)
        session.action_cancel_by("mentee")
        late = self._post(f"{url}/answer", answer="accepted")
        self.assertSaid(late, "nothing to answer to", "danger")

    def test_what_is_still_to_do_carries_over(self):
        held = self._make_session(self.match, "done")
        action = self._make_action(held)
        url = self._session_url(self._plan())
        for user in (self.user_mentee, self.user_mentor):
            page = self._get(url, user).text
            self.assertIn("Still to do from earlier sessions", page)
            self.assertIn(action.name, page)
        refused = self._post(f"{url}/actions/{action.id}", do="done")
        self.assertSaid(refused, "The mentee writes the notes", "danger")
        self._post(f"{url}/actions/{action.id}", self.user_mentee, do="done")
        self.assertTrue(action.done)
        self.assertNotIn(action.name, self._get(url).text)

    def test_an_hour_is_one_of_the_visitors_zone(self):
        self.user_mentee.tz = "America/New_York"
        self._plan(time="09:00")
        page = self._get(self._session_url(self.match.session_ids)).text
        self.assertIn("America/New York", page)
        self.assertIn("9:00", page)

    def test_a_cancelled_session_keeps_who_and_why(self):
        session = self._plan()
        url = self._session_url(session)
        answer = self._post(f"{url}/cancel", self.user_mentor, reason="Ill.")
        self.assertSaid(answer, "The session is cancelled.")
        self.assertEqual((session.state, session.cancelled_by), ("cancelled", "mentor"))
        page = self._get(url, self.user_mentee).text
        self.assertIn("Ill.", page)
        self.assertIn("Plan another session", page)
        again = self._post(f"{url}/cancel", reason="Me too.")
        self.assertEqual(session.cancelled_by, "mentor")
        self.assertEqual(again.status_code, 200)
        late = self._post(f"{url}/move", **self._appointment(time="10:00"))
        self.assertSaid(late, "it is not planned", "danger")
        late = self._post(f"{url}/done")
        self.assertIn("alert-danger", late.text)

    def test_a_session_to_come_is_neither_held_nor_missed(self):
        session = self._plan()
        url = self._session_url(session)
        self.assertSaid(self._post(f"{url}/done"), "once it is over", "danger")
        early = self._post(f"{url}/missed", who="mentor")
        self.assertSaid(early, "has not begun", "danger")
        self.assertEqual(session.state, "planned")

    def test_a_missed_session_says_who(self):
        session = self._plan()
        url = self._session_url(session)
        self._hold(session)
        for who in ("", "staff", "me"):
            answer = self._post(f"{url}/missed", who=who)
            self.assertIn("alert-danger", answer.text)
        self._post(f"{url}/missed", who="mentee")
        self.assertEqual((session.state, session.missed_by), ("missed", "mentee"))

    def test_the_calendar_file_is_the_sessions(self):
        session = self._plan()
        file = self._get(f"{self._session_url(session)}/invitation.ics")
        self.assertIn("text/calendar", file.headers["Content-Type"])
        self.assertIn(session.invitation_uid, file.text)

    def test_an_extension_takes_both(self):
        end = self.match.planned_end
        later = (end + timedelta(days=30)).isoformat()
        self._login(self.user_mentee)
        for until in ("", "soon", end.isoformat(), "2020-01-01"):
            answer = self._post(f"{self.pair}/extend", until=until)
            self.assertIn("alert-danger", answer.text)
        self._post(f"{self.pair}/extend", until=later)
        own = self._post(f"{self.pair}/extend/agree")
        self.assertSaid(own, "There is no extension to agree to.", "danger")
        self.assertEqual(self.match.planned_end, end)
        answer = self._post(f"{self.pair}/extend/agree", self.user_mentor)
        self.assertSaid(answer, "You go on together.")
        self.assertEqual(self.match.planned_end.isoformat(), later)

    def test_an_extension_can_be_declined(self):
        self.match.action_ask_extension(
            "mentee", self.match.planned_end + timedelta(days=9)
        )
        end = self.match.planned_end
        self._post(f"{self.pair}/extend/decline", self.user_mentor)
        self.assertFalse(self.match.extension_end)
        self.assertEqual(self.match.planned_end, end)

    def test_the_mentor_alone_may_stop_after_the_first_session(self):
        early = self._post(f"{self.pair}/stop", self.user_mentor, sure="1")
        self.assertSaid(early, "after the first session only", "danger")
        self._make_session(self.match, "done")
        other = self._post(f"{self.pair}/stop", self.user_mentee, sure="1")
        self.assertSaid(other, "Only the mentor", "danger")
        unsure = self._post(
            f"{self.pair}/stop", self.user_mentor, stop_comment="No will."
        )
        self.assertSaid(unsure, "Tick the box", "danger")
        self.assertIn("No will.", unsure.text)
        self._post(f"{self.pair}/stop", stop_comment="No will.", sure="1")
        self.assertEqual(self.match.outcome, "stopped_first")
        page = self._get(self.pair, self.user_mentee).text
        self.assertIn("no other mentor is proposed", page)
        self.assertNotIn("No will.", page)

    def test_after_the_end_nothing_is_planned_any_more(self):
        self.match.action_declare_end("mentee")
        self.match.action_declare_end("mentor")
        self._login(self.user_mentee)
        for path, form in (
            ("sessions", self._appointment()),
            ("extend", {"until": self._in_days(400)}),
            ("extend/agree", {}),
            ("extend/decline", {}),
        ):
            with self.subTest(path=path):
                answer = self._post(f"{self.pair}/{path}", **form)
                self.assertIn("alert-danger", answer.text)
        self.assertFalse(self.match.session_ids)
        self.assertSaid(self._post(f"{self.pair}/end"), "You have declared the end.")

    def test_the_certificate_is_for_completed_pairs(self):
        self.assertEqual(
            self._get(f"{self.pair}/certificate", self.user_mentee).status_code, 404
        )


@tagged("post_install", "-at_install")
class TestPortalPairOutsiders(PortalPairCase):
    """Nobody but the two opens a page of theirs, or changes anything through one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.pair = f"/my/mentoring/pairs/{cls.match.id}"
        cls._make_membership(cls.partner_other_mentee)
        cls.other_match = cls._make_match(
            cls._make_application(cls.partner_other_mentee, state="waiting"),
            cls._make_mentor(cls.partner_other_mentor),
        )
        cls.planned = cls._make_session(cls.match)
        cls.held = cls._make_session(cls.match, "done")

    def setUp(self):
        super().setUp()
        self.notes = self._write_notes(self.held, retained=NOTE)
        self.action = self.notes.action_ids.create(
            {"summary_id": self.notes.id, "name": "Talk to the board"}
        )

    def _get_facts(self):
        """All that the outsiders try to change, as the database has it."""
        self.env.flush_all()
        facts = []
        for table in (
            "mentoring_match",
            "mentoring_session",
            "mentoring_session_summary",
            "mentoring_action",
        ):
            self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")
            facts.append(self.env.cr.fetchall())
        return facts

    def test_ids_out_of_reach_are_plainly_not_found(self):
        self._login(self.user_mentee)
        for number in (0, 999_999_999, 10**15, 10**30):
            for page in ("pairs", "sessions"):
                with self.subTest(page=page, number=number):
                    answer = self._get(f"/my/mentoring/{page}/{number}")
                    self.assertEqual(answer.status_code, 404)

    def test_an_action_of_another_pair_is_not_found(self):
        session = self._make_session(self.other_match)
        url = f"{self._session_url(session)}/actions/{self.action.id}"
        answer = self._post(url, self.user_other_mentee, do="done")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.action.done)

    def test_the_mentor_reads_but_does_not_write_the_notes(self):
        url = self._session_url(self.held)
        self.assertIn(NOTE, self._get(url, self.user_mentor).text)
        before = self._get_facts()
        for path, form in (
            ("notes", {"retained": "Mine."}),
            ("actions", {"action": "Mine."}),
            (f"actions/{self.action.id}", {"do": "remove"}),
        ):
            with self.subTest(path=path):
                answer = self._post(f"{url}/{path}", **form)
                self.assertSaid(answer, "The mentee writes the notes", "danger")
        self.assertEqual(self._get_facts(), before)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_staff_read_no_notes(self):
        for user in (self.user_officer, self.user_manager, self.user_admin):
            notes = self.notes.with_user(user)
            notes.invalidate_recordset()
            self.assertFalse(notes.search([]))
            with self.assertRaises(AccessError):
                notes.read(["retained"])

    def test_the_mentee_does_not_write_the_comment(self):
        url = self._session_url(self.held)
        answer = self._post(
            f"{url}/comment", self.user_mentee, mentor_comment="I am great."
        )
        self.assertSaid(answer, "The mentor writes the comment.", "danger")
        self.assertFalse(self.notes.mentor_comment)

    def test_the_mentee_changes_and_removes_actions(self):
        url = f"{self._session_url(self.held)}/actions/{self.action.id}"
        self._login(self.user_mentee)
        self._post(url, do="done")
        self.assertTrue(self.action.done)
        self._post(url, do="reopen")
        self.assertFalse(self.action.done)
        self._post(url, do="save", action="Write to them", due_date="2030-02-01")
        self.assertEqual(self.action.name, "Write to them")
        self.assertEqual(self.action.due_date, date(2030, 2, 1))
        for form in ({"action": ""}, {"action": "x", "due_date": "some day"}):
            answer = self._post(url, do="save", **form)
            self.assertIn("alert-danger", answer.text)
        self.assertEqual(self.action.name, "Write to them")
        self._post(url, do="remove")
        self.assertFalse(self.action.exists())
        self.assertEqual(self._post(url, do="remove").status_code, 404)

    def test_an_empty_text_is_no_summary(self):
        url = self._session_url(self.held)
        self.assertTrue(self.held.summary_date)
        self._post(f"{url}/notes", self.user_mentee, retained="  ", topics="")
        self.assertFalse(self.held.summary_date)
        self.assertFalse(self.held.topics_date)

    def test_texts_are_shown_as_they_were_typed(self):
        url = self._session_url(self.held)
        typed = "<script>alert(1)</script>\r\n{{ 1 }} é ✓"
        answer = self._post(f"{url}/notes", self.user_mentee, retained=typed)
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertEqual(self.notes.retained, typed.replace("\r\n", "\n"))

    def test_too_long_a_text_is_not_lost(self):
        url = self._session_url(self.held)
        typed = "a long text " * 2000
        answer = self._post(f"{url}/notes", self.user_mentee, retained=typed)
        self.assertSaid(answer, "This text is too long", "danger")
        self.assertIn(typed.strip(), answer.text)
        self.assertEqual(self.notes.retained, NOTE)
