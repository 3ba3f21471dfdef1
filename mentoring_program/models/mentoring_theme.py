from odoo import fields, models


class MentoringTheme(models.Model):
    """A theme of objectives (P6): what a mentee works on, what a mentor knows."""

    _name = "mentoring.theme"
    _description = "Mentoring Theme"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
