"""Best pair first: how one would do it by hand. For comparison with the optimum."""

from __future__ import annotations

from .assignment import Assignment, OpenQuestion, draft
from .cohort import Cohort, integers
from .objective import Objective


def best_pair_first(cohort: Cohort) -> Assignment:
    """Take the best pair that is still possible, again and again, after the pins.

    Looks at scores only (with the bonus of pairs to keep), not at priorities; equal
    ones are taken in the order of the objective's fixed numbers.
    """
    question, objective = OpenQuestion.of(cohort), Objective.of(cohort)
    best_first = []
    for mentee, options in zip(question.mentees, question.options, strict=True):
        values = objective.values(mentee, options.mentors, options.scores)
        placing = objective.placing[mentee] << objective.shift
        for value, mentor in zip(values, integers(options.mentors), strict=True):
            best_first.append((value - placing, mentee, mentor))
    best_first.sort(reverse=True)
    pairs, placed, places = set(cohort.pinned), set(), question.places
    for _value, mentee, mentor in best_first:
        if mentee not in placed and places[mentor]:
            placed.add(mentee)
            places[mentor] -= 1
            pairs.add((cohort.mentees[mentee].id, cohort.mentors[mentor].id))
    return draft(cohort, pairs)
