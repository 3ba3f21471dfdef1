"""Odoo 19 itself: the private copy of Debian's package, or one that is already there
(ODOO_HOME=…, ODOO_PYTHON=…).
"""

import ast
import configparser
import os
import shutil
from pathlib import Path

from . import debian, existing, paths, postgres, python, steps
from .console import Failure

PACKAGES = ["odoo-19/sid"]
STATIC_PACKAGES = [  # what Odoo's package links to, of the machine's own Debian release
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-montserrat/sid",  # bookworm does not have it
    "fonts-inconsolata",
    "fonts-ocr-b",
]
# What every server and every test of ours runs with, if not told otherwise.
OPTIONS = {
    "http_interface": "127.0.0.1",
    "list_db": False,
    "max_cron_threads": 0,
    "server_wide_modules": "base,rpc,web",
    "unaccent": True,  # a search for "helene" finds "Hélène"
    "workers": 0,
}


def ensure():
    """Have Odoo and the Python packages it needs."""
    _check_interpreter()
    folder = root()
    with python.in_preparation("odoo"):
        if not paths.setting("ODOO_HOME"):
            steps.ensure(
                "odoo",
                "Odoo 19 from Debian",
                [*PACKAGES, *STATIC_PACKAGES],
                _fetch,
                made=[folder],
            )
    python.ensure("odoo")


def root():
    """Return the folder that has Odoo's package `odoo` in it."""
    told = paths.setting("ODOO_HOME")
    return existing.find(told) if told else paths.ODOO / existing.PACKAGE_ROOT


def state():
    """Return what tells one Odoo from another, and one download or upgrade of it from
    the next.
    """
    if paths.setting("ODOO_HOME"):
        return [root(), *existing.state(root())]
    stamp = paths.STAMPS / "odoo"
    return [root(), stamp.read_text(), stamp.stat().st_mtime_ns]


def interpreter():
    """Return the Python that runs Odoo."""
    return paths.setting("ODOO_PYTHON") or paths.VENV_PYTHON


def command(*arguments):
    """Return the command line that runs Odoo with `arguments`."""
    return [interpreter(), Path(__file__).with_name("odoo_bin.py"), *arguments]


def environment():
    """Return the environment that Odoo, and tests inside Odoo, run in."""
    folders = existing.import_path(root()) if paths.setting("ODOO_HOME") else [root()]
    python_path = [*map(str, folders), os.environ.get("PYTHONPATH", "")]
    return {
        **postgres.environment(),
        "PATH": os.pathsep.join(
            [
                str(paths.BIN),
                str(postgres.programs()),
                str(paths.VENV / "bin"),
                os.environ["PATH"],
            ]
        ),
        "PYTHONPATH": os.pathsep.join(filter(None, python_path)),
        # Odoo has thousands of modules: each start would compile those it loads.
        "PYTHONPYCACHEPREFIX": str(paths.CACHE / "bytecode"),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONWARNINGS": "ignore",
        "TZ": "UTC",
    }


def addons_path():
    """Return the folders that addons are looked for in, besides Odoo's own."""
    return [*existing.addon_folders(root()), *site_addons(), paths.ROOT]


def site_addons():
    """Return the folder of addons that are Python packages (OCA's membership)."""
    return sorted(paths.VENV.glob("lib/python3*/site-packages/odoo/addons"))


def configuration(path, **options):
    """Write an Odoo configuration file with the private cluster, our addons and
    `options`; return its path.
    """
    values = {
        "addons_path": ",".join(map(str, addons_path())),
        "data_dir": paths.DATA,
        "db_host": postgres.socket_folder(),
        "db_port": postgres.PORT,
        "db_user": postgres.ROLE,
        **OPTIONS,
        **options,
    }
    parser = configparser.RawConfigParser()
    parser["options"] = {key: str(value) for key, value in values.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        parser.write(file)
    return path


def manifest():
    """Read the addon's manifest."""
    path = paths.ADDON_DIR / "__manifest__.py"
    if not path.exists():
        raise Failure(f"There is no {path.relative_to(paths.ROOT)} yet.")
    return ast.literal_eval(path.read_text(encoding="utf-8"))


def _fetch():
    with steps.replacing(paths.ODOO) as folder:
        debian.unpack([*PACKAGES, *STATIC_PACKAGES], folder)
        addons = folder / existing.PACKAGE_ROOT / "odoo" / "addons"
        stub = addons / existing.LEFT_OUT
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.touch()


def _check_interpreter():
    told = paths.setting("ODOO_PYTHON")
    if told and not shutil.which(told):
        raise Failure(f"ODOO_PYTHON={told}: there is no such program.")
