"""Whether a membership covers a day, and until when (E7, C1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date | None, date | None]  # first and last day; None is open


def covered_until(periods: Iterable[Period], day: date) -> date | None:
    """The last day of unbroken cover that takes in ``day``; ``None`` if uncovered.

    Periods that touch or overlap make one; ``date.max`` stands for no end.
    """
    spans = sorted((start or date.min, end or date.max) for start, end in periods)
    until = None
    for start, end in spans:
        if until is None:
            if start <= day <= end:
                until = end
        elif until < date.max and start <= until + timedelta(days=1):
            until = max(until, end)
    return until
