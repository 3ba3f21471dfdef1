from odoo import fields, models
from odoo.tools import LazyTranslate

from ..logic import cohort_run
from ..logic.assignment import PinProblem
from .score_sentences import part_as_json

_lt = LazyTranslate(__name__)

PIN_PROBLEMS = {
    PinProblem.UNKNOWN: _lt("the application or the mentor takes no part any more."),
    PinProblem.NOT_ALLOWED: _lt("a rule excludes the pair."),
    PinProblem.FORBIDDEN: _lt("the pair is forbidden as well."),
    PinProblem.TWICE: _lt("the mentee is pinned to another mentor too (M4)."),
    PinProblem.OVER_CAPACITY: _lt("the mentor has no place for all of them (M5)."),
}
# Many drafts at once: nobody is told of them, nor is their beginning logged.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class MentoringMatchingRunCohort(models.Model):
    """What a run asks of ``logic.cohort_run``, and how the answer is kept as drafts."""

    _inherit = "mentoring.matching.run"

    # The question

    def _prepare_question(self, included=None):
        """Return the ``logic.cohort_run.Question`` on the facts of this moment.

        :param included: drafts whose records take part whatever the scopes say; those
            that are pinned, if not given
        """
        drafts = self._get_drafts()
        pinned = drafts.filtered("pinned")
        included = pinned if included is None else included
        Application = self.env["mentoring.application"]
        Mentor = self.env["mentoring.mentor"]
        applications = included.application_id | Application.search(
            self._get_application_domain()
        )
        mentors = included.mentor_id | Mentor.search(self._get_mentor_domain())
        applicants = applications._get_facts()
        return cohort_run.Question(
            applicants=applicants,
            mentors=mentors._get_facts(self.program_id),
            policy=self.program_id._get_policy(),
            weights=self._get_weights(),
            overridden=applications._get_overrides(applicants),
            priorities=self._get_priorities(applications),
            pinned=_as_pairs(pinned),
            forbidden=_as_pairs(self.exclusion_ids),
            keep=_as_pairs(drafts) if self.keep_close else frozenset(),
            floor=self.floor,
            compared_weights=self._get_compared_weights(),
        )

    def _get_priorities(self, applications):
        order = self.program_id.waiting_order
        today = fields.Datetime.now()
        return cohort_run.priorities(
            (
                application.id,
                application.left_out_count,
                (application[order] or today).date(),
            )
            for application in applications
        )

    def _get_last_run(self):
        """Return the programme's run before this one, whose weights to compare."""
        return self.search(
            [
                ("program_id", "=", self.program_id.id),
                ("id", "!=", self.id),
                ("computed_date", "!=", False),
                ("state", "in", ("computed", "published")),
            ],
            order="computed_date DESC, id DESC",
            limit=1,
        )

    def _get_compared_weights(self):
        return (self._get_last_run() or self.program_id)._get_weights()

    def _get_pin_sentence(self, error):
        application = self.env["mentoring.application"].browse(error.mentee)
        mentor = self.env["mentoring.mentor"].browse(error.mentor)
        problem = PIN_PROBLEMS[error.problem]
        return self.env._(
            "%(mentee)s with %(mentor)s is pinned, but can't be kept: %(why)s",
            mentee=application.display_name,
            mentor=mentor.display_name,
            why=self.env._(problem),
        )

    # The answer

    def _keep_answer(self, answer):
        """Replace the drafts by those of ``answer``, except what stays the same."""
        scores, notice = self._get_still_possible(answer.scores)
        before = self._get_drafts()
        kept = before.filtered(lambda match: match._as_pair() in scores)
        self._drop(before - kept)
        for match in kept:
            match.write(self._prepare_score(scores[match._as_pair()]))
        drafted = _as_pairs(kept)
        self._draft({pair: scores[pair] for pair in scores if pair not in drafted})
        self._keep_left_out(answer.left_out)
        return self.write(
            {
                "state": "computed",
                "notice": notice,
                # Once there are pairs, they come first; whoever tries other weights
                # has them still at hand.
                "show_parameters": self.show_parameters and bool(self.computed_date),
                **self._prepare_figures(answer),
            }
        )

    def _get_still_possible(self, scores):
        """Return the pairs whose records are still there, and who is gone, if any.

        While a large run is computed, applications are withdrawn and mentors deleted.
        """
        applications = self.env["mentoring.application"].browse(
            {application_id for application_id, __ in scores}
        )
        mentors = self.env["mentoring.mentor"].browse({id_ for __, id_ in scores})
        waiting = applications.exists().filtered(
            lambda application: application.state == "waiting"
        )
        there, present = set(waiting.ids), set(mentors.exists().ids)
        possible = {
            (application_id, mentor_id): score
            for (application_id, mentor_id), score in scores.items()
            if application_id in there and mentor_id in present
        }
        gone = len(scores) - len(possible)
        return possible, bool(gone) and self.env._(
            "Not drafted, for the application or the mentor is gone meanwhile: "
            "%s. Compute again to use these places.",
            gone,
        )

    def _keep_left_out(self, left_out):
        self.left_out_ids.unlink()
        applications = self.env["mentoring.application"].browse(left_out)
        self.env["mentoring.matching.left.out"].create(
            [
                {
                    "run_id": self.id,
                    "application_id": application.id,
                    "reason": left_out[application.id].reason.value,
                    "facts": {
                        "excluded": dict(left_out[application.id].excluded),
                        "fitting": left_out[application.id].fitting,
                        "full": left_out[application.id].full,
                    },
                }
                for application in applications.exists()
            ]
        )

    def _draft(self, scores):
        """Create draft pairs, ``{(application id, mentor id): Score}``."""
        # Their places don't change: known, they are not written anew, so no mentor's
        # row is locked.
        self.env["mentoring.mentor"].browse({pair[1] for pair in scores}).fetch(
            ["taken_places", "free_places"]
        )
        return (
            self.env["mentoring.match"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "application_id": application_id,
                        "mentor_id": mentor_id,
                        "run_id": self.id,
                        **self._prepare_score(score),
                    }
                    for (application_id, mentor_id), score in scores.items()
                ]
            )
            .with_context(tracking_disable=False)
        )

    def _redraft(self, replaced, scores):
        """Replace drafts by others, which stay whatever is computed later."""
        self._drop(replaced)
        self._draft(scores).pinned = True

    def _prepare_score(self, score):
        return {
            "score": score.total,
            "score_parts": [part_as_json(part) for part in score.parts],
        }


def _as_pairs(records):
    return frozenset(
        (record.application_id.id, record.mentor_id.id) for record in records
    )
