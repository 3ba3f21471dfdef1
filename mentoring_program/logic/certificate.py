"""Proves that an assignment is the best one, without knowing how it was found.

The proof is a market. Let each mentor's place have a price. If

- every mentee has the mentor from whom it gains most (value minus price), or none
  where it would gain nothing,
- and every mentor with a price is full,

then no other assignment is worth more: any other one's value is at most the sum of
these gains and of the prices of all places, and this assignment reaches that sum.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress
from operator import sub
from typing import NamedTuple

from .cohort import Cohort, Options, by_row, integers
from .objective import Objective

LARGEST_NUMBER = 1 << 60  # numpy's integers hold the sum of a few such


class Violation(NamedTuple):
    """What is wrong, and with whom (ids, where they apply)."""

    what: str
    mentee: int | None = None
    mentor: int | None = None


def verify(cohort: Cohort, assignment) -> list[Violation]:
    """What is wrong with the assignment; an empty list proves that it is the optimum.

    All numbers are integers, so nothing is rounded.
    """
    return _feasibility(cohort, assignment) or _optimality(cohort, assignment)


def _feasibility(cohort: Cohort, assignment) -> list[Violation]:
    """Hard rules, M4, M5, pins, forbidden pairs, floor, and the sums as stated."""
    found = []
    for pair in assignment.pairs:
        if pair not in cohort.scores:
            found.append(Violation("the pair is not allowed", *pair))
        elif pair in cohort.forbidden:
            found.append(Violation("the pair is forbidden", *pair))
        elif pair not in cohort.pinned and cohort.scores[pair] < cohort.floor:
            found.append(Violation("the pair is below the floor", *pair))
    for pair in sorted(cohort.pinned.difference(assignment.pairs)):
        found.append(Violation("the pinned pair is missing", *pair))
    mentors_of = Counter(mentee for mentee, _mentor in assignment.pairs)
    for mentee, times in mentors_of.items():
        if times > 1:
            found.append(Violation("more than one mentor (M4)", mentee=mentee))
    taken = Counter(mentor for _mentee, mentor in assignment.pairs)
    for seats in cohort.mentors:
        if taken[seats.id] > seats.places:
            found.append(Violation("more mentees than places (M5)", mentor=seats.id))
    if not found and assignment.score != sum(map(cohort.scores.get, assignment.pairs)):
        found.append(Violation("the total score is not that of the pairs"))
    if set(assignment.left_out) != {m.id for m in cohort.mentees} - set(mentors_of):
        found.append(Violation("those left out are not those without a pair"))
    return found


def _optimality(cohort: Cohort, assignment) -> list[Violation]:
    found = []
    taken = Counter(mentor for _mentee, mentor in assignment.pairs)
    prices = [assignment.prices.get(seats.id, 0) for seats in cohort.mentors]
    for seats, price in zip(cohort.mentors, prices, strict=True):
        if price < 0:
            found.append(Violation("the price is negative", mentor=seats.id))
        if price and taken[seats.id] < seats.places:
            found.append(Violation("a price in spite of free places", mentor=seats.id))
    objective, places = Objective.of(cohort), cohort.places_left()
    mentor_of = {
        mentee: cohort.mentor_at[mentor] for mentee, mentor in assignment.pairs
    }
    pinned = {mentee for mentee, _mentor in cohort.pinned}
    forbidden = by_row(cohort, cohort.forbidden)
    near = _Near(objective, prices)
    for at, mentee in enumerate(cohort.mentees):
        if mentee.id in pinned:
            continue
        own = 0
        if mentee.id in mentor_of:
            mentor = mentor_of[mentee.id]
            score = cohort.scores[mentee.id, cohort.mentors[mentor].id]
            own = objective.values(at, [mentor], [score])[0] - prices[mentor]
        options = near.to(own, at, cohort.options[at])
        mentors, scores = _open_to(cohort, options, places, forbidden.get(at, ()))
        values = objective.values(at, mentors, scores)
        gains = map(sub, values, map(prices.__getitem__, mentors))
        if own < max(gains, default=0) or own < 0:
            found.append(Violation("another choice gains more", mentee=mentee.id))
    return found


class _Near:
    """Leaves out, of a large cohort's arrays, what can't gain more than somebody does:
    already by its points, the price rounded down. The rest is looked at exactly.
    """

    def __init__(self, objective: Objective, prices: list[int]):
        self.objective = objective
        self.prices = [price >> objective.shift for price in prices]
        numbers = (objective.highest_weight, *map(abs, self.prices))
        self.fit = max(numbers) < LARGEST_NUMBER
        self.price_array = None

    def to(self, gain: int, at: int, options: Options) -> Options:
        """Those options of a mentee that may gain more than `gain`."""
        objective = self.objective
        is_array = hasattr(options.scores, "dtype") and len(options.scores)
        if not is_array or not self.fit or at in objective.kept:
            return options
        if self.price_array is None:
            import numpy as np  # which made the arrays

            self.price_array = np.array(self.prices, dtype=np.int64)
        points = objective.placing[at] - self.price_array[options.mentors]
        points += options.scores
        may_gain = points >= gain >> objective.shift
        return Options(options.mentors[may_gain], options.scores[may_gain])


def _open_to(cohort: Cohort, options: Options, places, forbidden):
    """The mentors (positions) that a mentee could have had, and their scores."""
    mentors, scores = integers(options.mentors), integers(options.scores)
    is_open = [
        places[mentor] > 0 and score >= cohort.floor and mentor not in forbidden
        for mentor, score in zip(mentors, scores, strict=True)
    ]
    return list(compress(mentors, is_open)), list(compress(scores, is_open))
