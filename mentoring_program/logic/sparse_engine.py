"""Large cohorts, with numpy and scipy: guess the prices, then settle what is wrong.

1. Who can be placed at all (`placement`) tells which mentors are scarce. `price_guess`
   then finds prices and seats that are nearly right.
2. The exact engine starts from there (`warm_start`), on the few pairs that are near to
   being anybody's best at these prices. All goals count, in integers of any size.
3. Its prices are held against all pairs. Those that would gain more are added, and it
   goes on with 2, until there are none: that proves the answer.

So floating-point numbers propose and never decide. numpy and scipy are no dependency of
the addon: this module is imported only where they are installed.
"""

from __future__ import annotations

import numpy as np

from .objective import Objective
from .pair_arrays import LARGEST_VALUE, PairArrays
from .price_guess import guess
from .pure_engine import scarcities
from .warm_start import Settlement


def can_take(objective: Objective) -> bool:
    """Whether numpy's integers hold this cohort's points."""
    return objective.highest_weight < LARGEST_VALUE


def decide(question, objective: Objective, tick):
    """As the pure engine does: each mentee's mentor (or None), each mentor's price."""
    pairs = PairArrays(question, objective)
    tick(0.05)
    placement = pairs.place()
    scarcity = scarcities(placement, question, objective)
    tick(0.15)
    first = guess(
        pairs, placement.seat, scarcity, lambda done: tick(0.15 + 0.35 * done)
    )
    prices = [price << pairs.shift for price in first.prices]
    settled = Settlement(question.places, prices, first.seat)
    core = first.pairs
    while True:
        settled.settle(pairs.bids(core), lambda done: tick(0.5 + 0.4 * done))
        better = pairs.better_than(settled)
        tick(0.95)
        if not len(better):
            return settled.seat, settled.prices
        core = np.union1d(core, better)
