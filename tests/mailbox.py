"""A real SMTP server that keeps what it receives, for the tests to read."""

import email
import email.policy
import re
import socket
import threading

from aiosmtpd.controller import Controller

PATIENCE = 120  # seconds; a busy machine is slow


class Mailbox:
    """The post of everybody: messages in the order in which they arrived."""

    def __init__(self):
        self._messages = []
        self._arrived = threading.Condition()

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(
            envelope.content, policy=email.policy.default
        )
        with self._arrived:
            self._messages.append((tuple(envelope.rcpt_tos), message))
            self._arrived.notify_all()
        return "250 OK"

    def to(self, address):
        """The messages that ``address`` has received."""
        with self._arrived:
            return [message for to, message in self._messages if address in to]

    def all(self):
        """All messages."""
        with self._arrived:
            return [message for __, message in self._messages]

    def wait_for(self, address, words):
        """Wait for a message to ``address`` with ``words`` in its subject."""
        return self.wait_until(
            lambda: next(
                (
                    message
                    for to, message in self._messages
                    if address in to and words in message["subject"]
                ),
                None,
            ),
            f"no mail “{words}” to {address}",
        )

    def wait_until(self, find, complaint):
        """Wait until ``find()`` finds something among the messages; return it."""
        with self._arrived:
            if self._arrived.wait_for(lambda: bool(find()), PATIENCE):
                return find()
            seen = [(to, message["subject"]) for to, message in self._messages]
        raise AssertionError(f"{complaint} in {PATIENCE} s; got {seen}")


def free_port():
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(mailbox):
    """Start an SMTP server for ``mailbox``; returns it, with ``hostname`` and ``port``.

    ``stop()`` ends it.
    """
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller


def html_of(message):
    """The HTML text of a message, or its plain text."""
    return message.get_body(("html", "plain")).get_content()


def text_of(message):
    """The words of a message, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html_of(message)))


def links_of(message):
    """The addresses that a message links to."""
    found = re.findall(r'href="([^"]+)"', html_of(message))
    return [link.replace("&amp;", "&") for link in found]


def calendars_of(message):
    """The calendar files that a message carries, as text."""
    return [
        part.get_content()
        if isinstance(part.get_content(), str)
        else part.get_content().decode()
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    ]
