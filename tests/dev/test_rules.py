"""`make rules`: which tests watch which rule, and that each rule is watched."""

from collections import Counter

from dev import rules

SOURCE = '''
"""E1: what a file says of all its tests counts for none."""

X = "E2"


class TestOne:
    """E3 and M4, for each of these."""

    def helper(self):
        return "E4"

    def test_d6_by_its_name(self):
        pass

    def test_by_its_words(self):
        """C10, not E9."""
        assert "XE5"


@parametrize("rule", ["P1"])
def test_by_its_cases():
    pass
'''


def test_a_test_watches_what_it_quotes():
    assert rules.tests_of(SOURCE) == {
        "TestOne.test_d6_by_its_name": {"E3", "M4", "D6"},
        "TestOne.test_by_its_words": {"E3", "M4", "C10"},
        "test_by_its_cases": {"P1"},
    }


def test_every_rule_of_the_charter_is_watched():
    watched = rules.quoted_in_tests()
    assert [rule for rule in rules.catalogue() if not watched[rule]] == []


def test_every_number_and_bar_is_in_the_code():
    # These are words of the charter that no program can hold anybody to.
    texts = {"P1", "C6", "D1", "D2"}
    places = rules.quoted_in_code()
    assert {rule for rule in rules.catalogue() if not places[rule]} <= texts


def test_the_table_tells_of_what_is_missing(capsys, monkeypatch):
    assert rules.run()
    watched = {**_one_each(), "E2": Counter()}
    monkeypatch.setattr(rules, "quoted_in_tests", lambda: watched)
    assert not rules.run()
    assert "BY NO TEST" in capsys.readouterr().out


def _one_each():
    return {rule: Counter({"tests/test_x.py": 1}) for rule in rules.catalogue()}
