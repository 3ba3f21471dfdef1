from odoo import api, fields, models
from odoo.fields import Domain

from ..logic import reminders_once


class MentoringMentorProfile(models.Model):
    """How long ago a mentor looked over the profile; once a year a reminder asks to."""

    _inherit = "mentoring.mentor"

    profile_date = fields.Date(
        "Profile Checked On",
        readonly=True,
        copy=False,
        help="When the mentor last saved the profile in the portal.",
    )

    def _get_profile_day(self):
        """Return the day on which the profile was last known to be right."""
        self.ensure_one()
        return self.profile_date or self.create_date.date()

    @api.model
    def _get_once_domain(self, program):
        """Return the domain of the mentors whose profile is old: a little wide."""
        policy = program._get_policy()
        today = program._get_today()
        before = fields.Date.subtract(today, months=policy.profile_months)
        old = Domain("profile_date", "<=", before) | (
            Domain("profile_date", "=", False)
            & Domain("create_date", "<", fields.Date.add(before, days=1))
        )
        return self._get_available_domain(program) & old

    def _get_once_messages(self, policy, today, clock):
        """Return ``[(mentor, logic.reminders.Message)]`` of the checks due now."""
        self.fetch(["partner_id", "profile_date", "create_date"])
        self.partner_id.fetch(["active"])
        found = []
        for mentor in self:
            due = reminders_once.profile_check(mentor._get_profile_day(), policy, today)
            person = mentor.partner_id
            if due and person.active:
                found.append((mentor, reminders_once.profile_message(person.id, due)))
        return found

    def _get_reminder_links(self):
        """Return the values of a reminder that refer to the profile."""
        return {"mentor_id": self.id}
