"""Odoo servers: the one of `make run`, and those that tests start for themselves.

For a test against a real server, with a database of its own:

    with (
        postgres.running(),
        database.temporary(demo=True) as name,
        server.running(name, smtp_port=2525) as odoo,
    ):
        requests.get(odoo.url + "/my")
        odoo.log_path.read_text()
        odoo.kill(); odoo.start()  # what a crash leaves behind

Keyword arguments of `running` are options of Odoo's configuration file (`workers=2`,
`max_cron_threads=1`, …).
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import odoo, paths, shell
from .console import Failure

HOST = "127.0.0.1"
START_TIMEOUT = 120  # seconds
STOP_TIMEOUT = 20  # seconds; then it is killed

BROKEN = (
    "Failed to initialize database"  # Odoo logs it, and goes on without the database
)
PROBLEM = re.compile(
    r"^\S+ \S+ \d+ (ERROR|CRITICAL) |^Traceback \(most recent call last\)"
)


class Server:
    """An Odoo server on a database: `url`, `port`, `log_path`, and `start`, `stop`,
    `kill`, `problems`.
    """

    def __init__(self, database, *, name=None, port=None, **options):
        """Prepare a server; `name` names its files, `port` is a free one if None,
        `options` go into its configuration.
        """
        self.database = database
        self.name = name or database
        self.port = port or free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.log_path = paths.SERVERS / f"{self.name}.log"
        self.process = None
        self.config = odoo.configuration(
            paths.SERVERS / f"{self.name}.conf",
            db_name=database,
            dbfilter=f"^{database}$",
            http_port=self.port,
            gevent_port=free_port(),
            **options,
        )

    def start(self, *, detached=False, keep_open=()):
        """Start it and wait until it answers. A detached one outlives us; otherwise it
        dies with us.
        """
        said_before = len(self.log())
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                list(map(str, odoo.command("-c", self.config))),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=paths.ROOT,
                env={**os.environ, **odoo.environment()},
                pass_fds=keep_open,
                start_new_session=True,
                preexec_fn=None if detached else shell.die_with_parent,
            )
        self._wait(said_before)

    def stop(self):
        """Stop it as an administrator would, and kill it if that takes too long."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """Kill it with all its workers, as a crash would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def log(self):
        """Return what it has logged so far."""
        return (
            self.log_path.read_text(encoding="utf-8", errors="replace")
            if self.log_path.exists()
            else ""
        )

    def problems(self):
        """Return the lines of its log that begin an error or a traceback."""
        return [line for line in self.log().splitlines() if PROBLEM.match(line)]

    def _wait(self, said_before):
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.process.poll() is not None or BROKEN in self.log()[said_before:]:
                self.kill()
                end = "\n".join(self.log().splitlines()[-shell.TAIL :])
                raise Failure(
                    f"{end}\nOdoo does not start; all it said is in {self.log_path}."
                )
            if answers(self.url):
                return
            time.sleep(0.1)
        self.kill()
        raise Failure(
            f"Odoo did not answer within {START_TIMEOUT} s; "
            f"what it said is in {self.log_path}."
        )


@contextlib.contextmanager
def running(database, **options):
    """Run a server on the database meanwhile; see the top of this module."""
    server = Server(database, **options)
    server.log_path.unlink(missing_ok=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.config.unlink(missing_ok=True)


def answers(url):
    """Say whether an Odoo with its database loaded answers there."""
    try:
        with urllib.request.urlopen(f"{url}/web/login", timeout=30) as response:
            return response.status == 200
    except urllib.error.HTTPError:
        return False
    except (urllib.error.URLError, OSError):
        return False


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port):
    """Say whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
