"""One contestant on one cohort, in a process of its own: prints what came out as JSON.

python -m benchmarks.contest NAME MENTEES
"""

import json
import resource
import sys
import time
from importlib import import_module

from logic.cohort_scoring import judge_cohort
from logic.facts import Policy, Weights

from . import cohorts

# The fastest run counts, of each contestant: what else the machine does only adds. Even
# a long one has a second chance.
ENOUGH_RUNS, ENOUGH_SECONDS, LONG = 15, 5, 60
MOST_MEMORY = 12 << 30
PROVEN_UP_TO = 5000  # mentees; beyond, a look at the proof takes longer than all else

CONTESTANTS = {
    "ours, pure Python": "ours.pure",
    "ours, with scipy": "ours.with_scipy",
    "ours, best pair first": "ours.best_pair_first",
    "mentor-match 7.0.1": "peer_mentor_match.contest",
    "mentormatch 1.1": "peer_mentormatch.contest",
    "scipy, dense": "solvers.scipy_dense",
    "scipy, sparse": "solvers.scipy_sparse",
    "OR-tools, min-cost flow": "solvers.ortools_flow",
}


class Cohort:
    """What a contestant is given: facts, and for solvers the scores, judged by us."""

    def __init__(self, mentees):
        self.applicants, self.mentors = cohorts.draw(mentees)
        self.policy, self.weights = Policy(), Weights()

    def judged(self):
        """Rules and criteria on all pairs, as a table of scores."""
        judged = judge_cohort(self.applicants, self.mentors, self.policy, self.weights)
        return judged.scores


def contestant(name):
    """The function behind a name: takes a `Cohort`, makes ready, and returns what is
    measured: a function without arguments that returns (mentee, mentor) pairs.
    """
    module, function = CONTESTANTS[name].split(".")
    return getattr(import_module(f"benchmarks.{module}"), function)


def measure(name, mentees):
    """Run one contestant, and return what came out."""
    make_ready, cohort = contestant(name), Cohort(mentees)
    times, busy, pairs = [], [], []
    while not times or _goes_on(times):
        run = make_ready(cohort)
        begun = time.perf_counter(), time.process_time()
        pairs = run()
        times.append(time.perf_counter() - begun[0])
        busy.append(time.process_time() - begun[1])
    # Before the result is looked at, which takes memory too.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    matched, total = result(cohort, pairs)
    prove = getattr(run, "prove", None) if mentees <= PROVEN_UP_TO else None
    if prove:
        prove()
    return {
        "seconds": min(times),
        "busy": min(busy),
        "runs": len(times),
        "megabytes": memory / 1024,
        "matched": matched,
        "total": total,
        "proven": bool(prove),
    }


def _goes_on(times):
    if len(times) == 1:
        return times[0] < LONG
    return len(times) < ENOUGH_RUNS and sum(times) < ENOUGH_SECONDS


def result(cohort, pairs):
    """How many are matched, and the total of their scores in points.

    Raises ValueError when a rule is broken.
    """
    scores = cohort.judged()
    taken = dict.fromkeys(cohort.mentors, 0)
    for _mentee, mentor in pairs:
        taken[mentor] += 1
    if len({mentee for mentee, _mentor in pairs}) < len(pairs):
        raise ValueError("a mentee has two mentors (M4)")
    if any(taken[one] > mentor.capacity for one, mentor in cohort.mentors.items()):
        raise ValueError("a mentor has more mentees than places (M5)")
    if not all(pair in scores for pair in pairs):
        raise ValueError("a rule excludes a pair")
    return len(pairs), sum(scores[pair] for pair in pairs)


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    _program, name, mentees = sys.argv
    print(json.dumps(measure(name, int(mentees))))


if __name__ == "__main__":
    main()
