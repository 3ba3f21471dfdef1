from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic import eligibility
from .finding_sentences import finding_sentence

OPEN_STATES = ("draft", "submitted", "accepted", "waiting", "matched")


class MentoringApplication(models.Model):
    """A member's application to be mentored: the questionnaire and what follows.

    The member fills it in, signs the charter and submits it; staff accept or refuse
    it. Once the fee is settled it joins the waiting list until a pair is made.
    """

    _name = "mentoring.application"
    _description = "Mentoring Application"
    _inherit = [
        "mentoring.lifecycle.mixin",
        "mentoring.profile.mixin",
        "mentoring.mail.mixin",
        "mentoring.mass.mixin",
        "mentoring.remind.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["partner_id.name", "job_title", "employer"]
    _lifecycle = "application"
    _fixed_fields = frozenset({"partner_id"})
    _kanban_states = ("submitted", "accepted", "waiting", "matched")
    _mail_post_access = "read"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Mentee",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        string="Officer",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To review"),
            ("accepted", "Accepted"),
            ("waiting", "Waiting list"),
            ("matched", "Matched"),
            ("closed", "Closed"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
        group_expand="_expand_states",
    )

    # Situation (E1, E2)
    employment = fields.Selection(
        [("in_post", "In post"), ("out_of_post", "Not in post")],
        string="Situation",
        tracking=True,
    )
    level_id = fields.Many2one(
        "mentoring.level", string="Present Level", ondelete="restrict"
    )

    # Aim (E3, P7)
    aim = fields.Selection(
        [
            ("promotion", "Prepare or speed up for greater responsibilities"),
            ("new_post", "Settle into a post taken recently"),
            ("job_search", "Find a new job"),
        ],
    )
    target_level_id = fields.Many2one(
        "mentoring.level", string="Level Aimed For", ondelete="restrict"
    )
    target_months = fields.Integer(
        "Months Until Then", help="How soon the responsibility is aimed for (E3)."
    )
    new_post_date = fields.Date("In the New Post Since")

    # Objectives, expectations, motivations (P5, C2)
    objective_ids = fields.One2many(
        "mentoring.objective", "application_id", string="Objectives", copy=True
    )
    theme_ids = fields.Many2many(
        "mentoring.theme", compute="_compute_theme_ids", string="Themes", store=True
    )
    expectations = fields.Text()
    motivations = fields.Text()
    wishes = fields.Text("Wishes for the Match")
    unwanted_partner_ids = fields.Many2many(
        "res.partner",
        "mentoring_application_unwanted_rel",
        string="Not to Be Paired With",
    )

    # Profile (M3, P4)
    function_id = fields.Many2one("mentoring.function", string="Job Function")
    industry_id = fields.Many2one("res.partner.industry", string="Sector")

    # Charter (S2)
    signature_id = fields.Many2one(
        "mentoring.charter.signature",
        string="Signed Charter",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    # Decision
    refusal_reason_id = fields.Many2one(
        "mentoring.refusal.reason",
        string="Reason for Refusal",
        copy=False,
        ondelete="restrict",
        tracking=True,
    )
    refusal_note = fields.Text(
        "More Words to the Member", copy=False, help="Added to the reason's own words."
    )
    withdrawal_reason = fields.Text("Reason for Withdrawal", copy=False)
    submitted_date = fields.Datetime(readonly=True, copy=False)
    decision_date = fields.Datetime("Decided On", readonly=True, copy=False)
    waiting_date = fields.Datetime("On the Waiting List Since", copy=False)
    closed_date = fields.Datetime(readonly=True, copy=False)
    note = fields.Html("Notes of the Career Centre", copy=False)

    match_ids = fields.One2many("mentoring.match", "application_id", string="Pairs")
    current_match_id = fields.Many2one(
        "mentoring.match", compute="_compute_current_match_id", string="Pair"
    )
    match_count = fields.Integer(compute="_compute_current_match_id")

    _one_open = models.UniqueIndex(
        "(partner_id, program_id) "
        "WHERE state IN ('draft', 'submitted', 'accepted', 'waiting', 'matched')",
        "This member has an open application for the programme already.",
    )
    # Lists and columns show the newest of a state first, of one's own companies.
    _newest_of_state = models.Index("(state, id) INCLUDE (company_id)")
    _waiting_list = models.Index(
        "(program_id, waiting_date, id) WHERE state = 'waiting'"
    )
    _target_months_range = models.Constraint(
        "CHECK (target_months BETWEEN 0 AND 600)",
        "The months until the next responsibility are a number from 0 to 600.",
    )

    # Computes

    @api.depends("program_id")
    def _compute_user_id(self):
        for application in self:
            application.user_id = (
                application.user_id or application.program_id.responsible_id
            )

    @api.depends("partner_id", "program_id")
    def _compute_display_name(self):
        for application in self:
            application.display_name = application.partner_id.name or self.env._("New")

    @api.depends("objective_ids.theme_id")
    def _compute_theme_ids(self):
        for application in self:
            application.theme_ids = application.objective_ids.theme_id

    @api.depends("match_ids.state")
    def _compute_current_match_id(self):
        for application in self:
            matches = application.match_ids
            application.match_count = len(matches)
            application.current_match_id = matches.filtered(
                lambda match: match.state in ("proposed", "active")
            )[:1]

    @api.constrains("experience_start", "new_post_date")
    def _check_dates(self):
        for application in self:
            today = fields.Date.context_today(application)
            for value in (application.experience_start, application.new_post_date):
                if value and not 1900 <= value.year <= today.year + 1:
                    raise ValidationError(
                        self.env._("The year %(year)s can't be right.", year=value.year)
                    )

    @api.constrains("signature_id", "partner_id", "program_id")
    def _check_signature(self):
        for application in self.filtered("signature_id"):
            signed = application.signature_id.sudo()  # only whose and which it is
            if (signed.partner_id, signed.program_id, signed.role) != (
                application.partner_id,
                application.program_id,
                "mentee",
            ):
                raise ValidationError(
                    self.env._(
                        "The charter signed is not that of this member for this "
                        "programme (S2)."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_signs_in_person(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_signs_in_person(vals)
        return super().write(vals)

    def _check_signs_in_person(self, vals):
        """Members sign, in the portal; nobody links a charter signed before (S2)."""
        if "signature_id" in vals and not self.env.su:
            raise UserError(
                self.env._("The charter is signed by the member, in the portal (S2).")
            )

    # Life cycle

    def _why_not_submitted(self):
        [applicant] = self._get_judged()
        incomplete = eligibility.against_submission(
            applicant, self.program_id._get_policy()
        )
        sentences = [finding_sentence(self.env, finding) for finding in incomplete]
        return "\n".join(sentences) or self._why_not_open()

    def _why_not_open(self):
        return not self.program_id.active and self.env._(
            "“%(program)s” takes no applications now.", program=self.program_id.name
        )

    def _why_not_accepted(self):
        sentences = self._get_blocking_sentences()
        return bool(sentences) and "\n".join(
            [
                self.env._(
                    "The application of %(name)s can't be accepted:",
                    name=self.display_name,
                ),
                *sentences,
            ]
        )

    def _why_not_refused(self):
        return not self.refusal_reason_id and self.env._(
            "Choose the reason for the refusal: it is what the member is told."
        )

    def _why_not_waiting(self):
        if self.state == "matched":
            return self._why_not_back_to_waiting()
        return self._why_not_fee_settled()

    def _why_not_back_to_waiting(self):
        last = self.match_ids.filtered(lambda match: match.state == "ended")[:1]
        if self.current_match_id:
            return self.env._("End the running pair first.")
        return last.outcome == "stopped_first" and self.env._(
            "The mentor stopped after the first session: no other mentor is proposed "
            "to this mentee (D6)."
        )

    def _why_not_matched(self):
        running = self.match_ids.filtered(lambda match: match.state == "active")
        return not running and self.env._(
            "%(name)s is matched once both have accepted a proposal.",
            name=self.display_name,
        )

    def _why_not_closed(self):
        return bool(self.current_match_id) and self.env._("End the running pair first.")

    def _why_not_withdrawn(self):
        running = self.match_ids.filtered(lambda match: match.state == "active")
        return bool(running) and self.env._("End the running pair first.")

    def _prepare_submitted_values(self):
        return {"submitted_date": fields.Datetime.now()}

    def _prepare_accepted_values(self):
        return {"decision_date": fields.Datetime.now()}

    def _prepare_refused_values(self):
        return {"decision_date": fields.Datetime.now()}

    def _prepare_waiting_values(self):
        # Back on the list after a pair that failed: the place in it is kept.
        return {"waiting_date": self.waiting_date or fields.Datetime.now()}

    def _prepare_closed_values(self):
        return {"closed_date": fields.Datetime.now()}

    def _prepare_withdrawn_values(self):
        return {"closed_date": fields.Datetime.now()}

    def _after_submitted(self):
        self._request_fee()

    def _after_accepted(self):
        self._request_fee()
        self._on_fee_paid()

    def _after_refused(self):
        self._release_fee()

    def _after_withdrawn(self):
        self._release_fee()
        self.match_ids.filtered(
            lambda match: match.state in ("draft", "proposed")
        ).action_cancel()

    def action_submit(self):
        return self.write({"state": "submitted"})

    def action_accept(self):
        return self.write({"state": "accepted"})

    def action_accept_many(self):
        """Accept those that the rules allow; tell which are left, and why."""
        return self._act_on_each(
            lambda one: one.action_accept(),
            "accepted",
            self.env._("Accepted: %(count)s."),
        )

    def action_refuse(self, reason=None, note=None):
        """Refuse; without a reason, ask for it."""
        if not reason:
            return {
                **self.env["ir.actions.act_window"]._for_xml_id(
                    "mentoring_program.mentoring_application_refuse_action"
                ),
                "context": {"default_application_ids": self.ids},
            }
        return self.write(
            {
                "state": "refused",
                "refusal_reason_id": reason.id,
                "refusal_note": note or False,
            }
        )

    def action_withdraw(self, reason=None):
        return self.write(
            {
                "state": "withdrawn",
                "withdrawal_reason": reason or self.withdrawal_reason,
            }
        )

    def action_back_to_waiting(self):
        return self.write({"state": "waiting"})

    def action_close(self):
        return self.write({"state": "closed"})

    def action_override(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "mentoring_program.mentoring_override_wizard_action"
            ),
            "context": {"default_application_id": self.id},
        }

    def action_view_matches(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_match_action"
        )
        return {
            **action,
            "domain": [("application_id", "in", self.ids)],
            "context": {},
        }

    def _sign_charter(self, name, signature=None, address=None):
        """Sign the mentee's charter in force for this application (S2).

        :param str name: the name as typed
        :param signature: the drawn signature as base64
        :param str address: the IP address
        """
        self.ensure_one()
        self.signature_id = self.env["mentoring.charter.signature"]._sign(
            self.program_id._get_charter("mentee"),
            self.partner_id,
            name=name,
            signature=signature,
            address=address,
        )
