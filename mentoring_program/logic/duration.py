"""Spans of time in calendar months and years, as people count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier), the month's last if there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def full_months(start: date, end: date) -> int:
    """Completed months from ``start`` to ``end``; negative when ``end`` comes first."""
    if end < start:
        return -full_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def full_years(start: date, end: date) -> int:
    """Completed years from ``start`` to ``end``."""
    months = full_months(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def days_late(due: date, today: date) -> int:
    """Days gone by since ``due``; 0 when it is not past."""
    return max((today - due) // timedelta(days=1), 0)


def as_start(day: date) -> int:
    """A day as a number, for many spans at once: with `as_end` of a day not before it,
    `full_months(start, end) == as_end(end) - as_start(start) >> 5`.
    """
    return 32 * (day.year * 12 + day.month) + day.day


def as_end(day: date) -> int:
    """The counterpart of `as_start`: the last of a month completes any month."""
    last = monthrange(day.year, day.month)[1]
    return 32 * (day.year * 12 + day.month) + (31 if day.day == last else day.day)
