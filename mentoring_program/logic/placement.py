"""Which mentees can be placed together at all, whatever the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .cohort import integers


def can_be_placed(options: Sequence[Sequence[int]], places: Sequence[int]) -> list[int]:
    """Positions of a largest set of mentees with a mentor each, the first ones first.

    `options` are each mentee's mentors (positions). Each mentee in turn is placed if
    the earlier ones can all stay placed. Such sets form a matroid, so this greedy order
    gives the highest priorities, if `options` come in the order of priority.

    Sets of mentors are the bits of integers, so that a step of the search is one `&`.
    """
    seating = _Seating([_bits(mentors) for mentors in options], places)
    for newcomer in range(len(options)):
        seating.place(newcomer)
    return sorted(seating.seat)


class _Seating:
    """Who sits with whom so far; `rows` are each mentee's mentors, as bits."""

    def __init__(self, rows: list[int], places: Sequence[int]):
        self.rows, self.places = rows, places
        self.seat: dict[int, int] = {}
        self.holders: list[set[int]] = [set() for _ in places]
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


def _bits(members: Sequence[int]) -> int:
    bits = 0
    for member in integers(members):
        bits |= 1 << member
    return bits


def _members(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
