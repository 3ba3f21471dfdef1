"""Thousands of strange requests over all routes: an answer in words to each.

`make fuzz` sends 5,000, `make test` a share of them. A failure tells its request and
the seed; `SEED=… make fuzz` sends the same again.
"""

import collections
import importlib.util
import os
import random
from datetime import date, timedelta

import requests

from dev import paths, postgres, server
from tests.concurrency.clients import Client, at_once

from . import client

SHARE = 200
COUNT = int(os.environ.get("FUZZ") or SHARE)
# A share is the same each time: who looks for more runs `make fuzz`.
SEED = os.environ.get("SEED") or (
    "1" if COUNT == SHARE else str(random.randrange(10**6))
)
LOGINS = (
    "mentor0@example.com",
    "mentee0@example.com",
    "mentor1@example.com",
    "mentee1@example.com",
    "mentee2@example.com",
    "mentor3@example.com",
    "officer0",
)
TABLES = {
    "application_id": "mentoring_application",
    "match_id": "mentoring_match",
    "session_id": "mentoring_session",
    "signature_id": "mentoring_charter_signature",
    "action_id": "mentoring_action",
    "time_id": "mentoring_session_time",
}
FIRST = 12  # ids of a table that are tried, the first ones; those of the cast are there


def read_table():
    """Routes and fields of the addon; a test inside Odoo holds the routes complete."""
    path = paths.ROOT / paths.ADDON / "tests" / "route_table.py"
    spec = importlib.util.spec_from_file_location("route_table", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.TABLE), module.field_names()


def prepare(odoo, people):
    """Two pairs that meet, a proposal, and applications that wait."""
    for number in range(3):
        [[match_id]] = postgres.sql(
            f"""
            SELECT match.id FROM mentoring_match match
              JOIN res_partner mentor ON mentor.id = mentor_partner_id
              JOIN res_partner mentee ON mentee.id = mentee_id
             WHERE mentor.name = 'Mentor {number}' AND mentee.name = 'Mentee {number}'
            """,
            odoo.database,
        )
        people["officer0"].call("mentoring.match", "action_propose", [int(match_id)])
        if number < 2:
            introduce(odoo, people, number, match_id)


def introduce(odoo, people, number, match_id):
    pair = f"/my/mentoring/pairs/{match_id}"
    mentor = people[f"mentor{number}@example.com"]
    mentor.press(f"{pair}/accept")
    mentee = people[f"mentee{number}@example.com"]
    mentee.press(f"{pair}/accept")
    day = (date.today() + timedelta(days=60)).isoformat()
    plan = {"date": day, "time": "10:00", "minutes": "60", "way": "video"}
    assert mentee.press(f"{pair}/sessions", **plan)[0] == "success"
    [[session_id]] = postgres.sql(
        f"SELECT id FROM mentoring_session WHERE match_id = {match_id}", odoo.database
    )
    later = (date.today() + timedelta(days=70)).isoformat()
    times = {"date_1": later, "time_1": "10:00", "minutes": "60", "way": "video"}
    assert mentor.press(f"{pair}/times", **times)[0] == "success"
    said = mentee.press(f"/my/mentoring/sessions/{session_id}/actions", action="Think.")
    assert said[0] == "success"
    # As the daily job does, months after the end.
    postgres.sql(
        f"""
        INSERT INTO mentoring_news (match_id, mentee_id, company_id, asking, asked_date)
        SELECT id, mentee_id, company_id, 'first', now() FROM mentoring_match
         WHERE id = {match_id}
        """,
        odoo.database,
    )


def read_ids(odoo):
    ids = {
        blank: [
            int(found)
            for [found] in postgres.sql(
                f"SELECT id FROM {table} ORDER BY write_date DESC, id LIMIT {FIRST}",
                odoo.database,
            )
        ]
        for blank, table in TABLES.items()
    }
    return {
        **ids,
        "page": [1, 2, 10**9],
        "role": ["mentor", "mentee"],
        "key": client.values.STEPS,
        "asking": ["first", "last"],
    }


def get_problems(servers):
    """What the logs complain of, with what follows each complaint.

    Not the database's own complaints: Odoo has run those requests again, or told the
    visitor what stands in the way.
    """
    return [
        "\n".join(lines[number : number + 40])
        for one in servers.servers
        for lines in [one.log().splitlines()]
        for number, line in enumerate(lines)
        if server.PROBLEM.match(line) and "sql_db: bad query" not in line
    ]


def test_every_request_is_answered_in_words(servers):
    servers.begin_afresh()
    logged_in = at_once(LOGINS, lambda login: Client(servers, login))
    people = dict(zip(LOGINS, logged_in, strict=True))
    prepare(servers, people)
    ids = read_ids(servers)
    assert all(ids.values())
    world = (*read_table(), ids)
    sessions = {login: person.session for login, person in people.items()}
    sessions["a visitor"] = requests.Session()
    fuzzers = [
        client.Fuzzer(servers, name, session, world, SEED)
        for name, session in sessions.items()
    ]

    failures = client.send_all(fuzzers, COUNT)

    statuses = sum(
        (collections.Counter(one.statuses) for one in fuzzers),
        start=collections.Counter(),
    )
    told = f"SEED={SEED}, {COUNT} requests, answered {dict(sorted(statuses.items()))}"
    print(told)
    assert not failures, "\n".join([told, *failures[:20]])
    assert sum(statuses.values()) == COUNT
    # Pages were read and forms taken in; they were not all turned away at the door.
    assert statuses[200] > COUNT / 10
    assert statuses[303] > COUNT / 50
    problems = get_problems(servers)
    assert not problems, "\n".join([told, *problems[:5]])
