"""A cohort: the mentees and mentors of one matching run, as plain facts."""

from __future__ import annotations

import enum
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


class AssignmentError(ValueError):
    """The cohort contradicts itself, or so do the pins; the message names where."""


class PinProblem(enum.Enum):
    """Why a pinned pair cannot be part of any result."""

    UNKNOWN = "mentee or mentor is not in the cohort"
    NOT_ALLOWED = "a hard rule excludes the pair"
    FORBIDDEN = "the pair is forbidden as well"
    TWICE = "the mentee is pinned to another mentor too (M4)"
    OVER_CAPACITY = "the mentor has fewer places than pinned mentees (M5)"


class ImpossiblePin(AssignmentError):
    """A pinned pair that cannot be kept: `mentee` and `mentor` are ids."""

    def __init__(self, mentee: int, mentor: int, problem: PinProblem):
        self.mentee, self.mentor, self.problem = mentee, mentor, problem
        super().__init__(f"pin {mentee} with {mentor}: {problem.value}")


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody who wants one mentor (M4); a higher `priority` is placed first.

    Only the order of the priorities counts, not how far apart they are.
    """

    id: int
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Seats:
    """A mentor's free places in this run (M5); `id` is the mentor's."""

    id: int
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """The mentors that the hard rules allow to one mentee, with their scores.

    `mentors` are positions in `Cohort.mentors`, each at most once, in any order;
    `scores` are integers from 0, one a mentor. Lists, `array.array` and numpy arrays
    of integers will do.
    """

    mentors: Sequence[int] = ()
    scores: Sequence[int] = ()


class ScoreTable(Mapping):
    """Scores of a large cohort: reads like a dictionary, in a hundredth of its memory.

    `options[i]` belongs to `mentees[i]`. `mentees` and `mentors` are ids, in the order
    of the cohort's own. `sound` says that no check is needed: whoever made the options
    can't but make them as they should be.
    """

    def __init__(
        self,
        mentees: Sequence[int],
        mentors: Sequence[int],
        options: Sequence[Options],
        sound: bool = False,
    ):
        self.sound = sound
        self.mentees, self.mentors = tuple(mentees), tuple(mentors)
        self.options = tuple(options)
        self._mentee_at = {mentee: n for n, mentee in enumerate(self.mentees)}
        self._mentor_at = {mentor: n for n, mentor in enumerate(self.mentors)}

    def __getitem__(self, pair: tuple[int, int]) -> int:
        mentee, mentor = pair
        try:
            options = self.options[self._mentee_at[mentee]]
            at = integers(options.mentors).index(self._mentor_at[mentor])
        except (KeyError, ValueError):
            raise KeyError(pair) from None
        return int(options.scores[at])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for mentee, options in zip(self.mentees, self.options, strict=True):
            for column in integers(options.mentors):
                yield mentee, self.mentors[column]

    def __len__(self) -> int:
        return sum(len(options.mentors) for options in self.options)


Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Cohort:
    """One matching run. Pairs are `(mentee id, mentor id)` throughout.

    - `scores`: the allowed pairs, those that no hard rule excludes, with their scores:
      integers from 0. A pair that is not there is never made.
    - `pinned` pairs are part of the result, whatever their score or the floor.
    - `forbidden` pairs are not. Ids that are not in the cohort do no harm here.
    - `keep` pairs (drafted before) count `keep_bonus` points more than their score.
    - `floor`: pairs that score less are not used.

    `options` are the scores again, mentee by mentee, for the engines.

    Raises AssignmentError when these contradict each other, and its subclass
    ImpossiblePin for a pin.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Seats, ...]
    scores: Mapping[tuple[int, int], int]
    pinned: Pairs = frozenset()
    forbidden: Pairs = frozenset()
    keep: Pairs = frozenset()
    keep_bonus: int = 0
    floor: int = 0
    options: tuple[Options, ...] = field(init=False, repr=False)
    mentee_at: Mapping[int, int] = field(init=False, repr=False)
    mentor_at: Mapping[int, int] = field(init=False, repr=False)

    def __post_init__(self):
        derived = {
            "mentee_at": _positions(self.mentees, "mentee"),
            "mentor_at": _positions(self.mentors, "mentor"),
        }
        derived["options"] = _options(self.scores, **derived)
        for name, value in derived.items():
            # The one place where a frozen instance is written to.
            object.__setattr__(self, name, value)
        _check_numbers(self)
        if not getattr(self.scores, "sound", False):
            _check_options(self)
        _check_pins(self)

    def places_left(self) -> list[int]:
        """Places of each mentor, in order, that the pinned pairs leave free."""
        taken = Counter(mentor for _mentee, mentor in self.pinned)
        return [seats.places - taken[seats.id] for seats in self.mentors]


