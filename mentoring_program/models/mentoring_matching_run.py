from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

from ..logic import assignment, certificate, eligibility
from ..logic.assignment import PinProblem
from ..logic.eligibility import free_places
from ..logic.facts import Weights
from ..logic.scoring import score_pair

_lt = LazyTranslate(__name__)

PIN_PROBLEMS = {
    PinProblem.UNKNOWN: _lt("the application or the mentor is not in this run."),
    PinProblem.NOT_ALLOWED: _lt("a rule excludes the pair."),
    PinProblem.FORBIDDEN: _lt("the pair is forbidden as well."),
    PinProblem.TWICE: _lt("the mentee is pinned to another mentor too (M4)."),
    PinProblem.OVER_CAPACITY: _lt("the mentor has no place for all of them (M5)."),
}
SCALE = 100  # scores of 0 to 100 become integers of 0 to 10,000


class MentoringMatchingRun(models.Model):
    """One cohort matched at once: computed, reviewed, then published or discarded."""

    _name = "mentoring.matching.run"
    _description = "Matching Run"
    _inherit = ["mentoring.lifecycle.mixin", "mail.thread"]
    _order = "id desc"
    _lifecycle = "run"

    name = fields.Char(required=True, default=lambda self: self._get_default_name())
    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["mentoring.program"].search([], limit=1),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "To review"),
            ("published", "Published"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    application_ids = fields.Many2many(
        "mentoring.application",
        compute="_compute_application_ids",
        store=True,
        readonly=False,
        domain="[('program_id', '=', program_id), ('state', '=', 'waiting')]",
        string="Applications",
    )
    mentor_ids = fields.Many2many(
        "mentoring.mentor",
        compute="_compute_mentor_ids",
        store=True,
        readonly=False,
        domain="[('program_ids', 'in', program_id), ('state', '=', 'approved')]",
        string="Mentors",
    )
    match_ids = fields.One2many("mentoring.match", "run_id", string="Draft Pairs")

    weight_objectives = fields.Integer(
        "Objectives", compute="_compute_weights", store=True, readonly=False
    )
    weight_function = fields.Integer(
        "Job Function", compute="_compute_weights", store=True, readonly=False
    )
    weight_industry = fields.Integer(
        "Sector", compute="_compute_weights", store=True, readonly=False
    )
    weight_gap = fields.Integer(
        "Experience Gap", compute="_compute_weights", store=True, readonly=False
    )
    weight_meeting = fields.Integer(
        "Place and Way of Meeting",
        compute="_compute_weights",
        store=True,
        readonly=False,
    )
    weight_load = fields.Integer(
        "Mentor's Load", compute="_compute_weights", store=True, readonly=False
    )

    application_count = fields.Integer("Applications to Match", readonly=True)
    matched_count = fields.Integer("Matched", readonly=True)
    no_mentor_count = fields.Integer(
        "No Mentor Fits", readonly=True, help="The rules exclude every mentor."
    )
    all_taken_count = fields.Integer(
        "All Who Fit Are Taken", readonly=True, help="Mentors fit, without a place."
    )
    score_total = fields.Float(readonly=True, digits=(16, 1))
    score_average = fields.Float(readonly=True, digits=(5, 1))
    certified = fields.Boolean(
        "Proven Optimal",
        readonly=True,
        help="A separate check proves that no other choice matches more applications, "
        "or as many with a better total.",
    )
    computed_date = fields.Datetime(readonly=True)

    def _get_default_name(self):
        today = format_date(self.env, fields.Date.context_today(self))
        return self.env._("Matching of %s", today)

    @api.depends("program_id")
    def _compute_application_ids(self):
        for run in self:
            run.application_ids = self.env["mentoring.application"].search(
                [("program_id", "=", run.program_id.id), ("state", "=", "waiting")]
            )

    @api.depends("program_id")
    def _compute_mentor_ids(self):
        Mentor = self.env["mentoring.mentor"]
        for run in self:
            run.mentor_ids = run.program_id and Mentor.search(
                Mentor._get_available_domain(run.program_id)
            )

    @api.depends("program_id")
    def _compute_weights(self):
        for run in self:
            for name in Weights.__slots__:
                field = f"weight_{name}"
                run[field] = run.program_id[field]

    def _get_weights(self):
        self.ensure_one()
        return Weights(**{name: self[f"weight_{name}"] for name in Weights.__slots__})

    def action_compute(self):
        """Match the cohort anew; pinned pairs stay."""
        self.ensure_one()
        if self.state not in ("draft", "computed"):
            raise UserError(self.env._("This run is over; start another."))
        if not self.application_ids:
            raise UserError(self.env._("There is no application to match."))
        if not self.mentor_ids:
            raise UserError(self.env._("There is no mentor to match with."))
        self._drop_drafts()
        cohort, fitting = self._get_cohort()
        self._keep_answer(cohort, assignment.solve(cohort), fitting)
        return True

    def _drop_drafts(self):
        # Whoever may write the run may drop what it has drafted; other pairs stay.
        self.match_ids.filtered(
            lambda match: match.state == "draft" and not match.pinned
        ).sudo().unlink()

    def _get_cohort(self):
        """Return the ``logic.assignment.Cohort``, and ``{application id: fits}``."""
        applications = self.application_ids.filtered(
            lambda application: application.state == "waiting"
        )
        policy, weights = self.program_id._get_policy(), self._get_weights()
        mentors = self.mentor_ids._get_facts(self.program_id)
        applicants = applications._get_facts()
        overridden = {
            application.id: application._get_overridden_codes_by_mentor()
            for application in applications
        }
        scores, fitting = {}, dict.fromkeys(applicants, False)
        for applicant_id, applicant in applicants.items():
            for mentor_id, mentor in mentors.items():
                codes = overridden[applicant_id].get(mentor_id, frozenset())
                blocking = eligibility.blocking(
                    eligibility.pair_findings(applicant, mentor, policy), codes
                )
                if not blocking:
                    score = score_pair(applicant, mentor, policy, weights)
                    scores[applicant_id, mentor_id] = round(score.total * SCALE)
                if {finding.code for finding in blocking} <= {"places"}:
                    fitting[applicant_id] = True
        return self._build_cohort(applications, mentors, scores, policy), fitting

    def _build_cohort(self, applications, mentors, scores, policy):
        order = self.program_id.waiting_order
        queue = applications.sorted(
            lambda application: (application[order] or fields.Datetime.now()),
            reverse=True,
        )
        try:
            return assignment.Cohort(
                **self._prepare_cohort(queue, mentors, scores, policy)
            )
        except assignment.ImpossiblePin as error:
            raise UserError(self._get_pin_sentence(error)) from error

    def _prepare_cohort(self, queue, mentors, scores, policy):
        return {
            "mentees": tuple(
                assignment.Mentee(application.id, priority)
                for priority, application in enumerate(queue)
            ),
            "mentors": tuple(
                assignment.Seats(mentor.id, free_places(mentor, policy))
                for mentor in mentors.values()
            ),
            "scores": scores,
            "pinned": frozenset(
                (match.application_id.id, match.mentor_id.id)
                for match in self.match_ids
                if match.state == "draft" and match.pinned
            ),
        }

    def _get_pin_sentence(self, error):
        application = self.env["mentoring.application"].browse(error.mentee)
        mentor = self.env["mentoring.mentor"].browse(error.mentor)
        return self.env._(
            "%(mentee)s with %(mentor)s is pinned, but can't be kept: %(why)s",
            mentee=application.display_name,
            mentor=mentor.display_name,
            why=self.env._(PIN_PROBLEMS[error.problem]),
        )

    def _keep_answer(self, cohort, answer, fitting):
        pinned = cohort.pinned
        self.env["mentoring.match"].create(
            [
                {
                    "application_id": application_id,
                    "mentor_id": mentor_id,
                    "run_id": self.id,
                }
                for application_id, mentor_id in answer.pairs
                if (application_id, mentor_id) not in pinned
            ]
        )
        matched = {application_id for application_id, __ in answer.pairs}
        left = [fits for id_, fits in fitting.items() if id_ not in matched]
        total = sum(cohort.scores[pair] for pair in answer.pairs) / SCALE
        self.write(
            {
                "state": "computed",
                "application_count": len(fitting),
                "matched_count": len(matched),
                "no_mentor_count": left.count(False),
                "all_taken_count": left.count(True),
                "score_total": total,
                "score_average": total / len(matched) if matched else 0,
                "certified": not certificate.verify(cohort, answer),
                "computed_date": fields.Datetime.now(),
            }
        )

    def action_publish(self):
        """Propose all draft pairs of the run; one that can't be proposed stops all."""
        return self.write({"state": "published"})

    def _after_published(self):
        self.match_ids.filtered(lambda match: match.state == "draft").action_propose()

    def action_discard(self):
        return self.write({"state": "discarded"})

    def _after_discarded(self):
        # As in _drop_drafts: the run could be written, and the drafts are its own.
        self.match_ids.filtered(lambda match: match.state == "draft").sudo().unlink()

    def action_view_matches(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_match_action"
        )
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}
