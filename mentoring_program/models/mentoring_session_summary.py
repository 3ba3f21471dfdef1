from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .sealed_text import SealedText

# What the mentor may write; all else is the mentee's (C4, C7).
MENTOR_FIELDS = {"mentor_comment"}


class MentoringSessionSummary(models.Model):
    """What the pair notes on a session: **private to the two of them** (C8, D3).

    Global record rules close it to everybody else, staff and administrators
    included, and what stands in it is sealed (see ``SealedText``); staff only learn
    from the session that something was written, and when.
    """

    _name = "mentoring.session.summary"
    _inherit = ["mentoring.fixed.mixin"]
    _description = "Private Notes on a Session"
    _rec_name = "session_id"
    _fixed_fields = frozenset({"session_id"})

    session_id = fields.Many2one(
        "mentoring.session", required=True, index=True, ondelete="cascade"
    )
    match_id = fields.Many2one(related="session_id.match_id", store=True, index=True)
    mentee_id = fields.Many2one(related="session_id.mentee_id", store=True, index=True)
    mentor_partner_id = fields.Many2one(
        related="session_id.mentor_partner_id", store=True, index=True
    )
    topics = SealedText("Topics Prepared", help="Before the session (C4).")
    retained = SealedText("Summary", help="What is retained of the session (C7).")
    mentor_comment = SealedText("Mentor's Comment")
    action_ids = fields.One2many(
        "mentoring.action", "summary_id", string="Actions to Take"
    )

    _session_once = models.Constraint(
        "UNIQUE (session_id)", "This session has its notes already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        names = {name for vals in vals_list for name in vals}
        notes = super().create(vals_list)
        notes._check_author(names)
        for one, vals in zip(notes, vals_list, strict=True):
            one._tell_written(vals)
        return notes

    def write(self, vals):
        self._check_author(vals.keys())
        result = super().write(vals)
        self._tell_written(vals)
        return result

    def _check_author(self, names):
        """The mentor writes the comment and nothing else; the mentee all else."""
        if self.env.su:
            return
        me = self.env.user.partner_id
        if names - MENTOR_FIELDS and self.mentee_id - me:
            raise AccessError(
                self.env._("The mentee writes the topics and the summary (C4, C7).")
            )
        if names & MENTOR_FIELDS and self.mentor_partner_id - me:
            raise AccessError(self.env._("The mentor writes the comment."))

    def _tell_written(self, vals):
        """Note on the session that something was written, not what."""
        now = fields.Datetime.now()
        # The record rules have let this person write these notes.
        sessions = self.session_id.sudo()
        if "topics" in vals:
            sessions.topics_date = vals["topics"] and now
        if "retained" in vals:
            sessions.summary_date = vals["retained"] and now

    def _read_out(self):
        """Return the texts as plain values, for a page: no template opens a seal."""
        return self and SimpleNamespace(
            **{name: self[name] for name in ("topics", "retained", "mentor_comment")}
        )
