"""What a member has in the mentoring, and what of it waits for the member.

Each entry is a dictionary: ``title``, ``text`` (where it stands), ``due_text`` (the
last day for it, or nothing), ``link`` with ``link_text``, ``label`` with ``colour``
(the badge), and ``waits``: whether it is the member's turn.
"""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_date

from ..logic import cadence
from ..logic.membership import NOT_COVERED
from . import application_status, appointment
from .mentor_profile import STANDINGS

# The steps of a pair that wait for one side; the others are for both, or for none.
TURNS = {
    ("plan_first_session", "mentee"),
    ("plan_session", "mentee"),
    ("confirm_session", "mentee"),
    ("confirm_session", "mentor"),
    ("write_summary", "mentee"),
    ("declare_end", "mentee"),
    ("declare_end", "mentor"),
}
SHOWN_STATES = ("proposed", "active", "ended")
PAST_APPLICATIONS = ("closed", "refused", "withdrawn")
# What is over is on the page of what was, but for the latest.
LATEST = 3
# For how long the survey after the end is shown as waiting.
SURVEY_DAYS = 60
COLOURS = {"proposed": "warning", "active": "primary", "ended": "light"}


class Mine:
    """A member's own applications and the pairs that the member was asked about.

    :ivar applications: the model in sudo, to be searched with ``application_domain``
    :ivar matches: likewise, with ``match_domain``
    """

    def __init__(self, env, partner):
        # What the domains find is the member's own.
        self.applications = env["mentoring.application"].sudo()
        self.matches = env["mentoring.match"].sudo()
        self.application_domain = Domain("partner_id", "=", partner.id)
        self.match_domain = (
            Domain("mentor_partner_id", "=", partner.id)
            & Domain("mentor_asked_date", "!=", False)
        ) | (
            Domain("mentee_id", "=", partner.id)
            & Domain("mentee_asked_date", "!=", False)
        )
        self.past_applications = self.application_domain & Domain(
            "state", "in", PAST_APPLICATIONS
        )
        self.past_matches = self.match_domain & Domain("state", "=", "ended")
        self.asked_for_news = Domain("mentee_id", "=", partner.id) & Domain(
            "news_ids",
            "any",
            Domain("answered_date", "=", False)
            & (
                Domain("asking", "!=", cadence.LAST_NEWS)
                | Domain("asked_date", ">", f"-{cadence.NEWS_DAYS + 1}d")
            ),
        )
        self.asked_by_survey = Domain(
            "survey_answer_ids",
            "any",
            Domain("partner_id", "=", partner.id)
            & Domain("state", "!=", "done")
            & Domain("survey_id.active", "=", True)
            & Domain("create_date", ">", f"-{SURVEY_DAYS}d"),
        )

    def get_applications(self):
        """Return those that are open, and the latest of the others."""
        is_open = Domain("state", "not in", PAST_APPLICATIONS)
        current = self.applications.search(self.application_domain & is_open)
        past = self.applications.search(self.past_applications, limit=LATEST)
        return current | past

    def get_matches(self):
        """Return those that run or wait for answers, and the latest of the others."""
        running = Domain("state", "in", ("proposed", "active"))
        asked = self.past_matches & (self.asked_for_news | self.asked_by_survey)
        current = self.matches.search((self.match_domain & running) | asked)
        return current | self.matches.search(self.past_matches, limit=LATEST)

    def count_past(self):
        """Return how many applications and pairs are over."""
        return (
            self.applications.search_count(self.past_applications),
            self.matches.search_count(self.past_matches),
        )


def describe_application(application):
    env = application.env
    status = application_status.prepare_status(application)
    url = f"/my/mentoring/applications/{application.id}"
    return {
        "title": application.program_id.name,
        "text": status["text"],
        "due_text": status["due_text"],
        "link": status["link"] or url,
        "link_text": status["link_text"] or env._("Open my application"),
        "more": status["link"] and url,
        "more_text": env._("Open my application"),
        "label": status["label"],
        "colour": status["colour"],
        "waits": status["waits"],
    }


def describe_mentor(mentor):
    """Describe a mentor's profile; ``None`` when there is none."""
    env = mentor.env
    if not mentor:
        return None
    draft = mentor.state == "draft"
    unsigned = mentor.state in ("approved", "paused") and mentor._why_not_signed()
    standing = STANDINGS.get(mentor.state)
    if unsigned:
        text = env._("A charter of yours has yet to be signed.")
    elif standing:
        text = env._(standing)
    else:
        text = env._("Your profile is not sent yet; what you have written is kept.")
    return {
        "title": env._("My mentor profile"),
        "text": text,
        "due_text": None,
        "link": "/my/mentoring/mentor",
        "link_text": env._("Finish my profile") if draft else env._("Open my profile"),
        "more": None,
        "label": mentor._get_state_label(mentor.state),
        "colour": {"draft": "warning", "approved": "primary"}.get(
            mentor.state, "light"
        ),
        "waits": draft or bool(unsigned),
    }


def describe_match(match, partner):
    """Describe a pair as ``partner`` sees it, who is one of the two."""
    env = match.env
    side = match._get_side(partner)
    describe = {
        "proposed": _describe_proposed,
        "active": _describe_active,
        "ended": _describe_ended,
    }[match.state]
    described = {"due": None, "waits": False, **describe(env, match, side)}
    due = described.pop("due")
    return {
        "side": side,
        "title": match._get_other_name(side),
        "due_text": application_status.get_due_text(env, due),
        "link": f"/my/mentoring/pairs/{match.id}",
        "link_text": env._("Open the page of the pair"),
        "more": None,
        "label": match._get_state_label(match.state),
        "colour": COLOURS[match.state],
        **described,
    }


