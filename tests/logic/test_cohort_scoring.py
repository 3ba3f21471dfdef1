"""All pairs at once: the same as asking for each pair, and what it does with bad input.

The witness throughout is the plainest way: `eligibility` and `scoring`, pair by pair.
"""

import random
import subprocess
import sys
from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cohorts import never_falls
from effort import cases
from hypothesis import example, given
from hypothesis import strategies as st
from logic import (
    certificate,
    cohort_points,
    cohort_rules,
    cohort_scoring,
    eligibility,
    scoring,
)
from logic.assignment import Cancelled, Cohort, LeftOut, Mentee, Seats, solve
from logic.cohort_scoring import judge_cohort, rank
from logic.duration import as_end, as_start, full_months
from logic.facts import Applicant, Mentor, Policy, Weights
from logic.scoring import CRITERIA, SCALE, score_pair

POLICY, WEIGHTS = Policy(), Weights()
ZERO = Weights(**{field.name: 0 for field in fields(Weights)})
ENGINES = ["pure", "numpy"]
WAYS = ("in_person", "video", "phone")
CODES = tuple(
    rule(Applicant(), Mentor(), POLICY).code for rule in eligibility.PAIR_RULES
)


@pytest.fixture(params=ENGINES)
def engine(request):
    if request.param == "numpy":
        pytest.importorskip("numpy")
    return request.param


# --- cohorts with everything in them, facts missing included --------------------------


def some(rng, choices, most):
    return frozenset(rng.sample(choices, rng.randint(0, most)))


def maybe(rng, value):
    """The value, or `None` in one of eight cases."""
    return None if rng.random() < 0.125 else value


def a_day(rng, first_year, last_year):
    """Some day; ends of months more often than they are."""
    first = date(rng.randint(first_year, last_year), rng.randint(1, 12), 1)
    return first + timedelta(days=rng.choice((-1, 0, rng.randint(0, 31))))


def random_applicant(rng, number):
    return Applicant(
        id=number,
        experience_start=maybe(rng, a_day(rng, 2008, 2014)),
        target_level_rank=maybe(rng, rng.randint(1, 4)),
        objective_themes=some(rng, range(1, 7), 4),
        function=maybe(rng, rng.randint(1, 4)),
        industry=maybe(rng, rng.randint(1, 4)),
        languages=some(rng, ("fr", "en", "de"), 2),
        ways=some(rng, WAYS, 3),
        place=rng.choice((None, "", "A", "B", "here")),
        employers=some(rng, ("x", "y", "z"), 2),
        person=maybe(rng, number),
        unwanted_persons=some(rng, range(50), 2),
        has_mentor=rng.random() < 0.05,
        stops=rng.random() < 0.1,
    )


def random_mentor(rng, number):
    return Mentor(
        id=number,
        person=maybe(rng, rng.randint(1, 50)),
        available=rng.random() < 0.95,
        in_programme=rng.random() < 0.95,
        charter_signed=rng.random() < 0.95,
        experience_start=maybe(rng, a_day(rng, 1998, 2009)),
        level_rank=maybe(rng, rng.randint(2, 5)),
        themes=some(rng, range(1, 7), 5),
        functions=some(rng, range(1, 5), 3),
        industries=some(rng, range(1, 5), 3),
        languages=some(rng, ("fr", "en", "de"), 3),
        ways=some(rng, WAYS, 3),
        place=rng.choice((None, "", "A", "B", "here")),
        employers=some(rng, ("x", "y", "z"), 1),
        capacity=rng.randint(0, 3),
        taken_places=rng.choice((0, 0, 1, 2, 3)),
        unwanted_persons=some(rng, range(50), 2),
        refused_applicant_persons=some(rng, range(50), 2),
    )


def random_policy(rng):
    least = rng.choice((0, 0, 1, 5, 7))
    return Policy(
        gap_years_min=least,
        gap_years_max=least + rng.choice((0, 1, 3, 5)),
        mentor_places=rng.randint(1, 3),
    )


