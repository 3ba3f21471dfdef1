from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from .mentoring_reminder_job import BATCH, LINKS


class MentoringReminderByHand(models.Model):
    """Staff remind now, without waiting for the job: by the same rules, no more.

    What isn't due is not sent, nobody gets a second reminder in a week, and a message
    that is switched off stays so.
    """

    _inherit = "mentoring.reminder"

    @api.model
    def _remind_by_hand(self, records):
        """Remind of what is due of ``records``; return ``{record: reminders}``.

        The number of queries to find them doesn't depend on how many records there are.
        """
        records.check_access("write")
        # Whoever may write the records has them reminded, as the job would.
        Reminder = self.sudo()
        off, made = Reminder._get_switched_off(), Reminder.browse()
        for program, of_program in records.grouped("program_id").items():
            domain = Reminder._get_domain(program.sudo(), records._name)
            due = of_program.sudo().search(
                domain & Domain("id", "in", of_program.ids), order="id"
            )
            for ids in split_every(BATCH, due.ids):
                made |= Reminder._remind(
                    program.sudo(), due.browse(ids), off, of_sessions=False
                )
        by_record = made.grouped(LINKS[records._name])
        return {record.with_env(records.env): by_record[record] for record in by_record}
