"""Matching a whole cohort: the optimum, its proof, and what it does with bad input."""

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cohorts import (
    all_answers,
    brute_force,
    make_cohort,
    never_falls,
    random_cohort,
    shuffled,
    tie_break,
    worth,
)
from effort import cases
from logic import assignment, certificate
from logic.assignment import (
    AssignmentError,
    Cancelled,
    Cohort,
    ImpossiblePin,
    LeftOut,
    Mentee,
    Options,
    PinProblem,
    ScoreTable,
    Seats,
    highest_floor,
    solve,
)
from logic.greedy import best_pair_first
from logic.placement import place

ANNA, BILAL, CHLOE = 1, 2, 3
MARIE, NOAH, OLGA = 101, 102, 103


def assert_proven(cohort, answer):
    assert certificate.verify(cohort, answer) == []


# --- the goals, one after the other ---------------------------------------------------


def test_more_mentees_outweigh_any_score():
    cohort = make_cohort(
        {(ANNA, MARIE): 10_000, (ANNA, NOAH): 0, (BILAL, MARIE): 0},
    )
    assert solve(cohort).pairs == ((ANNA, NOAH), (BILAL, MARIE))


def test_priority_outweighs_any_score():
    cohort = make_cohort(
        {(ANNA, MARIE): 0, (BILAL, MARIE): 10_000}, priorities={ANNA: 1, BILAL: 0}
    )
    assert solve(cohort).pairs == ((ANNA, MARIE),)


def test_priority_costs_no_placement():
    cohort = make_cohort(
        {(ANNA, MARIE): 9, (BILAL, MARIE): 9, (BILAL, NOAH): 0, (CHLOE, NOAH): 5},
        priorities={ANNA: 2, BILAL: 1, CHLOE: 0},
    )
    assert solve(cohort).pairs == ((ANNA, MARIE), (BILAL, NOAH))


def test_only_the_order_of_priorities_counts():
    scores = {(m, n): (m * n) % 7 for m in range(1, 6) for n in (MARIE, NOAH)}
    near = make_cohort(scores, priorities={m: m for m in range(1, 6)})
    far = make_cohort(scores, priorities={m: 10**m for m in range(1, 6)})
    assert solve(near).pairs == solve(far).pairs


def test_a_mentor_takes_as_many_as_it_has_places_m5():
    scores = {(mentee, MARIE): mentee for mentee in range(1, 6)}
    for places in range(7):
        cohort = make_cohort(scores, places={MARIE: places})
        answer = solve(cohort)
        assert answer.matched == min(places, 5)
        assert answer.score == sum(range(6 - answer.matched, 6))
        assert_proven(cohort, answer)


@pytest.mark.parametrize(("engine", "number"), [("pure", 2000), ("scipy", 500)])
def test_brute_force_agrees_on_thousands_of_small_cohorts(engine, number):
    if engine == "scipy":
        pytest.importorskip("scipy")
    rng = random.Random(4)
    for _case in range(cases(number)):
        cohort = random_cohort(rng)
        answer = solve(cohort, engine=engine)
        assert frozenset(answer.pairs) == brute_force(cohort), cohort
        assert certificate.verify(cohort, answer) == [], cohort


def test_sums_beyond_any_machine_integer_stay_exact():
    big = 10**30
    cohort = make_cohort(
        {(1, MARIE): big, (1, NOAH): big - 1, (2, MARIE): big + 1, (2, NOAH): big},
        priorities={1: big, 2: -big},
    )
    for engine in ("pure", "scipy"):
        answer = solve(cohort, engine=engine)
        assert answer.score == 2 * big
        assert_proven(cohort, answer)


# --- always the same answer -----------------------------------------------------------


@pytest.mark.parametrize("engine", ["pure", "scipy"])
def test_the_order_of_the_records_changes_nothing(engine):
    if engine == "scipy":
        pytest.importorskip("scipy")
    rng = random.Random(5)
    for _case in range(cases(40)):
        cohort = random_cohort(rng, 12, 8, top=2)
        answer = solve(cohort, engine=engine)
        for _shuffle in range(5):
            again = solve(shuffled(rng, cohort), engine=engine)
            # Prices that prove the same answer may differ.
            assert replace(again, prices=answer.prices) == answer
            assert certificate.verify(cohort, again) == []


def test_equal_totals_are_decided_by_the_ids_alone():
    all_alike = {(m, n): 50 for m in range(1, 9) for n in range(101, 107)}
    answer = solve(make_cohort(all_alike))
    assert answer.matched == 6
    assert solve(make_cohort(dict(reversed(all_alike.items())))) == answer


