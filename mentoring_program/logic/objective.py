"""What is best, as one integer a pair: the sum over all pairs is to be the largest.

The goals, each of which outweighs all that follow, whatever the numbers:

1. as many mentees as possible;
2. among such sets of mentees, the one with the highest priorities;
3. the best total of the scores (plus the bonus of pairs to be kept);
4. a fixed number a pair, drawn from the two ids: among equal totals the same answer
   is chosen each time, in whatever order the records arrive.

Goals 1 and 2 need only one number, because the sets of mentees that can be placed
together form a transversal matroid. In a matroid the heaviest set is largest, if all
weights are positive, and it is the same set for all weights in the same order: so the
classes of priority simply count 1, 2, 3 … times a unit that no sum of scores reaches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from .cohort import Cohort, by_row, greatest, integers

# By the isolation lemma, two optima tie with a probability below pairs / 2 ** 40.
TIE_BITS = 40
WORD = (1 << 64) - 1


@dataclass(frozen=True)
class Objective:
    """The value of each pair of one cohort. Mentees and mentors are positions."""

    unit: int  # more points than any sum of scores, or difference of two, reaches
    placing: list[int]  # by mentee: what placing it is worth, in points of score
    highest_weight: int  # no pair is worth more points: placing and weight
    classes: int  # how many different priorities there are
    shift: int  # a point of score is worth 2 ** shift
    bonus: int
    kept: dict[int, set[int]]
    mentee_keys: list[int]
    mentor_keys: list[int]

    @classmethod
    def of(cls, cohort: Cohort) -> Objective:
        most_pairs = min(
            len(cohort.mentees), sum(seats.places for seats in cohort.mentors)
        )
        best_weight = _best_score(cohort) + cohort.keep_bonus
        unit = 4 * (most_pairs * best_weight + 1)
        priorities = sorted({mentee.priority for mentee in cohort.mentees})
        worth = {priority: unit * n for n, priority in enumerate(priorities, start=1)}
        return cls(
            unit=unit,
            placing=[worth[mentee.priority] for mentee in cohort.mentees],
            highest_weight=unit * len(priorities) + best_weight,
            classes=len(priorities),
            shift=TIE_BITS + most_pairs.bit_length(),
            bonus=cohort.keep_bonus,
            kept=by_row(cohort, cohort.keep),
            mentee_keys=[_key("mentee", mentee.id) for mentee in cohort.mentees],
            mentor_keys=[_key("mentor", seats.id) for seats in cohort.mentors],
        )

    def class_of(self, mentee: int) -> int:
        """The class of priority, from 1 on."""
        return self.placing[mentee] // self.unit

    def weights(
        self, mentee: int, mentors: Sequence[int], scores: Sequence[int]
    ) -> Sequence[int]:
        """Scores of some of the mentee's options, with the bonus of kept pairs."""
        kept = self.kept.get(mentee)
        if not kept:
            return integers(scores)
        return [
            score + self.bonus * (mentor in kept)
            for mentor, score in zip(integers(mentors), integers(scores), strict=True)
        ]

    def values(
        self, mentee: int, mentors: Sequence[int], scores: Sequence[int]
    ) -> list[int]:
        """What each of these options is worth, all goals in one positive integer."""
        return self.values_of(mentee, mentors, self.weights(mentee, mentors, scores))

    def values_of(
        self, mentee: int, mentors: Sequence[int], weights: Sequence[int]
    ) -> list[int]:
        """The same, from weights instead of scores."""
        placing, shift = self.placing[mentee], self.shift
        key, mentor_keys = self.mentee_keys[mentee], self.mentor_keys
        return [
            (placing + weight << shift)
            + ((key * mentor_keys[mentor] & WORD) >> 64 - TIE_BITS)
            for mentor, weight in zip(integers(mentors), weights, strict=True)
        ]


def _best_score(cohort: Cohort) -> int:
    rows = (options.scores for options in cohort.options if len(options.scores))
    return max(map(greatest, rows), default=0)


def _key(kind: str, record_id: int) -> int:
    """A fixed odd number of 64 bits; Python's own hash() may differ between runs."""
    digest = hashlib.blake2b(f"{kind} {record_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") | 1
