"""The points of all allowed pairs of a cohort, applicant by applicant.

The criteria are those of ``scoring``, and so are the points, to the last one. What a
criterion says depends on few facts of the applicant: it is worked out for all mentors
once for all who share these facts, and kept as a row of numbers, one a mentor. Then a
pair's points are the sum of what stands at its place in a few rows.

This engine needs no package; ``cohort_points_numpy`` adds up the same rows faster.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import add, attrgetter, itemgetter

from . import scoring
from .cohort import Options
from .cohort_rules import ALL_FACTS, Facts, Groups, Line, asks
from .duration import as_end, as_start
from .facts import Applicant, Mentor, Policy, Weights

MOST_ROWS = 1000  # that a criterion keeps at a time: bounds the memory

# The facts of applicant and mentor that a criterion looks at.
LOOKS_AT: dict[Callable, tuple[Facts, Facts]] = {
    scoring._objectives: (("objective_themes",), ("themes",)),
    scoring._function: (("function",), ("functions",)),
    scoring._industry: (("industry",), ("industries",)),
    scoring._gap: (("experience_start",), ("experience_start",)),
    scoring._meeting: (("ways", "place"), ("ways", "place")),
    scoring._load: ((), ("capacity", "taken_places")),
}


class Points:
    """Adds up what the criteria say. Everything is doubled until the last division,
    which then rounds halves up, as `scoring.rounded` does.
    """

    def __init__(self, line: Line, policy: Policy, weights: Weights):
        self.line, self.policy = line, policy
        counted = scoring.counted_weights(weights)
        self.whole = sum(counted.values())
        criteria = {scoring.CRITERIA[name]: 2 * n for name, n in counted.items()}
        self.gap_table = GapTable(policy, criteria.pop(scoring._gap, 0))
        rows = [
            _ROWS.get(criterion, AskedRows)(self, criterion, weight)
            for criterion, weight in criteria.items()
        ]
        self.rows = [own for own in rows if own.facts[0]]
        self.base = self.column([self.whole] * len(line.mentors))
        for same_for_all in (own for own in rows if not own.facts[0]):
            self.base = self.sum_of(self.base, same_for_all.of(Applicant()))

    def options(self, applicant: Applicant, bits: int) -> Options:
        """The mentors of the set `bits`, positions as given, with their points."""
        places, points = self.judge(applicant, bits)
        given = _taker(places)(self.line.given_at)
        return Options(array("i", given), array("i", points))

    def judge(self, applicant: Applicant, bits: int) -> tuple[list[int], list[int]]:
        """The places in the line of the set `bits`, and their points."""
        places = self.line.members(bits)
        rows = [self.base, *(rows.of(applicant) for rows in self.rows)]
        columns = list(map(_taker(places), rows))
        if self.gap_table.weight:
            columns.append(self._gaps(applicant, places))
        divisor = 2 * self.whole
        return places, [sum(parts) // divisor for parts in zip(*columns, strict=True)]

    def _gaps(self, applicant, places):
        known = bisect_left(places, self.begun_before(applicant))
        if not known:
            return self.asked_gaps(applicant, places)
        end, table = as_end(applicant.experience_start), self.gap_table
        begun = _taker(places[:known])(self.line.begun)
        plain = [table[end - start >> 5] for start in begun]
        return plain + self.asked_gaps(applicant, places[known:])

    def begun_before(self, applicant: Applicant) -> int:
        """How many mentors began no later than the applicant, as far as is known."""
        begun = applicant.experience_start
        return bisect_right(self.line.begun, as_start(begun)) if begun else 0

    def asked_gaps(self, applicant: Applicant, places: Sequence[int]) -> list[int]:
        """The gap's part where a date is not known, or the mentor began later."""
        mentors, weight = self.line.mentors, self.gap_table.weight
        return [
            weight * scoring._gap(applicant, mentors[place], self.policy)[0]
            for place in places
        ]

    def column(self, numbers: list[int]) -> Sequence[int]:
        """Numbers, one a mentor, as this engine likes them."""
        return numbers

    def spread(self, said: list[int], groups: Groups) -> Sequence[int]:
        """What was said of each group, as a new row: mentor by mentor."""
        return list(map(said.__getitem__, groups.group_at))

    def sum_of(self, row: Sequence[int], other: Sequence[int]) -> Sequence[int]:
        """The sums of two rows, mentor by mentor."""
        return list(map(add, row, other))