def test_the_fixed_numbers_never_change():
    """They may not depend on the process, the platform or Python's version."""
    scores = {(m, n): 50 for m in range(1, 5) for n in range(101, 105)}
    assert solve(make_cohort(scores)).pairs == ((1, 103), (2, 101), (3, 104), (4, 102))


# --- two engines, each the other's witness --------------------------------------------


@pytest.mark.parametrize("classes", [1, 3, 300])
@pytest.mark.parametrize("mentors", [60, 120, 200])
def test_both_engines_agree_on_medium_cohorts(mentors, classes):
    pytest.importorskip("scipy")
    rng = random.Random(mentors + classes)
    scores = {
        (mentee, mentor): rng.randint(0, 10_000)
        for mentee in range(300)
        for mentor in range(mentors)
        if abs(mentee % 20 - mentor % 20) < 3 and rng.random() < 0.8
    }
    cohort = make_cohort(
        scores,
        places={mentor: rng.randint(0, 3) for mentor in range(mentors)},
        priorities={mentee: rng.randrange(classes) for mentee in range(300)},
    )
    cohort = replace(
        cohort,
        pinned=frozenset(list(solve(cohort).pairs)[:20:4]),
        forbidden=frozenset(rng.sample(sorted(scores), 200)) - set(solve(cohort).pairs),
        keep=frozenset(rng.sample(sorted(scores), 200)),
        keep_bonus=100,
        floor=500,
    )
    pure, scipy = solve(cohort, engine="pure"), solve(cohort, engine="scipy")
    assert pure.pairs == scipy.pairs
    assert_proven(cohort, pure)
    assert_proven(cohort, scipy)


def test_both_engines_agree_on_small_cohorts():
    pytest.importorskip("scipy")
    rng = random.Random(6)
    for _case in range(cases(400)):
        cohort = random_cohort(rng, *rng.choice(((8, 5), (20, 12), (12, 20))))
        pure, scipy = solve(cohort, engine="pure"), solve(cohort, engine="scipy")
        assert pure.pairs == scipy.pairs
        assert_proven(cohort, scipy)


@pytest.mark.parametrize("bits", [0, 3, 20, 35, 42, 46, 47, 48, 50, 60])
@pytest.mark.parametrize("classes", [1, 40])
def test_both_engines_agree_whatever_the_size_of_the_scores(bits, classes):
    """From scores that are all alike to such as numpy's integers don't hold."""
    pytest.importorskip("scipy")
    rng = random.Random(bits)
    scores = {
        (mentee, mentor): rng.randrange(1 << bits)
        for mentee in range(40)
        for mentor in range(30)
        if rng.random() < 0.5
    }
    cohort = make_cohort(
        scores,
        places={mentor: rng.randint(0, 2) for mentor in range(30)},
        priorities={mentee: rng.randrange(classes) for mentee in range(40)},
    )
    pure, scipy = solve(cohort, engine="pure"), solve(cohort, engine="scipy")
    assert pure.pairs == scipy.pairs
    assert_proven(cohort, pure)
    assert_proven(cohort, scipy)


def test_scipy_only_proposes(monkeypatch):
    """Even if it proposes nonsense, the answer is right."""
    pytest.importorskip("scipy")
    from logic import sparse_engine

    rng, guess = random.Random(8), sparse_engine.guess

    def nonsense(pairs, placed, scarcity, tick):
        first = guess(pairs, placed, scarcity, tick)
        return first._replace(
            prices=[rng.randrange(2000) for _price in first.prices],
            pairs=first.pairs[:: rng.randint(1, 7)],
        )

    monkeypatch.setattr(sparse_engine, "guess", nonsense)
    for _case in range(cases(200)):
        cohort = random_cohort(rng, 40, 20, top=100)
        answer = solve(cohort, engine="scipy")
        assert answer.pairs == solve(cohort, engine="pure").pairs
        assert_proven(cohort, answer)


def test_large_cohorts_use_scipy_only_where_it_is_installed(monkeypatch):
    asked = []
    monkeypatch.setattr(assignment, "LARGE", 2)
    monkeypatch.setattr(assignment, "find_spec", asked.append)
    solve(make_cohort({(ANNA, MARIE): 5}))
    assert asked == []
    solve(make_cohort({(ANNA, MARIE): 5, (BILAL, MARIE): 5}))
    assert asked == ["scipy"]


