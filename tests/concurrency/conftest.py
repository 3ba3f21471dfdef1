"""One crowd on two servers for all; each test finds everything undone."""

import contextlib
import itertools

import pytest

from dev import database, postgres, server

from . import crowd

SERVERS = 2  # one a processor; each runs as many requests at a time as there come
AFRESH = """
    UPDATE mentoring_match SET state = 'draft', run_id = NULL, proposed_date = NULL,
        answer_before = NULL, decline_reason = NULL,
        mentor_asked_date = NULL, mentor_answer = NULL, mentor_answer_date = NULL,
        mentee_asked_date = NULL, mentee_answer = NULL, mentee_answer_date = NULL;
    UPDATE mentoring_mentor SET taken_places = 0, free_places = capacity;
    UPDATE mentoring_application SET state = 'waiting' WHERE state = 'matched';
    UPDATE mentoring_program SET answer_order = 'mentor'
"""


class Servers:
    """Several Odoo servers on one database, as behind a load balancer."""

    def __init__(self, servers):
        """Take the servers, which are running."""
        self.servers = servers
        self.database = servers[0].database
        self._turns = itertools.cycle(servers)

    def pick(self):
        """The address of the server whose turn it is."""
        return next(self._turns).url

    def problems(self):
        """What the logs complain of."""
        return [line for one in self.servers for line in one.problems()]

    def forget(self):
        """Begin the logs anew."""
        for one in self.servers:
            one.log_path.write_text("")


@pytest.fixture(scope="package")
def servers():
    with contextlib.ExitStack() as stack:
        stack.enter_context(postgres.running())
        name = stack.enter_context(database.temporary())
        crowd.build(name)
        running = [
            # The jobs, of which a test may switch one on, are the first server's.
            stack.enter_context(
                server.running(
                    name, name=f"{name}-{number}", max_cron_threads=int(not number)
                )
            )
            for number in range(SERVERS)
        ]
        yield Servers(running)


@pytest.fixture
def odoo(servers):
    """The servers, on a database in which nothing is published yet."""
    postgres.sql(AFRESH, servers.database)
    servers.forget()
    return servers
