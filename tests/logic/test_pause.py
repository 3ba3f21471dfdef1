"""When a mentor is on a break: the day before, the first, the last, the day after."""

from datetime import date

import pytest
from logic import pause

FIRST, LAST = date(2026, 7, 1), date(2026, 7, 31)


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2026, 6, 30), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 8, 1), False),
    ],
)
def test_both_days_belong_to_it(today, on):
    assert pause.is_on(FIRST, LAST, today) is on


@pytest.mark.parametrize(
    ("first", "last", "on"),
    [(None, None, False), (None, LAST, False), (FIRST, None, True)],
)
def test_until_further_notice(first, last, on):
    assert pause.is_on(first, last, date(2030, 1, 1)) is on
    assert pause.is_on(first, last, date(2026, 6, 30)) is False


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (FIRST, LAST, None),
        (FIRST, FIRST, None),
        (FIRST, None, None),
        (LAST, LAST, None),
        (date(2026, 6, 30), LAST, pause.PAST_START),
        (FIRST, date(2026, 6, 30), pause.PAST_END),
        (LAST, date(2026, 7, 30), pause.WRONG_ORDER),
    ],
)
def test_what_can_be_planned_on_its_first_day(first, last, found):
    assert pause.problem(first, last, FIRST) == found
