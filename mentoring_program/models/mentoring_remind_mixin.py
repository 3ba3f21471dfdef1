from odoo import models
from odoo.tools import format_list


class MentoringRemindMixin(models.AbstractModel):
    """A record whose people staff can remind now, by the rules of the reminders."""

    _name = "mentoring.remind.mixin"
    _description = "Reminding by hand"

    def action_remind(self):
        """Send what is due; tell what was sent, and why nothing to the others."""
        reminded = self.env["mentoring.reminder"]._remind_by_hand(self)
        rest = self - self.browse().concat(*reminded)
        rest.invalidate_recordset()
        sentences = [
            self._get_reminded_sentence(reminders) for reminders in reminded.values()
        ]
        done = self.env._("Reminders sent: %s.", sum(map(len, reminded.values())))
        return self._prepare_notice(
            done, {record: record._why_not_reminded() for record in rest}, sentences
        )

    def _get_reminded_sentence(self, reminders):
        """Return what was sent about a record, and to whom."""
        sides = dict(reminders._fields["side"]._description_selection(self.env))
        told = [
            self.env._(
                "%(message)s (%(side)s)",
                message=reminder.with_env(self.env).display_name,
                side=sides[reminder.side],
            )
            for reminder in reminders
        ]
        return self.env._(
            "%(name)s: %(messages)s.",
            name=reminders[0]._get_activity_record().display_name,
            messages=format_list(self.env, told),
        )

    def _why_not_reminded(self):
        """Return why nothing goes out to this record's people now, as a sentence."""
        return self.env._("Nothing is due now.")
