"""Names of the figures, and what each says exactly, for reports, exports and RPC."""

from odoo.tools import LazyTranslate, format_amount, formatLang

from ..logic import figures

_lt = LazyTranslate(__name__)

NAMES = {
    "applications": _lt("Applications received"),
    "accepted": _lt("Applications accepted"),
    "refused": _lt("Applications refused"),
    "acceptance_rate": _lt("Acceptance rate"),
    "waited": _lt("Waited for a mentor"),
    "matching_rate": _lt("Matching rate"),
    "match_days_median": _lt("Time to match (median)"),
    "match_days_mean": _lt("Time to match (mean)"),
    "introduced": _lt("Pairs introduced"),
    "running": _lt("Pairs running at the end"),
    "mentors": _lt("Mentors with a mentee"),
    "mentor_load": _lt("Mentees for each mentor"),
    "sessions": _lt("Sessions held"),
    "hours": _lt("Hours of sessions"),
    "ended": _lt("Relations ended"),
    "sessions_per_pair": _lt("Sessions for each pair"),
    "completed": _lt("Relations completed"),
    "completion_rate": _lt("Completion rate"),
    "satisfaction_mentee": _lt("Satisfaction of the mentees"),
    "satisfaction_mentor": _lt("Satisfaction of the mentors"),
    "rating_mentee": _lt("Sessions rated by the mentees"),
    "rating_mentor": _lt("Sessions rated by the mentors"),
    "news": _lt("Mentees who gave news"),
    "promotions": _lt("Promotions obtained"),
    "promotion_rate": _lt("Promotion rate"),
    "fee_income": _lt("Fees received"),
}
MEANINGS = {
    "applications": _lt("Submitted in the period."),
    "accepted": _lt("Decided upon in the period."),
    "refused": _lt("Decided upon in the period."),
    "acceptance_rate": _lt("Of the applications decided upon in the period."),
    "waited": _lt("On the waiting list at some time in the period."),
    "matching_rate": _lt(
        "Of those who waited in the period, whose first mentor was introduced in it."
    ),
    "match_days_median": _lt(
        "From joining the waiting list to the introduction to the first mentor; half "
        "of them waited less."
    ),
    "match_days_mean": _lt(
        "From joining the waiting list to the introduction to the first mentor."
    ),
    "introduced": _lt("Introduced in the period."),
    "running": _lt("Introduced, and not ended when the period was over."),
    "mentors": _lt("Mentors of a pair under way at some time in the period."),
    "mentor_load": _lt("Pairs under way at some time in the period, by mentor."),
    "sessions": _lt("Begun in the period, and held."),
    "hours": _lt("Of the sessions held in the period."),
    "ended": _lt("Ended in the period, for whatever reason."),
    "sessions_per_pair": _lt(
        "Held from beginning to end by the pairs that ended in the period."
    ),
    "completed": _lt("Ended in the period as completed."),
    "completion_rate": _lt("Of the relations that ended in the period."),
    "satisfaction_mentee": _lt(
        "Questions with a scale in the surveys finished in the period, 0 to 100 %; "
        "from two people on."
    ),
    "satisfaction_mentor": _lt(
        "Questions with a scale in the surveys finished in the period, 0 to 100 %; "
        "from two people on."
    ),
    "rating_mentee": _lt(
        "Of the sessions held in the period, 1 to 5; from two people on."
    ),
    "rating_mentor": _lt(
        "Of the sessions held in the period, 1 to 5; from two people on."
    ),
    "news": _lt("Given in the period (C10); of several, the last counts."),
    "promotions": _lt("The responsibility hoped for has come, as told in the period."),
    "promotion_rate": _lt("Of the mentees who gave news in the period."),
    "fee_income": _lt(
        "Received of the fees invoiced in the period, less what was credited."
    ),
}
# As a report shows them, and under which heading.
GROUPS = {
    "applications": ("applications", "accepted", "refused", "acceptance_rate"),
    "matching": (
        "waited",
        "matching_rate",
        "match_days_median",
        "match_days_mean",
        "introduced",
    ),
    "relations": ("running", "mentors", "mentor_load", "sessions", "hours"),
    "end": ("ended", "completed", "completion_rate", "sessions_per_pair"),
    "words": (
        "satisfaction_mentee",
        "satisfaction_mentor",
        "rating_mentee",
        "rating_mentor",
    ),
    "after": ("news", "promotions", "promotion_rate", "fee_income"),
}
GROUP_NAMES = {
    "applications": _lt("Applications"),
    "matching": _lt("Matching"),
    "relations": _lt("Relations"),
    "end": _lt("How relations ended"),
    "words": _lt("What members say"),
    "after": _lt("What came of it"),
}
UNITS = {
    figures.PERCENT: _lt("%"),
    figures.DAYS: _lt("days"),
    figures.HOURS: _lt("hours"),
    figures.STARS: _lt("of 5"),
}
SHOWN = {
    figures.PERCENT: _lt("%(number)s%%"),
    figures.DAYS: _lt("%(number)s days"),
    figures.HOURS: _lt("%(number)s h"),
    figures.STARS: _lt("%(number)s of 5"),
}
CHANGE_IN_POINTS = _lt("%(number)s points")
OF_PERCENT = _lt("%(change)s (%(percent)s%%)")
DIGITS = {figures.COUNT: 0}
NONE = "–"


def figure_name(env, key):
    return env._(NAMES[key])


def figure_meaning(env, key):
    return env._(MEANINGS[key])


def figure_unit(env, kind, currency=None):
    """Return the unit in words, for exports; of plain numbers, none."""
    if kind == figures.MONEY:
        return currency.name if currency else ""
    return env._(UNITS[kind]) if kind in UNITS else ""


def show_value(env, kind, value, currency=None):
    """Return the value as people read it; "no figure" is a dash."""
    if value is None:
        return NONE
    if kind == figures.MONEY and currency:
        return format_amount(env, value, currency)
    number = formatLang(env, value, digits=DIGITS.get(kind, 1))
    if kind not in SHOWN:
        return number
    shown = env._(SHOWN[kind])
    return shown % {"number": number}


def show_change(env, row, currency=None):
    """Return the change since the period before, with its sign, and in percent.

    :param row: a ``logic.figures.Compared``
    """
    if row.change is None:
        return NONE
    sign = "+" if row.change > 0 else ""
    if row.kind == figures.PERCENT:
        shown = env._(CHANGE_IN_POINTS)
        return sign + shown % {"number": formatLang(env, row.change, digits=1)}
    change = sign + show_value(env, row.kind, row.change, currency)
    if row.change_percent is None:
        return change
    both = env._(OF_PERCENT)
    percent = sign + formatLang(env, row.change_percent, digits=0)
    return both % {"change": change, "percent": percent}
