from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_session_event import QUIET

ANSWERS = [
    ("needsAction", "No answer yet"),
    ("accepted", "Comes"),
    ("tentative", "Maybe"),
    ("declined", "Can't come"),
]


class MentoringSessionAnswer(models.Model):
    """What the two answered to the invitation: kept where calendars keep it.

    The answer is the state of the attendee, so one that core's synchronisation brings
    from Google or Outlook is the session's answer as well.
    """

    _inherit = "mentoring.session"

    mentee_answer = fields.Selection(ANSWERS, compute="_compute_answers")
    mentor_answer = fields.Selection(ANSWERS, compute="_compute_answers")

    @api.depends("event_id.attendee_ids.state", "event_id.attendee_ids.partner_id")
    def _compute_answers(self):
        # Who reads the session may know who comes.
        for session in self:
            attendees = session.sudo().event_id.attendee_ids
            answers = {one.partner_id: one.state for one in attendees}
            session.mentee_answer = answers.get(session.mentee_id)
            session.mentor_answer = answers.get(session.mentor_partner_id)

    def _ask_anew(self, event):
        """Invite to ``event``: whoever planned it comes, the other is asked."""
        self.ensure_one()
        planner = self.planned_by in (
            "mentor",
            "mentee",
        ) and self.match_id._get_partner(self.planned_by)
        for attendee in event.attendee_ids:
            comes = planner and attendee.partner_id == planner
            attendee.state = "accepted" if comes else "needsAction"

    def _answer(self, side, answer):
        """Answer the invitation as ``side``: "accepted" or "declined"."""
        self.ensure_one()
        if self.state != "planned" or self.start <= fields.Datetime.now():
            raise UserError(self.env._("There is nothing to answer to any more."))
        # The event shows a session whose side the caller was found to be.
        event = self.sudo().event_id.with_context(**QUIET)
        partner = self.match_id._get_partner(side)
        event.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == partner
        ).state = answer

    def _get_answers(self):
        """Return ``[(contact, answer, its words)]``, the mentee first."""
        self.ensure_one()
        words = dict(self._fields["mentee_answer"]._description_selection(self.env))
        pairs = (
            (self.mentee_id, self.mentee_answer),
            (self.mentor_partner_id, self.mentor_answer),
        )
        return [(who, answer, words.get(answer, "")) for who, answer in pairs]
