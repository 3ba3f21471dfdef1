"""What a pair may plan: refused, asked twice, or fine."""

from datetime import datetime, timedelta

import pytest
from logic.session_plan import HORIZON, doubts, refusal, suggests_face_to_face

NOW = datetime(2027, 3, 1, 12, 0)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("start", "minutes", "code"),
    [
        (NOW, 60, "past"),
        (NOW + MINUTE, 60, None),
        (NOW + HORIZON, 60, None),
        (NOW + HORIZON + MINUTE, 60, "far"),
        (NOW + MINUTE, -60, "length"),
        (NOW + MINUTE, 0, "length"),
        (NOW + MINUTE, 14, "length"),
        (NOW + MINUTE, 15, None),
        (NOW + MINUTE, 480, None),
        (NOW + MINUTE, 481, "length"),
    ],
)
def test_what_nobody_means_is_refused(start, minutes, code):
    assert refusal(start, minutes, NOW) == code


@pytest.mark.parametrize(
    ("minutes", "busy", "codes"),
    [
        (59, (), ("length",)),
        (60, (), ()),
        (120, (), ()),
        (121, (), ("length",)),
        (90, ("mentor",), ("mentor",)),
        (30, ("mentee", "mentor"), ("length", "mentor", "mentee")),
    ],
)
def test_p3_what_is_unusual_is_asked_twice(minutes, busy, codes):
    assert doubts(minutes, (60, 120), frozenset(busy)) == codes


@pytest.mark.parametrize(
    ("way", "first", "suggested"),
    [
        ("video", True, True),
        ("phone", True, True),
        ("in_person", True, False),
        ("video", False, False),
    ],
)
def test_p4_face_to_face_is_suggested_for_the_first(way, first, suggested):
    assert suggests_face_to_face(way, first) is suggested
