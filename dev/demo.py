"""`make run`: the demo database and its server, which goes on in the background until
`make stop`.
"""

import contextlib
import json
import os
import signal
import time

from . import console, database, odoo, paths, postgres, programs, server, steps
from .console import Failure

DATABASE = "mentoring"
DEFAULT_PORT = 8069
# Of the demo data; each password is the same word.
LOGINS = ("manager", "officer", "mentee", "mentor")
STATE = paths.SERVERS / "run.json"


def run():
    """Bring the demo database up to date, have its server running, and print where it
    is.
    """
    odoo.ensure()
    programs.ensure_wkhtmltopdf()
    with steps.lock("run"), postgres.running():
        key = database.addon_key(database.dependencies(), *odoo.state())
        state = _state()
        if state and state["key"] == key:
            console.say("Odoo is running already.")
        else:
            stop_server()
            port = _port()
            _prepare(key)
            state = _start(key, port)
    _print_address(state)


def stop():
    """Stop the server of `make run`, and PostgreSQL if nobody else uses it."""
    if stop_server():
        console.say("Odoo has stopped.")
    else:
        console.say("Odoo is not running.")
    if paths.POSTGRES.exists():
        with postgres.running():
            database.sweep()


def stop_server():
    """Stop the server if it runs; return whether it did."""
    state = _state()
    if not state:
        return False
    with console.step("stopping Odoo"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(state["pid"], signal.SIGTERM)
        deadline = time.monotonic() + server.STOP_TIMEOUT
        while _is_ours(state["pid"]):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(state["pid"], signal.SIGKILL)
            time.sleep(0.1)
        STATE.unlink(missing_ok=True)
    return True


def _prepare(key):
    """Make the database, or update the addon in it if its files have changed."""
    marker = paths.STAMPS / f"database-{DATABASE}"
    if not database.exists(DATABASE):
        source = database.addon_template(demo=True)
        with console.step(f"database {DATABASE}"):
            database.copy(source, DATABASE)
    elif not marker.exists() or marker.read_text() != key:
        with console.step(f"update of {paths.ADDON} in the database {DATABASE}"):
            database.install(DATABASE, [], update=[paths.ADDON])
    marker.write_text(key)


def _start(key, port):
    odoo_server = server.Server(DATABASE, name="run", port=port, max_cron_threads=1)
    with console.step("start of Odoo"), postgres.registered() as user:
        odoo_server.start(detached=True, keep_open=[user.fileno()])
    state = {
        "pid": odoo_server.process.pid,
        "url": odoo_server.url,
        "log": str(odoo_server.log_path),
        "key": key,
    }
    STATE.write_text(json.dumps(state))
    return state


def _port():
    told = paths.setting("PORT", str(DEFAULT_PORT))
    if not told.isdigit() or not 0 < int(told) < 65536:
        raise Failure(
            f"PORT={told} is not a port: it should be a number from 1 to 65535."
        )
    if not server.is_free(int(told)):
        raise Failure(
            f"Port {told} is taken by another program: "
            f"choose a free one with PORT={int(told) % 65535 + 1}."
        )
    return int(told)


def _state():
    """Return what is known of the running server; None if none is running."""
    try:
        state = json.loads(STATE.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return state if _is_ours(state["pid"]) else None


def _is_ours(pid):
    """Say whether the process is the server that we started, and not another one that
    got its number.
    """
    try:
        command = open(f"/proc/{pid}/cmdline", encoding="utf-8").read()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return str(paths.SERVERS / "run.conf") in command


def _print_address(state):
    console.say(f"\n  {state['url']}\n")
    for login in LOGINS:
        console.say(f"    {login:<10} password: {login}")
    console.say(
        "\n  It goes on until `make stop`. "
        f"What it logs is in {os.path.relpath(state['log'], paths.ROOT)}."
    )
