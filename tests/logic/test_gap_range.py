"""The days of a search are those of the rule (E4)."""

import random
from datetime import date, timedelta

from logic.eligibility import pair_findings
from logic.facts import Applicant, Mentor, Policy
from logic.gap_range import career_begins


def fits(applicant, start, policy):
    findings = pair_findings(applicant, Mentor(experience_start=start), policy)
    return next(one.passed for one in findings if one.code == "gap")


def test_the_days_are_those_of_the_rule_to_the_day():
    rng = random.Random(7)
    starts = [date(2012, 2, 29), date(2011, 3, 31), date(2010, 1, 1)]
    starts += [date(1990, 1, 1) + timedelta(rng.randrange(9000)) for _ in range(40)]
    for start in starts:
        least = rng.randrange(12)
        policy = Policy(gap_years_min=least, gap_years_max=least + rng.randrange(12))
        applicant = Applicant(experience_start=start)
        first, last = career_begins(applicant, policy)
        day = timedelta(days=1)
        assert fits(applicant, first, policy) and fits(applicant, last, policy)
        assert not fits(applicant, first - day, policy)
        assert not fits(applicant, last + day, policy)


def test_what_is_not_known_fits_no_day():
    assert career_begins(Applicant(), Policy()) is None


def test_a_gap_that_nobody_can_have_fits_no_day():
    policy = Policy(gap_years_min=79, gap_years_max=80)
    assert career_begins(Applicant(experience_start=date(1950, 1, 1)), policy) is None
