"""How much the tests with random cases try: all of it in `make test`, a fixed share of
the same cases in `make test-fast`, which should be over before one looks away.

The switch is the variable THOROUGH. Nothing else may differ between the two.
"""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))
SHARE = 20  # one case in so many is tried when in a hurry
FEWEST = 3  # but no fewer than these


def cases(number):
    """Return how many of `number` random cases a test should try."""
    return number if THOROUGH else min(number, max(FEWEST, number // SHARE))
