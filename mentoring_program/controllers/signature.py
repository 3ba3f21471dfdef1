"""The charters that a member has signed: the text as signed, and its PDF (S3)."""

from odoo.http import content_disposition, request, route

from .choices import language_names
from .common import MentoringController

SIGNATURE = "/my/mentoring/signatures/<int:signature_id>"


class SignatureController(MentoringController):
    @route(
        SIGNATURE,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def signature_page(self, signature_id, **query):
        signature = self._find_signature(signature_id)
        langs = request.env["res.lang"].sudo().with_context(active_test=False)
        lang = langs.search([("code", "=", signature.lang)], limit=1)
        return self._render(
            "mentoring_program.signature_page",
            {
                "signature": signature,
                "language": ", ".join(language_names(request.env, lang)),
            },
        )

    # The first download makes the PDF and keeps it, so this is not read-only.
    @route(f"{SIGNATURE}/pdf", type="http", auth="user", website=True, methods=["GET"])
    def signature_pdf(self, signature_id, **query):
        signature = self._find_signature(signature_id)
        if self._attempt(signature._get_pdf):
            self._say(
                request.env._(
                    "The PDF can't be made at the moment. This is the text that you "
                    "signed."
                ),
                "warning",
            )
            return request.redirect(f"/my/mentoring/signatures/{signature.id}")
        return request.make_response(
            signature._get_pdf(),
            [
                ("Content-Type", "application/pdf"),
                (
                    "Content-Disposition",
                    content_disposition(f"{signature.title}.pdf"),
                ),
            ],
        )
