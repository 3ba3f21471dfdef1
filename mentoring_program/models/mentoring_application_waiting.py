from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..logic.cohort_scoring import judge_cohort
from ..logic.eligibility import free_places
from ..logic.gap_range import career_begins
from ..logic.ranking import rank
from .exclusion_sentences import excluded_by
from .mentoring_application_ranking import FULL
from .mentoring_mentor import HOLDING_STATES

OFFICER = "mentoring_program.group_officer"


class MentoringApplicationWaiting(models.Model):
    """The waiting list: whose turn it is, since when, and why they wait.

    What the rules say is judged for all applications that are read together.
    """

    _inherit = "mentoring.application"

    waiting_number = fields.Integer(
        "No.",
        compute="_compute_waiting_number",
        groups=OFFICER,
        help="The place in the programme's waiting list: those left out by a matching "
        "run come first, then those who have waited longest.",
    )
    waiting_days = fields.Integer(
        "Days", compute="_compute_waiting_number", groups=OFFICER
    )
    fitting_mentor_count = fields.Integer(
        "Fit", compute="_compute_waiting_why", groups=OFFICER
    )
    full_mentor_count = fields.Integer(
        "Fit, but Full", compute="_compute_waiting_why", groups=OFFICER
    )
    next_place_date = fields.Date(
        "Next Place Expected",
        compute="_compute_waiting_why",
        groups=OFFICER,
        help="The earliest planned end among the pairs of the mentors who fit but are "
        "full.",
    )
    waiting_why = fields.Char(
        "Why They Wait", compute="_compute_waiting_why", groups=OFFICER
    )

    @api.depends("state", "waiting_date", "submitted_date", "left_out_count")
    def _compute_waiting_number(self):
        self.waiting_number = self.waiting_days = 0
        waiting = self.filtered(lambda application: application.state == "waiting")
        if not waiting:
            return
        waiting.flush_model(
            ["state", "waiting_date", "submitted_date", "left_out_count", "program_id"]
        )
        waiting.program_id.flush_model(["waiting_order"])
        numbers = dict(self.env.execute_query(waiting._get_number_sql()))
        now = fields.Datetime.now()
        for application in waiting:
            since = application[application.program_id.waiting_order]
            application.waiting_number = numbers.get(application.id, 0)
            application.waiting_days = (now - since).days if since else 0

    def _get_number_sql(self):
        """Return the SQL of the ids on the waiting lists with their numbers.

        The order is that of ``logic.cohort_run.priorities``.
        """
        return SQL(
            """
            SELECT application.id,
                   row_number() OVER (
                       PARTITION BY application.program_id
                       ORDER BY COALESCE(application.left_out_count, 0) DESC,
                                CASE program.waiting_order
                                    WHEN 'submitted_date'
                                    THEN application.submitted_date
                                    ELSE application.waiting_date
                                END,
                                application.id
                   )
            FROM mentoring_application application
            JOIN mentoring_program program ON program.id = application.program_id
            WHERE application.state = 'waiting' AND application.program_id IN %s
            """,
            tuple(self.program_id.ids),
        )

    @api.depends("state", "match_ids.state")
    def _compute_waiting_why(self):
        self.fitting_mentor_count = self.full_mentor_count = 0
        self.next_place_date = self.waiting_why = False
        waiting = self.filtered(lambda application: application.state == "waiting")
        asked = waiting._get_asked()
        asked.waiting_why = self.env._("A proposal is open.")
        for program, applications in (waiting - asked).grouped("program_id").items():
            applications._judge_waiting(program)

    def _get_asked(self):
        """Return those of them with a proposal open."""
        held = self.env["mentoring.match"]._read_group(
            [("application_id", "in", self.ids), ("state", "in", HOLDING_STATES)],
            ["application_id"],
        )
        return self.browse([application.id for [application] in held])

    def _judge_waiting(self, program):
        """Judge these applications of one programme together."""
        policy, applicants = program._get_policy(), self._get_facts()
        overridden = self._get_overrides(applicants)
        Mentor = self.env["mentoring.mentor"]
        candidates = Mentor._get_available_domain(program)
        in_range = self._get_union_range(applicants, overridden, policy)
        mentors = Mentor.search(candidates & in_range)
        others = Mentor.search_count(candidates & ~in_range)
        facts = mentors._get_facts(program)
        judged = judge_cohort(
            applicants, facts, policy, program._get_weights(), overridden
        )
        full = {
            id_: mentor
            for id_, mentor in facts.items()
            if not free_places(mentor, policy)
        }
        ends = mentors.browse(full)._get_next_place_dates()
        for application in self:
            id_ = application.id
            excluded = dict(judged.excluded[id_])
            if others:
                excluded["gap"] = excluded.get("gap", 0) + others
            application.fitting_mentor_count = judged.fitting[id_]
            application.full_mentor_count = judged.full[id_]
            if judged.full[id_]:
                ranking = rank(
                    applicants[id_],
                    full,
                    policy,
                    program._get_weights(),
                    overridden[id_],
                )
                expected = [
                    ends[mentor_id]
                    for mentor_id, codes in ranking.excluded.items()
                    if codes == FULL and mentor_id in ends
                ]
                application.next_place_date = min(expected, default=False)
            application.waiting_why = application._get_waiting_sentence(excluded)

    def _get_union_range(self, applicants, overridden, policy):
        """Return the domain of the mentors whose gap may fit any of them (E4)."""
        if any(by_mentor for by_mentor in overridden.values()):
            return Domain.TRUE
        days = [career_begins(applicant, policy) for applicant in applicants.values()]
        known = list(filter(None, days))
        if not known:
            return Domain.FALSE
        first: date = min(day for day, __ in known)
        last: date = max(day for __, day in known)
        return Domain("experience_start", ">=", first) & Domain(
            "experience_start", "<=", last
        )

    def _get_waiting_sentence(self, excluded):
        """Return why the application waits, in a sentence.

        :param excluded: ``{code of the rule: mentors}``
        """
        self.ensure_one()
        if self.fitting_mentor_count:
            return self.env._(
                "Mentors who fit, with a free place: %s.", self.fitting_mentor_count
            )
        if not self.full_mentor_count:
            return self.env._(
                "No mentor fits. %(excluded)s",
                excluded=excluded_by(self.env, excluded),
            ).strip()
        if not self.next_place_date:
            return self.env._("Mentors who fit, all full: %s.", self.full_mentor_count)
        return self.env._(
            "Mentors who fit, all full: %(count)s. The next place is expected on "
            "%(date)s.",
            count=self.full_mentor_count,
            date=format_date(self.env, self.next_place_date),
        )
