"""A pytest plugin for every run of ours: a skipped test fails the run, and the last run
recapitulates the others.

A test may only be skipped if `tests/allowed_skips.txt` names it, with the reason: lines
of `node id: reason`, where a node id may end in `*`. Given as `-p dev.pytest_plugin`.
"""

import os
from pathlib import Path

import pytest

from .testing import RECAP

ALLOWED = Path(__file__).resolve().parent.parent / "tests" / "allowed_skips.txt"
SKIPS_FAIL = 1  # exit code when all tests that ran have passed, but some did not run


def allowed_skips():
    """Return the patterns of the node ids that may be skipped."""
    if not ALLOWED.exists():
        return []
    lines = (line.strip() for line in ALLOWED.read_text(encoding="utf-8").splitlines())
    return [
        line.split(": ")[0].strip()
        for line in lines
        if line and not line.startswith("#")
    ]


def _matches(nodeid, pattern):
    return (
        nodeid.startswith(pattern[:-1]) if pattern.endswith("*") else nodeid == pattern
    )


class Skips:
    """Collects the skipped tests of a run."""

    def __init__(self):
        self.unexpected = []
        self.allowed = allowed_skips()

    def pytest_runtest_logreport(self, report):
        """Look at one test."""
        self._note(report)

    def pytest_collectreport(self, report):
        """Look at one file: it can be skipped as a whole."""
        self._note(report)

    def _note(self, report):
        is_expected_failure = hasattr(report, "wasxfail")
        if report.skipped and not is_expected_failure:
            if not any(_matches(report.nodeid, pattern) for pattern in self.allowed):
                self.unexpected.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        """Make the run fail if a test was skipped that should have run."""
        if self.unexpected and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = SKIPS_FAIL

    def pytest_terminal_summary(self, terminalreporter):
        """Say which tests were skipped, and how the earlier runs ended."""
        if self.unexpected:
            terminalreporter.section(
                "skipped, and not in tests/allowed_skips.txt", red=True, bold=True
            )
            for nodeid in sorted(set(self.unexpected)):
                terminalreporter.line(nodeid)
        if recap := os.environ.get(RECAP):
            terminalreporter.section("all runs")
            terminalreporter.line(recap)


def pytest_configure(config):
    """Watch the run, in its main process only."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(), "dev-skips")
