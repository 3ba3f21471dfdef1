"""An override holds as long as the fact that it was given for."""

from dataclasses import replace
from datetime import date

import pytest
from logic import eligibility, override
from logic.eligibility import PAIR_RULES, PERSON_RULES, can_be_overridden
from logic.facts import Applicant, Finding, Mentor, Policy

ANN = Applicant(
    id=1,
    person=11,
    employment="out_of_post",
    experience_start=date(2020, 1, 1),
    aim="job_search",
    target_months=30,
    expectations="Much.",
    languages=frozenset({"fr"}),
    employers=frozenset({"bois clair", "verre fin"}),
    membership_ended=date(2025, 12, 31),
    stops=1,
)
BOB = Mentor(
    id=2,
    person=22,
    available=False,
    experience_start=date(2018, 1, 1),
    level_rank=10,
    languages=frozenset({"de"}),
    employers=frozenset({"bois clair"}),
    unwanted_persons=frozenset({11}),
    refused_applicant_persons=frozenset({11}),
    refusal_counts=frozenset({(11, 1)}),
)


def all_findings():
    policy = Policy()
    return [
        *(rule(ANN, policy) for rule in PERSON_RULES),
        *(rule(ANN, BOB, policy) for rule in PAIR_RULES),
    ]


def test_every_rule_that_can_be_overridden_has_its_fact():
    overridable = {one.code for one in all_findings() if can_be_overridden(one)}
    assert overridable == {*override.PERSON_FACTS, *override.PAIR_FACTS}


@pytest.mark.parametrize("code", ["charter", "fee", "one_mentor", "places"])
def test_what_nobody_overrides_has_none(code):
    with pytest.raises(KeyError):
        override.fact(code, ANN, BOB)


def test_a_rule_on_a_pair_needs_the_mentor():
    with pytest.raises(KeyError):
        override.fact("gap", ANN)


@pytest.mark.parametrize(
    ("code", "ann", "bob"),
    [
        ("in_post", {"employment": "in_post"}, {}),
        ("experience", {"experience_start": date(2020, 1, 2)}, {}),
        ("responsibility", {"target_months": 31}, {}),
        ("responsibility", {"target_level_rank": 20}, {}),
        ("not_a_job_search", {"aim": "promotion"}, {}),
        ("objectives", {"objective_count": 1}, {}),
        ("written", {"expectations": "More."}, {}),
        ("membership", {"membership_ended": date(2026, 12, 31)}, {}),
        ("not_replaced", {"stops": 2}, {}),
        ("gap", {"experience_start": date(2020, 1, 2)}, {}),
        ("gap", {}, {"experience_start": date(2018, 1, 2)}),
        ("level", {"target_level_rank": 20}, {}),
        ("level", {}, {"level_rank": 11}),
        ("available", {}, {"in_programme": False}),
        ("language", {"languages": frozenset({"it"})}, {}),
        ("language", {}, {"languages": frozenset({"it"})}),
        ("other_employer", {}, {"employers": frozenset({"bois clair", "verre fin"})}),
        ("wanted", {"unwanted_persons": frozenset({22})}, {}),
        ("not_refused", {}, {"refusal_counts": frozenset({(11, 2)})}),
    ],
)
def test_another_fact_needs_another_decision(code, ann, bob):
    given_for = override.fact(code, ANN, BOB)
    assert override.holds(code, given_for, ANN, BOB)
    later = replace(ANN, **ann), replace(BOB, **bob)
    assert not override.holds(code, given_for, *later)


def test_facts_of_other_rules_change_nothing():
    given_for = override.fact("experience", ANN)
    later = replace(ANN, employment="in_post", target_months=3, today=date(2031, 1, 1))
    assert override.holds("experience", given_for, later)


def test_a_code_is_let_pass_only_for_a_rule_that_can_be():
    fee = Finding("fee", "P9", False)
    assert eligibility.blocking([fee], frozenset({"fee"})) == [fee]
