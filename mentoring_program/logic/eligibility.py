"""Who may take part, and who may be paired with whom: facts → findings.

Boundaries, decided once (``docs/rules.md`` repeats them for people):

* years of experience are completed years, so "8 to 20" takes in the day of the
  8th anniversary and the eve of the 21st (E2);
* a new post counts up to and including the day on which it is ``new_post_months``
  old (E3);
* the gap between mentor and mentee is in completed months, both ends of the range
  included (E4).
"""

from __future__ import annotations

from collections.abc import Iterable

from .duration import add_months, full_months, full_years
from .facts import (
    AIM_JOB_SEARCH,
    AIM_NEW_POST,
    IN_POST,
    Applicant,
    Finding,
    Mentor,
    Policy,
)


def _in_post(applicant: Applicant, policy: Policy) -> Finding:
    passed = applicant.employment and applicant.employment == IN_POST
    return Finding("in_post", "E1", passed or (False if applicant.employment else None))


def _experience(applicant: Applicant, policy: Policy) -> Finding:
    params = {
        "minimum": policy.experience_years_min,
        "maximum": policy.experience_years_max,
    }
    if not applicant.experience_start or not applicant.today:
        return Finding("experience", "E2", None, params=params)
    years = full_years(applicant.experience_start, applicant.today)
    passed = policy.experience_years_min <= years <= policy.experience_years_max
    return Finding("experience", "E2", passed, params={**params, "years": years})


def _aim_in_reach(applicant: Applicant, policy: Policy) -> bool | None:
    if applicant.aim == AIM_NEW_POST:
        if not applicant.new_post_date or not applicant.today:
            return None
        last_day = add_months(applicant.new_post_date, policy.new_post_months)
        return applicant.new_post_date <= applicant.today <= last_day
    if applicant.target_months is None:
        return None
    return 0 <= applicant.target_months <= policy.horizon_months


def _responsibility(applicant: Applicant, policy: Policy) -> Finding:
    params = {
        "horizon_months": policy.horizon_months,
        "new_post_months": policy.new_post_months,
    }
    if applicant.aim in (None, AIM_JOB_SEARCH):
        passed = None if applicant.aim is None else False
    elif applicant.target_level_is_management is False:
        passed = False
    else:
        in_reach = _aim_in_reach(applicant, policy)
        known = applicant.target_level_is_management is not None
        passed = in_reach if known or in_reach is False else None
    return Finding("responsibility", "E3", passed, params=params)


def _not_a_job_search(applicant: Applicant, policy: Policy) -> Finding:
    passed = None if applicant.aim is None else applicant.aim != AIM_JOB_SEARCH
    return Finding("not_a_job_search", "P7", passed)


def _objectives(applicant: Applicant, policy: Policy) -> Finding:
    return Finding(
        "objectives",
        "P5",
        applicant.objective_count >= policy.objectives_min,
        params={"minimum": policy.objectives_min, "count": applicant.objective_count},
    )


def _written(applicant: Applicant, policy: Policy) -> Finding:
    passed = bool(applicant.expectations.strip() and applicant.motivations.strip())
    return Finding("written", "C2", passed)


def _charter(applicant: Applicant, policy: Policy) -> Finding:
    return Finding("charter", "S2", applicant.charter_signed)


def _membership(applicant: Applicant, policy: Policy) -> Finding:
    return Finding("membership", "E7", applicant.membership_covers_today)


def _fee(applicant: Applicant, policy: Policy) -> Finding:
    return Finding("fee", "P9", not applicant.fee_open)


def _not_replaced(applicant: Applicant, policy: Policy) -> Finding:
    return Finding("not_replaced", "D6", not applicant.stops)


SELF_CHECK_RULES = (_in_post, _experience, _responsibility, _not_a_job_search)
QUESTIONNAIRE_RULES = (*SELF_CHECK_RULES, _objectives, _written, _charter)
PERSON_RULES = (*QUESTIONNAIRE_RULES, _membership, _fee, _not_replaced)


def self_check_findings(applicant: Applicant, policy: Policy) -> list[Finding]:
    """What a visitor learns from a few answers: E1, E2, E3, P7."""
    return [rule(applicant, policy) for rule in SELF_CHECK_RULES]


def questionnaire_findings(applicant: Applicant, policy: Policy) -> list[Finding]:
    """What the member's own answers decide: E1, E2, E3, P7, P5, C2, S2."""
    return [rule(applicant, policy) for rule in QUESTIONNAIRE_RULES]


def person_findings(applicant: Applicant, policy: Policy) -> list[Finding]:
    """What each rule on a person says: E1, E2, E3, P7, P5, C2, S2, E7, P9, D6."""
    return [rule(applicant, policy) for rule in PERSON_RULES]


def gap_months(applicant: Applicant, mentor: Mentor) -> int | None:
    """The completed months that the mentor has worked longer, if both are known."""
    if not applicant.experience_start or not mentor.experience_start:
        return None
    return full_months(mentor.experience_start, applicant.experience_start)


