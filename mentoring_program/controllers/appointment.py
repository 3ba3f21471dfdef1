"""An appointment as a form asks for it: day and hour where the visitor lives."""

from datetime import datetime, timedelta

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_date, format_time

from ..models.ir_http import FALLBACK_ZONE
from ..models.mentoring_profile_mixin import WAYS
from . import choices, forms

STEP_MINUTES = 30
PLACE_LIMIT = 200
LAST_DAY = 730


def get_zone():
    """Return the visitor's time zone, else the company's, else Paris's."""
    user = request.env.user
    names = (user.tz, user.company_id.partner_id.sudo().tz, FALLBACK_ZONE)
    return pytz.timezone(next(name for name in names if name in pytz.all_timezones_set))


def to_utc(local, zone):
    """Return the naive local time as a naive time in UTC.

    An hour that the change to summer time skips counts as the hour after it; one
    that the change back repeats, as the second of the two.
    """
    moment = zone.localize(local, is_dst=False)
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


def to_local(moment, zone):
    """Return the naive time in UTC as a naive local time."""
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)


def parse(form):
    """Return what ``mentoring.session`` plans from, out of a posted form.

    :raises UserError: for what is missing, or isn't a day, an hour, minutes, a way
    """
    env = request.env
    day = forms.get_date(form, "date")
    if not day or not forms.get_text(form, "time"):
        raise UserError(env._("Choose a day and an hour."))
    minutes = forms.get_integer(form, "minutes")
    if not minutes:
        raise UserError(env._("Choose how long you will meet."))
    way = forms.get_choice(form, "way", WAYS)
    if not way:
        raise UserError(env._("Choose how you will meet."))
    local = datetime.combine(day, forms.get_time(form, "time"))
    return {
        "start": to_utc(local, get_zone()),
        "duration": minutes / 60,
        "way": way,
        "place": forms.get_text(form, "place", PLACE_LIMIT),
    }


def describe(session):
    """Return the appointment in words of the visitor: day, hours, name of the zone."""
    zone = get_zone()
    env = session.env
    start, stop = (to_local(moment, zone) for moment in (session.start, session.stop))
    return {
        "day": format_date(env, start.date(), date_format="full"),
        "short_day": format_date(env, start.date(), date_format="medium"),
        "start": format_time(env, start.time(), time_format="short"),
        "stop": format_time(env, stop.time(), time_format="short"),
        "zone": zone.zone.replace("_", " "),
    }


def get_typed(session=None, first=False):
    """Return what the form holds at first: the session's appointment, if any.

    :param bool first: whether it is the first session: face to face is suggested (P4)
    """
    if not session:
        return {"way": "in_person"} if first else {}
    start = to_local(session.start, get_zone())
    return {
        "date": start.date().isoformat(),
        "time": start.strftime("%H:%M"),
        "minutes": round(session.duration * 60),
        "way": session.way,
        "place": session.place or "",
    }


def prepare_form(program):
    """Return what the form offers in ``program``; its numbers say how long (P3)."""
    env = request.env
    zone = get_zone()
    today = to_local(fields.Datetime.now(), zone).date()
    return {
        "zone": zone.zone.replace("_", " "),
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=LAST_DAY)).isoformat(),
        "durations": [
            (minutes, env._("%(minutes)s minutes", minutes=minutes))
            for minutes in _get_durations(program)
        ],
        "ways": choices.selection(env, "mentoring.session", "way"),
    }


def _get_durations(program):
    """Return the lengths to choose from, in minutes, the longest one included."""
    shortest, longest = program.session_minutes_min, program.session_minutes_max
    return sorted({*range(shortest, longest, STEP_MINUTES), longest})
