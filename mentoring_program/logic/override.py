"""What an override was given for: it holds as long as that stays the same.

The fact is kept as text. Who is let in with 7 years of experience and then corrects
the beginning to 3 years ago, or pays and lapses anew, needs another decision.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from .facts import Applicant, Mentor

PERSON_FACTS: dict[str, Callable[[Applicant], tuple]] = {
    "in_post": lambda one: (one.employment,),
    "experience": lambda one: (one.experience_start,),
    "responsibility": lambda one: (
        one.aim,
        one.target_months,
        one.new_post_date,
        one.target_level_rank,
        one.target_level_is_management,
    ),
    "not_a_job_search": lambda one: (one.aim,),
    "objectives": lambda one: (one.objective_count,),
    "written": lambda one: (one.expectations.strip(), one.motivations.strip()),
    "membership": lambda one: (one.membership_ended,),
    "not_replaced": lambda one: (one.stops,),
}
PAIR_FACTS: dict[str, Callable[[Applicant, Mentor], tuple]] = {
    "gap": lambda one, mentor: (one.experience_start, mentor.experience_start),
    "level": lambda one, mentor: (one.target_level_rank, mentor.level_rank),
    "available": lambda one, mentor: (mentor.available, mentor.in_programme),
    "language": lambda one, mentor: (one.languages, mentor.languages),
    "other_employer": lambda one, mentor: (one.employers & mentor.employers,),
    "wanted": lambda one, mentor: (
        mentor.person in one.unwanted_persons,
        one.person in mentor.unwanted_persons,
    ),
    "not_refused": lambda one, mentor: (
        dict(mentor.refusal_counts).get(one.person, 0),
    ),
}


def fact(code: str, applicant: Applicant, mentor: Mentor | None = None) -> str:
    """What the rule ``code`` judges, as text; of the pair when there is a ``mentor``.

    :raises KeyError: nobody can override the rule
    """
    if code in PERSON_FACTS:
        values = PERSON_FACTS[code](applicant)
    elif mentor is None:
        raise KeyError(code)
    else:
        values = PAIR_FACTS[code](applicant, mentor)
    return json.dumps([_plain(value) for value in values], ensure_ascii=False)


def _plain(value):
    if isinstance(value, frozenset):
        return sorted(value)
    return value if isinstance(value, str | int | None) else str(value)


def holds(
    code: str, given_for: str, applicant: Applicant, mentor: Mentor | None = None
) -> bool:
    """Whether an override of ``code``, given for a fact, still holds."""
    known = code in PERSON_FACTS or (mentor is not None and code in PAIR_FACTS)
    return known and fact(code, applicant, mentor) == given_for