def test_the_pure_engine_needs_no_package():
    script = (
        "import sys; sys.modules['numpy'] = sys.modules['scipy'] = None;"
        "from logic import assignment as a;"
        "c = a.Cohort((a.Mentee(1),), (a.Seats(2, 1),), {(1, 2): 3});"
        "a.solve(a.Cohort((), (), {}));"
        "print(a.solve(c).pairs)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(Path(assignment.__file__).parents[1])},
        capture_output=True,
        text=True,
    )
    assert result.stdout.strip() == "((1, 2),)", result.stderr


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="'fast'"):
        solve(make_cohort({}), engine="fast")


# --- pins, forbidden pairs, floor, pairs to keep --------------------------------------


def test_a_pinned_pair_is_in_the_result_and_takes_a_place():
    scores = {(ANNA, MARIE): 1, (ANNA, NOAH): 9, (BILAL, MARIE): 9}
    cohort = make_cohort(scores, pinned=frozenset({(ANNA, MARIE)}))
    answer = solve(cohort)
    assert answer.pairs == ((ANNA, MARIE),)
    assert answer.left_out == {BILAL: LeftOut.ALL_TAKEN}
    assert_proven(cohort, answer)


def test_a_pin_may_be_below_the_floor():
    cohort = make_cohort({(ANNA, MARIE): 1}, pinned=frozenset({(ANNA, MARIE)}), floor=2)
    answer = solve(cohort)
    assert answer.pairs == ((ANNA, MARIE),)
    assert_proven(cohort, answer)


@pytest.mark.parametrize(
    ("problem", "pins", "choices"),
    [
        (PinProblem.UNKNOWN, {(99, MARIE)}, {}),
        (PinProblem.UNKNOWN, {(ANNA, 99)}, {}),
        (PinProblem.NOT_ALLOWED, {(CHLOE, NOAH)}, {}),
        (
            PinProblem.FORBIDDEN,
            {(ANNA, MARIE)},
            {"forbidden": frozenset({(ANNA, MARIE)})},
        ),
        (PinProblem.TWICE, {(ANNA, MARIE), (ANNA, NOAH)}, {}),
        (PinProblem.OVER_CAPACITY, {(ANNA, MARIE), (BILAL, MARIE)}, {}),
        (PinProblem.OVER_CAPACITY, {(ANNA, OLGA)}, {}),
    ],
)
def test_an_impossible_pin_is_refused_by_name(problem, pins, choices):
    scores = {(ANNA, MARIE): 5, (ANNA, NOAH): 5, (BILAL, MARIE): 5, (CHLOE, MARIE): 5}
    scores |= {(ANNA, OLGA): 5}
    with pytest.raises(ImpossiblePin) as caught:
        make_cohort(scores, places={OLGA: 0}, pinned=frozenset(pins), **choices)
    assert caught.value.problem is problem
    assert (caught.value.mentee, caught.value.mentor) in pins
    assert isinstance(caught.value, AssignmentError)
    assert isinstance(caught.value, ValueError)


def test_as_many_pins_as_places_are_possible():
    scores = {(ANNA, MARIE): 5, (BILAL, MARIE): 5}
    cohort = make_cohort(scores, places={MARIE: 2}, pinned=frozenset(scores))
    assert solve(cohort).matched == 2


def test_a_forbidden_pair_is_not_used():
    cohort = make_cohort(
        {(ANNA, MARIE): 9, (ANNA, NOAH): 1},
        forbidden=frozenset({(ANNA, MARIE), (99, 98)}),
    )
    answer = solve(cohort)
    assert answer.pairs == ((ANNA, NOAH),)
    assert_proven(cohort, answer)


@pytest.mark.parametrize(("floor", "matched"), [(49, 1), (50, 1), (51, 0)])
def test_the_floor_is_the_lowest_score_in_use(floor, matched):
    cohort = make_cohort({(ANNA, MARIE): 50}, floor=floor)
    answer = solve(cohort)
    assert answer.matched == matched
    assert_proven(cohort, answer)


def test_pairs_to_keep_win_by_their_bonus():
    scores = {(ANNA, MARIE): 50, (ANNA, NOAH): 52}
    for bonus, mentor in ((0, NOAH), (1, NOAH), (3, MARIE)):
        cohort = make_cohort(scores, keep=frozenset({(ANNA, MARIE)}), keep_bonus=bonus)
        answer = solve(cohort)
        assert answer.pairs == ((ANNA, mentor),)
        assert answer.score == scores[ANNA, mentor]
        assert_proven(cohort, answer)


