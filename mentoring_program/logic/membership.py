"""Whether a membership covers a day, and until when (E7, C1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .facts import Policy

Period = tuple[date | None, date | None]  # first and last day; None is open


@dataclass(frozen=True, slots=True)
class Cover:
    """What the memberships of a person say of a day.

    - ``until``: the last day of unbroken cover that takes in the day, ``date.max``
      for no end, ``None`` when the day is not covered;
    - ``ended``: the last day before it that was covered, when the day is not.
    """

    until: date | None = None
    ended: date | None = None


NOT_COVERED = Cover()
COVERED_FOR_GOOD = Cover(until=date.max)


def cover(periods: Iterable[Period], day: date) -> Cover:
    """What ``periods`` say of ``day``; those that touch or overlap make one."""
    until = ended = None
    for start, end in sorted(
        (start or date.min, end or date.max) for start, end in periods
    ):
        if until is None and start <= day <= end:
            until = end
        elif until is not None and _goes_on(until, start):
            until = max(until, end)
        elif start <= end < day:
            ended = max(ended or end, end)
    return Cover(until, None if until else ended)


def _goes_on(until: date, start: date) -> bool:
    return until == date.max or start <= until + timedelta(days=1)


def lasts(until: date | None, planned_end: date) -> bool:
    """Whether a cover ``until`` takes in the planned end of a relation (E7, C1)."""
    return until is not None and until >= planned_end


def is_ending(until: date | None, planned_end: date, policy: Policy, today: date):
    """Whether to warn now: it ends before the relation, and soon (E7, C1)."""
    if until is None or lasts(until, planned_end):
        return False
    return until - today <= timedelta(days=policy.membership_warning_days)


def last_day_of_grace(ended: date, policy: Policy) -> date:
    """C1: until when a lapsed membership is waited for before staff may end a pair."""
    return ended + timedelta(days=policy.membership_grace_days)
