"""A matching run as a whole: the answer, who is left out and why, and comparisons."""

from dataclasses import replace
from datetime import date

import pytest
from logic.assignment import Cancelled, ImpossiblePin
from logic.cohort_run import Left, Question, answer, priorities
from logic.exchange import possible_changes
from logic.facts import Applicant, Mentor, Policy, Weights

LEADERSHIP, STRATEGY = 1, 2
OBJECTIVES_ONLY = Weights(
    **dict.fromkeys(Weights.__slots__, 0) | {"objectives": 1},
)


def applicant(id_, themes=(LEADERSHIP,), **facts):
    return Applicant(
        **{
            "id": id_,
            "person": id_,
            "experience_start": date(2012, 1, 1),
            "target_level_rank": 3,
            "objective_themes": frozenset(themes),
            **facts,
        }
    )


def mentor(id_, themes=(LEADERSHIP,), **facts):
    return Mentor(
        **{
            "id": id_,
            "person": id_,
            "experience_start": date(2004, 7, 1),
            "level_rank": 5,
            "themes": frozenset(themes),
            "capacity": 1,
            **facts,
        }
    )


def question(applicants, mentors, **choices):
    choices.setdefault("weights", OBJECTIVES_ONLY)
    return Question(
        applicants={one.id: one for one in applicants},
        mentors={one.id: one for one in mentors},
        policy=Policy(),
        **choices,
    )


def test_the_best_pairs_are_made_and_proven():
    asked = question(
        [applicant(1), applicant(2, themes=(STRATEGY,))],
        [mentor(11, themes=(STRATEGY,)), mentor(12)],
    )
    found = answer(asked)
    assert set(found.scores) == {(1, 12), (2, 11)}
    assert found.certified
    assert (found.total, found.lowest) == (200, 100)
    assert found.distribution == (0,) * 9 + (2,)
    assert (found.mentors, found.places) == (2, 2)
    assert not found.left_out


@pytest.mark.parametrize(
    ("mentors", "choices", "reason"),
    [
        ([], {}, Left.NO_MENTOR),
        ([mentor(11, level_rank=1)], {}, Left.NO_MENTOR),
        ([mentor(11, taken_places=1)], {}, Left.FULL),
        ([mentor(11, themes=(STRATEGY,))], {"floor": 50}, Left.SET_ASIDE),
        ([mentor(11)], {"forbidden": frozenset({(1, 11)})}, Left.SET_ASIDE),
    ],
)
def test_whoever_is_left_out_is_told_why(mentors, choices, reason):
    found = answer(question([applicant(1)], mentors, **choices))
    assert found.left_out[1].reason is reason
    assert not found.scores


def test_when_all_who_fit_are_taken_the_priority_decides():
    both = [applicant(1), applicant(2)]
    for first in (1, 2):
        found = answer(question(both, [mentor(11)], priorities={first: 1}))
        assert set(found.scores) == {(first, 11)}
        [left] = found.left_out.values()
        assert (left.reason, left.fitting, left.full) == (Left.TAKEN, 1, 0)


def test_excluding_rules_are_counted():
    mentors = [mentor(11, level_rank=1), mentor(12, level_rank=1, taken_places=1)]
    [left] = answer(question([applicant(1)], mentors)).left_out.values()
    assert dict(left.excluded) == {"level": 2, "places": 1}


def test_nobody_at_all_is_no_error():
    found = answer(question([], []))
    assert (found.scores, found.left_out, found.total, found.lowest) == ({}, {}, 0, 0)


def test_best_pair_first_is_compared():
    asked = question(
        [applicant(1), applicant(2, experience_start=date(2013, 1, 1))],
        # Only the first suits the second applicant, and the first a little more.
        [mentor(11), mentor(12, themes=(STRATEGY,), experience_start=date(2002, 6, 1))],
    )
    found = answer(asked)
    assert len(found.scores) == 2
    assert found.best_pair_first.matched <= 2
    assert found.best_pair_first.total <= found.total


def test_other_weights_are_compared_in_points_of_the_own_ones():
    asked = question(
        [applicant(1, function=7)],
        [mentor(11), mentor(12, themes=(STRATEGY,), functions=frozenset({7}))],
        compared_weights=Weights(
            **dict.fromkeys(Weights.__slots__, 0) | {"function": 1}
        ),
    )
    found = answer(asked)
    assert set(found.scores) == {(1, 11)}
    assert (found.compared.matched, found.compared.total, found.compared.same) == (
        1,
        0,
        0,
    )
    same = replace(asked, compared_weights=asked.weights)
    assert answer(same).compared is None


