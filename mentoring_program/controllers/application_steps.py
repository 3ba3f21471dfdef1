"""The questionnaire of a mentee, step by step (C2, S2).

Each step says which answers it offers, what it shows of an application, how a posted
page is read into it, and whether it is complete. ``review`` and ``sign`` ask nothing
that is stored on the application itself.
"""

from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..logic.facts import AIM_NEW_POST, AIM_PROMOTION
from ..models.mentoring_profile_mixin import WAYS
from . import choices

_lt = LazyTranslate(__name__)

MONTHS_LIMIT = 120
OBJECTIVE_LIMIT = 5_000
OBJECTIVE = "objective_"


class Step:
    """A page of the questionnaire; this one asks nothing."""

    asks = False

    def __init__(self, key, title):
        self.key = key
        self.title = title
        self.template = f"mentoring_program.application_step_{key}"

    def offer(self, application):
        """Return the answers that the page offers, by the template's names."""
        return {}

    def show(self, application):
        """Return what the page's fields hold: ``{name: text}``."""
        return {}

    def read(self, form, application, offered):
        """Read the posted page; return the values to write on the application."""
        return {}

    def is_complete(self, application):
        return True


class Questions(Step):
    """A page whose answers are stored on the application."""

    asks = True


class Situation(Questions):
    """In post or not, which post, since when (E1, E2)."""

    def offer(self, application):
        env = application.env
        return {
            "employments": choices.selection(
                env, "mentoring.application", "employment"
            ),
            "levels": choices.records(
                env, "mentoring.level", application.level_id, "description"
            ),
            "months": choices.months(env),
        }

    def show(self, application):
        start = application.experience_start
        return {
            "employment": application.employment,
            "job_title": application.job_title,
            "employer": application.employer,
            "level_id": application.level_id.id,
            "experience_start_month": start and start.month,
            "experience_start_year": start and start.year,
        }

    def read(self, form, application, offered):
        env = application.env
        today = application.program_id._get_today()
        form.choice(
            "employment", offered["employments"], env._("Tell whether you are in post.")
        )
        form.line("job_title", env._("Tell your post, or the last one."))
        form.line("employer", env._("Tell your employer, or the last one."))
        form.choice(
            "level_id",
            offered["levels"],
            env._("Choose your present level of responsibility."),
        )
        form.past_month(
            "experience_start", today, env._("Tell when your professional life began.")
        )
        return form.values

    def is_complete(self, application):
        return bool(
            application.employment
            and application.job_title
            and application.level_id
            and application.experience_start
        )


class Aim(Questions):
    """What is aimed for, at which level, and when (E3, P7)."""

    def offer(self, application):
        env = application.env
        return {
            "aims": choices.selection(env, "mentoring.application", "aim"),
            "levels": choices.records(
                env, "mentoring.level", application.target_level_id, "description"
            ),
        }

    def show(self, application):
        day = application.new_post_date
        return {
            "aim": application.aim,
            "target_level_id": application.target_level_id.id,
            "target_months": application.target_months or "",
            "new_post_date": day and day.isoformat(),
        }

    def read(self, form, application, offered):
        env = application.env
        today = application.program_id._get_today()
        aim = form.choice("aim", offered["aims"], env._("Tell what you aim for."))
        form.choice(
            "target_level_id",
            offered["levels"],
            aim in (AIM_PROMOTION, AIM_NEW_POST)
            and env._("Choose the level of that post."),
        )
        form.integer(
            "target_months",
            1,
            MONTHS_LIMIT,
            aim == AIM_PROMOTION and env._("Tell in how many months you aim for it."),
        )
        form.past_date(
            "new_post_date",
            today,
            aim == AIM_NEW_POST and env._("Tell when you took up the new post."),
        )
        return {
            **form.values,
            # The other aim's answer, left in the page, is none.
            "target_months": aim == AIM_PROMOTION and form.values["target_months"],
            "new_post_date": aim == AIM_NEW_POST and form.values["new_post_date"],
        }

    def is_complete(self, application):
        when = {
            AIM_PROMOTION: application.target_months,
            AIM_NEW_POST: application.new_post_date,
        }
        if application.aim in when:
            return bool(application.target_level_id and when[application.aim])
        return bool(application.aim)


