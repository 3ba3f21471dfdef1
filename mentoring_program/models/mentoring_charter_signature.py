import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .mentoring_charter import ROLES

_logger = logging.getLogger(__name__)

# What is added after the signing: nothing that was signed.
WRITTEN_LATER = {"pdf_attachment_id"}


class MentoringCharterSignature(models.Model):
    """What was signed, by whom, when, in which version and language (S2, S3).

    The text is kept as it was read, with its hash, so it can be shown unchanged when
    the charter, the contact or the programme are long gone. A signature is written
    once: it is never changed nor deleted.
    """

    _name = "mentoring.charter.signature"
    _description = "Charter Signature"
    _order = "signed_on desc, id desc"
    _rec_name = "signed_name"

    charter_id = fields.Many2one(
        "mentoring.charter", required=True, readonly=True, ondelete="restrict"
    )
    program_id = fields.Many2one(related="charter_id.program_id", store=True)
    company_id = fields.Many2one(related="charter_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Signed By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    role = fields.Selection(ROLES, required=True, readonly=True)
    version = fields.Char(required=True, readonly=True)
    lang = fields.Char("Language", required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    body = fields.Html("Text", required=True, readonly=True, sanitize=False)
    text_hash = fields.Char(
        "SHA-256 of the Text", required=True, readonly=True, copy=False
    )
    signed_name = fields.Char("Name as Signed", required=True, readonly=True)
    signed_on = fields.Datetime(required=True, readonly=True)
    signature = fields.Image("Drawn Signature", max_width=1024, max_height=1024)
    address = fields.Char(
        "IP Address", readonly=True, groups="mentoring_program.group_manager"
    )
    is_intact = fields.Boolean("Unchanged", compute="_compute_is_intact")
    pdf_attachment_id = fields.Many2one(
        "ir.attachment", string="PDF", readonly=True, ondelete="set null"
    )

    @api.depends("title", "version", "role", "lang", "body", "text_hash")
    def _compute_is_intact(self):
        for signature in self:
            signature.is_intact = signature.text_hash == signature._get_text_hash()

    def _get_text_hash(self):
        self.ensure_one()
        signed = (self.role, self.version, self.lang, self.title, self.body)
        return hashlib.sha256("\n".join(map(str, signed)).encode()).hexdigest()

    @api.model
    def _sign(self, charter, partner, *, name, signature=None, address=None):
        """Record that ``partner`` signs ``charter`` in the language of the context.

        :param charter: the version in force for the role
        :param str name: the name as typed by the signer
        :param signature: the drawn signature as base64, if there is one
        :param str address: the IP address that the signature came from
        :raises UserError: without a name, or when the charter isn't in force
        """
        name = (name or "").strip()
        if not name:
            raise UserError(self.env._("Write your name to sign the charter."))
        if charter.state != "published":
            raise UserError(
                self.env._(
                    "This version of the charter is no longer in force. Reload the "
                    "page to read the one that is."
                )
            )
        lang = self.env.context.get("lang") or partner.lang or "en_US"
        text = charter.with_context(lang=lang)
        if is_html_empty(text.body):
            raise UserError(self.env._("This charter has no text to sign."))
        values = {
            "charter_id": charter.id,
            "partner_id": partner.id,
            "role": charter.role,
            "version": text.version,
            "lang": lang,
            "title": text.name,
            "body": str(text.body),
            "signed_name": name[:200],
            "signed_on": fields.Datetime.now(),
            "signature": signature,
            "address": address,
        }
        values["text_hash"] = self.new(values)._get_text_hash()
        return self.create(values)

    def write(self, vals):
        if set(vals) - WRITTEN_LATER:
            raise UserError(self.env._("A signature can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A signature can't be deleted."))

    def _get_pdf(self):
        """Return the signed charter as PDF, made once and kept."""
        self.ensure_one()
        if not self.pdf_attachment_id:
            self._attach_pdf()
        return self.pdf_attachment_id.raw

    def _attach_pdf(self):
        self.ensure_one()
        content, __ = (
            self.env["ir.actions.report"]
            .with_context(lang=self.lang)
            ._render_qweb_pdf("mentoring_program.report_charter_signature", self.ids)
        )
        self.pdf_attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.title} - {self.signed_name}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    @api.model
    def _cron_attach_pdf(self):
        missing = self.search([("pdf_attachment_id", "=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(missing))
        for signature in missing:
            try:
                signature._attach_pdf()
            except UserError:
                # No PDF engine on this server: the signature itself is complete,
                # and the next run, or whoever asks for the PDF, tries again.
                _logger.warning("No PDF yet for signature %s", signature.id)
                return
            if not self.env["ir.cron"]._commit_progress(1):
                return
