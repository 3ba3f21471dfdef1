"""The command line: `python3 -m dev COMMAND`. The Makefile is the usual way in; this has the fine controls.

    setup                     get Odoo, its Python packages and PostgreSQL
    install -d NAME           make (or update) a database NAME with the addon that stays
    serve -d NAME -p PORT     run Odoo on that database in the foreground
    odoo-test -d NAME PATH…   run tests inside Odoo, in a database of their own that is dropped afterwards
    shell -d NAME             Odoo's shell
    drop -d NAME              drop a database
    exec COMMAND …            run any command with PostgreSQL up and Odoo's environment (psql, odoo, python …)
"""

import argparse
import os
import subprocess
import sys

from . import console, database, odoo, paths, postgres, server


def main(arguments=None):
    """Run one command; return the exit code of the process."""
    options, rest = parser().parse_known_args(arguments)
    try:
        return options.action(options, rest) or 0
    except console.Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


def parser():
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python3 -m dev", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name, action, *, with_database=None):
        sub = commands.add_parser(name)
        sub.set_defaults(action=action)
        if with_database:
            sub.add_argument("-d", "--database", default=with_database)
        return sub

    command("setup", setup)
    command("install", install, with_database="dev").add_argument("--demo", action="store_true")
    command("serve", serve, with_database="dev").add_argument("-p", "--port", type=int)
    testing = command("odoo-test", odoo_test, with_database="dev_test")
    testing.add_argument("--demo", action="store_true")
    testing.add_argument("--prewarm", action="store_true", help="build the assets first, which tours need")
    testing.add_argument("--keep", action="store_true", help="keep the database; the next run updates the addon in it")
    command("shell", shell, with_database="dev")
    command("drop", drop, with_database="dev")
    command("exec", execute).add_argument("command", nargs=argparse.REMAINDER)
    return top


def setup(_options, _rest):
    """Get everything that the other commands need."""
    odoo.ensure()
    postgres.ensure()


def install(options, _rest):
    """Make a database with the addon, or bring the addon in it up to date."""
    odoo.ensure()
    with postgres.running():
        put_addon(options.database, options.demo)


def put_addon(name, demo):
    """Have the database `name` with the addon as its files are now."""
    if database.exists(name):
        with console.step(f"update of {paths.ADDON} in {name}"):
            installed = database.is_installed(name, paths.ADDON)
            database.install(name, [] if installed else [paths.ADDON], update=[paths.ADDON] if installed else [])
    else:
        source = database.dependency_template(demo)
        with console.step(f"installation of {paths.ADDON} in {name}"):
            database.copy(source, name)
            database.install(name, [paths.ADDON], demo=demo)


def serve(options, _rest):
    """Run Odoo in the foreground on a database that is there, with the jobs of the addon running."""
    odoo.ensure()
    with postgres.running():
        config = odoo.configuration(
            paths.SERVERS / f"serve-{options.database}.conf",
            db_name=options.database,
            dbfilter=f"^{options.database}$",
            http_port=options.port or server.free_port(),
            gevent_port=server.free_port(),
            max_cron_threads=1,
        )
        return run(odoo.command("-c", config))


def odoo_test(options, rest):
    """Run pytest inside Odoo on the given test files (all of the addon's by default)."""
    from . import python

    odoo.ensure()
    python.ensure("test")
    name = options.database
    paths_given = [argument for argument in rest if not argument.startswith("-")]
    with postgres.running(), database.owned(name):
        try:
            put_addon(name, options.demo)
            if options.prewarm:
                database.run_script(name, database.PREWARM)
            config = odoo.configuration(paths.SERVERS / f"test-{name}.conf", db_name=name, dbfilter=f"^{name}$")
            pytest = [paths.VENV_PYTHON, "-m", "pytest", "-p", "pytest_odoo", f"--odoo-config={config}", f"--odoo-database={name}"]
            return run([*pytest, "--odoo-http", *rest, *([] if paths_given else [paths.ADDON_DIR / "tests"])])
        finally:
            if not options.keep:
                database.drop(name)


def shell(options, _rest):
    """Open Odoo's shell on a database."""
    odoo.ensure()
    with postgres.running():
        config = odoo.configuration(paths.SERVERS / f"shell-{options.database}.conf", db_name=options.database)
        return run(odoo.command("shell", "-c", config, "--no-http"))


def drop(options, _rest):
    """Drop a database."""
    with postgres.running():
        database.drop(options.database)


def execute(options, _rest):
    """Run a command in Odoo's environment."""
    odoo.ensure()
    with postgres.running():
        return run(options.command)


def run(command):
    """Run a program in the foreground, in Odoo's environment; return its exit code."""
    return subprocess.run(list(map(str, command)), env={**os.environ, **odoo.environment()}, cwd=paths.ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
