from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

HOLDING_STATES = ("proposed", "active")


class MentoringMentor(models.Model):
    """A mentor's profile: one a contact, serving one or more programmes.

    The alumnus or alumna fills it in, signs the charter and submits it; staff
    approve it. Its places count over all programmes (M5).
    """

    _name = "mentoring.mentor"
    _description = "Mentor"
    _inherit = [
        "mentoring.lifecycle.mixin",
        "mentoring.profile.mixin",
        "mentoring.mail.mixin",
        "mentoring.mass.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "job_title", "employer"]
    _lifecycle = "mentor"
    _fixed_fields = frozenset({"partner_id"})
    _kanban_states = ("submitted", "approved", "paused")
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    name = fields.Char(related="partner_id.name", store=True, string="Name")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    image_128 = fields.Image(related="partner_id.image_128")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To review"),
            ("approved", "Approved"),
            ("paused", "Paused"),
            ("left", "Left"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )
    program_ids = fields.Many2many(
        "mentoring.program",
        string="Programmes",
        domain="[('company_id', '=', company_id)]",
        tracking=True,
        help="The programmes that this mentor serves.",
    )

    # Experience (E4, E5)
    past_employers = fields.Text(help="One a line.")
    level_id = fields.Many2one(
        "mentoring.level",
        string="Highest Level Held",
        ondelete="restrict",
        tracking=True,
        help="The highest level of responsibility held, now or before (E5).",
    )

    # What the mentor knows (M2, M3)
    theme_ids = fields.Many2many("mentoring.theme", string="Competences")
    function_ids = fields.Many2many("mentoring.function", string="Job Functions")
    industry_ids = fields.Many2many("res.partner.industry", string="Sectors")
    presentation = fields.Text(
        help="In the mentor's own words; shown to the mentees proposed."
    )

    # Places (M5)
    capacity = fields.Integer(
        "Places", default=2, tracking=True, help="Mentees at a time, at most (M5)."
    )
    match_ids = fields.One2many("mentoring.match", "mentor_id", string="Pairs")
    taken_places = fields.Integer(
        compute="_compute_taken_places",
        store=True,
        help="Held by running pairs and open proposals.",
    )
    free_places = fields.Integer(compute="_compute_free_places", store=True, index=True)
    pause_from = fields.Date(
        copy=False, help="A day to come: until then the mentor stays available."
    )
    pause_to = fields.Date(copy=False, help="Empty: until further notice.")
    unwanted_partner_ids = fields.Many2many(
        "res.partner",
        "mentoring_mentor_unwanted_rel",
        string="Not to Be Paired With",
    )

    signature_ids = fields.Many2many(
        "mentoring.charter.signature",
        compute="_compute_signature_ids",
        string="Charters Signed",
    )
    refusal_note = fields.Text("Reason for Refusal", copy=False)
    note = fields.Html("Notes of the Career Centre")

    _partner_unique = models.Constraint(
        "UNIQUE (partner_id)", "This contact has a mentor profile already."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity BETWEEN 0 AND 50)",
        "The places of a mentor are a number from 0 to 50.",
    )
    # M5 holds by the database: two proposals at once both update this row, so
    # PostgreSQL lets one through and Odoo tries the other anew.
    _places_enough = models.Constraint(
        "CHECK (taken_places <= capacity)",
        "All places of this mentor are taken; they can't be fewer than the running "
        "pairs and open proposals (M5).",
    )
    _pause_ordered = models.Constraint(
        "CHECK (pause_from <= pause_to)", "A pause can't end before it begins."
    )

    @api.depends("match_ids.state")
    def _compute_taken_places(self):
        counts = dict(
            self.env["mentoring.match"]._read_group(
                [("mentor_id", "in", self.ids), ("state", "in", HOLDING_STATES)],
                ["mentor_id"],
                ["__count"],
            )
        )
        for mentor in self:
            mentor.taken_places = counts.get(mentor._origin, 0)

    @api.depends("capacity", "taken_places")
    def _compute_free_places(self):
        for mentor in self:
            mentor.free_places = max(mentor.capacity - mentor.taken_places, 0)

    def _compute_signature_ids(self):
        signatures = self.env["mentoring.charter.signature"].search(
            [("partner_id", "in", self.partner_id.ids), ("role", "=", "mentor")]
        )
        by_partner = signatures.grouped("partner_id")
        for mentor in self:
            mentor.signature_ids = by_partner.get(mentor.partner_id, False)

    @api.constrains("experience_start")
    def _check_experience_start(self):
        for mentor in self:
            start = mentor.experience_start
            if start and not 1900 <= start.year <= fields.Date.today().year:
                raise ValidationError(
                    self.env._(
                        "%(name)s: professional experience can't begin in %(year)s.",
                        name=mentor.display_name,
                        year=start.year,
                    )
                )

    @api.constrains("capacity")
    def _check_capacity(self):
        """Say why in time; two at once are told apart by the database (M5)."""
        for mentor in self:
            if mentor.capacity < mentor.taken_places:
                raise ValidationError(
                    self.env._(
                        "Places of %(name)s that mentees and open proposals take: "
                        "%(taken)s. There can't be fewer (M5).",
                        name=mentor.display_name,
                        taken=mentor.taken_places,
                    )
                )

    @api.constrains("program_ids", "company_id")
    def _check_program_company(self):
        for mentor in self:
            if mentor.program_ids.company_id - mentor.company_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s can only serve programmes of %(company)s.",
                        name=mentor.display_name,
                        company=mentor.company_id.name,
                    )
                )

    # Life cycle

    def _why_not_submitted(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in (
                "job_title",
                "experience_start",
                "level_id",
                "theme_ids",
                "lang_ids",
                "program_ids",
            )
            if not self[name]
        ]
        if missing:
            return self.env._(
                "Please fill in first: %(fields)s.", fields=", ".join(missing)
            )
        if not (self.meet_in_person or self.meet_video or self.meet_phone):
            return self.env._("Please tell at least one way of meeting.")
        return self._why_not_signed()

    def _why_not_signed(self):
        for program in self.program_ids:
            if not self._has_signed(program):
                return self.env._(
                    "%(name)s has not signed the charter of “%(program)s” yet (S2).",
                    name=self.name,
                    program=program.name,
                )
        return False

    def _get_mail_program(self):
        self.ensure_one()
        return self.program_ids[:1]

    def _has_signed(self, program):
        """Whether the mentor has signed a charter of ``program`` (S2)."""
        self.ensure_one()
        # Not from `signature_ids`: it may have been read before the signing.
        return bool(
            self.env["mentoring.charter.signature"].search_count(
                [
                    ("partner_id", "=", self.partner_id.id),
                    ("program_id", "=", program.id),
                    ("role", "=", "mentor"),
                ],
                limit=1,
            )
        )

    def _why_not_approved(self):
        return self._why_not_signed()

    def _why_not_refused(self):
        return not self.refusal_note and self.env._("Please write a reason first.")

    def _why_not_left(self):
        return self.taken_places and self.env._(
            "%(name)s still has running pairs or open proposals: end them first.",
            name=self.name,
        )

    def action_submit(self):
        return self.write({"state": "submitted"})

    def action_approve(self):
        return self.write({"state": "approved"})

    def action_approve_many(self):
        """Approve those that can be; tell which are left, and why."""
        return self._act_on_each(
            lambda one: one.action_approve(),
            "approved",
            self.env._("Approved: %(count)s."),
        )

    def action_refuse(self):
        return self.write({"state": "refused"})

    def action_leave(self):
        return self.write({"state": "left"})

    def action_reopen(self):
        return self.write({"state": "draft"})

    def _get_employers(self):
        past = (self.past_employers or "").splitlines()
        return super()._get_employers() + [line for line in past if line.strip()]

    @api.model
    def _get_available_domain(self, program):
        """Return the domain of the mentors that can be proposed for ``program``."""
        return (
            Domain("state", "=", "approved")
            & Domain("program_ids", "in", program.ids)
            & self._get_not_on_pause_domain(program._get_today())
        )

    def action_view_matches(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_match_action"
        )
        return {**action, "domain": [("mentor_id", "in", self.ids)], "context": {}}

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Mentors"),
                "template": "/mentoring_program/static/import/mentors.csv",
            }
        ]
