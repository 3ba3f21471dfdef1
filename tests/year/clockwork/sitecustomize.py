"""Python's clock, as far ahead as the file that ``YEAR_CLOCK`` names says.

Python loads it before anything else where its folder is on PYTHONPATH: whatever asks
for the time afterwards, Odoo and all that it imports, is told that of the simulation.
The file holds the seconds as a double, and is looked at each time.
"""

import datetime
import mmap
import os
import struct
import time

REAL = time.time
REAL_DATE, REAL_DATETIME = datetime.date, datetime.datetime


class Lookalike(type):
    """What C code makes, such as what is read from the database, is one of them."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.real)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, cls.real)


class Date(REAL_DATE, metaclass=Lookalike):
    """A ``date`` whose today is the simulation's; it makes plain ones."""

    real = REAL_DATE

    def __new__(cls, *args, **options):
        plain = REAL_DATE if cls is Date else cls
        return REAL_DATE.__new__(plain, *args, **options)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class Datetime(REAL_DATETIME, metaclass=Lookalike):
    """A ``datetime`` whose now is the simulation's; it makes plain ones."""

    real = REAL_DATETIME

    def __new__(cls, *args, **options):
        plain = REAL_DATETIME if cls is Datetime else cls
        return REAL_DATETIME.__new__(plain, *args, **options)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    today = now

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(
            tzinfo=None
        )


def start(path):
    """Have the clock be ahead from now on."""
    with open(path, "rb") as file:
        ahead = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
    time.time = lambda: REAL() + struct.unpack("d", ahead)[0]
    datetime.date, datetime.datetime = Date, Datetime


if path := os.environ.get("YEAR_CLOCK"):
    start(path)
