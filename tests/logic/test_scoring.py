"""How well a pair fits: each criterion's table, and what holds for the whole."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.facts import Applicant, Mentor, Policy, Weights
from logic.scoring import CRITERIA, score_pair

POLICY = Policy()
ZERO = Weights(**{field.name: 0 for field in fields(Weights)})


def only(name):
    return replace(ZERO, **{name: 1})


def judged(criterion, applicant=None, mentor=None, policy=POLICY):
    """Value and code of one criterion."""
    applicant, mentor = Applicant(**(applicant or {})), Mentor(**(mentor or {}))
    score = score_pair(applicant, mentor, policy, only(criterion))
    [part] = score.parts
    assert score.total == part.value
    return part.value, part.code


def some(*ids):
    return frozenset(ids)


@pytest.mark.parametrize(
    ("wanted", "themes", "value"),
    [
        (some(1, 2), some(1, 2, 3), 100),
        (some(1, 2), some(1), 50),
        (some(1, 2, 3, 4), some(4), 25),
        (some(1), some(2), 0),
    ],
)
def test_m2_the_share_of_the_objectives_covered(wanted, themes, value):
    applicant, mentor = {"objective_themes": wanted}, {"themes": themes}
    assert judged("objectives", applicant, mentor) == (value, "objectives")


def test_m2_says_which_are_covered_and_which_are_not():
    applicant = Applicant(objective_themes=some(3, 1, 2))
    score = score_pair(applicant, Mentor(themes=some(3, 1)), POLICY, only("objectives"))
    assert score.parts[0].params == {"covered": [1, 3], "missing": [2]}


@pytest.mark.parametrize(
    ("criterion", "own", "known"),
    [("function", "function", "functions"), ("industry", "industry", "industries")],
)
def test_e6_function_and_sector_are_known_or_not(criterion, own, known):
    """E6, M3."""
    assert judged(criterion, {own: 7}, {known: some(7, 8)}) == (
        100,
        f"{criterion}_same",
    )
    assert judged(criterion, {own: 7}, {known: some(8)}) == (0, f"{criterion}_other")


@pytest.mark.parametrize(
    ("months", "value"),
    [
        (59, 0),
        (60, 0),
        (75, 50),
        (90, 100),
        (105, 50),
        (120, 0),
        (121, 0),
        (-60, 0),
    ],
)
def test_e4_best_in_the_middle_of_the_range(months, value):
    year, month = divmod(2014 * 12 - months, 12)
    applicant = {"experience_start": date(2014, 1, 1)}
    mentor = {"experience_start": date(year, month + 1, 1)}
    assert judged("gap", applicant, mentor) == (pytest.approx(value), "gap")


def test_e4_a_range_of_one_number_is_met_by_that_number():
    policy = replace(POLICY, gap_years_min=7, gap_years_max=7)
    applicant = {"experience_start": date(2014, 1, 1)}
    assert judged("gap", applicant, {"experience_start": date(2007, 1, 1)}, policy) == (
        100,
        "gap",
    )


@pytest.mark.parametrize(
    ("ways", "others", "place", "other", "expected"),
    [
        ({"in_person"}, {"in_person"}, "A", "A", (100, "meeting_same_place")),
        ({"in_person", "video"}, {"in_person"}, "A", "A", (100, "meeting_same_place")),
        ({"in_person"}, {"in_person"}, "A", "B", (30, "meeting_travel")),
        ({"in_person"}, {"in_person"}, None, None, (30, "meeting_travel")),
        (
            {"in_person", "video"},
            {"in_person", "video"},
            "A",
            "B",
            (60, "meeting_remote"),
        ),
        ({"phone"}, {"phone", "in_person"}, "A", "A", (60, "meeting_remote")),
        ({"phone"}, {"video"}, "A", "A", (0, "meeting_none")),
        ({"in_person"}, {"video"}, "A", "A", (0, "meeting_none")),
        (set(), {"video"}, "A", "A", (50, "meeting_unknown")),
        ({"video"}, set(), "A", "A", (50, "meeting_unknown")),
    ],
)
def test_p4_face_to_face_is_preferred(ways, others, place, other, expected):
    applicant = {"ways": frozenset(ways), "place": place}
    mentor = {"ways": frozenset(others), "place": other}
    assert judged("meeting", applicant, mentor) == expected


@pytest.mark.parametrize(
    ("capacity", "most", "taken", "value"),
    [(2, 2, 0, 100), (2, 2, 1, 50), (2, 2, 2, 0), (2, 2, 3, 0), (4, 2, 1, 50)],
)
def test_the_fewer_mentees_the_better(capacity, most, taken, value):
    mentor = {"capacity": capacity, "taken_places": taken}
    policy = replace(POLICY, mentor_places=most)
    assert judged("load", {}, mentor, policy) == (value, "load")


def test_a_mentor_without_any_place_scores_nothing_for_load():
    assert judged("load", {}, {"capacity": 0}) == (0, "load")


@pytest.mark.parametrize("criterion", sorted(set(CRITERIA) - {"load"}))
def test_what_is_not_known_is_neutral_and_says_so(criterion):
    assert judged(criterion) == (50, f"{criterion}_unknown")


def test_there_is_a_weight_for_each_criterion():
    assert {field.name for field in fields(Weights)} == set(CRITERIA)


def test_a_weight_of_zero_switches_a_criterion_off():
    score = score_pair(Applicant(), Mentor(), POLICY, replace(Weights(), load=0))
    assert {part.criterion for part in score.parts} == set(CRITERIA) - {"load"}
    assert sum(part.weight for part in score.parts) == pytest.approx(1)


def test_with_all_weights_at_zero_every_criterion_counts_alike():
    score = score_pair(Applicant(), Mentor(), POLICY, ZERO)
    assert {part.weight for part in score.parts} == {1 / len(CRITERIA)}


THEMES = st.frozensets(st.integers(1, 8), max_size=8)
WAYS = st.frozensets(st.sampled_from(["in_person", "video", "phone"]))
STARTS = st.none() | st.dates(date(1970, 1, 1), date(2026, 1, 1))
APPLICANTS = st.builds(
    Applicant,
    objective_themes=THEMES,
    function=st.none() | st.integers(1, 5),
    industry=st.none() | st.integers(1, 5),
    experience_start=STARTS,
    ways=WAYS,
    place=st.sampled_from([None, "A", "B"]),
)
MENTORS = st.builds(
    Mentor,
    themes=THEMES,
    functions=st.frozensets(st.integers(1, 5)),
    industries=st.frozensets(st.integers(1, 5)),
    experience_start=STARTS,
    ways=WAYS,
    place=st.sampled_from([None, "A", "B"]),
    capacity=st.integers(0, 5),
    taken_places=st.integers(0, 6),
)
WEIGHTS = st.builds(
    Weights, **{field.name: st.integers(0, 100) for field in fields(Weights)}
)


@given(APPLICANTS, MENTORS, WEIGHTS)
def test_a_score_is_0_to_100_and_the_sum_of_its_parts(applicant, mentor, weights):
    score = score_pair(applicant, mentor, POLICY, weights)
    assert 0 <= score.total <= 100 + 1e-9
    assert score.total == pytest.approx(
        sum(part.value * part.weight for part in score.parts)
    )
    assert sum(part.weight for part in score.parts) == pytest.approx(1)
    assert all(0 <= part.value <= 100 for part in score.parts)


@given(APPLICANTS, MENTORS, WEIGHTS, st.integers(2, 9))
def test_only_the_proportions_of_the_weights_matter(applicant, mentor, weights, times):
    larger = Weights(
        **{
            field.name: times * getattr(weights, field.name)
            for field in fields(Weights)
        }
    )
    assert score_pair(applicant, mentor, POLICY, weights).total == pytest.approx(
        score_pair(applicant, mentor, POLICY, larger).total
    )


@given(APPLICANTS.filter(lambda one: one.objective_themes), MENTORS, WEIGHTS)
def test_a_competence_more_never_costs_points(applicant, mentor, weights):
    wanted = min(applicant.objective_themes)
    if not mentor.themes:
        return  # from "not known" to "knows one of several" may cost some
    better = replace(mentor, themes=mentor.themes | {wanted})
    before = score_pair(applicant, mentor, POLICY, weights).total
    assert score_pair(applicant, better, POLICY, weights).total >= before - 1e-9
