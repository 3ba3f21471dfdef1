"""The association that the walks visit: demo database, staging, one Odoo server."""

import contextlib
import json
from functools import partial
from pathlib import Path

import requests

from dev import database, paths, postgres, server

from . import turns

STAGING = Path(__file__).with_name("staging.py")
TIMEOUT = 60  # seconds


class House:
    """Who and what is there: ``records`` by name, ``sessions`` (cookies) by person.

    ``get_look(number)`` tells how the number-th walk or page is seen in this turn.
    """

    def __init__(self, odoo, records, sessions, turn):
        self.odoo = odoo
        self.url = odoo.url
        self.records = records
        self.sessions = sessions
        self.get_look = partial(turns.get_look, turn=turn)

    def path(self, template):
        """Fill the names of records into a path."""
        return template.format(**self.records)

    def sql(self, statement):
        """For what no person can do, such as letting time go by."""
        return postgres.sql(statement, self.odoo.database)

    def call(self, model, method, ids, *args, **kwargs):
        """Call a public method as the administrator does."""
        answer = requests.post(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": [ids, *args],
                    "kwargs": kwargs,
                }
            },
            cookies={"session_id": self.sessions["admin"]},
            timeout=TIMEOUT,
        ).json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer.get("result")


@contextlib.contextmanager
def running(mail_server, turn):
    """Run the association, anew for each turn."""
    with postgres.running(), database.temporary(demo=True) as name:
        found = paths.SERVERS / f"{name}.json"
        script = STAGING.read_text(encoding="utf-8")
        database.run_script(name, f"{script}\n\nstage(env, {str(found)!r})\n")
        staged = json.loads(found.read_text(encoding="utf-8"))
        found.unlink()
        with server.running(
            name, smtp_server=mail_server.hostname, smtp_port=mail_server.port
        ) as odoo:
            yield House(odoo, staged["records"], staged["sessions"], turn)
