from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MentoringSession(models.Model):
    """What the two have written is not deleted over their heads, with its session."""

    _inherit = "mentoring.session"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_notes(self):
        written = Domain.OR(
            Domain(name, "!=", False)
            for name in ("topics", "retained", "mentor_comment", "action_ids")
        )
        # Whether something is written, which staff know; not what.
        if (
            self.env["mentoring.session.summary"]
            .sudo()
            .search_count(Domain("session_id", "in", self.ids) & written, limit=1)
        ):
            raise UserError(
                self.env._(
                    "The pair has notes on this session, which belong to the two of "
                    "them: it can be deleted once they have emptied these notes."
                )
            )
