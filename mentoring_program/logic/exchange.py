"""What else could be done for one application of a draft: another mentor, or a swap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .cohort_run import Pair, Question
from .eligibility import blocking, free_places, pair_findings
from .ranking import rank
from .scoring import Score, score_pair


@dataclass(frozen=True, slots=True)
class Change:
    """One change that the rules allow, with the scores of the pairs that it makes.

    - `other`: the draft whose mentor the application would get; its own application
      gets the mentor that comes free.
    - `gain`: points (0 to 100 a pair) that the drafts as a whole gain or lose.
    """

    mentor: int
    score: Score
    other: Pair | None
    other_score: Score | None
    gain: float

    def pairs(self, changed: Pair) -> dict[Pair, Score]:
        """The pairs that the change makes out of `changed` (and `other`)."""
        made = {(changed[0], self.mentor): self.score}
        if self.other:
            made[self.other[0], changed[1]] = self.other_score
        return made


def possible_changes(
    question: Question, drafts: Mapping[Pair, bool], changed: Pair
) -> list[Change]:
    """Return the changes of one draft that the rules allow, the best first.

    :param question: the run's; its pins, floor and priorities don't count here
    :param drafts: ``{pair: whether it is pinned}``; pinned ones are not exchanged
    """
    applicant_id, mentor_id = changed
    before = {pair: _score(question, pair).total for pair in drafts}
    holders: dict[int, list[Pair]] = {}
    for pair in sorted(drafts):
        if pair != changed:
            holders.setdefault(pair[1], []).append(pair)
    ranking = rank(
        question.applicants[applicant_id],
        question.mentors,
        question.policy,
        question.weights,
        question.overridden.get(applicant_id),
    )
    found = []
    for other_id, _total in ranking.fitting:
        pair, held = (applicant_id, other_id), holders.get(other_id, [])
        if other_id == mentor_id or pair in question.forbidden:
            continue
        score = _score(question, pair)
        gain = score.total - before[changed]
        if len(held) < free_places(question.mentors[other_id], question.policy):
            found.append(Change(other_id, score, None, None, gain))
            continue
        for other in held:
            swapped = (other[0], mentor_id)
            if not drafts[other] and _is_allowed(question, swapped):
                other_score = _score(question, swapped)
                more = gain + other_score.total - before[other]
                found.append(Change(other_id, score, other, other_score, more))
    return sorted(
        found,
        key=lambda one: (-one.gain, -one.score.points, one.mentor, one.other or ()),
    )


def _score(question: Question, pair: Pair) -> Score:
    return score_pair(
        question.applicants[pair[0]],
        question.mentors[pair[1]],
        question.policy,
        question.weights,
    )


def _is_allowed(question: Question, pair: Pair) -> bool:
    applicant_id, mentor_id = pair
    by_mentor = question.overridden.get(applicant_id, {})
    codes = by_mentor.get(None, frozenset()) | by_mentor.get(mentor_id, frozenset())
    findings = pair_findings(
        question.applicants[applicant_id], question.mentors[mentor_id], question.policy
    )
    return pair not in question.forbidden and not blocking(findings, codes)
