"""Prices and seats of a large cohort that are nearly right: where the exact engine
starts. What is found here is nowhere relied on.

1. Mentees spread over their mentors by the softened maximum of score minus price, and
   prices follow demand (Sinkhorn's algorithm): a few matrix products.
2. On the pairs that got more than a trifle, scipy's solver finds an answer, and the
   lowest prices that support it follow.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .pair_arrays import PairArrays

# Measured. Scores that differ by one in so many parts of their range count as near.
SOFTNESS = 30
ROUNDS = 30
LEAST_SHARE = 1e-3
NEARBY = 40
TINY = 1e-300


class Guess(NamedTuple):
    """What is thought of a cohort.

    - `prices`: of the mentors, as coarse values.
    - `seat`: the mentor of each mentee, or None.
    - `pairs`: those which are the best, or nearly so, for their mentee at these prices.
    """

    prices: list[int]
    seat: list[int | None]
    pairs: np.ndarray


def guess(
    pairs: PairArrays, placed: dict[int, int], scarcity: list[int], tick
) -> Guess:
    """Guess prices, seats, and the pairs that matter.

    :param placed: `{mentee: mentor}`, as many as can be placed
    :param scarcity: of each mentor, as `pure_engine.scarcities`
    """
    field = _Field(pairs, np.array(scarcity, dtype=np.int32))
    shares = _Shares(field, tick)
    core = np.union1d(shares.pairs_that_matter(), pairs.find(placed))
    tick(0.6)
    seat = _seats(field, core)
    tick(0.8)
    supported = None if seat is None else _lowest_prices(pairs, core, seat)
    if supported is None:
        seat, (gains, prices) = np.full(len(pairs.lengths), -1), shares.prices()
    else:
        gains, prices = supported
    near = pairs.near(gains, prices, slack=field.range // NEARBY)
    tick(1)
    seats = [None if mentor < 0 else mentor for mentor in seat.tolist()]
    return Guess(prices.tolist(), seats, near)


class _Field:
    """Who competes for what, as the mentors' scarcity tells (see `pure_engine`)."""

    def __init__(self, pairs, scarcity):
        self.pairs, self.scarcity = pairs, scarcity
        self.scarce = scarcity > 0
        classes = pairs.placing // pairs.unit
        self.lowest = self._lowest_scarcity(classes.max(initial=0) + 1)
        self.is_out = classes < self.lowest
        self.may_stay_out = classes == self.lowest
        weight = pairs.weight
        self.top = int(weight.max(initial=0))
        self.range = self.top - int(weight.min(initial=self.top))

    def _lowest_scarcity(self, for_none):
        """The lowest scarcity among the mentors of each row."""
        pairs = self.pairs
        filled = pairs.lengths > 0
        lowest = np.full(len(filled), for_none)
        if filled.any():
            per_pair = self.scarcity[pairs.column]
            lowest[filled] = np.minimum.reduceat(per_pair, pairs.start[:-1][filled])
        return lowest


class _Shares:
    """How much of a place each pair gets, when all spread and prices follow.

    Where mentors are scarce, all places are filled, and mentees of the lowest class may
    stay out; elsewhere everybody is placed, and places may stay empty.
    """

    def __init__(self, field, tick):
        self.field, self.softness = field, max(field.range / SOFTNESS, 1)
        self.liking = self._liking()
        turned_round = self.liking.T
        self.places = np.ones(len(field.scarce))
        for n in range(ROUNDS):
            tick(0.6 * n / ROUNDS)
            mentees = 1 / np.maximum(self.liking @ self.places, TINY)
            mentees[field.may_stay_out] = np.minimum(mentees[field.may_stay_out], 1)
            mentees[field.is_out] = 0
            places = field.pairs.places / np.maximum(turned_round @ mentees, TINY)
            places[~field.scarce] = np.minimum(places[~field.scarce], 1)
            self.mentees, self.places = mentees, np.maximum(places, TINY)

    def _liking(self):
        """A matrix; 0 where a mentor is scarcer than the mentee need compete for."""
        field, pairs = self.field, self.field.pairs
        liking = np.empty(len(pairs.column))
        for first, last, begin, end in pairs.blocks():
            own = liking[begin:end]
            np.subtract(pairs.weight[begin:end], field.top, out=own)
            own /= self.softness
            np.exp(own, out=own)
            lowest = np.repeat(field.lowest[first:last], pairs.lengths[first:last])
            own[field.scarcity[pairs.column[begin:end]] > lowest] = 0
        shape = len(pairs.lengths), len(pairs.places)
        return csr_matrix((liking, pairs.column, pairs.start), shape=shape)

    def pairs_that_matter(self):
        """Those that get more than a trifle."""
        pairs, found = self.field.pairs, [np.empty(0, dtype=np.int64)]
        for first, last, begin, end in pairs.blocks():
            share = self.liking.data[begin:end] * self.places[pairs.column[begin:end]]
            share *= np.repeat(self.mentees[first:last], pairs.lengths[first:last])
            found.append(begin + np.flatnonzero(share > LEAST_SHARE))
        return np.concatenate(found)

    def prices(self):
        """The gains of the mentees and prices of the mentors, as coarse values."""
        field, pairs = self.field, self.field.pairs
        # Where mentors are scarce, the level of the scores is in their prices.
        scores = np.where(field.scarce, field.top, 0)
        scores = scores - self.softness * np.log(self.places)
        prices = np.rint(scores).astype(np.int64)
        prices += field.scarcity * np.int64(pairs.unit)
        prices[(prices < 0) | (pairs.places == 0)] = 0
        gains = np.zeros(len(pairs.lengths), dtype=np.int64)
        for first, last, begin, end in pairs.blocks():
            offers = pairs.weight[begin:end] - prices[pairs.column[begin:end]]
            filled = first + np.flatnonzero(pairs.lengths[first:last])
            best = np.maximum.reduceat(offers, pairs.start[filled] - begin)
            gains[filled] = np.maximum(best + pairs.placing[filled], 0)
        return gains, prices


