"""The table tells what is wrong, whichever way."""

from datetime import date
from email.message import EmailMessage

import pytest

from .behaviours import HIDDEN, MENTEE, MENTOR, STAFF, Story
from .table import FAULTS, Table

DAY, NEXT = date(2027, 3, 1), date(2027, 3, 2)
CODES = {"<1>": "match_ended", "<2>": "match_ended", "<3>": "reminder_quiet"}
ADDRESSES = {"pair": {MENTEE: "mentee@example.com", MENTOR: "mentor@example.com"}}


def letter(day, message_id, words="Bonjour Ana,", to="mentee@example.com"):
    message = EmailMessage()
    message["Message-Id"], message["Subject"] = message_id, "End"
    message.set_content(words)
    return day, (to,), message


def make_table(letters, killed=()):
    languages = {MENTEE: "fr_FR", MENTOR: "en_US"}
    story = Story("pair", DAY, languages, program=HIDDEN)
    story.gets(0, "match_ended", MENTEE)
    story.gets(0, "review", STAFF)
    table = Table([story], NEXT)
    table.take_letters(letters, CODES, ADDRESSES, killed)
    table.take_activities([["pair", "review", str(DAY)]], [DAY, NEXT])
    return table


@pytest.mark.parametrize(
    ("letters", "fault"),
    [
        ([], "missing"),
        ([letter(DAY, "<1>"), letter(DAY, "<2>")], "twice"),
        ([letter(DAY, "<1>"), letter(DAY, "<1>")], "twice"),
        ([letter(DAY, "<1>"), letter(DAY, "<3>")], "unasked"),
        ([letter(DAY, "<1>"), letter(NEXT, "<3>")], "after"),
        ([letter(DAY, "<1>", "Hello Ana,")], "language"),
        ([letter(DAY, "<1>", "Bonjour Ana, mentor pair")], "names"),
    ],
)
def test_each_fault_is_counted_where_it_belongs(letters, fault):
    table = make_table(letters)
    total = table.total()
    assert [name for name in FAULTS if total[name]] == [fault]
    assert not table.is_right()


def test_a_day_late_is_missing_and_not_expected():
    total = make_table([letter(NEXT, "<1>")]).total()
    assert (total["missing"], total["unasked"]) == (1, 1)


def test_a_letter_to_nobody_known_is_not_right():
    assert make_table([letter(DAY, "<1>")]).is_right()
    stray = letter(DAY, "<2>", to="other@example.com")
    assert not make_table([letter(DAY, "<1>"), stray]).is_right()


def test_what_was_on_the_wire_when_a_server_was_killed_is_counted_apart():
    same = [letter(DAY, "<1>"), letter(DAY, "<1>")]
    table = make_table(same, killed=[DAY])
    assert table.is_right()
    assert table.on_the_wire == 1
    assert not make_table(same, killed=[NEXT]).is_right()