def random_weights(rng):
    return Weights(
        **{field.name: rng.choice((0, 1, 7, 40)) for field in fields(Weights)}
    )


def random_overrides(rng, applicants, mentors):
    """Overrides of single pairs and of all mentors, some of an unknown mentor."""
    whom = [None, 9999, *mentors]
    return {
        applicant: {
            rng.choice(whom): some(rng, CODES, len(CODES))
            for _one in range(rng.randint(0, 4))
        }
        for applicant in applicants
        if rng.random() < 0.5
    }


def random_input(rng, mentees=12, mentors=14):
    """What `judge_cohort` takes; the ids are in no order."""
    applicants = {
        n: random_applicant(rng, n)
        for n in rng.sample(range(1, 50), rng.randint(0, mentees))
    }
    mentors = {
        n: random_mentor(rng, n)
        for n in rng.sample(range(100, 150), rng.randint(0, mentors))
    }
    return {
        "applicants": applicants,
        "mentors": mentors,
        "policy": random_policy(rng),
        "weights": random_weights(rng),
        "overridden": random_overrides(rng, applicants, mentors),
    }


# --- the witness ----------------------------------------------------------------------


def pair_by_pair(applicants, mentors, policy, weights, overridden):
    """Codes against each pair, and the points of the pairs that nothing is against."""
    against, points, none = {}, {}, frozenset()
    for one, applicant in applicants.items():
        passes = overridden.get(one, {})
        for other, mentor in mentors.items():
            findings = eligibility.blocking(
                eligibility.pair_findings(applicant, mentor, policy),
                passes.get(None, none) | passes.get(other, none),
            )
            against[one, other] = tuple(finding.code for finding in findings)
            if not findings:
                score = score_pair(applicant, mentor, policy, weights)
                points[one, other] = score.points
    return against, points


def counted(against, applicant, test):
    """How many mentors' codes pass the test."""
    return sum(test(codes) for (one, _), codes in against.items() if one == applicant)


def test_it_is_the_same_as_asking_for_each_pair(engine):
    rng = random.Random(1)
    for _case in range(cases(400)):
        given = random_input(rng)
        against, points = pair_by_pair(**given)
        judged = judge_cohort(**given, engine=engine)
        assert dict(judged.scores) == points
        for one in given["applicants"]:
            codes = Counter(
                code
                for (other, _), all_ in against.items()
                if other == one
                for code in all_
            )
            assert judged.excluded[one] == codes
            assert judged.fitting[one] == counted(against, one, lambda c: not c)
            assert judged.full[one] == counted(against, one, lambda c: c == ("places",))


def test_a_ranking_is_the_same_as_asking_for_each_mentor():
    rng = random.Random(2)
    for _case in range(cases(200)):
        given = random_input(rng)
        against, points = pair_by_pair(**given)
        applicants, overridden = given.pop("applicants"), given.pop("overridden")
        for one, applicant in applicants.items():
            ranking = rank(applicant, **given, overridden=overridden.get(one))
            assert ranking.excluded == {
                mentor: codes
                for (other, mentor), codes in against.items()
                if other == one and codes
            }
            assert ranking.fitting == sorted(
                (
                    (mentor, scored / SCALE)
                    for (other, mentor), scored in points.items()
                    if other == one
                ),
                key=lambda pair: (-pair[1], pair[0]),
            )


def test_the_random_cohorts_have_everything_in_them():
    """Else the comparisons above would say little."""
    rng, seen = random.Random(1), Counter()
    for _case in range(40):
        against, points = pair_by_pair(**random_input(rng))
        seen.update(code for codes in against.values() for code in codes)
        seen["allowed"] += len(points)
        seen["full"] += list(against.values()).count(("places",))
    assert set(seen) == {*CODES, "allowed", "full"}
    assert len(set(CODES)) == len(CODES)
    assert min(seen.values()) > 20, seen


# --- what is known about the rules ----------------------------------------------------


