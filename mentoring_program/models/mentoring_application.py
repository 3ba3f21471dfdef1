from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import eligibility
from ..logic.duration import full_years
from ..logic.employer import employer_keys
from ..logic.facts import Applicant
from ..logic.place import place_key
from .finding_sentences import finding_sentence, findings_list
from .mentoring_mentor import WAYS

OPEN_STATES = ("draft", "submitted", "accepted", "waiting", "matched")
# What the questionnaire must hold before it can be submitted, whatever the answer.
COMPLETE_CODES = {"objectives", "written", "charter"}


class MentoringApplication(models.Model):
    """A member's application to be mentored: the questionnaire and what follows.

    The member fills it in, signs the charter and submits it; staff accept or refuse
    it. Once the fee is settled it joins the waiting list until a pair is made.
    """

    _name = "mentoring.application"
    _description = "Mentoring Application"
    _inherit = [
        "mentoring.lifecycle.mixin",
        "mentoring.mail.mixin",
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
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )

    # Situation (E1, E2)
    employment = fields.Selection(
        [("in_post", "In post"), ("out_of_post", "Not in post")],
        string="Situation",
        tracking=True,
    )
    job_title = fields.Char("Post")
    employer = fields.Char()
    experience_start = fields.Date(
        "Professional Experience Since",
        help="The first day of the first post; experience is counted from it (E2).",
    )
    experience_years = fields.Integer(compute="_compute_experience_years")
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
    lang_ids = fields.Many2many(
        "res.lang", string="Languages", context={"active_test": False}
    )
    city = fields.Char(compute="_compute_address", store=True, readonly=False)
    zip = fields.Char(
        "Postcode", compute="_compute_address", store=True, readonly=False
    )
    country_id = fields.Many2one(
        "res.country", compute="_compute_address", store=True, readonly=False
    )
    meet_in_person = fields.Boolean("Face to Face", default=True)
    meet_video = fields.Boolean("By Video", default=True)
    meet_phone = fields.Boolean("By Phone")

    # Charter (S2)
    signature_id = fields.Many2one(
        "mentoring.charter.signature",
        string="Signed Charter",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    # What the rules say
    findings_html = fields.Html(
        "Rules", compute="_compute_findings", sanitize=False, compute_sudo=True
    )
    blocking_count = fields.Integer(
        "Rules Not Met",
        compute="_compute_findings",
        search="_search_blocking_count",
        compute_sudo=True,
    )
    override_ids = fields.One2many(
        "mentoring.override", "application_id", string="Overrides"
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

    @api.depends("experience_start", "program_id")
    def _compute_experience_years(self):
        today = fields.Date.context_today(self)
        for application in self:
            start = application.experience_start
            application.experience_years = full_years(start, today) if start else 0

    @api.depends("objective_ids.theme_id")
    def _compute_theme_ids(self):
        for application in self:
            application.theme_ids = application.objective_ids.theme_id

    @api.depends("partner_id")
    def _compute_address(self):
        for application in self:
            application.city = application.partner_id.city
            application.zip = application.partner_id.zip
            application.country_id = application.partner_id.country_id

    @api.depends("match_ids.state")
    def _compute_current_match_id(self):
        for application in self:
            matches = application.match_ids
            application.match_count = len(matches)
            application.current_match_id = matches.filtered(
                lambda match: match.state in ("proposed", "active")
            )[:1]

    @api.depends(
        "employment",
        "experience_start",
        "aim",
        "target_level_id",
        "target_months",
        "new_post_date",
        "objective_ids",
        "expectations",
        "motivations",
        "signature_id",
        "partner_id",
        "program_id",
        "override_ids",
    )
    def _compute_findings(self):
        self.findings_html = False
        self.blocking_count = 0
        judged = self.filtered("program_id")
        facts = judged._get_facts()
        for application in judged:
            findings = eligibility.person_findings(
                facts[application.id], application.program_id._get_policy()
            )
            overridden = application._get_overridden_codes()
            application.findings_html = findings_list(self.env, findings, overridden)
            application.blocking_count = len(eligibility.blocking(findings, overridden))

    def _search_blocking_count(self, operator, value):
        """Search the applications to review: there, rules stand in the way."""
        if operator not in (">", "=", "in"):
            return NotImplemented
        reviewed = self.search([("state", "=", "submitted")])
        found = reviewed.filtered_domain([("blocking_count", operator, value)])
        return [("id", "in", found.ids)]

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

    # Facts and findings

    def _get_facts(self, covered=None, with_mentor=None):
        """Return ``{application id: logic.facts.Applicant}``.

        The number of queries doesn't depend on how many applications there are.
        """
        if covered is None:
            covered = self._get_membership_cover()
        if with_mentor is None:
            with_mentor = self._get_partner_ids_with_mentor()
        return {
            application.id: application._prepare_facts(
                covered.get(application.id, False),
                application.partner_id.id in with_mentor,
            )
            for application in self
        }

    def _get_membership_cover(self):
        """Return ``{application id: last day covered}`` of those covered today (E7)."""
        cover = {}
        for program, applications in self.grouped("program_id").items():
            until = applications.partner_id._get_membership_until(
                program._get_today(), program.company_id
            )
            for application in applications:
                cover[application.id] = until.get(application.partner_id.id)
        return cover

    def _get_partner_ids_with_mentor(self):
        """Return the ids of the contacts who have a mentor, or a proposal open (M4)."""
        held = self.env["mentoring.match"]._read_group(
            [
                ("mentee_id", "in", self.partner_id.ids),
                ("state", "in", ("proposed", "active")),
            ],
            ["mentee_id"],
        )
        return {partner.id for [partner] in held}

    def _prepare_facts(self, covered_until, has_mentor):
        self.ensure_one()
        level = self.target_level_id
        return Applicant(
            id=self.id,
            person=self.partner_id.id,
            today=self.program_id._get_today(),
            employment=self.employment or None,
            experience_start=self.experience_start or None,
            aim=self.aim or None,
            target_months=self.target_months or None,
            new_post_date=self.new_post_date or None,
            target_level_rank=level.rank if level else None,
            target_level_is_management=level.target if level else None,
            objective_themes=frozenset(self.objective_ids.theme_id.ids),
            objective_count=len(self.objective_ids),
            expectations=self.expectations or "",
            motivations=self.motivations or "",
            membership_covers_today=bool(covered_until),
            charter_signed=bool(self.signature_id),
            function=self.function_id.id or None,
            industry=self.industry_id.id or None,
            languages=frozenset(lang.code.split("_")[0] for lang in self.lang_ids),
            place=place_key(self.country_id.code, self.zip, self.city),
            country=self.country_id.id or None,
            ways=frozenset(way for way in WAYS if self[f"meet_{way}"]),
            employers=employer_keys(self.employer or ""),
            unwanted_persons=frozenset(self.unwanted_partner_ids.ids),
            has_mentor=has_mentor,
        )

    def _get_findings(self):
        """Return what each rule on the person says (``logic.facts.Finding``)."""
        self.ensure_one()
        return eligibility.person_findings(
            self._get_facts()[self.id], self.program_id._get_policy()
        )

    def _get_overridden_codes(self, mentor=None):
        self.ensure_one()
        return frozenset(
            self.override_ids.filtered(
                lambda override: override.mentor_id
                == (mentor or self.env["mentoring.mentor"])
            ).mapped("code")
        )

    def _get_blocking_sentences(self):
        self.ensure_one()
        blocking = eligibility.blocking(
            self._get_findings(), self._get_overridden_codes()
        )
        return [finding_sentence(self.env, finding) for finding in blocking]

    # Life cycle

    def _why_not_submitted(self):
        facts = self._get_facts()[self.id]
        incomplete = [
            finding_sentence(self.env, finding)
            for finding in eligibility.questionnaire_findings(
                facts, self.program_id._get_policy()
            )
            if finding.passed is None
            or (finding.code in COMPLETE_CODES and not finding.passed)
        ]
        return "\n".join(incomplete) or self._why_not_open()

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

    def _after_accepted(self):
        self._request_fee()

    def _after_withdrawn(self):
        self.match_ids.filtered(
            lambda match: match.state in ("draft", "proposed")
        ).action_cancel()

    def action_submit(self):
        return self.write({"state": "submitted"})

    def action_accept(self):
        return self.write({"state": "accepted"})

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
