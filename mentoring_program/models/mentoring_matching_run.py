from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..logic.facts import Weights
from .mentoring_mentor import HOLDING_STATES

SCOPES = [
    ("all", "All of them"),
    ("only", "Only these"),
    ("except", "All but these"),
]


class MentoringMatchingRun(models.Model):
    """One cohort matched at once: computed, reviewed, then published or discarded.

    Staff choose who takes part and what counts; the answer is kept as draft pairs,
    which nobody else sees. They pin, forbid and exchange pairs, compute again, and
    publish what they keep. The run is over when no draft is left.
    """

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
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["mentoring.program"].search([], limit=1),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computing", "Computing"),
            ("computed", "To review"),
            ("published", "Published"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )

    # Who takes part
    application_scope = fields.Selection(
        SCOPES, "Who Waits", default="all", required=True
    )
    application_ids = fields.Many2many(
        "mentoring.application",
        domain="[('program_id', '=', program_id), ('state', '=', 'waiting')]",
        string="Applications",
    )
    mentor_scope = fields.Selection(
        SCOPES, "Available Mentors", default="all", required=True
    )
    mentor_ids = fields.Many2many(
        "mentoring.mentor",
        domain="[('program_ids', 'in', program_id), ('state', '=', 'approved')]",
        string="Mentors",
    )
    waiting_count = fields.Integer(
        "Applications That Take Part", compute="_compute_counts"
    )
    available_count = fields.Integer("Mentors Who Take Part", compute="_compute_counts")

    # What counts
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
    no_weights = fields.Boolean(compute="_compute_no_weights")
    floor = fields.Integer(
        "No Pair Below",
        help="Points, from 0 to 100: pairs with a lower score are not drafted, even "
        "if somebody stays without a mentor. Pinned pairs stay.",
    )
    keep_close = fields.Boolean(
        "Stay Close to the Draft",
        default=True,
        help="When computed again, pairs drafted before count one point more, so "
        "that few of them change for next to nothing.",
    )

    show_parameters = fields.Boolean(
        default=True, copy=False, help="Whether the form shows what was asked for."
    )

    match_ids = fields.One2many("mentoring.match", "run_id", string="Pairs")
    exclusion_ids = fields.One2many(
        "mentoring.matching.exclusion", "run_id", string="Forbidden Pairs"
    )
    left_out_ids = fields.One2many(
        "mentoring.matching.left.out", "run_id", string="Left Out"
    )
    notice = fields.Text("What Happened", readonly=True, copy=False)

    _floor_range = models.Constraint(
        "CHECK (floor BETWEEN 0 AND 100)",
        "The lowest score of a pair is a number from 0 to 100.",
    )
    _weights_positive = models.Constraint(
        "CHECK (LEAST(weight_objectives, weight_function, weight_industry, weight_gap, "
        "weight_meeting, weight_load) >= 0)",
        "A weight can't be negative; zero switches a criterion off.",
    )

    def _get_default_name(self):
        today = format_date(self.env, fields.Date.context_today(self))
        return self.env._("Matching of %s", today)

    @api.depends("program_id")
    def _compute_weights(self):
        for run in self:
            for name in Weights.__slots__:
                field = f"weight_{name}"
                run[field] = run.program_id[field]

    @api.depends(lambda self: [f"weight_{name}" for name in Weights.__slots__])
    def _compute_no_weights(self):
        for run in self:
            run.no_weights = not any(
                run[f"weight_{name}"] for name in Weights.__slots__
            )

    @api.depends(
        "program_id",
        "application_scope",
        "application_ids",
        "mentor_scope",
        "mentor_ids",
    )
    def _compute_counts(self):
        for run in self:
            run.waiting_count = self.env["mentoring.application"].search_count(
                run._get_application_domain()
            )
            run.available_count = self.env["mentoring.mentor"].search_count(
                run._get_mentor_domain()
            )

    def _get_weights(self):
        self.ensure_one()
        return Weights(**{name: self[f"weight_{name}"] for name in Weights.__slots__})

    # Who takes part

    def _get_application_domain(self):
        """Return the domain of the applications of the run that wait now.

        Who has a proposal open waits for the answer, not for a mentor.
        """
        self.ensure_one()
        waiting = Domain("program_id", "=", self.program_id.id) & Domain(
            "state", "=", "waiting"
        )
        asked = Domain("match_ids", "any", [("state", "in", HOLDING_STATES)])
        return waiting & ~asked & self._get_scope_domain("application")

    def _get_mentor_domain(self):
        """Return the domain of the mentors of the run who can be proposed now."""
        self.ensure_one()
        available = self.env["mentoring.mentor"]._get_available_domain(self.program_id)
        return available & self._get_scope_domain("mentor")

    def _get_scope_domain(self, kind):
        chosen = self[f"{kind}_ids"]._origin.ids
        operators = {"only": "in", "except": "not in"}
        operator = operators.get(self[f"{kind}_scope"])
        return Domain("id", operator, chosen) if operator else Domain.TRUE

    # Life cycle

    def _lock(self):
        """Have other clicks on this run wait for this one, to find what it has done.

        Whoever waited begins anew, as Odoo does for any conflict.
        """
        self.ensure_one()
        self.check_access("write")
        self.env.cr.execute(
            SQL(
                "SELECT id FROM mentoring_matching_run WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset()

    def _get_drafts(self):
        return self.match_ids.filtered(lambda match: match.state == "draft")

    def _drop(self, drafts):
        """Remove draft pairs: they were never more than a thought."""
        # Whoever may write the run may drop what it has drafted.
        drafts.check_access("write")
        drafts.sudo().unlink()

    def action_discard(self):
        """Give the run up; what was drafted goes, what was published stays."""
        self._lock()
        return self.write({"state": "discarded", "notice": False})

    def _why_not_discarded(self):
        published = self.match_ids.filtered("proposed_date")
        return bool(published) and self.env._(
            "Pairs of this run are published already: drop the drafts that are left "
            "instead."
        )

    def _after_discarded(self):
        self._drop(self._get_drafts())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_pairs(self):
        if self.match_ids.filtered(lambda match: match.state != "draft"):
            raise UserError(self.env._("A run with published pairs can't be deleted."))

    def action_show_parameters(self):
        """Show the parameters above the pairs, or hide them again."""
        for run in self:
            run.show_parameters = not run.show_parameters

    def action_view_matches(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_match_action"
        )
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}
