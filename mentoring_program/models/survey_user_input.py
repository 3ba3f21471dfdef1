from odoo import fields, models

from .mentoring_session import PARTIES


class SurveyUserInput(models.Model):
    """The answers of one of a pair, once the relation has ended."""

    _inherit = "survey.user_input"

    mentoring_match_id = fields.Many2one(
        "mentoring.match",
        string="Pair",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    mentoring_side = fields.Selection(PARTIES[:2], string="Answers As", readonly=True)

    # Each of the two is asked once, also when two people end the pair at once.
    _mentoring_once = models.UniqueIndex(
        "(mentoring_match_id, mentoring_side) WHERE mentoring_match_id IS NOT NULL",
        "This survey has been asked for already.",
    )
