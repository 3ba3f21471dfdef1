"""When a pair may meet: what is refused, and what is merely asked twice (P3, P4)."""

from __future__ import annotations

from datetime import datetime, timedelta

# Below and above, it is a slip of the hand; in between, it is for the two to say.
SHORTEST, LONGEST = 15, 480  # minutes
HORIZON = timedelta(days=730)


def refusal(start: datetime, minutes: int, now: datetime) -> str | None:
    """Return why nobody can mean this: "past", "far", "length"; ``None`` if fine."""
    if start <= now:
        return "past"
    if start > now + HORIZON:
        return "far"
    if not SHORTEST <= minutes <= LONGEST:
        return "length"
    return None


def doubts(
    minutes: int, usual: tuple[int, int], busy: frozenset[str]
) -> tuple[str, ...]:
    """Return what is asked twice: "length" (P3), "mentor" or "mentee" busy elsewhere.

    :param usual: the shortest and the longest session of the programme, in minutes
    :param busy: the sides that have a session in another pair at that time
    """
    shortest, longest = usual
    found = () if shortest <= minutes <= longest else ("length",)
    return found + tuple(side for side in ("mentor", "mentee") if side in busy)


def suggests_face_to_face(way: str, first: bool) -> bool:
    """P4: whether to remind of meeting face to face; it is nobody's duty."""
    return first and way != "in_person"
