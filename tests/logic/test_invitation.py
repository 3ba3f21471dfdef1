"""Calendar files: one entry that follows the session, whatever the texts hold."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from logic.invitation import Invitation, as_ics

NOW = datetime(2026, 5, 4, 7, 30)
MEETING = Invitation(
    uid="3f1c-session",
    sequence=2,
    start=datetime(2026, 5, 12, 16, 0),
    end=datetime(2026, 5, 12, 17, 30),
    summary="Mentorat : Zoé et Jürgen",
    description="Prévenez au moins 24 heures avant.",
    location="Café de l’Opéra, Paris",
    organizer=("Pôle Carrière", "carriere@example.org"),
    attendees=(("Zoé Lefèvre", "zoe@example.org"), ("Jürgen Groß", "jg@example.org")),
)


def read(invitation, now=NOW):
    return vobject.readOne(as_ics(invitation, now).decode())


def lines_of(invitation):
    """The unfolded lines: a continuation begins with a blank (RFC 5545, 3.1)."""
    text = as_ics(invitation, NOW).decode().replace("\r\n ", "")
    return text.split("\r\n")


def test_the_entry_says_what_the_session_is():
    event = read(MEETING).vevent
    assert event.uid.value == "3f1c-session"
    assert event.sequence.value == "2"
    assert event.summary.value == "Mentorat : Zoé et Jürgen"
    assert event.description.value == "Prévenez au moins 24 heures avant."
    assert event.location.value == "Café de l’Opéra, Paris"
    assert event.status.value == "CONFIRMED"


def test_times_are_in_utc():
    event = read(MEETING).vevent
    assert event.dtstart.value == datetime(2026, 5, 12, 16, 0, tzinfo=timezone.utc)
    assert event.dtend.value == datetime(2026, 5, 12, 17, 30, tzinfo=timezone.utc)
    assert event.dtstamp.value == datetime(2026, 5, 4, 7, 30, tzinfo=timezone.utc)
    lines = lines_of(MEETING)
    assert "DTSTART:20260512T160000Z" in lines
    assert "DTEND:20260512T173000Z" in lines


def test_a_request_asks_for_an_answer():
    calendar = read(MEETING)
    assert calendar.method.value == "REQUEST"
    people = calendar.vevent.attendee_list
    assert [person.value for person in people] == [
        "mailto:zoe@example.org",
        "mailto:jg@example.org",
    ]
    assert [person.cn_param for person in people] == ["Zoé Lefèvre", "Jürgen Groß"]
    assert {person.rsvp_param for person in people} == {"TRUE"}
    assert calendar.vevent.organizer.value == "mailto:carriere@example.org"


def test_a_cancellation_takes_the_same_entry_away():
    calendar = read(replace(MEETING, cancelled=True, sequence=3))
    assert calendar.method.value == "CANCEL"
    assert calendar.vevent.status.value == "CANCELLED"
    assert calendar.vevent.uid.value == "3f1c-session"
    assert calendar.vevent.sequence.value == "3"


def test_what_is_not_known_is_left_out():
    bare = replace(MEETING, description="", location="", organizer=None, attendees=())
    names = {line.partition(":")[0].partition(";")[0] for line in lines_of(bare)}
    assert not names & {"DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE"}


BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"]


@pytest.mark.parametrize("end", BREAKS)
@pytest.mark.parametrize("field", ["summary", "description", "location"])
def test_a_text_with_line_breaks_adds_no_line_of_its_own(field, end):
    hostile = f"Hello{end}ATTENDEE:mailto:evil@example.org{end}METHOD:CANCEL"
    lines = lines_of(replace(MEETING, **{field: hostile}))
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 2
    assert [line for line in lines if line.startswith("METHOD")] == ["METHOD:REQUEST"]


@pytest.mark.parametrize("end", BREAKS)
def test_a_name_with_line_breaks_adds_no_line_of_its_own(end):
    people = ((f"Eve{end}METHOD:CANCEL", "eve@example.org"),)
    invitation = replace(MEETING, attendees=people, organizer=people[0])
    lines = lines_of(invitation)
    assert [line for line in lines if line.startswith("METHOD")] == ["METHOD:REQUEST"]
    assert len(read(invitation).vevent.attendee_list) == 1


@pytest.mark.parametrize("name", ['Eve "the" Boss', "Eve; ROLE=CHAIR", "Eve: X, Y"])
def test_a_name_with_marks_stays_one_name(name):
    invitation = replace(MEETING, attendees=((name, "eve@example.org"),))
    [person] = read(invitation).vevent.attendee_list
    assert person.value == "mailto:eve@example.org"
    assert person.role_param == "REQ-PARTICIPANT"


def test_an_address_with_line_breaks_adds_no_line_of_its_own():
    people = (("Eve", "eve@example.org\r\nMETHOD:CANCEL"),)
    lines = lines_of(replace(MEETING, attendees=people))
    assert [line for line in lines if line.startswith("METHOD")] == ["METHOD:REQUEST"]


def test_no_line_is_longer_than_the_standard_allows():
    long = replace(MEETING, description="é" * 500, location="x" * 300)
    for line in as_ics(long, NOW).split(b"\r\n"):
        assert len(line) <= 75


@given(st.text(max_size=80))
def test_any_title_comes_back_as_one_event(title):
    calendar = read(replace(MEETING, summary=title))
    assert len(calendar.vevent_list) == 1
    assert calendar.method.value == "REQUEST"
