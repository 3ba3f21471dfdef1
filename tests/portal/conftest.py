"""One house and one window for all walks of a turn."""

import pytest

from . import house as houses
from .turns import TURNS
from .visitor import Visitor


@pytest.fixture(scope="package", params=TURNS, ids="turn{}".format)
def house(request, mail_server):
    with houses.running(mail_server, request.param) as house:
        yield house
        assert not house.odoo.problems()


@pytest.fixture
def visit(chromium, house):
    """Return a function that opens a window: ``visit("fr", "phone")``."""
    visitors = []

    def open_window(lang, size):
        visitors.append(Visitor(chromium, house, lang, size))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.context.close()


@pytest.fixture(scope="package")
def window(chromium, house):
    """One window in which everybody takes a turn."""
    visitor = Visitor(chromium, house)
    yield visitor
    visitor.context.close()
