"""What a posted form holds, read strictly: a value of its kind, or a sentence."""

from datetime import date, time

from odoo.exceptions import UserError
from odoo.http import request

# Far enough for any date that a person means; every calendar can reckon with it.
YEARS = range(1900, 2200)
TEXT_LIMIT = 20_000


def get_text(form, name, limit=TEXT_LIMIT):
    """Return the text, trimmed; a file or nothing at all counts as empty.

    :raises UserError: when it is longer than ``limit`` characters
    """
    value = form.get(name)
    text = value if isinstance(value, str) else ""
    # The database can't keep the character NUL; browsers end lines in two characters.
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > limit:
        raise UserError(
            request.env._(
                "This text is too long: %(length)s characters; at most %(limit)s fit.",
                length=len(text),
                limit=limit,
            )
        )
    return text


def get_date(form, name):
    """Return the date, or ``None`` when the field was left empty."""
    text = get_text(form, name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise UserError(
            request.env._("“%(text)s” is not a date that can be used.", text=text[:40])
        )
    return day


def get_time(form, name):
    """Return the time of day, to the minute."""
    text = get_text(form, name)
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise UserError(
            request.env._("“%(text)s” is not a time of day.", text=text[:40])
        ) from error


def get_integer(form, name):
    """Return the whole number, or ``None`` when the field was left empty."""
    text = get_text(form, name)
    if not text:
        return None
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10):
        raise UserError(
            request.env._("“%(text)s” is not a whole number.", text=text[:40])
        )
    return int(text)


def get_choice(form, name, choices):
    """Return the one of ``choices`` that was chosen, or ``None``."""
    text = get_text(form, name)
    if not text:
        return None
    if text not in choices:
        raise UserError(request.env._("Choose one of the answers on the page."))
    return text
