from odoo import models

from ..logic import reminders


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

    def _get_unfinished_messages(self, policy, today, clock):
        """Return ``[(application, logic.reminders.Message)]`` of what is due now."""
        self.fetch(["partner_id", "write_date"])
        self.partner_id.fetch(["active"])
        found = []
        for application in self:
            left = clock(application.write_date).date()
            due = reminders.unfinished(left, policy, today)
            person = application.partner_id
            if due and person.active:
                message = reminders.unfinished_message(person.id, due)
                found.append((application, message))
        return found
