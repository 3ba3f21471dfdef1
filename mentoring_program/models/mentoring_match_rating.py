from odoo import models


class MentoringMatchRating(models.Model):
    """How the two rated the sessions of their pair: averages, for staff."""

    _name = "mentoring.match"
    _inherit = ["mentoring.match", "mentoring.rating.mixin"]
    _rated_by = "match_id"
