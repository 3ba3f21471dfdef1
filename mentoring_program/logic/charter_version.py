"""What the next version of a charter is called (S3: no two share a name)."""

from __future__ import annotations

import re
from collections.abc import Collection

LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


def next_version(version: str, taken: Collection[str]) -> str:
    """The version after ``version`` that is not ``taken``: its last number goes up.

    >>> next_version("1.0", {"1.0", "1.1"})
    '1.2'
    >>> next_version("Spring", {"Spring"})
    'Spring 2'
    """
    if not LAST_NUMBER.search(version):
        version = f"{version} 1"
    while True:
        version = LAST_NUMBER.sub(lambda found: str(int(found[0]) + 1), version)
        if version not in taken:
            return version
