"""Lets the tests import ``logic`` without the addon around it, hence without Odoo, and
says how hard hypothesis tries.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "mentoring_program"))
# Before hypothesis is imported: it keeps tables of its own, and not in the tree.
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".dev/cache/hypothesis")
)

import effort  # noqa: E402
import hypothesis  # noqa: E402

# Always the same examples, no stop watch (machines are busy), nothing remembered: a
# test that passed here passes everywhere.
ALIKE = {"derandomize": True, "deadline": None, "database": None}
EXAMPLES = 400
hypothesis.settings.register_profile("thorough", max_examples=EXAMPLES, **ALIKE)
hypothesis.settings.register_profile(
    "fast", max_examples=EXAMPLES // effort.SHARE, **ALIKE
)
hypothesis.settings.load_profile("thorough" if effort.THOROUGH else "fast")
