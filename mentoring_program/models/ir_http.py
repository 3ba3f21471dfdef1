import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class IrHttp(models.AbstractModel):
    """Whoever comes too late is told so, whatever stood in the way."""

    _inherit = "ir.http"

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
