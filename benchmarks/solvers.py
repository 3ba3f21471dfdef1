"""Solvers from packages. They know no rules and no criteria: they get our scores ready
made, and only the building of their problem and its solution are in their time.

A mentee more outweighs any scores, as with us.
"""

import numpy as np
from logic.scoring import FULL
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

MATCHED = FULL + 1  # times the number of mentees: what being matched is worth


class Pairs:
    """The allowed pairs in arrays: positions of mentee and mentor, and points."""

    def __init__(self, given):
        table = given.judged()
        self.mentees, self.mentors = table.mentees, table.mentors
        lengths = [len(options.mentors) for options in table.options]
        self.mentee = np.repeat(np.arange(len(lengths)), lengths)
        self.mentor = np.concatenate([options.mentors for options in table.options])
        self.points = np.concatenate([options.scores for options in table.options])
        self.points = self.points.astype(np.int64)
        self.places = np.array([one.capacity for one in given.mentors.values()])

    def named(self, mentees, mentors):
        """Pairs of ids from positions."""
        return [
            (self.mentees[mentee], self.mentors[mentor])
            for mentee, mentor in zip(mentees.tolist(), mentors.tolist(), strict=True)
        ]

    def on_places(self):
        """Each pair once for each place: (mentee, place, points); whose place it is."""
        owner = np.repeat(np.arange(len(self.places)), self.places)
        begin = np.cumsum(self.places) - self.places
        copies = self.places[self.mentor]
        pair = np.repeat(np.arange(len(self.mentor)), copies)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(copies) - copies, copies)
        return (
            self.mentee[pair],
            begin[self.mentor[pair]] + nth,
            self.points[pair],
            owner,
        )


def scipy_dense(given):
    """Places are columns. Whoever gets one that is not allowed has none."""
    pairs = Pairs(given)

    def run():
        mentee, place, points, owner = pairs.on_places()
        values = np.zeros((len(pairs.mentees), len(owner)))
        values[mentee, place] = points + MATCHED * len(pairs.mentees)
        rows, columns = linear_sum_assignment(values, maximize=True)
        allowed = values[rows, columns] > 0
        return pairs.named(rows[allowed], owner[columns[allowed]])

    return run


def scipy_sparse(given):
    """Places are columns; each mentee also has one of its own, for "no mentor"."""
    pairs = Pairs(given)

    def run():
        mentee, place, points, owner = pairs.on_places()
        everybody = np.arange(len(pairs.mentees))
        dearest = (MATCHED + 1) * (len(pairs.mentees) + 1)
        costs = np.concatenate(
            (FULL + 1.0 - points, np.full(len(everybody), float(dearest)))
        )
        rows = np.concatenate((mentee, everybody))
        columns = np.concatenate((place, len(owner) + everybody))
        shape = len(everybody), len(owner) + len(everybody)
        matrix = csr_matrix((costs, (rows, columns)), shape=shape)
        found, at = min_weight_full_bipartite_matching(matrix)
        placed = at < len(owner)
        return pairs.named(found[placed], owner[at[placed]])

    return run


def ortools_flow(given):
    """One unit flows through each pair that is made; as much as possible is to flow,
    at the least cost.
    """
    pairs = Pairs(given)

    def run():
        mentees, mentors = len(pairs.mentees), len(pairs.mentors)
        source, sink = mentees + mentors, mentees + mentors + 1
        solver = SimpleMinCostFlow()
        made = solver.add_arcs_with_capacity_and_unit_cost(
            pairs.mentee,
            mentees + pairs.mentor,
            np.ones(len(pairs.mentee), dtype=np.int64),
            FULL - pairs.points,
        )
        for begin, end, capacity in (
            (np.full(mentees, source), np.arange(mentees), np.ones(mentees)),
            (mentees + np.arange(mentors), np.full(mentors, sink), pairs.places),
        ):
            solver.add_arcs_with_capacity_and_unit_cost(
                begin, end, capacity.astype(np.int64), np.zeros(len(begin), np.int64)
            )
        solver.set_node_supply(source, mentees)
        solver.set_node_supply(sink, -mentees)
        status = solver.solve_max_flow_with_min_cost()
        if status != SimpleMinCostFlow.OPTIMAL:
            raise ValueError(f"OR-tools finds no answer: {status}")
        used = solver.flows(made) > 0
        return pairs.named(pairs.mentee[used], pairs.mentor[used])

    return run
