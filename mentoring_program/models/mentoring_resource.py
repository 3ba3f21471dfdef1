from odoo import api, fields, models


class MentoringResource(models.Model):
    """A guide for mentors or mentees, shown at the stage that it is meant for."""

    _name = "mentoring.resource"
    _description = "Mentoring Guide"
    _order = "stage_order, sequence, id"

    name = fields.Char(required=True, translate=True)
    role = fields.Selection(
        [("mentee", "Mentees"), ("mentor", "Mentors"), ("both", "Both")],
        string="For",
        default="both",
        required=True,
    )
    stage = fields.Selection(
        [
            ("before", "Before the first session"),
            ("start", "First session"),
            ("during", "Along the way"),
            ("end", "Towards the end"),
        ],
        default="before",
        required=True,
    )
    stage_order = fields.Integer(compute="_compute_stage_order", store=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    body = fields.Html(translate=True, required=True)
    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        ondelete="cascade",
        help="Empty: for all programmes.",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)

    @api.depends("stage")
    def _compute_stage_order(self):
        order = [stage for stage, label in self._fields["stage"].selection]
        for resource in self:
            resource.stage_order = order.index(resource.stage)
