"""Between two tests inside Odoo, what one of them declared stale is emptied, at the
latest when its class ends, and nothing else is.
"""

import pytest

from dev.pytest_caches import Stale


class Registry:
    """Takes note of the groups of caches that are emptied."""

    def __init__(self):
        self.emptied = []

    def clear_cache(self, *names):
        self.emptied.append(sorted(names))


@pytest.fixture
def stale():
    return Stale(Registry)


def test_what_a_test_declared_stale_is_emptied_after_it(stale):
    registry = Registry()
    stale.begin_test()
    stale.note(["templates"])
    stale.end_test(registry)
    assert registry.emptied == [["templates"]]


def test_what_nobody_declared_stale_is_kept(stale):
    registry = Registry()
    stale.begin_test()
    stale.end_test(registry)
    stale.end_class(registry)
    assert registry.emptied == []


def test_what_one_test_declared_stale_is_not_emptied_after_the_next(stale):
    registry = Registry()
    stale.begin_test()
    stale.note(["templates"])
    stale.end_test(registry)
    stale.begin_test()
    stale.note(["default"])
    stale.end_test(registry)
    assert registry.emptied == [["templates"], ["default"]]


def test_what_the_class_and_its_tests_declared_stale_is_emptied_at_its_end(stale):
    registry = Registry()
    stale.note(["assets"])
    stale.begin_test()
    stale.note(["default"])
    stale.end_test(registry)
    stale.end_class(registry)
    assert registry.emptied == [["default"], ["assets", "default"]]
    stale.end_class(registry)
    assert len(registry.emptied) == 2
