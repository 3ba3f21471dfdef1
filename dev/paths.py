"""Where things are: the repository, and the one ignored folder that holds everything
that is downloaded or made.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".dev"

ADDON = "mentoring_program"
ADDON_DIR = ROOT / ADDON

APT = HOME / "apt"  # a private apt configuration, with its own lists and cache
CACHE = HOME / "cache"  # what the tools would otherwise keep in the user's home
BIN = HOME / "bin"  # programs that are found before the system's own
LOGS = HOME / "log"
ODOO = HOME / "odoo"  # Odoo, as its Debian package lays it out
POSTGRES = HOME / "postgres"  # the private cluster, or a link to it
SERVERS = HOME / "servers"  # configuration, log and process number of each Odoo server
STAMPS = HOME / "stamps"  # what has been done, with a hash of what it was done from
DATA = HOME / "data"  # Odoo's data_dir: file stores and sessions
VENV = HOME / "venv"
VENV_PYTHON = VENV / "bin" / "python"


def setting(name, default=None):
    """Read a setting of the user (an environment variable, as `make NAME=value` sets
    it); empty means unset.
    """
    return os.environ.get(name) or default
