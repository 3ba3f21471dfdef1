"""Large cohorts, with scipy: most pairs turn out not to matter, find those that do.

1. scipy solves a coarse problem (placing and scores, no tie-break) on a few pairs of
   each mentee; prices follow from its answer; all other pairs are held against these
   prices, those that would gain are added, and so on until none would.
2. The exact engine decides on what is left: only the pairs that are as good as any at
   these prices. All goals count now, in integers of any size.
3. Its prices are held against all pairs once more, which proves the answer.

So scipy proposes and never decides: if its floating-point numbers went wrong, step 3
would add the pairs that were missed. numpy and scipy are no dependency of the addon:
this module is imported only where they are installed.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .exact_engine import Market
from .objective import Objective

FIRST_PAIRS = 30  # of each mentee, in the first round; later rounds add up to as many
USEFUL_PAIRS = 6  # of each mentee, kept after the first round
BLOCK = 1 << 20  # pairs looked at together: bounds the memory
# Every sum that scipy forms is below three times the largest cost; a float is exact
# below 2 ** 53.
LARGEST_COST = 1 << 51


def can_take(objective: Objective) -> bool:
    """Whether scipy's floating-point numbers hold this cohort's coarse values."""
    return objective.highest_weight < LARGEST_COST


def decide(question, objective, tick):
    """As the pure engine does: each mentee's mentor (or None), each mentor's price."""
    pairs = _Pairs(question, objective)
    core = pairs.best_of_each(FIRST_PAIRS)
    if len(core):
        core = _pairs_that_matter(pairs, core, tick)
    while True:
        tick(0.6)
        market = pairs.exact_market(core, lambda done: tick(0.6 + 0.3 * done))
        better = pairs.better_than(market)
        tick(0.95)
        if not len(better):
            return market.seat, market.prices
        core = np.union1d(core, better)


def _pairs_that_matter(pairs, core, tick):
    """Step 1. Returns positions of pairs."""
    rounds = 0
    while True:
        tick(0.6 - 0.6 / (1 + rounds))
        coarse = pairs.coarse_prices(core)
        if coarse is None:
            return core
        gains, prices = coarse
        better = pairs.within(gains, prices, -1, most=FIRST_PAIRS)
        if not len(better):
            return pairs.within(gains, prices, 0)
        if not rounds:
            # Most of the first pairs were far from any use: drop them, once.
            core = pairs.tightest_of_each(core, gains, prices, USEFUL_PAIRS)
        core = np.union1d(core, better)
        rounds += 1


class _Pairs:
    """All open pairs in flat arrays: `column` (mentor) and `weight`, row after row.

    A "pair" is a position in these arrays. Its coarse value is its weight plus the
    `placing` of its row, the mentee.
    """

    def __init__(self, question, objective):
        self.question, self.objective = question, objective
        lengths = [len(options.mentors) for options in question.options]
        self.start = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        self.column = np.empty(self.start[-1], dtype=np.int32)
        self.weight = np.empty(self.start[-1], dtype=np.int64)
        rows = zip(question.mentees, question.options, strict=True)
        for row, (mentee, options) in enumerate(rows):
            span = slice(self.start[row], self.start[row + 1])
            kept = mentee in objective.kept
            weights = objective.weights(mentee, options.mentors, options.scores)
            self.column[span] = options.mentors
            self.weight[span] = weights if kept else options.scores
        self.places = np.array(question.places, dtype=np.int64)
        self.placing = np.array(
            [objective.placing[mentee] for mentee in question.mentees], dtype=np.int64
        )

    def rows_of(self, pairs):
        return np.searchsorted(self.start, pairs, side="right") - 1

    def values_of(self, pairs):
        return self.placing[self.rows_of(pairs)] + self.weight[pairs]

    def best_of_each(self, most):
        """The pairs with the best weights, at most so many a row."""
        found = [np.empty(0, dtype=np.int64)]
        for begin, end in zip(self.start[:-1], self.start[1:], strict=True):
            if end - begin <= most:
                found.append(np.arange(begin, end))
            else:
                best = np.argpartition(-self.weight[begin:end], most)[:most]
                found.append(begin + np.sort(best))
        return np.concatenate(found)

    def within(self, gains, prices, slack, most=None):
        """Pairs with gain + price - value <= slack; of each row at most so many.

        `gains` are those of the rows, `prices` of the mentors. A slack below zero
        means that the pair is better than what its mentee has.
        """
        found = [np.empty(0, dtype=np.int64)]
        at_least = gains - self.placing
        first = 0
        while first < len(at_least):
            last = np.searchsorted(self.start, self.start[first] + BLOCK, side="right")
            last = max(first + 1, int(last) - 1)
            begin, end = self.start[first], self.start[last]
            lengths = np.diff(self.start[first : last + 1])
            slacks = np.repeat(at_least[first:last], lengths)
            slacks += prices[self.column[begin:end]]
            slacks -= self.weight[begin:end]
            pairs = np.flatnonzero(slacks <= slack)
            if most and len(pairs):
                pairs = self._least_of_each(begin + pairs, slacks[pairs], most) - begin
            found.append(begin + pairs)
            first = last
        return np.concatenate(found)

    def tightest_of_each(self, core, gains, prices, most):
        """The pairs of the core with the least slack, at most so many a row."""
        slacks = gains[self.rows_of(core)] + prices[self.column[core]]
        return self._least_of_each(core, slacks - self.values_of(core), most)

    def _least_of_each(self, pairs, slacks, most):
        rows = self.rows_of(pairs)
        order = np.lexsort((slacks, rows))
        row_start = np.searchsorted(rows, rows, side="left")
        return pairs[np.sort(order[np.arange(len(order)) - row_start < most])]

    def coarse_prices(self, core):
        """The lowest prices that support scipy's optimum on the pairs of the core.

        Returns (gains of the rows, prices of the mentors), or None if no prices do,
        which only wrong rounding could cause.
        """
        rows, columns, values = (
            self.rows_of(core),
            self.column[core],
            self.values_of(core),
        )
        own = self._solve(rows, columns, values)
        seated = np.flatnonzero(own >= 0)
        seat, worth = columns[own[seated]], values[own[seated]]
        order = np.argsort(columns, kind="stable")
        mentors, first = np.unique(columns[order], return_index=True)
        gains = np.zeros(len(self.placing), dtype=np.int64)
        prices = np.zeros(len(self.places), dtype=np.int64)
        # Bellman and Ford: a price rises to what the keenest other mentee would pay.
        for _round in range(len(mentors) + 1):
            gains[seated] = worth - prices[seat]
            bids = values[order] - gains[rows[order]]
            rise = np.maximum(np.maximum.reduceat(bids, first), 0)
            if (rise <= prices[mentors]).all():
                break
            prices[mentors] = np.maximum(prices[mentors], rise)
        else:
            return None
        taken = np.bincount(seat, minlength=len(prices))
        if (prices[taken < self.places] > 0).any() or (gains < 0).any():
            return None
        return gains, prices

    def _solve(self, rows, columns, values):
        """For each row its pair (a position in these three arrays), or -1.

        Each place is a column of scipy's matrix. Each row also has a column of its
        own, "no mentor", as scipy knows no answer that leaves a row out.
        """
        count = len(self.placing)
        copies = np.minimum(
            self.places, np.bincount(columns, minlength=len(self.places))
        )
        last_copy = np.cumsum(copies)
        repeats = copies[columns]
        pair = np.repeat(np.arange(len(values)), repeats)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        place = (last_copy - copies)[columns[pair]] + nth
        none = last_copy[-1] + np.arange(count)
        # scipy drops zeros, so the best pair costs 1.
        top = values.max() + 1
        costs = np.concatenate((top - values[pair], np.full(count, top)))
        matrix = coo_matrix(
            (
                costs.astype(np.float64),
                (
                    np.concatenate((rows[pair], np.arange(count))),
                    np.concatenate((place, none)),
                ),
            ),
            shape=(count, last_copy[-1] + count),
        )
        _rows, chosen = min_weight_full_bipartite_matching(matrix.tocsr())
        mentor = np.searchsorted(last_copy, chosen, side="right")
        own = np.full(count, -1)
        is_own = mentor[rows] == columns
        own[rows[is_own]] = np.flatnonzero(is_own)
        return own

    def exact_market(self, core, tick):
        """The exact engine's answer on the pairs of the core."""
        rows = self.rows_of(core)
        begin = np.searchsorted(rows, np.arange(len(self.placing) + 1))
        bids = []
        for row in range(len(self.placing)):
            pairs = core[begin[row] : begin[row + 1]]
            bids.append((self._exact_values(row, pairs), self.column[pairs].tolist()))
        return Market(bids, self.question.places).admit_all(tick)

    def _exact_values(self, row, pairs):
        mentee = self.question.mentees[row]
        return self.objective.values_of(
            mentee, self.column[pairs].tolist(), self.weight[pairs].tolist()
        )

    def better_than(self, market):
        """Pairs that gain more than their mentee does, at the exact market's prices.

        Exact numbers don't fit into numpy's. So their upper parts, in which rounding
        down loses less than 1 each, leave out almost all pairs; Python looks at the
        rest.
        """
        shift = self.objective.shift
        upper_gains = np.array([gain >> shift for gain in market.gains], dtype=np.int64)
        upper_prices = np.array([p >> shift for p in market.prices], dtype=np.int64)
        near = self.within(upper_gains, upper_prices, 0)
        better, rows = [], self.rows_of(near)
        begin = np.searchsorted(rows, np.arange(len(self.placing) + 1)).tolist()
        for row, gain in enumerate(market.gains):
            pairs = near[begin[row] : begin[row + 1]]
            mentors = self.column[pairs].tolist()
            values = self._exact_values(row, pairs)
            for pair, mentor, value in zip(pairs, mentors, values, strict=True):
                if value - market.prices[mentor] > gain:
                    better.append(pair)
        return np.array(better, dtype=np.int64)
