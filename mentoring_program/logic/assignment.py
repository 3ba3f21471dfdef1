"""Who is matched with whom in a whole cohort: the optimum, with its proof.

`solve` keeps the hard rules (pairs that are not allowed don't exist here), one mentor
a mentee (M4) and each mentor's places (M5). What "best" means is in `objective.py`;
`certificate.verify` proves an answer without knowing how it was found.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import compress

from . import pure_engine
from .cohort import (
    AssignmentError,
    Cohort,
    ImpossiblePin,
    Mentee,
    Options,
    PinProblem,
    ScoreTable,
    Seats,
    by_row,
    integers,
    least,
)
from .objective import Objective
from .placement import place

__all__ = [
    "Assignment",
    "AssignmentError",
    "Cancelled",
    "Cohort",
    "ImpossiblePin",
    "LeftOut",
    "Mentee",
    "Options",
    "PinProblem",
    "ScoreTable",
    "Seats",
    "highest_floor",
    "solve",
]

# Up to here the pure engine takes less than a second; scipy's import takes 0.3 s.
LARGE = 1000


class Cancelled(Exception):
    """`should_stop` said so."""


class LeftOut(enum.Enum):
    """Why a mentee has no mentor."""

    NO_MENTOR = "no allowed mentor at all"
    SET_ASIDE = "whoever is allowed is forbidden by hand or below the floor"
    ALL_TAKEN = "all who fit are taken"


@dataclass(frozen=True)
class Assignment:
    """An answer. `pairs` are `(mentee id, mentor id)`, sorted.

    - `score`: total of the pairs' own scores, without bonus.
    - `left_out`: `{mentee id: why}` of all who are in no pair.
    - `prices`: `{mentor id: price}`, where it isn't 0, in units of the objective: the
      certificate. A draft made otherwise (`greedy.best_pair_first`) has none.
    """

    pairs: tuple[tuple[int, int], ...]
    score: int
    left_out: Mapping[int, LeftOut]
    prices: Mapping[int, int] = field(default_factory=dict, repr=False)

    @property
    def matched(self) -> int:
        """How many mentees have a mentor."""
        return len(self.pairs)


@dataclass(frozen=True)
class OpenQuestion:
    """What is left to decide once the pinned pairs are set. All are positions.

    `mentees` come the highest priority first; `options[n]` belong to `mentees[n]`;
    `places` to the cohort's mentors.
    """

    mentees: list[int]
    options: list[Options]
    places: list[int]

    @classmethod
    def of(cls, cohort: Cohort) -> OpenQuestion:
        pinned = {mentee for mentee, _mentor in cohort.pinned}
        forbidden = by_row(cohort, cohort.forbidden)
        places = cohort.places_left()
        full = {mentor for mentor, left in enumerate(places) if not left}
        order = sorted(
            (n for n, mentee in enumerate(cohort.mentees) if mentee.id not in pinned),
            key=lambda n: (-cohort.mentees[n].priority, cohort.mentees[n].id),
        )
        rows = [
            _without(cohort.options[n], full | forbidden.get(n, set()), cohort.floor)
            for n in order
        ]
        return cls(order, rows, places)


def _without(options: Options, barred: set[int], floor: int) -> Options:
    if not barred and (not len(options.scores) or least(options.scores) >= floor):
        return options
    mentors, scores = integers(options.mentors), integers(options.scores)
    open_ones = [
        (mentor, score)
        for mentor, score in zip(mentors, scores, strict=True)
        if score >= floor and mentor not in barred
    ]
    return Options(*zip(*open_ones, strict=True)) if open_ones else Options()


def solve(
    cohort: Cohort,
    *,
    progress: Callable[[float], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
    engine: str | None = None,
) -> Assignment:
    """Return the best assignment of the cohort, with the prices that prove it.

    `progress` hears the fraction done, 0 to 1, now and then; `should_stop` is asked as
    often. `engine` is "pure", "scipy", or None: scipy where it is installed and the
    cohort is large. Both give the same pairs; numbers too large for scipy's are left to
    the pure engine.

    Raises Cancelled; ValueError for an unknown engine; ImportError when scipy is asked
    for and missing.
    """
    if engine not in (None, "pure", "scipy"):
        raise ValueError(f"engine {engine!r}: not 'pure', 'scipy' or None")
    tick = _ticker(progress, should_stop)
    tick(0)
    objective, question = Objective.of(cohort), OpenQuestion.of(cohort)
    if engine is None and len(question.mentees) >= LARGE and find_spec("scipy"):
        engine = "scipy"
    decide = _decide_with_scipy if engine == "scipy" else pure_engine.decide
    mentor_of, prices = decide(question, objective, tick)
    tick(1)
    chosen = {
        (cohort.mentees[mentee].id, cohort.mentors[mentor].id)
        for mentee, mentor in zip(question.mentees, mentor_of, strict=True)
        if mentor is not None
    }
    return draft(cohort, chosen | cohort.pinned, prices)


def draft(cohort: Cohort, pairs, prices=()) -> Assignment:
    """An Assignment of these pairs; `prices` by the mentors' position."""
    matched = {mentee for mentee, _mentor in pairs}
    forbidden = by_row(cohort, cohort.forbidden)
    return Assignment(
        pairs=tuple(sorted(pairs)),
        score=sum(cohort.scores[pair] for pair in pairs),
        left_out={
            mentee.id: _why(options, forbidden.get(n, set()), cohort.floor)
            for n, (mentee, options) in enumerate(
                zip(cohort.mentees, cohort.options, strict=True)
            )
            if mentee.id not in matched
        },
        prices={cohort.mentors[n].id: price for n, price in enumerate(prices) if price},
    )


