"""Hours on a clock somewhere, and the moments that they mean."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytz


def to_utc(local: datetime, zone: tzinfo) -> datetime:
    """Return the naive local time as a naive time in UTC.

    An hour that the change to summer time skips counts as the hour after it; one
    that the change back repeats, as the second of the two.

    :param zone: a time zone of ``pytz``
    """
    moment = zone.localize(local, is_dst=False)
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


def to_local(moment: datetime, zone: tzinfo) -> datetime:
    """Return the naive time in UTC as a naive local time."""
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
