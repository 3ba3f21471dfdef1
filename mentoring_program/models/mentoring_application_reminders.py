from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic import reminders, reminders_once


class MentoringApplicationReminders(models.Model):
    """A questionnaire that was begun and left: its member is reminded once."""

    _inherit = "mentoring.application"

    def _why_not_reminded(self):
        if self.state != "draft":
            return self.env._(
                "It is “%(state)s”: only a questionnaire left unfinished is reminded "
                "of.",
                state=self._get_state_label(self.state),
            )
        return self.env._("It was begun too lately, or reminded of already.")

    @api.model
    def _get_once_domain(self, program):
        """Return the domain of the questionnaires left for long: a little wide."""
        left = fields.Datetime.now() - timedelta(days=program.draft_days - 1)
        old = left - reminders.LATE - timedelta(days=2)
        return (
            Domain("program_id", "=", program.id)
            & Domain("state", "=", "draft")
            & Domain("write_date", "<", left)
            & Domain("write_date", ">", old)
        )

    def _get_once_messages(self, policy, today, clock):
        """Return ``[(application, logic.reminders.Message)]`` of what is due now."""
        self.fetch(["partner_id", "write_date"])
        self.partner_id.fetch(["active"])
        found = []
        for application in self:
            left = clock(application.write_date).date()
            due = reminders_once.unfinished(left, policy, today)
            person = application.partner_id
            if due and person.active:
                message = reminders_once.unfinished_message(person.id, due)
                found.append((application, message))
        return found

    def _get_reminder_links(self):
        """Return the values of a reminder that refer to the application."""
        return {"application_id": self.id}
