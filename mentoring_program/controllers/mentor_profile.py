"""A mentor's profile as a page of questions: what it offers, shows and reads."""

from odoo.fields import Command, Domain
from odoo.tools import LazyTranslate

from ..models.mentoring_profile_mixin import WAYS
from . import choices

_lt = LazyTranslate(__name__)

# Where a profile stands, in words for its owner.
STANDINGS = {
    "submitted": _lt(
        "Your profile is with the career centre, which reads it and writes to you."
    ),
    "approved": _lt("You are one of our mentors. Thank you!"),
    "paused": _lt("You take a break: no new mentee is proposed to you."),
    "left": _lt("You have left the mentors. You are welcome to come back."),
    "refused": _lt(
        "Your profile could not be accepted. The career centre can tell you more."
    ),
}
# The days of a break, a form of its own.
PAUSE = ("pause_from", "pause_to")
# What a profile can't do without, once it has been sent.
NEEDED = (
    "program_ids",
    "job_title",
    "experience_start",
    "level_id",
    "theme_ids",
    "lang_ids",
)


def get_programs(mentor, company):
    """Return the programmes to choose from: those that run, and those served."""
    domain = Domain("company_id", "=", (mentor.company_id or company).id)
    found = mentor.env["mentoring.program"].search(domain)
    return (mentor.program_ids | found).sorted(lambda one: (one.sequence, one.id))


def offer(mentor, programs):
    """Return the answers that the page offers, by the template's names."""
    env = mentor.env
    main, others = choices.languages(env)
    return {
        "programs": [(program.id, program.name) for program in programs],
        "levels": choices.records(
            env, "mentoring.level", mentor.level_id, "description"
        ),
        "themes": choices.records(
            env, "mentoring.theme", mentor.theme_ids, "description"
        ),
        "functions": choices.records(env, "mentoring.function", mentor.function_ids),
        "industries": choices.records(env, "res.partner.industry", mentor.industry_ids),
        "countries": choices.records(env, "res.country"),
        "months": choices.months(env),
        "main_languages": main,
        "other_languages": others,
        "ways": choices.selection(env, "mentoring.session", "way"),
        "places_max": max(mentor.capacity, *programs.mapped("mentor_places"), 1),
    }


def show(mentor, partner, programs, offered):
    """Return what the page's fields hold: the profile, or what is known already."""
    env = mentor.env
    start = mentor.experience_start
    langs = mentor.with_context(active_test=False).lang_ids
    if not mentor:
        langs = env["res.lang"]._lang_get(partner.lang or env.lang)
    address = mentor or partner
    languages = offered["main_languages"] + offered["other_languages"]
    return {
        "program_ids": (mentor.program_ids if mentor else programs[:1]).ids,
        "job_title": mentor.job_title if mentor else partner.function,
        "employer": mentor.employer if mentor else partner.parent_id.name,
        "past_employers": mentor.past_employers,
        "experience_start_month": start and start.month,
        "experience_start_year": start and start.year,
        "level_id": mentor.level_id.id,
        "theme_ids": mentor.theme_ids.ids,
        "function_ids": mentor.function_ids.ids,
        "industry_ids": mentor.industry_ids.ids,
        "lang_ids": choices.spoken(env, langs, languages),
        "presentation": mentor.presentation,
        "zip": address.zip,
        "city": address.city,
        "country_id": address.country_id.id,
        "ways": [way for way in WAYS if not mentor or mentor[f"meet_{way}"]],
        "capacity": str(mentor.capacity if mentor else offered["places_max"]),
    }


def show_pause(mentor):
    """Return what the fields of a break hold: the days planned, if there are any."""
    return {name: mentor[name] for name in PAUSE}


def read(form, mentor, offered, today):
    """Read the posted page; return the values to write on the profile.

    A profile that has been sent keeps what it can't do without; a draft may have gaps.
    """
    env = mentor.env
    sent = mentor.state not in (False, "draft")
    missing = sent and env._("Please fill this in; your profile can't do without it.")
    required = dict.fromkeys(NEEDED, missing)
    form.choices("program_ids", offered["programs"], required["program_ids"])
    form.line("job_title", required["job_title"])
    form.line("employer")
    form.text("past_employers")
    form.past_month("experience_start", today, required["experience_start"])
    form.choice("level_id", offered["levels"], required["level_id"])
    form.choices("theme_ids", offered["themes"], required["theme_ids"])
    form.choices("function_ids", offered["functions"])
    form.choices("industry_ids", offered["industries"])
    languages = offered["main_languages"] + offered["other_languages"]
    form.choices("lang_ids", languages, required["lang_ids"])
    form.text("presentation")
    form.line("zip")
    form.line("city")
    form.choice("country_id", offered["countries"])
    form.choices("ways", offered["ways"], missing)
    if form.integer("capacity", 0, offered["places_max"]) is None:
        form.fail("capacity", env._("Write how many mentees you take at a time."))
    return _as_values(form.values)


def _as_values(read_values):
    values = dict(read_values)
    ways = values.pop("ways")
    return {
        name: [Command.set(value)] if name.endswith("_ids") else value
        for name, value in values.items()
    } | {f"meet_{way}": way in ways for way in WAYS}
