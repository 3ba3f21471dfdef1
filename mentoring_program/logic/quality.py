"""A self-assessment of a programme: facts in numbers → met, partly met, missing.

Along six areas by which the quality of mentoring programmes is commonly judged. The
lines are this project's own: what the association can read from its data, not the text
of any standard, and no certificate of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MET, PARTLY, MISSING, UNKNOWN = "met", "partly", "missing", "unknown"

PURPOSE = "purpose"
TRAINING = "training"
MATCHING = "matching"
REVIEW = "review"
ETHICS = "ethics"
ADMINISTRATION = "administration"
AREAS = (PURPOSE, TRAINING, MATCHING, REVIEW, ETHICS, ADMINISTRATION)

ROLES = 2  # mentee and mentor
WORDS_OF_PURPOSE = 40  # a presentation shorter than that tells little
STAGES = 4  # before, first session, along the way, towards the end
CRITERIA_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data say, of the twelve months before unless "now"."""

    presentation_words: int = 0  # now
    charters: int = 0  # roles with a charter in force now
    accepted: int = 0  # applications accepted
    with_objectives: int = 0  # of these, with as many as the programme asks for (P5)
    mentee_stages: int = 0  # stages with a guide for mentees now
    mentor_stages: int = 0
    mentors: int = 0  # approved now
    mentors_signed: int = 0  # of these, who signed the charter in force (S2)
    decided: int = 0  # applications decided upon
    decided_soon: int = 0  # of these, within the days below
    criteria: int = 0  # weights above zero now (M2, M3)
    waiting: int = 0  # on the waiting list now
    waiting_fresh: int = 0  # of these, for fewer days than below
    free_places: int = 0  # of the mentors available now
    surveys: int = 0  # roles with a survey now
    surveys_asked: int = 0
    surveys_answered: int = 0  # of these
    news_asked: int = 0  # (C10)
    news_answered: int = 0
    ended: int = 0
    completed: int = 0
    running: int = 0  # pairs running now
    both_signed: int = 0  # of these, where both signed a charter (S2)
    refused: int = 0
    refused_with_words: int = 0  # with a reason that the member was told
    held: int = 0  # sessions held
    summaries: int = 0  # of these, with a summary written on (C7)
    attention: int = 0  # pairs under attention now
    has_officer: bool = False
    fees_due: int = 0  # fees invoiced
    fees_settled: int = 0
    messages: int = 0  # automated messages of the addon
    messages_on: int = 0  # switched on now


# Days within which an application is answered, and a mentor found.
ANSWER_DAYS = 21
WAIT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what is looked at, and how much of it is there.

    ``numbers``: the evidence, (there, of how many). ``met`` and ``partly``: from
    which share on; of nothing, there is nothing to tell.
    """

    code: str
    area: str
    numbers: Callable[[Facts], tuple[int, int]]
    met: float = 1.0
    partly: float = 0.5

    def judge(self, facts: Facts) -> tuple[str, int, int]:
        """Return ``(result, there, of how many)``."""
        there, whole = self.numbers(facts)
        if not whole:
            return UNKNOWN, there, whole
        share = there / whole
        if share >= self.met:
            return MET, there, whole
        return (PARTLY if share >= self.partly else MISSING), there, whole


def _of(there: str, whole: str) -> Callable[[Facts], tuple[int, int]]:
    return lambda facts: (getattr(facts, there), getattr(facts, whole))


def _up_to(there: str, whole: int) -> Callable[[Facts], tuple[int, int]]:
    return lambda facts: (min(getattr(facts, there), whole), whole)


LINES = (
    Line("presentation", PURPOSE, _up_to("presentation_words", WORDS_OF_PURPOSE)),
    Line("charters", PURPOSE, _up_to("charters", ROLES)),
    Line("objectives", PURPOSE, _of("with_objectives", "accepted"), 0.95, 0.6),
    Line("mentee_guides", TRAINING, _up_to("mentee_stages", STAGES), 0.75, 0.25),
    Line("mentor_guides", TRAINING, _up_to("mentor_stages", STAGES), 0.75, 0.25),
    Line("mentors_signed", TRAINING, _of("mentors_signed", "mentors"), 0.95),
    Line("decided_soon", MATCHING, _of("decided_soon", "decided"), 0.9),
    Line("criteria", MATCHING, _up_to("criteria", CRITERIA_ENOUGH), 1.0, 0.3),
    Line("waiting_fresh", MATCHING, _of("waiting_fresh", "waiting"), 0.8),
    Line(
        "places",
        MATCHING,
        lambda facts: (min(facts.free_places, facts.waiting), facts.waiting),
    ),
    Line("surveys", REVIEW, _up_to("surveys", ROLES)),
    Line(
        "surveys_answered", REVIEW, _of("surveys_answered", "surveys_asked"), 0.6, 0.3
    ),
    Line("news_answered", REVIEW, _of("news_answered", "news_asked"), 0.5, 0.25),
    Line("completed", REVIEW, _of("completed", "ended"), 0.75),
    Line("both_signed", ETHICS, _of("both_signed", "running")),
    Line("refused_with_words", ETHICS, _of("refused_with_words", "refused")),
    Line("summaries", ETHICS, _of("summaries", "held"), 0.7, 0.4),
    Line("officer", ADMINISTRATION, lambda facts: (int(facts.has_officer), 1)),
    Line(
        "followed_up",
        ADMINISTRATION,
        lambda facts: (facts.running - facts.attention, facts.running),
        0.9,
        0.6,
    ),
    Line("fees_settled", ADMINISTRATION, _of("fees_settled", "fees_due"), 0.95, 0.7),
    Line("messages_on", ADMINISTRATION, _of("messages_on", "messages"), 0.95),
)
BY_CODE = {line.code: line for line in LINES}


def assess(facts: Facts) -> list[tuple[str, str, int, int]]:
    """Return ``[(code, result, there, of how many)]``, in the order of the areas."""
    return [(line.code, *line.judge(facts)) for line in LINES]
