"""`make bench-matching`: an environment for the contestants, then the run.
`make bench-ranking`: one application among many mentors, from the database.
`make bench-portal`: the portal's pages, with few records and with many.
`make bench-reminders`: the daily job of the reminders, with 100,000 active pairs.
`make bench-web`: the screens of the back office, beside those of crm.
"""

import os
import subprocess

from . import database, odoo, paths, postgres, python, steps

HOME = paths.HOME / "benchmark"
PYTHON = HOME / "bin" / "python"
REQUIREMENTS = paths.ROOT / "benchmarks" / "requirements.txt"


def matching():
    """Measure matching; return the exit code: 0 when our answers are the optimum."""
    steps.ensure(
        "benchmark",
        "contestants of the benchmark",
        [REQUIREMENTS],
        lambda: python.make_apart(HOME, REQUIREMENTS),
        made=[PYTHON],
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [PYTHON, "-m", "benchmarks"]
    return subprocess.run(command, cwd=paths.ROOT, env=environment).returncode


def ranking():
    """Measure the ranking, on a database of its own; return the exit code."""
    return _in_shell("ranking.py")


def portal():
    """Measure the portal's pages, likewise; return 1 when one asks the database more
    often for many records than for few, or is too slow.
    """
    return _in_shell("portal.py")


def reminders():
    """Measure the job of the reminders; return 1 when it takes too long or too much."""
    return _in_shell("reminders.py")


def web():
    """Measure the back office; return 1 when a screen asks the database more often for
    many records than for few, or takes longer than crm's pipeline.
    """
    return _in_shell("web.py", "crm")


def _in_shell(script, *modules):
    """Run a file of benchmarks/ in Odoo's shell, on a database of its own, which has
    some of Odoo's own addons besides.
    """
    odoo.ensure()
    postgres.ensure()
    with postgres.running(), database.temporary() as name:
        if modules:
            database.install(name, modules)
        config = odoo.configuration(paths.SERVERS / f"shell-{name}.conf", db_name=name)
        command = odoo.command("shell", "-c", config, "--no-http", "--log-level=warn")
        return subprocess.run(
            list(map(str, command)),
            input=(paths.ROOT / "benchmarks" / script).read_text(),
            text=True,
            env={**os.environ, **odoo.environment()},
            cwd=paths.ROOT,
        ).returncode
