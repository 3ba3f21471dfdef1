"""`make screenshots`: pictures of each page of the portal, at both widths and in both
languages, as the tests in `tests/portal` walk through them.
"""

import os
import shutil

from . import odoo, paths, programs, python, testing

PICTURES = paths.HOME / "pictures"
VARIABLE = "PICTURES"  # has the walk keep what it sees


def take():
    """Take the pictures anew; return whether every page was as it should be."""
    odoo.ensure()
    programs.ensure_chromium()
    python.ensure("test")
    for folder in PICTURES.glob("*-*/"):
        shutil.rmtree(folder)
    os.environ[VARIABLE] = "1"
    passed, _closing = testing.against_server("", "-k", "portal")
    print(f"\n  {os.path.relpath(PICTURES)}/")
    return passed
