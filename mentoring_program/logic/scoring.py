"""How well a pair fits: 0 to 100, the weighted mean of criteria of 0 to 100 each.

A criterion that lacks a fact is neutral (50) and says so. Names, gender, age and
nationality are not among the facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from .eligibility import free_places, gap_years, places
from .facts import Applicant, Mentor, Policy, Weights

NEUTRAL = 50.0
IN_PERSON = "in_person"


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
    """A pair's score (0 to 100) and the parts that add up to it."""

    total: float
    parts: tuple[Part, ...]


def _objectives(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M2: the share of the objectives that the mentor's competences cover."""
    wanted = applicant.objective_themes
    if not wanted or not mentor.themes:
        return NEUTRAL, "objectives_unknown", {}
    covered = wanted & mentor.themes
    params = {"covered": sorted(covered), "missing": sorted(wanted - covered)}
    return 100 * len(covered) / len(wanted), "objectives", params


def _function(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M3, E6: whether the mentor knows the mentee's function."""
    if applicant.function is None or not mentor.functions:
        return NEUTRAL, "function_unknown", {}
    same = applicant.function in mentor.functions
    return (100, "function_same", {}) if same else (0, "function_other", {})


def _industry(applicant: Applicant, mentor: Mentor, policy: Policy):
    """M3, E6: whether the mentor knows the mentee's sector."""
    if applicant.industry is None or not mentor.industries:
        return NEUTRAL, "industry_unknown", {}
    same = applicant.industry in mentor.industries
    return (100, "industry_same", {}) if same else (0, "industry_other", {})


def _gap(applicant: Applicant, mentor: Mentor, policy: Policy):
    """E4: 100 in the middle of the range, 0 at its ends and outside."""
    years = gap_years(applicant, mentor)
    if years is None:
        return NEUTRAL, "gap_unknown", {}
    middle = (policy.gap_years_min + policy.gap_years_max) / 2
    reach = max((policy.gap_years_max - policy.gap_years_min) / 2, 0.5)
    closeness = max(0.0, 1 - abs(years - middle) / reach)
    return 100 * closeness, "gap", {"years": round(years, 1)}


def _meeting(applicant: Applicant, mentor: Mentor, policy: Policy):
    """P4: face to face is preferred; a shared remote way serves too."""
    if not applicant.ways or not mentor.ways:
        return NEUTRAL, "meeting_unknown", {}
    shared = applicant.ways & mentor.ways
    same_place = applicant.place and applicant.place == mentor.place
    if IN_PERSON in shared and same_place:
        return 100, "meeting_same_place", {}
    if shared - {IN_PERSON}:
        return 60, "meeting_remote", {}
    if shared:
        return 30, "meeting_travel", {}
    return 0, "meeting_none", {}


def _load(applicant: Applicant, mentor: Mentor, policy: Policy):
    """The fewer mentees at a time, the better."""
    most = places(mentor, policy)
    free = free_places(mentor, policy)
    return 100 * free / max(most, 1), "load", {"free": free, "places": most}


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
    counted = {name: getattr(weights, name) for name in CRITERIA}
    if not any(counted.values()):
        counted = dict.fromkeys(CRITERIA, 1)
    whole = sum(counted.values())
    parts = tuple(
        Part(name, *_judge(rule, applicant, mentor, policy, counted[name] / whole))
        for name, rule in CRITERIA.items()
        if counted[name]
    )
    return Score(sum(part.points for part in parts), parts)


def _judge(rule, applicant, mentor, policy, weight):
    value, code, params = rule(applicant, mentor, policy)
    return float(value), weight, code, params
