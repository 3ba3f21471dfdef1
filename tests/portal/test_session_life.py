"""A session's whole life, with the mails and calendar files that each step sends.

The mentor proposes times, the mentee picks one; it is answered, moved, cancelled,
planned anew and held; the mentee writes about it, and the mentor comments.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
import requests

from tests import mailbox as post

SESSION_RULES = [("name", "ilike", "mentoring: session"), ("active", "=", False)]
TIMES_RULES = [("name", "ilike", "mentoring: times"), ("active", "=", False)]
REASON = "A board meeting comes in the way."
SUMMARY = "I ask before I answer."
COMMENT = "You do already, more often than you think."


def in_days(days):
    return (date.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def mails(house, mail_server):
    """What both receive: the rules that send it are on, unlike in the other walks."""
    rules = [
        rule
        for domain in (SESSION_RULES, TIMES_RULES)
        for rule in house.call("base.automation", "search", domain)
    ]
    house.call("base.automation", "write", rules, {"active": True})
    yield Mails(house, mail_server.mailbox)
    house.call("base.automation", "write", rules, {"active": False})


class Mails:
    """The post of the two, parsed."""

    def __init__(self, house, mailbox):
        self.house = house
        self.mailbox = mailbox
        self.gone = frozenset()  # UIDs of sessions that are over
        self.match_id = house.records["match_petitjean_mercadier"]
        [pair] = house.call(
            "mentoring.match",
            "read",
            [self.match_id],
            ["mentee_id", "mentor_partner_id"],
        )
        ids = [pair["mentee_id"][0], pair["mentor_partner_id"][0]]
        people = house.call("res.partner", "read", ids, ["email"])
        self.mentee, self.mentor = [
            next(one["email"] for one in people if one["id"] == id_) for id_ in ids
        ]

    def get_event(self, address, uid, sequence):
        """Wait for the calendar file with that sequence, the newest if ``uid`` is new.

        :return: the method and the event
        """

        def find():
            found = [
                (str(calendar["METHOD"]), event)
                for message in self.mailbox.to(address)
                for text in post.calendars_of(message)
                for calendar in [icalendar.Calendar.from_ical(text)]
                for event in calendar.events
                if event["SEQUENCE"] == sequence
                and (uid is None or event["UID"] == uid)
                and event["UID"] not in self.gone
            ]
            return found[-1] if found else None

        return self.mailbox.wait_until(find, f"no file {sequence} to {address}")

    def get_both(self, uid, sequence):
        """Wait for the file with that sequence at both; return what is the same."""
        self.deliver()
        (method, event), (other_method, other) = [
            self.get_event(address, uid, sequence)
            for address in (self.mentee, self.mentor)
        ]
        assert method == other_method
        for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "STATUS"):
            assert event[name] == other[name]
        return method, event

    def deliver(self):
        """Send what waits, as the job does that this server doesn't run."""
        self.house.call("mail.mail", "process_email_queue", [])


def test_a_sessions_life(visit, house, mails):
    mentor = visit("en", "desktop")
    mentor.become("mercadier")
    mentee = visit("en", "phone")
    mentee.become("petitjean")
    pair = f"/my/mentoring/pairs/{mails.match_id}"

    proposes_times(mentor, pair)
    picks_one(mentee, mails)
    planned = is_planned(mails)
    session_id = answers(mentor, pair, house, mails)
    moves_to_a_call(mentee, mails, session_id, planned)
    cancels(mentor, mails, session_id, planned)
    plans_anew(mentee, pair, mails, planned)
    session_id = is_held(mentee, pair, house)
    writes_and_comments(mentee, mentor, session_id)
    nothing_private_was_sent(mails)


def proposes_times(mentor, pair):
    """The mentor offers; nothing is planned yet, and no calendar file goes out."""
    mentor.go(pair)
    mentor.press("main a[href$='/times']")
    mentor.fill(date_1=in_days(12), time_1="18:30", date_2=in_days(13), time_2="08:00")
    mentor.fill(minutes=60, way="in_person", place="Café des Anciens")
    mentor.check()
    mentor.submit("/times")
    mentor.sees("Your mentee is asked to pick", "Times that you have proposed")


