"""Which mentees can be placed together at all, whatever the scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """A largest set of mentees with a mentor each, the first ones first.

    - `seat`: `{mentee: mentor}` of those who are placed.
    - `turned_away`: for each mentor the first mentee that could not be placed although
      it might, with others moving, have had this mentor; None if there is none.

    All are positions. A mentor who turned someone away is full, and so are all mentors
    of all who are placed there: no set of mentees, that is as large and has the first
    ones first, does otherwise.
    """

    seat: dict[int, int]
    turned_away: list[int | None]


def place(options: Sequence[Sequence[int]], places: Sequence[int]) -> Placement:
    """Place the mentees in turn, if the earlier ones can all stay placed.

    Such sets form a matroid, so this greedy order gives the highest priorities, if the
    mentees come in the order of priority. `options` are each one's mentors.
    """
    if options and all(hasattr(mentors, "dtype") for mentors in options):
        return _place_arrays(options, places)
    return _place_sets(map(bits_of, options), places)


def _place_arrays(options, places) -> Placement:
    """The same for numpy's arrays. Mentors that few may have are tried first: so few
    mentees have to move for others.
    """
    import numpy as np  # which made these

    wanted = np.zeros(len(places), dtype=np.int64)
    for mentors in options:
        wanted[mentors] += 1
    order = np.argsort(wanted, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    rows = (bits_of(rank[mentors]) for mentors in options)
    mentors = order.tolist()
    placed = _place_sets(rows, [places[mentor] for mentor in mentors])
    return Placement(
        {mentee: mentors[at] for mentee, at in placed.seat.items()},
        [placed.turned_away[at] for at in rank.tolist()],
    )


def _place_sets(rows: Iterable[int], places: Sequence[int]) -> Placement:
    """Rows are sets of mentors (see `bits_of`): a step of the search is one `&`."""
    seating = _Seating(list(rows), places)
    for newcomer in range(len(seating.rows)):
        seating.place(newcomer)
    return Placement(seating.seat, seating.turned_away)


class _Seating:
    """Who sits with whom so far; `rows` are each mentee's mentors, as bits."""

    def __init__(self, rows: list[int], places: Sequence[int]):
        self.rows, self.places = rows, places
        self.seat: dict[int, int] = {}
        self.holders: list[set[int]] = [set() for _ in places]
        self.turned_away: list[int | None] = [None] * len(places)
        self.free = sum(1 << mentor for mentor, left in enumerate(places) if left)
        self.useful = (1 << len(places)) - 1

    def place(self, newcomer: int):
        """Find the newcomer a mentor, moving others if need be, or leave all as is."""
        came_from, unseen, queue = {}, self.useful, [newcomer]
        for mentee in queue:
            reached = self.rows[mentee] & unseen
            unseen &= ~reached
            if reached & self.free:
                end = next(_members(reached & self.free))
                came_from[end] = mentee
                self._move_along(came_from, end)
                return
            for mentor in _members(reached):
                came_from[mentor] = mentee
                queue.extend(self.holders[mentor])
        # From the mentors seen, no free place can be reached: now and ever after.
        for mentor in came_from:
            self.turned_away[mentor] = newcomer
        self.useful = unseen

    def _move_along(self, came_from: dict[int, int], end: int):
        mentor: int | None = end
        while mentor is not None:
            mentee = came_from[mentor]
            previous = self.seat.get(mentee)
            if previous is not None:
                self.holders[previous].remove(mentee)
            self.holders[mentor].add(mentee)
            self.seat[mentee] = mentor
            mentor = previous
        if len(self.holders[end]) == self.places[end]:
            self.free &= ~(1 << end)


def bits_of(members: Sequence[int]) -> int:
    """A set of positions as an integer: bit n stands for position n."""
    if hasattr(members, "dtype") and len(members):
        import numpy as np  # which made these

        flags = np.zeros(int(members.max()) + 1, dtype=np.uint8)
        flags[members] = 1
        octets = np.packbits(flags, bitorder="little").tobytes()
        return int.from_bytes(octets, "little")
    bits = 0
    for member in members:
        bits |= 1 << member
    return bits


def _members(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
