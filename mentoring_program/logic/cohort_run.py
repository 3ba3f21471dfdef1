"""One matching run: from the facts of a cohort to what staff review.

The exact answer, why each of the others was left out, and how the answer compares with
what would have come out otherwise.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from . import certificate
from .assignment import (
    Assignment,
    Cohort,
    LeftOut,
    Mentee,
    Seats,
    highest_floor,
    solve,
)
from .cohort_scoring import JudgedCohort, Overrides, judge_cohort
from .eligibility import free_places
from .facts import Applicant, Mentor, Policy, Weights
from .greedy import best_pair_first
from .scoring import SCALE, Score, score_pair

KEEP_BONUS = 1  # point of 100: what a pair drafted before counts more
BARS = 10  # of the distribution of scores: 0 to 9, 10 to 19 … 90 to 100
Pair = tuple[int, int]  # (applicant id, mentor id)


class Left(enum.Enum):
    """Why an application was left out of a run."""

    NO_MENTOR = "no_mentor"  # the rules exclude every mentor
    FULL = "full"  # whoever fits had no free place to begin with (M5)
    TAKEN = "taken"  # whoever fits and has a place is another's now
    SET_ASIDE = "set_aside"  # forbidden by staff, or below the floor


@dataclass(frozen=True)
class Question:
    """What a run is asked. Ids throughout; the floor in points of 100.

    - `priorities`: `{applicant id: priority}`, the higher first;
    - `keep`: pairs drafted before, to stay close to;
    - `compared_weights`: other weights to compare the answer with.
    """

    applicants: Mapping[int, Applicant]
    mentors: Mapping[int, Mentor]
    policy: Policy
    weights: Weights
    overridden: Mapping[int, Overrides] = field(default_factory=dict)
    priorities: Mapping[int, int] = field(default_factory=dict)
    pinned: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    keep: frozenset[Pair] = frozenset()
    floor: int = 0
    compared_weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class LeftOutWhy:
    """Why one application was left out; numbers of mentors in front of it."""

    reason: Left
    excluded: Mapping[str, int]  # code of the rule → how many mentors it excludes
    fitting: int  # allowed, with a free place when the run began
    full: int  # would be allowed, had they a free place


@dataclass(frozen=True, slots=True)
class Comparison:
    """Another way to match the same cohort, scored with the run's own weights."""

    matched: int
    total: float
    same: int  # pairs in both


@dataclass(frozen=True)
class Answer:
    """What a run answers; scores from 0 to 100.

    - `mentors`, `places`: how many of them there were to choose from;
    - `distribution`: how many pairs score 0 to 9, 10 to 19 … 90 to 100;
    - `floor_possible`: the highest floor that leaves out nobody more.
    """

    mentors: int
    places: int
    scores: Mapping[Pair, Score]
    left_out: Mapping[int, LeftOutWhy]
    certified: bool
    distribution: tuple[int, ...]
    best_pair_first: Comparison
    compared: Comparison | None
    floor_possible: int

    @property
    def total(self) -> float:
        """The sum of all scores."""
        return sum(score.points for score in self.scores.values()) / SCALE

    @property
    def lowest(self) -> float:
        """The worst score of all pairs."""
        points = (score.points for score in self.scores.values())
        return min(points, default=0) / SCALE


def priorities(waits: Iterable[tuple[int, int, date]]) -> dict[int, int]:
    """Who is first: left out most often, then waiting longest; equal ones are equal.

    :param waits: ``(applicant id, times left out, waiting since)``
    """
    waits = list(waits)
    ranks = sorted({(-times, since) for _id, times, since in waits}, reverse=True)
    rank_of = {key: rank for rank, key in enumerate(ranks)}
    return {id_: rank_of[-times, since] for id_, times, since in waits}


