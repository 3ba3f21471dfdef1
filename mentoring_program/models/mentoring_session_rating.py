from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

SIDES = ("mentee", "mentor")
STARS = range(1, 6)


class MentoringSessionRating(models.Model):
    """What each of the two gave a session held, from 1 to 5, where the programme asks.

    Nobody reads a single one but who gave it: staff see averages, the other nothing.
    So it is neither core's ``rating.rating``, which staff may open and which tells the
    session's history of itself, nor a field that a list or an export could show.
    """

    _inherit = "mentoring.session"

    mentee_rating = fields.Integer(
        "Mentee's Rating", readonly=True, copy=False, groups=NO_ACCESS
    )
    mentor_rating = fields.Integer(
        "Mentor's Rating", readonly=True, copy=False, groups=NO_ACCESS
    )

    _rating_range = models.Constraint(
        "CHECK (COALESCE(mentee_rating, 0) BETWEEN 0 AND 5 "
        "AND COALESCE(mentor_rating, 0) BETWEEN 0 AND 5)",
        "A rating goes from 1 to 5.",
    )

    def _can_be_rated(self):
        """Whether the two may rate the session now, or change what they gave.

        * the programme wants it
        * the session was held
        * the pair has not ended
        """
        self.ensure_one()
        return (
            self.program_id.rate_sessions
            and self.state == "done"
            and self.match_id.state == "active"
        )

    def _rate(self, side, stars):
        """Keep what ``side`` gives, from 1 to 5; the caller has checked who asks."""
        if not self._can_be_rated():
            raise UserError(self.env._("This session can't be rated (any more)."))
        if stars not in STARS:
            raise UserError(self.env._("Choose from 1 to 5."))
        self.sudo()[f"{side}_rating"] = stars

    def _get_rating_averages(self, records, link):
        """Return ``{(record id, side): average}`` of the records that ``link`` to.

        Of two ratings at least: the average of one would tell it.

        :param records: pairs or programmes that the caller may read
        :param link: the field of a session that refers to them
        """
        found = {}
        for side in SIDES:
            # Averages alone leave the fields, which are closed to everybody.
            for record, average in self.sudo()._read_group(
                [(link, "in", records.ids), (f"{side}_rating", ">", 0)],
                [link],
                [f"{side}_rating:avg"],
                having=[("__count", ">", 1)],
            ):
                found[record.id, side] = average
        return found
