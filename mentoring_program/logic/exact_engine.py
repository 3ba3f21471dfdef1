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
        self.values = [list(values) for values, _sellers in bids]
        self.sellers = [list(sellers) for _values, sellers in bids]
        # Prices only rise, so that a surplus of some time ago is an upper bound of
        # today's. Rows are sorted by it, which lets a search leave them early.
        self.bounds: list[list[int]] = [[] for _ in bids]
        self.walks_left = [0] * len(bids)

    def admit_all(self, tick: Callable[[float], None] | None = None):
        """Let every bidder enter; `tick` hears the fraction done about 100 times."""
        step = max(1, len(self.seat) // 100)
        for newcomer in range(len(self.seat)):
            if tick and newcomer % step == 0:
                tick(newcomer / len(self.seat))
            self.admit(newcomer)
        return self

    def admit(self, newcomer: int):
        """Let one bidder enter, and move the others to the new optimum."""
        self._sort_row(newcomer)
        bounds = self.bounds[newcomer]
        self.gains[newcomer] = max(0, bounds[0]) if bounds else 0
        search = _Search(self, newcomer)
        search.run()
        self._raise_prices(newcomer, search)
        self._move_along(search)

    def _sort_row(self, bidder: int):
        prices, values, sellers = self.prices, self.values[bidder], self.sellers[bidder]
        surplus = [
            value - prices[seller]
            for value, seller in zip(values, sellers, strict=True)
        ]
        order = sorted(range(len(surplus)), key=surplus.__getitem__, reverse=True)
        self.values[bidder] = [values[n] for n in order]
        self.sellers[bidder] = [sellers[n] for n in order]
        self.bounds[bidder] = [surplus[n] for n in order]
        self.walks_left[bidder] = PATIENCE * len(order)

    def row(self, bidder: int):
        """Yield (upper bound of the surplus, value, seller), the best bound first."""
        if self.walks_left[bidder] < 0:
            self._sort_row(bidder)
        return zip(
            self.bounds[bidder],
            self.values[bidder],
            self.sellers[bidder],
            strict=True,
        )

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
        walked = 0
        for bound, value, seller in market.row(bidder):
            if reach - bound >= limit:
                break
            walked += 1
            length = reach - value + prices[seller]
            if length < limit and length < distance[seller]:
                distance[seller] = length
                self.mover[seller] = bidder
                if free[seller]:
                    self.limit = limit = length
                    self.free_seller = seller
                else:
                    heappush(self.queue, (length, seller))
        market.walks_left[bidder] -= walked
