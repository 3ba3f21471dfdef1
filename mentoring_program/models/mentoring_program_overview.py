from collections import Counter
from collections.abc import Callable, Hashable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

WEEK = timedelta(days=7)
FAILED = "mentoring_program.activity_mail_failed"


class Terms(NamedTuple):
    """What the numbers of a programme depend on besides its records."""

    now: datetime
    today: date
    answers_soon: date  # proposals to be answered by then are about to expire
    places: int  # of a mentor, at most (M5)


class Number(NamedTuple):
    """A number of the start page: what it counts, and the list that it opens."""

    label: object
    model: str
    action: str
    condition: Callable[[api.Environment, Terms], Domain]
    tone: str = "body"
    rare: bool = False  # shown only when it isn't zero
    by: str = ""  # one number for each value of this field
    # Every value has its number, also zero.
    every: bool = False


def _state(*states):
    return lambda env, terms: Domain("state", "in", states)


def _attention(env, terms):
    return Domain("state", "=", "active") & Domain("attention_code", "!=", False)


def _membership(status):
    return lambda env, terms: Domain("membership_status", "=", status)


def _about_to_expire(env, terms):
    return Domain("state", "=", "proposed") & Domain(
        "answer_before", "<=", terms.answers_soon
    )


def _this_week(env, terms):
    return (
        Domain("state", "=", "planned")
        & Domain("start", ">=", terms.now)
        & Domain("start", "<", terms.now + WEEK)
    )


def _free(env, terms):
    """Who can be proposed now, and has a place left in the programme."""
    return (
        Domain("state", "=", "approved")
        & Domain("free_places", ">", 0)
        & Domain("taken_places", "<", terms.places)
        & env["mentoring.mentor"]._get_not_on_pause_domain(terms.today)
    )


def _late(env, terms):
    return Domain("activity_ids.date_deadline", "<", terms.today)


def _not_delivered(env, terms):
    return Domain("activity_ids.activity_type_id", "=", env.ref(FAILED).id)


APPLICATION = "mentoring.application", "mentoring_application_action"
WAITING = "mentoring.application", "mentoring_application_waiting_action"
MATCH = "mentoring.match", "mentoring_match_action"
MENTOR = "mentoring.mentor", "mentoring_mentor_action"
SESSION = "mentoring.session", "mentoring_session_action"
LATE = _lt("Late activities")
MAILS = _lt("E-mails not delivered")

# What the start page shows, in this order: {part: (title, {key: number})}.
PARTS = {
    "applications": (
        _lt("Applications"),
        {
            "to_review": Number(
                _lt("To review"), *APPLICATION, _state("submitted"), "primary"
            ),
            "fee_open": Number(
                _lt("Fee not settled"),
                *APPLICATION,
                lambda env, terms: (
                    Domain("state", "in", ("submitted", "accepted"))
                    & Domain(
                        "fee_state",
                        "in",
                        ("to_pay", "partial", "cancelled", "refunded"),
                    )
                ),
            ),
            "fee_issue": Number(
                _lt("Fee to look at"),
                *APPLICATION,
                lambda env, terms: Domain("fee_issue", "!=", False),
                "warning",
                rare=True,
            ),
            "waiting": Number(_lt("Waiting list"), *WAITING, _state("waiting")),
            "membership_ending": Number(
                _lt("Membership ends soon"), *APPLICATION, _membership("ending")
            ),
            "membership_lapsed": Number(
                _lt("Membership lapsed"), *APPLICATION, _membership("lapsed"), "danger"
            ),
            "application_late": Number(LATE, *APPLICATION, _late, "danger", rare=True),
            "application_mail": Number(
                MAILS, *APPLICATION, _not_delivered, "danger", rare=True
            ),
        },
    ),
    "pairs": (
        _lt("Pairs"),
        {
            "draft": Number(_lt("Drafts to propose"), *MATCH, _state("draft")),
            "proposed": Number(
                _lt("Proposals without an answer"), *MATCH, _state("proposed")
            ),
            "expiring": Number(
                _lt("Proposals about to expire"),
                *MATCH,
                _about_to_expire,
                "warning",
                rare=True,
            ),
            "sessions": Number(_lt("Sessions in seven days"), *SESSION, _this_week),
            "attention": Number(_lt("Need attention"), *MATCH, _attention, "danger"),
            "match_late": Number(LATE, *MATCH, _late, "danger", rare=True),
            "match_mail": Number(MAILS, *MATCH, _not_delivered, "danger", rare=True),
        },
    ),
    "concerns": (
        _lt("Why pairs need attention"),
        {
            "concern": Number(
                "", *MATCH, _attention, by="attention_code", tone="danger"
            ),
        },
    ),
    "mentors": (
        _lt("Mentors"),
        {
            "approve": Number(
                _lt("To approve"), *MENTOR, _state("submitted"), "primary"
            ),
            "free": Number(_lt("With a free place"), *MENTOR, _free),
            "mentor_late": Number(LATE, *MENTOR, _late, "danger", rare=True),
            "mentor_mail": Number(MAILS, *MENTOR, _not_delivered, "danger", rare=True),
        },
    ),
    "themes": (
        _lt("Free mentors by theme"),
        {"theme": Number("", *MENTOR, _free, by="theme_ids", every=True)},
    ),
    "levels": (
        _lt("Free mentors by highest level held"),
        {"level": Number("", *MENTOR, _free, by="level_id", every=True)},
    ),
}
NUMBERS = {key: number for __, part in PARTS.values() for key, number in part.items()}
# Numbers that are the sum of another's: each record has one value there, or none.
SUMS = {"attention": "concern", "free": "level"}


