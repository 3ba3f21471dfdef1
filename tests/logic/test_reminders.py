"""What goes out when, and to whom: each message the day before, on the day, and after.

Then a whole year of one pair, day by day, in which nobody does anything.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from logic.facts import Meeting, Policy, Progress, Relation
from logic.reminders import (
    BOTH,
    DUE,
    LATE,
    LATER,
    PAUSED,
    STAFF,
    URGENCY,
    Message,
    chases,
    chosen,
    code_of,
    lost_meeting,
    outlook,
    session_messages,
    session_soon,
)

POLICY = Policy()
MENTEE, MENTOR = 11, 22
INTRODUCED = date(2026, 3, 10)
END = date(2026, 9, 10)
GAP = timedelta(days=7)
DAY = timedelta(days=1)


def meeting(id_=1, state="done", day=date(2026, 3, 20), **facts):
    start = datetime(day.year, day.month, day.day, 18, 0)
    return Meeting(
        id_, state, start, start + timedelta(hours=1), **{"has_summary": True, **facts}
    )


def pair(*meetings, now=datetime(2026, 4, 1, 9, 0), progress=None, **facts):
    """A pair of which ``progress`` tells what its sessions don't."""
    planned = [one for one in meetings if one.state == "planned"]
    done = [one for one in meetings if one.state == "done"]
    lost = lost_meeting(meetings)
    told = Progress(
        introduction=INTRODUCED,
        planned_end=END,
        membership_until=date.max,
        held=tuple(one.stop for one in done),
        planned=tuple(one.start for one in planned if one.stop > now),
        unconfirmed=tuple(one.stop for one in planned if one.stop <= now),
        without_summary=tuple(one.stop for one in done if not one.has_summary),
        without_appointment=lost and (lost.cancelled or lost.start).date(),
    )
    return Relation(
        1,
        replace(told, **(progress or {})),
        mentee=MENTEE,
        mentor=MENTOR,
        meetings=meetings,
        **facts,
    )


def due(relation, today, sent=None, policy=POLICY, off=frozenset()):
    """The codes of what is due, each with its step."""
    messages = outlook(relation, policy, today, sent or {}, off)
    return sorted((one.code, one.step) for one in messages if one.why == DUE)


def due_of(kind, relation, today, sent=None, **options):
    return [
        found
        for found in due(relation, today, sent, **options)
        if found[0].rsplit("_", 1)[0] == kind
    ]


# C3: the first session


@pytest.mark.parametrize(
    ("today", "sent", "expected"),
    [
        (date(2026, 3, 24), {}, []),
        (date(2026, 3, 25), {}, [("first_session_mentee", 1)]),
        (date(2026, 3, 26), {1: date(2026, 3, 25)}, []),
        (date(2026, 4, 4), {1: date(2026, 3, 25)}, []),
        (date(2026, 4, 5), {1: date(2026, 3, 25)}, [("first_session_mentee", 2)]),
        (date(2026, 4, 11), {1: date(2026, 3, 25), 2: date(2026, 4, 5)}, []),
        (
            date(2026, 4, 12),
            {1: date(2026, 3, 25), 2: date(2026, 4, 5)},
            [("first_session_staff", 3)],
        ),
        # Who comes late is warned twice all the same.
        (date(2026, 6, 1), {}, [("first_session_mentee", 1)]),
        (date(2026, 6, 7), {1: date(2026, 6, 1)}, []),
        (date(2026, 6, 8), {1: date(2026, 6, 1)}, [("first_session_mentee", 2)]),
    ],
)
def test_c3_the_mentee_is_warned_twice_then_staff_decide(today, sent, expected):
    known = {("first_session_mentee", step, "once"): day for step, day in sent.items()}
    assert due(pair(), today, known) == expected


@pytest.mark.parametrize("state", ["planned", "done"])
def test_c3_any_session_will_do(state):
    found = chases(pair(meeting(state=state)), POLICY, date(2026, 4, 1))
    assert "first_session" not in {chase.kind for chase in found}


def test_c3_the_programme_sets_the_number():
    longer = replace(POLICY, first_session_months=2)
    assert due(pair(), date(2026, 4, 8), policy=longer) == []
    assert due(pair(), date(2026, 4, 9), policy=longer) == [("first_session_mentee", 1)]


# The steps of a chase: mentee, both, staff


