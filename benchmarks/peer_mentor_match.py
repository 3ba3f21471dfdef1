"""mentor-match 7.0.1, by its own API: rules that disqualify, rules that give points.

It can express all our hard rules and criteria. It has no places: a mentor with two
takes part in two rounds, as its makers do. Nor can it leave a pair out: one that is
disqualified gets 0 points and may be chosen and then dropped; so each allowed pair gets
points enough beforehand to be worth more than any others.
"""

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

from . import plain_rules
from .cohorts import PLACES

ALLOWED = 10**9


class Participant:
    """What both sides add to the package's own persons."""

    def __init__(self, facts, kind):
        super().__init__(grade=0, email=f"{kind} {facts.id}")
        self.plain = getattr(plain_rules, kind)(facts)


class OurMentee(Participant, Mentee):
    pass


class OurMentor(Participant, Mentor):
    pass


class Points(Rule):
    """Gives as many points as a function of the two says."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def evaluate(self, match_object):
        return self.function(match_object.mentee.plain, match_object.mentor.plain)

    def apply(self, match_object):
        return self.evaluate(match_object)


def contest(given):
    mentees = [OurMentee(facts, "Mentee") for facts in given.applicants.values()]
    mentors = [OurMentor(facts, "Mentor") for facts in given.mentors.values()]

    def run():
        process_data(mentors, mentees, [_rules() for _round in range(PLACES)])
        return [
            (mentee.plain.id, mentor.plain.id)
            for mentee in mentees
            for mentor in mentee.mentors
        ]

    return run


def _rules():
    # It asks the last one first, and none after one that disqualifies.
    return [
        Points(lambda mentee, mentor: ALLOWED),
        *(
            Points(lambda mentee, mentor, rule=rule, n=weight: n * rule(mentee, mentor))
            for rule, weight in plain_rules.CRITERIA.items()
        ),
        *(
            Disqualify(
                lambda match, rule=rule: rule(match.mentee.plain, match.mentor.plain)
            )
            for rule in reversed(plain_rules.EXCLUDING)
        ),
        Disqualify(lambda match: bool(match.mentee.mentors)),  # placed before
    ]
