"""Which Python all is made with: the one that is named, or the system's own if it will
do, or the one that runs us."""

import sys

import pytest

from dev import python

OURS = getattr(sys, "_base_executable", sys.executable)
# Answers as `python3 -c "import …"` and `python3 -c "import sys; print(…)"` do.
PROGRAM = """#!/bin/sh
case "$2" in
    *version_info*) echo "{version}" ;;
    *) exit {lacks} ;;
esac
"""


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """A machine without a Python of its own, and nobody names one."""
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(python, "SYSTEM", tmp_path / "python3")
    python._base.cache_clear()
    yield
    python._base.cache_clear()


def install(version, lacks=0):
    python.SYSTEM.write_text(PROGRAM.format(version=version, lacks=lacks))
    python.SYSTEM.chmod(0o755)


@pytest.mark.parametrize("version", ["3 10", "3 11", "3 13"])
def test_the_systems_own(version):
    install(version)
    assert python._base() == python.SYSTEM


@pytest.mark.parametrize("version", ["3 9", "3 14", "2 7"])
def test_not_one_that_odoo_does_not_run_on(version):
    install(version)
    assert python._base() == OURS


def test_not_one_that_lacks_half_of_itself():
    install("3 11", lacks=1)
    assert python._base() == OURS


def test_ours_where_the_system_has_none():
    assert python._base() == OURS


def test_one_that_is_named_comes_first(monkeypatch):
    install("3 11")
    monkeypatch.setenv("PYTHON", "python3.12")
    assert python._base() == OURS
