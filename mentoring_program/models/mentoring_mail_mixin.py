from odoo import models

OFFICER_GROUP = "mentoring_program.group_officer"
MANAGER_GROUP = "mentoring_program.group_manager"


class MentoringMailMixin(models.AbstractModel):
    """What the e-mails and activities about a record need to know of it.

    E-mail templates call the ``_get_mail_*`` methods; automation rules call the
    others. Rules run in sudo: whoever enters a state may have no rights at all.
    """

    _name = "mentoring.mail.mixin"
    _description = "E-mails and activities of the mentoring programme"

    def _get_mail_program(self):
        """Return the programme that speaks for the record."""
        self.ensure_one()
        return self.program_id

    def _get_mail_pair(self):
        """Return the pair whose names an e-mail about the record may have to hide."""
        return self.env["mentoring.match"]

    def _get_mail_sender(self):
        """Return the name and address that e-mails come from and answers go to."""
        self.ensure_one()
        officer = self._get_mail_program().responsible_id
        sender = officer if officer.email else self.company_id
        return sender.email_formatted or self.env.user.email_formatted

    def _get_mail_signature(self):
        """Return the name that closes the e-mails."""
        self.ensure_one()
        return self._get_mail_program().responsible_id.name or self.company_id.name

    def _get_mail_timezone(self, partner):
        """Return the name of the time zone in which ``partner`` reads times."""
        self.ensure_one()
        return (
            partner.tz
            or self.company_id.partner_id.tz
            or self._get_mail_program().responsible_id.tz
            or "UTC"
        )

    # Activities for staff

    def _get_activity_record(self):
        """Return the record on which staff find the activities."""
        return self

    def _get_officer(self):
        """Return the user who looks after the record, or nobody.

        The record's own officer, else the programme's, else a manager; only one who
        may open the record, or the activity would be refused.
        """
        self.ensure_one()
        record = self._get_activity_record()
        own = record.user_id if "user_id" in record._fields else self.env["res.users"]
        managers = self.env.ref(MANAGER_GROUP).sudo().all_user_ids.filtered("active")
        candidates = own | self._get_mail_program().responsible_id | managers.sorted()
        return candidates.filtered(
            lambda user: user.active
            and user.has_group(OFFICER_GROUP)
            and record.company_id in user.company_ids
        )[:1]

    def _schedule_for_officer(self, activity_type, note=None):
        """Plan an activity for the officer; one that is open already is enough.

        It shows among the officer's activities; no e-mail announces it.
        """
        for record in self:
            officer = record._get_officer()
            # As the officer sees the record, whoever has brought it here.
            target = (
                record._get_activity_record()
                .with_user(officer or self.env.user)
                .sudo()
                .with_context(lang=officer.lang, mail_activity_quick_update=True)
            )
            if officer and not target.activity_search([activity_type]):
                target.activity_schedule(
                    activity_type, user_id=officer.id, note=note or ""
                )

    def _finish_for_officer(self, activity_type):
        """Mark the activities of that type done: what they asked for has happened."""
        self.activity_feedback([activity_type])

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Send no e-mail about being assigned: the programme sets the officers."""
