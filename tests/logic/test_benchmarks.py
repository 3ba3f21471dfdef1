"""What `make bench-matching` gives to others is what we are measured on ourselves."""

from logic.cohort_scoring import judge_cohort
from logic.facts import Policy, Weights

from benchmarks import cohorts, plain_rules

WHOLE = sum(plain_rules.CRITERIA.values())


def plain(mentees):
    applicants, mentors = cohorts.draw(mentees)
    judged = judge_cohort(applicants, mentors, Policy(), Weights())
    pairs = {
        (one.id, other.id): (one, other)
        for one in map(plain_rules.Mentee, applicants.values())
        for other in map(plain_rules.Mentor, mentors.values())
    }
    return pairs, judged


def test_peers_are_asked_the_same_rules():
    pairs, judged = plain(200)
    allowed = {
        ids
        for ids, pair in pairs.items()
        if not any(rule(*pair) for rule in plain_rules.EXCLUDING)
    }
    assert allowed == set(judged.scores)


def test_peers_are_asked_the_same_criteria():
    pairs, judged = plain(60)
    for ids, points in judged.scores.items():
        total = sum(
            weight * criterion(*pairs[ids])
            for criterion, weight in plain_rules.CRITERIA.items()
        )
        assert abs(total / WHOLE - points) <= 1.5


def test_the_rules_leave_about_a_fifth_of_the_pairs():
    for mentees in (200, 500):
        pairs, judged = plain(mentees)
        assert 0.15 < len(judged.scores) / len(pairs) < 0.25


def test_the_same_cohort_is_drawn_each_time():
    assert cohorts.draw(50) == cohorts.draw(50)
    assert cohorts.draw(50)[0] != cohorts.draw(51)[0]
    assert len(cohorts.draw(50)[1]) == 30
