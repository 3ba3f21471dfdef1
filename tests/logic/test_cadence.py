"""What is due when in a pair: each concern the day before, on the day, and after."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from logic.cadence import (
    ASKINGS,
    NEWS_DAYS,
    concerns,
    first_session_due,
    has_news,
    has_survey,
    is_short_notice,
    news_asking,
    news_due,
    news_ends,
    news_waits,
    next_step,
    notice_hours,
    planned_end,
    summary_due,
)
from logic.facts import Policy, Progress

POLICY = Policy()
INTRODUCED = date(2026, 3, 10)
NIGHT = datetime(2026, 4, 10, 23, 59)  # the last minute of the last day (C3)
START = Progress(introduction=INTRODUCED, planned_end=date(2026, 9, 10))
HELD = replace(START, held=(datetime(2026, 4, 1, 18, 0),))
SOON = (datetime(2026, 4, 20, 18, 0),)


def codes(progress, now):
    return [concern.code for concern in concerns(progress, POLICY, now)]


def at(day, hour=12, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute)


def test_the_days_that_count():
    """P2, C3, C7, C10: to the end of a short month, and the day is the last one."""
    assert planned_end(INTRODUCED, POLICY) == date(2026, 9, 10)
    assert planned_end(date(2026, 8, 31), POLICY) == date(2027, 2, 28)
    assert first_session_due(INTRODUCED, POLICY) == date(2026, 4, 10)
    assert first_session_due(date(2026, 1, 31), POLICY) == date(2026, 2, 28)
    assert summary_due(datetime(2026, 4, 1, 23, 30), POLICY) == date(2026, 4, 8)
    assert news_due(date(2026, 11, 30), POLICY) == (
        date(2027, 2, 28),
        date(2027, 11, 30),
    )


@pytest.mark.parametrize(
    ("now", "concerned"),
    [
        (datetime(2026, 3, 10, 8, 0), False),
        (datetime(2026, 4, 9, 12, 0), False),
        (NIGHT, False),
        (NIGHT + timedelta(minutes=1), True),
    ],
)
def test_c3_no_first_session_within_a_month(now, concerned):
    assert ("not_started" in codes(START, now)) is concerned


@pytest.mark.parametrize("kind", ["held", "planned", "unconfirmed"])
def test_c3_any_session_will_do(kind):
    now = datetime(2026, 4, 11)
    assert "not_started" not in codes(replace(START, **{kind: (now,)}), now)


def test_p3_a_session_gone_by_wants_to_be_confirmed():
    ends = (datetime(2026, 4, 2, 19, 0), datetime(2026, 4, 1, 19, 0))
    [concern] = concerns(
        replace(START, unconfirmed=ends), POLICY, datetime(2026, 4, 3, 9, 0)
    )
    assert (concern.code, concern.rule) == ("unconfirmed", "P3")
    assert concern.since == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("now", "concerned"),
    [
        (datetime(2026, 4, 7, 12, 0), False),
        (datetime(2026, 4, 8, 23, 59), False),
        (datetime(2026, 4, 9, 0, 0), True),
    ],
)
def test_c7_a_summary_within_seven_days(now, concerned):
    progress = replace(HELD, without_summary=HELD.held)
    assert ("summary_missing" in codes(progress, now)) is concerned
    assert "summary_missing" not in codes(HELD, now)


@pytest.mark.parametrize(
    ("now", "concerned"),
    [
        (datetime(2026, 5, 15, 12, 0), False),
        (datetime(2026, 5, 16, 23, 59), False),
        (datetime(2026, 5, 17, 0, 0), True),
    ],
)
def test_p3_nothing_planned_for_the_programmes_days(now, concerned):
    assert ("quiet" in codes(HELD, now)) is concerned
    planned = replace(HELD, planned=(now + timedelta(days=5),))
    assert "quiet" not in codes(planned, now)


@pytest.mark.parametrize(
    ("now", "concerned"),
    [
        (datetime(2026, 9, 9, 12, 0), False),
        (datetime(2026, 9, 10, 23, 59), False),
        (datetime(2026, 9, 11, 0, 0), True),
    ],
)
def test_p2_past_the_planned_end(now, concerned):
    assert ("past_end" in codes(HELD, now)) is concerned
    assert "past_end" not in codes(replace(HELD, planned_end=None), now)


@pytest.mark.parametrize(
    ("ended", "since"),
    [
        pytest.param(None, INTRODUCED, id="never covered"),
        pytest.param(date(2026, 3, 31), date(2026, 4, 1), id="from the day after"),
    ],
)
def test_c1_the_membership_has_lapsed(ended, since):
    now = datetime(2026, 4, 1)
    lapsed = replace(START, membership_covers_today=False, membership_ended=ended)
    [concern] = concerns(lapsed, POLICY, now)
    assert (concern.code, concern.rule) == ("membership_lapsed", "C1")
    assert concern.since == since


@pytest.mark.parametrize(
    ("until", "concerned"),
    [
        (date(2026, 4, 1), True),
        (date(2026, 5, 1), True),
        (date(2026, 5, 2), False),
        (date(2026, 9, 10), False),
        (date.max, False),
    ],
)
def test_c1_the_membership_ends_before_the_relation(until, concerned):
    progress = replace(HELD, planned=SOON, membership_until=until)
    found = codes(progress, datetime(2026, 4, 1))
    assert ("membership_ending" in found) is concerned


@pytest.mark.parametrize(
    ("now", "concerned"),
    [
        (datetime(2026, 4, 8, 23, 59), False),
        (datetime(2026, 4, 9, 0, 0), True),
    ],
)
def test_c5_no_new_appointment_within_the_days(now, concerned):
    lost = replace(HELD, without_appointment=date(2026, 4, 1))
    assert ("appointment_missing" in codes(lost, now)) is concerned


def test_each_concern_tells_since_when():
    """P9, C9: not the day on which somebody looks."""
    now = datetime(2026, 4, 20)
    undone = replace(HELD, planned=SOON, fee_open=True, fee_open_since=date(2026, 4, 2))
    assert [one.since for one in concerns(undone, POLICY, now)] == [date(2026, 4, 2)]
    declared = replace(
        HELD,
        planned=SOON,
        ended_by=frozenset({"mentor"}),
        ended_on=date(2026, 4, 3),
    )
    assert [one.since for one in concerns(declared, POLICY, now)] == [date(2026, 4, 3)]


@pytest.mark.parametrize(("fee_open", "concerned"), [(True, True), (False, False)])
def test_p9_a_fee_undone_is_a_concern(fee_open, concerned):
    progress = replace(HELD, planned=SOON, fee_open=fee_open)
    assert ("fee_open" in codes(progress, datetime(2026, 4, 1))) is concerned


@pytest.mark.parametrize(
    ("sides", "concerned"),
    [((), False), (("mentor",), True), (("mentee",), True)],
)
def test_c9_one_side_has_declared_the_end(sides, concerned):
    progress = replace(HELD, ended_by=frozenset(sides))
    assert ("one_side_ended" in codes(progress, at(INTRODUCED))) is concerned


def test_d5_the_mentor_alone_is_not_the_end():
    progress = replace(HELD, ended_by=frozenset({"mentor"}))
    assert next_step(progress, POLICY) == "declare_end"


def test_the_oldest_concern_comes_first():
    progress = replace(
        HELD,
        without_summary=HELD.held,
        membership_covers_today=False,
        unconfirmed=(datetime(2026, 4, 5, 19, 0),),
    )
    found = concerns(progress, POLICY, datetime(2026, 9, 20))
    assert [concern.since for concern in found] == sorted(
        concern.since for concern in found
    )
    assert found[0].code == "membership_lapsed"


@pytest.mark.parametrize("state", ["draft", "proposed", "ended", "cancelled"])
def test_only_a_running_pair_causes_concern(state):
    progress = replace(
        START, state=state, membership_covers_today=False, introduction=None
    )
    assert concerns(progress, POLICY, datetime(2027, 1, 1)) == []
    assert next_step(progress, POLICY) == "none"


FOUR = tuple(datetime(2026, month, 1, 18, 0) for month in (4, 5, 6, 7))


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({}, "plan_first_session"),
        ({"planned": SOON}, "prepare_session"),
        ({"unconfirmed": SOON}, "confirm_session"),
        ({"unconfirmed": SOON, "planned": SOON}, "confirm_session"),
        ({"held": SOON, "without_summary": SOON}, "write_summary"),
        ({"held": SOON, "without_summary": SOON, "planned": SOON}, "write_summary"),
        ({"held": SOON}, "plan_session"),
        ({"held": FOUR[:3]}, "plan_session"),
        ({"held": FOUR}, "declare_end"),
        ({"held": FOUR, "planned": SOON}, "prepare_session"),
        ({"held": SOON, "ended_by": frozenset({"mentor"})}, "declare_end"),
    ],
)
def test_what_the_pair_does_next(facts, step):
    assert next_step(replace(START, **facts), POLICY) == step


SESSION = datetime(2026, 5, 12, 16, 0)


@pytest.mark.parametrize(
    ("before", "hours", "short"),
    [
        (timedelta(hours=24, minutes=1), 24 + 1 / 60, False),
        (timedelta(hours=24), 24, False),
        (timedelta(hours=23, minutes=59), 24 - 1 / 60, True),
        (timedelta(0), 0, True),
        (timedelta(hours=-1), -1, True),
    ],
)
def test_c5_exactly_24_hours_are_enough(before, hours, short):
    """C5, D4: the same for both."""
    cancelled = SESSION - before
    assert notice_hours(SESSION, cancelled) == pytest.approx(hours)
    assert is_short_notice(SESSION, cancelled, POLICY) is short


def test_c5_the_programme_sets_the_notice():
    policy = replace(POLICY, notice_hours=48)
    assert is_short_notice(SESSION, SESSION - timedelta(hours=47), policy)
    assert not is_short_notice(SESSION, SESSION - timedelta(hours=48), policy)


ENDED = date(2026, 1, 31)
LATE = timedelta(days=NEWS_DAYS)


@pytest.mark.parametrize(
    ("today", "asking"),
    [
        (ENDED, None),
        (date(2026, 4, 29), None),
        (date(2026, 4, 30), "first"),  # April has no 31st
        (date(2026, 4, 30) + LATE, "first"),
        (date(2026, 5, 1) + LATE, None),
        (date(2027, 1, 30), None),
        (date(2027, 1, 31), "last"),
        (date(2027, 1, 31) + LATE, "last"),
        (date(2027, 2, 1) + LATE, None),
        (date(2032, 1, 31), None),
    ],
)
def test_c10_news_are_asked_from_their_day_and_not_of_what_is_past(today, asking):
    assert news_asking(ENDED, POLICY, today) == asking


@pytest.mark.parametrize(
    ("months", "today", "asking"),
    [
        ((2, 6), date(2026, 3, 31), "first"),
        ((2, 6), date(2026, 7, 31), "last"),
        ((2, 3), date(2026, 4, 29), "first"),
        ((2, 3), date(2026, 4, 30), "last"),  # the first ones give way
        ((3, 3), date(2026, 4, 29), None),
        ((3, 3), date(2026, 4, 30), "last"),  # once, not twice
        ((1, 600), date(2026, 2, 28), "first"),
    ],
)
def test_c10_the_programme_sets_the_months(months, today, asking):
    assert news_asking(ENDED, replace(POLICY, news_months=months), today) == asking


def test_c10_the_days_that_are_searched_leave_nobody_out():
    for months in ((3, 12), (1, 2)):
        policy = replace(POLICY, news_months=months)
        for number in range(0, 800, 7):
            end = date(2023, 11, 1) + timedelta(days=number)
            for later in range(27, 460):
                today = end + timedelta(days=later)
                asking = news_asking(end, policy, today)
                if asking:
                    earliest, latest = news_ends(asking, policy, today)
                    assert earliest <= end <= latest, (end, today)
    assert ASKINGS == ("first", "last")


@pytest.mark.parametrize(
    ("outcome", "held", "waits_again", "asked"),
    [
        ("completed", 4, False, True),
        ("agreement", 1, False, True),
        ("other", 2, False, True),
        ("agreement", 0, False, False),  # they never met
        ("other", 3, True, False),  # another mentor is looked for
        ("stopped_first", 1, False, False),  # D6
        ("never_started", 0, False, False),  # C3
        ("fee_lapsed", 3, False, False),  # C1
        (None, 4, False, False),
    ],
)
def test_c10_after_which_ends_news_are_asked(outcome, held, waits_again, asked):
    assert has_news(outcome, held, waits_again) is asked


@pytest.mark.parametrize(
    ("asking", "days", "waits"),
    [
        ("first", NEWS_DAYS + 100, True),
        ("last", NEWS_DAYS, True),
        ("last", NEWS_DAYS + 1, False),
    ],
)
def test_c10_how_long_a_question_waits(asking, days, waits):
    asked = date(2026, 3, 10)
    assert news_waits(asking, asked, asked + timedelta(days=days)) is waits


@pytest.mark.parametrize(
    ("outcome", "held", "asked"),
    [
        ("completed", 4, True),
        ("agreement", 1, True),
        ("other", 1, True),
        ("other", 0, False),
        ("stopped_first", 1, False),
        ("never_started", 0, False),
        ("fee_lapsed", 2, False),
        (None, 2, False),
    ],
)
def test_d6_c3_c1_after_which_ends_both_are_asked_how_it_went(outcome, held, asked):
    assert has_survey(outcome, held) is asked