def test_every_rule_and_criterion_is_described():
    """One that is not is asked for each pair, which is right but slow."""
    described = {*cohort_rules.LOOKS_AT, *cohort_rules.NOT_SHARED}
    assert described | {cohort_rules.BY_EXPERIENCE} == set(eligibility.PAIR_RULES)
    assert set(cohort_points.LOOKS_AT) == set(CRITERIA.values())


class Watched:
    """Stands for an applicant or a mentor, and remembers what it was asked for."""

    def __init__(self, facts):
        self.facts, self.asked = facts, set()

    def __getattr__(self, name):
        self.asked.add(name)
        return getattr(self.facts, name)


@pytest.mark.parametrize(
    ("asked", "looks_at"),
    [*cohort_rules.LOOKS_AT.items(), *cohort_points.LOOKS_AT.items()],
)
def test_a_rule_looks_at_no_other_facts_than_described(asked, looks_at):
    rng = random.Random(3)
    for number in range(200):
        applicant = Watched(random_applicant(rng, number))
        mentor = Watched(random_mentor(rng, number))
        asked(applicant, mentor, POLICY)
        assert applicant.asked <= set(looks_at[0])
        assert mentor.asked <= set(looks_at[1])


def test_a_rule_that_is_not_described_counts_all_the_same(engine, monkeypatch):
    def odd_pair(applicant, mentor, policy):
        passed = (applicant.id + mentor.id) % 3 > 0
        return eligibility.Finding("odd_pair", "X1", passed)

    rules = (*eligibility.PAIR_RULES, odd_pair)
    monkeypatch.setattr(eligibility, "PAIR_RULES", rules)
    rng = random.Random(4)
    for _case in range(cases(40)):
        given = random_input(rng)
        judged = judge_cohort(**given, engine=engine)
        assert dict(judged.scores) == pair_by_pair(**given)[1]


def test_a_criterion_that_is_not_described_counts_all_the_same(engine, monkeypatch):
    def nearness(applicant, mentor, policy):
        return 100 * ((applicant.id * mentor.id) % 101), "load", {}

    monkeypatch.setitem(CRITERIA, "load", nearness)
    rng = random.Random(5)
    for _case in range(cases(40)):
        given = random_input(rng)
        judged = judge_cohort(**given, engine=engine)
        assert dict(judged.scores) == pair_by_pair(**given)[1]


@given(
    st.dates(date(1960, 1, 1), date(2030, 1, 1)),
    st.dates(date(1960, 1, 1), date(2030, 1, 1)),
)
@example(date(2023, 1, 31), date(2023, 2, 28))
@example(date(2024, 1, 31), date(2024, 2, 28))
@example(date(2024, 2, 29), date(2025, 2, 28))
def test_months_from_two_numbers_are_those_of_the_calendar(start, end):
    start, end = sorted((start, end))
    assert as_end(end) - as_start(start) >> 5 == full_months(start, end)


# --- always the same answer -----------------------------------------------------------


def shuffled(rng, mapping):
    return dict(rng.sample(list(mapping.items()), len(mapping)))


def test_the_order_of_the_records_changes_nothing(engine):
    rng = random.Random(6)
    for _case in range(cases(40)):
        given = random_input(rng)
        judged = judge_cohort(**given, engine=engine)
        for name in ("applicants", "mentors", "overridden"):
            given[name] = shuffled(rng, given[name])
        again = judge_cohort(**given, engine=engine)
        assert dict(again.scores) == dict(judged.scores)
        assert (again.excluded, again.fitting, again.full) == (
            judged.excluded,
            judged.fitting,
            judged.full,
        )


def test_the_table_has_the_ids_in_the_order_given(engine):
    given = random_input(random.Random(7))
    scores = judge_cohort(**given, engine=engine).scores
    assert scores.mentees == tuple(given["applicants"])
    assert scores.mentors == tuple(given["mentors"])


