"""The simulation's clock: that of the two Odoo processes and of their database.

The machine's clock can't be set, and moving the records into the past instead would
change what is tested: months differ in length, and an occasion is kept as text. So the
processes are told another time (``clockwork/sitecustomize.py``), and in the database a
function ``now()`` of ours comes before PostgreSQL's. The clock goes on by itself, and
is set ahead at will.
"""

import mmap
import os
import struct
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dev import postgres

CLOCKWORK = Path(__file__).with_name("clockwork")
# Of the functions named alike, that of the first schema in the path is taken.
NOW = """
    CREATE TABLE year_clock (ahead interval NOT NULL);
    INSERT INTO year_clock VALUES ('0');
    CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS
        'SELECT pg_catalog.now() + ahead FROM year_clock';
    ALTER DATABASE "{name}" SET search_path = public, pg_catalog
"""


class Clock:
    """Sets the time of everything that runs with ``environment`` on the database."""

    def __init__(self, path, database):
        """Prepare the database; the clock is right still.

        :param path: of a file to make, which tells the processes how far ahead it is
        """
        self._database = database
        path.write_bytes(struct.pack("d", 0))
        with path.open("r+b") as file:
            self._ahead = mmap.mmap(file.fileno(), 8)
        for statement in NOW.format(name=database).split(";\n"):
            postgres.sql(statement, database)
        folders = [str(CLOCKWORK), os.environ.get("PYTHONPATH", "")]
        self.environment = {
            "YEAR_CLOCK": str(path),
            "PYTHONPATH": os.pathsep.join(filter(None, folders)),
        }
        self.now = None

    def set(self, moment, cursor):
        """Set it to ``moment`` in UTC, by a ``cursor`` of the database."""
        ahead = moment.replace(tzinfo=timezone.utc).timestamp() - time.time()
        cursor.execute("UPDATE year_clock SET ahead = %s", [timedelta(seconds=ahead)])
        self._ahead[:] = struct.pack("d", ahead)
        self.now = moment


def at(day, hour, minute):
    """The moment of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute)
