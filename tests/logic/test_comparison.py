"""Two versions of a text side by side: what is the same, changed, added, left out."""

import pytest
from logic.comparison import align

HELLO, NEWS, BYE = "Hello,", "There is news.", "Kind regards"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([], [], []),
        ([HELLO], [HELLO], [(HELLO, HELLO, True)]),
        ([HELLO], ["Dear Ana,"], [(HELLO, "Dear Ana,", False)]),
        (
            [HELLO, NEWS, BYE],
            [HELLO, BYE],
            [(HELLO, HELLO, True), (NEWS, "", False), (BYE, BYE, True)],
        ),
        (
            [HELLO, BYE],
            [HELLO, NEWS, BYE],
            [(HELLO, HELLO, True), ("", NEWS, False), (BYE, BYE, True)],
        ),
        (
            [HELLO, "One.", "Two."],
            [HELLO, "Three."],
            [(HELLO, HELLO, True), ("One.", "Three.", False), ("Two.", "", False)],
        ),
    ],
)
def test_lines_stand_side_by_side(ours, theirs, expected):
    assert align(ours, theirs) == expected
