"""Steps that are done once: each leaves a stamp with a hash of what it was made from,
and is redone when that changes.
"""

import contextlib
import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path

from . import console, paths


def digest(*inputs):
    """Hash strings, and the contents of files (given as Path; of a folder only its
    path).
    """
    total = hashlib.sha256()
    for value in inputs:
        total.update(
            value.read_bytes()
            if isinstance(value, Path) and value.is_file()
            else str(value).encode()
        )
        total.update(b"\0")
    return total.hexdigest()[:16]


def tree_digest(folder, ignored=("__pycache__",)):
    """Hash the names and contents of all files below `folder`."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not set(ignored) & set(path.parts)
    )
    return digest(
        *(part for path in files for part in (path.relative_to(folder), path))
    )


@contextlib.contextmanager
def lock(name):
    """Let one process at a time do what `name` stands for; the others wait."""
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    with (paths.STAMPS / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not console.is_side_by_side():  # else it is one of our own
                console.say(
                    f"· waiting for another process that is making the same ({name})"
                )
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure(name, title, inputs, build, *, made=()):
    """Call `build()` unless it was done before from the same `inputs`, and all paths in
    `made` are still there.
    """
    if is_done(name, inputs, made):
        return
    with lock(name):
        if is_done(name, inputs, made):
            return
        forget(name)
        with console.step(title):
            build()
        stamp = paths.STAMPS / name
        stamp.with_suffix(".new").write_text(digest(*inputs))
        stamp.with_suffix(".new").replace(stamp)


def forget(name):
    """Have the step done again next time."""
    (paths.STAMPS / name).unlink(missing_ok=True)


def is_done(name, inputs, made=()):
    """Say whether the step was done from these `inputs`, and all in `made` is there."""
    stamp = paths.STAMPS / name
    return (
        stamp.exists()
        and stamp.read_text() == digest(*inputs)
        and all(path.exists() for path in made)
    )


@contextlib.contextmanager
def replacing(target):
    """Give an empty folder to fill, which takes the place of `target` in one go at the
    end: all of it or nothing. What a killed process had begun to fill is removed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"*.{target.name}-*"):
        # What the killed one had started may still write there: the next time then.
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
