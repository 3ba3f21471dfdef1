from odoo import api, models
from odoo.tools.misc import get_lang


class CharterSignatureReport(models.AbstractModel):
    """The signed charter on paper: the text as it was signed, and by whom (S3)."""

    _name = "report.mentoring_program.charter_signature_page"
    _description = "Signed Charter (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the signatures, each with its language as it is installed now.

        Years later, the language signed in may be gone: then the headings are in
        another one, the text signed stays.
        """
        signatures = self.env["mentoring.charter.signature"].browse(docids)
        names = {
            lang.code: lang.name
            for lang in self.env["res.lang"]
            .with_context(active_test=False)
            .search([("code", "in", signatures.mapped("lang"))])
        }
        return {
            "doc_ids": docids,
            "doc_model": signatures._name,
            "docs": signatures,
            "language_names": names,
            "page_languages": {
                signature.id: get_lang(self.env, signature.lang).code
                for signature in signatures
            },
        }
