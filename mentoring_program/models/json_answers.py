"""What another program sends, read strictly: a value of its kind, or a sentence."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tools import email_normalize

YEARS = range(1900, 2200)
TEXT = 10_000
LINE = 200
SHOWN = 40  # characters of what was sent that a sentence repeats


def refuse(*answers):
    """Raise all sentences at once, if there are any."""
    if errors := [error for one in answers for error in one.get_errors()]:
        raise UserError("\n".join(errors))


class JsonAnswers:
    """The members of a JSON object; each that is wrong gets a sentence of its own.

    What was not sent is ``None``: for a questionnaire that goes on elsewhere it is no
    mistake. Names that nobody has asked for are one: see ``refuse``.
    """

    def __init__(self, env, name, sent):
        """:param str name: what the object is called there"""
        self.env = env
        self.name = name
        self.sent = sent if isinstance(sent, dict) else {}
        self.asked = set()
        self.errors = []
        if not isinstance(sent, dict):
            self.errors.append(env._("“%(name)s” must be a JSON object.", name=name))

    def fail(self, name, sentence):
        self.errors.append(f"{self.name}.{name}: {sentence}")

    def get(self, name):
        self.asked.add(name)
        value = self.sent.get(name)
        # Zero is an answer, though it equals False.
        return None if value is False or value == "" else value

    def get_errors(self):
        unknown = sorted(self.sent.keys() - self.asked)
        sentence = self.env._("There is no such question.")
        return self.errors + [
            f"{self.name}.{name[:SHOWN]}: {sentence}" for name in unknown
        ]

    def text(self, name, limit=TEXT):
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            return self.fail(name, self.env._("This must be a text."))
        if len(value) > limit:
            return self.fail(
                name, self.env._("At most %(limit)s characters fit.", limit=limit)
            )
        return value.replace("\x00", "").replace("\r\n", "\n").strip() or None

    def line(self, name):
        """A text on one line."""
        text = self.text(name, LINE)
        return text and " ".join(text.split())

    def email(self, name):
        text = self.line(name)
        address = text and email_normalize(text)
        if text and not address:
            self.fail(name, self.env._("This is no e-mail address."))
        return address or None

    def integer(self, name, low, high):
        value = self.get(name)
        if value is None:
            return None
        if type(value) is not int or not low <= value <= high:
            return self.fail(
                name,
                self.env._(
                    "Write a whole number from %(low)s to %(high)s.", low=low, high=high
                ),
            )
        return value

    def past_date(self, name, today):
        """A day up to ``today``; ``2014-09`` is the first of that month."""
        text = self.line(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            return self.fail(
                name, self.env._("Write a date such as 2014-09-01, or 2014-09.")
            )
        if day > today:
            return self.fail(name, self.env._("This date can't be in the future."))
        return day

    def choice(self, name, options):
        """One of the ``options``."""
        value = self.get(name)
        if value is None:
            return None
        # True is no 1 here.
        if type(value) not in (int, str) or value not in options:
            return self.fail(
                name,
                self.env._(
                    "“%(value)s” is none of the answers.", value=str(value)[:SHOWN]
                ),
            )
        return value

    def choices(self, name, options):
        """Several of the ``options``."""
        values = self.items(name)
        if values is None:
            return None
        if all(type(one) in (int, str) and one in options for one in values):
            return values
        return self.fail(name, self.env._("Choose among the answers."))

    def items(self, name):
        """A list."""
        values = self.get(name)
        if values is None or isinstance(values, list):
            return values
        return self.fail(name, self.env._("This must be a list."))
