"""Cohorts drawn at random, the same ones each time, to measure matching on."""

import random
from datetime import date, timedelta

from logic.facts import Applicant, Mentor

TODAY = date(2026, 9, 1)
MENTORS_A_MENTEE = 0.6
PLACES = 2
THEMES, FUNCTIONS, INDUSTRIES, EMPLOYERS = range(1, 9), range(1, 13), range(1, 21), 400
DEPARTMENTS = 60
LANGUAGES = (("fr", 0.95), ("en", 0.6), ("es", 0.1), ("de", 0.08))
WAYS = (("in_person", 0.6), ("video", 0.8), ("phone", 0.5))


def draw(mentees, seed=1):
    """Return `(applicants, mentors)`, each `{id: facts}`, of a cohort of so many."""
    rng = random.Random(f"{mentees} {seed}")
    applicants = {n: _applicant(rng, n) for n in range(1, mentees + 1)}
    count = round(MENTORS_A_MENTEE * mentees)
    mentors = {n: _mentor(rng, n) for n in range(1, count + 1)}
    return applicants, mentors


def _applicant(rng, number):
    return Applicant(
        id=number,
        today=TODAY,
        experience_start=_years_ago(rng, 8, 21),
        target_level_rank=rng.randint(1, 5),
        objective_themes=_some(rng, THEMES, 1, 3),
        function=rng.choice(FUNCTIONS),
        industry=rng.choice(INDUSTRIES),
        languages=_spoken(rng, LANGUAGES),
        ways=_spoken(rng, WAYS),
        place=_place(rng),
        employers=frozenset({_employer(rng)}),
        person=number,
    )


def _mentor(rng, number):
    return Mentor(
        id=number,
        person=1_000_000 + number,
        experience_start=_years_ago(rng, 13, 36),
        level_rank=rng.randint(2, 6),
        themes=_some(rng, THEMES, 2, 5),
        functions=_some(rng, FUNCTIONS, 1, 2),
        industries=_some(rng, INDUSTRIES, 1, 3),
        languages=_spoken(rng, LANGUAGES),
        ways=_spoken(rng, WAYS),
        place=_place(rng),
        employers=frozenset({_employer(rng), _employer(rng)}),
        capacity=PLACES,
    )


def _years_ago(rng, least, most):
    return TODAY - timedelta(days=rng.randrange(365 * least, 365 * most))


def _some(rng, choices, least, most):
    return frozenset(rng.sample(choices, rng.randint(least, most)))


def _spoken(rng, chances):
    return frozenset(word for word, chance in chances if rng.random() < chance)


def _place(rng):
    """Half of them live around the capital."""
    return "FR-IDF" if rng.random() < 0.5 else f"FR-{rng.randrange(DEPARTMENTS):02}"


def _employer(rng):
    """A few employers have many."""
    return f"employer {int(EMPLOYERS * rng.random() ** 2)}"
