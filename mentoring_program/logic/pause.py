"""A mentor's pause: from a day, now or to come, to a day, or until further notice."""

from __future__ import annotations

from datetime import date

PAST_START, PAST_END, WRONG_ORDER = "past_start", "past_end", "wrong_order"


def problem(first: date, last: date | None, today: date) -> str | None:
    """Why nobody can pause from ``first`` to ``last``: a code, or ``None``."""
    if first < today:
        return PAST_START
    if last and last < today:
        return PAST_END
    return WRONG_ORDER if last and last < first else None


def is_on(first: date | None, last: date | None, today: date) -> bool:
    """Whether the pause covers ``today``; both its days belong to it."""
    return bool(first) and first <= today and not (last and last < today)
