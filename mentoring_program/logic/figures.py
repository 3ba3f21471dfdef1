"""What a programme achieved in a period: from plain counts to figures.

What each figure is, and of what it is the share, is said in ``FIGURES`` and nowhere
else; which date puts a record into a period is said at each number of ``Counts``.
"No figure" is ``None``, never 0: where nothing was counted there is no share and no
average, and of the answers of a single person nothing is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COUNT, NUMBER, DAYS, HOURS = "count", "number", "days", "hours"
PERCENT, STARS, MONEY = "percent", "stars", "money"
# An average is told from so many people on: that of one would be what the one said.
LEAST_PEOPLE = 2
# How a pair ends; reasons for stopping are all but the first.
OUTCOMES = (
    "completed",
    "stopped_first",
    "never_started",
    "fee_lapsed",
    "agreement",
    "other",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a period, all days included. "Within": in the period.

    A pair begins on its day of introduction, and is under way until its end.
    """

    applications: int = 0  # submitted within
    accepted: int = 0  # decided upon within, and not refused
    refused: int = 0  # decided upon within, and refused
    # On the waiting list at some time within: they joined it before the period was
    # over, and had neither a mentor nor withdrawn before it began.
    waited: int = 0
    matched: int = 0  # of these, whose first mentor was introduced within
    match_days: float | None = None  # from the list to that day: mean of the matched
    match_days_median: float | None = None
    introduced: int = 0  # pairs introduced within, a second mentor's as well
    under_way: int = 0  # pairs under way at some time within
    mentors: int = 0  # mentors of these
    running: int = 0  # pairs still under way when the period was over
    ended: int = 0  # pairs ended within
    outcomes: Mapping[str, int] = field(default_factory=dict)  # of these
    ended_sessions: int = 0  # sessions that these held, from their beginning
    sessions: int = 0  # sessions held that began within
    hours: float = 0.0  # of these
    # Surveys that were finished within. Of each, the mean of the questions with a
    # scale, brought to 0..100; of these, the mean.
    survey_mentee: float | None = None
    survey_mentee_people: int = 0
    survey_mentor: float | None = None
    survey_mentor_people: int = 0
    # What the two gave the sessions that were held within: 1 to 5.
    rating_mentee: float | None = None
    rating_mentee_people: int = 0
    rating_mentor: float | None = None
    rating_mentor_people: int = 0
    news: int = 0  # mentees who gave news within (C10); of several, the last counts
    promotions: int = 0  # of these, to whom the responsibility hoped for has come
    # What was received of the fees invoiced within, less what was credited (P9), in
    # the company's currency; None when there are several.
    fee_income: float | None = 0.0

    @property
    def decided(self) -> int:
        return self.accepted + self.refused

    @property
    def completed(self) -> int:
        return self.outcomes.get("completed", 0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: ``of`` a number of ``Counts``, perhaps ``over`` another.

    ``people``: the number that says of how many people it tells.
    """

    key: str
    kind: str
    of: str
    over: str | None = None
    people: str | None = None

    def value(self, counts: Counts) -> float | None:
        """Return the figure, or ``None`` when there is none."""
        if self.people and getattr(counts, self.people) < LEAST_PEOPLE:
            return None
        number = getattr(counts, self.of)
        if self.over is None or number is None:
            return number
        whole = getattr(counts, self.over)
        if not whole:
            return None
        return number / whole * (100 if self.kind == PERCENT else 1)


# In the order in which they are shown.
FIGURES = (
    Figure("applications", COUNT, "applications"),
    Figure("accepted", COUNT, "accepted"),
    Figure("refused", COUNT, "refused"),
    Figure("acceptance_rate", PERCENT, "accepted", "decided"),
    Figure("waited", COUNT, "waited"),
    Figure("matching_rate", PERCENT, "matched", "waited"),
    Figure("match_days_median", DAYS, "match_days_median"),
    Figure("match_days_mean", DAYS, "match_days"),
    Figure("introduced", COUNT, "introduced"),
    Figure("running", COUNT, "running"),
    Figure("mentors", COUNT, "mentors"),
    Figure("mentor_load", NUMBER, "under_way", "mentors"),
    Figure("sessions", COUNT, "sessions"),
    Figure("hours", HOURS, "hours"),
    Figure("ended", COUNT, "ended"),
    Figure("sessions_per_pair", NUMBER, "ended_sessions", "ended"),
    Figure("completed", COUNT, "completed"),
    Figure("completion_rate", PERCENT, "completed", "ended"),
    Figure(
        "satisfaction_mentee", PERCENT, "survey_mentee", people="survey_mentee_people"
    ),
    Figure(
        "satisfaction_mentor", PERCENT, "survey_mentor", people="survey_mentor_people"
    ),
    Figure("rating_mentee", STARS, "rating_mentee", people="rating_mentee_people"),
    Figure("rating_mentor", STARS, "rating_mentor", people="rating_mentor_people"),
    Figure("news", COUNT, "news"),
    Figure("promotions", COUNT, "promotions"),
    Figure("promotion_rate", PERCENT, "promotions", "news"),
    Figure("fee_income", MONEY, "fee_income"),
)
BY_KEY = {figure.key: figure for figure in FIGURES}


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the period before."""

    key: str
    kind: str
    value: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """The difference, in the figure's own unit (of shares: in points)."""
        if self.value is None or self.before is None:
            return None
        return self.value - self.before

    @property
    def change_percent(self) -> float | None:
        """The difference in percent of before; of shares and from nothing, none."""
        if self.kind == PERCENT or self.change is None or not self.before:
            return None
        return self.change / self.before * 100


def compare(counts: Counts, before: Counts) -> list[Compared]:
    """Return every figure beside that of the period before, in the order shown."""
    return [
        Compared(figure.key, figure.kind, figure.value(counts), figure.value(before))
        for figure in FIGURES
    ]


def shares(outcomes: Mapping[str, int]) -> list[tuple[str, int, float | None]]:
    """Return ``[(outcome, pairs, percent of all)]``, also of those with no pair."""
    total = sum(outcomes.values())
    return [
        (
            outcome,
            outcomes.get(outcome, 0),
            outcomes.get(outcome, 0) / total * 100 if total else None,
        )
        for outcome in OUTCOMES
    ]
