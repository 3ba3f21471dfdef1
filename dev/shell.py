"""Running programs: quietly into a log file, or to read what they print; their failure
becomes a sentence.
"""

import ctypes
import os
import signal
import subprocess
from pathlib import Path

from . import paths
from .console import Failure

TAIL = 15  # lines of a failed program's output that the user is shown
PR_SET_PDEATHSIG = 1  # of Linux' prctl: a signal for when the parent has died
LIBC = ctypes.CDLL(None)


def run(command, log, *, env=None, cwd=None, user=None, text="", **options):
    """Run `command` on the input `text`, output in the log file `log`; raise Failure
    with the end of that output. It ends when we are killed: the next command would
    get in its way.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    path = paths.LOGS / f"{log}.log"
    with path.open("w", encoding="utf-8", errors="replace") as output:
        output.write(f"$ {' '.join(map(str, command))}\n")
        output.flush()
        try:
            code = subprocess.run(
                list(map(str, command)),
                input=text.encode(),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(env),
                cwd=cwd or paths.ROOT,
                preexec_fn=die_with_parent,
                **_as_user(user),
                **options,
            ).returncode
        except FileNotFoundError as error:
            raise Failure(
                f"The program {command[0]} is not on this machine."
            ) from error
    if code:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:]
        sentence = f"{Path(command[0]).name} failed; all it said is in {path}."
        raise Failure("\n".join([*lines, sentence]))


def read(command, *, env=None, cwd=None, user=None):
    """Run `command` and return what it prints on standard output; raise Failure with
    its complaint.
    """
    try:
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=_environment(env),
            cwd=cwd or paths.ROOT,
            **_as_user(user),
        )
    except FileNotFoundError as error:
        raise Failure(f"The program {command[0]} is not on this machine.") from error
    if done.returncode:
        raise Failure(
            f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}"
        )
    return done.stdout


def die_with_parent():
    """Have the process that calls it told to end when its parent is killed."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _environment(extra):
    return {**os.environ, **{key: str(value) for key, value in (extra or {}).items()}}


def _as_user(account):
    """Return the options that make subprocess run a program as `account` (a pwd entry,
    or None for ourselves).
    """
    return (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        if account
        else {}
    )
