from odoo import api, fields, models


class MentoringCharterPublish(models.TransientModel):
    """Put a version of a charter in force, and see before whom that concerns."""

    _name = "mentoring.charter.publish"
    _description = "Publish a Charter"

    charter_id = fields.Many2one("mentoring.charter", required=True, readonly=True)
    role = fields.Selection(related="charter_id.role")
    previous_id = fields.Many2one(
        "mentoring.charter", string="In Force Until Now", compute="_compute_previous_id"
    )
    earlier_count = fields.Integer(
        "Signed Another Version",
        compute="_compute_previous_id",
        help="Open applications, or mentors of the programme, that stand on an "
        "earlier version.",
    )

    plan_activities = fields.Boolean(
        "Plan an activity for each of them",
        help="It reminds the officer of each to tell them of the new version.",
    )

    @api.depends("charter_id")
    def _compute_previous_id(self):
        for wizard in self:
            charter = wizard.charter_id
            wizard.previous_id = charter.program_id._get_charter(charter.role)
            wizard.earlier_count = charter._get_earlier_signers_count()

    def action_view_earlier_signers(self):
        return self.charter_id.action_view_earlier_signers()

    def action_publish(self):
        self.ensure_one()
        self.charter_id.action_publish()
        if self.plan_activities:
            self.charter_id._plan_telling_earlier_signers()
        return {"type": "ir.actions.act_window_close"}
