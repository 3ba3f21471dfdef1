from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.calendar_scale import COUNTED, calendar_scale


class MentoringSessionCalendar(models.Model):
    """The calendar of the career centre opens on what fits the number of sessions."""

    _inherit = "mentoring.session"

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return key + (self._get_calendar_scale(),) if view_type == "calendar" else key

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "calendar":
            arch.set("mode", self._get_calendar_scale())
        return arch, view

    @api.model
    def _get_calendar_scale(self):
        """Return the scale that fits the sessions of the coming week."""
        now = fields.Datetime.now()
        coming = Domain("start", ">=", now) & Domain(
            "start", "<", now + timedelta(days=7)
        )
        return calendar_scale(self.search_count(coming, limit=COUNTED))
