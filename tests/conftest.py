"""What the tests against a real running server share."""

import os

import pytest


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
