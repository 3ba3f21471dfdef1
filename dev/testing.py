"""`make test`: linters, logic tests, tests inside Odoo, tests against a running server;
all of them, whatever fails.

The linters work beside the logic tests. Each kind of tests is a pytest run of its own.
The last one prints how the others ended before pytest's own closing line.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from . import (
    console,
    database,
    odoo,
    paths,
    postgres,
    programs,
    python,
    shell,
)

LOGIC = "tests/logic"
TOOLS = "tests/dev"
WORKERS = 2  # processes for the tests inside Odoo, and for those against servers
OF_WORKERS = ("dev.pytest_filestore", "dev.pytest_cast", "dev.pytest_caches")
FUZZ = "FUZZ"  # variable that tells how many strange requests are sent
FUZZ_COUNT = "5000"
CLICKS = "CLICKS"  # likewise, how often officers click at the same time
CLICKS_COUNT = "2000"
CRAWLER = "tests/portal/test_click_everywhere.py"
CLICK_EVERYWHERE = "CLICK_EVERYWHERE"  # variable that has it open more than the app
YEAR_PAIRS = "YEAR_PAIRS"  # likewise, how many pairs live a whole year
YEAR_PAIRS_COUNT = "200"
KILLS = "KILLS"  # how often the server is killed in that year
THOROUGH = "THOROUGH"  # variable that has the logic tests try all their random cases
RECAP = "DEV_RECAP"  # variable that tells the last run how the others ended
BROWSER_VARIABLE = "CHROMIUM_BIN"

CLOSING = re.compile(
    r"^=* ?(.*\b(?:passed|failed|errors?|skipped|no tests ran)\b.* in [0-9.]+s.*?) ?=*$"
)


def run():
    """Run everything; return whether all of it passed. The databases that the tests
    work on copies of are built meanwhile, from the downloads of the tests on.
    """
    odoo.ensure()
    with _databases_in_preparation():
        with python.in_preparation("test", "lint"):
            programs.ensure_wkhtmltopdf()
            programs.ensure_chromium()
        python.ensure("test", "lint")
        return _run_each_kind()


def _run_each_kind():
    results = []
    with _linters_at_work() as linters:
        for kind, tests in {
            "logic and tools, without Odoo": lambda: logic(TOOLS),
            "linters": linters,
            "inside Odoo": inside_fresh_odoo,
            "against a running server": lambda: against_server(recap(results)),
        }.items():
            console.say(f"\n{kind[0].upper()}{kind[1:]}")
            try:
                results.append((kind, *tests()))
            except console.Failure as failure:
                console.say(str(failure))
                results.append((kind, False, "could not start"))
    return all(passed for _kind, passed, _line in results)


def inside_fresh_odoo():
    """Run the addon's tests in a database of their own."""
    with postgres.running(), database.temporary() as name:
        return inside_odoo(name)


def logic(*arguments, thorough=True):
    """Run the tests of logic/ with plain Python, on all random cases or on a
    share; return whether they passed, and pytest's closing line.
    """
    effort = {THOROUGH: "1"} if thorough else {}
    return _pytest([LOGIC, *arguments], _environment(PYTHONPATH="", **effort))


def inside_odoo(name, *arguments, workers=WORKERS):
    """Run the addon's tests inside Odoo on the database; return whether they passed,
    and pytest's closing line.
    """
    config = odoo.configuration(
        paths.SERVERS / f"pytest-{name}.conf", db_name=name, dbfilter=f"^{name}$"
    )
    options = [
        "-p",
        "pytest_odoo",
        f"--odoo-config={config}",
        f"--odoo-database={name}",
        "--odoo-http",
    ]
    if workers:
        options += ["-n", workers, "--dist", "loadscope"]
        for plugin in OF_WORKERS:
            options += ["-p", plugin]
    if not any(argument.split("::")[0].endswith(".py") for argument in arguments):
        arguments = [f"{paths.ADDON}/tests", *arguments]
    try:
        return _pytest([*options, *arguments], _environment(**odoo.environment()))
    finally:
        config.unlink(missing_ok=True)


