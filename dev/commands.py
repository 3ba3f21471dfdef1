"""The fine controls behind `python3 -m dev`: databases and servers of one's own, next
to those of `make`.
"""

import os
import signal
import subprocess

from . import (
    console,
    database,
    odoo,
    paths,
    postgres,
    programs,
    python,
    server,
    testing,
)


def setup(_options, _rest):
    """Get everything that the other commands need, but for linters and browser."""
    odoo.ensure()
    postgres.ensure()
    programs.ensure_wkhtmltopdf()


def templates(_options, _rest):
    """Build the databases that tests work on copies of."""
    with postgres.running():
        for with_demo in (False, True):
            database.addon_template(with_demo)


def install(options, _rest):
    """Make a database with the addon, or bring the addon in it up to date."""
    setup(options, _rest)
    with postgres.running():
        put_addon(options.database, demo=options.demo)


def put_addon(name, *, demo):
    """Have the database `name` with the addon as its files are now."""
    if not database.exists(name):
        source = database.dependency_template(demo)
        database.copy(source, name)
    update = database.is_installed(name, paths.ADDON)
    with console.step(
        f"{'update' if update else 'installation'} of {paths.ADDON} in {name}"
    ):
        if update:
            database.install(name, [], update=[paths.ADDON])
        else:
            database.install(name, [paths.ADDON], demo=demo)


def serve(options, _rest):
    """Run Odoo in the foreground on a database that is there."""
    setup(options, _rest)
    with postgres.running():
        config = odoo.configuration(
            paths.SERVERS / f"serve-{options.database}.conf",
            db_name=options.database,
            dbfilter=f"^{options.database}$",
            http_port=options.port or server.free_port(),
            gevent_port=server.free_port(),
            max_cron_threads=1,
        )
        return _foreground(odoo.command("-c", config))


def odoo_test(options, rest):
    """Run pytest inside Odoo on the given test files (all of the addon's by default),
    with pytest's options.
    """
    setup(options, rest)
    python.ensure("test")
    programs.ensure_chromium()
    name = options.database
    with postgres.running(), database.owned(name):
        try:
            put_addon(name, demo=options.demo)
            if options.prewarm:
                database.run_script(name, database.PREWARM)
            passed, _closing = testing.inside_odoo(name, *rest, workers=0)
            return 0 if passed else 1
        finally:
            if not options.keep:
                database.drop(name)


def shell(options, _rest):
    """Open Odoo's shell on a database."""
    odoo.ensure()
    with postgres.running():
        config = odoo.configuration(
            paths.SERVERS / f"shell-{options.database}.conf", db_name=options.database
        )
        return _foreground(odoo.command("shell", "-c", config, "--no-http"))


def drop(options, _rest):
    """Drop a database."""
    with postgres.running():
        database.drop(options.database)


def execute(options, _rest):
    """Run a command in Odoo's environment, with PostgreSQL up."""
    odoo.ensure()
    with postgres.running():
        return _foreground(options.command)


def _foreground(command):
    """Run a command that the user talks to; Ctrl-C is for that one to understand."""
    environment = {**os.environ, **odoo.environment()}
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(
            list(map(str, command)), env=environment, cwd=paths.ROOT
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)
