"""Lets the tests import ``logic`` without the addon around it, hence without Odoo."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "mentoring_program"))