def against_server(earlier, *arguments):
    """Run the tests of tests/ that need a server; return whether they passed, and
    pytest's closing line. Those that share a server stay together.
    """
    environment = _environment(**postgres.environment(), **{RECAP: earlier})
    ignored = [f"--ignore={folder}" for folder in (LOGIC, TOOLS)]
    together = ["-n", WORKERS, "--dist", "loadgroup"]
    with postgres.running():
        try:
            return _pytest(["tests", *ignored, *together, *arguments], environment)
        finally:
            # An interrupted process of pytest may have no time to put its own away.
            database.sweep()


def fuzz():
    """Send strange requests to all routes of running servers; return whether each was
    answered in words.
    """
    return _crowd("tests/fuzz", FUZZ, FUZZ_COUNT)


def clicks():
    """Have officers click at the same time, on two servers; return whether all places
    were right and all were told so.
    """
    return _crowd("tests/concurrency", CLICKS, CLICKS_COUNT)


def click_everywhere():
    """Have Odoo's crawler open all of the addon's menus, views and filters; return
    whether it found no error.
    """
    return _at_length(CRAWLER, {CLICK_EVERYWHERE: "1"})


def year():
    """Have a year go by for many pairs, and print who got what; return whether it was
    what was promised.
    """
    settings = {
        YEAR_PAIRS: paths.setting("PAIRS", YEAR_PAIRS_COUNT),
        KILLS: paths.setting(KILLS, "0"),
    }
    return _at_length("tests/year", settings)


def _crowd(folder, variable, count):
    """Run the tests of a folder with more than their share in `make test`."""
    return _at_length(folder, {variable: paths.setting(variable, count)})


def _at_length(folder, settings):
    odoo.ensure()
    programs.ensure_wkhtmltopdf()
    python.ensure("test")
    environment = _environment(**postgres.environment(), **settings)
    with postgres.running():
        passed, _closing = _pytest([folder, "-s"], environment)
    return passed


def recap(results):
    """Return a line for each run."""
    return "\n".join(
        f"{'passed' if passed else 'FAILED'}  {kind}: {line}"
        for kind, passed, line in results
    )


@contextlib.contextmanager
def _databases_in_preparation():
    """Build the databases in the background meanwhile: whoever needs one waits for it,
    and builds it again to say what is wrong if that failed.
    """
    command = [sys.executable, "-m", "dev", "templates"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=paths.ROOT, **quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def _linters_at_work():
    """Run the linters in the background meanwhile. Yields a function that waits for
    them, shows what they say, and returns whether they are content, and a closing line.
    """
    command = [sys.executable, "-m", "dev", "lint"]
    start = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command, cwd=paths.ROOT, stdout=said, stderr=subprocess.STDOUT
        )

        def linters():
            content = process.wait() == 0
            said.seek(0)
            console.say(said.read().strip())
            words = "content" if content else "not content"
            return content, f"{words} in {time.monotonic() - start:.2f}s"

        try:
            yield linters
        finally:
            process.terminate()
            process.wait()


def _environment(**variables):
    chromium = paths.BIN / "chromium"
    return {
        **os.environ,
        BROWSER_VARIABLE: str(chromium),
        # Playwright's own Node needs a library that plain Debian lacks.
        "PLAYWRIGHT_NODEJS_PATH": str(python.node()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(paths.CACHE / "hypothesis"),
        # Of Chromium, which would write into the user's home.
        "XDG_CACHE_HOME": str(paths.CACHE),
        "XDG_CONFIG_HOME": str(paths.CACHE / "config"),
        **variables,
    }


def _pytest(arguments, environment):
    """Run pytest, showing what it prints; return whether it passed, and its closing
    line.
    """
    command = [paths.VENV_PYTHON, "-m", "pytest", "-p", "dev.pytest_plugin", *arguments]
    process = subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        cwd=paths.ROOT,
        env=environment,
        preexec_fn=shell.die_with_parent,
        # Ctrl-C reaches it once, through us: twice would keep it from putting away
        # what it made.
        start_new_session=True,
    )
    try:
        closing = _show(process.stdout)
        return process.wait() == 0, closing
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            _show(process.stdout)
            process.wait()


def _show(lines):
    """Print what pytest prints; return its closing line."""
    closing = "ended without pytest's closing line"
    for line in lines:
        print(line, end="", flush=True)
        if match := CLOSING.match(line.strip()):
            closing = match[1]
    return closing
