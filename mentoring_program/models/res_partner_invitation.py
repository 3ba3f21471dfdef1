from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate, format_list

from .mentoring_application import OPEN_STATES

_lt = LazyTranslate(__name__)

OFFICER = "mentoring_program.group_officer"
AGAIN_AFTER = "mentoring_program.invitation_days"
AGAIN_AFTER_DAYS = 180  # if not set otherwise
NAMED = 10
# Who is passed over, in the order in which it is asked.
PASSED_OVER = {
    "profile": _lt("They have a mentor profile: %(names)s."),
    "mentee": _lt("They have an application of their own open: %(names)s."),
    "address": _lt("They have no e-mail address: %(names)s."),
    "company": _lt("They are companies: %(names)s."),
    "again": _lt("They were invited a short while ago: %(names)s."),
}


class ResPartnerInvitation(models.Model):
    """Inviting contacts to become mentors: an e-mail that leads to the registration."""

    _inherit = "res.partner"

    mentoring_invited_date = fields.Datetime(
        "Invited to Mentor On",
        readonly=True,
        copy=False,
        groups=OFFICER,
        help="When this contact was last invited to become a mentor.",
    )

    def action_invite_to_mentor(self):
        """Invite those who can be, once; tell who is passed over, and why."""
        if not self.env.user.has_group(OFFICER):
            raise AccessError(
                self.env._("Only officers of the mentoring programme invite mentors.")
            )
        self.check_access("read")
        skipped = self._get_not_invited()
        invited = self - self.browse().concat(*skipped.values())
        invited._send_mentor_invitation()
        return invited._prepare_invitation_notice(skipped)

    def _get_not_invited(self):
        """Return ``{key of PASSED_OVER: contacts}`` of those who are not invited."""
        again = fields.Datetime.now() - timedelta(days=self._get_days_between())
        reasons = {
            "profile": self._get_partners_with("mentoring.mentor", []),
            "mentee": self._get_partners_with(
                "mentoring.application", [("state", "in", OPEN_STATES)]
            ),
            "address": self.filtered(lambda partner: not partner.email_normalized),
            "company": self.filtered("is_company"),
            "again": self.filtered(
                lambda partner: partner.mentoring_invited_date
                and partner.mentoring_invited_date > again
            ),
        }
        found, seen = {}, self.browse()
        for key in PASSED_OVER:
            rest = (reasons[key] & self) - seen
            seen |= rest
            if rest:
                found[key] = rest
        return found

    def _get_partners_with(self, model, domain):
        """Return those who have a record, also an archived one or one elsewhere."""
        # Only whether there is one leaves this method.
        records = self.env[model].sudo().with_context(active_test=False)
        return records.search([("partner_id", "in", self.ids), *domain]).partner_id

    def _get_days_between(self):
        parameters = self.env["ir.config_parameter"].sudo()  # a number, nobody's secret
        days = parameters.get_param(AGAIN_AFTER, "")
        return int(days) if days.isdecimal() else AGAIN_AFTER_DAYS

    def _send_mentor_invitation(self):
        """Queue the e-mails; each stays in the contact's history.

        Two clicks at once both write the date: the database lets one through, and the
        other begins anew and finds them invited.
        """
        if not self:
            return
        # An officer may invite whom they may read; they need not be able to edit
        # contacts for that.
        self.sudo().mentoring_invited_date = fields.Datetime.now()
        template = self.env.ref("mentoring_program.mail_mentor_invitation").sudo()
        template.send_mail_batch(
            self.ids,
            force_send=False,
            email_values={
                "mentoring_invitation": True,
                "author_id": self.env.user.partner_id.id,
            },
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _get_mentoring_program(self):
        """Return the programme in whose name contacts are invited."""
        return self.env["mentoring.program"].search(
            [("company_id", "in", self.env.companies.ids)], limit=1
        )

    def _get_mentoring_sender(self):
        """Return the name and address that the invitation comes from."""
        program = self._get_mentoring_program()
        officer = program.responsible_id
        sender = officer if officer.email else program.company_id
        return sender.email_formatted or self.env.user.email_formatted

    def _get_mentoring_signature(self):
        """Return the name that closes the invitation."""
        program = self._get_mentoring_program()
        return program.responsible_id.name or program.company_id.name

    def _prepare_invitation_notice(self, skipped):
        sentences = [
            self.env._("Invitations sent: %s.", len(self))
            if self
            else self.env._("Nobody was invited.")
        ]
        for key, partners in skipped.items():
            names = format_list(
                self.env, partners[:NAMED].mapped("display_name"), style="unit"
            )
            more = len(partners) - NAMED
            if more > 0:
                names = self.env._(
                    "%(names)s and %(count)s more", names=names, count=more
                )
            sentence = self.env._(PASSED_OVER[key])
            sentences.append(sentence % {"names": names})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if self else "warning",
                "message": " ".join(sentences),
                "sticky": bool(skipped),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
