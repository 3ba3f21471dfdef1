"""An exact assignment market in pure Python: no package, integers of any size.

Bidders each want one place; sellers have one or more. Shortest augmenting paths, with
a price a seller: bidders enter one after another, and each time the market moves along
the shortest path to where the newcomer's entry costs least: to a seller with a free
place, or to a bidder who gives way. At all times

- nobody could do better: gain + price >= value, for every bidder and seller;
- who has a place pays its price: gain + price == value;
- a seller with free places is free (price 0), a bidder without a place gains 0.

These three prove that the sum of values is the largest possible (linear programming's
duality). The prices are what remains as the certificate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from operator import itemgetter, sub

# (values, sellers): what a place with each of these sellers is worth to one bidder
Bids = tuple[Sequence[int], Sequence[int]]

# A row is sorted anew once it was walked this many times its length: measured.
PATIENCE = 3


class Market:
    """Bidders and sellers are positions. After `admit`ting all, read the result in
    `seat` (the seller of each bidder, or None), `prices` and `gains`.
    """

    def __init__(self, bids: Sequence[Bids], places: Sequence[int]):
        self.free = list(places)
        self.prices = [0] * len(places)
        self.gains = [0] * len(bids)
        self.seat: list[int | None] = [None] * len(bids)
        self.holders: list[list[int]] = [[] for _ in places]
        self.values = [values for values, _sellers in bids]
        self.sellers = [sellers for _values, sellers in bids]
        # Prices only rise, so that a surplus of some time ago is an upper bound of
        # today's. Rows are sorted by it, which lets a search leave them early.
        self.bounds: list[Sequence[int]] = [[] for _ in bids]
        self.walks_left = [-1] * len(bids)

    def resume(
        self, prices: Sequence[int], seat: Sequence[int | None], gains: Sequence[int]
    ):
        """Start from where the three conditions hold already, but for

        - bidders who have no seat and are still to be admitted;
        - sellers with free places and a price, which is the least that they take. In
          the end these must have no free place any more; that is the caller's concern.
        """
        self.prices, self.seat, self.gains = list(prices), list(seat), list(gains)
        for bidder, seller in enumerate(self.seat):
            if seller is not None:
                self.holders[seller].append(bidder)
                self.free[seller] -= 1

    def admit_all(
        self,
        tick: Callable[[float], None] | None = None,
        newcomers: Sequence[int] | None = None,
    ):
        """Let every bidder enter, or those of `newcomers`; `tick` hears the fraction
        done about 100 times.
        """
        newcomers = range(len(self.seat)) if newcomers is None else newcomers
        step = max(1, len(newcomers) // 100)
        for n, newcomer in enumerate(newcomers):
            if tick and n % step == 0:
                tick(n / len(newcomers))
            self.admit(newcomer)
        return self

    def admit(self, newcomer: int):
        """Let one bidder enter, and move the others to the new optimum."""
        self.sort_row(newcomer)
        bounds = self.bounds[newcomer]
        self.gains[newcomer] = max(0, bounds[0]) if bounds else 0
        search = _Search(self, newcomer)
        search.run()
        self._raise_prices(newcomer, search)
        self._move_along(search)

    def sort_row(self, bidder: int):
        """Put a bidder's sellers in the order of today's surplus, the best first."""
        values, sellers = self.values[bidder], self.sellers[bidder]
        surplus = list(map(sub, values, map(self.prices.__getitem__, sellers)))
        self.walks_left[bidder] = PATIENCE * len(surplus)
        if len(surplus) > 1:
            order = sorted(range(len(surplus)), key=surplus.__getitem__, reverse=True)
            ordered = itemgetter(*order)
            surplus, values, sellers = map(ordered, (surplus, values, sellers))
        self.bounds[bidder] = surplus
        self.values[bidder], self.sellers[bidder] = values, sellers

    def _raise_prices(self, newcomer: int, search: _Search):
        """Whatever is nearer than the end of the path becomes dearer by the rest."""
        self.gains[newcomer] -= search.limit
        for seller in search.settled:
            rise = search.limit - search.distance[seller]
            self.prices[seller] += rise
            for holder in self.holders[seller]:
                self.gains[holder] -= rise

    def _move_along(self, search: _Search):
        """Move every bidder on the path by one place, from its end to the newcomer."""
        seller = search.free_seller
        if seller is not None:
            self.free[seller] -= 1
        else:
            seller = self.seat[search.leaver]
            if seller is None:
                return  # the newcomer itself stays out
            self.seat[search.leaver] = None
            self.holders[seller].remove(search.leaver)
        while seller is not None:
            mover = search.mover[seller]
            previous = self.seat[mover]
            if previous is not None:
                self.holders[previous].remove(mover)
            self.seat[mover] = seller
            self.holders[seller].append(mover)
            seller = previous


class _Search:
    """Dijkstra's algorithm from a newcomer, over what each step would cost.

    The path ends at `free_seller`, or, when that is None, with `leaver` staying
    without a place. `limit` is the length of the best path found so far; `mover[s]` is
    the bidder who would take a place with seller s.
    """

    def __init__(self, market: Market, newcomer: int):
        self.market = market
        self.newcomer = newcomer
        self.limit = market.gains[newcomer]
        self.leaver = newcomer
        self.free_seller: int | None = None
        self.distance = [self.limit] * len(market.prices)
        self.mover: dict[int, int] = {}
        self.settled: list[int] = []
        self.queue: list[tuple[int, int]] = []

    def run(self):
        self._look_around(self.newcomer, self.market.gains[self.newcomer])
        gains, holders = self.market.gains, self.market.holders
        while self.queue:
            length, seller = heappop(self.queue)
            if length >= self.limit:
                break
            if length > self.distance[seller]:
                continue  # found again since, by a shorter way
            self.settled.append(seller)
            for holder in holders[seller]:
                reach = length + gains[holder]
                if reach < self.limit:
                    self.limit, self.leaver, self.free_seller = reach, holder, None
                self._look_around(holder, reach)

    def _look_around(self, bidder: int, reach: int):
        """Note the sellers that `bidder` could move to; `reach`: path plus gain."""
        market, distance, limit = self.market, self.distance, self.limit
        prices, free = market.prices, market.free
        if market.walks_left[bidder] < 0:
            market.sort_row(bidder)
        walked, least = 0, reach - limit
        for bound, value, seller in zip(
            market.bounds[bidder],
            market.values[bidder],
            market.sellers[bidder],
            strict=True,
        ):
            if bound <= least:
                break
            walked += 1
            length = reach - value + prices[seller]
            if length < limit and length < distance[seller]:
                distance[seller] = length
                self.mover[seller] = bidder
                if free[seller]:
                    self.limit = limit = length
                    self.free_seller = seller
                    least = reach - limit
                else:
                    heappush(self.queue, (length, seller))
        market.walks_left[bidder] -= walked
