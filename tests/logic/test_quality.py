"""The self-assessment: facts → met, partly met, missing, or nothing to tell."""

from dataclasses import fields, replace

import pytest
from logic import quality
from logic.quality import BY_CODE, MET, MISSING, PARTLY, UNKNOWN, Facts

GOOD = Facts(
    presentation_words=120,
    charters=2,
    accepted=20,
    with_objectives=20,
    mentee_stages=4,
    mentor_stages=3,
    mentors=20,
    mentors_signed=19,
    decided=10,
    decided_soon=9,
    criteria=6,
    waiting=5,
    waiting_fresh=4,
    free_places=5,
    surveys=2,
    surveys_asked=10,
    surveys_answered=6,
    news_asked=4,
    news_answered=2,
    ended=4,
    completed=3,
    running=10,
    both_signed=10,
    refused=2,
    refused_with_words=2,
    held=10,
    summaries=7,
    attention=1,
    has_officer=True,
    fees_due=20,
    fees_settled=19,
    messages=20,
    messages_on=19,
)
# Of each line: just less than met, and just less than partly met.
STEPS = {
    "presentation": ({"presentation_words": 39}, {"presentation_words": 19}),
    "charters": ({"charters": 1}, {"charters": 0}),
    "objectives": ({"with_objectives": 18}, {"with_objectives": 11}),
    "mentee_guides": ({"mentee_stages": 2}, {"mentee_stages": 0}),
    "mentor_guides": ({"mentor_stages": 1}, {"mentor_stages": 0}),
    "mentors_signed": ({"mentors_signed": 18}, {"mentors_signed": 9}),
    "decided_soon": ({"decided_soon": 8}, {"decided_soon": 4}),
    "criteria": ({"criteria": 1}, {"criteria": 0}),
    "waiting_fresh": ({"waiting_fresh": 3}, {"waiting_fresh": 2}),
    "places": ({"free_places": 4}, {"free_places": 2}),
    "surveys": ({"surveys": 1}, {"surveys": 0}),
    "surveys_answered": ({"surveys_answered": 5}, {"surveys_answered": 2}),
    "news_answered": ({"news_answered": 1}, {"news_answered": 0}),
    "completed": ({"completed": 2}, {"completed": 1}),
    "both_signed": ({"both_signed": 9}, {"both_signed": 4}),
    "refused_with_words": ({"refused_with_words": 1}, {"refused_with_words": 0}),
    "summaries": ({"summaries": 6}, {"summaries": 3}),
    "officer": (None, {"has_officer": False}),
    "followed_up": ({"attention": 2}, {"attention": 5}),
    "fees_settled": ({"fees_settled": 18}, {"fees_settled": 13}),
    "messages_on": ({"messages_on": 18}, {"messages_on": 9}),
}


def _result(code, facts):
    return BY_CODE[code].judge(facts)[0]


@pytest.mark.parametrize("code", BY_CODE)
def test_each_line_at_its_bounds(code):
    partly, missing = STEPS[code]
    assert _result(code, GOOD) == MET
    if partly:
        assert _result(code, replace(GOOD, **partly)) == PARTLY
    assert _result(code, replace(GOOD, **missing)) == MISSING


@pytest.mark.parametrize("code", BY_CODE)
def test_of_nothing_there_is_nothing_to_tell(code):
    measured = {
        "presentation",
        "charters",
        "mentee_guides",
        "mentor_guides",
        "criteria",
        "surveys",
        "officer",
    }
    assert _result(code, Facts()) == (MISSING if code in measured else UNKNOWN)


def test_every_area_has_several_lines():
    areas = [line.area for line in quality.LINES]
    assert list(dict.fromkeys(areas)) == list(quality.AREAS)
    assert min(areas.count(area) for area in quality.AREAS) >= 3


def test_the_evidence_is_in_numbers():
    found = {code: numbers for code, __, *numbers in quality.assess(GOOD)}
    assert list(found) == [line.code for line in quality.LINES]
    assert found["presentation"] == [40, 40]  # more words are no more than enough
    assert found["followed_up"] == [9, 10]
    assert found["places"] == [5, 5]


@pytest.mark.parametrize("name", [one.name for one in fields(Facts)])
def test_no_fact_is_asked_for_in_vain(name):
    assert quality.assess(replace(GOOD, **{name: 0})) != quality.assess(GOOD)
