"""One crowd on two servers for all; each test finds everything undone."""

import pytest


@pytest.fixture
def odoo(servers):
    """The servers, on a database in which nothing is published yet."""
    servers.begin_afresh()
    return servers
