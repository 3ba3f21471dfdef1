"""The command line: `python3 -m dev COMMAND`. The Makefile is the usual way in; this
has finer controls too.

What the Makefile calls: run, stop, test, test-fast, lint, rules, screenshots,
guide-pictures, i18n, fuzz, clicks, click-everywhere, simulate-year, bench-matching,
bench-ranking, bench-portal, bench-reminders, bench-web, clean.

Finer controls, which may run at the same time, each with a database of its own:
  setup                         get Odoo, its Python packages and PostgreSQL
  packages SET …                get Python packages: odoo, test, lint
  templates                     build the databases that tests work on copies of
  install -d NAME [--demo]      make (or update) a database with the addon
  serve -d NAME [-p PORT]       run Odoo on that database in the foreground
  odoo-test -d NAME [PATH …]    run tests inside Odoo; other options go to pytest
  shell -d NAME                 Odoo's shell
  drop -d NAME                  drop a database
  exec COMMAND …                run a command (psql …) with PostgreSQL up
"""

import argparse
import os
import shlex
import signal
import sys

from . import (
    benchmark,
    clean,
    commands,
    console,
    demo,
    guide,
    i18n,
    lint,
    paths,
    python,
    rules,
    screenshots,
    testing,
)


def main(arguments=None):
    """Run one command; return the exit code of the process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt_once)
    options, rest = parser().parse_known_args(arguments)
    try:
        return options.action(options, rest) or 0
    except console.Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in console.FORESEEABLE:
            raise
        print(f"\n{error.strerror}: {error.filename or paths.HOME}.", file=sys.stderr)
        return 1


def _interrupt_once(*_):
    """End, and put away what was begun; being told once more does not interrupt
    that.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    os.write(sys.stderr.fileno(), b"\nInterrupted: putting away what was begun.\n")
    raise KeyboardInterrupt


def parser():
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python3 -m dev",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = top.add_subparsers(required=True, metavar="COMMAND")
    targets = {
        "run": lambda *_: demo.run(),
        "stop": lambda *_: demo.stop(),
        "test": lambda *_: not testing.run(),
        "test-fast": test_fast,
        "lint": lambda *_: not lint.run(),
        "rules": lambda *_: not rules.run(),
        "screenshots": lambda *_: not screenshots.take(),
        "guide-pictures": lambda *_: guide.take(),
        "i18n": lambda *_: i18n.run(),
        "fuzz": lambda *_: not testing.fuzz(),
        "clicks": lambda *_: not testing.clicks(),
        "simulate-year": lambda *_: not testing.year(),
        "click-everywhere": lambda *_: not testing.click_everywhere(),
        "bench-matching": lambda *_: benchmark.matching(),
        "bench-ranking": lambda *_: benchmark.ranking(),
        "bench-portal": lambda *_: benchmark.portal(),
        "bench-reminders": lambda *_: benchmark.reminders(),
        "bench-web": lambda *_: benchmark.web(),
        "clean": lambda *_: clean.run(),
        "setup": commands.setup,
        "templates": commands.templates,
    }
    for name, action in targets.items():
        subparsers.add_parser(name).set_defaults(action=action)
    _add_controls(subparsers)
    return top


def _add_controls(subparsers):
    """Add the commands that have options of their own."""

    def add(name, action, default_database):
        sub = subparsers.add_parser(name)
        sub.set_defaults(action=action)
        sub.add_argument("-d", "--database", default=default_database)
        return sub

    install = add("install", commands.install, "dev")
    install.add_argument("--demo", action="store_true", help="with demo data")
    serve = add("serve", commands.serve, "dev")
    serve.add_argument("-p", "--port", type=int, help="any free one if not given")
    test = add("odoo-test", commands.odoo_test, "dev_test")
    test.add_argument("--demo", action="store_true", help="with demo data")
    test.add_argument("--prewarm", action="store_true", help="build the assets first")
    test.add_argument("--keep", action="store_true", help="the next run updates it")
    add("shell", commands.shell, demo.DATABASE)
    add("drop", commands.drop, "dev")
    packages = subparsers.add_parser("packages")
    packages.set_defaults(
        action=lambda options, _rest: not python.ensure(*options.sets)
    )
    packages.add_argument("sets", nargs="+", choices=python.SETS)
    execute = subparsers.add_parser("exec")
    execute.set_defaults(action=commands.execute)
    execute.add_argument("command", nargs=argparse.REMAINDER)


def test_fast(_options, rest):
    """Run the logic tests only, on a share of their random cases unless THOROUGH=1."""
    python.ensure("odoo", "test")  # the logic itself uses some of Odoo's packages
    arguments = [*shlex.split(paths.setting("ARGS", "")), *rest]
    passed, _closing = testing.logic(*arguments, thorough=False)
    return not passed


if __name__ == "__main__":
    sys.exit(main())