class Objectives(Questions):
    """What to work on: themes, in own words (P5, P6)."""

    def offer(self, application):
        return {
            "themes": choices.records(
                application.env,
                "mentoring.theme",
                application.objective_ids.theme_id,
                "description",
            )
        }

    def show(self, application):
        return {
            f"{OBJECTIVE}{objective.theme_id.id}": objective.description
            for objective in application.objective_ids
        }

    def read(self, form, application, offered):
        least = application.program_id.objectives_min
        words = {}
        for theme_id, __, __ in offered["themes"]:
            text = form.text(f"{OBJECTIVE}{theme_id}", limit=OBJECTIVE_LIMIT)
            if text:
                words[theme_id] = text
        if len(words) < least and not form.errors:
            form.miss(
                "objectives",
                application.env._(
                    "Write at least %(least)s objective(s), in your own words.",
                    least=least,
                ),
            )
        return {"objective_ids": self._get_commands(application, words)}

    def _get_commands(self, application, words):
        known = {one.theme_id.id: one.id for one in application.objective_ids}
        gone = [one for theme, one in known.items() if theme not in words]
        return [
            *(Command.delete(one) for one in gone),
            *(
                Command.update(known[theme], {"description": text})
                if theme in known
                else Command.create({"theme_id": theme, "description": text})
                for theme, text in words.items()
            ),
        ]

    def is_complete(self, application):
        return len(application.objective_ids) >= application.program_id.objectives_min


class Expectations(Questions):
    """Expectations and motivations, precisely, in writing (C2)."""

    names = ("expectations", "motivations", "wishes")

    def show(self, application):
        return {name: application[name] for name in self.names}

    def read(self, form, application, offered):
        env = application.env
        form.text("expectations", env._("Write what you expect of the mentoring."))
        form.text("motivations", env._("Write what moves you to apply now."))
        form.text("wishes")
        return form.values

    def is_complete(self, application):
        return bool(
            (application.expectations or "").strip()
            and (application.motivations or "").strip()
        )


def get_ways(application):
    """Return the ways of meeting: (value, words, nothing more, whether chosen)."""
    return [
        (
            way,
            application._fields[f"meet_{way}"]._description_string(application.env),
            None,
            application[f"meet_{way}"],
        )
        for way in WAYS
    ]


class Profile(Questions):
    """Function, sector, languages, place and ways of meeting (M3, P4)."""

    def offer(self, application):
        env = application.env
        main, others = choices.languages(env)
        return {
            "functions": choices.records(
                env, "mentoring.function", application.function_id
            ),
            "industries": choices.records(
                env, "res.partner.industry", application.industry_id
            ),
            "countries": choices.records(env, "res.country"),
            "main_languages": main,
            "other_languages": others,
            "ways": get_ways(application),
        }

    def show(self, application):
        env = application.env
        main, others = choices.languages(env)
        langs = (
            application.lang_ids
            or env["res.lang"]._lang_get(application.partner_id.lang)
            or env["res.lang"]._lang_get(env.lang)
        )
        return {
            "function_id": application.function_id.id,
            "industry_id": application.industry_id.id,
            "lang_ids": choices.spoken(env, langs, main + others),
            "zip": application.zip,
            "city": application.city,
            "country_id": application.country_id.id,
            "ways": [way for way in WAYS if application[f"meet_{way}"]],
        }

    def read(self, form, application, offered):
        env = application.env
        form.choice("function_id", offered["functions"])
        form.choice("industry_id", offered["industries"])
        form.choices(
            "lang_ids",
            offered["main_languages"] + offered["other_languages"],
            env._("Choose at least one language in which you can be mentored."),
        )
        form.line("zip")
        form.line("city")
        form.choice("country_id", offered["countries"])
        ways = form.choices(
            "ways", offered["ways"], env._("Choose at least one way of meeting.")
        )
        values = {name: form.values[name] for name in form.values if name != "ways"}
        return {
            **values,
            "lang_ids": [Command.set(form.values["lang_ids"])],
            **{f"meet_{way}": way in ways for way in WAYS},
        }

    def is_complete(self, application):
        return bool(
            application.lang_ids and any(application[f"meet_{way}"] for way in WAYS)
        )


STEPS = {
    step.key: step
    for step in (
        Situation("situation", _lt("Your situation")),
        Aim("aim", _lt("What you aim for")),
        Objectives("objectives", _lt("Your objectives")),
        Expectations("expectations", _lt("Expectations and motivations")),
        Profile("profile", _lt("Your profile")),
        Step("review", _lt("Read it through")),
        Step("sign", _lt("Charter and signature")),
    )
}
KEYS = tuple(STEPS)


def get_first_incomplete(application):
    """Return the key of the first step that lacks an answer; "review" if none does."""
    return next(
        (key for key, step in STEPS.items() if not step.is_complete(application)),
        "review",
    )


def is_reachable(application, key):
    """Whether the steps before ``key`` are complete."""
    before = KEYS[: KEYS.index(key)]
    return all(STEPS[one].is_complete(application) for one in before)


def get_previous(key):
    """Return the key of the step before; the first one has none."""
    before = KEYS[: KEYS.index(key)]
    return before[-1] if before else None


def get_next(key):
    """Return the key of the step that follows; the last one has none."""
    following = KEYS[KEYS.index(key) + 1 :]
    return following[0] if following else None
