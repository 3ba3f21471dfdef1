from odoo import fields, models


class MentoringAction(models.Model):
    """An action that the mentee takes after a session: **private to the pair** (C7)."""

    _name = "mentoring.action"
    _inherit = ["mentoring.fixed.mixin"]
    _description = "Private Action"
    _order = "done, due_date, id"
    _fixed_fields = frozenset({"summary_id"})

    summary_id = fields.Many2one(
        "mentoring.session.summary", required=True, index=True, ondelete="cascade"
    )
    match_id = fields.Many2one(related="summary_id.match_id", store=True, index=True)
    mentee_id = fields.Many2one(related="summary_id.mentee_id", store=True)
    mentor_partner_id = fields.Many2one(
        related="summary_id.mentor_partner_id", store=True
    )
    name = fields.Char("Action", required=True)
    due_date = fields.Date()
    done = fields.Boolean()
