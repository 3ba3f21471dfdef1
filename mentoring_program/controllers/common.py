"""What all pages share: the door to a record, one way to act, one way to say so."""

from functools import partial

import psycopg2
from werkzeug.exceptions import MethodNotAllowed

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import choices

MESSAGE_KEY = "mentoring_message"


class MentoringController(CustomerPortal):
    """Base of the mentoring pages.

    A page finds its record through one of the doors below, which check who asks and
    return the record in sudo: portal users have no rights on the models themselves.
    It then calls one action of the record through ``_attempt``.
    """

    # Doors

    def _get_partner(self):
        return request.env.user.partner_id

    def _find(self, model, record_id):
        """Return the record in sudo, unchecked; "not found" if there is none."""
        record = request.env[model].sudo().browse(record_id).exists()
        if not record:
            raise request.not_found()
        return record

    def _get_programs(self):
        """Return the programmes that run, in the visitor's companies."""
        return (
            request.env["mentoring.program"]
            .sudo()  # presented to everybody on the public page
            .search([("company_id", "in", request.env.companies.ids)])
        )

    def _find_application(self, application_id):
        """Return the visitor's own application; "not found" for anybody else's."""
        application = self._find("mentoring.application", application_id)
        if application.partner_id != self._get_partner():
            raise request.not_found()
        return application

    def _get_mentor(self):
        """Return the visitor's own mentor profile, or an empty one."""
        return (
            request.env["mentoring.mentor"]
            .sudo()  # the contact is the visitor's
            .search([("partner_id", "=", self._get_partner().id)], limit=1)
        )

    def _find_match(self, match_id):
        """Return the visitor's own pair and side; "not found" for anybody else's."""
        match = self._find("mentoring.match", match_id)
        side = match._get_side(self._get_partner())
        if not side:
            raise request.not_found()
        return match, side

    def _find_session(self, session_id):
        """Return a session of the visitor's own pair, with the visitor's side."""
        session = self._find("mentoring.session", session_id)
        match, side = self._find_match(session.match_id.id)
        if not match._is_introduced():
            raise request.not_found()
        return session, side

    def _find_signature(self, signature_id):
        """Return a charter that the visitor has signed."""
        signature = self._find("mentoring.charter.signature", signature_id)
        if signature.partner_id != self._get_partner():
            raise request.not_found()
        return signature

    # Acting

    def _attempt(self, action, *args, **kwargs):
        """Run ``action``; return ``False``, or the sentence that says why it failed.

        A failed action leaves nothing behind. Conflicts between transactions are not
        caught: Odoo runs the whole request again. Odoo opens each route to OPTIONS as
        well, without asking for the form's token: nothing is done then.
        """
        if request.httprequest.method == "OPTIONS":
            raise MethodNotAllowed(valid_methods=["POST"])
        try:
            with request.env.cr.savepoint():
                action(*args, **kwargs)
        except UserError as error:
            return str(error)
        except psycopg2.IntegrityError as error:
            return self._get_integrity_sentence(error)
        return False

    def _get_integrity_sentence(self, error):
        for model in request.env.registry.values():
            if model._table == error.diag.table_name and not model._abstract:
                return request.env[model._name].sudo()._sql_error_to_message(error)
        return request.env._("This can't be saved as it is.")

    # Saying so, on the page that follows

    def _say(self, text, kind="success"):
        """Have the next page say ``text``; kind is a Bootstrap colour."""
        request.session[MESSAGE_KEY] = {"text": text, "kind": kind}

    def _act(self, action, *args, back, said, **kwargs):
        """Run ``action`` and go to ``back``, which says ``said`` or why it failed."""
        failure = self._attempt(action, *args, **kwargs)
        if failure:
            self._say(failure, "danger")
        else:
            self._say(said)
        return request.redirect(back)

    def _render(self, template, values):
        """Render a page; ``message`` is what the action before has to say, if any."""
        shared = {
            "page_name": "mentoring",
            "message": request.session.pop(MESSAGE_KEY, None),
            "language_names": partial(choices.language_names, request.env),
        }
        return request.render(template, {**shared, **values})
