"""How well a pair fits: 0 to 100, the weighted mean of criteria of 0 to 100 each.

A criterion that lacks a fact is neutral (50) and says so. Names, gender, age and
nationality are not among the facts.

All is counted in whole points, `SCALE` to one of the 100, so that nothing depends on
the order of additions: `cohort_scoring` arrives at the same points for all pairs of a
cohort at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from .eligibility import free_places, gap_months, places
from .facts import Applicant, Mentor, Policy, Weights

SCALE = 100  # scores of 0 to 100 are 0 to 10,000 points
FULL = 100 * SCALE
NEUTRAL = FULL // 2
IN_PERSON = "in_person"
SAME_PLACE, REMOTE, TRAVEL = FULL, 60 * SCALE, 30 * SCALE  # P4


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion's share: its value (0 to 100), weight (0 to 1) and sentence."""

    criterion: str
    value: float
    weight: float
    code: str
    params: dict

    @property
    def points(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Score:
    """A pair's score (0 to 100), the parts that add up to it, and it in whole points
    (0 to 10,000), as matching compares them.
    """

    total: float
    parts: tuple[Part, ...]
    points: int


def share(part: int, whole: int) -> int:
    """The points of ``part`` in ``whole``, both from 0 and ``whole`` more than that."""
    return rounded(FULL * part, whole)


def rounded(dividend: int, divisor: int) -> int:
    """The quotient as an integer, halves rounded up; works on numpy's arrays too."""
    return (2 * dividend + divisor) // (2 * divisor)


def counted_weights(weights: Weights) -> dict[str, int]:
    """The criteria that count, with their weights; all alike when all are zero.

    :raises ValueError: a weight is below zero
    """
    named = {name: getattr(weights, name) for name in CRITERIA}
    if min(named.values()) < 0:
        raise ValueError(f"a weight is below zero: {named}")
    if not any(named.values()):
        return dict.fromkeys(CRITERIA, 1)
    return {name: weight for name, weight in named.items() if weight}


def _objectives(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M2: the share of the objectives that the mentor's competences cover."""
    wanted = applicant.objective_themes
    if not wanted or not mentor.themes:
        return NEUTRAL, "objectives_unknown", {}
    covered = wanted & mentor.themes
    params = {"covered": sorted(covered), "missing": sorted(wanted - covered)}
    return share(len(covered), len(wanted)), "objectives", params


def _function(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M3, E6: whether the mentor knows the mentee's function."""
    if applicant.function is None or not mentor.functions:
        return NEUTRAL, "function_unknown", {}
    same = applicant.function in mentor.functions
    return (FULL, "function_same", {}) if same else (0, "function_other", {})


def _industry(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M3, E6: whether the mentor knows the mentee's sector."""
    if applicant.industry is None or not mentor.industries:
        return NEUTRAL, "industry_unknown", {}
    same = applicant.industry in mentor.industries
    return (FULL, "industry_same", {}) if same else (0, "industry_other", {})


def gap_points(months: int, policy: Policy) -> int:
    """E4: full in the middle of the range, nothing at its ends and outside.

    :param months: that the mentor has worked longer than the mentee
    """
    middle = 6 * (policy.gap_years_min + policy.gap_years_max)
    reach = max(6 * (policy.gap_years_max - policy.gap_years_min), 6)
    return share(max(0, reach - abs(months - middle)), reach)


def _gap(applicant: Applicant, mentor: Mentor, policy: Policy):
    """E4: how close to the middle of the range."""
    months = gap_months(applicant, mentor)
    if months is None:
        return NEUTRAL, "gap_unknown", {}
    return gap_points(months, policy), "gap", {"years": round(months / 12, 1)}


def _meeting(applicant: Applicant, mentor: Mentor, policy: Policy):
    """P4: face to face is preferred; a shared remote way serves too."""
    if not applicant.ways or not mentor.ways:
        return NEUTRAL, "meeting_unknown", {}
    shared = applicant.ways & mentor.ways
    same_place = applicant.place and applicant.place == mentor.place
    if IN_PERSON in shared and same_place:
        return SAME_PLACE, "meeting_same_place", {}
    if shared - {IN_PERSON}:
        return REMOTE, "meeting_remote", {}
    if shared:
        return TRAVEL, "meeting_travel", {}
    return 0, "meeting_none", {}


def _load(applicant: Applicant, mentor: Mentor, policy: Policy):
    """The fewer mentees at a time, the better."""
    most = places(mentor, policy)
    free = free_places(mentor, policy)
    return share(free, max(most, 1)), "load", {"free": free, "places": most}


CRITERIA = {
    "objectives": _objectives,
    "function": _function,
    "industry": _industry,
    "gap": _gap,
    "meeting": _meeting,
    "load": _load,
}


def score_pair(
    applicant: Applicant, mentor: Mentor, policy: Policy, weights: Weights
) -> Score:
    """Score one pair. With all weights at zero, every criterion counts alike."""
    counted = counted_weights(weights)
    whole = sum(counted.values())
    parts, weighted = [], 0
    for name, weight in counted.items():
        points, code, params = CRITERIA[name](applicant, mentor, policy)
        parts.append(Part(name, points / SCALE, weight / whole, code, params))
        weighted += weight * points
    return Score(weighted / (whole * SCALE), tuple(parts), rounded(weighted, whole))
