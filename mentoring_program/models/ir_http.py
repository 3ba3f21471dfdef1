import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

PAGES = "/my/mentoring"
FALLBACK_ZONE = "Europe/Paris"


class IrHttp(models.AbstractModel):
    """Whoever comes too late is told so, and hours are the member's own."""

    _inherit = "ir.http"

    @classmethod
    def _frontend_pre_dispatch(cls):
        """Tell a member without a time zone the hours of the house."""
        super()._frontend_pre_dispatch()
        if not request.env.user.tz and request.httprequest.path.startswith(PAGES):
            house = request.env.company.partner_id.sudo()  # only its hours
            request.update_context(tz=house.tz or FALLBACK_ZONE)

    @classmethod
    def _handle_error(cls, exception):
        """Answer a request that others have outrun at each of Odoo's tries."""
        if isinstance(exception, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            exception.loglevel = logging.WARNING  # one line, without a traceback
            exception = UserError(
                request.env._(
                    "Others are changing the same records at this moment, so nothing "
                    "was saved. Please try again."
                )
            )
        return super()._handle_error(exception)

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The portal's scripts speak the visitor's language, too."""
        return [*super()._get_translation_frontend_modules_name(), "mentoring_program"]
