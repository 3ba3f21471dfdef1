"""Where an application stands, in the member's words, and what it holds."""

from odoo.fields import Date
from odoo.tools import format_amount, format_date

from . import application_steps, choices

# Of the badge; those whose words stand out enough from their background.
COLOURS = {
    "draft": "warning",
    "submitted": "primary",
    "accepted": "warning",
    "waiting": "primary",
    "matched": "primary",
    "closed": "light",
    "refused": "light",
    "withdrawn": "light",
}


def get_open_match(application):
    """Return the pair that the mentee is in, or is asked about, if any."""
    return application.match_ids.filtered(
        lambda match: match.state == "active" or match._is_asked("mentee")
    )[:1]


def prepare_status(application):
    """Return ``{label, colour, text, link, link_text, waits, due_text}``.

    ``link`` leads to what the member does next; ``waits`` says whether that waits
    here, and not on the page of a pair; ``due_text`` tells the last day for it, if
    there is one.
    """
    env = application.env
    describe = {
        "draft": _describe_draft,
        "submitted": _describe_submitted,
        "accepted": _describe_accepted,
        "waiting": _describe_waiting,
        "matched": _describe_matched,
        "closed": _describe_closed,
        "refused": _describe_refused,
        "withdrawn": _describe_withdrawn,
    }
    status = {
        "label": application._get_state_label(application.state),
        "colour": COLOURS[application.state],
        "link": None,
        "link_text": None,
        "waits": False,
        "due": None,
        **describe[application.state](env, application),
    }
    if application.state == "submitted":
        status["label"] = env._("Being read")
    status["due_text"] = get_due_text(env, status["due"])
    return status


def get_due_text(env, due):
    """Return by when it is to be done, or was; ``None`` without a day."""
    if not due:
        return None
    day = format_date(env, due)
    if Date.to_date(due) < Date.context_today(env.user):
        return env._("This was to be done by %(date)s.", date=day)
    return env._("To be done by %(date)s.", date=day)


def _describe_draft(env, application):
    key = application_steps.get_first_incomplete(application)
    number = application_steps.KEYS.index(key) + 1
    return {
        "text": env._(
            "Your questionnaire is not sent yet: you are at step %(number)s of "
            "%(total)s. What you have written is kept.",
            number=number,
            total=len(application_steps.KEYS),
        ),
        "link": f"/my/mentoring/applications/{application.id}/steps/{key}",
        "link_text": env._("Go on with the questionnaire"),
        "waits": True,
    }


def _describe_submitted(env, application):
    if can_pay(application):
        return {
            "text": env._(
                "You sent your application on %(date)s. The career centre reads it "
                "once the fee of %(amount)s is paid.",
                date=format_date(env, application.submitted_date),
                amount=_get_amount(env, application),
            ),
            **_prepare_payment(env, application),
        }
    return {
        "text": env._(
            "You sent your application on %(date)s. The career centre reads it and "
            "gives you its answer by e-mail. There is nothing to do for now.",
            date=format_date(env, application.submitted_date),
        )
    }


def can_pay(application):
    """Whether there is an invoice of the fee (P9) that the member can pay."""
    return bool(application.invoice_id) and application.fee_state in (
        "to_pay",
        "partial",
    )


def _get_amount(env, application):
    move = application.invoice_id
    return format_amount(env, move.amount_residual, move.currency_id)


def _prepare_payment(env, application):
    """Return where the member pays, and until when."""
    move = application.invoice_id
    return {
        # The member is the invoice's customer, so the portal lets in without a token.
        "link": f"/my/invoices/{move.id}",
        "link_text": env._("Pay the fee"),
        "waits": True,
        "due": move.invoice_date_due,
    }


def _describe_accepted(env, application):
    if not can_pay(application):
        return {
            "text": env._(
                "Your application is accepted. The career centre is settling the fee "
                "with you."
            )
        }
    return {
        "text": env._(
            "Your application is accepted. Once the fee of %(amount)s is paid, you "
            "join the waiting list and the career centre looks for your mentor.",
            amount=_get_amount(env, application),
        ),
        **_prepare_payment(env, application),
    }


