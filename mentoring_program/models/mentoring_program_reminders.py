import pytz

from odoo import fields, models


class MentoringProgramReminders(models.Model):
    """When the reminders of a programme go out, where the charter has no number."""

    _inherit = "mentoring.program"

    reminder_hour = fields.Integer(
        "Not Before",
        default=7,
        help="The hour of the day, where the programme's company is, from which "
        "reminders go out. Those of a session go out by its own hour.",
    )
    escalation_days = fields.Integer(
        "Days Between the Steps",
        default=7,
        help="What stays undone is told to the mentee, then to both, then to staff, so "
        "many days apart. Nobody gets more than one reminder a week.",
    )
    draft_days = fields.Integer(
        "Questionnaire Left For", default=7, help="In days since it was last touched."
    )
    proposal_reminder_days = fields.Integer(
        "Proposal Reminder", default=3, help="In days before the last day to answer."
    )
    first_session_warning_days = fields.Integer(
        "Last Call for the First Session",
        default=5,
        help="In days before the last day for it (C3). The first call comes when half "
        "of the time has gone by.",
    )
    session_reminder_hours = fields.Integer(
        "Session Reminder",
        default=12,
        help="In hours before the last moment to give notice (C5, D4).",
    )
    confirm_days = fields.Integer(
        "Confirmation", default=2, help="In days after a session that nobody confirmed."
    )
    go_on_days = fields.Integer(
        "Going On?",
        default=1,
        help="In days after the first session: the mentor is asked whether to go on "
        "(D6).",
    )
    quiet_days = fields.Integer(
        "No Session For",
        default=45,
        help="In days since the last session, when no other is planned (P3).",
    )
    end_warning_days = fields.Integer(
        "Planned End Near", default=14, help="In days before the planned end (P2)."
    )
    end_reply_days = fields.Integer(
        "End Declared by One",
        default=7,
        help="In days since one of the two declared the end (C9, D5).",
    )
    survey_days = fields.Integer(
        "Survey Not Answered",
        default=14,
        help="In days since it was asked for after the end, once. Zero: never.",
    )
    profile_months = fields.Integer(
        "Mentor's Profile",
        default=12,
        help="In months since the mentor last saved it. Zero: never.",
    )

    _reminder_numbers = models.Constraint(
        "CHECK (reminder_hour BETWEEN 0 AND 23 "
        "AND escalation_days BETWEEN 1 AND 365 "
        "AND draft_days BETWEEN 1 AND 365 "
        "AND proposal_reminder_days BETWEEN 0 AND 365 "
        "AND first_session_warning_days BETWEEN 0 AND 365 "
        "AND session_reminder_hours BETWEEN 1 AND 720 "
        "AND confirm_days BETWEEN 0 AND 365 "
        "AND go_on_days BETWEEN 0 AND 365 "
        "AND quiet_days BETWEEN 1 AND 730 "
        "AND end_warning_days BETWEEN 0 AND 365 "
        "AND end_reply_days BETWEEN 0 AND 365 "
        "AND survey_days BETWEEN 0 AND 365 "
        "AND profile_months BETWEEN 0 AND 120)",
        "The numbers of the reminders are days, hours or months of a reasonable size, "
        "and an hour of the day from 0 to 23.",
    )

    def _get_clock(self):
        """Return what turns a moment in UTC into that of the programme's place.

        As ``_get_local``, without a time zone, and fast for many.
        """
        self.ensure_one()
        zone = pytz.timezone(self._in_its_place().env.context.get("tz") or "UTC")

        def clock(moment):
            return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

        return clock
