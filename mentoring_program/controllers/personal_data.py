"""Everything that the mentoring holds about a member, for the member alone.

One description serves the page and the file: sections of records, each record a list
of ``Fact``. What the pair notes in private is read with the member's own rights.

What is not shown is said on the page: the notes of the career centre, which may tell
of others, and drafts of pairs, which concern the other one too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from odoo.fields import Domain
from odoo.tools import format_amount, format_date, format_datetime, html2plaintext

from ..models.mail_mail import MODELS
from . import overview, proposal
from .appointment import get_zone
from .choices import language_names

CONTACT = (
    "name",
    "email",
    "phone",
    "street",
    "zip",
    "city",
    "country_id",
    "lang",
    "mentoring_invited_date",
)
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
    "fee_issue",
    "fee_issue_date",
    "fee_waived_date",
    "fee_waived_by_id",
    "fee_waiver_reason",
    "decision_date",
    "refusal_reason_id",
    "refusal_note",
    "waiting_date",
    "withdrawal_reason",
    "closed_date",
    "user_id",
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
    "taken_places",
    "free_places",
    "pause_from",
    "pause_to",
    "profile_date",
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
    "signature",
)
MATCH = (
    "program_id",
    "state",
    "proposed_date",
    "introduction_date",
    "planned_end",
    "extension_end",
    "extension_side",
    "end_date",
    "outcome",
    "mentee_may_wait",
    "session_count",
    "session_done_count",
    "times_proposed_date",
    "pause_until",
    "score",
    "user_id",
)
OWN_SIDE = (
    "asked_date",
    "answer",
    "answer_date",
    "answer_user_id",
    "end_date",
    "end_comment",
    "survey_date",
)
SESSION = (
    "start",
    "stop",
    "duration",
    "way",
    "place",
    "state",
    "planned_by",
    "mentee_answer",
    "mentor_answer",
    "cancelled_by",
    "cancelled_date",
    "cancel_reason",
    "notice",
    "short_notice",
    "missed_by",
    "confirmed_date",
    "invited_date",
    "topics_date",
    "summary_date",
)
NEWS = (
    "asking",
    "months",
    "asked_date",
    "responsibility",
    "words",
    "shared",
    "answered_date",
    "recorder_id",
    "shared_date",
)
TIME = ("start", "duration", "way", "place")
REMINDER = ("kind", "rule", "due_date", "sent_date")
NOTES = ("topics", "retained", "mentor_comment")
ACTION = ("name", "due_date", "done")
OVERRIDE = ("rule", "finding", "fact", "reason", "user_id", "date")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing held: its technical name, its label, its text, and the bare value."""

    name: str
    label: str
    text: str
    value: object


def prepare(env, partner, mentor, limit=None):
    """Return ``[(key, title, [[Fact, …], …]), …]``.

    :param limit: how many records of a section at most, the latest first; all if none
    """
    mine = overview.Mine(env, partner)
    slot = {"limit": limit}
    applications = mine.applications.search(mine.application_domain, **slot)
    matches = mine.matches.search(mine.match_domain, **slot)
    signatures = (
        env["mentoring.charter.signature"]
        .sudo()  # the member's own
        .search([("partner_id", "=", partner.id)], **slot)
    )
    introduced = matches.filtered(lambda match: match._is_introduced())
    sessions = introduced.session_ids.sorted("start", reverse=True)[:limit]
    records = {
        "contact": [_facts(partner.sudo(), CONTACT)],
        "applications": map(_application_facts, applications),
        "mentor": map(prepare_mentor, mentor),
        "signatures": (_facts(one, SIGNATURE) for one in signatures),
        "pairs": (_match_facts(match, partner) for match in matches),
        "sessions": (_session_facts(one, partner) for one in sessions),
        "times": (_facts(one, TIME) for one in introduced.session_time_ids),
        "notes": _notes_facts(env, sessions),
        "news": _news_facts(env, partner, limit),
        "surveys": _survey_facts(env, partner, limit),
        "runs": _run_facts(env, partner, limit),
        "reminders": _reminder_facts(env, partner, limit),
        "messages": _message_facts(env, partner, limit),
    }
    return [
        (key, title, list(islice(records[key], limit)))
        for key, title in _get_titles(env).items()
    ]


def _get_titles(env):
    return {
        "contact": env._("Contact"),
        "applications": env._("Applications"),
        "mentor": env._("Mentor profile"),
        "signatures": env._("Signed charters"),
        "pairs": env._("Pairs"),
        "sessions": env._("Sessions"),
        "times": env._("Proposed times"),
        "notes": env._("Notes of the pair"),
        "news": env._("News after a mentoring"),
        "surveys": env._("Survey answers"),
        "runs": env._("Matching without a mentor for me"),
        "reminders": env._("Reminders to me"),
        "messages": env._("E-mails to me"),
    }


def prepare_mentor(mentor):
    """Return the facts of a mentor profile."""
    return _facts(mentor, MENTOR)


def as_json(sections):
    """Return the sections as plain data."""
    return {
        key: [{fact.name: fact.value for fact in record} for record in records]
        for key, __, records in sections
    }


def _application_facts(application):
    return [
        *_facts(application, APPLICATION),
        *(
            Fact(
                f"objective_{objective.theme_id.id}",
                application.env._("Objective: %s", objective.theme_id.name),
                objective.description,
                objective.description,
            )
            for objective in application.objective_ids
        ),
        *_invoice_facts(application),
        *_override_facts(application),
    ]


