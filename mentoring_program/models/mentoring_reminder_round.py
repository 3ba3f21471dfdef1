from odoo import api, fields, models


class MentoringReminderRound(models.Model):
    """How far the job has come with what it looks at once a day in a programme.

    Kept beside the records: looking at a hundred thousand pairs writes none of them.
    """

    _name = "mentoring.reminder.round"
    _description = "Round of the Mentoring Reminders"
    _rec_name = "model"

    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    model = fields.Char("What Is Looked At", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    last_id = fields.Integer(
        "Done Up To", readonly=True, help="Those up to this one are done."
    )

    _one_each = models.UniqueIndex(
        "(program_id, model)", "This programme has its round already."
    )

    @api.model
    def _get_today(self, program, model):
        """Return the round of today, begun if need be."""
        today = program._get_today()
        found = self.search([("program_id", "=", program.id), ("model", "=", model)])
        if not found:
            return self.create(
                {"program_id": program.id, "model": model, "day": today, "last_id": 0}
            )
        if found.day != today:
            found.write({"day": today, "last_id": 0})
        return found
