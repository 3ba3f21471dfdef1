from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    mentoring_session_ids = fields.One2many(
        "mentoring.session",
        "event_id",
        string="Mentoring Sessions",
        groups="mentoring_program.group_officer",
    )