def answer(
    question: Question,
    *,
    progress: Callable[[float], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Answer:
    """Match the cohort.

    :param progress: hears the fraction done, from 0 to 1
    :raises Cancelled: ``should_stop`` said so
    :raises ImpossiblePin: a pinned pair can't be kept
    """
    step = _Steps(progress, should_stop)
    judged = _judge(question, question.weights, step(0, 0.4))
    cohort = make_cohort(question, judged)
    found = solve(cohort, **step(0.4, 0.7))
    compared = _compare_weights(question, cohort, found, step(0.7, 0.9))
    floor = highest_floor(cohort, should_stop=should_stop)
    step(0.9, 1)["progress"](0)
    return Answer(
        mentors=len(cohort.mentors),
        places=sum(seats.places for seats in cohort.mentors),
        scores={pair: _score(question, pair) for pair in found.pairs},
        left_out=_why_left_out(found, judged),
        certified=not certificate.verify(cohort, found),
        distribution=_distribution(cohort.scores[pair] for pair in found.pairs),
        best_pair_first=_compare(best_pair_first(cohort), found, cohort),
        compared=compared,
        floor_possible=floor // SCALE,
    )


class _Steps:
    """Parts of the whole, each with its share of the progress."""

    def __init__(self, progress, should_stop):
        self.progress, self.should_stop = progress, should_stop

    def __call__(self, start, end):
        def report(fraction):
            if self.progress:
                self.progress(start + (end - start) * fraction)

        return {"progress": report, "should_stop": self.should_stop}


def _judge(question, weights, step) -> JudgedCohort:
    return judge_cohort(
        question.applicants,
        question.mentors,
        question.policy,
        weights,
        question.overridden,
        **step,
    )


def make_cohort(question: Question, judged: JudgedCohort) -> Cohort:
    """Return the cohort to assign.

    :raises ImpossiblePin: a pinned pair can't be kept
    """
    return Cohort(
        mentees=tuple(
            Mentee(id_, question.priorities.get(id_, 0)) for id_ in question.applicants
        ),
        mentors=tuple(
            Seats(id_, free_places(mentor, question.policy))
            for id_, mentor in question.mentors.items()
        ),
        scores=judged.scores,
        pinned=question.pinned,
        forbidden=question.forbidden,
        keep=question.keep,
        keep_bonus=KEEP_BONUS * SCALE if question.keep else 0,
        floor=question.floor * SCALE,
    )


def _score(question: Question, pair: Pair) -> Score:
    applicant, mentor = pair
    return score_pair(
        question.applicants[applicant],
        question.mentors[mentor],
        question.policy,
        question.weights,
    )


def _why_left_out(found: Assignment, judged: JudgedCohort) -> dict[int, LeftOutWhy]:
    reasons = {
        LeftOut.NO_MENTOR: Left.NO_MENTOR,
        LeftOut.SET_ASIDE: Left.SET_ASIDE,
        LeftOut.ALL_TAKEN: Left.TAKEN,
    }
    left = {}
    for id_, why in found.left_out.items():
        reason, full = reasons[why], judged.full[id_]
        if reason is Left.NO_MENTOR and full:
            reason = Left.FULL
        left[id_] = LeftOutWhy(reason, judged.excluded[id_], judged.fitting[id_], full)
    return left


def _distribution(points: Iterable[int]) -> tuple[int, ...]:
    bars = [0] * BARS
    for each in points:
        bars[min(each // (100 * SCALE // BARS), BARS - 1)] += 1
    return tuple(bars)


def _compare_weights(question, cohort, found, step) -> Comparison | None:
    """What the same cohort comes to with the other weights, if there are any."""
    if question.compared_weights in (None, question.weights):
        return None
    judging, solving = _halves(step)
    judged = _judge(question, question.compared_weights, judging)
    # The floor is in points of the run's own weights: it says nothing of others.
    other = replace(make_cohort(question, judged), floor=0)
    return _compare(solve(other, **solving), found, cohort)


def _halves(step):
    report = step["progress"]
    return (
        {**step, "progress": lambda fraction: report(fraction / 2)},
        {**step, "progress": lambda fraction: report(0.5 + fraction / 2)},
    )


def _compare(other: Assignment, found: Assignment, cohort: Cohort) -> Comparison:
    return Comparison(
        matched=other.matched,
        total=sum(cohort.scores[pair] for pair in other.pairs) / SCALE,
        same=len(set(other.pairs) & set(found.pairs)),
    )
