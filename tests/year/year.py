"""A year of many pairs: a real server with its real jobs, a real SMTP server.

Each day has its morning, when the jobs run where the programmes are, and its noon, when
the people act and the e-mails about it leave. The server may be killed at any moment.
"""

import contextlib
import json
import random
import re
import socket
import threading
import time
from collections import Counter
from datetime import timedelta

import psycopg2

from dev import database, paths, postgres, server
from tests import mailbox

from . import clock

# In UTC: rounds of the jobs, the last one at an hour at which they remind in each of
# the programmes' places; then the acts.
ROUNDS = ((6, 30), (12, 30))
NOON = (12, 45)
FIRST_CALL = 6  # the hour from which the daily jobs run
PATIENCE = 120  # seconds
POLL = 0.02  # seconds
LONGEST = 0.5  # seconds of work after which the server is killed at the latest
UNREADY = 0.5  # seconds after which the jobs are woken again: a server that starts
READY = """
    SELECT count(*) FROM ir_cron WHERE active AND (
        nextcall <= now() AT TIME ZONE 'UTC' OR id IN (
            SELECT cron_id FROM ir_cron_trigger
             WHERE call_at <= now() AT TIME ZONE 'UTC'))
"""
LEFT = "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'"
CODES = """
    SELECT message.message_id, data.name FROM mail_message message
      JOIN ir_model_data data ON data.model = 'ir.actions.server'
       AND data.res_id = message.mentoring_action_id
"""
CODE = re.compile(r"^send_(.+?)(?:_(?:mentee|mentor))?$")
# What the people are told of each pair beforehand: who they are.
TOLD = (
    "name",
    "languages",
    "program",
    "timezone",
    "member_until",
    "without_email",
)
PREPARE = "from tests.year import people\n\npeople.main(env.cr, {port})\n"


class Received(mailbox.Mailbox):
    """The post, with the day on which each message came."""

    def __init__(self):
        super().__init__()
        self.today = None
        self.days = []

    async def handle_DATA(self, server, session, envelope):
        self.days.append(self.today)
        return await super().handle_DATA(server, session, envelope)

    def letters(self):
        """Return ``[(day, recipients, message)]``."""
        return [
            (day, *letter)
            for day, letter in zip(self.days, self._messages, strict=True)
        ]


class Year:
    """The simulation, which is running."""

    def __init__(self, odoo, clock_, hands, connection, box):
        self.odoo, self.clock, self.box = odoo, clock_, box
        self.hands = hands
        self.cursor = connection.cursor()
        self.kills = []  # the days of the simulation
        self.rounds = ROUNDS

    def ask(self, name, **values):
        """Have the people do something, and return what they say."""
        self.hands.write(json.dumps([name, values]).encode() + b"\n")
        self.hands.flush()
        answer = json.loads(self.hands.readline() or '{"error": "The shell ended."}')
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def count(self, query):
        self.cursor.execute(query)
        return self.cursor.fetchone()[0]

    def wake(self):
        """Tell the server's jobs to look what is ready."""
        with contextlib.closing(connect("postgres")) as connection:
            connection.cursor().execute(f"NOTIFY cron_trigger, '{self.odoo.database}'")

    def work(self, killed_after=None):
        """Have the jobs do all that is to be done now.

        :param killed_after: the seconds after which the server is killed
        :return: whether it was: not if all was done before
        """
        self.wake()
        killed = False
        if killed_after is not None:
            time.sleep(killed_after)
            if killed := bool(self.count(READY)):
                self.kill()
        deadline = time.monotonic() + PATIENCE
        woken = time.monotonic()
        while self.count(READY):
            assert time.monotonic() < deadline, "the jobs don't come to an end"
            time.sleep(POLL)
            if time.monotonic() > woken + UNREADY:
                self.wake()
                woken = time.monotonic()
        return killed

    def kill(self):
        """Kill the server, as a power cut would, and start it again."""
        self.odoo.kill()
        self.kills.append(self.clock.now.date())
        self.odoo.start()

    def set(self, moment):
        self.box.today = moment.date()
        self.clock.set(moment, self.cursor)

    def live(self, day, acts, killer):
        """Live a day.

        :param acts: ``[(pair, act, values)]``
        """
        for hour in self.rounds:
            self.set(clock.at(day, *hour))
            killer.work(self, day)
        self.set(clock.at(day, *NOON))
        for story, act, values in acts:
            self.ask(act, story=story, **values)
        killer.work(self, day)


