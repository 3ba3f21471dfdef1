from odoo import fields, models


class MentoringFunction(models.Model):
    """A job function: finance, sales, human resources …"""

    _name = "mentoring.function"
    _description = "Job Function"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