def _seats(field, core):
    """The mentor of each row, or -1, in scipy's answer on the pairs of the core; None
    if they leave it none.
    """
    pairs = field.pairs
    rows, columns = pairs.rows_of(core), pairs.column[core]
    seat = np.full(len(pairs.lengths), -1)
    costs = 1 + field.top - pairs.weight[core].astype(np.float64)
    # Who must not stay out comes first, whatever it costs.
    costs[field.may_stay_out[rows]] += (field.top + 1) * pairs.places.sum()
    try:
        for part in (False, True):
            chosen = np.flatnonzero(field.scarce[columns] == part)
            if len(chosen):
                few, mentors = _solve(
                    rows[chosen], columns[chosen], costs[chosen], pairs.places, part
                )
                seat[few] = mentors
    except ValueError:  # which is how scipy says that not all can be placed
        return None
    return seat


def _solve(rows, columns, costs, places, scarce):
    """The cheapest pairs: all rows are placed, or, if `scarce`, all places filled."""
    mentees, row = np.unique(rows, return_inverse=True)
    mentors, column = np.unique(columns, return_inverse=True)
    copies = np.minimum(places[mentors], np.bincount(column))
    after = np.cumsum(copies)
    repeats = copies[column]
    pair = np.repeat(np.arange(len(costs)), repeats)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    place = (after - copies)[column[pair]] + nth
    matrix = csr_matrix(
        (costs[pair], (row[pair], place)), shape=(len(mentees), after[-1])
    )
    if scarce:
        found, whose = min_weight_full_bipartite_matching(matrix.T.tocsr())
    else:
        whose, found = min_weight_full_bipartite_matching(matrix)
    return mentees[whose], mentors[np.searchsorted(after, found, side="right")]


def _lowest_prices(pairs, core, seat):
    """The lowest prices (and the gains at them) at which this is the best answer on the
    pairs of the core; None if there are none.
    """
    rows, columns = pairs.rows_of(core), pairs.column[core]
    values = pairs.placing[rows] + pairs.weight[core]
    is_own = seat[rows] == columns
    seated, own, worth = rows[is_own], columns[is_own], values[is_own]
    order = np.argsort(columns, kind="stable")
    mentors, first = np.unique(columns[order], return_index=True)
    gains = np.zeros(len(pairs.lengths), dtype=np.int64)
    prices = np.zeros(len(pairs.places), dtype=np.int64)
    # Bellman and Ford: a price rises to what the keenest other mentee would pay.
    for _round in range(len(mentors) + 1):
        gains[seated] = worth - prices[own]
        bids = values[order] - gains[rows[order]]
        asked = np.maximum.reduceat(bids, first) if len(first) else bids
        if (asked <= prices[mentors]).all():
            break
        prices[mentors] = np.maximum(prices[mentors], asked)
    else:
        return None
    taken = np.bincount(own, minlength=len(prices))
    if (prices[taken < pairs.places] > 0).any() or (gains < 0).any():
        return None
    return gains, prices
