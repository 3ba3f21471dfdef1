"""mentormatch 1.1, by its own API: compatibilities of pairs, and its own ranking.

It can express our hard rules, as compatibilities, and a mentor's places. Of our
criteria it knows competences, one function a mentor, and a place that is preferred;
sector, the middle of the gap, ways of meeting and weights it does not. From the
mentee's side it prefers the greatest gap in level and years, from the mentor's the
least.
"""

from logic.duration import full_months
from mentormatch.api import main
from mentormatch.api.app.setup_compatibility_checker_factory import (
    compatibility_factory,
)
from mentormatch.api.compatibility import Compatibility, CompatibilityAggregator
from mentormatch.utils import PairType

from . import plain_rules
from .cohorts import TODAY

FIRST_MENTOR = 10**9  # it numbers mentees and mentors together


class Excluding(Compatibility):
    """One of our hard rules."""

    def __init__(self, rule):
        self.rule = rule

    def is_compatible(self, pair):
        mentee, mentor = pair.mentee.application_dict, pair.mentor.application_dict
        return not self.rule(mentee["plain"], mentor["plain"])


def contest(given):
    checker = CompatibilityAggregator()
    checker.register_pair_checkers(list(map(Excluding, plain_rules.EXCLUDING)))
    compatibility_factory.register(PairType.RANDOM, checker)
    mentees = [_mentee(facts) for facts in given.applicants.values()]
    mentors = [_mentor(facts) for facts in given.mentors.values()]

    def run():
        main(mentors, mentees)
        return [
            (mentee["wwid"], mentee["match_wwids"] - FIRST_MENTOR)
            for mentee in mentees
            if mentee["match_wwids"]
        ]

    return run


def _mentee(facts):
    return {
        **_person(facts, facts.id),
        "plain": plain_rules.Mentee(facts),
        "skills": list(map(str, facts.objective_themes)),
        "function": str(facts.function),
        "preferred_functions": [str(facts.function)],
        "preferred_wwids": [],
        "position_level": facts.target_level_rank,
        "favor": 0,
    }


def _mentor(facts):
    return {
        **_person(facts, FIRST_MENTOR + facts.id),
        "plain": plain_rules.Mentor(facts),
        "skills": list(map(str, facts.themes)),
        "function": str(min(facts.functions)),
        "position_level": facts.level_rank,
        "max_mentee_count": facts.capacity,
    }


def _person(facts, number):
    return {
        "wwid": number,
        "first_name": str(number),
        "last_name": "",
        "gender": "",
        "location": facts.place,
        "years_total": full_months(facts.experience_start, TODAY) / 12,
        "preference_yes": [facts.place],
        "preference_maybe": [],
        "preference_no": [],
    }
