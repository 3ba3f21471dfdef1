"""How much time the calendar of the sessions shows at first."""

import pytest
from logic.calendar_scale import COUNTED, calendar_scale


@pytest.mark.parametrize(
    ("sessions", "scale"),
    [
        (0, "month"),
        (100, "month"),
        (101, "week"),
        (500, "week"),
        (501, "day"),
        (50_000, "day"),
    ],
)
def test_the_more_sessions_the_less_time_is_shown(sessions, scale):
    assert calendar_scale(sessions) == scale


def test_counting_goes_as_far_as_it_tells_something():
    assert calendar_scale(COUNTED) == calendar_scale(10 * COUNTED)
    assert calendar_scale(COUNTED - 1) != calendar_scale(COUNTED)
