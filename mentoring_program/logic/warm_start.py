"""The exact engine, started from prices that are nearly right.

`Market` needs a start at which nobody could do better. At prices from elsewhere that
holds for those who have a place that suits; the others are let in one by one. First the
mentees who want a place and have none bid for mentors, which raises prices. Then the
places that are still empty in spite of a price bid for mentees, which lowers them.
"""

from __future__ import annotations

from collections import deque
from itertools import repeat

from .exact_engine import Bids, Market


class Settlement:
    """Prices of the mentors, `places` each; gains and mentors (`seat`) of the mentees.

    All are positions. After `settle`, they are the optimum of the bids given to it.
    """

    def __init__(self, places: list[int], prices: list[int], seat: list[int | None]):
        self.places, self.prices, self.seat = places, list(prices), list(seat)
        self.gains: list[int] = []

    def settle(self, bids: list[Bids], tick):
        """Find the optimum of these bids, starting from what was settled before.

        :param bids: for each mentee what each of some mentors is worth
        """
        self._choose(bids)
        tick(0.1)
        self._let_mentees_bid(bids, lambda done: tick(0.1 + 0.5 * done))
        self._let_places_bid(bids, lambda done: tick(0.6 + 0.4 * done))

    def settle_from(self, gains: list[int], bids: list[Bids], tick):
        """Find the optimum of these bids from nothing, the places with a price first.

        Such places must all be filled in the optimum, and mentees with a gain placed.

        :param gains: what a mentee, at first, wants to gain from a place with a price
        """
        self.gains = gains
        self._let_places_bid(bids, lambda done: tick(0.6 * done))
        self._let_mentees_bid(bids, lambda done: tick(0.6 + 0.4 * done))

    def _choose(self, bids):
        """Everybody keeps a mentor that suits, or takes a place that does."""
        prices, free = self.prices, self._free_places()
        self.gains = []
        for mentee, (values, mentors) in enumerate(bids):
            offers = {
                mentor: value - prices[mentor]
                for value, mentor in zip(values, mentors, strict=True)
            }
            best = max(offers, key=offers.get, default=None)
            gain = max(offers.get(best, 0), 0)
            self.gains.append(gain)
            mentor = self.seat[mentee]
            if mentor is not None:
                if offers.get(mentor) == gain:
                    continue
                self.seat[mentee] = None
                free[mentor] += 1
            if gain and free[best]:
                self.seat[mentee] = best
                free[best] -= 1

    def _free_places(self):
        free = list(self.places)
        for mentor in self.seat:
            if mentor is not None:
                free[mentor] -= 1
        return free

    def _let_mentees_bid(self, bids, tick):
        """Bring in those who want a place and have none."""
        market = Market(bids, self.places)
        market.resume(prices=self.prices, seat=self.seat, gains=self.gains)
        newcomers = [
            mentee
            for mentee, mentor in enumerate(self.seat)
            if mentor is None and self.gains[mentee]
        ]
        market.admit_all(tick, newcomers)
        self.prices, self.seat, self.gains = market.prices, market.seat, market.gains

    def _let_places_bid(self, bids, tick):
        """Bring in the places that are empty in spite of a price."""
        free = self._free_places()
        if not any(
            left and price for left, price in zip(free, self.prices, strict=True)
        ):
            return
        by_mentor = _turned_round(bids, len(self.places))
        owner, holder = self._places_by_owner()
        market = Market([by_mentor[mentor] for mentor in owner], [1] * len(bids))
        market.resume(
            prices=self.gains,
            seat=holder,
            gains=[
                0 if mentee is None else self.prices[mentor]
                for mentor, mentee in zip(owner, holder, strict=True)
            ],
        )
        newcomers = [
            place
            for place, (mentor, mentee) in enumerate(zip(owner, holder, strict=True))
            if mentee is None and self.prices[mentor]
        ]
        market.admit_all(tick, newcomers)
        self.gains = market.prices
        self.seat = [None] * len(bids)
        for mentor, mentee, gain in zip(owner, market.seat, market.gains, strict=True):
            # A mentor's places are alike, so they gain the same: the price of a place.
            self.prices[mentor] = gain
            if mentee is not None:
                self.seat[mentee] = mentor

    def _places_by_owner(self):
        """For each place its mentor, and its mentee or None."""
        holders: list[list[int | None]] = [[] for _mentor in self.places]
        for mentee, mentor in enumerate(self.seat):
            if mentor is not None:
                holders[mentor].append(mentee)
        owner, holder = [], []
        for mentor, count in enumerate(self.places):
            taken = holders[mentor]
            owner += [mentor] * count
            holder += taken + [None] * (count - len(taken))
        return owner, holder


def _turned_round(bids, mentors):
    """For each mentor what each of some mentees is worth."""
    values_of, mentees_of = ([[] for _mentor in range(mentors)] for _list in range(2))
    for mentee, (values, its_mentors) in enumerate(bids):
        _run(map(list.append, map(values_of.__getitem__, its_mentors), values))
        who = repeat(mentee)
        _run(map(list.append, map(mentees_of.__getitem__, its_mentors), who))
    return list(zip(values_of, mentees_of, strict=True))


def _run(calls):
    """Let an iterator do its work: the quickest loop that there is."""
    deque(calls, maxlen=0)
