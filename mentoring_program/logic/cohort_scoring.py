"""All pairs of a cohort judged at once, or one application against all mentors.

The hard rules are those of ``eligibility``, the scores those of ``scoring``, to the
last point; only they are not asked pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import NamedTuple

from .assignment import Cancelled
from .cohort import Options, ScoreTable
from .cohort_points import Points
from .cohort_rules import Line, Rules
from .facts import Applicant, Mentor, Policy, Weights
from .ranking import Overrides, Ranking, rank

__all__ = ["JudgedCohort", "Overrides", "Ranking", "judge_cohort", "rank"]

# Up to so many pairs the pure engine takes half a second; to import numpy, 0.1 s.
LARGE = 3_000_000
STEPS = 100  # how often progress is told
PLACES = "places"  # the finding that no place is free (M5)


@dataclass(frozen=True)
class JudgedCohort:
    """What rules and criteria say about all pairs of a cohort.

    - `scores`: the allowed pairs with their points (0 to 10,000), for `Cohort`; ids in
      the order of the mappings given.
    - `excluded`: `{applicant id: {code: mentors}}`, how many mentors each rule
      excludes; one excluded by several counts for each; rules that exclude nobody are
      not there.
    - `fitting`: `{applicant id: mentors}`, how many are allowed.
    - `full`: `{applicant id: mentors}`, how many lack only a free place (M5).
    """

    scores: ScoreTable
    excluded: Mapping[int, Mapping[str, int]]
    fitting: Mapping[int, int]
    full: Mapping[int, int]


def judge_cohort(
    applicants: Mapping[int, Applicant],
    mentors: Mapping[int, Mentor],
    policy: Policy,
    weights: Weights,
    overridden: Mapping[int, Overrides] | None = None,
    should_stop: Callable[[], bool] | None = None,
    progress: Callable[[float], object] | None = None,
    engine: str | None = None,
) -> JudgedCohort:
    """Judge all pairs.

    :param overridden: ``{applicant id: {mentor id or None: codes let pass}}``; ``None``
        stands for every mentor
    :param should_stop: asked now and then, as in ``assignment.solve``
    :param progress: hears the fraction done, 0 to 1, as often
    :param engine: ``"pure"``, ``"numpy"``, or ``None``: numpy where it is installed and
        the cohort is large; both give the same
    :raises Cancelled: ``should_stop`` said so
    :raises ValueError: a weight is below zero, or the engine unknown
    """
    line, overridden = Line(mentors.values()), overridden or {}
    rules = Rules(applicants.values(), line, policy)
    points = _points(engine, len(applicants) * len(mentors))(line, policy, weights)
    place_of = _place_of(mentors, line)
    step = max(1, len(applicants) // STEPS)
    judged = []
    for n, (applicant_id, applicant) in enumerate(applicants.items()):
        if n % step == 0:
            _tick(n / len(applicants), should_stop, progress)
        let_pass = _by_place(overridden.get(applicant_id), place_of)
        judged.append(_Judged.of(applicant, rules, points, let_pass))
    _tick(1, should_stop, progress)
    return _together(applicants, mentors, judged)


class _Judged(NamedTuple):
    """What is said of one applicant; as in `JudgedCohort`."""

    options: Options
    excluded: dict[str, int]
    fitting: int
    full: int

    @classmethod
    def of(cls, applicant, rules, points, let_pass):
        against = rules.against(applicant, let_pass)
        counts = {code: bits.bit_count() for code, bits in against.items()}
        no_place = against.pop(PLACES, 0)
        misfits = _union(against.values())
        allowed = rules.line.everybody & ~(misfits | no_place)
        full = (no_place & ~misfits).bit_count()
        options = points.options(applicant, allowed)
        return cls(options, counts, allowed.bit_count(), full)


def _together(applicants, mentors, judged):
    return JudgedCohort(
        ScoreTable(
            list(applicants),
            list(mentors),
            [one.options for one in judged],
            sound=True,
        ),
        *(
            dict(zip(applicants, said, strict=True))
            for said in (
                [one.excluded for one in judged],
                [one.fitting for one in judged],
                [one.full for one in judged],
            )
        ),
    )


def _points(engine, pairs):
    """The class that adds up the points."""
    if engine not in (None, "pure", "numpy"):
        raise ValueError(f"engine {engine!r}: not 'pure', 'numpy' or None")
    if engine is None and pairs >= LARGE and find_spec("numpy"):
        engine = "numpy"
    if engine != "numpy":
        return Points
    from .cohort_points_numpy import fastest  # numpy may not be installed

    return fastest


def _place_of(mentors, line):
    """`{mentor id: place in the line}`."""
    given = list(mentors)
    return {given[n]: place for place, n in enumerate(line.given_at)}


def _by_place(overridden, place_of):
    """Overrides with places in the line instead of ids; `None` stays."""
    return {
        place_of.get(mentor_id): codes
        for mentor_id, codes in (overridden or {}).items()
        if mentor_id is None or mentor_id in place_of
    }


def _union(sets):
    bits = 0
    for one in sets:
        bits |= one
    return bits


def _tick(fraction, should_stop, progress):
    if should_stop and should_stop():
        raise Cancelled
    if progress:
        progress(fraction)