def _gap(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    params = {"minimum": policy.gap_years_min, "maximum": policy.gap_years_max}
    months = gap_months(applicant, mentor)
    if months is None:
        return Finding("gap", "E4", None, params=params)
    passed = policy.gap_years_min * 12 <= months <= policy.gap_years_max * 12
    return Finding("gap", "E4", passed, params={**params, "years": months / 12})


def _level(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    if applicant.target_level_rank is None or mentor.level_rank is None:
        return Finding("level", "E5", None)
    return Finding("level", "E5", mentor.level_rank >= applicant.target_level_rank)


def _one_mentor(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    return Finding("one_mentor", "M4", not applicant.has_mentor)


def places(mentor: Mentor, policy: Policy) -> int:
    """How many mentees at a time the mentor may have in the programme (M5)."""
    return min(mentor.capacity, policy.mentor_places)


def free_places(mentor: Mentor, policy: Policy) -> int:
    """How many more mentees the mentor may have now (M5)."""
    return max(places(mentor, policy) - mentor.taken_places, 0)


def _places(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    params = {"places": places(mentor, policy), "taken": mentor.taken_places}
    return Finding("places", "M5", free_places(mentor, policy) > 0, params=params)


def _available(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    return Finding("available", "M1", mentor.available and mentor.in_programme)


def _mentor_charter(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    return Finding("mentor_charter", "S2", mentor.charter_signed)


def _language(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    if not applicant.languages or not mentor.languages:
        return Finding("language", "M1", None, hard=False)
    shared = bool(applicant.languages & mentor.languages)
    return Finding("language", "M1", shared)


def _another_person(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    same = applicant.person is not None and applicant.person == mentor.person
    return Finding("another_person", "M1", not same)


def _other_employer(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    shared = applicant.employers & mentor.employers
    return Finding("other_employer", "M1", not shared)


def _wanted(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    unwanted = (
        mentor.person in applicant.unwanted_persons
        or applicant.person in mentor.unwanted_persons
    )
    return Finding("wanted", "M1", not unwanted)


def _not_refused(applicant: Applicant, mentor: Mentor, policy: Policy) -> Finding:
    refused = applicant.person in mentor.refused_applicant_persons
    return Finding("not_refused", "M1", not refused)


def _no_mentor_after_stop(
    applicant: Applicant, mentor: Mentor, policy: Policy
) -> Finding:
    return _not_replaced(applicant, policy)


PAIR_RULES = (
    _gap,
    _level,
    _one_mentor,
    _places,
    _available,
    _mentor_charter,
    _language,
    _another_person,
    _other_employer,
    _wanted,
    _not_refused,
    _no_mentor_after_stop,
)


def pair_findings(
    applicant: Applicant, mentor: Mentor, policy: Policy
) -> list[Finding]:
    """What each rule on a pair says; the answer to "why not this mentor?"."""
    return [rule(applicant, mentor, policy) for rule in PAIR_RULES]


# P9 has a way of its own, the waiver; nobody is their own mentor.
NEVER_OVERRIDDEN = frozenset({"M4", "M5", "S2", "P9"})
NEVER_OVERRIDDEN_CODES = frozenset({"another_person"})


def can_be_overridden(finding: Finding) -> bool:
    """Whether a manager may let the finding pass: never M4, M5, S2, nor the fee."""
    return (
        finding.rule not in NEVER_OVERRIDDEN
        and finding.code not in NEVER_OVERRIDDEN_CODES
    )


def blocking(
    findings: Iterable[Finding], overridden: frozenset[str] = frozenset()
) -> list[Finding]:
    """The findings that stand in the way, those with a manager's override left out.

    :param overridden: the codes of the overrides that still hold
    """
    return [
        finding
        for finding in findings
        if finding.blocks
        and not (finding.code in overridden and can_be_overridden(finding))
    ]


# The weightiest first: what a member is told as the reason, when several stand.
_CAUSES = (
    "not_a_job_search",
    "in_post",
    "experience",
    "responsibility",
    "membership",
    "written",
    "objectives",
)


def refusal_cause(findings: Iterable[Finding]) -> str | None:
    """Why an application would be refused: the code of what weighs most, or ``None``.

    Too little and too much experience are told apart: ``experience_short``,
    ``experience_long``.
    """
    blocked = {finding.code: finding for finding in blocking(findings)}
    code = next((code for code in _CAUSES if code in blocked), None)
    if code != "experience":
        return code
    params = blocked[code].params
    short = params.get("years", 0) < params["minimum"]
    return "experience_short" if short else "experience_long"


# What the questionnaire must hold before it can be submitted, whatever the answer.
COMPLETE_CODES = frozenset({"objectives", "written", "charter"})


def against_submission(applicant: Applicant, policy: Policy) -> list[Finding]:
    """What keeps a questionnaire from being submitted: gaps, never a wrong answer.

    Staff decide on what it says (P5, C2, S2, and all that is not answered).
    """
    return [
        finding
        for finding in questionnaire_findings(applicant, policy)
        if finding.passed is None
        or (finding.code in COMPLETE_CODES and not finding.passed)
    ]


def against_acceptance(
    applicant: Applicant, policy: Policy, overridden: frozenset[str] = frozenset()
) -> list[Finding]:
    """What keeps an application from being accepted."""
    return blocking(person_findings(applicant, policy), overridden)


def against_proposal(
    applicant: Applicant,
    mentor: Mentor,
    policy: Policy,
    overridden: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What keeps a pair from being proposed: the rules on the person, and on the two.

    The first are asked again, for a membership ends and a fee is paid back (E7, P9).
    """
    findings = [
        *against_acceptance(applicant, policy, overridden),
        *blocking(pair_findings(applicant, mentor, policy), overridden),
    ]
    return list({finding.code: finding for finding in findings}.values())
