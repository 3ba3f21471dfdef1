"""The points of a large cohort with numpy: `cohort_points`, some ten times as fast.

numpy is no dependency of the addon: this module is imported only where it is installed.
"""

from __future__ import annotations

import numpy as np

from .cohort import Options
from .cohort_points import Points
from .cohort_rules import Line
from .duration import as_end
from .facts import Applicant, Policy, Weights
from .scoring import FULL, counted_weights, gap_points

LARGEST_SUM = 1 << 62  # which a 64-bit integer holds


class NumpyPoints(Points):
    """The same rows and sums, as arrays."""

    def __init__(self, line, policy, weights):
        self.arrays: dict = {}
        whole = sum(counted_weights(weights).values())
        self.dtype = np.int32 if 2 * whole * (FULL + 1) < 1 << 31 else np.int64
        super().__init__(line, policy, weights)
        small = len(line.mentors) < 1 << 15
        self.given_at = np.array(line.given_at, np.int16 if small else np.int32)
        self.begun = np.array(line.begun, np.int32)
        # From a year beyond the range on, a gap gives nothing any more.
        months = range(12 * policy.gap_years_max + 13)
        weight = self.gap_table.weight
        self.by_months = self.column([weight * gap_points(m, policy) for m in months])

    def column(self, numbers):
        return np.array(numbers, self.dtype)

    def spread(self, said, groups):
        if groups not in self.arrays:
            self.arrays[groups] = np.array(groups.group_at, np.intp)
        return self.column(said)[self.arrays[groups]]

    def sum_of(self, row, other):
        return row + other

    def options(self, applicant: Applicant, bits: int) -> Options:
        """The mentors of the set `bits`, positions as given, with their points."""
        places = self._places(bits)
        # Whole rows are added up faster than the few that are allowed are picked.
        sums = self.base
        for rows in self.rows:
            sums = sums + rows.of(applicant)
        sums = sums.take(places)
        if self.gap_table.weight:
            self._add_gaps(sums, applicant, places)
        points = sums // (2 * self.whole)
        return Options(self.given_at.take(places), points.astype(np.int16))

    def _places(self, bits):
        octets = np.frombuffer(self.line.octets(bits), np.uint8)
        return np.unpackbits(octets).nonzero()[0]

    def _add_gaps(self, sums, applicant, places):
        known = places.searchsorted(self.begun_before(applicant))
        if known:
            own = as_end(applicant.experience_start)
            months = own - self.begun[places[:known]] >> 5
            months = np.minimum(months, len(self.by_months) - 1)
            sums[:known] += self.by_months[months]
        if known < len(places):
            sums[known:] += self.column(self.asked_gaps(applicant, places[known:]))


def fastest(line: Line, policy: Policy, weights: Weights) -> Points:
    """numpy's engine, or the pure one for weights that numpy's integers don't hold."""
    whole = sum(counted_weights(weights).values())
    engine = NumpyPoints if 2 * whole * (FULL + 1) < LARGEST_SUM else Points
    return engine(line, policy, weights)
