"""Our hard rules and criteria, for peers that ask them pair by pair, in plain Python.

They are written for speed, with what can be worked out beforehand on each person, so
that nobody loses time over how we explain things. The cohorts drawn have every fact.
"""

from logic.duration import as_end, as_start
from logic.facts import Policy, Weights
from logic.scoring import FULL, IN_PERSON, REMOTE, SAME_PLACE, TRAVEL, gap_points

POLICY, WEIGHTS = Policy(), Weights()
LEAST_GAP, MOST_GAP = 12 * POLICY.gap_years_min, 12 * POLICY.gap_years_max
GAP_POINTS = [gap_points(months, POLICY) for months in range(MOST_GAP + 1)]


class Mentee:
    """An applicant's facts, made ready to be compared."""

    def __init__(self, facts):
        self.id, self.facts = facts.id, facts
        self.begun = as_end(facts.experience_start)


class Mentor:
    """A mentor's facts, made ready to be compared."""

    def __init__(self, facts):
        self.id, self.facts = facts.id, facts
        self.begun = as_start(facts.experience_start)


def wrong_gap(mentee, mentor):
    """E4"""
    return not LEAST_GAP <= mentee.begun - mentor.begun >> 5 <= MOST_GAP


def too_low(mentee, mentor):
    """E5"""
    return mentor.facts.level_rank < mentee.facts.target_level_rank


def no_language(mentee, mentor):
    """M1; a missing fact doesn't exclude."""
    own, others = mentee.facts.languages, mentor.facts.languages
    return bool(own and others) and own.isdisjoint(others)


def same_employer(mentee, mentor):
    """M1"""
    return not mentee.facts.employers.isdisjoint(mentor.facts.employers)


EXCLUDING = (wrong_gap, too_low, no_language, same_employer)


def objectives(mentee, mentor):
    """M2"""
    wanted = mentee.facts.objective_themes
    return FULL * len(wanted & mentor.facts.themes) // len(wanted)


def function(mentee, mentor):
    """M3"""
    return FULL * (mentee.facts.function in mentor.facts.functions)


def industry(mentee, mentor):
    """M3"""
    return FULL * (mentee.facts.industry in mentor.facts.industries)


def gap(mentee, mentor):
    """E4"""
    return GAP_POINTS[mentee.begun - mentor.begun >> 5]


def meeting(mentee, mentor):
    """P4"""
    own, others = mentee.facts.ways, mentor.facts.ways
    if not own or not others:
        return FULL // 2
    shared = own & others
    if IN_PERSON in shared and mentee.facts.place == mentor.facts.place:
        return SAME_PLACE
    if shared - {IN_PERSON}:
        return REMOTE
    return TRAVEL if shared else 0


def load(mentee, mentor):
    """All mentors of these cohorts have all their places free."""
    return FULL


CRITERIA = {
    rule: getattr(WEIGHTS, rule.__name__)
    for rule in (objectives, function, industry, gap, meeting, load)
}
