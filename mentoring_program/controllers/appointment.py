"""An appointment as a form asks for it: day and hour where the visitor lives."""

from datetime import datetime, timedelta

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_date, format_time

from ..logic import session_plan
from ..logic.local_time import to_local, to_utc
from ..models.ir_http import FALLBACK_ZONE
from ..models.mentoring_profile_mixin import WAYS
from . import choices, forms

STEP_MINUTES = 30
PLACE_LIMIT = 200
LAST_DAY = 730
TIMES = (1, 2, 3)


def get_zone():
    """Return the visitor's time zone, else the company's, else Paris's."""
    user = request.env.user
    names = (user.tz, user.company_id.partner_id.sudo().tz, FALLBACK_ZONE)
    return pytz.timezone(next(name for name in names if name in pytz.all_timezones_set))


def parse(form):
    """Return what ``mentoring.session`` plans from, out of a posted form.

    :raises UserError: for what is missing, or isn't a day, an hour, minutes, a way
    """
    start = _parse_start(form)
    if not start:
        raise UserError(request.env._("Choose a day and an hour."))
    return {"start": start, **parse_meeting(form)}


def parse_times(form):
    """Return the moments (UTC) that a mentor proposes, out of a posted form."""
    starts = [_parse_start(form, f"_{number}") for number in TIMES]
    return [start for start in starts if start]


def _parse_start(form, suffix=""):
    """Return the moment (UTC) of a day and an hour; ``None`` when both are empty."""
    day = forms.get_date(form, f"date{suffix}")
    hour = forms.get_text(form, f"time{suffix}")
    if not day and not hour and suffix:
        return None
    if not day or not hour:
        raise UserError(request.env._("Choose a day and an hour."))
    local = datetime.combine(day, forms.get_time(form, f"time{suffix}"))
    return to_utc(local, get_zone())


def parse_meeting(form):
    """Return how long, which way and where, and whether all of it is meant so."""
    env = request.env
    minutes = forms.get_integer(form, "minutes")
    if not minutes:
        raise UserError(env._("Choose how long you will meet."))
    way = forms.get_choice(form, "way", WAYS)
    if not way:
        raise UserError(env._("Choose how you will meet."))
    return {
        "duration": minutes / 60,
        "way": way,
        "place": _parse_place(form, way),
        "sure": bool(forms.get_text(form, "sure")),
    }


def _parse_place(form, way):
    """Return the place or link; the video call of the site has a link of its own."""
    env = request.env
    Session = env["mentoring.session"]
    place = forms.get_text(form, "place", PLACE_LIMIT)
    if forms.get_text(form, "call"):
        if way != "video":
            raise UserError(
                env._("The video call of this site goes with the answer “Video”.")
            )
        return place if Session._is_call(place) else Session._make_call_link()
    return "" if way != "video" and Session._is_call(place) else place


def find_doubts(match, form):
    """Return what has to be confirmed in a posted form, in sentences; never fails."""
    try:
        starts = parse_times(form) if "date_1" in form else [parse(form)["start"]]
        duration = parse_meeting(form)["duration"]
    except UserError:
        return []
    Session = match.env["mentoring.session"]
    return [
        doubt
        for start in starts
        for doubt in Session._get_doubts(match, start, duration)
    ]


def describe(session):
    """Return the appointment in words of the visitor: day, hours, name of the zone.

    :param session: a session, or a proposed time
    """
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
    """Return the lengths to choose from, in minutes: the usual ones and beyond (P3)."""
    shortest, longest = program.session_minutes_min, program.session_minutes_max
    last = max(longest, min(longest + 2 * STEP_MINUTES, session_plan.LONGEST))
    steps = range(STEP_MINUTES, last + 1, STEP_MINUTES)
    return sorted({*steps, shortest, longest})