CONFIRM = date(2026, 3, 22)


@pytest.mark.parametrize(
    ("today", "sent", "expected"),
    [
        (CONFIRM - DAY, {}, []),
        (CONFIRM, {}, [("unconfirmed_mentee", 1)]),
        (CONFIRM + GAP - DAY, {("mentee", 1): CONFIRM}, []),
        (
            CONFIRM + GAP,
            {("mentee", 1): CONFIRM},
            [("unconfirmed_mentee", 2), ("unconfirmed_mentor", 2)],
        ),
        # One of the two has had another reminder: the other waits for nobody.
        (
            CONFIRM + GAP + DAY,
            {("mentee", 1): CONFIRM, ("mentee", 2): CONFIRM + GAP},
            [("unconfirmed_mentor", 2)],
        ),
        (
            CONFIRM + 2 * GAP,
            {
                ("mentee", 1): CONFIRM,
                ("mentee", 2): CONFIRM + GAP,
                ("mentor", 2): CONFIRM + GAP + DAY,
            },
            [],
        ),
        (
            CONFIRM + 2 * GAP + DAY,
            {
                ("mentee", 1): CONFIRM,
                ("mentee", 2): CONFIRM + GAP,
                ("mentor", 2): CONFIRM + GAP + DAY,
            },
            [("unconfirmed_staff", 3)],
        ),
        (
            CONFIRM + 9 * GAP,
            {
                ("mentee", 1): CONFIRM,
                ("mentee", 2): CONFIRM + GAP,
                ("mentor", 2): CONFIRM + GAP,
                ("staff", 3): CONFIRM + 2 * GAP,
            },
            [],
        ),
    ],
)
def test_p3_mentee_then_both_then_staff(today, sent, expected):
    known = {
        (code_of("unconfirmed", side), step, "1"): day
        for (side, step), day in sent.items()
    }
    relation = pair(meeting(state="planned"))
    assert due_of("unconfirmed", relation, today, known) == expected


def test_what_is_switched_off_is_not_waited_for():
    relation = pair(meeting(state="planned"))
    off = frozenset({"unconfirmed_mentee"})
    assert due(relation, CONFIRM, off=off) == []
    assert due(relation, CONFIRM + GAP, off=off) == [("unconfirmed_mentor", 2)]
    off |= {"unconfirmed_mentor"}
    assert due(relation, CONFIRM + 2 * GAP, off=off) == [("unconfirmed_staff", 3)]


def test_a_contact_that_is_archived_is_not_waited_for():
    relation = replace(pair(meeting(state="planned")), mentee=None)
    assert due(relation, CONFIRM + GAP) == [("unconfirmed_mentor", 2)]


def test_c7_the_summary_is_the_mentees_then_staff_see():
    relation = pair(meeting(has_summary=False))
    first = date(2026, 3, 28)
    sent = {("summary_mentee", 1, "1"): first}
    assert due_of("summary", relation, first - DAY) == []
    assert due_of("summary", relation, first) == [("summary_mentee", 1)]
    assert due_of("summary", relation, first + GAP, sent) == [("summary_staff", 2)]
    assert due_of("summary", pair(meeting()), first) == []


def test_c7_each_session_has_its_own_summary():
    late = [meeting(n, has_summary=False) for n in (1, 2)]
    sent = {("summary_mentee", 1, "1"): date(2026, 3, 28)}
    assert due_of("summary", pair(*late), date(2026, 3, 29), sent) == [
        ("summary_mentee", 1)
    ]


@pytest.mark.parametrize(
    ("kind", "lost", "first"),
    [
        ("summary", meeting(has_summary=False), date(2026, 3, 28)),
        ("unconfirmed", meeting(state="planned"), CONFIRM),
        ("appointment", meeting(state="missed"), date(2026, 3, 28)),
    ],
)
def test_what_came_up_long_ago_is_not_begun_with(kind, lost, first):
    relation = pair(lost)
    assert due_of(kind, relation, first + LATE)
    assert not due_of(kind, relation, first + LATE + DAY)
    # After a pause, it counts from its end.
    resumed = replace(relation, resumed=first + LATE)
    assert due_of(kind, resumed, first + LATE + DAY)
    # Once begun, it goes on.
    begun = {(code_of(kind, "mentee"), 1, "1"): first + LATE}
    assert due_of(kind, relation, first + LATE + GAP, begun)


