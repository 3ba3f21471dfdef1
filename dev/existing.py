"""An Odoo that is already on the machine, as `ODOO_HOME=…` tells: is it one, is it the
right one, and how it is used without writing anything into it.

It comes in two layouts. A source checkout has `odoo/` with the core and few addons, and
`addons/` with the others; a package (Debian's, pip's, a container's) has `odoo/` with
all addons below. ODOO_HOME may be the folder of either, or one that Debian's package
was unpacked into.
"""

import contextlib
import re
from itertools import pairwise
from pathlib import Path

from . import paths, shell, steps
from .console import Failure

SERIES = "19.0"
# Where Debian's package has `odoo/`, below the folder that it is unpacked into.
PACKAGE_ROOT = Path("usr/lib/python3/dist-packages")
RELEASE = Path("odoo/release.py")
ADDON_FOLDERS = (Path("odoo/addons"), Path("addons"))
# `version_info = (19, 0, 0, FINAL, 0, '')`, or `('saas~18', 3, …` between two series.
VERSION = re.compile(r"^version_info = \(['\"]?([^,'\"]+)['\"]?, *(\d+)", re.MULTILINE)
# A library that Debian leaves out as not free. Without the file, every page of the back
# office logs an error.
LEFT_OUT = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")
LINKS = paths.HOME / "odoo-home"


def find(told):
    """Return the folder that has the package `odoo`, of the Odoo that ODOO_HOME tells
    of; say in a sentence what is wrong with it otherwise.
    """
    home = Path(told).expanduser().resolve()
    if not home.is_dir():
        raise Failure(f"ODOO_HOME={told}: there is no such folder.")
    for root in (home, home / PACKAGE_ROOT):
        if (root / RELEASE).is_file():
            _check(root, told)
            return root
    raise Failure(
        f"ODOO_HOME={told}: there is no Odoo in that folder, which should be the one "
        "that has `odoo-bin`, or the package `odoo`."
    )


def _check(root, told):
    series = _series(root)
    if series != SERIES:
        raise Failure(f"ODOO_HOME={told} is Odoo {series}, and this needs {SERIES}.")
    for addon in ("base", "mail", "web"):
        if not _addon(root, addon):
            raise Failure(
                f"ODOO_HOME={told} is incomplete: it lacks the addon `{addon}`."
            )


def _series(root):
    """Return what an Odoo calls itself: `19.0`, `saas~18.3`."""
    found = VERSION.search((root / RELEASE).read_text(encoding="utf-8"))
    return ".".join(found.groups()) if found else "of an unknown version"


def _addon(root, name):
    """Return the folder of one of its addons; None if it has none of that name."""
    for folder in ADDON_FOLDERS:
        if (root / folder / name / "__manifest__.py").is_file():
            return root / folder / name
    return None


def addon_folders(root):
    """Return the folders of addons that it has besides those in its package."""
    aside = root / "addons"
    return [aside] if _addon(root, "web") == aside / "web" else []


def state(root):
    """Return what tells one state of it from another: databases are built anew when
    it was upgraded.
    """
    found = [(root / RELEASE).stat().st_mtime_ns]
    if (root / ".git").exists():
        with contextlib.suppress(Failure):  # not ours, or no git
            found.append(shell.read(["git", "-C", root, "rev-parse", "HEAD"]))
    return found


def import_path(root):
    """Return the folders to import it from: made of links to it, because what lies
    beside it (all of Debian's Python packages, say) would hide the ones we pinned.
    """
    folder = LINKS / steps.digest(root)
    _link(folder / "package" / "odoo", root / "odoo")
    if (_addon(root, "mail") / LEFT_OUT.relative_to("mail")).exists():
        return [folder / "package"]
    return [_with_left_out(root, folder / "left-out"), folder / "package"]


def _with_left_out(root, folder):
    """Return a folder with the addon `mail`, made of links to it, and with an empty
    file for the library that is left out.
    """
    source, target = _addon(root, "mail").parent, folder / "odoo" / "addons"
    for part, real in pairwise(LEFT_OUT.parts):
        source, target = source / part, target / part
        target.mkdir(parents=True, exist_ok=True)
        for path in source.iterdir() if source.exists() else ():
            if path.name not in (real, "__pycache__"):
                _link(target / path.name, path)
    (target / LEFT_OUT.name).touch()
    return folder


def _link(link, target):
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink() or link.readlink() != target:
        link.unlink(missing_ok=True)
        with contextlib.suppress(FileExistsError):  # another command was quicker
            link.symlink_to(target)
