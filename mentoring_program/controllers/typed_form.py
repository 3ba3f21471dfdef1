"""A page of questions: what was typed, what it means, and what is wrong with it."""

import base64
import binascii
import re
from datetime import date

from odoo.exceptions import UserError

from . import forms

LONG = 10_000
LINE = 200
DRAWING = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
DRAWING_LIMIT = 500_000


class TypedForm:
    """The fields of one page; a field that can't be read gets a sentence of its own.

    ``values`` holds what was read, by name; ``errors`` a sentence for each field that
    is wrong; ``typed`` what to show again. In the readers, ``required`` is what to say
    of a field left empty, when it must be filled in.
    """

    def __init__(self, env, posted, partial=False):
        """:param posted: the request's form, a ``MultiDict``
        :param bool partial: whether fields may be left empty for now
        """
        self.env = env
        self.posted = posted
        self.partial = partial
        self.values = {}
        self.errors = {}
        self.typed = posted.to_dict()

    def fail(self, name, sentence):
        self.errors.setdefault(name, sentence)

    def miss(self, name, sentence):
        """Say that an answer is missing, unless it may be for now."""
        if not self.partial:
            self.fail(name, sentence)

    def _try(self, name, read, *args, field=None):
        """Return what ``read`` makes of the field, or ``None`` and note why not."""
        try:
            return read(self.posted, field or name, *args)
        except UserError as error:
            self.fail(name, str(error))
            return None

    def _keep(self, name, value, required):
        self.values[name] = value
        if required and not value:
            self.miss(name, required)
        return value

    def text(self, name, required=None, limit=LONG):
        return self._keep(name, self._try(name, forms.get_text, limit), required)

    def line(self, name, required=None):
        """A text on one line."""
        text = self._try(name, forms.get_text, LINE)
        return self._keep(name, text and " ".join(text.split()), required)

    def integer(self, name, low, high, required=None):
        value = self._try(name, forms.get_integer)
        if value is not None and not low <= value <= high:
            value = self.fail(
                name,
                self.env._(
                    "Write a whole number from %(low)s to %(high)s.", low=low, high=high
                ),
            )
        return self._keep(name, value, required)

    def past_date(self, name, today, required=None):
        """A day up to ``today``."""
        day = self._check_past(name, self._try(name, forms.get_date), today)
        return self._keep(name, day, required)

    def past_month(self, name, today, required=None):
        """The first day of a month, out of the fields ``name_month`` and ``name_year``.

        Two fields, because some browsers have no input for months.
        """
        month = self._try(name, forms.get_integer, field=f"{name}_month")
        year = self._try(name, forms.get_integer, field=f"{name}_year")
        day = None
        if month or year:
            day = self._check_past(name, self._as_month(name, year, month), today)
        return self._keep(name, day, required)

    def _as_month(self, name, year, month):
        if month in range(1, 13) and year in forms.YEARS:
            return date(year, month, 1)
        return self.fail(
            name, self.env._("Choose a month, and write a year such as 2012.")
        )

    def _check_past(self, name, day, today):
        if day and day > today:
            return self.fail(name, self.env._("This date can't be in the future."))
        return day

    def choice(self, name, options, required=None):
        """One of ``options``, a list of (value, words, …)."""
        offered = {str(option[0]): option[0] for option in options}
        text = self._try(name, forms.get_choice, offered)
        return self._keep(name, offered.get(text, False), required)

    def choices(self, name, options, required=None):
        """Several of ``options``, a list of (value, words, …)."""
        offered = {str(option[0]): option[0] for option in options}
        self.typed[name] = texts = list(dict.fromkeys(self.posted.getlist(name)))
        if not offered.keys() >= set(texts):
            self.fail(name, self.env._("Choose among the answers on the page."))
        picked = [offered[text] for text in texts if text in offered]
        return self._keep(name, picked, required)

    def tick(self, name):
        return self._keep(name, self.posted.get(name) == "1", False)

    def drawing(self, name):
        """A drawing, as base64; none unless somebody has drawn. Not shown again."""
        text = self.typed.pop(name, None)
        found = None
        if text:
            is_short = isinstance(text, str) and len(text) <= DRAWING_LIMIT
            found = DRAWING.fullmatch(text) if is_short else None
            try:
                base64.b64decode(found[1] if found else "?", validate=True)
            except binascii.Error:
                found = self.fail(
                    name, self.env._("This drawing can't be read. Draw it anew.")
                )
        return self._keep(name, found and found[1], None)