def _taker(places):
    """`itemgetter`, which gives no tuple for one place, and refuses none."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]


class GapTable(dict):
    """What a gap of so many months gives (E4), with its weight."""

    def __init__(self, policy: Policy, weight: int):
        super().__init__()
        self.policy, self.weight = policy, weight

    def __missing__(self, months):
        self[months] = self.weight * scoring.gap_points(months, self.policy)
        return self[months]


class Rows:
    """The rows of one criterion, one for all applicants with the same facts."""

    def __init__(self, points: Points, criterion: Callable, weight: int):
        self.points, self.criterion, self.weight = points, criterion, weight
        self.facts = LOOKS_AT.get(criterion, ALL_FACTS)
        self.key = asks(self.facts[0])
        self.kept: dict = {}

    def of(self, applicant: Applicant) -> Sequence[int]:
        """The row of this applicant: points times weight, mentor by mentor."""
        key = self.key(applicant)
        row = self.kept.get(key)
        if row is None:
            if len(self.kept) >= MOST_ROWS:
                self.kept.clear()
            row = self.kept[key] = self.make(applicant)
        return row

    def make(self, applicant: Applicant) -> Sequence[int]:
        raise NotImplementedError

    def ask(self, applicant: Applicant, mentor: Mentor) -> int:
        return self.weight * self.criterion(applicant, mentor, self.points.policy)[0]


class AskedRows(Rows):
    """A criterion that is asked once for each combination of facts."""

    def __init__(self, points, criterion, weight):
        super().__init__(points, criterion, weight)
        self.groups = Groups(points.line, self.facts[1])

    def make(self, applicant):
        said = [self.ask(applicant, mentor) for mentor in self.groups.examples]
        return self.points.spread(said, self.groups)


class SharedRows(Rows):
    """M2, M3, E6: only how many of theirs the two share needs to be asked."""

    def __init__(self, points, criterion, weight):
        super().__init__(points, criterion, weight)
        [self.own], [self.of_mentor] = self.facts
        self.groups = Groups(points.line, (self.of_mentor,))
        known = map(attrgetter(self.of_mentor), self.groups.examples)
        self.known = list(known)

    def make(self, applicant):
        own = getattr(applicant, self.own)
        own = own if isinstance(own, frozenset) else frozenset([own])
        unknown = self.ask(applicant, Mentor())
        by_number = [
            self.ask(applicant, Mentor(**{self.of_mentor: frozenset([*shared, None])}))
            for shared in _beginnings(tuple(own))
        ]
        said = [
            by_number[len(own & known)] if known else unknown for known in self.known
        ]
        return self.points.spread(said, self.groups)


def _beginnings(items):
    return [items[:length] for length in range(len(items) + 1)]


class MeetingRows(Rows):
    """P4: of two places, only whether they are the same needs to be asked."""

    def __init__(self, points, criterion, weight):
        super().__init__(points, criterion, weight)
        self.groups = Groups(points.line, ("ways",))
        self.living_in: dict = {}
        for at, mentor in enumerate(points.line.mentors):
            self.living_in.setdefault(mentor.place, []).append(at)
        self.ways: dict = {}

    def make(self, applicant):
        near, far = self._by_way(applicant.ways)
        row = far.copy()
        if applicant.place:
            group_at = self.groups.group_at
            for at in self.living_in.get(applicant.place, ()):
                row[at] = near[group_at[at]]
        return row

    def _by_way(self, ways):
        """What is said of each group when it is near; of all mentors when far."""
        if ways not in self.ways:
            here = Applicant(ways=ways, place="here")
            far, near = (
                [
                    self.ask(here, Mentor(ways=mentor.ways, place=place))
                    for mentor in self.groups.examples
                ]
                for place in ("elsewhere", "here")
            )
            self.ways[ways] = near, self.points.spread(far, self.groups)
        return self.ways[ways]


_ROWS = {
    scoring._objectives: SharedRows,
    scoring._function: SharedRows,
    scoring._industry: SharedRows,
    scoring._meeting: MeetingRows,
}
