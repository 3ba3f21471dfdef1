"""The plain data that decisions are taken on.

``None`` always means "not known". Identifiers are database ids, but nothing here
looks anything up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

IN_POST = "in_post"
OUT_OF_POST = "out_of_post"

AIM_PROMOTION = "promotion"
AIM_NEW_POST = "new_post"
AIM_JOB_SEARCH = "job_search"


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of a programme's rules; the defaults are those of the charter.

    Units are in the names. ``*_min`` and ``*_max`` are both included in the range.
    """

    duration_months_min: int = 4  # P2
    duration_months_max: int = 6  # P2
    sessions_min: int = 4  # P3
    session_minutes_min: int = 60  # P3
    session_minutes_max: int = 120  # P3
    objectives_min: int = 1  # P5
    experience_years_min: int = 8  # E2
    experience_years_max: int = 20  # E2
    horizon_months: int = 24  # E3
    new_post_months: int = 6  # E3
    gap_years_min: int = 5  # E4
    gap_years_max: int = 10  # E4
    mentor_places: int = 2  # M5
    first_session_months: int = 1  # C3
    notice_hours: int = 24  # C5, D4
    reschedule_days: int = 7  # C5
    summary_days: int = 7  # C7
    news_months: tuple[int, ...] = (3, 12)  # C10
    proposal_days: int = 10
    membership_warning_days: int = 30  # E7, C1
    membership_grace_days: int = 30  # C1
    # When the reminders go out; the charter has no numbers for these.
    draft_days: int = 7
    proposal_reminder_days: int = 3
    first_session_warning_days: int = 5  # C3
    session_reminder_hours: int = 12  # C5, D4: before the notice ends
    confirm_days: int = 2  # P3
    go_on_days: int = 1  # D6
    quiet_days: int = 45  # P3
    end_warning_days: int = 14  # P2
    end_reply_days: int = 7  # C9, D5
    survey_days: int = 14
    profile_months: int = 12
    escalation_days: int = 7


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion of a pair counts; only their proportions matter."""

    objectives: int = 40  # M2
    function: int = 15  # M3, E6
    industry: int = 15  # M3, E6
    gap: int = 10  # E4
    meeting: int = 10  # P4
    load: int = 10


@dataclass(frozen=True, slots=True)
class Applicant:
    """A would-be mentee, as the questionnaire tells on a given day."""

    id: int = 0
    today: date | None = None
    employment: str | None = None  # IN_POST or OUT_OF_POST
    experience_start: date | None = None
    aim: str | None = None  # AIM_…
    target_months: int | None = None  # until the responsibility that is aimed for
    new_post_date: date | None = None
    target_level_rank: int | None = None
    target_level_is_management: bool | None = None
    objective_themes: frozenset[int] = frozenset()
    objective_count: int = 0
    expectations: str = ""
    motivations: str = ""
    membership_covers_today: bool | None = None
    membership_ended: date | None = None  # last day of the cover that ran out
    fee_open: bool = False  # due now, and neither paid nor waived (P9)
    charter_signed: bool = False
    function: int | None = None
    industry: int | None = None
    languages: frozenset[str] = frozenset()
    place: str | None = None
    ways: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    person: int | None = None
    unwanted_persons: frozenset[int] = frozenset()
    has_mentor: bool = False
    stops: int = 0  # mentors who stopped after the first session (D6)


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor, as the profile and the running matches tell on a given day."""

    id: int = 0
    person: int | None = None
    available: bool = True
    in_programme: bool = True
    charter_signed: bool = True
    experience_start: date | None = None
    level_rank: int | None = None
    themes: frozenset[int] = frozenset()
    functions: frozenset[int] = frozenset()
    industries: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    place: str | None = None
    ways: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    capacity: int = 2
    taken_places: int = 0
    unwanted_persons: frozenset[int] = frozenset()
    refused_applicant_persons: frozenset[int] = frozenset()
    refusal_counts: frozenset[tuple[int, int]] = frozenset()  # (person, how often)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pair has come, as its dates and sessions tell."""

    state: str = "active"
    introduction: date | None = None
    planned_end: date | None = None
    held: tuple[datetime, ...] = ()  # ends of the sessions that took place
    planned: tuple[datetime, ...] = ()  # starts of the sessions to come
    unconfirmed: tuple[datetime, ...] = ()  # ends of planned sessions gone by
    without_summary: tuple[datetime, ...] = ()  # ends of held ones, no summary
    ended_by: frozenset[str] = frozenset()  # who declared the end: mentor, mentee
    membership_until: date | None = None  # last day of the cover, if there is one
    membership_ended: date | None = None  # last day of the cover that ran out
    membership_covers_today: bool = True
    fee_open: bool = False  # was settled once, and is so no more (P9)
    fee_open_since: date | None = None
    ended_on: date | None = None  # when the first of the two declared the end
    without_appointment: date | None = None  # when the last session fell through


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session, as the reminders see it; moments are those of the programme's place.

    ``told`` is when the two were invited to the start that it has now.
    """

    id: int
    state: str
    start: datetime
    stop: datetime
    told: datetime | None = None
    cancelled: datetime | None = None
    has_summary: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A pair, as the reminders see it; a contact of ``None`` can't be written to."""

    id: int
    progress: Progress
    mentee: int | None = None
    mentor: int | None = None
    meetings: tuple[Meeting, ...] = ()
    answer_before: date | None = None
    asked: tuple[tuple[str, date], ...] = ()  # sides with an answer to give, since when
    extension_asked: bool = False  # P2: and neither agreed to nor declined
    paused: bool = False
    resumed: date | None = None  # first day after the last pause

    def person(self, side: str) -> int | None:
        """The contact on that side; staff are nobody in particular."""
        return {"mentee": self.mentee, "mentor": self.mentor}.get(side)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says: ``code`` names the sentence, ``params`` fill it.

    ``passed`` is ``None`` when a fact that the rule needs is missing. A hard
    finding that has not passed blocks; a soft one only informs.
    """

    code: str
    rule: str
    passed: bool | None
    hard: bool = True
    params: dict = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        return self.hard and self.passed is not True
