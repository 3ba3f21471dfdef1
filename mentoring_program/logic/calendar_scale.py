"""How much time a calendar shows at first, so that people see what there is."""

from __future__ import annotations

# Sessions a week up to which a month, a week is still legible. Beyond, a day.
MONTH_UP_TO, WEEK_UP_TO = 100, 500
COUNTED = WEEK_UP_TO + 1  # counting further says nothing more


def calendar_scale(sessions_a_week: int) -> str:
    """The scale that fits so many sessions a week: `month`, `week` or `day`.

    >>> calendar_scale(12)
    'month'
    """
    if sessions_a_week <= MONTH_UP_TO:
        return "month"
    return "week" if sessions_a_week <= WEEK_UP_TO else "day"