def _invoice_facts(application):
    """Return the invoice of the fee (P9), as one fact."""
    move = application.invoice_id
    if not move:
        return []
    env = application.env
    amount = format_amount(env, move.amount_total, move.currency_id)
    text = f"{move.name}, {amount}"
    label = application._fields["invoice_id"]._description_string(env)
    return [Fact("invoice_id", label, text, text)]


def _override_facts(application):
    """Return the rules that a manager has let pass for the member alone.

    Those on a pair judge the other one too, and are the career centre's.
    """
    own = application.override_ids.filtered(lambda one: not one.mentor_id)
    return [
        _as_one(
            f"override_{override.id}",
            application.env._("Rule that was let pass"),
            _facts(override, OVERRIDE),
        )
        for override in own
    ]


def _as_one(name, label, facts):
    return Fact(
        name,
        label,
        ", ".join(fact.text for fact in facts),
        {fact.name: fact.value for fact in facts},
    )


def _match_facts(match, partner):
    """Return what concerns the member's own side of a pair."""
    side = match._get_side(partner)
    names = [*MATCH, *(f"{side}_{name}" for name in OWN_SIDE)]
    if match[f"{side}_answer"] == "declined":
        names.append("decline_reason")
    other = match._get_other_name(side)
    label = match.env._("Mentor") if side == "mentee" else match.env._("Mentee")
    reasons = proposal.get_reasons(match)
    return [
        Fact("other", label, other, other),
        *_facts(match, names),
        Fact(
            "score_parts",
            match.env._("What speaks for this match"),
            "\n".join(sentence for __, sentence in reasons),
            [sentence for __, sentence in reasons],
        ),
    ]


def _session_facts(session, partner):
    """Return the facts of a session, with what the member alone has given it."""
    side = session.match_id._get_side(partner)
    return _facts(session, [*SESSION, f"{side}_rating"])


def _survey_facts(env, partner, limit):
    """Yield what the member has answered once a relation had ended."""
    answered = (
        env["survey.user_input"]
        .sudo()  # the member's own
        .search(
            [("partner_id", "=", partner.id), ("mentoring_match_id", "!=", False)],
            limit=limit,
        )
    )
    for one in answered.filtered("user_input_line_ids"):
        yield [
            Fact(f"question_{line.question_id.id}", line.question_id.title, text, text)
            for line in one.user_input_line_ids
            if (text := not line.skipped and str(line._get_answer_value()))
        ]


def _news_facts(env, partner, limit):
    """Yield the news that the member was asked for, as a mentee (C10)."""
    asked = (
        env["mentoring.news"]
        .sudo()  # the member's own
        .search([("mentee_id", "=", partner.id)], limit=limit)
    )
    for one in asked:
        yield _facts(one, NEWS)


def _run_facts(env, partner, limit):
    """Yield when a matching run left the member without a mentor, and why."""
    left = (
        env["mentoring.matching.left.out"]
        .sudo()  # the member's own
        .search(
            [("application_id.partner_id", "=", partner.id)],
            limit=limit,
            order="id desc",
        )
    )
    for one in left:
        yield _facts(one, ("create_date", "why"))


def _reminder_facts(env, partner, limit):
    """Yield what the member was reminded of, and when."""
    sent = (
        env["mentoring.reminder"]
        .sudo()  # sent to the member
        .search([("partner_id", "=", partner.id)], limit=limit)
    )
    for reminder in sent:
        yield _facts(reminder, REMINDER)


def _message_facts(env, partner, limit):
    """Yield the e-mails about the mentoring that went to the member."""
    received = Domain("partner_ids", "in", partner.ids) | Domain(
        "notified_partner_ids", "in", partner.ids
    )
    messages = (
        env["mail.message"]
        .sudo()  # sent to the member
        .search(Domain("model", "in", MODELS) & received, limit=limit)
    )
    for message in messages:
        yield _facts(message, ("date", "subject"))


def _notes_facts(env, sessions):
    """Yield the private notes, read with the member's own rights, never in sudo."""
    starts = {session.id: session.start for session in sessions}
    notes = env["mentoring.session.summary"].search(
        [("session_id", "in", sessions.ids)]
    )
    label = env._("Session of")
    for note in notes:
        start = starts[note.session_id.id]
        yield [
            Fact("session", label, _as_moment(env, start), start.isoformat()),
            *_facts(note, NOTES),
            *_action_facts(note),
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
            _as_value(record, name),
        )
        for name in names
        if record[name] or record._fields[name].type == "boolean"
    ]


def _as_moment(env, value):
    return format_datetime(env, value, tz=get_zone().zone)


def _as_text(record, name):
    env, field, value = record.env, record._fields[name], record[name]
    if field.type == "boolean":
        return env._("yes") if value else env._("no")
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return _as_moment(env, value)
    if field.type == "html":
        return html2plaintext(value)
    if field.type == "binary":
        return env._("yes")
    if field.comodel_name == "res.lang":
        return ", ".join(language_names(env, value))
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    return str(value)


def _as_value(record, name):
    field, value = record._fields[name], record[name]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if field.relational:
        return value.mapped("display_name")
    if field.type == "html":
        return html2plaintext(value)
    return value.decode() if isinstance(value, bytes) else value
