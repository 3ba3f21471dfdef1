"""From the counts of a period to its figures, by tables."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from logic import figures, period
from logic.figures import BY_KEY, Compared, Counts
from logic.period import Period

# A small year, every number its own, so that a mix-up shows.
YEAR = Counts(
    applications=23,
    accepted=12,
    refused=4,
    waited=15,
    matched=9,
    match_days=30.5,
    match_days_median=21.0,
    introduced=10,
    under_way=14,
    mentors=8,
    running=6,
    ended=7,
    outcomes={"completed": 5, "never_started": 1, "agreement": 1},
    ended_sessions=28,
    sessions=41,
    hours=55.5,
    survey_mentee=82.5,
    survey_mentee_people=5,
    survey_mentor=90.0,
    survey_mentor_people=2,
    rating_mentee=4.5,
    rating_mentee_people=3,
    rating_mentor=4.0,
    rating_mentor_people=4,
    news=8,
    promotions=2,
    fee_income=1080.0,
)


@pytest.mark.parametrize(
    ("key", "value", "of_nothing"),
    [
        ("applications", 23, 0),
        ("accepted", 12, 0),
        ("refused", 4, 0),
        ("acceptance_rate", 75.0, None),
        ("waited", 15, 0),
        ("matching_rate", 60.0, None),
        ("match_days_median", 21.0, None),
        ("match_days_mean", 30.5, None),
        ("introduced", 10, 0),
        ("running", 6, 0),
        ("mentors", 8, 0),
        ("mentor_load", 1.75, None),
        ("sessions", 41, 0),
        ("hours", 55.5, 0),
        ("ended", 7, 0),
        ("sessions_per_pair", 4.0, None),
        ("completed", 5, 0),
        ("completion_rate", pytest.approx(71.43, abs=0.01), None),
        ("satisfaction_mentee", 82.5, None),
        ("satisfaction_mentor", 90.0, None),
        ("rating_mentee", 4.5, None),
        ("rating_mentor", 4.0, None),
        ("news", 8, 0),
        ("promotions", 2, 0),
        ("promotion_rate", 25.0, None),
        ("fee_income", 1080.0, 0),
    ],
)
def test_each_figure_of_a_year_and_of_nothing(key, value, of_nothing):
    assert BY_KEY[key].value(YEAR) == value
    nothing = BY_KEY[key].value(Counts())
    assert nothing == of_nothing
    assert (nothing is None) == (of_nothing is None)


def test_the_table_above_has_every_figure_once():
    [mark] = test_each_figure_of_a_year_and_of_nothing.pytestmark
    assert [row[0] for row in mark.args[1]] == [one.key for one in figures.FIGURES]


@pytest.mark.parametrize("people", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("satisfaction_mentee", "survey_mentee_people"),
        ("satisfaction_mentor", "survey_mentor_people"),
        ("rating_mentee", "rating_mentee_people"),
        ("rating_mentor", "rating_mentor_people"),
    ],
)
def test_nobody_is_an_average(key, number, people):
    value = BY_KEY[key].value(replace(YEAR, **{number: people}))
    assert (value is not None) == (people >= 2)


def test_a_share_of_zero_is_a_figure():
    assert BY_KEY["acceptance_rate"].value(Counts(refused=3)) == 0
    assert BY_KEY["completion_rate"].value(Counts(ended=2, outcomes={"other": 2})) == 0


def test_fees_in_several_currencies_are_no_sum():
    assert BY_KEY["fee_income"].value(Counts(fee_income=None)) is None


@pytest.mark.parametrize(
    ("kind", "value", "before", "change", "percent"),
    [
        ("count", 12, 10, 2, 20.0),
        ("count", 10, 12, -2, pytest.approx(-16.67, abs=0.01)),
        ("count", 5, 0, 5, None),
        ("count", 0, 0, 0, None),
        ("count", 0, 4, -4, -100.0),
        ("percent", 75.0, 50.0, 25.0, None),
        ("percent", None, 50.0, None, None),
        ("percent", 75.0, None, None, None),
        ("days", 20.0, 40.0, -20.0, -50.0),
        ("money", 180.0, None, None, None),
    ],
)
def test_the_change(kind, value, before, change, percent):
    compared = Compared("x", kind, value, before)
    assert compared.change == change
    assert compared.change_percent == percent


def test_every_figure_is_compared_in_order():
    rows = figures.compare(YEAR, Counts(applications=20))
    assert [row.key for row in rows] == [figure.key for figure in figures.FIGURES]
    assert (rows[0].value, rows[0].before, rows[0].change) == (23, 20, 3)


def test_the_reasons_add_up_and_none_is_left_out():
    rows = figures.shares(YEAR.outcomes)
    assert [row[0] for row in rows] == list(figures.OUTCOMES)
    assert sum(pairs for __, pairs, __ in rows) == YEAR.ended
    assert sum(percent for __, __, percent in rows) == pytest.approx(100)
    assert figures.shares({})[0] == ("completed", 0, None)


def test_every_number_is_used():
    """No count without a figure: it would be asked of the database in vain."""
    used = {name for one in figures.FIGURES for name in (one.of, one.over, one.people)}
    behind = {"accepted", "refused", "outcomes"}  # of decided and completed
    assert {one.name for one in fields(Counts)} <= used | behind


def test_staff_can_read_what_each_figure_is():
    text = Path(__file__).parents[2].joinpath("docs/figures.md").read_text()
    for figure in figures.FIGURES:
        assert f"`{figure.key}`" in text


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2024-01-01", "2024-12-31", ("2023-01-01", "2023-12-31")),
        ("2025-09-01", "2026-08-31", ("2024-09-01", "2025-08-31")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-07-01", "2026-12-31", ("2026-01-01", "2026-06-30")),
        ("2026-01-15", "2026-02-14", ("2025-12-15", "2026-01-14")),
        # No whole months: as many days.
        ("2026-03-02", "2026-03-08", ("2026-02-23", "2026-03-01")),
        ("2026-03-05", "2026-03-05", ("2026-03-04", "2026-03-04")),
        ("2026-01-31", "2026-02-28", ("2026-01-02", "2026-01-30")),
    ],
)
def test_the_period_before(first, last, before):
    found = period.before(Period(date.fromisoformat(first), date.fromisoformat(last)))
    assert (str(found.first), str(found.last)) == before


@pytest.mark.parametrize(
    ("today", "year_ends", "first", "last"),
    [
        ("2026-11-23", "2026-12-31", "2025-01-01", "2025-12-31"),
        ("2026-12-31", "2026-12-31", "2025-01-01", "2025-12-31"),
        ("2027-01-01", "2027-12-31", "2026-01-01", "2026-12-31"),
        ("2026-11-23", "2027-08-31", "2025-09-01", "2026-08-31"),
        ("2024-03-01", "2025-02-28", "2023-03-01", "2024-02-29"),
    ],
)
def test_the_last_full_year(today, year_ends, first, last):
    found = period.last_full_year(
        date.fromisoformat(today), date.fromisoformat(year_ends)
    )
    assert (str(found.first), str(found.last)) == (first, last)