def _why(options: Options, forbidden: set[int], floor: int) -> LeftOut:
    if not len(options.mentors):
        return LeftOut.NO_MENTOR
    if len(_without(options, forbidden, floor).mentors):
        return LeftOut.ALL_TAKEN
    return LeftOut.SET_ASIDE


def _ticker(progress, should_stop):
    """One function for both: reports a fraction that never falls, or raises."""
    reported = -1.0

    def tick(fraction: float):
        nonlocal reported
        if should_stop and should_stop():
            raise Cancelled
        if progress and fraction > reported:
            reported = fraction
            progress(fraction)

    return tick


def _decide_with_scipy(question: OpenQuestion, objective: Objective, tick):
    """The same answer, sooner for large cohorts."""
    from . import sparse_engine  # needs scipy, which may not be installed

    if not sparse_engine.can_take(objective):
        return pure_engine.decide(question, objective, tick)
    return sparse_engine.decide(question, objective, tick)


def _from(floor: int, options: Options) -> Sequence[int]:
    """The mentors of those options that score at least `floor`."""
    scores = options.scores
    if hasattr(scores, "dtype"):
        return options.mentors[scores >= floor]
    return list(compress(options.mentors, map(floor.__le__, scores)))


def highest_floor(
    cohort: Cohort, *, should_stop: Callable[[], bool] | None = None
) -> int:
    """The highest floor at which as many mentees are placed, of the same priorities.

    At least `cohort.floor`; pinned pairs don't count. It is the score of some allowed
    pair, unless nobody can be placed. Raises Cancelled.
    """
    tick = _ticker(None, should_stop)
    question = OpenQuestion.of(cohort)
    priorities = [cohort.mentees[n].priority for n in question.mentees]

    def placed(floor):
        tick(0)
        rows = [_from(floor, options) for options in question.options]
        return sorted(priorities[row] for row in place(rows, question.places).seat)

    goal = placed(cohort.floor)
    if not goal:
        return cohort.floor
    floors = sorted(
        set().union(*(integers(options.scores) for options in question.options))
    )
    # The placed never grow as the floor rises, so the last good one can be bisected.
    return floors[bisect_right(floors, False, key=lambda f: placed(f) != goal) - 1]
