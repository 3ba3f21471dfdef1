"""Servers that are killed in the middle of a matching run.

They are stopped where it hurts, by a lock that somebody else holds, and then killed as
a power cut would. Started again, nothing is half done, and staff go on.
"""

import contextlib
import functools
import threading
import time

import psycopg2
import pytest
import requests

from dev import postgres

from . import crowd, places
from .clients import Client, Refused

RUN = "mentoring.matching.run"
CHOSEN = 60  # pairs of a run that is published: more than go into one transaction
PATIENCE = 60  # seconds
WAITS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@contextlib.contextmanager
def killed(odoo, lock, act):
    """Kill the servers in the middle of what ``act`` has them do: where they wait for
    ``lock``, a statement. They are down meanwhile, and started again afterwards.
    """
    holder = psycopg2.connect(
        dbname=odoo.database,
        host=str(postgres.socket_folder()),
        port=postgres.PORT,
        user=postgres.ROLE,
    )
    try:
        with holder.cursor() as cursor:
            cursor.execute(lock)
            act()
            wait_for(lambda: places.rows(odoo, WAITS) != [(0,)])
            for one in odoo.servers:
                one.kill()
    finally:
        holder.close()
    wait_for(lambda: places.rows(odoo, OTHERS) == [(0,)])
    try:
        yield
    finally:
        for one in odoo.servers:
            one.start()


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.1)


def read(odoo, run_id):
    """Its state, and how many pairs are drafts, and published."""
    names = ["state", "draft_count", "published_count"]
    [values] = Client(odoo, "officer0").call(RUN, "read", [run_id], names)
    return tuple(values[name] for name in names)


def in_background(act):
    """Do it in a thread: the server that should answer will be gone."""

    def run():
        with contextlib.suppress(requests.RequestException, Refused):
            act()

    threading.Thread(target=run).start()


@pytest.fixture
def job(odoo):
    """Wakes the job that computes large runs, which the others here do without."""
    switch = """
        UPDATE ir_cron SET active = %s WHERE id = (
            SELECT res_id FROM ir_model_data WHERE name = 'cron_matching_run')
    """
    postgres.sql(switch % "true", odoo.database)
    yield lambda: postgres.sql(f"NOTIFY cron_trigger, '{odoo.database}'")
    postgres.sql(switch % "false", odoo.database)


def test_a_run_that_was_computed_is_computed_by_the_next_server(odoo, job):
    officer = Client(odoo, "officer0")
    [program] = officer.call("mentoring.program", "search", [])
    [run_id] = officer.call(RUN, "create", [{"name": "Large", "program_id": program}])

    def compute():
        officer.call(RUN, "action_compute", [run_id])
        job()

    with killed(odoo, "LOCK TABLE mentoring_match IN SHARE MODE", compute):
        drafts = f"SELECT count(*) FROM mentoring_match WHERE run_id = {run_id}"
        assert places.rows(odoo, drafts) == [(0,)]

    # The server answers before its job listens, so it is woken until it does.
    wait_for(lambda: job() or read(odoo, run_id)[0] == "computed")
    assert read(odoo, run_id)[1] > 50
    Client(odoo, "officer0").call(RUN, "action_discard", [run_id])
    assert read(odoo, run_id) == ("discarded", 0, 0)
    places.assert_log_is_clean(odoo)


def test_a_run_that_was_published_is_published_to_its_end(odoo):
    officer = Client(odoo, "officer0")
    drafts = get_compatible_drafts(odoo)
    assert len(drafts) == CHOSEN
    run_id = crowd.make_run(odoo, officer, drafts)
    mentor = f"SELECT mentor_id FROM mentoring_match WHERE id = {drafts[CHOSEN // 2]}"

    lock = f"SELECT FROM mentoring_mentor WHERE id = ({mentor}) FOR UPDATE"
    publish = functools.partial(officer.call, RUN, "action_publish", [run_id])

    with killed(odoo, lock, functools.partial(in_background, publish)):
        places.assert_right(odoo)
    state, left, published = read(odoo, run_id)
    assert state == "computed"
    assert 0 < published < CHOSEN // 2
    assert left == CHOSEN - published
    assert_asked_once(odoo, published)
    Client(odoo, "officer0").call(RUN, "action_publish", [run_id])
    assert read(odoo, run_id) == ("published", 0, CHOSEN)
    places.assert_right(odoo)
    assert_asked_once(odoo, CHOSEN)
    places.assert_log_is_clean(odoo)


def get_compatible_drafts(odoo):
    """Drafts that can all be published, in the order in which runs do so."""
    query = f"""
        SELECT id FROM (
            SELECT draft.id, mentor_id, capacity,
                   row_number() OVER (PARTITION BY mentor_id ORDER BY draft.id) AS nth
              FROM (SELECT DISTINCT ON (mentee_id) id, mentor_id
                      FROM mentoring_match ORDER BY mentee_id, id) draft
              JOIN mentoring_mentor mentor ON mentor.id = mentor_id
        ) draft WHERE nth <= least(capacity, {crowd.MENTOR_PLACES})
        ORDER BY mentor_id, id LIMIT {CHOSEN}
    """
    return [id_ for [id_] in places.rows(odoo, query)]


def assert_asked_once(odoo, pairs):
    """Each pair that is published was told so, once."""
    told = """
        SELECT count(*) FROM mail_mail mail
          JOIN mail_message message ON message.id = mail_message_id
         WHERE model = 'mentoring.match' AND mail.create_date > now() - interval '5 min'
         GROUP BY res_id
    """
    assert places.rows(odoo, told) == [(1,)] * pairs
