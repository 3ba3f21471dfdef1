"""Everything that the mentoring holds about a member, for the member alone.

One description serves the page and the file: sections of records, each record a list
of ``Fact``. What the pair notes in private is read with the member's own rights.
"""

from dataclasses import dataclass
from datetime import date, datetime

from odoo.tools import format_date, format_datetime

from . import overview
from .choices import language_names

CONTACT = ("name", "email", "phone", "street", "zip", "city", "country_id", "lang")
APPLICATION = (
    "program_id",
    "state",
    "create_date",
    "submitted_date",
    "employment",
    "job_title",
    "employer",
    "experience_start",
    "level_id",
    "aim",
    "target_level_id",
    "target_months",
    "new_post_date",
    "expectations",
    "motivations",
    "wishes",
    "function_id",
    "industry_id",
    "lang_ids",
    "zip",
    "city",
    "country_id",
    "meet_in_person",
    "meet_video",
    "meet_phone",
    "fee_state",
    "decision_date",
    "refusal_reason_id",
    "refusal_note",
    "waiting_date",
    "withdrawal_reason",
    "closed_date",
)
MENTOR = (
    "state",
    "program_ids",
    "job_title",
    "employer",
    "past_employers",
    "experience_start",
    "level_id",
    "theme_ids",
    "function_ids",
    "industry_ids",
    "lang_ids",
    "presentation",
    "zip",
    "city",
    "country_id",
    "meet_in_person",
    "meet_video",
    "meet_phone",
    "capacity",
    "pause_from",
    "pause_to",
    "refusal_note",
)
SIGNATURE = (
    "title",
    "version",
    "role",
    "lang",
    "signed_name",
    "signed_on",
    "address",
    "text_hash",
)
MATCH = (
    "program_id",
    "state",
    "proposed_date",
    "introduction_date",
    "planned_end",
    "end_date",
    "outcome",
)
OWN_SIDE = ("asked_date", "answer", "answer_date", "end_date", "end_comment")
SESSION = (
    "start",
    "stop",
    "way",
    "place",
    "state",
    "cancelled_by",
    "cancelled_date",
    "cancel_reason",
    "missed_by",
    "topics_date",
    "summary_date",
)
NOTES = ("topics", "retained", "mentor_comment")
ACTION = ("name", "due_date", "done")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing held: its technical name, its label, its text, and the bare value."""

    name: str
    label: str
    text: str
    value: object


def prepare(env, partner, mentor):
    """Return ``[(key, title, [[Fact, …], …]), …]``."""
    applications = overview.get_applications(env, partner)
    matches = overview.get_matches(env, partner)
    signatures = (
        env["mentoring.charter.signature"]
        .sudo()  # the member's own
        .search([("partner_id", "=", partner.id)])
    )
    introduced = matches.filtered(lambda match: match._is_introduced())
    sessions = introduced.session_ids
    return [
        ("contact", env._("Contact"), [_facts(partner.sudo(), CONTACT)]),
        (
            "applications",
            env._("Applications"),
            [_application_facts(application) for application in applications],
        ),
        ("mentor", env._("Mentor profile"), [_facts(one, MENTOR) for one in mentor]),
        (
            "signatures",
            env._("Signed charters"),
            [_facts(signature, SIGNATURE) for signature in signatures],
        ),
        ("pairs", env._("Pairs"), [_match_facts(match, partner) for match in matches]),
        ("sessions", env._("Sessions"), [_facts(one, SESSION) for one in sessions]),
        ("notes", env._("Notes of the pair"), _notes_facts(env, sessions)),
    ]


def as_json(sections):
    """Return the sections as plain data."""
    return {
        key: [{fact.name: fact.value for fact in record} for record in records]
        for key, __, records in sections
    }


def _application_facts(application):
    return _facts(application, APPLICATION) + [
        Fact(
            f"objective_{objective.theme_id.id}",
            application.env._("Objective: %s", objective.theme_id.name),
            objective.description,
            objective.description,
        )
        for objective in application.objective_ids
    ]


def _match_facts(match, partner):
    """Return what concerns the member's own side of a pair."""
    side = match._get_side(partner)
    names = [*MATCH, *(f"{side}_{name}" for name in OWN_SIDE)]
    if match[f"{side}_answer"] == "declined":
        names.append("decline_reason")
    other = match._get_other_name(side)
    label = match.env._("Mentor") if side == "mentee" else match.env._("Mentee")
    return [Fact("other", label, other, other), *_facts(match, names)]


def _notes_facts(env, sessions):
    """Return the private notes, read with the member's own rights, never in sudo."""
    starts = {session.id: session.start for session in sessions}
    notes = env["mentoring.session.summary"].search(
        [("session_id", "in", sessions.ids)]
    )
    label = env._("Session of")
    return [
        [
            Fact(
                "session",
                label,
                format_datetime(env, starts[note.session_id.id]),
                starts[note.session_id.id].isoformat(),
            ),
            *_facts(note, NOTES),
            *_action_facts(note),
        ]
        for note in notes
    ]


def _action_facts(note):
    """Return the actions noted after a session, as one fact."""
    actions = [_facts(action, ACTION) for action in note.action_ids]
    if not actions:
        return []
    return [
        Fact(
            "action_ids",
            note._fields["action_ids"]._description_string(note.env),
            "\n".join(", ".join(fact.text for fact in facts) for facts in actions),
            [{fact.name: fact.value for fact in facts} for facts in actions],
        )
    ]


def _facts(record, names):
    return [
        Fact(
            name,
            record._fields[name]._description_string(record.env),
            _as_text(record, name),
            _as_value(record[name]),
        )
        for name in names
        if record[name] or record._fields[name].type == "boolean"
    ]


def _as_text(record, name):
    env, field, value = record.env, record._fields[name], record[name]
    if field.type == "boolean":
        return env._("yes") if value else env._("no")
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value)
    if field.comodel_name == "res.lang":
        return ", ".join(language_names(env, value))
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    return str(value)


def _as_value(value):
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "mapped"):
        return value.mapped("display_name")
    return value