def _describe_proposed(env, match, side):
    if not match._is_asked(side):
        return {"text": env._("You have answered. The other has yet to answer.")}
    text = (
        env._("The career centre proposes a mentee to you.")
        if side == "mentor"
        else env._("The career centre proposes a mentor to you.")
    )
    return {
        "text": text,
        "due": match.answer_before,
        "link_text": env._("Answer the proposal"),
        "waits": True,
    }


def _describe_active(env, match, side):
    if match.extension_end and match.extension_side != side:
        return _describe_extension(env, match, side)
    policy = match.program_id._get_policy()
    progress = match._get_progress(NOT_COVERED, fields.Datetime.now())
    code = cadence.next_step(progress, policy)
    ended = match[f"{side}_end_date"]
    waits = (code, side) in TURNS and not ended
    text = match._get_next_step_for(side)
    if progress.planned:
        text = env._(
            "%(step)s The next session is on %(date)s.",
            step=text,
            date=_describe_start(env, min(progress.planned)),
        )
    due = _get_due(match, code, progress, policy) if waits else None
    to_session = _link_to_session(env, match, code, progress) if waits else {}
    return {"text": text, "due": due, "waits": waits, **to_session}


def _link_to_session(env, match, code, progress):
    """Return the link to the session that the step is about: the earliest one."""
    stops = {
        "confirm_session": progress.unconfirmed,
        "write_summary": progress.without_summary,
    }.get(code)
    if not stops:
        return {}
    session = match.session_ids.filtered(lambda one: one.stop == min(stops))[:1]
    return {
        "link": f"/my/mentoring/sessions/{session.id}",
        "link_text": env._("Open the session"),
        "more": f"/my/mentoring/pairs/{match.id}",
        "more_text": env._("Open the page of the pair"),
    }


def _describe_extension(env, match, side):
    """Describe a pair whose other side asks to go on longer (P2)."""
    return {
        "text": env._(
            "%(name)s would like to go on until %(date)s. Do you agree?",
            name=match._get_other_name(side),
            date=format_date(env, match.extension_end),
        ),
        "due": match.planned_end,
        "waits": True,
    }


def _describe_start(env, start):
    local = appointment.to_local(start, appointment.get_zone())
    return format_date(env, local.date(), date_format="full")


def _get_due(match, code, progress, policy):
    """Return the last day for the step (C3, C7, P2), if there is one."""
    if code == "plan_first_session":
        return match._get_first_session_due()
    if code == "write_summary":
        return cadence.summary_due(min(progress.without_summary), policy)
    if code == "declare_end":
        return match.planned_end
    return None


def _describe_ended(env, match, side):
    asked = match._get_news_to_give() if side == "mentee" else None
    if asked:
        return {
            "text": env._("How have things gone since? Please give your news."),
            "link": asked._get_portal_path(),
            "link_text": env._("Give my news"),
            "waits": True,
        }
    if _is_asked_by_survey(match, side):
        return {
            "text": env._("How did it go? A few questions, in three minutes."),
            "link": f"/my/mentoring/pairs/{match.id}/survey",
            "link_text": env._("Tell us how it went"),
            "more": f"/my/mentoring/pairs/{match.id}",
            "more_text": env._("Open the page of the pair"),
            "waits": True,
        }
    date = format_date(env, match.end_date)
    if side == "mentor" and match._get_news(side):
        return {"text": env._("It ended on %(date)s. There is news.", date=date)}
    return {"text": env._("It ended on %(date)s.", date=date)}


def _is_asked_by_survey(match, side):
    """Whether ``side`` has a survey to answer that was asked for lately."""
    since = fields.Date.subtract(fields.Datetime.now(), days=SURVEY_DAYS)
    answer = match._get_survey_to_answer(side)
    return bool(answer) and answer.create_date > since


def prepare(env, partner, mentor):
    """Return everything that ``partner`` has, as entries by section.

    The number of queries doesn't depend on how much there is.
    """
    mine = Mine(env, partner)
    matches = [describe_match(match, partner) for match in mine.get_matches()]
    return {
        "applications": [
            describe_application(application) for application in mine.get_applications()
        ],
        "mentor": describe_mentor(mentor),
        "as_mentee": [entry for entry in matches if entry["side"] == "mentee"],
        "as_mentor": [entry for entry in matches if entry["side"] == "mentor"],
    }


def prepare_past(env, partner, page, step):
    """Return a page of what is over: ``(pairs, applications)`` as entries."""
    mine, slot = Mine(env, partner), {"offset": (page - 1) * step, "limit": step}
    matches = mine.matches.search(mine.past_matches, **slot)
    applications = mine.applications.search(mine.past_applications, **slot)
    return (
        [describe_match(match, partner) for match in matches],
        [describe_application(application) for application in applications],
    )


def get_waiting(prepared):
    """Return the entries that wait for the member, proposals first."""
    mentor = [prepared["mentor"]] if prepared["mentor"] else []
    entries = [
        *prepared["as_mentor"],
        *prepared["as_mentee"],
        *prepared["applications"],
        *mentor,
    ]
    return [entry for entry in entries if entry["waits"]]
