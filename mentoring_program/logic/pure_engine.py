"""The engine that needs no package: exact for any cohort, quick up to some 2,000.

1. Who can be placed at all (`placement`) tells which mentors are scarce: they turned
   somebody away. In every best answer they are full, and whoever could go nowhere else
   competes for them alone.
2. So first the places of scarce mentors bid for mentees: the scarcer side finds its
   place sooner. Those of higher classes start with a gain that makes all classes alike.
3. Then those bid who have none yet, and must: the rest of the higher classes, and all
   who could go elsewhere (`warm_start`).
"""

from __future__ import annotations

from itertools import compress

from .cohort import integers
from .objective import Objective
from .placement import Placement, place
from .warm_start import Settlement


def decide(question, objective: Objective, tick):
    """Each mentee's mentor (a position, or None), and each mentor's price."""
    placement = place([own.mentors for own in question.options], question.places)
    scarcity = scarcities(placement, question, objective)
    bids, gains = _bids(question, objective, scarcity)
    # Any price says that a place isn't to stay empty.
    prices = [int(level > 0) for level in scarcity]
    settled = Settlement(question.places, prices, [None] * len(bids))
    settled.settle_from(gains, bids, tick)
    return settled.seat, settled.prices


def scarcities(placement: Placement, question, objective: Objective) -> list[int]:
    """For each mentor the class of the first mentee turned away; 0 if there is none."""
    classes = [objective.class_of(mentee) for mentee in question.mentees]
    return [
        0 if newcomer is None else classes[newcomer]
        for newcomer in placement.turned_away
    ]


def _bids(question, objective, scarcity):
    """What each mentor that is no scarcer than need be is worth to each mentee; and
    what being above those who are turned away is worth.
    """
    bids, gains = [], []
    for mentee, options in zip(question.mentees, question.options, strict=True):
        mentors = integers(options.mentors)
        weights = objective.weights(mentee, mentors, options.scores)
        levels = list(map(scarcity.__getitem__, mentors))
        lowest, own = min(levels, default=0), objective.class_of(mentee)
        if own < lowest:
            mentors = weights = []  # all of them turned away a higher class
        elif levels and max(levels) > lowest:
            wanted = [level == lowest for level in levels]
            mentors = list(compress(mentors, wanted))
            weights = list(compress(weights, wanted))
        bids.append((objective.values_of(mentee, mentors, weights), mentors))
        gains.append(max(own - lowest, 0) * objective.unit << objective.shift)
    return bids, gains
