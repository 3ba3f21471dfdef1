"""The life cycles, as the design writes them out."""

import pytest
from logic.lifecycle import LIFECYCLES, first_state, is_allowed, is_final

# Written out by hand, so that a change of a table is noticed here.
STEPS = {
    "mentor": """
        draft → submitted
        submitted → approved, refused
        approved → paused, left
        paused → approved, left
        left → draft
        refused → draft
    """,
    "application": """
        draft → submitted, withdrawn
        submitted → accepted, refused, withdrawn
        accepted → waiting, withdrawn
        waiting → matched, withdrawn
        matched → waiting, closed
        closed →
        refused →
        withdrawn →
    """,
    "match": """
        draft → proposed, cancelled
        proposed → active, declined, expired, cancelled
        active → ended
        ended →
        declined →
        expired →
        cancelled →
    """,
    "session": """
        planned → done, cancelled, missed
        done →
        cancelled →
        missed →
    """,
    "run": """
        draft → computing, computed, discarded
        computing → draft, computed, discarded
        computed → computing, published, discarded
        published →
        discarded →
    """,
    "charter": """
        draft → published
        published → retired
        retired →
    """,
}


def _parse(text):
    table = {}
    for line in text.strip().splitlines():
        state, _arrow, targets = line.partition("→")
        table[state.strip()] = {name.strip() for name in targets.split(",")} - {""}
    return table


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_the_table_is_the_designs(kind):
    assert LIFECYCLES[kind] == _parse(STEPS[kind])


def test_every_kind_is_written_out():
    assert set(LIFECYCLES) == set(STEPS)


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_no_step_leads_nowhere(kind):
    table = LIFECYCLES[kind]
    assert set().union(*table.values()) <= set(table)


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_every_state_is_reached_from_the_first(kind):
    reached, fresh = set(), {first_state(kind)}
    while fresh:
        reached |= fresh
        fresh = set().union(*(LIFECYCLES[kind][state] for state in fresh)) - reached
    assert reached == set(LIFECYCLES[kind])


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_no_state_leads_to_itself(kind):
    assert not any(is_allowed(kind, state, state) for state in LIFECYCLES[kind])


def test_what_is_final_is_never_left():
    assert is_final("application", "withdrawn")
    assert is_final("match", "ended")
    assert not is_final("mentor", "left"), "who comes back starts again"


def test_an_application_is_matched_from_the_waiting_list_only():
    table = LIFECYCLES["application"]
    assert [state for state in table if "matched" in table[state]] == ["waiting"]
