"""Our own engines: from facts to the answer, so rules and criteria are in the time."""

from logic import certificate
from logic.assignment import Cohort, Mentee, Seats, solve
from logic.cohort_scoring import judge_cohort
from logic.greedy import best_pair_first as by_hand


def pure(given):
    return _engine(given, "pure", "pure")


def with_scipy(given):
    import logic.cohort_points_numpy  # noqa: F401 so that imports are not measured
    import logic.sparse_engine  # noqa: F401

    return _engine(given, "numpy", "scipy")


def best_pair_first(given):
    """How one would do it by hand, for comparison."""
    return lambda: by_hand(_cohort(given, None)).pairs


def _engine(given, judging, solving):
    last = []

    def run():
        cohort = _cohort(given, judging)
        last[:] = cohort, solve(cohort, engine=solving)
        return last[1].pairs

    def prove():
        wrong = certificate.verify(*last)
        if wrong:
            raise ValueError(f"not the optimum: {wrong[:3]}")

    run.prove = prove
    return run


def _cohort(given, judging):
    judged = judge_cohort(
        given.applicants, given.mentors, given.policy, given.weights, engine=judging
    )
    return Cohort(
        tuple(Mentee(one) for one in given.applicants),
        tuple(Seats(one, mentor.capacity) for one, mentor in given.mentors.items()),
        judged.scores,
    )
