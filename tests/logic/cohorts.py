"""Cohorts for the tests of matching, and the plainest solver there is."""

from dataclasses import replace
from itertools import pairwise, product

from logic.assignment import Cohort, Mentee, Seats
from logic.objective import Objective


def make_cohort(scores, *, places=None, priorities=None, **choices):
    """Cohort of the ids in `scores`, one place a mentor unless `places` says more."""
    places, priorities = places or {}, priorities or {}
    mentees = sorted({mentee for mentee, _mentor in scores} | set(priorities))
    mentors = sorted({mentor for _mentee, mentor in scores} | set(places))
    return Cohort(
        mentees=tuple(Mentee(id_, priorities.get(id_, 0)) for id_ in mentees),
        mentors=tuple(Seats(id_, places.get(id_, 1)) for id_ in mentors),
        scores=scores,
        **choices,
    )


def random_cohort(rng, mentees=5, mentors=4, *, top=6, **choices):
    """A small cohort with everything in it; few different scores, so that many tie."""
    mentees = rng.choice((mentees, mentees, rng.randint(0, mentees)))
    mentors = rng.choice((mentors, mentors, rng.randint(0, mentors)))
    density = rng.choice((0.4, 0.6, 0.9))
    scores = {
        (mentee, mentor): rng.randint(0, top)
        for mentee in range(1, mentees + 1)
        for mentor in range(101, 101 + mentors)
        if rng.random() < density
    }
    places = {mentor: rng.randint(0, 2) for mentor in range(101, 101 + mentors)}
    classes = rng.choice((1, 2, 3, 99))
    priorities = {mentee: rng.randrange(classes) for mentee in range(1, mentees + 1)}
    choices.setdefault("floor", rng.choice((0, 0, rng.randint(0, top))))
    cohort = make_cohort(scores, places=places, priorities=priorities, **choices)
    return replace(cohort, **_random_choices(rng, cohort, top))


def _random_choices(rng, cohort, top):
    allowed = sorted(cohort.scores)
    forbidden = {pair for pair in allowed if rng.random() < 0.1}
    left = {seats.id: seats.places for seats in cohort.mentors}
    pinned = {}
    for mentee, mentor in rng.sample(allowed, len(allowed)):
        if rng.random() < 0.1 and left[mentor] and (mentee, mentor) not in forbidden:
            left[mentor] -= mentee not in pinned
            pinned.setdefault(mentee, mentor)
    return {
        "forbidden": frozenset(forbidden),
        "pinned": frozenset(pinned.items()),
        "keep": frozenset(pair for pair in allowed if rng.random() < 0.2),
        "keep_bonus": rng.randint(0, top),
    }


def shuffled(rng, cohort):
    """The same cohort with its records in another order."""
    return replace(
        cohort,
        mentees=tuple(rng.sample(cohort.mentees, len(cohort.mentees))),
        mentors=tuple(rng.sample(cohort.mentors, len(cohort.mentors))),
        scores=dict(rng.sample(list(cohort.scores.items()), len(cohort.scores))),
    )


def all_answers(cohort):
    """Every assignment that keeps the rules, as sets of pairs."""
    pinned = dict(cohort.pinned)
    choices = [
        [pinned[mentee.id]]
        if mentee.id in pinned
        else [None]
        + [
            mentor
            for (other, mentor), score in cohort.scores.items()
            if other == mentee.id
            and score >= cohort.floor
            and (other, mentor) not in cohort.forbidden
        ]
        for mentee in cohort.mentees
    ]
    places = {seats.id: seats.places for seats in cohort.mentors}
    for chosen in product(*choices):
        if all(
            chosen.count(mentor) <= places[mentor] for mentor in set(chosen) - {None}
        ):
            yield frozenset(
                (mentee.id, mentor)
                for mentee, mentor in zip(cohort.mentees, chosen, strict=True)
                if mentor is not None
            )


def worth(cohort, pairs):
    """The goals one after the other, spelled out: compares as a tuple."""
    priority = {mentee.id: mentee.priority for mentee in cohort.mentees}
    return (
        len(pairs),
        sorted((priority[mentee] for mentee, _mentor in pairs), reverse=True),
        sum(
            cohort.scores[pair] + cohort.keep_bonus * (pair in cohort.keep)
            for pair in pairs
        ),
    )


def tie_break(cohort, pairs):
    """The sum of the fixed numbers of these pairs."""
    objective = Objective.of(cohort)
    total = 0
    for mentee, mentor in pairs:
        at = cohort.mentee_at[mentee], cohort.mentor_at[mentor]
        (value,) = objective.values(at[0], [at[1]], [0])
        total += value & (1 << objective.shift) - 1
    return total


def brute_force(cohort):
    """The best of all assignments, tried one by one."""
    return max(
        all_answers(cohort), key=lambda p: (worth(cohort, p), tie_break(cohort, p))
    )


def never_falls(numbers):
    return all(earlier <= later for earlier, later in pairwise(numbers))