def test_the_highest_floor_loses_nobody():
    rng = random.Random(7)
    for _case in range(cases(150)):
        cohort = random_cohort(rng, floor=0)
        floor = highest_floor(cohort)
        best = worth(cohort, solve(cohort).pairs)[:2]
        raised = replace(cohort, floor=floor)
        assert worth(cohort, solve(raised).pairs)[:2] == best
        if solve(cohort).matched > len(cohort.pinned):
            higher = replace(cohort, floor=floor + 1)
            assert worth(cohort, solve(higher).pairs)[:2] < best


def test_the_highest_floor_of_nobody_is_the_floor():
    assert highest_floor(make_cohort({}, floor=7)) == 7


def test_the_search_for_the_highest_floor_can_be_cancelled():
    with pytest.raises(Cancelled):
        highest_floor(make_cohort({(ANNA, MARIE): 5}), should_stop=lambda: True)


# --- those left out -------------------------------------------------------------------


def test_those_left_out_are_told_apart():
    cohort = make_cohort(
        {(1, MARIE): 50, (2, MARIE): 60, (3, MARIE): 10, (4, MARIE): 90, (6, OLGA): 50},
        places={OLGA: 0},
        priorities={5: 0},
        forbidden=frozenset({(4, MARIE)}),
        floor=20,
    )
    assert solve(cohort).left_out == {
        1: LeftOut.ALL_TAKEN,
        3: LeftOut.SET_ASIDE,
        4: LeftOut.SET_ASIDE,
        5: LeftOut.NO_MENTOR,
        6: LeftOut.ALL_TAKEN,
    }


@pytest.mark.parametrize(
    ("mentees", "mentors"),
    [
        ((), ()),
        ((Mentee(1),), ()),
        ((), (Seats(2, 1),)),
        ((Mentee(1),), (Seats(2, 0),)),
    ],
)
@pytest.mark.parametrize("engine", ["pure", "scipy"])
def test_a_cohort_without_pairs_has_an_answer(mentees, mentors, engine):
    if engine == "scipy":
        pytest.importorskip("scipy")
    cohort = Cohort(mentees, mentors, {})
    answer = solve(cohort, engine=engine)
    assert (answer.pairs, answer.matched, answer.score) == ((), 0, 0)
    assert set(answer.left_out) == {mentee.id for mentee in mentees}
    assert_proven(cohort, answer)


def test_the_largest_set_that_can_be_placed_is_found():
    rng = random.Random(9)
    for _case in range(cases(100)):
        cohort = random_cohort(rng, forbidden=frozenset(), floor=0)
        rows = [options.mentors for options in cohort.options]
        plain = replace(cohort, pinned=frozenset(), forbidden=frozenset())
        places = [seats.places for seats in cohort.mentors]
        placed = place(rows, places).seat
        assert len(placed) == max(map(len, all_answers(plain)))


# --- the certificate ------------------------------------------------------------------


@pytest.fixture(scope="module")
def proven():
    """A cohort of 40, contested, and its answer."""
    rng = random.Random(10)
    scores = {
        (mentee, mentor): rng.randint(0, 10_000)
        for mentee in range(1, 41)
        for mentor in range(101, 119)
        if rng.random() < 0.4
    }
    cohort = make_cohort(
        scores,
        places=dict.fromkeys(range(101, 119), 2),
        priorities={mentee: mentee % 3 for mentee in range(1, 41)},
    )
    return cohort, solve(cohort)


def refused(cohort, answer, **changes):
    return {
        violation.what
        for violation in certificate.verify(cohort, replace(answer, **changes))
    }


def test_the_checker_proves_the_optimum_only(proven):
    cohort, answer = proven
    assert_proven(cohort, answer)
    assert refused(cohort, best_pair_first(cohort))


def test_the_checker_sees_the_same_in_arrays(proven):
    """Large cohorts come in numpy's arrays, most of which it needn't look at."""
    np = pytest.importorskip("numpy")
    cohort, answer = proven
    rows = [
        Options(np.array(own.mentors, dtype=np.int16), np.array(own.scores, np.int16))
        for own in cohort.options
    ]
    ids = [mentee.id for mentee in cohort.mentees], [one.id for one in cohort.mentors]
    in_arrays = replace(cohort, scores=ScoreTable(*ids, rows))
    rng, refusals = random.Random(13), 0
    for mentor in [None, *answer.prices] * 5:
        off = rng.choice((-1, 1)) << rng.randrange(60)
        prices = {**answer.prices, mentor: answer.prices.get(mentor, 0) + off}
        changed = replace(answer, prices=prices)
        plain = certificate.verify(cohort, changed)
        assert certificate.verify(in_arrays, changed) == plain
        refusals += bool(plain)
    assert refusals > 10
    assert_proven(in_arrays, answer)


