"""Runs all contestants and prints the table. SIZES="50 200" says which cohorts.

Exit code 1 when an engine of ours differs from OR-tools, or breaks a rule.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from logic.scoring import SCALE

from .contest import CONTESTANTS, MOST_MEMORY

SIZES = (50, 200, 1000, 5000)
# Seconds that a contestant has for one cohort; those that are to be compared have more.
LIMIT, LIMIT_OF_COMPARED = 180, 900
OURS = ("ours, pure Python", "ours, with scipy")
WITNESS = "OR-tools, min-cost flow"
SOLVERS = ("scipy, dense", "scipy, sparse", WITNESS)
COMPARED = (OURS[1], WITNESS)
PEERS = ("mentor-match 7.0.1", "mentormatch 1.1")
COLUMNS = "{:<26}{:>12}{:>12}{:>12}{:>9}{:>15}  {}"
HEADINGS = ("time", "of the CPU", "memory", "matched", "total")
QUICK, TURNS = 5, 4  # seconds; chances that those who need less have besides
NOT_IN_TIME = "not in time"
NOT_IN_MEMORY = f"more than {MOST_MEMORY >> 30} GB"
BEYOND = (NOT_IN_TIME, NOT_IN_MEMORY)
OUT_OF_MEMORY = ("MemoryError", "bad_alloc")


def main():
    sizes = tuple(map(int, os.environ.get("SIZES", "").split())) or SIZES
    print(_surroundings(), "", sep="\n")
    too_much, complaints = set(), []
    for mentees in sizes:
        print(f"{mentees:,} mentees")
        print(COLUMNS.format("", *HEADINGS, "").rstrip(), flush=True)
        outcomes = {}
        for name in CONTESTANTS:
            outcomes[name] = None if name in too_much else _run(name, mentees)
            if outcomes[name] in BEYOND:
                too_much.add(name)
        _run_again(outcomes, mentees)
        for name, outcome in outcomes.items():
            print(_line(name, outcome), flush=True)
        print(*_faster(outcomes), sep="\n", end="\n\n")
        complaints += _complaints(mentees, outcomes)
    print(*complaints, sep="\n")
    return 1 if complaints else 0


def _surroundings():
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    return (
        f"{date.today()}, {_processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, load {load}"
    )


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(": ", 1)[1] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _run(name, mentees):
    """What the contestant's process says, or why it says nothing."""
    limit = LIMIT_OF_COMPARED if name in COMPARED else LIMIT
    command = [sys.executable, "-m", "benchmarks.contest", name, str(mentees)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return NOT_IN_TIME
    if done.returncode:
        if any(sign in done.stderr for sign in OUT_OF_MEMORY):
            return NOT_IN_MEMORY
        return (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
    return json.loads(done.stdout)


def _run_again(outcomes, mentees):
    """Give those who are quick more chances, in turn: other work on the machine, which
    comes and goes, then has disturbed all of them as little.
    """
    for name in TURNS * [name for name in outcomes if _is_quick(outcomes[name])]:
        again = _run(name, mentees)
        if _is_quick(again):
            for figure in ("seconds", "busy"):
                outcomes[name][figure] = min(outcomes[name][figure], again[figure])


def _is_quick(outcome):
    return isinstance(outcome, dict) and outcome["seconds"] < QUICK


def _line(name, outcome):
    if not isinstance(outcome, dict):
        why = outcome or "too much with less"
        return COLUMNS.format(name, *len(HEADINGS) * "–", why)
    return COLUMNS.format(
        name,
        _seconds(outcome["seconds"]),
        _seconds(outcome["busy"]),
        f"{outcome['megabytes']:,.0f} MB",
        f"{outcome['matched']:,}",
        f"{outcome['total'] / SCALE:,.2f}",
        "proven" if outcome["proven"] else "",
    )


def _seconds(seconds):
    return f"{seconds * 1000:,.1f} ms" if seconds < 1 else f"{seconds:,.2f} s"


def _faster(outcomes):
    """How many times faster than the peers our engines are. Time of the CPU, which
    what else the machine does disturbs less.
    """
    for engine in OURS:
        for peer in PEERS:
            ours, theirs = outcomes[engine], outcomes[peer]
            if isinstance(ours, dict) and isinstance(theirs, dict):
                times = theirs["busy"] / ours["busy"]
                more = ours["matched"] - theirs["matched"]
                yield f"{engine}: {times:,.0f} times faster than {peer}, {more} more"


def _complaints(mentees, outcomes):
    """Where an answer is not the optimum that OR-tools finds, or there is none."""
    optimum = _reached(outcomes[WITNESS])
    if optimum is None:
        yield f"{mentees} mentees: {WITNESS} has no answer to compare with."
        return
    for name in (*OURS, *SOLVERS):
        outcome = outcomes[name]
        if isinstance(outcome, dict) and _reached(outcome) != optimum:
            found = _reached(outcome)
            yield f"{mentees} mentees: {name} has {found}, {WITNESS} {optimum}."
        elif isinstance(outcome, str) and outcome not in BEYOND:
            yield f"{mentees} mentees: {name} has no answer: {outcome}."


def _reached(outcome):
    is_answer = isinstance(outcome, dict)
    return (outcome["matched"], outcome["total"]) if is_answer else None


if __name__ == "__main__":
    sys.exit(main())
