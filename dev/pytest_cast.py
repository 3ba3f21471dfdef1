"""A pytest plugin for the tests inside Odoo: their cast is made once for all of them.

Only a process of pytest-xdist has it so: its copy of the database is its own, and is
dropped at the end. Anywhere else, Odoo's own runner included, each class makes the cast
and it is rolled back.
"""

import os
from unittest.mock import patch

import pytest


@pytest.fixture(scope="session", autouse=True)
def cast(own_filestore):
    """Write the cast into the database, for all transactions to find."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    from passlib.context import CryptContext

    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    from odoo.addons.base.models.res_users import ResUsersPatchedInTest
    from odoo.addons.mentoring_program.tests.common import MentoringMixin

    # As in Odoo's own tests: who logs in does not wait for the many rounds.
    quick = CryptContext(["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1)
    with (
        Registry(get_db_name()).cursor() as cr,
        patch.object(ResUsersPatchedInTest, "_crypt_context", lambda self: quick),
    ):

        class Once(MentoringMixin):
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})

        Once._make_cast()