def test_the_checker_refuses_swapped_mentors(proven):
    cohort, answer = proven
    swaps = 0
    for first, second in zip(answer.pairs, answer.pairs[1:], strict=False):
        crossed = {(first[0], second[1]), (second[0], first[1])}
        if crossed <= set(cohort.scores) and first[1] != second[1]:
            swaps += 1
            pairs = tuple(sorted(set(answer.pairs) - {first, second} | crossed))
            score = sum(cohort.scores[pair] for pair in pairs)
            assert refused(cohort, answer, pairs=pairs, score=score) == {
                "another choice gains more"
            }
    assert swaps


def test_the_checker_refuses_a_dropped_mentee(proven):
    cohort, answer = proven
    dropped, *pairs = answer.pairs
    why = refused(
        cohort,
        answer,
        pairs=tuple(pairs),
        score=answer.score - cohort.scores[dropped],
        left_out={**answer.left_out, dropped[0]: LeftOut.ALL_TAKEN},
    )
    assert (
        "another choice gains more" in why or "a price in spite of free places" in why
    )


def test_the_checker_refuses_any_price_that_is_far_off(proven):
    cohort, answer = proven
    assert answer.prices
    for mentor, price in answer.prices.items():
        for other in (0, -price, price * 1000):
            assert refused(cohort, answer, prices={**answer.prices, mentor: other})


def test_the_prices_leave_no_room_on_one_side(proven):
    """One unit less, or one unit more, is refused already."""
    cohort, answer = proven
    for mentor, price in answer.prices.items():
        assert any(
            refused(cohort, answer, prices={**answer.prices, mentor: other})
            for other in (price - 1, price + 1)
        )


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("the pair is not allowed", {"pairs": ((ANNA, NOAH),)}),
        ("more than one mentor (M4)", {"pairs": ((ANNA, MARIE), (ANNA, OLGA))}),
        ("more mentees than places (M5)", {"pairs": ((ANNA, MARIE), (BILAL, MARIE))}),
        ("the total score is not that of the pairs", {"score": 6}),
        ("those left out are not those without a pair", {"left_out": {}}),
        ("the pinned pair is missing", {"pairs": ()}),
        ("the pair is forbidden", {"pairs": ((ANNA, MARIE), (BILAL, OLGA))}),
        ("the pair is below the floor", {"pairs": ((ANNA, MARIE), (BILAL, NOAH))}),
    ],
)
def test_the_checker_names_what_is_wrong(what, changes):
    cohort = make_cohort(
        {
            (ANNA, MARIE): 5,
            (ANNA, OLGA): 5,
            (BILAL, MARIE): 5,
            (BILAL, NOAH): 1,
            (BILAL, OLGA): 5,
        },
        pinned=frozenset({(ANNA, MARIE)}),
        forbidden=frozenset({(BILAL, OLGA)}),
        floor=2,
    )
    answer = solve(cohort)
    assert_proven(cohort, answer)
    assert what in refused(cohort, answer, **changes)


# --- progress and cancelling ----------------------------------------------------------


@pytest.mark.parametrize("engine", ["pure", "scipy"])
@pytest.mark.parametrize("classes", [1, 5])
def test_progress_rises_from_0_to_1(proven, engine, classes):
    if engine == "scipy":
        pytest.importorskip("scipy")
    cohort = replace(
        proven[0],
        mentees=tuple(Mentee(m.id, m.id % classes) for m in proven[0].mentees),
    )
    heard = []
    solve(cohort, progress=heard.append, engine=engine)
    assert (heard[0], heard[-1]) == (0, 1)
    assert never_falls(heard) and len(heard) > 5


@pytest.mark.parametrize("engine", ["pure", "scipy"])
def test_a_run_can_be_cancelled_at_each_step(proven, engine):
    if engine == "scipy":
        pytest.importorskip("scipy")
    cohort, heard = proven[0], []
    solve(cohort, progress=heard.append, engine=engine)
    for step in range(0, len(heard), 7):
        answers = iter([False] * step + [True])
        with pytest.raises(Cancelled):
            solve(cohort, should_stop=lambda a=answers: next(a), engine=engine)


