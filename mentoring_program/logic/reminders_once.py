"""What one person is reminded of, once: a questionnaire, a survey, a profile.

Nothing of a pair is chased here: who leaves it at that is left in peace.
"""

from __future__ import annotations

from datetime import date, timedelta

from .duration import add_months, full_months
from .facts import Policy
from .reminders import LATE, MENTEE, MENTOR, Message


def unfinished(left: date, policy: Policy, today: date) -> date | None:
    """The day on which who left the questionnaire on ``left`` is reminded, if now."""
    return _if_now(left, policy.draft_days, today)


def unfinished_message(person: int, due: date) -> Message:
    """The questionnaire that was begun: once."""
    return Message("unfinished", "S2", MENTEE, 1, "once", due=due, person=person)


def survey(asked: date, policy: Policy, today: date) -> date | None:
    """The day on which who was asked by survey on ``asked`` is reminded, if now."""
    if not policy.survey_days:
        return None
    return _if_now(asked, policy.survey_days, today)


def survey_message(side: str, person: int, due: date) -> Message:
    """The survey after the end that was not answered: once."""
    return Message("survey", "", side, 1, "once", due=due, person=person)


def _if_now(begin: date, days: int, today: date) -> date | None:
    due = begin + timedelta(days=days)
    return due if due <= today <= due + LATE else None


def profile_check(checked: date, policy: Policy, today: date) -> date | None:
    """The day on which a profile was to be checked again, if it is to be done now.

    Each so many months after it was last looked over.
    """
    if not policy.profile_months:
        return None
    rounds = full_months(checked, today) // policy.profile_months
    due = add_months(checked, rounds * policy.profile_months)
    return due if rounds > 0 and today <= due + LATE else None


def profile_message(person: int, due: date) -> Message:
    """The profile to look over: once each time."""
    return Message("profile", "M2", MENTOR, 1, str(due), due=due, person=person)
