"""Languages and widths take turns.

Each walk and each page is one of the four in the first turn, and the next one in the
next. `make test` takes the first turn; with ``PICTURES`` set there are four, so that
everything is done in both languages and at both widths, and pictures are kept.
"""

import os

PICTURES = bool(os.environ.get("PICTURES"))
LOOKS = (("fr", "phone"), ("en", "desktop"), ("en", "phone"), ("fr", "desktop"))
TURNS = range(len(LOOKS) if PICTURES else 1)


def get_look(number, turn):
    """Return the language and the width of the ``number``-th walk or page."""
    return LOOKS[(number + turn) % len(LOOKS)]