# C5: another appointment


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([meeting(state="cancelled", cancelled=datetime(2026, 3, 19, 9, 0))], True),
        ([meeting(state="missed")], True),
        ([meeting(1, "missed"), meeting(2, "planned", date(2026, 4, 20))], False),
        ([meeting(1, "missed"), meeting(2, "done", date(2026, 3, 25))], False),
        ([meeting(1, "done", date(2026, 3, 12)), meeting(2, "missed")], True),
        ([meeting()], False),
        ([], False),
    ],
)
def test_c5_another_appointment_if_none_is_agreed_on(meetings, expected):
    found = due_of("appointment", pair(*meetings), date(2026, 3, 28))
    assert bool(found) is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 3, 26), False), (date(2026, 3, 27), True)],
)
def test_c5_from_the_day_on_which_it_fell_through(today, expected):
    lost = meeting(state="cancelled", cancelled=datetime(2026, 3, 19, 9, 0))
    assert bool(due_of("appointment", pair(lost), today)) is expected


def test_c5_one_question_is_enough():
    """Who is asked for another appointment is not told that it has been quiet, too."""
    relation = pair(meeting(1), meeting(2, "missed", date(2026, 3, 25)))
    kinds = {chase.kind for chase in chases(relation, POLICY, date(2026, 8, 1))}
    assert "appointment" in kinds
    assert "quiet" not in kinds


def test_p3_no_session_for_long():
    relation, first = pair(meeting()), date(2026, 5, 4)
    assert due_of("quiet", relation, first - DAY) == []
    assert due_of("quiet", relation, first) == [("quiet_mentee", 1)]
    sooner = replace(POLICY, quiet_days=30)
    assert due_of("quiet", relation, date(2026, 4, 19), policy=sooner)


# D6: does the mentor go on?


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 20), []),
        (date(2026, 3, 21), [("go_on_mentor", 1)]),
        (date(2026, 4, 4), [("go_on_mentor", 1)]),
        (date(2026, 4, 5), []),
    ],
)
def test_d6_the_mentor_is_asked_after_the_first_session(today, expected):
    assert due_of("go_on", pair(meeting()), today) == expected


def test_d6_not_after_the_second_nor_twice():
    two = pair(meeting(1), meeting(2, day=date(2026, 3, 21)))
    assert due_of("go_on", two, date(2026, 3, 22)) == []
    sent = {("go_on_mentor", 1, "once"): date(2026, 3, 21)}
    assert due_of("go_on", pair(meeting()), date(2026, 3, 30), sent) == []


# C1: the membership


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 30), []),
        (date(2026, 5, 1), [("membership_ending_mentee", 1)]),
        (date(2026, 5, 31), [("membership_ending_mentee", 1)]),
        (date(2026, 6, 1), []),
    ],
)
def test_c1_before_the_membership_ends(today, expected):
    relation = pair(meeting(), progress={"membership_until": date(2026, 5, 31)})
    assert due_of("membership_ending", relation, today) == expected


def test_c1_not_when_it_covers_the_relation():
    relation = pair(progress={"membership_until": END})
    assert due_of("membership_ending", relation, END) == []


def test_c1_lapsed_the_mentee_then_staff_never_the_mentor():
    lapsed = {
        "membership_until": None,
        "membership_covers_today": False,
        "membership_ended": date(2026, 3, 31),
    }
    relation, first = pair(meeting(), progress=lapsed), date(2026, 4, 1)
    occasion = str(first)
    assert due_of("membership_lapsed", relation, first) == [
        ("membership_lapsed_mentee", 1)
    ]
    sent = {("membership_lapsed_mentee", 1, occasion): first}
    assert due_of("membership_lapsed", relation, first + GAP, sent) == [
        ("membership_lapsed_staff", 2)
    ]
    sides = {
        side
        for chase in chases(relation, POLICY, first)
        if chase.kind.startswith("membership")
        for step in chase.steps
        for side in step.sides
    }
    assert sides == {"mentee", STAFF}


