import re
from datetime import timedelta
from html import escape, unescape

from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.tools.urls import urljoin

MODELS = (
    "mentoring.application",
    "mentoring.match",
    "mentoring.mentor",
    "mentoring.news",
    "mentoring.reminder",
    "mentoring.session",
)
METHOD = re.compile(rb"^METHOD:(\w+)", re.MULTILINE)
# What the recipient reads of a mail, there and in the history.
READ_FIELDS = ("subject", "body", "body_html")
# How long a mail is tried again while the mail server can't be reached.
RETRY_DAYS = 3
# How long the link of an e-mail lets a contact without a password choose one.
SIGNUP_HOURS = 30 * 24


class MailMail(models.Model):
    """What the programme's own e-mails do beyond Odoo's.

    They leave at once, and again while the mail server is down; their links let a
    contact without portal access choose a password; a failure is told to an officer.
    """

    _inherit = "mail.mail"

    mentoring_invitation = fields.Boolean(
        help="Invites a contact to become a mentor: its link lets one without access "
        "choose a password."
    )

    @api.model_create_multi
    def create(self, vals_list):
        own = [vals for vals in vals_list if vals.get("model") in MODELS]
        for vals in own:
            vals["mentoring_action_id"] = self.env.context.get("mentoring_action_id")
            record = self.env[vals["model"]].browse(vals.get("res_id"))
            # Not whoever pressed the button: that may be the member.
            author = record._get_mail_program().responsible_id.partner_id
            vals.setdefault("author_id", (author or record.company_id.partner_id).id)
            if pair := record._get_mail_pair():
                pair._leave_out_names(vals, READ_FIELDS, self._get_recipients(vals))
        mails = super().create(vals_list)
        if own:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mails

    def _get_recipients(self, vals):
        """Return the ids of the contacts that a new mail goes to.

        ``None`` if it goes to bare addresses: they may be anybody's.
        """
        if vals.get("email_to") or vals.get("email_cc"):
            return None
        return self._fields["recipient_ids"].convert_to_cache(
            vals.get("recipient_ids") or [], self, validate=False
        )

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(mail_server, doc_to_followers)
        if self.model in MODELS:
            for email in emails:
                email["attachments"] = [
                    (name, raw, self._get_content_type(raw, mimetype))
                    for name, raw, mimetype in email["attachments"]
                ]
        return emails

    def _get_content_type(self, raw, mimetype):
        """Name the method of a calendar file, so that mail programs act upon it.

        And its charset: a text part without one counts as ASCII.
        """
        method = mimetype == "text/calendar" and METHOD.search(raw)
        if not method:
            return mimetype
        return f"{mimetype}; charset=utf-8; method={method[1].decode()}"

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(body, partner, doc_to_followers)
        own = self.model in MODELS or self.mentoring_invitation
        if own and partner and self._needs_signup(partner):
            return self._replace_links_by_signup(body, partner)
        return body

    def _needs_signup(self, partner):
        return not partner.sudo().with_context(active_test=False).user_ids

    def _replace_links_by_signup(self, body, partner):
        """Have each link to the member's pages pass by the choice of a password.

        It happens on the way out: the token is neither stored nor seen by staff.
        """
        base = partner.get_base_url()
        # The queue, not a person, sends; only the contact reads the token.
        partner = partner.sudo()
        partner.signup_prepare()
        token = partner._generate_signup_token(expiration=SIGNUP_HOURS)

        def replace(match):
            query = {
                "db": self.env.cr.dbname,
                "token": token,
                "redirect": unescape(match["path"]),
            }
            url = urljoin(base, f"/web/signup?{url_encode(query)}")
            return f'href="{escape(url)}"'

        pattern = rf'href="{re.escape(base)}(?P<path>/my/mentoring[^"]*)"'
        return re.sub(pattern, replace, str(body))

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        own = self.filtered(lambda mail: mail.model in MODELS)
        if failure_type and own:
            own._retry_or_report(failure_type)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _retry_or_report(self, failure_type):
        """Keep in the queue what the server could not take; report the rest."""
        young = fields.Datetime.now() - timedelta(days=RETRY_DAYS)
        retried = self.filtered(
            lambda mail: failure_type == "mail_smtp" and mail.create_date > young
        )
        retried.mark_outgoing()
        for mail in self - retried:
            record = self.env[mail.model].browse(mail.res_id).exists()
            if record:
                record._schedule_for_officer(
                    "mentoring_program.activity_mail_failed",
                    note=self.env._(
                        "“%(subject)s” could not be delivered to %(names)s. Please "
                        "check the address, and reach them in another way.",
                        subject=mail.subject,
                        names=", ".join(mail.recipient_ids.mapped("name")),
                    ),
                )
