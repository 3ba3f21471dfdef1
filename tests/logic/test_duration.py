"""Calendar months and years, as people count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.duration import add_months, days_late, full_months, full_years

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-240, 240)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 6, 5), -24, date(2024, 6, 5)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 16), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 2, 15), date(2026, 1, 15), -1),
        (date(2026, 2, 14), date(2026, 1, 15), 0),
    ],
)
def test_only_completed_months_count(start, end, months):
    assert full_months(start, end) == months


@pytest.mark.parametrize(
    ("end", "years"),
    [
        (date(2026, 3, 9), 7),
        (date(2026, 3, 10), 8),
        (date(2026, 3, 11), 8),
        (date(2018, 3, 10), 0),
        (date(2017, 3, 10), -1),
        (date(2017, 3, 11), 0),
    ],
)
def test_a_year_is_complete_on_its_anniversary(end, years):
    assert full_years(date(2018, 3, 10), end) == years


def test_who_began_on_a_29th_of_february_has_the_anniversary_on_the_28th():
    assert full_years(date(2016, 2, 29), date(2024, 2, 28)) == 7
    assert full_years(date(2016, 2, 29), date(2024, 2, 29)) == 8
    assert full_years(date(2016, 2, 29), date(2025, 2, 28)) == 9


@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2026, 5, 9), 0), (date(2026, 5, 10), 0), (date(2026, 5, 11), 1)],
)
def test_a_due_day_is_late_from_the_next_day_on(today, days):
    assert days_late(date(2026, 5, 10), today) == days


@given(DAYS, st.integers(0, 600))
def test_the_months_added_are_the_months_counted(day, months):
    assert full_months(day, add_months(day, months)) == months


@given(DAYS, DAYS)
def test_counting_backwards_is_counting_forwards_negated(one, other):
    assert full_months(one, other) == -full_months(other, one)


@given(DAYS, MONTHS)
def test_adding_months_never_skips_a_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