# --- bad input ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("mentee 1 is in the cohort twice", ((Mentee(1), Mentee(1)), (), {})),
        ("mentor 2 is in the cohort twice", ((), (Seats(2, 1), Seats(2, 1)), {})),
        ("mentor 2 has -1 places", ((), (Seats(2, -1),), {})),
        ("score of (1, 2): not in the cohort", ((Mentee(1),), (), {(1, 2): 5})),
        ("a score is no integer", ((Mentee(1),), (Seats(2, 1),), {(1, 2): 0.5})),
        ("a score is below zero", ((Mentee(1),), (Seats(2, 1),), {(1, 2): -1})),
        (
            "other ids or another order",
            ((Mentee(1),), (Seats(2, 1),), ScoreTable([3], [2], [Options()])),
        ),
        (
            "1 mentors, but 0 scores",
            ((Mentee(1),), (Seats(2, 1),), ScoreTable([1], [2], [Options([0], [])])),
        ),
        (
            "a mentor is there twice",
            (
                (Mentee(1),),
                (Seats(2, 1),),
                ScoreTable([1], [2], [Options([0, 0], [5, 5])]),
            ),
        ),
        (
            "an option is no mentor",
            ((Mentee(1),), (Seats(2, 1),), ScoreTable([1], [2], [Options([1], [5])])),
        ),
    ],
)
def test_a_cohort_that_contradicts_itself_is_refused(message, arguments):
    with pytest.raises(AssignmentError) as caught:
        Cohort(*arguments)
    assert message in str(caught.value)


def test_a_negative_bonus_is_refused():
    with pytest.raises(AssignmentError, match="keep_bonus"):
        make_cohort({}, keep_bonus=-1)


# --- large cohorts --------------------------------------------------------------------


def test_a_table_of_scores_reads_like_a_dictionary():
    scores = {(ANNA, MARIE): 5, (ANNA, OLGA): 6, (BILAL, MARIE): 7}
    table = ScoreTable(
        [ANNA, BILAL, CHLOE],
        [MARIE, OLGA],
        [Options([0, 1], [5, 6]), Options([0], [7]), Options()],
    )
    assert dict(table) == scores
    assert len(table) == 3
    assert (BILAL, OLGA) not in table and (99, OLGA) not in table


@pytest.mark.parametrize("engine", ["pure", "scipy"])
def test_small_numpy_integers_do_not_overflow(engine):
    np = pytest.importorskip("numpy")
    pytest.importorskip("scipy")
    mentees = tuple(Mentee(m, m) for m in range(50))
    mentors = tuple(Seats(100 + n, 1) for n in range(40))
    row = np.arange(40, dtype=np.int16)
    table = ScoreTable(
        range(50), range(100, 140), [Options(row, row * 800) for _ in mentees]
    )
    cohort = Cohort(mentees, mentors, table)
    answer = solve(cohort, engine=engine)
    assert answer.score == 800 * sum(range(40))
    assert {mentee for mentee, _ in answer.pairs} == set(range(10, 50))
    assert_proven(cohort, answer)


# --- best pair first, for comparison --------------------------------------------------


def test_best_pair_first_keeps_the_rules_and_is_never_better():
    rng = random.Random(11)
    for _case in range(cases(200)):
        cohort = random_cohort(rng)
        answer = best_pair_first(cohort)
        assert frozenset(answer.pairs) in set(all_answers(cohort))
        assert worth(cohort, answer.pairs) <= worth(cohort, solve(cohort).pairs)


def by_hand(cohort):
    """Best pair first in the plainest way, pair after pair."""
    places = {seats.id: seats.places for seats in cohort.mentors}
    pairs = set(cohort.pinned)

    def points(pair):
        return worth(cohort, {pair})[2], tie_break(cohort, {pair})

    for pair in sorted(cohort.scores, key=points, reverse=True):
        mentee, mentor = pair
        taken = [other for other, its_mentor in pairs if its_mentor == mentor]
        is_open = cohort.scores[pair] >= cohort.floor and pair not in cohort.forbidden
        if mentee not in dict(pairs) and len(taken) < places[mentor] and is_open:
            pairs.add(pair)
    return pairs


def test_best_pair_first_does_what_its_name_says():
    rng = random.Random(12)
    for _case in range(cases(200)):
        cohort = random_cohort(rng, 12, 8, top=2)
        assert set(best_pair_first(cohort).pairs) == by_hand(cohort)
        assert best_pair_first(shuffled(rng, cohort)) == best_pair_first(cohort)