@pytest.mark.parametrize("weight", [1, 10**5, 10**9, 10**16, 10**30])
def test_weights_of_any_size_are_exact(engine, weight):
    given = random_input(random.Random(8), 40, 40)
    given["weights"] = Weights(objectives=weight, function=weight // 3, gap=7)
    judged = judge_cohort(**given, engine=engine)
    assert dict(judged.scores) == pair_by_pair(**given)[1]


def test_a_score_in_points_is_the_total_rounded():
    rng = random.Random(9)
    for number in range(500):
        applicant, mentor = random_applicant(rng, number), random_mentor(rng, number)
        score = score_pair(applicant, mentor, POLICY, random_weights(rng))
        assert abs(score.points - SCALE * score.total) <= 0.5 + 1e-6


# --- from facts to the answer ---------------------------------------------------------


@pytest.mark.parametrize("solver", ["pure", "scipy"])
def test_a_cohort_from_facts_to_the_proven_optimum(engine, solver):
    if solver == "scipy":
        pytest.importorskip("scipy")
    rng, answers = random.Random(10), set()
    for _case in range(cases(20)):
        given = random_input(rng, 40, 30)
        judged = judge_cohort(**given, engine=engine)
        cohort = cohort_of(given, judged)
        answer = solve(cohort, engine=solver)
        assert certificate.verify(cohort, answer) == []
        assert answer.matched == len({mentee for mentee, _mentor in answer.pairs})
        answers.add(answer.matched)
    assert max(answers) > 0


def cohort_of(given, judged):
    return Cohort(
        tuple(Mentee(one) for one in given["applicants"]),
        tuple(
            Seats(one, eligibility.free_places(mentor, given["policy"]))
            for one, mentor in given["mentors"].items()
        ),
        judged.scores,
    )


# --- engines, progress and cancelling -------------------------------------------------


def test_large_cohorts_use_numpy_only_where_it_is_installed(monkeypatch):
    asked, given = [], random_input(random.Random(7))
    monkeypatch.setattr(cohort_scoring, "find_spec", asked.append)
    judge_cohort(**given)
    assert asked == []
    monkeypatch.setattr(cohort_scoring, "LARGE", 1)
    judge_cohort(**given)
    assert asked == ["numpy"]


def test_no_package_is_needed():
    script = (
        "import sys; sys.modules['numpy'] = None;"
        "from logic import cohort_scoring as c, facts as f;"
        "a, m, p, w = {1: f.Applicant()}, {2: f.Mentor()}, f.Policy(), f.Weights();"
        "print(c.judge_cohort(a, m, p, w).excluded, c.rank(a[1], m, p, w).excluded)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(Path(eligibility.__file__).parents[1])},
        capture_output=True,
        text=True,
    )
    codes = "{1: {'gap': 1, 'level': 1}} {2: ('gap', 'level')}"
    assert result.stdout.strip() == codes, result.stderr


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="'fast'"):
        judge_cohort({}, {}, POLICY, WEIGHTS, engine="fast")


def test_progress_rises_from_0_to_1(engine):
    heard, given = [], random_input(random.Random(7), 40, 5)
    judge_cohort(**given, progress=heard.append, engine=engine)
    assert (heard[0], heard[-1]) == (0, 1)
    assert never_falls(heard) and len(heard) > 5


def test_judging_can_be_cancelled_at_each_step(engine):
    heard, given = [], random_input(random.Random(7), 40, 5)
    judge_cohort(**given, progress=heard.append, engine=engine)
    for step in range(len(heard)):
        answers = iter([False] * step + [True])
        with pytest.raises(Cancelled):
            judge_cohort(**given, should_stop=lambda a=answers: next(a), engine=engine)


# --- bad input ------------------------------------------------------------------------

ANNA = Applicant(
    experience_start=date(2014, 1, 1), target_level_rank=2, person=1, function=3
)
MARIE = Mentor(experience_start=date(2006, 7, 1), level_rank=3, person=2, capacity=2)


def judged(applicants, mentors, weights=WEIGHTS, **options):
    return judge_cohort(applicants, mentors, POLICY, weights, **options)