class Killer:
    """Kills the server at random moments of its work, on the days with the most of it.

    A moment that comes when the work is done already counts for the next round.
    """

    def __init__(self, stories, days, kills, seed):
        self._dice = random.Random(seed)
        messages = Counter(day for story in stories for day, *__ in story.expected)
        chances = [messages[day] + 0.01 for day in days]
        self._moments = Counter(self._dice.choices(days, chances, k=kills))
        self._owed = 0

    def work(self, year, day):
        """Have the jobs work, and kill the server meanwhile if it is time."""
        self._owed += self._moments.pop(day, 0)
        moment = self._dice.uniform(0, LONGEST) if self._owed else None
        self._owed -= year.work(killed_after=moment)


def connect(name):
    connection = psycopg2.connect(
        dbname=name,
        host=str(postgres.socket_folder()),
        port=postgres.PORT,
        user=postgres.ROLE,
    )
    connection.autocommit = True
    return connection


@contextlib.contextmanager
def running(monkeypatch):
    """Run the association in which a year may go by."""
    box = Received()
    controller = mailbox.start(box)
    with contextlib.ExitStack() as stack:
        stack.callback(controller.stop)
        stack.enter_context(postgres.running())
        name = stack.enter_context(database.temporary())
        ahead = paths.SERVERS / f"{name}.clock"
        stack.callback(ahead.unlink)
        clock_ = clock.Clock(ahead, name)
        postgres.sql("UPDATE ir_cron SET active = false", name)  # until all is there
        for variable, value in clock_.environment.items():
            monkeypatch.setenv(variable, value)
        hands = stack.enter_context(_shell(name))
        connection = stack.enter_context(contextlib.closing(connect(name)))
        odoo = stack.enter_context(
            server.running(
                name,
                smtp_server=controller.hostname,
                smtp_port=controller.port,
                max_cron_threads=1,
                limit_time_real=0,  # a clock set ahead is no job that takes long
            )
        )
        yield Year(odoo, clock_, hands, connection, box)


@contextlib.contextmanager
def _shell(name):
    """Run the people's shell; yields what they are asked by."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(PATIENCE)
        script = PREPARE.format(port=door.getsockname()[1])
        # Odoo's shell has no path to the project's own modules.
        path = f"import sys\n\nsys.path.insert(0, {str(paths.ROOT)!r})\n"
        thread = threading.Thread(
            target=database.run_script, args=(name, path + script)
        )
        thread.start()
        try:
            wire, _address = door.accept()
            with wire, wire.makefile("rwb") as lines:
                yield lines
        finally:
            thread.join()


def simulate(year, stories, days, *, every_day, kills=0, seed=0):
    """Let the days go by; the server is killed at so many moments.

    :param every_day: else only the days on which something depends, in one round each
    """
    year.rounds = ROUNDS if every_day else ROUNDS[-1:]
    told = [
        {**{name: getattr(story, name) for name in TOLD}, "start": str(story.start)}
        for story in stories
    ]
    first = days[0]
    year.set(clock.at(first - timedelta(days=1), *NOON))
    addresses = year.ask(
        "prepare", stories=told, first_call=str(clock.at(first, FIRST_CALL, 0))
    )
    acts = {}
    for story in stories:
        for day, act, values in story.acts:
            acts.setdefault(day, []).append((story.name, act, values))
    lived = days if every_day else _eventful(stories, days)
    killer = Killer(stories, lived, kills, seed)
    for day in lived:
        year.live(day, acts.get(day, ()), killer)
    return addresses


def _eventful(stories, days):
    """The days on which something is done or to be said, and each day before."""
    busy = {day for story in stories for day, *__ in (*story.acts, *story.expected)}
    return [day for day in days if {day, day + timedelta(days=1)} & busy]


def codes(year):
    """Return ``{Message-Id: the name of the message}`` of all that Odoo has written."""
    year.cursor.execute(CODES)
    return {
        message_id: CODE.match(name)[1]
        for message_id, name in year.cursor.fetchall()
        if CODE.match(name)
    }
