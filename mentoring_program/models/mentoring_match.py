from odoo import api, fields, models

from ..logic import cadence, eligibility, membership
from ..logic.scoring import score_pair
from .finding_sentences import finding_sentence
from .score_sentences import part_as_json, score_rows


class MentoringMatch(models.Model):
    """A pair: one application, one mentor.

    Staff draft it and publish it, which proposes it; a proposal holds one of the
    mentor's places until both have answered or it expires. With both answers it is
    active: the two are introduced and meet, until each has declared the end.
    """

    _name = "mentoring.match"
    _description = "Mentoring Pair"
    _inherit = [
        "mentoring.lifecycle.mixin",
        "mentoring.mail.mixin",
        "mentoring.mass.mixin",
        "mentoring.remind.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["mentee_id.name", "mentor_id.name"]
    _lifecycle = "match"
    _fixed_fields = frozenset({"application_id", "mentor_id"})
    _kanban_states = ("draft", "proposed", "active")
    _mail_post_access = "read"

    application_id = fields.Many2one(
        "mentoring.application", required=True, index=True, ondelete="restrict"
    )
    mentor_id = fields.Many2one(
        "mentoring.mentor", required=True, index=True, ondelete="restrict"
    )
    program_id = fields.Many2one(related="application_id.program_id", store=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    mentee_id = fields.Many2one(
        related="application_id.partner_id", store=True, index=True, string="Mentee"
    )
    mentor_partner_id = fields.Many2one(
        related="mentor_id.partner_id",
        store=True,
        index=True,
        string="Mentor's Contact",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Officer",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    run_id = fields.Many2one(
        "mentoring.matching.run", string="Matching Run", readonly=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("active", "Active"),
            ("ended", "Ended"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
        group_expand="_expand_states",
    )

    # Score, as it was when the pair was drafted
    score = fields.Float(readonly=True, digits=(5, 1), aggregator="avg")
    score_parts = fields.Json(readonly=True)
    score_html = fields.Html(
        "Reasons", compute="_compute_score_html", sanitize=False, compute_sudo=True
    )
    pinned = fields.Boolean(help="Kept as it is when the run is computed again.")

    # Relation
    introduction_date = fields.Date(readonly=True, copy=False, tracking=True)
    planned_end = fields.Date(copy=False, tracking=True, help="P2")
    session_ids = fields.One2many("mentoring.session", "match_id", string="Sessions")
    session_done_count = fields.Integer(
        "Sessions Held", compute="_compute_session_counts", store=True
    )
    session_count = fields.Integer(compute="_compute_session_counts", store=True)
    next_session = fields.Datetime(compute="_compute_next_session")
    membership_warning = fields.Char(
        compute="_compute_membership_warning", compute_sudo=True
    )

    note = fields.Html("Notes of the Career Centre", copy=False)

    # Lists and columns show the newest of a state first, of one's own companies.
    _newest_of_state = models.Index("(state, id) INCLUDE (company_id)")
    # M4 holds by the database, also when two people publish at once.
    _one_mentor = models.UniqueIndex(
        "(mentee_id) WHERE state IN ('proposed', 'active')",
        "This mentee has a mentor, or an open proposal, already (M4).",
    )
    # Whoever has none of these waits for a mentor (the demand).
    _open_by_application = models.Index(
        "(application_id) WHERE state IN ('proposed', 'active')"
    )
    # Two runs may draft the same pair; which is published is decided by M4.
    _pair_once = models.UniqueIndex(
        "(application_id, mentor_id, COALESCE(run_id, 0)) WHERE state = 'draft'",
        "This mentor is drafted for this application already.",
    )

    @api.depends("application_id")
    def _compute_user_id(self):
        for match in self:
            match.user_id = match.user_id or match.application_id.user_id

    @api.depends("mentee_id.name", "mentor_id.name")
    def _compute_display_name(self):
        for match in self:
            match.display_name = self.env._(
                "%(mentee)s with %(mentor)s",
                mentee=match.mentee_id.name or "",
                mentor=match.mentor_id.name or "",
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for match in self:
            match.access_url = f"/my/mentoring/pairs/{match.id}"

    @api.depends("score_parts")
    @api.depends_context("lang")
    def _compute_score_html(self):
        for match in self:
            match.score_html = self.env["ir.qweb"]._render(
                "mentoring_program.score_parts",
                {"rows": score_rows(self.env, match.score_parts)},
            )

    @api.depends("session_ids.state")
    def _compute_session_counts(self):
        counts = {
            (match.id, state): count
            for match, state, count in self.env["mentoring.session"]._read_group(
                [("match_id", "in", self.ids), ("state", "in", ("planned", "done"))],
                ["match_id", "state"],
                ["__count"],
            )
        }
        for match in self:
            done = counts.get((match._origin.id, "done"), 0)
            match.session_done_count = done
            match.session_count = done + counts.get((match._origin.id, "planned"), 0)

    def _compute_next_session(self):
        upcoming = dict(
            self.env["mentoring.session"]._read_group(
                [
                    ("match_id", "in", self.ids),
                    ("state", "=", "planned"),
                    ("start", ">", fields.Datetime.now()),
                ],
                ["match_id"],
                ["start:min"],
            )
        )
        for match in self:
            match.next_session = upcoming.get(match)

    @api.depends("planned_end", "mentee_id", "program_id", "state")
    def _compute_membership_warning(self):
        self.membership_warning = False
        judged = self.filtered(
            lambda match: match.program_id
            and match.state in ("draft", "proposed", "active")
        )
        covers = judged._get_membership_cover()
        for match in judged:
            end = match.planned_end or cadence.planned_end(
                match.program_id._get_today(), match.program_id._get_policy()
            )
            if not membership.lasts(covers[match.id].until, end):
                match.membership_warning = self.env._(
                    "The membership fee of the mentee is not settled up to the "
                    "planned end of the relation (E7)."
                )

    def _get_membership_cover(self):
        """Return ``{match id: logic.membership.Cover}`` of the mentees (E7, C1)."""
        covers = {}
        for program, matches in self.grouped("program_id").items():
            by_partner = matches.mentee_id._get_membership_cover(
                program._get_today(), program.company_id
            )
            for match in matches:
                covers[match.id] = by_partner[match.mentee_id.id]
        return covers

    @api.model_create_multi
    def create(self, vals_list):
        matches = super().create(vals_list)
        # A matching run has scored its pairs already.
        matches.filtered(lambda match: not match.score_parts)._update_score()
        return matches

    def _update_score(self):
        """Score the pairs on the facts of today, and keep the parts."""
        for program, matches in self.grouped("program_id").items():
            policy = program._get_policy()
            applicants = matches.application_id._get_facts()
            mentors = matches.mentor_id._get_facts(program)
            for match in matches:
                score = score_pair(
                    applicants[match.application_id.id],
                    mentors[match.mentor_id.id],
                    policy,
                    (match.run_id or program)._get_weights(),
                )
                match.write(
                    {
                        "score": score.total,
                        "score_parts": [part_as_json(part) for part in score.parts],
                    }
                )

    def _get_pair_facts(self):
        """Return ``(applicant, mentor, policy)``, the facts of this pair."""
        self.ensure_one()
        program = self.program_id
        return (
            self.application_id._get_facts()[self.application_id.id],
            self.mentor_id._get_facts(program)[self.mentor_id.id],
            program._get_policy(),
        )

    # Life cycle: draft → proposed → active (the proposal: mentoring_match_proposal.py)

    def _why_not_proposed(self):
        if self.application_id.state != "waiting":
            return self.env._(
                "%(name)s is not on the waiting list (any more).",
                name=self.mentee_id.name,
            )
        findings = eligibility.against_proposal(
            *self._get_pair_facts(),
            self.application_id._get_overridden_codes(self.mentor_id),
        )
        return bool(findings) and "\n".join(
            [
                self.env._("%(pair)s can't be proposed:", pair=self.display_name),
                *(finding_sentence(self.env, finding) for finding in findings),
            ]
        )

    def _prepare_active_values(self):
        today = self.program_id._get_today()
        return {
            "introduction_date": today,
            "planned_end": cadence.planned_end(today, self.program_id._get_policy()),
        }

    def _after_active(self):
        self.application_id.write({"state": "matched"})

    def action_cancel(self):
        return self.write({"state": "cancelled"})

    # Access

    def _get_side(self, partner):
        """Return "mentor" or "mentee" when ``partner`` is in the pair, else ``None``.

        A pair is theirs from the moment they are asked; nobody sees a draft.
        """
        self.ensure_one()
        if partner == self.mentor_partner_id and self.mentor_asked_date:
            return "mentor"
        if partner == self.mentee_id and self.mentee_asked_date:
            return "mentee"
        return None

    def _get_partner(self, side):
        """Return the contact on that side, "mentor" or "mentee"."""
        self.ensure_one()
        return self.mentor_partner_id if side == "mentor" else self.mentee_id

    def _get_other_partner(self, side):
        return self._get_partner("mentee" if side == "mentor" else "mentor")

    def _is_introduced(self):
        """Whether contact details are shared (from the introduction on)."""
        self.ensure_one()
        return self.state in ("active", "ended")

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