def picks_one(mentee, mails):
    """The mail has one link, to the page on which one click plans the session."""
    mails.deliver()
    message = mails.mailbox.wait_until(
        lambda: next(
            (
                one
                for one in mails.mailbox.to(mails.mentee)
                if not post.calendars_of(one)
                and any("/pairs/" in link for link in post.links_of(one))
            ),
            None,
        ),
        "no mail with the times",
    )
    [link] = [link for link in post.links_of(message) if "/my/mentoring" in link]
    mentee.go(urlsplit(link).path)
    mentee.sees("Times that suit your mentor", "6:30 PM", "8:00 AM")
    mentee.check()
    mentee.press("main form[action*='/times/'] button >> nth=0")
    mentee.sees("The session is planned.")
    mentee.lacks("form[action*='/times/']")


def is_planned(mails):
    method, event = mails.get_both(None, 0)
    assert method == "REQUEST"
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "Café des Anciens"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)
    answers = {
        str(one).removeprefix("mailto:"): one.params["PARTSTAT"]
        for one in event["ATTENDEE"]
    }
    assert answers == {mails.mentee: "ACCEPTED", mails.mentor: "NEEDS-ACTION"}
    return event


def answers(mentor, pair, house, mails):
    """The mentor says so on the page; the career centre sees it, too."""
    mentor.go(pair)
    mentor.press("main a[href*='/sessions/']")
    mentor.sees("No answer yet")
    mentor.press("button[name=answer][value=accepted]")
    mentor.sees("your answer is noted")
    mentor.lacks("button[name=answer]")
    [session] = house.call(
        "mentoring.session",
        "search_read",
        [("match_id", "=", mails.match_id)],
        ["mentee_answer", "mentor_answer"],
    )
    assert session["mentee_answer"] == session["mentor_answer"] == "accepted"
    return session["id"]


def moves_to_a_call(mentee, mails, session_id, planned):
    """A length out of the ordinary is asked about, and taken when it is meant."""
    mentee.go(f"/my/mentoring/sessions/{session_id}")
    mentee.unfold("form[action$='/move']")
    mentee.fill(date=in_days(14), minutes=30, way="video", call="1")
    mentee.submit("/move")
    mentee.has(".alert-danger")
    mentee.fill(sure="1")
    mentee.check()
    mentee.submit("/move")
    mentee.sees("The session is moved.", "No answer yet", "/calendar/join_videocall/")
    method, event = mails.get_both(planned["UID"], 1)
    assert method == "REQUEST"
    assert event.decoded("DTSTART") > planned.decoded("DTSTART")
    assert event["LOCATION"] == event["URL"]
    assert "/calendar/join_videocall/" in event["URL"]
    mentee.go(urlsplit(event["URL"]).path)


def cancels(mentor, mails, session_id, planned):
    mentor.go(f"/my/mentoring/sessions/{session_id}")
    mentor.unfold("form[action$='/cancel']")
    mentor.fill(reason=REASON)
    mentor.submit("/cancel")
    mentor.sees("You have cancelled this session.", REASON)
    mentor.lacks("form[action$='/move']")
    method, event = mails.get_both(planned["UID"], 2)
    assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
    told = [post.text_of(one) for one in mails.mailbox.to(mails.mentee)]
    assert any(REASON in text for text in told)


def plans_anew(mentee, pair, mails, planned):
    """Another session is another entry of the calendar."""
    mails.gone = {planned["UID"]}
    mentee.go(pair)
    mentee.fill(date=in_days(5), time="12:00", minutes=60, way="in_person")
    mentee.submit("/sessions")
    mentee.has(".alert-success")
    method, event = mails.get_both(None, 0)
    assert method == "REQUEST"
    assert event["UID"] != planned["UID"]


