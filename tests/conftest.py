"""What the tests against a real running server share."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Folders whose tests share a server, or several: they go to the same process.
SHARING = {"concurrency": "crowd", "fuzz": "crowd"}


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks at the groups
def pytest_collection_modifyitems(items):
    """Have the tests of a folder run in one process, one after the other."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        item.add_marker(pytest.mark.xdist_group(SHARING.get(folder, folder)))


@pytest.fixture(scope="session")
def mail_server():
    """An SMTP server and its mailbox."""
    from tests import mailbox

    box = mailbox.Mailbox()
    controller = mailbox.start(box)
    controller.mailbox = box
    yield controller
    controller.stop()


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium; each person opens a window of their own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM_BIN"],
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def servers():
    """Two servers on one crowd, for the tests that come one after the other."""
    from tests.concurrency import servers

    with servers.running() as running:
        yield running
