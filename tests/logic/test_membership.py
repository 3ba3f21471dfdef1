"""E7, C1: whether a membership covers a day, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.facts import Policy
from logic.membership import (
    COVERED_FOR_GOOD,
    NOT_COVERED,
    cover,
    is_ending,
    last_day_of_grace,
    lasts,
)

DAY = date(2026, 6, 15)
YEAR_25 = (date(2025, 1, 1), date(2025, 12, 31))
YEAR_26 = (date(2026, 1, 1), date(2026, 12, 31))
YEAR_27 = (date(2027, 1, 1), date(2027, 12, 31))
END_27 = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("periods", "until"),
    [
        pytest.param((), None, id="no membership"),
        pytest.param((YEAR_26,), date(2026, 12, 31), id="this year"),
        pytest.param((YEAR_25,), None, id="only last year"),
        pytest.param((YEAR_27,), None, id="only next year, paid ahead"),
        pytest.param((YEAR_26, YEAR_27), END_27, id="touching years make one"),
        pytest.param((YEAR_27, YEAR_26), END_27, id="in any order"),
        pytest.param((YEAR_25, YEAR_27), None, id="a gap takes in the day"),
        pytest.param(
            (YEAR_26, (date(2027, 1, 2), END_27)),
            date(2026, 12, 31),
            id="a day's gap ends the cover",
        ),
        pytest.param(
            (YEAR_26, (date(2026, 6, 1), date(2027, 5, 31))),
            date(2027, 5, 31),
            id="overlapping",
        ),
        pytest.param(
            (YEAR_26, (date(2026, 3, 1), date(2026, 4, 30))),
            date(2026, 12, 31),
            id="one inside the other",
        ),
        pytest.param((YEAR_26, YEAR_26), date(2026, 12, 31), id="twice the same"),
        pytest.param(((None, DAY),), DAY, id="no start, ends today"),
        pytest.param(((DAY, DAY),), DAY, id="today only"),
        pytest.param(((DAY, None),), date.max, id="no end"),
        pytest.param(((None, None),), date.max, id="for ever"),
        pytest.param((YEAR_26, (None, None)), date.max, id="for ever, and a year"),
        pytest.param(((None, DAY - timedelta(days=1)),), None, id="ended yesterday"),
        pytest.param(((DAY + timedelta(days=1), None),), None, id="starts tomorrow"),
        pytest.param(
            ((None, DAY - timedelta(days=1)), (DAY, END_27)),
            END_27,
            id="renewed without a gap on the day",
        ),
        pytest.param(
            ((DAY - timedelta(days=9), DAY), (DAY + timedelta(days=1), END_27)),
            END_27,
            id="renewed from tomorrow",
        ),
    ],
)
def test_cover_lasts_until_the_first_gap(periods, until):
    assert cover(periods, DAY).until == until


@pytest.mark.parametrize(
    ("until", "enough"),
    [
        (None, False),
        (date(2026, 11, 29), False),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), True),
        (date.max, True),
    ],
)
def test_a_membership_must_last_to_the_planned_end(until, enough):
    assert lasts(until, date(2026, 11, 30)) is enough


@pytest.mark.parametrize(
    ("periods", "ended"),
    [
        pytest.param((), None, id="never a member"),
        pytest.param((YEAR_26,), None, id="covered today"),
        pytest.param((YEAR_25,), date(2025, 12, 31), id="lapsed"),
        pytest.param((YEAR_27,), None, id="not begun"),
        pytest.param((YEAR_25, YEAR_27), date(2025, 12, 31), id="in a gap"),
        pytest.param(
            ((None, date(2026, 3, 1)), YEAR_25), date(2026, 3, 1), id="the later end"
        ),
        pytest.param(((None, DAY - timedelta(days=1)),), date(2026, 6, 14), id="just"),
        pytest.param(((None, DAY),), None, id="today is the last day"),
    ],
)
def test_c1_a_lapsed_cover_has_its_last_day(periods, ended):
    assert cover(periods, DAY).ended == ended


def test_a_person_without_any_and_one_for_good():
    assert NOT_COVERED == cover((), DAY)
    assert COVERED_FOR_GOOD == cover(((None, None),), DAY)


@pytest.mark.parametrize(
    ("days", "ending"),
    [(-1, True), (0, True), (29, True), (30, True), (31, False), (164, False)],
)
def test_e7_a_cover_that_ends_too_soon_is_told_thirty_days_before(days, ending):
    until, end = DAY + timedelta(days=days), date(2026, 11, 30)
    assert is_ending(until, end, Policy(), DAY) is ending


@pytest.mark.parametrize("until", [None, date(2026, 7, 1), date(2026, 7, 2), date.max])
def test_e7_no_warning_without_cover_or_when_it_lasts(until):
    assert not is_ending(until, date(2026, 7, 1), Policy(), DAY)


@pytest.mark.parametrize(("days", "last"), [(0, DAY), (30, date(2026, 7, 15))])
def test_c1_grace_is_counted_from_the_last_day_covered(days, last):
    assert last_day_of_grace(DAY, Policy(membership_grace_days=days)) == last


DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 28))
PERIODS = st.lists(
    st.tuples(st.none() | DAYS, st.none() | DAYS).filter(
        lambda period: None in period or period[0] <= period[1]
    ),
    max_size=6,
)


def _covers(periods, day):
    return any(
        (start is None or start <= day) and (end is None or day <= end)
        for start, end in periods
    )


@given(PERIODS, DAYS)
def test_it_is_what_going_day_by_day_finds(periods, day):
    until, at, horizon = None, day, date(2026, 3, 1)
    while at <= horizon and _covers(periods, at):
        until, at = at, at + timedelta(days=1)
    expected = date.max if until == horizon else until
    assert cover(periods, day).until == expected
