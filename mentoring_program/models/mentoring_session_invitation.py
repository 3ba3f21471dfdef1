import uuid

from odoo import fields, models

from ..logic.invitation import Invitation, as_ics

# The e-mails that carry the session as a calendar file.
CALENDAR_TEMPLATES = {
    "mentoring_program.mail_session_invitation_mentee",
    "mentoring_program.mail_session_invitation_mentor",
    "mentoring_program.mail_session_cancelled_mentee",
    "mentoring_program.mail_session_cancelled_mentor",
}


class MentoringSessionInvitation(models.Model):
    """How a session reaches the calendars of the two.

    The e-mails are sent by automation rules; each carries the session as it is then.
    The UID stays and the sequence rises, so a calendar moves its one entry.
    """

    _inherit = "mentoring.session"

    invitation_uid = fields.Char(
        default=lambda self: str(uuid.uuid4()), readonly=True, copy=False
    )
    invitation_sequence = fields.Integer(readonly=True, copy=False)
    invited_date = fields.Datetime("Invitation Sent On", readonly=True, copy=False)

    def _renew_invitation(self):
        """Tell the calendars that what follows replaces what they were told before."""
        self.ensure_one()
        self.write(
            {
                "invitation_sequence": self.invitation_sequence + 1,
                "invited_date": False,
            }
        )

    def _get_activity_record(self):
        return self.match_id

    def _get_way_label(self):
        """Return the way of meeting in the reader's language."""
        self.ensure_one()
        return dict(self._fields["way"]._description_selection(self.env))[self.way]

    def _get_minutes(self):
        self.ensure_one()
        return round(self.duration * 60)

    def _process_attachments_for_template_post(self, mail_template):
        """Attach the calendar file to the e-mails that invite and cancel."""
        xmlid = mail_template.get_external_id().get(mail_template.id)
        if xmlid not in CALENDAR_TEMPLATES:
            return super()._process_attachments_for_template_post(mail_template)
        return {
            session.id: {"attachment_ids": session._create_calendar_file().ids}
            for session in self
        }

    def _create_calendar_file(self):
        self.ensure_one()
        content = as_ics(self._get_invitation(), fields.Datetime.now())
        # E-mails are written in sudo: who acts may have no rights on attachments.
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "invitation.ics",
                    "raw": content,
                    "mimetype": "text/calendar",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _get_portal_link(self):
        """Return the address of the session's page, for the two."""
        self.ensure_one()
        return f"{self.get_base_url()}/my/mentoring/sessions/{self.id}"

    def _get_invitation(self):
        """Return the session as a ``logic.invitation.Invitation``."""
        self.ensure_one()
        officer = self._get_mail_program().responsible_id.partner_id
        organizer = officer if officer.email else self.company_id.partner_id
        return Invitation(
            uid=self.invitation_uid,
            sequence=self.invitation_sequence,
            start=self.start,
            end=self.stop,
            summary=self._get_meeting_title(),
            description=self._get_portal_link(),
            location=self.place or "",
            organizer=(organizer.name, organizer.email) if organizer.email else None,
            attendees=tuple(
                (person.name, person.email, answer)
                for person, answer, __ in self._get_answers()
                if person.email
            ),
            cancelled=self.state == "cancelled",
        )
