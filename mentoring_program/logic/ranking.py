"""One applicant against all mentors: who is allowed, best first, and why others aren't.

The rules are those of ``eligibility`` and the criteria those of ``scoring``. Each is
asked once for each combination of the facts that it looks at (see ``cohort_rules`` and
``cohort_points``), which are far fewer than mentors.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import date
from itertools import compress
from operator import attrgetter, gt
from typing import NamedTuple

from . import cohort_points, cohort_rules, eligibility, scoring
from .eligibility import gap_months
from .facts import Applicant, Mentor, Policy, Weights

# {mentor id, or None for every mentor: codes that a manager lets pass}
Overrides = Mapping[int | None, frozenset[str]]
ALL_DAYS = range(date.min.toordinal(), date.max.toordinal() + 1)


class Ranking(NamedTuple):
    """The mentors for one applicant.

    - `fitting`: `(mentor id, total)`, total from 0 to 100, the best first, among equal
      ones the lower id.
    - `excluded`: `{mentor id: codes of the rules that exclude it}`.
    """

    fitting: list[tuple[int, float]]
    excluded: dict[int, tuple[str, ...]]


def rank(
    applicant: Applicant,
    mentors: Mapping[int, Mentor],
    policy: Policy,
    weights: Weights,
    overridden: Overrides | None = None,
) -> Ranking:
    """Judge all mentors for one applicant; `scoring.score_pair` tells a score's parts.

    :param overridden: ``{mentor id or None: codes let pass}``
    """
    blocked = _blocked(applicant, mentors, policy, overridden or {})
    fitting, excluded, codes_of = [], {}, {}
    # What applies to a mentor is a row of flags, of which there are few different ones.
    flags = zip(*blocked.values(), strict=True) if blocked else [()] * len(mentors)
    for mentor_id, applies in zip(mentors, flags, strict=True):
        if applies not in codes_of:
            codes_of[applies] = tuple(compress(blocked, applies))
        if codes_of[applies]:
            excluded[mentor_id] = codes_of[applies]
        else:
            fitting.append(mentor_id)
    points = _points(applicant, [mentors[one] for one in fitting], policy, weights)
    best_first = sorted(zip(fitting, points, strict=True), key=_best_first)
    return Ranking([(one, own / scoring.SCALE) for one, own in best_first], excluded)


def _best_first(pair):
    mentor_id, points = pair
    return -points, mentor_id


class _Answers(dict):
    """What is said to each combination of a mentor's `facts`; asked when needed."""

    def __init__(self, facts: tuple[str, ...], ask: Callable[[Mentor], object]):
        super().__init__()
        self.facts, self.ask = facts, ask

    def __missing__(self, key):
        values = (key,) if len(self.facts) == 1 else key
        like_them = Mentor(**dict(zip(self.facts, values, strict=True)))
        self[key] = self.ask(like_them)
        return self[key]

    def on(self, mentors) -> list:
        """What is said to each of the mentors."""
        if not self.facts:
            return [self.ask(Mentor())] * len(mentors)
        return list(map(self.__getitem__, map(attrgetter(*self.facts), mentors)))


def _blocked(applicant, mentors, policy, overridden) -> dict[str, list[bool]]:
    """For each rule that excludes anybody, whom: a flag a mentor."""
    found = {}
    for rule in eligibility.PAIR_RULES:
        finding = rule(Applicant(), Mentor(), policy)
        blocks = _whom_it_blocks(rule, applicant, list(mentors.values()), policy)
        if overridden and eligibility.can_be_overridden(finding):
            let_pass = _let_pass(finding.code, mentors, overridden)
            blocks = list(map(gt, blocks, let_pass))
        if any(blocks):
            found[finding.code] = blocks
    return found


def _let_pass(code, mentors, overridden):
    if code in overridden.get(None, ()):
        return [True] * len(mentors)
    return [code in overridden.get(one, ()) for one in mentors]


def _whom_it_blocks(rule, applicant, mentors, policy) -> list[bool]:
    if rule in cohort_rules.NOT_SHARED:
        return _who_shares(cohort_rules.NOT_SHARED[rule], applicant, mentors)
    if rule is cohort_rules.BY_EXPERIENCE:
        return _who_is_too_far(applicant, mentors, policy)
    _own, facts = cohort_rules.LOOKS_AT.get(rule, cohort_rules.ALL_FACTS)
    return _Answers(facts, lambda one: rule(applicant, one, policy).blocks).on(mentors)


def _who_shares(traits, applicant, mentors):
    blocks = [False] * len(mentors)
    for own, of_mentor in traits:
        traits_of_applicant = frozenset(own(applicant))
        if not traits_of_applicant:
            continue
        apart = traits_of_applicant.isdisjoint
        blocks = [
            known or not apart(of_mentor(mentor))
            for known, mentor in zip(blocks, mentors, strict=True)
        ]
    return blocks


def _who_is_too_far(applicant, mentors, policy):
    """E4: the later a career began, the smaller the gap: those between two days fit."""
    if not applicant.experience_start:
        return [True] * len(mentors)

    def smallness(day):
        began = date.fromordinal(day)
        return -gap_months(applicant, Mentor(experience_start=began))

    first = bisect_left(ALL_DAYS, -12 * policy.gap_years_max, key=smallness)
    after = bisect_left(ALL_DAYS, 1 - 12 * policy.gap_years_min, key=smallness)
    if first >= after:
        return [True] * len(mentors)
    first, last = map(date.fromordinal, (ALL_DAYS[first], ALL_DAYS[after - 1]))
    begun = [mentor.experience_start for mentor in mentors]
    return [not day or not first <= day <= last for day in begun]


def _points(applicant, mentors, policy, weights) -> list[int]:
    counted = scoring.counted_weights(weights)
    columns = []
    for name, weight in counted.items():
        criterion = scoring.CRITERIA[name]
        _own, facts = cohort_points.LOOKS_AT.get(criterion, cohort_rules.ALL_FACTS)
        columns.append(_parts(criterion, weight, facts, applicant, mentors, policy))
    whole = sum(counted.values())
    return [scoring.rounded(sum(parts), whole) for parts in zip(*columns, strict=True)]


def _parts(criterion, weight, facts, applicant, mentors, policy):
    def ask(mentor):
        return weight * criterion(applicant, mentor, policy)[0]

    return _Answers(facts, ask).on(mentors)
