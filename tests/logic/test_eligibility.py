"""Who may take part, and who with whom: each rule before, at and after its bounds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.eligibility import (
    NEVER_OVERRIDDEN,
    against_acceptance,
    against_proposal,
    against_submission,
    blocking,
    gap_months,
    pair_findings,
    person_findings,
    questionnaire_findings,
    self_check_findings,
)
from logic.facts import Applicant, Mentor, Policy

POLICY = Policy()
TODAY = date(2026, 6, 15)
# Nothing stands in the way of these two.
ZOE = Applicant(
    id=1,
    person=11,
    today=TODAY,
    employment="in_post",
    experience_start=date(2014, 9, 1),
    aim="promotion",
    target_months=18,
    target_level_rank=50,
    target_level_is_management=True,
    objective_themes=frozenset({1}),
    objective_count=1,
    expectations="Advice on leading managers.",
    motivations="A post of director.",
    membership_covers_today=True,
    charter_signed=True,
    languages=frozenset({"fr"}),
    employers=frozenset({"bois clair"}),
)
MAX = Mentor(
    id=2,
    person=22,
    experience_start=date(2006, 9, 1),
    level_rank=50,
    languages=frozenset({"fr", "en"}),
    employers=frozenset({"acier durable"}),
)


def said(code, applicant=ZOE, mentor=MAX, policy=POLICY):
    """What the rule ``code`` says of the applicant, or of the pair."""
    findings = person_findings(applicant, policy)
    findings += pair_findings(applicant, mentor, policy)
    [answer] = {finding.passed for finding in findings if finding.code == code}
    return answer


def test_the_two_of_these_tests_fit():
    assert not blocking(person_findings(ZOE, POLICY))
    assert not blocking(pair_findings(ZOE, MAX, POLICY))


@pytest.mark.parametrize(
    ("employment", "passed"), [("in_post", True), ("out_of_post", False), (None, None)]
)
def test_e1_in_post(employment, passed):
    assert said("in_post", replace(ZOE, employment=employment)) is passed


@pytest.mark.parametrize(
    ("start", "passed"),
    [
        pytest.param(date(2018, 6, 16), False, id="eve of the 8th anniversary"),
        pytest.param(date(2018, 6, 15), True, id="8th anniversary"),
        pytest.param(date(2018, 6, 14), True, id="day after it"),
        pytest.param(date(2006, 6, 15), True, id="20th anniversary"),
        pytest.param(date(2005, 6, 16), True, id="eve of the 21st anniversary"),
        pytest.param(date(2005, 6, 15), False, id="21st anniversary"),
        pytest.param(date(2026, 6, 16), False, id="begins tomorrow"),
        pytest.param(None, None, id="not said"),
    ],
)
def test_e2_eight_to_twenty_completed_years(start, passed):
    assert said("experience", replace(ZOE, experience_start=start)) is passed


@pytest.mark.parametrize(
    ("months", "passed"), [(0, True), (23, True), (24, True), (25, False), (None, None)]
)
def test_e3_a_promotion_within_two_years(months, passed):
    assert said("responsibility", replace(ZOE, target_months=months)) is passed


@pytest.mark.parametrize(
    ("since", "passed"),
    [
        pytest.param(date(2026, 6, 16), False, id="from tomorrow"),
        pytest.param(date(2026, 6, 15), True, id="today"),
        pytest.param(date(2025, 12, 15), True, id="six months old today"),
        pytest.param(date(2025, 12, 14), False, id="six months old yesterday"),
        pytest.param(None, None, id="not said"),
    ],
)
def test_e3_or_in_the_first_six_months_of_such_a_post(since, passed):
    settling = replace(ZOE, aim="new_post", target_months=None, new_post_date=since)
    assert said("responsibility", settling) is passed


@pytest.mark.parametrize("months", [6, 30, None])
@pytest.mark.parametrize(
    ("management", "known"), [(True, True), (False, True), (None, False)]
)
def test_e3_needs_a_level_of_management_as_well(management, known, months):
    applicant = replace(
        ZOE, target_level_is_management=management, target_months=months
    )
    in_reach = None if months is None else months <= 24
    if management is False or in_reach is False:
        expected = False
    else:
        expected = in_reach if known else None
    assert said("responsibility", applicant) is expected


@pytest.mark.parametrize(
    ("aim", "no_job_search", "responsibility"),
    [
        ("promotion", True, True),
        ("job_search", False, False),
        (None, None, None),
    ],
)
def test_p7_mentoring_does_not_serve_to_find_a_job(aim, no_job_search, responsibility):
    applicant = replace(ZOE, aim=aim)
    assert said("not_a_job_search", applicant) is no_job_search
    assert said("responsibility", applicant) is responsibility


@pytest.mark.parametrize(
    ("minimum", "count", "passed"),
    [(1, 0, False), (1, 1, True), (1, 2, True), (2, 1, False), (2, 2, True)],
)
def test_p5_objectives_defined_beforehand(minimum, count, passed):
    policy = replace(POLICY, objectives_min=minimum)
    applicant = replace(ZOE, objective_count=count)
    assert said("objectives", applicant, policy=policy) is passed


@pytest.mark.parametrize(
    ("expectations", "motivations", "passed"),
    [
        ("Advice.", "A promotion.", True),
        ("Advice.", "", False),
        ("", "A promotion.", False),
        (" \n\t ", "A promotion.", False),
    ],
)
def test_c2_expectations_and_motivations_in_writing(expectations, motivations, passed):
    applicant = replace(ZOE, expectations=expectations, motivations=motivations)
    assert said("written", applicant) is passed


@pytest.mark.parametrize("signed", [True, False])
def test_s2_the_charter_is_signed(signed):
    assert said("charter", replace(ZOE, charter_signed=signed)) is signed
    assert said("mentor_charter", mentor=replace(MAX, charter_signed=signed)) is signed


@pytest.mark.parametrize("covered", [True, False, None])
def test_e7_membership_covers_the_day(covered):
    applicant = replace(ZOE, membership_covers_today=covered)
    assert said("membership", applicant) is covered


@pytest.mark.parametrize(
    ("start", "passed"),
    [
        pytest.param(date(2009, 9, 2), False, id="a day short of 5 years more"),
        pytest.param(date(2009, 9, 1), True, id="5 years more"),
        pytest.param(date(2004, 9, 1), True, id="10 years more"),
        pytest.param(date(2004, 8, 2), True, id="not yet a month over"),
        pytest.param(date(2004, 8, 1), False, id="a month over 10 years"),
        pytest.param(date(2019, 9, 1), False, id="less experience"),
        pytest.param(None, None, id="not said"),
    ],
)
def test_e4_five_to_ten_years_more(start, passed):
    assert said("gap", mentor=replace(MAX, experience_start=start)) is passed


def test_e4_is_not_known_without_the_mentees_experience():
    assert said("gap", replace(ZOE, experience_start=None)) is None
    assert gap_months(replace(ZOE, experience_start=None), MAX) is None


@pytest.mark.parametrize(
    ("aimed", "held", "passed"),
    [
        (50, 40, False),
        (50, 50, True),
        (50, 60, True),
        (None, 60, None),
        (50, None, None),
    ],
)
def test_e5_a_level_at_least_as_high(aimed, held, passed):
    applicant = replace(ZOE, target_level_rank=aimed)
    assert said("level", applicant, replace(MAX, level_rank=held)) is passed


@pytest.mark.parametrize("has_mentor", [True, False])
def test_m4_one_mentor_at_a_time(has_mentor):
    assert said("one_mentor", replace(ZOE, has_mentor=has_mentor)) is not has_mentor


@pytest.mark.parametrize(
    ("capacity", "most", "taken", "passed"),
    [
        (2, 2, 0, True),
        (2, 2, 1, True),
        (2, 2, 2, False),
        (2, 2, 3, False),
        (5, 2, 2, False),
        (1, 2, 1, False),
        (0, 2, 0, False),
        (5, 4, 3, True),
    ],
)
def test_m5_the_smaller_of_both_numbers_of_places(capacity, most, taken, passed):
    mentor = replace(MAX, capacity=capacity, taken_places=taken)
    policy = replace(POLICY, mentor_places=most)
    assert said("places", mentor=mentor, policy=policy) is passed


@pytest.mark.parametrize(
    ("available", "in_programme", "passed"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_only_an_approved_mentor_of_the_programme(available, in_programme, passed):
    mentor = replace(MAX, available=available, in_programme=in_programme)
    assert said("available", mentor=mentor) is passed


@pytest.mark.parametrize(
    ("mentees", "mentors", "passed"),
    [
        ({"fr"}, {"fr"}, True),
        ({"fr", "en"}, {"de", "en"}, True),
        ({"fr"}, {"en"}, False),
        (set(), {"en"}, None),
        ({"fr"}, set(), None),
    ],
)
def test_a_shared_language(mentees, mentors, passed):
    applicant = replace(ZOE, languages=frozenset(mentees))
    mentor = replace(MAX, languages=frozenset(mentors))
    assert said("language", applicant, mentor) is passed
    blocks = "language" in codes(blocking(pair_findings(applicant, mentor, POLICY)))
    assert blocks is (passed is False), "what is not known doesn't block here"


@pytest.mark.parametrize(
    ("code", "applicant", "mentor"),
    [
        ("another_person", {"person": 22}, {}),
        ("other_employer", {}, {"employers": frozenset({"x", "bois clair"})}),
        ("wanted", {"unwanted_persons": frozenset({22})}, {}),
        ("wanted", {}, {"unwanted_persons": frozenset({11})}),
        ("not_refused", {}, {"refused_applicant_persons": frozenset({11})}),
    ],
)
def test_what_else_excludes_a_pair(code, applicant, mentor):
    applicant, mentor = replace(ZOE, **applicant), replace(MAX, **mentor)
    assert said(code) is True
    assert codes(blocking(pair_findings(applicant, mentor, POLICY))) == {code}


def test_two_unknown_persons_are_not_the_same():
    assert said("another_person", replace(ZOE, person=None), replace(MAX, person=None))


def codes(findings):
    return {finding.code for finding in findings}


UNKNOWN = Applicant(today=TODAY)


def test_what_is_not_known_blocks_a_person():
    findings = person_findings(UNKNOWN, POLICY)
    unknown = {finding.code for finding in findings if finding.passed is None}
    assert unknown == {
        "in_post",
        "experience",
        "responsibility",
        "not_a_job_search",
        "membership",
    }
    assert codes(findings) - codes(blocking(findings)) == {"fee", "not_replaced"}


BAD_PAIR = pair_findings(
    replace(ZOE, has_mentor=True, experience_start=None),
    replace(MAX, charter_signed=False, taken_places=2, level_rank=10),
    POLICY,
)


def test_an_override_lets_its_own_code_pass_only():
    assert codes(blocking(BAD_PAIR)) == {
        "gap",
        "level",
        "one_mentor",
        "places",
        "mentor_charter",
    }
    left = blocking(BAD_PAIR, frozenset({"gap", "experience"}))
    assert codes(left) == {"level", "one_mentor", "places", "mentor_charter"}


def test_m4_m5_and_s2_are_never_overridden():
    person = person_findings(replace(UNKNOWN, fee_open=True, stops=1), POLICY)
    everything = codes(BAD_PAIR) | codes(person)
    left = blocking([*BAD_PAIR, *person], everything)
    assert {finding.rule for finding in left} == NEVER_OVERRIDDEN
    assert NEVER_OVERRIDDEN == {"M4", "M5", "S2", "P9"}


def test_nobody_is_their_own_mentor_by_override():
    findings = pair_findings(ZOE, replace(MAX, person=ZOE.person), POLICY)
    assert codes(blocking(findings, frozenset({"another_person"}))) == {
        "another_person"
    }


def test_each_group_of_rules_is_part_of_the_next():
    check = codes(self_check_findings(ZOE, POLICY))
    questionnaire = codes(questionnaire_findings(ZOE, POLICY))
    person = codes(person_findings(ZOE, POLICY))
    assert check < questionnaire < person
    others = person - questionnaire
    assert others == {"membership", "fee", "not_replaced"}, "not the member's answers"


@pytest.mark.parametrize(
    ("changes", "passed"),
    [({"fee_open": False}, True), ({"fee_open": True}, False)],
)
def test_p9_a_fee_that_is_open_blocks(changes, passed):
    assert said("fee", replace(ZOE, **changes)) is passed


@pytest.mark.parametrize(("stops", "passed"), [(0, True), (1, False), (2, False)])
def test_d6_a_mentor_who_stopped_is_not_replaced(stops, passed):
    assert said("not_replaced", replace(ZOE, stops=stops)) is passed


# What submitting, accepting and proposing take


def test_a_wrong_answer_can_be_submitted_a_gap_cannot():
    wrong = replace(ZOE, employment="out_of_post", aim="job_search")
    assert not against_submission(wrong, POLICY)
    for changes, code in (
        ({"employment": None}, "in_post"),
        ({"experience_start": None}, "experience"),
        ({"aim": None}, "responsibility"),
        ({"objective_count": 0}, "objectives"),
        ({"expectations": " "}, "written"),
        ({"motivations": ""}, "written"),
        ({"charter_signed": False}, "charter"),
    ):
        assert code in codes(against_submission(replace(ZOE, **changes), POLICY))


def test_a_proposal_asks_again_what_acceptance_asked():
    late = replace(ZOE, membership_covers_today=False, fee_open=True)
    assert codes(against_acceptance(late, POLICY)) == {"membership", "fee"}
    far = replace(MAX, experience_start=date(1990, 1, 1))
    assert codes(against_proposal(late, far, POLICY)) == {"membership", "fee", "gap"}
    passed = frozenset({"gap", "membership", "fee"})
    assert codes(against_proposal(late, far, POLICY, passed)) == {"fee"}


def test_a_proposal_says_each_rule_once():
    findings = against_proposal(replace(ZOE, stops=1), MAX, POLICY)
    assert [finding.code for finding in findings] == ["not_replaced"]


DATES = st.none() | st.dates(date(1960, 1, 1), date(2030, 12, 31))
APPLICANTS = st.builds(
    Applicant,
    today=st.none() | st.just(TODAY),
    employment=st.sampled_from([None, "in_post", "out_of_post"]),
    experience_start=DATES,
    aim=st.sampled_from([None, "promotion", "new_post", "job_search"]),
    target_months=st.none() | st.integers(0, 600),
    new_post_date=DATES,
    target_level_rank=st.none() | st.integers(0, 90),
    target_level_is_management=st.none() | st.booleans(),
    membership_covers_today=st.none() | st.booleans(),
    charter_signed=st.booleans(),
)
MENTORS = st.builds(
    Mentor,
    experience_start=DATES,
    level_rank=st.none() | st.integers(0, 90),
    capacity=st.integers(0, 5),
    taken_places=st.integers(0, 5),
)


@given(APPLICANTS, MENTORS)
def test_every_rule_answers_yes_no_or_not_known(applicant, mentor):
    findings = person_findings(applicant, POLICY)
    findings += pair_findings(applicant, mentor, POLICY)
    for finding in findings:
        assert finding.passed in (True, False, None)
        assert isinstance(finding.passed, bool | None)


@given(APPLICANTS, st.integers(0, 24), st.integers(0, 24))
def test_a_longer_horizon_never_shuts_anybody_out(applicant, one, other):
    short, long = sorted((one, other))
    if said("responsibility", applicant, policy=replace(POLICY, horizon_months=short)):
        policy = replace(POLICY, horizon_months=long)
        assert said("responsibility", applicant, policy=policy)
