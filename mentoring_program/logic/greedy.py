"""Best pair first: how one would do it by hand. For comparison with the optimum."""

from __future__ import annotations

from array import array
from heapq import heapify, heappop, heappush

from .assignment import Assignment, OpenQuestion, draft
from .cohort import Cohort, integers
from .objective import Objective


def best_pair_first(cohort: Cohort) -> Assignment:
    """Take the best pair that is still possible, again and again, after the pins.

    Looks at scores only (with the bonus of pairs to keep), not at priorities; equal
    ones are taken in the order of the objective's fixed numbers.
    """
    question, objective = OpenQuestion.of(cohort), Objective.of(cohort)
    wishes = [
        _Wishes(mentee, options, objective)
        for mentee, options in zip(question.mentees, question.options, strict=True)
    ]
    queue = [(-own.best(), row) for row, own in enumerate(wishes) if own.are_left()]
    heapify(queue)
    pairs, places = set(cohort.pinned), question.places
    while queue:
        # All who would get equally many points are looked at together.
        points, rows = -queue[0][0], []
        while queue and -queue[0][0] == points:
            rows.append(heappop(queue)[1])
        equal = (pair for row in rows for pair in wishes[row].take_best(places))
        placed = set()
        for _number, mentee, mentor in sorted(equal, reverse=True):
            if mentee not in placed and places[mentor]:
                placed.add(mentee)
                places[mentor] -= 1
                pairs.add((cohort.mentees[mentee].id, cohort.mentors[mentor].id))
        for row in rows:
            own = wishes[row]
            if own.mentee not in placed and own.are_left():
                heappush(queue, (-own.best(), row))
    return draft(cohort, pairs)


class _Wishes:
    """The options of one mentee, the best last."""

    def __init__(self, mentee, options, objective):
        self.mentee, self.objective = mentee, objective
        mentors = integers(options.mentors)
        weights = objective.weights(mentee, mentors, options.scores)
        order = sorted(range(len(weights)), key=weights.__getitem__)
        self.mentors = array("i", map(mentors.__getitem__, order))
        self.weights = _compact([weights[n] for n in order])

    def are_left(self):
        return bool(self.weights)

    def best(self):
        return self.weights[-1]

    def take_best(self, places):
        """The pairs with the most points, as `(fixed number, mentee, mentor)`; then
        forget them, and what follows and is no longer free.
        """
        points, mentors = self.best(), []
        while self.weights and self.weights[-1] == points:
            mentors.append(self._pop())
        while self.weights and not places[self.mentors[-1]]:
            self._pop()
        mentors = [mentor for mentor in mentors if places[mentor]]
        values = self.objective.values_of(self.mentee, mentors, [0] * len(mentors))
        placing = self.objective.placing[self.mentee] << self.objective.shift
        return [
            (value - placing, self.mentee, mentor)
            for value, mentor in zip(values, mentors, strict=True)
        ]

    def _pop(self):
        self.weights.pop()
        return self.mentors.pop()


def _compact(numbers):
    try:
        return array("q", numbers)
    except OverflowError:
        return numbers
