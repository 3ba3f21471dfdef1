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
