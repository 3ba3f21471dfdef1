"""What is due when in a pair, what is overdue, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import membership
from .duration import add_months
from .facts import Policy, Progress

# C10: news are asked for twice, and for so many days late at most: nobody is asked
# about what is long past, be it imported or ended while the job stood still.
FIRST_NEWS, LAST_NEWS = ASKINGS = ("first", "last")
NEWS_DAYS = 60
# How a relation ended of which news make sense. Not after a mentor who did not go on
# (D6), without a first session (C3), nor when the association had to end it (C1).
NEWS_OUTCOMES = frozenset({"completed", "agreement", "other"})


@dataclass(frozen=True, slots=True)
class Concern:
    """Something wrong with a pair: its code, the rule, and since when."""

    code: str
    rule: str
    since: date


def planned_end(introduction: date, policy: Policy) -> date:
    """P2: the last day of the agreed duration."""
    return add_months(introduction, policy.duration_months_max)


def first_session_due(introduction: date, policy: Policy) -> date:
    """C3: the last day for the first session."""
    return add_months(introduction, policy.first_session_months)


def summary_due(session_end: datetime, policy: Policy) -> date:
    """C7: the last day for the summary of a session."""
    return session_end.date() + timedelta(days=policy.summary_days)


def appointment_due(fell_through: date, policy: Policy) -> date:
    """C5: the last day to agree on a new appointment."""
    return fell_through + timedelta(days=policy.reschedule_days)


def news_due(end: date, policy: Policy) -> tuple[date, ...]:
    """C10: the days on which news are asked for."""
    return tuple(add_months(end, months) for months in policy.news_months)


def news_asking(end: date, policy: Policy, today: date) -> str | None:
    """C10: which news are to be asked for on ``today``: one of ``ASKINGS``, or none.

    When both are due, only the last ones.
    """
    found = None
    for asking, due in zip(ASKINGS, news_due(end, policy), strict=True):
        if due <= today:
            found = asking if today <= due + timedelta(days=NEWS_DAYS) else None
    return found


def news_ends(asking: str, policy: Policy, today: date) -> tuple[date, date]:
    """C10: the days between which a pair has ended whose ``asking`` is due today.

    A little wide, because months differ in length; ``news_asking`` decides.
    """
    months = policy.news_months[ASKINGS.index(asking)]
    earliest = add_months(today - timedelta(days=NEWS_DAYS), -months)
    return earliest, add_months(today, -months) + timedelta(days=3)


def has_news(outcome: str | None, held: int, waits_again: bool) -> bool:
    """C10: whether news make sense of a pair that ended so, after ``held`` sessions.

    Whoever waits for another mentor gives them after that relation.
    """
    return outcome in NEWS_OUTCOMES and held > 0 and not waits_again


def news_waits(asking: str, asked: date, today: date) -> bool:
    """C10: whether an unanswered question still waits on the mentee's home page.

    The first does until the last is asked; the last, for as long as it may be asked.
    """
    return asking != LAST_NEWS or today <= asked + timedelta(days=NEWS_DAYS)


def has_survey(outcome: str | None, held: int) -> bool:
    """Whether to ask the two how it went, after ``held`` sessions.

    Those who met and ended as they meant to; whoever waits for another mentor has
    something to tell of this one.
    """
    return outcome in NEWS_OUTCOMES and held > 0


def notice_hours(start: datetime, cancelled: datetime) -> float:
    """C5, D4: the hours of notice that were given; negative after the start."""
    return (start - cancelled) / timedelta(hours=1)


def is_short_notice(start: datetime, cancelled: datetime, policy: Policy) -> bool:
    """C5, D4: exactly the notice that the charter asks for is enough."""
    return notice_hours(start, cancelled) < policy.notice_hours


def concerns(progress: Progress, policy: Policy, now: datetime) -> list[Concern]:
    """What needs somebody's attention in a running pair, the oldest first."""
    if progress.state != "active":
        return []
    found = [
        concern
        for check in _CHECKS
        if (concern := check(progress, policy, now)) is not None
    ]
    return sorted(found, key=lambda concern: concern.since)


def _first_session_missing(progress, policy, now):
    if progress.held or progress.planned or progress.unconfirmed:
        return None
    due = first_session_due(progress.introduction, policy)
    return Concern("not_started", "C3", due) if due < now.date() else None


def _session_unconfirmed(progress, policy, now):
    if not progress.unconfirmed:
        return None
    return Concern("unconfirmed", "P3", min(progress.unconfirmed).date())


def _summary_missing(progress, policy, now):
    dues = [summary_due(end, policy) for end in progress.without_summary]
    late = [due for due in dues if due < now.date()]
    return Concern("summary_missing", "C7", min(late)) if late else None


def _quiet_for_long(progress, policy, now):
    if not progress.held or progress.planned or progress.unconfirmed:
        return None
    since = max(progress.held).date() + timedelta(days=policy.quiet_days)
    return Concern("quiet", "P3", since) if since < now.date() else None


def _appointment_missing(progress, policy, now):
    if progress.without_appointment is None:
        return None
    due = appointment_due(progress.without_appointment, policy)
    return Concern("appointment_missing", "C5", due) if due < now.date() else None


def _past_planned_end(progress, policy, now):
    due = progress.planned_end
    return Concern("past_end", "P2", due) if due and due < now.date() else None


def _membership_lapsed(progress, policy, now):
    if progress.membership_covers_today:
        return None
    ended = progress.membership_ended
    since = ended + timedelta(days=1) if ended else progress.introduction
    return Concern("membership_lapsed", "C1", since)


def _membership_ending(progress, policy, now):
    until, end = progress.membership_until, progress.planned_end
    if not end or not membership.is_ending(until, end, policy, now.date()):
        return None
    return Concern("membership_ending", "C1", until)


def _fee_open(progress, policy, now):
    if not progress.fee_open:
        return None
    return Concern("fee_open", "P9", progress.fee_open_since or now.date())


def _one_side_ended(progress, policy, now):
    if len(progress.ended_by) != 1:
        return None
    return Concern("one_side_ended", "C9", progress.ended_on or now.date())


_CHECKS = (
    _first_session_missing,
    _session_unconfirmed,
    _summary_missing,
    _appointment_missing,
    _quiet_for_long,
    _past_planned_end,
    _membership_lapsed,
    _membership_ending,
    _fee_open,
    _one_side_ended,
)


def next_step(progress: Progress, policy: Policy) -> str:
    """The code of what the pair does next (P3, C3, C7, C9)."""
    if progress.state != "active":
        return "none"
    if progress.ended_by:
        return "declare_end"
    if progress.unconfirmed:
        return "confirm_session"
    if progress.without_summary:
        return "write_summary"
    if progress.planned:
        return "prepare_session"
    if not progress.held:
        return "plan_first_session"
    if len(progress.held) < policy.sessions_min:
        return "plan_session"
    return "declare_end"
