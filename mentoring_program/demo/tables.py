"""The tables of the demo data (CSV files beside this one), and their days."""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo.tools import file_open

SESSION = re.compile(r"([xm?]?)([+-]\d+)([pvt])(!?)")
KINDS = {"": "done", "x": "cancelled", "m": "missed", "?": "planned"}
WAYS = {"p": "in_person", "v": "video", "t": "phone"}
HOURS = (time(18, 0), time(8, 30), time(12, 30), time(17, 30), time(18, 30))
SATURDAY = 5


def read(name):
    """Return the rows of one table as dictionaries of texts."""
    with file_open(f"mentoring_program/demo/{name}.csv") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class SessionRow:
    """A session as ``pairs.csv`` writes it, such as ``-24p``, ``x-4v`` or ``+12v``.

    First what became of it if it wasn't held (``x`` cancelled, ``m`` missed, ``?``
    nobody confirmed it), then the day from today on, the way of meeting, and ``!`` if
    no summary was written.
    """

    state: str
    days: int
    way: str
    summary: bool


def read_sessions(text):
    """Return the sessions of one pair, as ``SessionRow``."""
    found = (SESSION.fullmatch(word).groups() for word in text.split())
    return [
        SessionRow(
            state="planned" if int(days) > 0 else KINDS[kind],
            days=int(days),
            way=WAYS[way],
            summary=not late,
        )
        for kind, days, way, late in found
    ]


class Words:
    """What members write, in turn, by kind of text and theme."""

    def __init__(self):
        self._texts = {}
        for row in read("words"):
            key = row["kind"], row["theme"]
            self._texts.setdefault(key, []).append(row["text"])

    def pick(self, kind, number, theme=""):
        """Return one of the texts; the same number always gives the same one."""
        texts = self._texts[kind, theme]
        return texts[number % len(texts)]


class Clock:
    """Days counted from the installation on, moved off the weekends."""

    def __init__(self, today: date, zone="Europe/Paris"):
        self.today = today
        self._zone = ZoneInfo(zone)

    def day(self, days: int) -> date:
        """The working day ``days`` from today: past ones move back, others forward."""
        found = self.today + timedelta(days=days)
        step = timedelta(days=1 if days > 0 else -1)
        while found.weekday() >= SATURDAY:
            found += step
        return found

    def moment(self, days: int, number: int = 0) -> datetime:
        """A usual hour of that day, as a naive date and time in UTC."""
        local = datetime.combine(self.day(days), HOURS[number % len(HOURS)], self._zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)
