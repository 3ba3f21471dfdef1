"""Debian packages without installing them: downloaded and unpacked into a folder, by an
ordinary user.

A private apt configuration reads the machine's own sources, and next to them Debian's
unstable suite (`sid`) of the same archive, from which nothing but what is asked for by
name is taken. Its lists and its cache are in `.dev/apt`; the machine's own apt is not
touched. apt checks signatures and hashes with the machine's archive keyring.
"""

import re
import shutil
import time
from pathlib import Path

from . import paths, shell, steps
from .console import Failure

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Seconds after which package lists are read again before something is downloaded.
LISTS_MAX_AGE = 12 * 3600

CONFIGURATION = """\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "{apt}/sources";
Dir::Etc::Preferences "{apt}/preferences";
Dir::State::Lists "{apt}/lists";
Dir::Cache "{apt}/cache";
APT::Sandbox::User "";
APT::Get::List-Cleanup "false";
APT::Update::Error-Mode "any";
Debug::NoLocking "true";
Acquire::Languages "none";
"""
PREFERENCES = """\
Package: *
Pin: release n=sid
Pin-Priority: -1
"""


def unpack(packages, target):
    """Download `packages` ("name" of the machine's release, or "name/sid") and unpack
    them into `target`, in one go.
    """
    update()
    with steps.replacing(target) as folder:
        download = folder / ".download"
        download.mkdir()
        with steps.lock("apt"):
            try:
                _apt_get("download", *packages, cwd=download)
            except Failure:  # the archive may have moved on since its lists were read
                _read_lists()
                _apt_get("download", *packages, cwd=download)
        for package in sorted(download.glob("*.deb")):
            shell.run(["dpkg-deb", "-x", package, folder], f"unpack-{package.stem}")
        shutil.rmtree(download)


def missing_for(packages):
    """Return the packages that installing `packages` would bring: themselves and what
    they need, less what is there.
    """
    update()
    plan = shell.read(
        [*_command("apt-get"), "-s", "--no-install-recommends", "install", *packages]
    )
    return re.findall(r"^Inst (\S+)", plan, re.MULTILINE)


def update():
    """Read the package lists, unless that was done within the last hours."""
    with steps.lock("apt"):
        stamp = paths.APT / "lists" / "read"
        if stamp.exists() and time.time() - stamp.stat().st_mtime < LISTS_MAX_AGE:
            return
        _read_lists()
        stamp.touch()


def _read_lists():
    _configure()
    try:
        _apt_get("update")
    except Failure as failure:
        raise Failure(
            f"{failure}\nDebian's package lists can't be read: is there a network? "
            "An Odoo 19 that is there already can be named with ODOO_HOME=…."
        ) from failure


def _configure():
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Failure(
            "This machine has no apt-get and dpkg-deb, so Odoo can't be had from "
            "Debian: say where an Odoo 19 is with ODOO_HOME=…, and install PostgreSQL, "
            "Chromium and wkhtmltopdf yourself."
        )
    for folder in ("lists/partial", "cache/archives/partial", "sources"):
        (paths.APT / folder).mkdir(parents=True, exist_ok=True)
    (paths.APT / "apt.conf").write_text(CONFIGURATION.format(apt=paths.APT))
    (paths.APT / "preferences").write_text(PREFERENCES)
    sources = paths.APT / "sources"
    for old in sources.iterdir():
        old.unlink()
    for index, source in enumerate(_machine_sources()):
        (sources / f"machine-{index}{source.suffix}").symlink_to(source)
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    (sources / "sid.list").write_text(f"deb {signed}{_archive()} sid main\n")


def _machine_sources():
    etc = Path("/etc/apt")
    parts = sorted(
        path
        for path in (etc / "sources.list.d").glob("*")
        if path.suffix in (".list", ".sources")
    )
    return [path for path in [etc / "sources.list", *parts] if path.exists()]


def _archive():
    """Return the address of the Debian archive that the machine itself uses."""
    listing = shell.read(
        [
            "apt-get",
            "indextargets",
            "--no-release-info",
            "--format",
            "$(REPO_URI) $(RELEASE)",
            "Created-By: Packages",
        ]
    )
    archives = [
        line.split()[0] for line in listing.splitlines() if "-" not in line.split()[-1]
    ]
    if not archives:
        raise Failure(
            "The apt settings of this machine name no Debian archive: "
            "say where an Odoo 19 is with ODOO_HOME=…."
        )
    return archives[0]


def _command(program):
    return [program, "-q", "-c", paths.APT / "apt.conf"]


def _apt_get(*arguments, cwd=None):
    try:
        shell.run(
            [*_command("apt-get"), *arguments],
            f"apt-{arguments[0]}",
            cwd=cwd,
            env={"LC_ALL": "C.UTF-8"},
        )
    except Failure as failure:
        free = shutil.disk_usage(paths.HOME).free
        hint = (
            f"\nOnly {free >> 20} MB of disk space are left." if free < 1 << 30 else ""
        )
        raise Failure(f"{failure}{hint}") from failure
