from odoo import fields, models


class MentoringMatch(models.Model):
    """The times that the mentor proposes for the next session."""

    _inherit = "mentoring.match"

    session_time_ids = fields.One2many(
        "mentoring.session.time", "match_id", string="Times Proposed by the Mentor"
    )
    times_proposed_date = fields.Datetime(
        "Times Proposed On", readonly=True, copy=False
    )

    def _get_kept_sessions(self):
        """Return the sessions planned or held: none yet means that the first is due."""
        self.ensure_one()
        return self.session_ids.filtered(
            lambda session: session.state in ("planned", "done")
        )