def is_held(mentee, pair, house):
    [session_id] = house.call(
        "mentoring.session",
        "search",
        [("match_id", "=", house.records["match_petitjean_mercadier"])]
        + [("state", "=", "planned")],
    )
    house.sql(
        "UPDATE mentoring_session SET start = start - interval '6 days', "
        f"stop = stop - interval '6 days' WHERE id = {session_id}"
    )
    mentee.go(f"/my/mentoring/sessions/{session_id}")
    mentee.submit("/done")
    mentee.go(pair)
    mentee.sees("Sessions held: 1 of at least 4")
    return session_id


def writes_and_comments(mentee, mentor, session_id):
    mentee.go(f"/my/mentoring/sessions/{session_id}")
    mentee.fill(retained=SUMMARY)
    mentee.submit("/notes")
    mentor.go(f"/my/mentoring/sessions/{session_id}")
    mentor.sees(SUMMARY)
    mentor.fill(mentor_comment=COMMENT)
    mentor.submit("/comment")
    mentee.page.reload()
    mentee.sees(COMMENT)


def nothing_private_was_sent(mails):
    for message in mails.mailbox.all():
        for words in (SUMMARY, COMMENT):
            assert words not in str(message)


def test_both_cancel_at_the_same_moment(house, mails):
    """One of them has cancelled, and both are told once, whoever came first."""
    people = {
        side: Browser(house, who)
        for side, who in (("mentee", "petitjean"), ("mentor", "mercadier"))
    }
    plan = {"date": in_days(25), "time": "09:00", "minutes": 60, "way": "phone"}
    people["mentee"].post(f"/my/mentoring/pairs/{mails.match_id}/sessions", **plan)
    [session] = house.call(
        "mentoring.session",
        "search_read",
        [("match_id", "=", mails.match_id), ("way", "=", "phone")],
        ["invitation_uid"],
    )
    path = f"/my/mentoring/sessions/{session['id']}/cancel"
    together = threading.Barrier(len(people))

    def cancel(side):
        together.wait()
        return people[side].post(path, reason=f"Said by the {side}.")

    assert not house.odoo.problems()
    with ThreadPoolExecutor() as pool:
        assert all("alert-success" in text for text in pool.map(cancel, people))
    forget_conflict(house)
    [facts] = house.call(
        "mentoring.session",
        "read",
        [session["id"]],
        ["state", "cancelled_by", "cancel_reason", "invitation_sequence", "event_id"],
    )
    assert (facts["state"], facts["event_id"]) == ("cancelled", False)
    assert facts["cancel_reason"] == f"Said by the {facts['cancelled_by']}."
    assert facts["invitation_sequence"] == 1
    method, __ = mails.get_both(session["invitation_uid"], 1)
    assert method == "CANCEL"
    for address in (mails.mentee, mails.mentor):
        files = [
            text
            for message in mails.mailbox.to(address)
            for text in post.calendars_of(message)
            if session["invitation_uid"] in text and "METHOD:CANCEL" in text
        ]
        assert len(files) == 1


def forget_conflict(house):
    """Odoo logs that the database sent one of the two back, before it tries again."""
    for line in house.odoo.problems():
        assert "bad query" in line and "mentoring_session" in line
    house.odoo.log_path.write_text("")


class Browser:
    """One of the two, without a window: as quick as the server."""

    def __init__(self, house, who):
        self.url = house.url
        self.session = requests.Session()
        self.session.cookies.set("session_id", house.sessions[who])
        page = self.session.get(f"{self.url}/my/mentoring", timeout=60).text
        self.token = re.search(r'csrf_token: "([^"]+)"', page)[1]

    def post(self, path, **form):
        form["csrf_token"] = self.token
        answer = self.session.post(f"{self.url}{path}", data=form, timeout=60)
        assert answer.ok, answer.text[-2000:]
        return answer.text