def integers(numbers: Sequence[int]) -> Sequence[int]:
    """The same numbers as Python's own integers, which never overflow."""
    return numbers.tolist() if hasattr(numbers, "tolist") else numbers


def least(numbers: Sequence[int]) -> int:
    """The least of some numbers; of an array without a look at each."""
    return int(numbers.min()) if hasattr(numbers, "min") else min(numbers)


def greatest(numbers: Sequence[int]) -> int:
    """The greatest of some numbers; of an array without a look at each."""
    return int(numbers.max()) if hasattr(numbers, "max") else max(numbers)


def by_row(cohort: Cohort, pairs: Pairs) -> dict[int, set[int]]:
    """Pairs of ids as `{position of the mentee: positions of the mentors}`."""
    rows: dict[int, set[int]] = {}
    for mentee, mentor in pairs:
        if mentee in cohort.mentee_at and mentor in cohort.mentor_at:
            row = rows.setdefault(cohort.mentee_at[mentee], set())
            row.add(cohort.mentor_at[mentor])
    return rows


def _positions(records: Sequence[Mentee] | Sequence[Seats], kind: str):
    positions = {record.id: place for place, record in enumerate(records)}
    if len(positions) < len(records):
        twice = Counter(record.id for record in records).most_common(1)[0][0]
        raise AssignmentError(f"{kind} {twice} is in the cohort twice")
    return positions


def _options(scores, mentee_at, mentor_at) -> tuple[Options, ...]:
    if isinstance(scores, ScoreTable):
        if scores.mentees != tuple(mentee_at) or scores.mentors != tuple(mentor_at):
            raise AssignmentError("the table of scores has other ids or another order")
        return scores.options
    rows = {mentee: Options([], []) for mentee in mentee_at}
    for (mentee, mentor), score in scores.items():
        if mentee not in rows or mentor not in mentor_at:
            raise AssignmentError(f"score of {(mentee, mentor)}: not in the cohort")
        rows[mentee].mentors.append(mentor_at[mentor])
        rows[mentee].scores.append(score)
    return tuple(rows.values())


def _check_numbers(cohort: Cohort):
    for seats in cohort.mentors:
        if seats.places < 0:
            raise AssignmentError(f"mentor {seats.id} has {seats.places} places")
    if cohort.keep_bonus < 0:
        raise AssignmentError(f"keep_bonus is {cohort.keep_bonus}, below zero")


def _check_options(cohort: Cohort):
    for mentee, options in zip(cohort.mentees, cohort.options, strict=True):
        problem = _options_problem(options, len(cohort.mentors))
        if problem:
            raise AssignmentError(f"mentee {mentee.id}: {problem}")


def _options_problem(options: Options, mentors: int) -> str | None:
    columns, scores = options.mentors, options.scores
    if len(columns) != len(scores):
        return f"{len(columns)} mentors, but {len(scores)} scores"
    if not len(columns):
        return None
    if not _are_integers(scores):
        return "a score is no integer"
    if least(scores) < 0:
        return "a score is below zero"
    if not 0 <= least(columns) <= greatest(columns) < mentors:
        return "an option is no mentor of the cohort"
    if _repeats(columns):
        return "a mentor is there twice"
    return None


def _are_integers(numbers: Sequence[int]) -> bool:
    if hasattr(numbers, "dtype"):
        return numbers.dtype.kind in "iu"
    if isinstance(numbers, array):
        return numbers.typecode not in "fd"
    return set(map(type, numbers)) <= {int}


def _repeats(numbers: Sequence[int]) -> bool:
    if hasattr(numbers, "dtype"):
        ascending = numbers.copy()
        ascending.sort()
        return bool((ascending[1:] == ascending[:-1]).any())
    return len(set(numbers)) < len(numbers)


def _check_pins(cohort: Cohort):
    places = {seats.id: seats.places for seats in cohort.mentors}
    pinned_mentees = set()
    for mentee, mentor in sorted(cohort.pinned):
        problem = _pin_problem(cohort, mentee, mentor)
        if not problem and mentee in pinned_mentees:
            problem = PinProblem.TWICE
        if not problem and places[mentor] == 0:
            problem = PinProblem.OVER_CAPACITY
        if problem:
            raise ImpossiblePin(mentee, mentor, problem)
        pinned_mentees.add(mentee)
        places[mentor] -= 1


def _pin_problem(cohort: Cohort, mentee: int, mentor: int) -> PinProblem | None:
    if mentee not in cohort.mentee_at or mentor not in cohort.mentor_at:
        return PinProblem.UNKNOWN
    options = cohort.options[cohort.mentee_at[mentee]]
    if cohort.mentor_at[mentor] not in integers(options.mentors):
        return PinProblem.NOT_ALLOWED
    if (mentee, mentor) in cohort.forbidden:
        return PinProblem.FORBIDDEN
    return None
