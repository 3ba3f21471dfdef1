"""Matching, measured against peers and solvers: `make bench-matching`.

Everybody gets the same cohorts, in one run, each in a process of its own. Results are
printed, and never judged by time; but the run fails when our answer is not the optimum.
"""

import sys
from pathlib import Path

# The decisions are imported as the tests in tests/logic do: without Odoo.
sys.path.insert(0, str(Path(__file__).parent.parent / "mentoring_program"))
