"""Which Python all is made with: the one that is named, or the system's own if it will
do, or the one that runs us. Its packages are installed beside other work."""

import subprocess
import sys

import pytest

from dev import console, paths, python, steps

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


# Beside other work

WAITS = "import time; time.sleep(60)"


@pytest.fixture
def installing(tmp_path, monkeypatch):
    """Return a function that says what the process that installs does instead."""
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    start = subprocess.Popen
    begun = []

    def instead(script):
        def popen(command, **options):
            if command[1:4] != ["-m", "dev", "packages"]:
                return start(command, **options)
            begun.append(start([sys.executable, "-c", script], **options))
            return begun[-1]

        monkeypatch.setattr(subprocess, "Popen", popen)
        return begun

    return instead


def test_packages_are_there_when_the_other_work_is_done(installing, tmp_path):
    made = tmp_path / "made"
    installing(f"import time; time.sleep(0.3); open({str(made)!r}, 'w')")
    with python.in_preparation("odoo"):
        assert not made.exists()
        assert console.is_side_by_side()
    assert made.exists()
    assert not console.is_side_by_side()


def test_no_process_begins_for_what_is_there(installing, tmp_path, monkeypatch):
    begun = installing("")
    monkeypatch.setattr(paths, "VENV_PYTHON", tmp_path / "python")
    paths.VENV_PYTHON.touch()
    steps.ensure("venv", "x", [str(python._base())], lambda: None)
    for name in ("odoo", "test"):
        steps.ensure(f"pip-{name}", "x", python.SETS[name][1], lambda: None)
    with python.in_preparation("odoo", "test"):
        assert not begun
    with python.in_preparation("odoo", "lint"):
        assert begun


def test_it_ends_when_the_other_work_fails(installing):
    begun = installing(WAITS)
    with pytest.raises(KeyboardInterrupt), python.in_preparation("odoo"):
        raise KeyboardInterrupt
    assert begun[0].poll() is not None