def test_no_applications(engine):
    answer = judged({}, {2: MARIE}, engine=engine)
    assert (len(answer.scores), answer.excluded, answer.fitting) == (0, {}, {})


def test_no_mentors(engine):
    answer = judged({1: ANNA}, {}, engine=engine)
    assert (answer.excluded, answer.fitting, answer.full) == ({1: {}}, {1: 0}, {1: 0})
    assert rank(ANNA, {}, POLICY, WEIGHTS) == ([], {})
    cohort = Cohort((Mentee(1),), (), answer.scores)
    assert solve(cohort).left_out == {1: LeftOut.NO_MENTOR}


def test_all_excluded(engine):
    stopped = {1: replace(ANNA, stops=1), 2: replace(ANNA, has_mentor=True)}
    answer = judged(stopped, {7: MARIE, 8: MARIE}, engine=engine)
    assert answer.excluded == {1: {"not_replaced": 2}, 2: {"one_mentor": 2}}
    assert len(answer.scores) == 0
    cohort = Cohort((Mentee(1), Mentee(2)), (Seats(7, 2), Seats(8, 2)), answer.scores)
    assert set(solve(cohort).left_out.values()) == {LeftOut.NO_MENTOR}


def test_who_lacks_only_a_place_is_counted_apart(engine):
    full = replace(MARIE, taken_places=2)
    answer = judged(
        {1: ANNA}, {7: MARIE, 8: full, 9: replace(full, level_rank=1)}, engine=engine
    )
    assert answer.excluded == {1: {"places": 2, "level": 1}}
    assert (answer.fitting, answer.full) == ({1: 1}, {1: 1})


def test_weights_of_zero_count_all_criteria_alike(engine):
    answer = judged({1: ANNA}, {2: MARIE}, ZERO, engine=engine)
    alike = replace(ZERO, **dict.fromkeys(CRITERIA, 5))
    assert dict(answer.scores) == dict(judged({1: ANNA}, {2: MARIE}, alike).scores)


def test_a_weight_below_zero_is_refused(engine):
    with pytest.raises(ValueError, match="below zero"):
        judged({1: ANNA}, {2: MARIE}, replace(WEIGHTS, gap=-1), engine=engine)


def test_what_is_never_overridden_stays(engine):
    never = [code for code in CODES if code not in overridable()]
    assert never == ["one_mentor", "places", "mentor_charter", "another_person"]
    mentors = {2: replace(MARIE, capacity=0, charter_signed=False, person=1)}
    anna = replace(ANNA, has_mentor=True)
    overridden = {1: {None: frozenset(CODES), 2: frozenset(CODES)}}
    answer = judged({1: anna}, mentors, overridden=overridden, engine=engine)
    assert answer.excluded == {1: dict.fromkeys(never, 1)}


def overridable():
    return [
        finding.code
        for finding in eligibility.pair_findings(Applicant(), Mentor(), POLICY)
        if eligibility.can_be_overridden(finding)
    ]


def test_an_override_holds_for_its_pair_or_for_every_mentor(engine):
    late = replace(MARIE, experience_start=None)
    mentors = {7: late, 8: late}
    for overridden, fitting in (
        ({}, 0),
        ({7: frozenset({"gap"})}, 1),
        ({None: frozenset({"gap"})}, 2),
        ({None: frozenset({"level"}), 8: frozenset({"gap"})}, 1),
    ):
        answer = judged({1: ANNA}, mentors, overridden={1: overridden}, engine=engine)
        assert answer.fitting == {1: fitting}
        ranking = rank(ANNA, mentors, POLICY, WEIGHTS, overridden)
        assert len(ranking.fitting) == fitting


def test_scores_are_those_of_the_criteria():
    assert scoring.FULL == 100 * SCALE
    score = score_pair(ANNA, MARIE, POLICY, WEIGHTS)
    assert rank(ANNA, {2: MARIE}, POLICY, WEIGHTS).fitting == [
        (2, score.points / SCALE)
    ]
