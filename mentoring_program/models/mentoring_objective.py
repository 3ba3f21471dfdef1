from odoo import fields, models


class MentoringObjective(models.Model):
    """A professional development objective of a mentee: theme and own words (P5)."""

    _name = "mentoring.objective"
    _description = "Mentoring Objective"
    _order = "sequence, id"
    _rec_name = "theme_id"

    application_id = fields.Many2one(
        "mentoring.application", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    theme_id = fields.Many2one("mentoring.theme", required=True, ondelete="restrict")
    description = fields.Text("In Own Words", required=True)

    _theme_once = models.Constraint(
        "UNIQUE (application_id, theme_id)",
        "A theme can be chosen once; say more about it in your own words.",
    )
