from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import fee
from ..logic.facts import Policy, Weights


class MentoringProgram(models.Model):
    """A mentoring programme, with every number of its rules.

    Several programmes can run side by side, each with its own numbers, charter, fee
    and officer in charge. The defaults are those of the association's charter.
    """

    _name = "mentoring.program"
    _description = "Mentoring Programme"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Officer in Charge",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Receives the activities of applications and pairs without an officer; "
        "the e-mails of the programme carry this person's address.",
    )
    description = fields.Html(
        translate=True, help="Presents the programme on the public page."
    )

    # Duration and sessions (P2, P3, P5)
    duration_months_min = fields.Integer(
        "Shortest Duration", default=4, tracking=True, help="In months (P2)."
    )
    duration_months_max = fields.Integer(
        "Planned Duration",
        default=6,
        tracking=True,
        help="In months (P2). The planned end of a pair; both may agree on more.",
    )
    sessions_min = fields.Integer(
        "Sessions at Least", default=4, tracking=True, help="P3"
    )
    session_minutes_min = fields.Integer(
        "Shortest Session", default=60, help="In minutes (P3)."
    )
    session_minutes_max = fields.Integer(
        "Longest Session", default=120, help="In minutes (P3)."
    )
    objectives_min = fields.Integer(
        "Objectives at Least", default=1, tracking=True, help="P5"
    )

    # Who may take part (E2, E3, E4, M5)
    experience_years_min = fields.Integer(
        "Least Experience", default=8, tracking=True, help="In completed years (E2)."
    )
    experience_years_max = fields.Integer(
        "Most Experience", default=20, tracking=True, help="In completed years (E2)."
    )
    horizon_months = fields.Integer(
        "Horizon of the Next Post",
        default=24,
        tracking=True,
        help="In months: how far ahead the greater responsibility may be (E3).",
    )
    new_post_months = fields.Integer(
        "Months in a New Post",
        default=6,
        tracking=True,
        help="How recent a post may be that counts as new, in months (E3).",
    )
    gap_years_min = fields.Integer(
        "Smallest Gap",
        default=5,
        tracking=True,
        help="Years of experience that a mentor has more than the mentee (E4).",
    )
    gap_years_max = fields.Integer("Largest Gap", default=10, tracking=True, help="E4")
    mentor_places = fields.Integer(
        "Mentees a Mentor",
        default=2,
        tracking=True,
        help="How many mentees a mentor may have at a time, at most (M5).",
    )

    # Deadlines (C3, C5, C7, C10)
    first_session_months = fields.Integer(
        "First Session Within", default=1, help="In months from the introduction (C3)."
    )
    notice_hours = fields.Integer(
        "Notice", default=24, help="Hours before a session (C5, D4)."
    )
    reschedule_days = fields.Integer(
        "New Appointment Within", default=7, help="In days after a cancellation (C5)."
    )
    summary_days = fields.Integer(
        "Summary Within", default=7, help="In days after a session (C7)."
    )
    news_months_first = fields.Integer(
        "First News After", default=3, help="In months after the end (C10)."
    )
    news_months_last = fields.Integer(
        "Last News After", default=12, help="In months after the end (C10)."
    )
    proposal_days = fields.Integer(
        "Answer Within",
        default=10,
        help="In days; a proposal without an answer expires and gives its place back.",
    )
    membership_warning_days = fields.Integer(
        "Warn Before a Membership Ends",
        default=30,
        help="In days: a pair whose mentee's membership ends before the relation does "
        "comes under attention that long before (E7, C1).",
    )
    membership_grace_days = fields.Integer(
        "Period of Grace",
        default=30,
        help="In days after a membership lapsed: only then may a pair be ended for it "
        "(C1).",
    )

    # How it runs
    answer_order = fields.Selection(
        [
            ("mentor", "The mentor first, then the mentee"),
            ("mentee", "The mentee first, then the mentor"),
            ("both", "Both at once"),
        ],
        string="Who Answers First",
        default="mentor",
        required=True,
        tracking=True,
        help="Changed while a proposal is open: whoever has been asked stays asked.",
    )
    hide_names = fields.Boolean(
        "Hide Names Until Both Accept",
        tracking=True,
        help="Mentor and mentee answer on what the other wrote, without name, contact, "
        "employer, post or place. A proposal published so stays so.",
    )
    waiting_order = fields.Selection(
        [
            ("waiting_date", "Since the fee was settled"),
            ("submitted_date", "Since the application was submitted"),
        ],
        string="Waiting List Order",
        default="waiting_date",
        required=True,
    )
    fee_product_id = fields.Many2one(
        "product.product",
        string="Fee",
        check_company=True,
        tracking=True,
        help="What a mentee pays (P9). Leave it empty to charge nothing.",
    )
    fee_timing = fields.Selection(
        [
            (fee.AFTER_ACCEPTANCE, "Once the application is accepted"),
            (fee.BEFORE_REVIEW, "With the application, before the review"),
        ],
        string="Fee Due",
        default=fee.AFTER_ACCEPTANCE,
        required=True,
        tracking=True,
        help="When the fee is invoiced (P9). With the application, it is accepted once "
        "the fee is settled.",
    )

    # Weights of the criteria (M2, M3, E4, P4)
    weight_objectives = fields.Integer("Objectives", default=40, help="M2")
    weight_function = fields.Integer("Job Function", default=15, help="M3, E6")
    weight_industry = fields.Integer("Sector", default=15, help="M3, E6")
    weight_gap = fields.Integer("Experience Gap", default=10, help="E4")
    weight_meeting = fields.Integer("Place and Way of Meeting", default=10, help="P4")
    weight_load = fields.Integer("Mentor's Load", default=10)

    charter_ids = fields.One2many("mentoring.charter", "program_id", string="Charters")
    application_count = fields.Integer(compute="_compute_application_count")
    match_count = fields.Integer(compute="_compute_match_count")
    mentor_count = fields.Integer(compute="_compute_mentor_count")

    _duration_range = models.Constraint(
        "CHECK (0 < duration_months_min AND duration_months_min <= duration_months_max "
        "AND duration_months_max <= 120)",
        "The planned duration can't be shorter than the shortest one, nor zero.",
    )
    _session_range = models.Constraint(
        "CHECK (0 < session_minutes_min AND session_minutes_min <= session_minutes_max "
        "AND session_minutes_max <= 1440)",
        "The longest session can't be shorter than the shortest one, nor zero.",
    )
    _experience_range = models.Constraint(
        "CHECK (0 <= experience_years_min "
        "AND experience_years_min <= experience_years_max "
        "AND experience_years_max <= 80)",
        "The most experience can't be less than the least.",
    )
    _gap_range = models.Constraint(
        "CHECK (0 <= gap_years_min AND gap_years_min <= gap_years_max "
        "AND gap_years_max <= 80)",
        "The largest gap can't be less than the smallest.",
    )
    _numbers_positive = models.Constraint(
        "CHECK (sessions_min > 0 AND objectives_min > 0 AND mentor_places > 0 "
        "AND horizon_months BETWEEN 0 AND 600 AND new_post_months BETWEEN 0 AND 600 "
        "AND first_session_months BETWEEN 1 AND 120 AND notice_hours >= 0 "
        "AND reschedule_days >= 0 AND summary_days >= 0 "
        "AND proposal_days BETWEEN 1 AND 365 "
        "AND membership_warning_days BETWEEN 0 AND 365 "
        "AND membership_grace_days BETWEEN 0 AND 365 "
        "AND news_months_first BETWEEN 1 AND news_months_last "
        "AND news_months_last <= 600)",
        "The numbers of a programme's rules must be positive, and its news ordered.",
    )
    _weights_positive = models.Constraint(
        "CHECK (LEAST(weight_objectives, weight_function, weight_industry, weight_gap, "
        "weight_meeting, weight_load) >= 0)",
        "A weight can't be negative; zero switches a criterion off.",
    )

    def _compute_application_count(self):
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [("program_id", "in", self.ids)], ["program_id"], ["__count"]
            )
        )
        for program in self:
            program.application_count = counts.get(program, 0)

    def _compute_match_count(self):
        counts = dict(
            self.env["mentoring.match"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "active")],
                ["program_id"],
                ["__count"],
            )
        )
        for program in self:
            program.match_count = counts.get(program, 0)

    def _compute_mentor_count(self):
        counts = dict(
            self.env["mentoring.mentor"]._read_group(
                [("program_ids", "in", self.ids), ("state", "=", "approved")],
                ["program_ids"],
                ["__count"],
            )
        )
        for program in self:
            program.mentor_count = counts.get(program, 0)

    @api.constrains("fee_product_id")
    def _check_fee_is_no_membership(self):
        for program in self:
            if program.fee_product_id.membership:
                raise ValidationError(
                    self.env._(
                        "The fee of a programme can't be a membership product: paying "
                        "it would make a member."
                    )
                )

    def _get_policy(self):
        """Return the programme's numbers as a ``logic.facts.Policy``."""
        self.ensure_one()
        same = Policy.__slots__
        numbers = {name: self[name] for name in same if name in self._fields}
        return Policy(
            **numbers, news_months=(self.news_months_first, self.news_months_last)
        )

    def _get_weights(self):
        """Return the programme's weights as a ``logic.facts.Weights``."""
        self.ensure_one()
        return Weights(**{name: self[f"weight_{name}"] for name in Weights.__slots__})

    def _get_charter(self, role):
        """Return the charter in force for ``role`` ("mentor" or "mentee"), or none."""
        self.ensure_one()
        return self.charter_ids.filtered(
            lambda charter: charter.role == role and charter.state == "published"
        ).sorted("publication_date", reverse=True)[:1]

    def _get_today(self) -> date:
        """Return today's date where the programme's company is."""
        return fields.Date.context_today(self._in_its_place())

    def _get_local(self, moment: datetime) -> datetime:
        """Return the moment, stored without a time zone, where the company is."""
        return fields.Datetime.context_timestamp(self._in_its_place(), moment)

    def _in_its_place(self):
        """Return the programme in the time zone of its place, whoever asks."""
        self.ensure_one()
        company, officer = self.company_id.partner_id, self.responsible_id
        return self.with_context(tz=company.tz or officer.tz or "UTC")

    def action_view_applications(self):
        return self._action_view(
            "mentoring_program.mentoring_application_action",
            [("program_id", "in", self.ids)],
        )

    def action_view_matches(self):
        return self._action_view(
            "mentoring_program.mentoring_match_action", [("program_id", "in", self.ids)]
        )

    def action_view_mentors(self):
        return self._action_view(
            "mentoring_program.mentoring_mentor_action",
            [("program_ids", "in", self.ids)],
        )

    def _action_view(self, xmlid, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": domain, "context": {}}
