"""When a mentor's career may have begun for the gap to fit (E4): days, for a search."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date

from .eligibility import gap_months
from .facts import Applicant, Mentor, Policy

EARLIEST = date(1900, 1, 1).toordinal()  # nobody begins sooner


def career_begins(applicant: Applicant, policy: Policy) -> tuple[date, date] | None:
    """The first and the last day on which a fitting mentor's career may have begun.

    ``None`` when no day fits, or when it isn't known for the applicant. It is found by
    asking the rule's own measure: the later the day, the smaller the gap.
    """
    if applicant.experience_start is None:
        return None
    nobody = Mentor()

    def gap_of(day):
        mentor = replace(nobody, experience_start=date.fromordinal(day))
        return -gap_months(applicant, mentor)

    # A month later is the first that counts as a month less.
    days = range(EARLIEST, applicant.experience_start.toordinal() + 62)
    first = bisect_left(days, -12 * policy.gap_years_max, key=gap_of)
    after = bisect_left(days, -12 * policy.gap_years_min + 1, key=gap_of)
    if first >= after:
        return None
    return date.fromordinal(days[first]), date.fromordinal(days[after - 1])
