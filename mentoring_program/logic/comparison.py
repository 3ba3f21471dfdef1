"""Two versions of a text side by side."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest


def align(ours: list[str], theirs: list[str]) -> list[tuple[str, str, bool]]:
    """Return ``[(line of ours, line of theirs, whether they are the same)]``.

    A line that only one of them has stands beside an empty one.
    """
    rows = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        pairs = zip_longest(
            ours[start:end], theirs[other_start:other_end], fillvalue=""
        )
        rows += [(left, right, tag == "equal") for left, right in pairs]
    return rows
