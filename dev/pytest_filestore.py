"""A pytest plugin for the tests inside Odoo: each process of pytest-xdist keeps the
files of its copy of the database in a folder of its own.

pytest-odoo has them share one. After each class of tests, Odoo removes from it what no
attachment of *its* database names: the other process would lose what it just wrote.
"""

import contextlib
import os
import shutil

import pytest

from . import database


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Have a copy of the stored files for this process alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    from odoo.tests.common import get_db_name
    from odoo.tools import config

    own = get_db_name()
    with apart(config, own.removesuffix(f"-{worker}"), own):
        yield


@contextlib.contextmanager
def apart(config, shared, own):
    """Have Odoo's settings name a folder of `own` with what the database `shared` has
    stored, until the end, when it is removed.
    """
    database.copy_filestore(shared, own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "filestore", lambda _name: str(database.filestore(own)))
        try:
            yield
        finally:
            shutil.rmtree(database.filestore(own), ignore_errors=True)
