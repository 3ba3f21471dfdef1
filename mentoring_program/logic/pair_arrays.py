"""All open pairs of a large cohort in numpy's arrays."""

from __future__ import annotations

import numpy as np

from .objective import TIE_BITS, Objective
from .placement import Placement, place

BLOCK = 1 << 20  # pairs looked at together: bounds the memory
LARGEST_VALUE = 1 << 58  # sums of a few such are 64-bit integers
FINEST_TIES = 12  # bits of the fixed number of a pair that count in these arrays
MOST_BETTER = 30  # pairs of a mentee that are added at a time


class PairArrays:
    """`column` (mentor) and `weight` of each pair, row after row (mentee).

    A "pair" is a position in these arrays. Its coarse value, which is its weight plus
    the `placing` of its row, is the objective's exact one without the lowest `shift`
    bits: points, and as much of the pair's fixed number as fits. So equal points are
    told apart here already, as a rule.
    """

    def __init__(self, question, objective: Objective):
        self.question, self.objective = question, objective
        lengths = [len(options.mentors) for options in question.options]
        self.lengths = np.array(lengths, dtype=np.int64)
        self.start = np.concatenate(([0], np.cumsum(self.lengths)))
        self.column = _joined([options.mentors for options in question.options])
        self.places = np.array(question.places, dtype=np.int64)
        self.fine = _fine_bits(objective)
        self.shift = objective.shift - self.fine
        self.unit = objective.unit << self.fine
        placing = [objective.placing[mentee] for mentee in question.mentees]
        self.placing = np.array(placing, dtype=np.int64) << self.fine
        self.weight = self._weights()

    def _weights(self):
        question, objective = self.question, self.objective
        weights = _joined(
            [
                objective.weights(mentee, options.mentors, options.scores)
                if mentee in objective.kept
                else options.scores
                for mentee, options in zip(
                    question.mentees, question.options, strict=True
                )
            ]
        ).astype(np.int64)
        weights <<= self.fine
        if self.shift >= TIE_BITS:
            return weights
        of_mentees = np.array(objective.mentee_keys, dtype=np.uint64)[question.mentees]
        of_mentors = np.array(objective.mentor_keys, dtype=np.uint64)
        unused = np.uint64(64 - TIE_BITS + self.shift)
        for first, last, begin, end in self.blocks():
            numbers = of_mentors[self.column[begin:end]]
            numbers *= np.repeat(of_mentees[first:last], self.lengths[first:last])
            weights[begin:end] += (numbers >> unused).astype(np.int64)
        return weights

    def place(self) -> Placement:
        """Who can be placed at all."""
        bounds = zip(self.start[:-1].tolist(), self.start[1:].tolist(), strict=True)
        options = [self.column[begin:end] for begin, end in bounds]
        return place(options, self.question.places)

    def find(self, mentor_of: dict[int, int]):
        """The pairs of these rows with these mentors."""
        wanted = np.full(len(self.lengths), -1)
        wanted[list(mentor_of)] = list(mentor_of.values())
        found = [np.empty(0, dtype=np.int64)]
        for first, last, begin, end in self.blocks():
            mentors = np.repeat(wanted[first:last], self.lengths[first:last])
            found.append(begin + np.flatnonzero(self.column[begin:end] == mentors))
        return np.concatenate(found)

    def rows_of(self, pairs):
        """The row of each of these pairs."""
        return np.searchsorted(self.start, pairs, side="right") - 1

    def blocks(self):
        """Rows first to last - 1 have the pairs begin to end - 1; about a BLOCK."""
        first, rows = 0, len(self.lengths)
        while first < rows:
            last = np.searchsorted(self.start, self.start[first] + BLOCK, side="right")
            last = min(max(first + 1, int(last) - 1), rows)
            yield first, last, self.start[first], self.start[last]
            first = last

    def bids(self, pairs):
        """The exact values of some pairs, row by row, as the exact engine takes it."""
        bounds = np.searchsorted(pairs, self.start).tolist()
        mentors = self.column[pairs].tolist()
        weights = (self.weight[pairs] >> self.fine).tolist()
        bids = []
        for row, mentee in enumerate(self.question.mentees):
            own = slice(bounds[row], bounds[row + 1])
            values = self.objective.values_of(mentee, mentors[own], weights[own])
            bids.append((values, mentors[own]))
        return bids

    def near(self, gains, prices, slack=0):
        """Pairs with gain + price - coarse value <= slack; but of those below 0, which
        are better than what their mentee has, only the best of each row.
        """
        found = [np.empty(0, dtype=np.int64)]
        at_least = gains - self.placing
        for first, last, begin, end in self.blocks():
            slacks = prices[self.column[begin:end]]
            slacks += np.repeat(at_least[first:last], self.lengths[first:last])
            slacks -= self.weight[begin:end]
            better = np.flatnonzero(slacks < 0)
            found.append(self._least_of_each(begin + better, slacks[better]))
            found.append(begin + np.flatnonzero((slacks >= 0) & (slacks <= slack)))
        return np.sort(np.concatenate(found))

    def _least_of_each(self, pairs, slacks):
        rows = self.rows_of(pairs)
        order = np.lexsort((slacks, rows))
        row_start = np.searchsorted(rows, rows, side="left")
        return pairs[order[np.arange(len(order)) - row_start < MOST_BETTER]]

    def better_than(self, settled):
        """Pairs that gain more than their mentee does at the settled prices.

        Exact numbers don't fit into numpy's. So their upper parts, in which rounding
        down loses less than 1 each, leave out almost all pairs; Python looks at the
        rest.
        """
        shift = self.shift
        gains, prices = settled.gains, settled.prices
        near = self.near(_upper(gains, shift), _upper(prices, shift))
        rows, mentors = self.rows_of(near).tolist(), self.column[near].tolist()
        weights = (self.weight[near] >> self.fine).tolist()
        better = [
            at
            for at, (row, mentor, weight) in enumerate(
                zip(rows, mentors, weights, strict=True)
            )
            if self._value(row, mentor, weight) - prices[mentor] > gains[row]
        ]
        return near[better]

    def _value(self, row, mentor, weight):
        mentee = self.question.mentees[row]
        return self.objective.values_of(mentee, [mentor], [weight])[0]


def _fine_bits(objective):
    """How many bits below a point there is room for."""
    room = LARGEST_VALUE.bit_length() - objective.highest_weight.bit_length() - 1
    return max(0, min(objective.shift - TIE_BITS + FINEST_TIES, room))


def _joined(rows):
    whole = np.concatenate([np.empty(0, dtype=np.int32), *map(np.asarray, rows)])
    small = not len(whole) or whole.max() < 1 << 31
    return whole.astype(np.int32 if small else np.int64, copy=False)


def _upper(numbers, shift):
    return np.array([number >> shift for number in numbers], dtype=np.int64)
