"""What one person is reminded of, once: from which day on, and how long."""

from dataclasses import replace
from datetime import date

import pytest
from logic.facts import Policy
from logic.reminders_once import profile_check, survey, unfinished

POLICY = Policy()


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 7), None),
        (date(2026, 4, 8), date(2026, 4, 8)),
        (date(2026, 5, 8), date(2026, 4, 8)),
        (date(2026, 5, 9), None),
    ],
)
def test_a_questionnaire_that_was_left(today, expected):
    assert unfinished(date(2026, 4, 1), POLICY, today) == expected


@pytest.mark.parametrize(
    ("checked", "today", "expected"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), None),
        (date(2026, 4, 1), date(2027, 4, 1), date(2027, 4, 1)),
        (date(2026, 4, 1), date(2027, 5, 1), date(2027, 4, 1)),
        (date(2026, 4, 1), date(2027, 5, 2), None),
        (date(2026, 4, 1), date(2030, 4, 3), date(2030, 4, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
    ],
)
def test_a_profile_is_checked_once_a_year(checked, today, expected):
    assert profile_check(checked, POLICY, today) == expected


def test_a_programme_may_leave_profiles_alone():
    never = replace(POLICY, profile_months=0)
    assert profile_check(date(2020, 1, 1), never, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 14), None),
        (date(2026, 4, 15), date(2026, 4, 15)),
        (date(2026, 5, 15), date(2026, 4, 15)),
        (date(2026, 5, 16), None),
    ],
)
def test_a_survey_that_was_not_answered(today, expected):
    assert survey(date(2026, 4, 1), POLICY, today) == expected


def test_a_programme_may_leave_surveys_alone():
    never = replace(POLICY, survey_days=0)
    assert survey(date(2026, 4, 1), never, date(2026, 4, 1)) is None