def test_the_floor_that_costs_nobody_is_told():
    mentors = [mentor(11), mentor(12, themes=(STRATEGY,))]
    assert answer(question([applicant(1)], mentors)).floor_possible == 100
    both = [applicant(1), applicant(2)]
    assert answer(question(both, mentors)).floor_possible == 0


def test_pairs_drafted_before_stay_when_less_than_a_point_is_at_stake():
    weights = Weights(**dict.fromkeys(Weights.__slots__, 0) | {"gap": 1})
    policy = Policy(gap_years_min=0, gap_years_max=40)
    closer = mentor(11, experience_start=date(1992, 1, 1))
    close = mentor(12, experience_start=date(1992, 2, 1))
    far = mentor(13, experience_start=date(1999, 1, 1))
    asked = replace(
        question([applicant(1)], [closer, close, far], weights=weights), policy=policy
    )
    assert set(answer(asked).scores) == {(1, 11)}
    assert set(answer(replace(asked, keep=frozenset({(1, 12)}))).scores) == {(1, 12)}
    assert set(answer(replace(asked, keep=frozenset({(1, 13)}))).scores) == {(1, 11)}


def test_progress_rises_to_the_end_and_stopping_is_heard():
    asked = question(
        [applicant(n) for n in range(30)],
        [mentor(100 + n) for n in range(20)],
        compared_weights=Weights(),
    )
    told = []
    answer(asked, progress=told.append)
    assert told == sorted(told)
    assert 0 <= told[0] and 0.8 < told[-1] <= 1
    with pytest.raises(Cancelled):
        answer(asked, should_stop=lambda: True)


def test_a_pin_that_cannot_be_kept_is_told():
    asked = question(
        [applicant(1)],
        [mentor(11, level_rank=1)],
        pinned=frozenset({(1, 11)}),
    )
    with pytest.raises(ImpossiblePin):
        answer(asked)


def test_priorities_put_the_left_out_first_then_the_longest_wait():
    early, late = date(2026, 1, 1), date(2026, 5, 1)
    found = priorities([(1, 0, late), (2, 0, early), (3, 1, late), (4, 0, early)])
    assert found[3] > found[2] == found[4] > found[1]


# Exchanges


def test_a_free_mentor_is_offered_with_what_it_costs():
    asked = question(
        [applicant(1)], [mentor(11), mentor(12), mentor(13, themes=(STRATEGY,))]
    )
    first, second = possible_changes(asked, {(1, 11): False}, (1, 11))
    assert (first.mentor, first.gain, first.other) == (12, 0, None)
    assert (second.mentor, second.gain) == (13, -100)
    assert set(first.pairs((1, 11))) == {(1, 12)}


def test_two_drafts_exchange_where_both_new_pairs_are_allowed():
    two = [applicant(1), applicant(2, themes=(STRATEGY,))]
    mentors = [mentor(11, themes=(STRATEGY,)), mentor(12)]
    drafts = {(1, 11): False, (2, 12): False}
    [change] = possible_changes(question(two, mentors), drafts, (1, 11))
    assert (change.mentor, change.other, change.gain) == (12, (2, 12), 200)
    assert set(change.pairs((1, 11))) == {(1, 12), (2, 11)}
    for choices in (
        {"forbidden": frozenset({(2, 11)})},
        {"forbidden": frozenset({(1, 12)})},
    ):
        assert not possible_changes(question(two, mentors, **choices), drafts, (1, 11))
    assert not possible_changes(
        question(two, mentors), {(1, 11): False, (2, 12): True}, (1, 11)
    )
    low = [mentor(11, level_rank=1), mentor(12)]
    assert not possible_changes(question(two, low), drafts, (1, 11))


def test_an_override_lets_an_exchange_pass():
    two, low = [applicant(1), applicant(2)], [mentor(11, level_rank=1), mentor(12)]
    asked = question(two, low, overridden={2: {11: frozenset({"level"})}})
    drafts = {(1, 11): False, (2, 12): False}
    [change] = possible_changes(asked, drafts, (1, 11))
    assert change.other == (2, 12)
