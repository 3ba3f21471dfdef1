from odoo import fields, models

SIDES = ("mentee", "mentor")


class MentoringRatingMixin(models.AbstractModel):
    """The averages of what the two gave the sessions of a pair or of a programme."""

    _name = "mentoring.rating.mixin"
    _description = "Averages of the Sessions' Ratings"
    # The field of a session that refers to the record.
    _rated_by = None

    mentee_rating_avg = fields.Float(
        "Mentee's Ratings", compute="_compute_rating_avg", digits=(2, 1)
    )
    mentor_rating_avg = fields.Float(
        "Mentor's Ratings", compute="_compute_rating_avg", digits=(2, 1)
    )

    def _compute_rating_avg(self):
        averages = self.env["mentoring.session"]._get_rating_averages(
            self, self._rated_by
        )
        for record in self:
            for side in SIDES:
                record[f"{side}_rating_avg"] = averages.get((record.id, side), 0)
