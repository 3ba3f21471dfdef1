"""E7, C1: whether a membership covers a day, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.eligibility import membership_lasts
from logic.membership import covered_until

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
    assert covered_until(periods, DAY) == until


@pytest.mark.parametrize(
    ("until", "lasts"),
    [
        (None, False),
        (date(2026, 11, 29), False),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), True),
        (date.max, True),
    ],
)
def test_a_membership_must_last_to_the_planned_end(until, lasts):
    assert membership_lasts(until, date(2026, 11, 30)) is lasts


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
    assert covered_until(periods, day) == expected
