from odoo import fields, models


class MentoringLevel(models.Model):
    """A level of responsibility; ranks compare them (E5)."""

    _name = "mentoring.level"
    _description = "Responsibility Level"
    _order = "rank, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    rank = fields.Integer(required=True, default=10, help="The higher, the greater.")
    target = fields.Boolean(
        "Significantly Greater Responsibility",
        help="Mentees may aim for this level (E3): a general management post, a seat "
        "on a management committee, the management of significant teams.",
    )
    active = fields.Boolean(default=True)

    _rank_unique = models.Constraint(
        "UNIQUE (rank)", "Two levels can't have the same rank."
    )
