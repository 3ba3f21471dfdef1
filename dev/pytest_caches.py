"""A pytest plugin for the tests inside Odoo: between two tests the registry's caches
are emptied of what may be stale, as between two requests, and not of everything.

What a test wrote is rolled back after it. A group of caches that nothing declared stale
meanwhile holds the same values before and after; one that the test, or its class, did
declare stale is emptied when that ends. Odoo's own runner empties all each time.
"""

import functools

import pytest


class Stale:
    """Notes the groups of caches that are declared stale, and empties them."""

    def __init__(self, registry_class):
        self.clear_cache = registry_class.clear_cache
        self.of_test = set()
        self.of_class = set()

    def note(self, names):
        """Note that groups were declared stale."""
        self.of_test.update(names)
        self.of_class.update(names)

    def begin_test(self):
        """What was declared stale up to now, the class has to do with."""
        self.of_test.clear()

    def end_test(self, registry):
        """Empty what was declared stale by the test."""
        self._empty(registry, self.of_test)

    def end_class(self, registry):
        """Empty what was declared stale by the class, or by one of its tests."""
        self._empty(registry, self.of_class)

    def _empty(self, registry, names):
        if names:
            self.clear_cache(registry, *names)
        names.clear()


@pytest.fixture(scope="session", autouse=True)
def caches(load_registry):
    """Have the caches kept, for as long as nothing declares them stale."""
    from odoo.orm.registry import _CACHES_BY_KEY, Registry
    from odoo.tests.common import TransactionCase

    stale = Stale(Registry)
    with pytest.MonkeyPatch.context() as patch:
        _note(
            patch, Registry, "clear_cache", lambda *names: names or ["default"], stale
        )
        for total in ("clear_all_caches", "_setup_models__"):
            _note(
                patch, Registry, total, lambda *_args, **_kwargs: _CACHES_BY_KEY, stale
            )
        _keep_after_test(patch, TransactionCase, stale)
        _keep_after_class(patch, TransactionCase, stale)
        yield


def _note(patch, registry_class, method, names, stale):
    original = getattr(registry_class, method)

    @functools.wraps(original)
    def noting(registry, *args, **kwargs):
        stale.note(names(*args, **kwargs))
        return original(registry, *args, **kwargs)

    patch.setattr(registry_class, method, noting)


def _keep_after_test(patch, case_class, stale):
    original = case_class.setUp

    def set_up(case):
        stale.begin_test()
        registry = case.registry
        with pytest.MonkeyPatch.context() as meanwhile:
            # What is to be called when the test has ended, Odoo takes note of here.
            end = functools.partial(stale.end_test, registry)
            meanwhile.setattr(registry, "clear_all_caches", end, raising=False)
            original(case)

    patch.setattr(case_class, "setUp", set_up)


def _keep_after_class(patch, case_class, stale):
    original = case_class.setUpClass.__func__

    def set_up_class(cls):
        original(cls)
        registry = cls.registry

        def end():
            del registry.clear_all_caches
            stale.end_class(registry)

        # After all that the class itself puts away, and before what Odoo does then.
        cls.addClassCleanup(setattr, registry, "clear_all_caches", end)

    patch.setattr(case_class, "setUpClass", classmethod(set_up_class))
