"""A simulated year: what was promised is sent, each once, and nothing else.

`make test` has a few behaviours once, and kills the server twice; `make simulate-year`
has 200 pairs of all behaviours, each day, with `KILLS` as many kills as one likes.
"""

import os
import time
from datetime import date, timedelta

from . import year as year_
from .behaviours import BEHAVIOURS, FEW, stories
from .table import Table

FIRST_DAY = date(2027, 1, 11)
DAYS = 400  # a year, and those whose news of twelve months are due in it
PAIRS = os.environ.get("YEAR_PAIRS")
KILLS = int(os.environ.get("KILLS") or (0 if PAIRS else 2))
SEED = int(os.environ.get("SEED") or 7)


def test_each_gets_what_was_promised_and_nothing_else(monkeypatch):
    begin = time.monotonic()
    behaviours = BEHAVIOURS if PAIRS else FEW
    count = int(PAIRS or len(FEW))
    pairs = stories(behaviours, count, FIRST_DAY, spread=110 if PAIRS else 1)
    days = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    with year_.running(monkeypatch) as year:
        addresses = year_.simulate(
            year, pairs, days, every_day=bool(PAIRS), kills=KILLS, seed=SEED
        )
        table = Table(pairs, days[-1])
        table.take_letters(year.box.letters(), year_.codes(year), addresses, year.kills)
        table.take_activities(year.ask("activities"), days)
        left, problems = year.count(year_.LEFT), year.odoo.problems()
    print(f"\n{table}")
    print(
        f"{count} pairs, {DAYS} days from {FIRST_DAY}: "
        f"{time.monotonic() - begin:,.0f} s; {len(year.kills)} kills at work, "
        f"{table.on_the_wire} e-mails on the wire just then came twice"
    )
    assert left == 0
    assert not problems, "\n".join(problems)
    assert table.is_right(), f"not as promised:\n{table}"
    assert len(year.kills) == KILLS
