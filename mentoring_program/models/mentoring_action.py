from types import SimpleNamespace

from odoo import fields, models

from .sealed_text import SealedText


class MentoringAction(models.Model):
    """An action that the mentee takes after a session: **private to the pair** (C7)."""

    _name = "mentoring.action"
    _inherit = ["mentoring.fixed.mixin"]
    _description = "Private Action"
    _rec_name = "summary_id"
    _order = "done, due_date, id"
    _fixed_fields = frozenset({"summary_id"})

    summary_id = fields.Many2one(
        "mentoring.session.summary", required=True, index=True, ondelete="cascade"
    )
    match_id = fields.Many2one(related="summary_id.match_id", store=True, index=True)
    mentee_id = fields.Many2one(related="summary_id.mentee_id", store=True)
    mentor_partner_id = fields.Many2one(
        related="summary_id.mentor_partner_id", store=True
    )
    name = SealedText("Action", required=True)
    due_date = fields.Date()
    done = fields.Boolean()

    def _read_out(self):
        """Return the actions as plain values, for a page: no template opens a seal."""
        return [
            SimpleNamespace(
                **{name: action[name] for name in ("id", "name", "due_date", "done")}
            )
            for action in self
        ]