class MentoringProgramOverview(models.Model):
    """What waits for the officer, programme by programme: the start page.

    Each number counts the records of the list that it opens, by the same domain. The
    queries are as many for one programme as for all whose day and numbers agree.
    """

    _inherit = "mentoring.program"

    overview = fields.Json(compute="_compute_overview")

    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_overview(self):
        values = {key: self._get_values(number) for key, number in NUMBERS.items()}
        for terms, programs in self.grouped(lambda one: one._get_terms()).items():
            counts = programs._count_numbers(terms)
            for program in programs:
                program.overview = [
                    part
                    for name, (title, numbers) in PARTS.items()
                    if (
                        part := program._prepare_part(
                            name, title, numbers, counts, values
                        )
                    )["numbers"]
                ]

    def _get_terms(self):
        self.ensure_one()
        today = self._get_today()
        return Terms(
            now=fields.Datetime.now(),
            today=today,
            answers_soon=today + timedelta(days=self.proposal_reminder_days),
            places=self.mentor_places,
        )

    def _get_number_domain(self, number, terms):
        """Return the domain of what the number counts, for these programmes."""
        link = "program_ids" if number.model == "mentoring.mentor" else "program_id"
        return Domain(link, "in", self.ids) & number.condition(self.env, terms)

    def _count_numbers(self, terms):
        """Return ``{number: {(programme id, value): count}}``.

        What is counted by the one value that each record has is not counted again.
        """
        counts = {
            key: self._count_number(number, terms)
            for key, number in NUMBERS.items()
            if key not in SUMS
        }
        for key, parts in SUMS.items():
            sums = counts[key] = Counter()
            for (program, __), count in counts[parts].items():
                sums[program, None] += count
        return counts

    def _count_number(self, number, terms):
        """Return ``{(programme id, value): count}``; without values, it is ``None``."""
        if number.model == "mentoring.mentor":
            # Told apart by programme anyway: to look for these first takes longer.
            link, domain = "program_ids", number.condition(self.env, terms)
        else:
            link, domain = "program_id", self._get_number_domain(number, terms)
        groups = self.env[number.model]._read_group(
            domain,
            [link, number.by] if number.by else [link],
            ["__count"],
        )
        return {
            (program.id, self._as_value(*value)): count
            for program, *value, count in groups
        }

    def _as_value(self, value=None):
        """Return what stands for the value of a group: an id or a code."""
        return value.id if isinstance(value, models.BaseModel) else value or None

    def _get_values(self, number):
        """Return ``{value: its name}`` of what a number is told apart by."""
        if not number.by:
            return {None: str(self.env._(number.label))}
        field = self.env[number.model]._fields[number.by]
        if field.type == "selection":
            return dict(field._description_selection(self.env))
        # The few records of the configuration.
        values = self.env[field.comodel_name].search([])  # pylint: disable=no-search-all
        return {value.id: value.display_name for value in values}

    def _prepare_part(self, name, title, numbers, counts, values):
        """Return a part of the page, as the view shows it."""
        self.ensure_one()
        rows = [
            {
                "key": key,
                "value": value,
                "label": label,
                "count": counts[key].get((self.id, value), 0),
                "tone": number.tone,
            }
            for key, number in numbers.items()
            for value, label in values[key].items()
            if counts[key].get((self.id, value))
            or not (number.rare or (number.by and not number.every))
        ]
        return {"name": name, "title": str(self.env._(title)), "numbers": rows}

    def action_open_number(self):
        """Open the records that a number counts; the view names it in the context."""
        self.ensure_one()
        # As text: a forged context may hold what no dictionary takes.
        number = NUMBERS.get(str(self.env.context.get("mentoring_number")))
        value = self.env.context.get("mentoring_value")
        labels = self._get_values(number) if number else {}
        label = isinstance(value, Hashable) and labels.get(value)
        if not label:
            # A page from before, whose theme is archived now, say.
            raise UserError(self.env._("This number is gone: load the page again."))
        domain = self._get_number_domain(number, self._get_terms())
        if number.by:
            domain &= Domain(number.by, "in", [value])
        action = self._action_view(f"mentoring_program.{number.action}", list(domain))
        return {**action, "name": label, "display_name": label}