# P2, C9, D5: the end


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 8, 26), None),
        (date(2026, 8, 27), "end_near"),
        (END, "end_near"),
        (END + DAY, None),
        (END + GAP, "past_end"),
    ],
)
def test_p2_both_are_asked_to_extend_or_close(today, kind):
    relation = pair(meeting(), meeting(2, day=date(2026, 8, 20)))
    expected = [(f"{kind}_{side}", 1) for side in BOTH] if kind else []
    found = [one for one in due(relation, today) if "end" in one[0]]
    assert found == sorted(expected)


def test_p2_not_while_an_extension_is_asked_for_and_anew_after_it():
    asked = replace(pair(meeting()), extension_asked=True)
    assert due_of("end_near", asked, END) == []
    sent = {(f"end_near_{side}", 1, str(END)): END - 14 * DAY for side in BOTH}
    assert due_of("end_near", pair(meeting()), END, sent) == []
    later = END + timedelta(days=60)
    longer = pair(meeting(), progress={"planned_end": later})
    assert len(due_of("end_near", longer, later, sent)) == 2


@pytest.mark.parametrize(("who", "other"), [("mentor", "mentee"), ("mentee", "mentor")])
def test_c9_d5_the_other_is_asked_to_declare_the_end_too(who, other):
    first = date(2026, 5, 8)
    relation = pair(
        meeting(has_summary=False),
        progress={"ended_by": frozenset({who}), "ended_on": first - GAP},
    )
    assert due(relation, first - DAY) == [], "nothing else is asked any more"
    assert due(relation, first) == [(f"one_side_ended_{other}", 1)]
    sent = {(f"one_side_ended_{other}", 1, who): first}
    assert due(relation, first + GAP, sent) == [("one_side_ended_staff", 2)]


@pytest.mark.parametrize("state", ["draft", "ended", "declined", "expired"])
def test_nothing_before_the_introduction_nor_after_the_end(state):
    relation = pair(meeting(has_summary=False), progress={"state": state})
    assert outlook(relation, POLICY, date(2026, 12, 1), {}) == []
    soon = replace(relation, meetings=(meeting(state="planned"),))
    assert session_messages(soon, POLICY, datetime(2026, 3, 20, 9, 0)) == []


# The proposal


@pytest.mark.parametrize(
    ("asked", "today", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 7), False),
        (date(2026, 3, 1), date(2026, 3, 8), True),
        (date(2026, 3, 1), date(2026, 3, 11), True),
        (date(2026, 3, 1), date(2026, 3, 12), False),
        (date(2026, 3, 8), date(2026, 3, 9), False),
        (date(2026, 3, 8), date(2026, 3, 10), True),
        (date(2026, 3, 10), date(2026, 3, 11), False),
    ],
)
def test_m1_who_has_not_answered_is_reminded_in_time(asked, today, expected):
    proposed = pair(
        progress={"state": "proposed", "introduction": None},
        answer_before=date(2026, 3, 11),
        asked=(("mentor", asked),),
    )
    assert due(proposed, today) == ([("proposal_mentor", 1)] if expected else [])


# A pause


def test_on_a_pause_nothing_is_due_and_afterwards_the_chase_begins():
    relation = pair(meeting(state="planned"))
    paused = replace(relation, paused=True)
    whys = {one.why for one in outlook(paused, POLICY, CONFIRM + 9 * GAP, {})}
    assert whys <= {PAUSED}
    back = replace(relation, resumed=CONFIRM + 9 * GAP)
    assert due_of("unconfirmed", back, CONFIRM + 9 * GAP) == [("unconfirmed_mentee", 1)]


def test_after_a_pause_staff_are_not_told_on_the_first_day():
    back = CONFIRM + 9 * GAP
    relation = replace(pair(meeting(has_summary=False)), resumed=back)
    sent = {("summary_mentee", 1, "1"): date(2026, 3, 28)}
    assert due_of("summary", relation, back + GAP - DAY, sent) == []
    assert due_of("summary", relation, back + GAP, sent) == [("summary_staff", 2)]


def test_what_was_to_be_sent_during_a_pause_is_due_when_it_is_over():
    relation = replace(pair(meeting(state="planned")), resumed=CONFIRM + GAP)
    assert due_of("unconfirmed", relation, CONFIRM + GAP - DAY) == []
    [message] = outlook(relation, POLICY, CONFIRM + GAP, {})[:1]
    assert message.due == CONFIRM + GAP


def test_what_comes_later_is_told_with_its_day():
    [message] = outlook(pair(), POLICY, INTRODUCED, {})[:1]
    assert (message.why, message.due) == (LATER, date(2026, 3, 25))