def _describe_waiting(env, application):
    match = get_open_match(application)
    if match:
        return {
            "text": env._(
                "The career centre proposes a mentor to you. Please read the proposal, "
                "and answer."
            ),
            "link": match.access_url,
            "link_text": env._("Answer the proposal"),
            "due": match.answer_before,
        }
    if application.fee_issue:
        return _describe_fee_undone(env, application)
    return {
        "text": env._(
            "You have been on the waiting list since %(date)s. The career centre looks "
            "for a mentor who fits your objectives, and writes to you as soon as there "
            "is one.",
            date=format_date(env, application.waiting_date),
        )
    }


def _describe_fee_undone(env, application):
    if not can_pay(application):
        return {
            "text": env._(
                "You keep your place on the waiting list. Your fee is no longer "
                "settled: the career centre is settling it with you."
            )
        }
    return {
        "text": env._(
            "You keep your place on the waiting list, but %(amount)s of your fee is "
            "open. Once it is paid, the career centre goes on looking for your mentor.",
            amount=_get_amount(env, application),
        ),
        **_prepare_payment(env, application),
    }


def _describe_matched(env, application):
    match = get_open_match(application)
    return {
        "text": env._("You have a mentor: your sessions are on the page of your pair."),
        "link": match.access_url if match else None,
        "link_text": env._("Open the page of the pair"),
    }


def _describe_closed(env, application):
    return {
        "text": env._(
            "This mentoring ended on %(date)s. Thank you for having taken part.",
            date=format_date(env, application.closed_date),
        )
    }


def _describe_refused(env, application):
    return {
        "text": env._(
            "The career centre answered on %(date)s: it can't accept this application.",
            date=format_date(env, application.decision_date),
        )
    }


def _describe_withdrawn(env, application):
    return {
        "text": env._(
            "You withdrew this application on %(date)s. You can apply again whenever "
            "you like.",
            date=format_date(env, application.closed_date),
        )
    }


def prepare_changes(application):
    """Return what may still change once the questionnaire is sent, as sentences."""
    env = application.env
    if application.state not in ("submitted", "accepted", "waiting"):
        return []
    return [
        env._("Your answers stay as you signed them with the charter."),
        env._(
            "Something has changed, or was not right? Tell the career centre, which "
            "can correct it."
        ),
        env._("Your address and phone number are on your account: change them there."),
        env._("You can withdraw as long as you have no mentor."),
    ]


def can_withdraw(application):
    return application.state in ("draft", "submitted", "accepted", "waiting")


def prepare_answers(application):
    """Return the questionnaire as ``[(key, title, [(label, answer), …]), …]``."""
    env = application.env
    sections = {
        "situation": _rows(
            application,
            ("employment", "job_title", "employer", "level_id"),
        )
        + [_month_row(application, "experience_start")],
        "aim": _rows(application, ("aim", "target_level_id"))
        + _aim_rows(env, application),
        "objectives": [
            (objective.theme_id.name, objective.description)
            for objective in application.objective_ids
        ],
        "expectations": _rows(application, ("expectations", "motivations", "wishes")),
        "profile": _rows(
            application, ("function_id", "industry_id", "zip", "city", "country_id")
        )
        + _profile_rows(env, application),
    }
    return [
        (key, env._(application_steps.STEPS[key].title), rows)
        for key, rows in sections.items()
    ]


def _rows(application, names):
    return [(get_label(application, name), show(application, name)) for name in names]


def _month_row(application, name):
    day = application[name]
    shown = day and format_date(application.env, day, date_format="LLLL yyyy")
    return get_label(application, name), shown


def _aim_rows(env, application):
    if application.aim == "promotion":
        return _rows(application, ("target_months",))
    if application.aim == "new_post":
        return _rows(application, ("new_post_date",))
    return []


def _profile_rows(env, application):
    ways = [way[1] for way in application_steps.get_ways(application) if way[3]]
    return [
        (
            get_label(application, "lang_ids"),
            ", ".join(choices.language_names(env, application.lang_ids)),
        ),
        (env._("Ways of Meeting"), ", ".join(ways)),
    ]


def get_label(record, name):
    """Return the label of a field in the visitor's language."""
    return record._fields[name]._description_string(record.env)


def show(record, name):
    """Return the value of a field as text; ``""`` for none."""
    field, value = record._fields[name], record[name]
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    if field.type == "date":
        return format_date(record.env, value) if value else ""
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    return value or ""
