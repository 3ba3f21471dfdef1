"""What the user sees: one line a step with its time, and one sentence when something
can't go on.
"""

import contextlib
import errno
import os
import sys
import time

# Variable of those who work side by side: each line is printed when it is whole.
SIDE_BY_SIDE = "DEV_SIDE_BY_SIDE"
# A full disk, a folder that is not ours.
FORESEEABLE = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT)


class Failure(Exception):
    """Something foreseeable went wrong. The message is a sentence for the user, with
    the way on.
    """


def say(text=""):
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def side_by_side():
    """Have this process, and those that it starts meanwhile, print whole lines."""
    before = is_side_by_side()
    os.environ[SIDE_BY_SIDE] = "1"
    try:
        yield
    finally:
        if not before:
            del os.environ[SIDE_BY_SIDE]


def is_side_by_side():
    """Say whether others print lines between ours."""
    return SIDE_BY_SIDE in os.environ


@contextlib.contextmanager
def step(title):
    """Announce a step, and print its time when it is done: `· Odoo 19 … 14.2 s`."""
    live = sys.stdout.isatty() and not is_side_by_side()
    if live:
        print(f"· {title} …", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        say(" failed" if live else f"· {title} … failed")
        raise
    seconds = f"{time.monotonic() - start:.1f} s"
    say(f" {seconds}" if live else f"· {title} … {seconds}")