# Appointments


START = datetime(2026, 4, 20, 18, 0)
REMINDED = datetime(2026, 4, 19, 6, 0)


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (datetime(2026, 4, 1), REMINDED - timedelta(minutes=1), False),
        (datetime(2026, 4, 1), REMINDED, True),
        (datetime(2026, 4, 1), START - timedelta(minutes=1), True),
        (datetime(2026, 4, 1), START, False),
        (REMINDED, REMINDED, True),
        (REMINDED + timedelta(minutes=1), REMINDED + timedelta(hours=1), False),
        (None, REMINDED, True),
    ],
)
def test_c5_d4_a_reminder_while_notice_can_be_given(told, now, expected):
    one = Meeting(1, "planned", START, START + timedelta(hours=1), told=told)
    assert session_soon(one, POLICY, now) is expected


def test_c5_d4_the_programme_sets_the_notice():
    longer = replace(POLICY, notice_hours=48)
    one = Meeting(1, "planned", START, START + timedelta(hours=1))
    assert session_soon(one, longer, REMINDED - timedelta(hours=24))


def test_d4_both_are_told_even_on_a_pause_and_anew_when_it_moves():
    one = Meeting(1, "planned", START, START + timedelta(hours=1))
    relation = replace(pair(), meetings=(one,), paused=True)
    found = session_messages(relation, POLICY, REMINDED)
    assert [message.person for message in found] == [MENTEE, MENTOR]
    moved = replace(one, start=START + timedelta(hours=2))
    again = session_messages(
        replace(relation, meetings=(moved,)), POLICY, REMINDED + timedelta(hours=2)
    )
    assert {message.key for message in found}.isdisjoint(
        message.key for message in again
    )


# One a week


def message(kind, side="mentee", person=MENTEE, day=date(2026, 4, 1), why=DUE):
    return Message(kind, "C5", side, 1, "once", due=day, person=person, why=why)


def test_the_most_urgent_goes_first_and_one_is_enough():
    today = date(2026, 4, 10)
    found = [(n, message(kind)) for n, kind in enumerate(("quiet", "proposal"))]
    assert chosen(found, {}, today) == found[1:]
    both = [*found, (2, message("quiet", "mentor", MENTOR))]
    assert {whose for whose, __ in chosen(both, {}, today)} == {1, 2}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 4, 10), 0),
        (date(2026, 4, 4), 0),
        (date(2026, 4, 3), 1),
        (None, 1),
    ],
)
def test_nobody_gets_two_in_a_week(last, expected):
    known = {MENTEE: last} if last else {}
    found = chosen([(1, message("quiet"))], known, date(2026, 4, 10))
    assert len(found) == expected


def test_staff_get_all_and_what_is_not_due_waits():
    found = [(n, message("quiet", STAFF, None)) for n in (1, 2)]
    later = [(3, message("quiet", why=LATER))]
    assert chosen(found + later, {}, date(2026, 4, 10)) == found


def test_each_kind_has_its_urgency():
    assert len(set(URGENCY)) == len(URGENCY)


# A year in which nobody does anything


def live(relation, days, policy=POLICY):
    """The messages of each day from the introduction on: ``[(day, message)]``."""
    sent, last, found = {}, {}, []
    for number in range(days):
        today = INTRODUCED + number * DAY
        messages = [(1, one) for one in outlook(relation, policy, today, sent)]
        for __, one in chosen(messages, last, today):
            assert one.key not in sent, "once"
            sent[one.key] = today
            if one.person:
                last[one.person] = today
            found.append((today, one))
    return found


def test_a_year_without_a_session_ends_with_staff_and_floods_nobody():
    """C3, P2: warned twice; staff; then the end; never two in a week."""
    found = live(pair(), 365)
    assert [(one.code, one.step) for __, one in found] == [
        ("first_session_mentee", 1),
        ("first_session_mentee", 2),
        ("first_session_staff", 3),
        ("end_near_mentee", 1),
        ("end_near_mentor", 1),
        ("past_end_mentee", 1),
        ("past_end_mentor", 1),
        ("past_end_staff", 2),
    ]
    for person in (MENTEE, MENTOR):
        days = [day for day, one in found if one.person == person]
        assert all(later - day >= GAP for day, later in pairwise(days))
