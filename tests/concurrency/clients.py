"""People who click at the same time, each with a connection of their own."""

import html
import re
import threading

import requests

from . import crowd

TIMEOUT = 120  # seconds; Odoo may run a request five times
# What the web client shows as a sentence; anything else is a failure of the server.
SENTENCES = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError")


class Refused(Exception):
    """The sentence that somebody is told who came too late."""


class Client:
    """Somebody who is logged in: an officer, or a member."""

    def __init__(self, odoo, login):
        """Log in, which takes its time on purpose, so that an officer does it once a
        day; a member also opens the page whose forms are then sent.
        """
        self.url = odoo.pick()
        self.session = requests.Session()
        self.session.cookies.update(odoo.officers.get(login, {}))
        if login in odoo.officers:
            return
        params = {"db": odoo.database, "login": login, "password": crowd.PASSWORD}
        assert self._post("/web/session/authenticate", params).get("uid")
        if "@" not in login:
            odoo.officers[login] = self.session.cookies.get_dict()
        else:
            page = self.session.get(f"{self.url}/my/mentoring", timeout=TIMEOUT).text
            self.token = re.search(r'csrf_token: "([^"]+)"', page)[1]

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does; raises ``Refused``."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def press(self, path, **form):
        """Press a button of a member's page; return what the next page says.

        :return: colour and words of its message
        """
        form["csrf_token"] = self.token
        answer = self.session.post(f"{self.url}{path}", data=form, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text[-2000:]
        said = re.search(
            r'class="alert alert-(\w+) text-break"[^>]*>(.*?)</div>', answer.text, re.S
        )
        words = re.sub(r"<[^>]+>", " ", said[2])
        return said[1], " ".join(html.unescape(words).split())

    def _post(self, path, params):
        answer = self.session.post(
            f"{self.url}{path}", json={"params": params}, timeout=TIMEOUT
        ).json()
        if error := answer.get("error"):
            data = error["data"]
            assert data["name"] in SENTENCES, data["debug"]
            raise Refused(data["message"])
        return answer["result"]


def at_once(people, act):
    """Have each of ``people`` do ``act(person)`` in a thread of their own.

    :return: what each ``act`` returned; the first failure is raised
    """
    start = threading.Barrier(len(people))
    results, failures = [None] * len(people), []

    def run(index, person):
        try:
            start.wait()
            results[index] = act(person)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def log_in_officers(odoo):
    """All officers of the crowd, logged in."""
    logins = [f"officer{number}" for number in range(crowd.OFFICERS)]
    return at_once(logins, lambda login: Client(odoo, login))
