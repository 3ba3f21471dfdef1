"""The hard rules on pairs for a whole cohort: which mentors each excludes for whom.

The rules are those of ``eligibility``. A set of mentors is one integer, a bit a mentor,
so that a rule costs one ``|`` an applicant, whatever the number of mentors:

- most rules look at few facts. They are asked once for each combination of these facts
  that occurs, with one applicant and one mentor who have them;
- what may not be shared (employer, person) is looked up;
- for the gap in experience, mentors are sorted by the beginning of their career: those
  in the range are neighbours.

A rule that is not described here is asked for each pair: right, but slow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import compress
from operator import attrgetter

from . import eligibility
from .duration import as_end, as_start
from .facts import Applicant, Mentor, Policy

Facts = tuple[str, ...]
ALL_FACTS = tuple(
    tuple(field.name for field in fields(kind)) for kind in (Applicant, Mentor)
)

# The facts of applicant and mentor that a rule looks at.
LOOKS_AT: dict[Callable, tuple[Facts, Facts]] = {
    eligibility._level: (("target_level_rank",), ("level_rank",)),
    eligibility._one_mentor: (("has_mentor",), ()),
    eligibility._no_mentor_after_stop: (("stops",), ()),
    eligibility._places: ((), ("capacity", "taken_places")),
    eligibility._available: ((), ("available", "in_programme")),
    eligibility._mentor_charter: ((), ("charter_signed",)),
    eligibility._language: (("languages",), ("languages",)),
}


def asks(facts: Facts) -> Callable:
    """Return what tells the facts of an applicant or mentor: equal where they are."""
    return attrgetter(*facts) if facts else lambda one: None


def _person(one: Applicant | Mentor) -> tuple[int | None]:
    return (one.person,)


def _known_person(one: Applicant) -> tuple[int, ...]:
    return () if one.person is None else (one.person,)


# What applicant and mentor may not share: a rule excludes whoever has one in common.
NOT_SHARED: dict[Callable, tuple[tuple[Callable, Callable], ...]] = {
    eligibility._another_person: ((_known_person, _person),),
    eligibility._other_employer: ((attrgetter("employers"), attrgetter("employers")),),
    eligibility._wanted: (
        (attrgetter("unwanted_persons"), _person),
        (_person, attrgetter("unwanted_persons")),
    ),
    eligibility._not_refused: ((_person, attrgetter("refused_applicant_persons")),),
}
BY_EXPERIENCE = eligibility._gap


class Line:
    """The mentors of a cohort in the order of their careers' beginning, unknown last.

    `mentors[n]` stands at place n of the line. A set of mentors is an integer whose
    highest of `len(mentors)` bits stands for place 0.
    """

    def __init__(self, mentors: Iterable[Mentor]):
        given = list(mentors)
        begun = [
            as_start(mentor.experience_start) if mentor.experience_start else None
            for mentor in given
        ]
        known = [n for n, start in enumerate(begun) if start is not None]
        known.sort(key=begun.__getitem__)
        unknown = [n for n, start in enumerate(begun) if start is None]
        self.given_at = known + unknown  # place in the line → position as given
        self.mentors = [given[n] for n in self.given_at]
        self.begun = [begun[n] for n in known]
        self.begun_as_end = [as_end(given[n].experience_start) for n in known]
        self.everybody = (1 << len(given)) - 1

    def members(self, bits: int) -> list[int]:
        """The places of a set, ascending."""
        return list(compress(range(len(self.mentors)), self.flags(bits)))

    def flags(self, bits: int) -> bytes:
        """For each place 1 if it is in the set, else 0."""
        octets = self.octets(bits)
        return b"".join(map(_FLAGS.__getitem__, octets))[: len(self.mentors)]

    def octets(self, bits: int) -> bytes:
        """A set as bytes; the first place is the highest bit of the first one."""
        count = len(self.mentors)
        length = -(-count // 8)
        return (bits << 8 * length - count).to_bytes(length, "big")

    def between(self, first: int, after: int) -> int:
        """The places from `first` on that come before `after`."""
        count = len(self.mentors)
        return (1 << count - first) - (1 << count - after) if first < after else 0

    def earlier_by(self, months: int, start, end) -> int:
        """How many have worked at least so many full months longer than somebody.

        :param start, end: the beginning of that career, `as_start` and `as_end`
        """
        if months > 0:
            return bisect_right(self.begun, end - 32 * months)
        return bisect_left(self.begun_as_end, start + 32 * (1 - months))


# For each byte its bits, the highest first.
_FLAGS = [bytes(octet >> 7 - n & 1 for n in range(8)) for octet in range(256)]


class Groups:
    """The mentors of a line by some of their facts; those of a group are alike."""

    def __init__(self, line: Line, facts: Facts):
        keys = list(map(asks(facts), line.mentors))
        number_of = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        self.group_at = list(map(number_of.__getitem__, keys))
        first = dict(zip(reversed(self.group_at), reversed(line.mentors), strict=True))
        self.examples = [first[number] for number in range(len(first))]

    def set_of(self, chosen: Sequence[bool]) -> int:
        """The mentors of the chosen groups, as bits."""
        if not any(chosen):
            return 0
        digits = [b"01"[is_chosen] for is_chosen in chosen]
        return int(bytes(map(digits.__getitem__, self.group_at)), 2)


class Rules:
    """`eligibility.PAIR_RULES` for these applicants and the mentors of this line."""

    def __init__(self, applicants: Iterable[Applicant], line: Line, policy: Policy):
        self.line, applicants = line, list(applicants)
        self.excluders: list[tuple[str, bool, Callable[[Applicant], int]]] = []
        for rule in eligibility.PAIR_RULES:
            finding = rule(Applicant(), Mentor(), policy)
            excluded = self._excluder(rule, applicants, policy)
            if excluded.may_exclude():
                can_be_overridden = eligibility.can_be_overridden(finding)
                self.excluders.append((finding.code, can_be_overridden, excluded))

    def _excluder(self, rule, applicants, policy):
        if rule is BY_EXPERIENCE:
            return _Gap(self.line, policy)
        if rule in NOT_SHARED:
            return _NotShared(self.line, applicants, NOT_SHARED[rule])
        return _Asked(self.line, rule, policy)

    def against(
        self, applicant: Applicant, overridden: Mapping[int | None, frozenset[str]]
    ) -> dict[str, int]:
        """The mentors that each rule excludes for this applicant: `{code: set}`.

        :param overridden: codes let pass, by place in the line, or None for everywhere
        """
        everywhere = overridden.get(None, ())
        found = {}
        for code, can_be_overridden, excluded in self.excluders:
            bits = excluded(applicant)
            if bits and can_be_overridden and overridden:
                bits = 0 if code in everywhere else self._but(bits, code, overridden)
            if bits:
                found[code] = found.get(code, 0) | bits
        return found

    def _but(self, bits, code, overridden):
        for place, codes in overridden.items():
            if place is not None and code in codes:
                bits &= ~self.line.between(place, place + 1)
        return bits


class _Asked:
    """A rule that is asked once for each combination of facts."""

    def __init__(self, line, rule, policy):
        own, of_mentors = LOOKS_AT.get(rule, ALL_FACTS)
        self.rule, self.policy = rule, policy
        self.key = asks(own)
        self.groups = Groups(line, of_mentors)
        self.answers: dict = {}
        self.is_same_for_all = not own

    def may_exclude(self):
        return not self.is_same_for_all or self(Applicant()) != 0

    def __call__(self, applicant):
        key = self.key(applicant)
        if key not in self.answers:
            self.answers[key] = self.groups.set_of(
                [
                    self.rule(applicant, mentor, self.policy).blocks
                    for mentor in self.groups.examples
                ]
            )
        return self.answers[key]


class _NotShared:
    """A rule on what applicant and mentor may not have in common."""

    def __init__(self, line, applicants, traits):
        self.indexes = []
        for own, of_mentor in traits:
            wanted = frozenset().union(*map(own, applicants))
            index: dict = {}
            for place, mentor in enumerate(line.mentors):
                for trait in wanted.intersection(of_mentor(mentor)):
                    index[trait] = index.get(trait, 0) | line.between(place, place + 1)
            if index:
                self.indexes.append((own, index))

    def may_exclude(self):
        return bool(self.indexes)

    def __call__(self, applicant):
        bits = 0
        for own, index in self.indexes:
            for trait in own(applicant):
                bits |= index.get(trait, 0)
        return bits


class _Gap:
    """E4: the range of the gap is a stretch of the line."""

    def __init__(self, line, policy):
        self.line = line
        self.least = 12 * policy.gap_years_min
        self.most = 12 * policy.gap_years_max
        self.answers: dict = {}

    def may_exclude(self):
        return True

    def __call__(self, applicant):
        begun = applicant.experience_start
        if begun not in self.answers:
            self.answers[begun] = self._outside(begun)
        return self.answers[begun]

    def _outside(self, begun):
        if begun is None:
            return self.line.everybody
        own = as_start(begun), as_end(begun)
        too_long = self.line.earlier_by(self.most + 1, *own)
        long_enough = self.line.earlier_by(self.least, *own)
        return self.line.everybody ^ self.line.between(too_long, long_enough)
