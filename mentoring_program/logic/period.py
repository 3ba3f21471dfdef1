"""Periods of days, the one before, and the year that a general meeting asks about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .duration import add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


def before(period: Period) -> Period:
    """Return the period before, of the same length, that ends as this one begins.

    Whole months are compared with as many months, whatever their days.
    """
    last = period.first - ONE_DAY
    if months := whole_months(period):
        return Period(add_months(period.first, -months), last)
    return Period(period.first - (period.last - period.first) - ONE_DAY, last)


def whole_months(period: Period) -> int:
    """Return how many months the period is, counted from its first day; 0 if it isn't.

    A first day after the 28th is none to count months from.
    """
    end = period.last + ONE_DAY
    if period.first.day > 28 or end.day != period.first.day:
        return 0
    years, months = end.year - period.first.year, end.month - period.first.month
    return years * 12 + months


def last_full_year(today: date, year_ends: date) -> Period:
    """Return the last full year that was over before ``today``.

    :param year_ends: the last day of the year that ``today`` is in
    """
    last = add_months(year_ends + ONE_DAY, -12) - ONE_DAY
    return Period(add_months(last + ONE_DAY, -12), last)
