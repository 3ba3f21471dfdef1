from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic import reminders, reminders_once
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
    _mentoring_to_remind = models.Index(
        "(create_date) WHERE mentoring_match_id IS NOT NULL AND state != 'done'"
    )

    @api.model
    def _get_once_domain(self, program):
        """Return the domain of what was not answered for long: a little wide."""
        asked = fields.Datetime.now() - timedelta(days=program.survey_days - 1)
        old = asked - reminders.LATE - timedelta(days=2)
        return (
            Domain("mentoring_match_id.program_id", "=", program.id)
            & Domain("state", "!=", "done")
            & Domain("survey_id.active", "=", True)
            & Domain("create_date", "<", asked)
            & Domain("create_date", ">", old)
        )

    def _get_once_messages(self, policy, today, clock):
        """Return ``[(answers, logic.reminders.Message)]`` of what is due now."""
        self.fetch(["partner_id", "mentoring_side", "mentoring_match_id"])
        self.partner_id.fetch(["active"])
        found = []
        for answer in self:
            asked = clock(answer.create_date).date()
            due = reminders_once.survey(asked, policy, today)
            person = answer.partner_id
            if due and person.active:
                side = answer.mentoring_side
                message = reminders_once.survey_message(side, person.id, due)
                found.append((answer, message))
        return found

    def _get_reminder_links(self):
        """Return the values of a reminder that refer to the survey after a pair."""
        return {
            "survey_answer_id": self.id,
            "match_id": self.mentoring_match_id.id,
        }
