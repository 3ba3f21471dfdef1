"""Clocks in Paris, New York and Tokyo, over the changes of summer time."""

from datetime import datetime, timedelta

import pytest
import pytz
from logic.cadence import is_short_notice
from logic.facts import Policy
from logic.local_time import to_local, to_utc

PARIS, NEW_YORK, TOKYO = "Europe/Paris", "America/New_York", "Asia/Tokyo"


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        (PARIS, (2027, 3, 27, 18, 0), (2027, 3, 27, 17, 0)),
        (PARIS, (2027, 3, 28, 18, 0), (2027, 3, 28, 16, 0)),  # the next day
        (PARIS, (2027, 7, 1, 0, 30), (2027, 6, 30, 22, 30)),
        (PARIS, (2027, 10, 30, 18, 0), (2027, 10, 30, 16, 0)),
        (PARIS, (2027, 10, 31, 18, 0), (2027, 10, 31, 17, 0)),
        (NEW_YORK, (2027, 3, 13, 12, 0), (2027, 3, 13, 17, 0)),
        (NEW_YORK, (2027, 3, 14, 12, 0), (2027, 3, 14, 16, 0)),
        (NEW_YORK, (2027, 11, 7, 12, 0), (2027, 11, 7, 17, 0)),
        (TOKYO, (2027, 3, 28, 9, 0), (2027, 3, 28, 0, 0)),
        (TOKYO, (2027, 10, 31, 1, 0), (2027, 10, 30, 16, 0)),
    ],
)
def test_an_hour_there_is_a_moment(zone, local, utc):
    zone = pytz.timezone(zone)
    assert to_utc(datetime(*local), zone) == datetime(*utc)
    assert to_local(datetime(*utc), zone) == datetime(*local)


@pytest.mark.parametrize(
    ("zone", "local", "shown"),
    [
        (PARIS, (2027, 3, 28, 2, 30), (2027, 3, 28, 3, 30)),  # there is no 2:30
        (NEW_YORK, (2027, 3, 14, 2, 0), (2027, 3, 14, 3, 0)),
        (PARIS, (2027, 10, 31, 2, 30), (2027, 10, 31, 2, 30)),  # there are two
        (NEW_YORK, (2027, 11, 7, 1, 30), (2027, 11, 7, 1, 30)),
    ],
)
def test_an_hour_skipped_or_repeated_is_shown_as_it_counts(zone, local, shown):
    zone = pytz.timezone(zone)
    assert to_local(to_utc(datetime(*local), zone), zone) == datetime(*shown)


def test_of_an_hour_that_is_repeated_the_second_counts():
    paris = pytz.timezone(PARIS)
    assert to_utc(datetime(2027, 10, 31, 2, 30), paris) == datetime(2027, 10, 31, 1, 30)


def test_one_session_on_three_clocks_over_the_weeks_between_the_changes():
    """America changes two weeks before Europe: the distance is five hours then."""
    for day, new_york, tokyo in ((10, 12, 2), (20, 13, 2), (30, 12, 1)):
        moment = to_utc(datetime(2027, 3, day, 18, 0), pytz.timezone(PARIS))
        assert to_local(moment, pytz.timezone(NEW_YORK)).hour == new_york
        assert to_local(moment, pytz.timezone(TOKYO)).hour == tokyo


@pytest.mark.parametrize(
    ("notice", "short"),
    [
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=24), False),
        (timedelta(hours=24, minutes=1), False),
    ],
)
def test_c5_the_notice_is_of_real_hours_over_a_change_too(notice, short):
    """The night that Paris changes has 23 hours: 18:00 the day before is too late."""
    paris = pytz.timezone(PARIS)
    start = to_utc(datetime(2027, 3, 28, 18, 0), paris)
    assert is_short_notice(start, start - notice, Policy()) is short
    day_before = to_utc(datetime(2027, 3, 27, 18, 0), paris)
    assert is_short_notice(start, day_before, Policy())
    assert not is_short_notice(start, day_before - timedelta(hours=1), Policy())
