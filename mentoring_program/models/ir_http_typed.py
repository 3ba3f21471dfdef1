from urllib.parse import urlsplit

from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import SessionExpiredException, request

from .ir_http import PAGES

TEXT_LIMIT = 1_000_000  # characters of a form that are handed back
WORDS = 20  # characters from which on a text is shown, not only kept


class IrHttp(models.AbstractModel):
    """Nothing typed is lost when the session has ended meanwhile.

    A form of the portal that arrives after the session has expired comes back as a
    page that still holds it: log in, then send it again. The page is all that keeps
    the texts; nothing is stored, so the notes of a pair stay private (C8, D3).

    A page of another site gets no such answer: a form is handed back only when the
    browser says that one of our own pages has sent it.
    """

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        expired = isinstance(exception, SessionExpiredException)
        # Logged in again, the page still has the token of the session before.
        stale = isinstance(exception, BadRequest) and cls._has_stale_token()
        if (expired or stale) and cls._is_own_form():
            return cls._hand_back(response)
        return response

    @classmethod
    def _has_stale_token(cls):
        token = request.httprequest.form.get("csrf_token")
        return bool(token) and not request.validate_csrf(token)

    @classmethod
    def _is_own_form(cls):
        """Whether one of our own pages has sent a form to one of our pages."""
        http = request.httprequest
        if http.method != "POST" or not f"{http.path}/".startswith(f"{PAGES}/"):
            return False
        if sum(map(len, http.form.values())) > TEXT_LIMIT:
            return False
        if site := http.headers.get("Sec-Fetch-Site"):
            return site == "same-origin"
        return urlsplit(http.headers.get("Origin", "")).netloc == http.host

    @classmethod
    def _hand_back(cls, response):
        """Turn the refusal into a page that holds the form; keep its cookies."""
        if not request.env.uid:
            cls._auth_method_public()
            cls._frontend_pre_dispatch()
        form = request.httprequest.form
        typed = [
            (name, text.replace("\x00", ""))
            for name, text in form.items(multi=True)
            if name != "csrf_token"
        ]
        html = request.env["ir.ui.view"]._render_template(
            "mentoring_program.typed_again",
            {
                "page_name": "mentoring",
                "no_breadcrumbs": True,
                "path": request.httprequest.path,
                "typed": typed,
                "words": [text for __, text in typed if len(text) > WORDS],
                "visitor": request.env.user._is_public(),
            },
        )
        response.set_data(html)
        response.status_code = 403
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Location", None)
        return response
