"""Somebody who sends one strange request after the other."""

import random
import re
import threading
from dataclasses import dataclass, field

import requests

from tests.concurrency import crowd

from . import values

TIMEOUT = 120  # seconds
RAW = (
    "Traceback (most recent",
    "psycopg2",
    "odoo.exceptions",
    "Internal Server Error",
    "QWebError",
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE")
REMEMBERED = 20


@dataclass
class Sent:
    """A request, as it can be sent again."""

    method: str
    path: str
    options: dict = field(default_factory=dict)

    def __str__(self):
        told = re.sub(r"(.)\1{50,}", r"\1…", repr(self.options))
        return f"{self.method} {self.path[:200]} {told[:2000]}"


class Fuzzer:
    """One person, logged in or not, with a seed of their own.

    :param world: routes, names of fields, and ``{blank: ids that there are}``
    """

    def __init__(self, odoo, login, world, seed):
        """Log in, unless it is a visitor (no ``login``)."""
        self.name = login or "visitor"
        self.random = random.Random(f"{seed} {self.name}")
        self.odoo = odoo
        self.routes, self.names, self.ids = world
        self.session = requests.Session()
        self.token, self.old, self.failures, self.statuses = "", [], [], {}
        if login:
            self._log_in(login)

    def _log_in(self, login):
        params = {
            "db": self.odoo.database,
            "login": login,
            "password": crowd.PASSWORD,
        }
        url = f"{self.odoo.pick()}/web/session/authenticate"
        answer = self.session.post(url, json={"params": params}, timeout=TIMEOUT)
        assert answer.json()["result"]["uid"], login

    def send(self, count):
        """Send so many requests; what is wrong with the answers is in ``failures``."""
        self.token = self._read_token()
        while count > 0:
            sent = self._prepare()
            # Pressed twice, or sent anew from a page of before.
            times = 2 if self.random.random() < 0.1 else 1
            for __ in range(min(times, count)):
                self._try(sent)
                count -= 1

    def _read_token(self):
        page = self.session.get(f"{self.odoo.pick()}/mentoring/self-check").text
        return re.search(r'csrf_token: "([^"]+)"', page)[1]

    def _prepare(self):
        if self.old and self.random.random() < 0.05:
            return self.random.choice(self.old)
        method, route = self.random.choice(self.routes)
        if self.random.random() < 0.08:
            method = self.random.choice(METHODS)
        sent = Sent(method, self._fill_in(route))
        if method not in ("GET", "HEAD"):
            sent.options = self._prepare_body()
        if self.random.random() < 0.2:
            sent.options["params"] = self._prepare_query()
        self.old = [*self.old[-REMEMBERED:], sent]
        return sent

    def _prepare_query(self):
        # The HTTP server takes no address of more than 64 kB.
        query = values.as_form(self.random, self.names)[:4]
        return [(name, value[: values.LONG]) for name, value in query]

    def _fill_in(self, route):
        path = re.sub(r"<(?:\w+:)?(\w+)>", self._pick_id, route)
        prefix = self.random.choice(("", "", "", "/fr", "/en", "/xx"))
        return prefix + path

    def _pick_id(self, blank):
        if self.random.random() < 0.2:
            return self.random.choice(values.NO_IDS)
        return str(self.random.choice(self.ids[blank[1]]))

    def _prepare_body(self):
        chance = self.random.random()
        if chance < 0.05:
            kind, body = values.as_odd_body(self.random)
            return {"data": body, "headers": {"Content-Type": kind}}
        form = values.as_form(self.random, self.names)
        if chance < 0.9:
            form.append(("csrf_token", self.token))
        elif chance < 0.95:
            form.append(("csrf_token", "0" * 40 + "o9999999999"))
        if self.random.random() < 0.1:
            name = self.random.choice(self.names)
            return {"data": form, "files": {name: ("a.png", b"\x89PNG")}}
        return {"data": form}

    def _try(self, sent):
        follow = self.random.random() < 0.3
        try:
            answer = self._ask(sent, follow)
        except requests.ConnectionError as error:
            self.failures.append(f"{self.name}: no answer ({error}): {sent}")
            return
        status = answer.status_code
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if complaint := self._judge(answer):
            self.failures.append(f"{self.name}: {complaint}: {sent}")

    def _ask(self, sent, follow):
        """Send it; anew if the server had closed the connection, as it may."""
        for last in (False, True):
            try:
                return self.session.request(
                    sent.method,
                    f"{self.odoo.pick()}{sent.path}",
                    allow_redirects=follow,
                    timeout=TIMEOUT,
                    **sent.options,
                )
            except requests.ConnectionError:
                if last:
                    raise
        return None

    def _judge(self, answer):
        """What is wrong with the answer, or nothing."""
        if answer.status_code >= 500:
            return answer.status_code
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith(("text/html", "application/json")):
            return None
        text = answer.text
        found = [raw for raw in RAW if raw in text]
        if kind.startswith("text/html") and values.SCRIPT in text:
            found.append("a script that somebody typed")
        return ", ".join(found)


def send_all(fuzzers, count):
    """Have them all send their share at the same time; return what went wrong."""
    share, more = divmod(count, len(fuzzers))
    threads = [
        threading.Thread(target=one.send, args=[share + (index < more)])
        for index, one in enumerate(fuzzers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [failure for one in fuzzers for failure in one.failures]
