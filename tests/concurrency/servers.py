"""Several Odoo servers on one database, as behind a load balancer."""

import contextlib
import itertools

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
    """The servers, which are running."""

    def __init__(self, servers):
        """Take the servers."""
        self.servers = servers
        self.database = servers[0].database
        self.officers = {}  # the cookies of those who have logged in
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

    def begin_afresh(self):
        """Have nothing published, and empty logs."""
        postgres.sql(AFRESH, self.database)
        self.forget()


@contextlib.contextmanager
def running():
    """Run the servers meanwhile, on a database with the crowd."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(postgres.running())
        name = stack.enter_context(database.temporary())
        crowd.build(name)
        started = [
            # The jobs, of which a test may switch one on, are the first server's.
            stack.enter_context(
                server.running(
                    name, name=f"{name}-{number}", max_cron_threads=int(not number)
                )
            )
            for number in range(SERVERS)
        ]
        yield Servers(started)
