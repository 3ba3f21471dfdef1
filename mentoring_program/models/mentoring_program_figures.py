from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import figures, period
from ..logic.period import Period
from .figure_sentences import figure_meaning, figure_name, figure_unit

YEARS = set(range(1900, 3000))


class MentoringProgramFigures(models.Model):
    """The figures of programmes in a period, for staff and for other programs."""

    _inherit = "mentoring.program"

    @api.readonly
    def get_figures(self, date_from, date_to):
        """Return the figures of these programmes, in all and one by one (RPC).

        For officers; what they may not read, they can't ask about.

        :param date_from: the first day, as ``"2026-01-01"``
        :param date_to: the last day, which is included
        :return: ``{"period": [first, last], "period_before": [first, last],
            "figures": [figure], "programs": [{"id", "name", "figures"}]}``; a figure
            is ``{"key", "name", "meaning", "unit", "value", "before", "change",
            "change_percent"}``, where ``None`` is "no figure"
        """
        asked = self._get_period(date_from, date_to)
        before = period.before(asked)
        counts = self.env["mentoring.figures"]._count(self, [asked, before])
        currencies = self.company_id.currency_id

        def rows(id_, currency):
            compared = figures.compare(counts[id_, asked], counts[id_, before])
            return [self._prepare_figure(row, currency) for row in compared]

        return {
            "period": [str(asked.first), str(asked.last)],
            "period_before": [str(before.first), str(before.last)],
            "figures": rows(None, currencies if len(currencies) == 1 else None),
            "programs": [
                {
                    "id": program.id,
                    "name": program.name,
                    "figures": rows(program.id, program.company_id.currency_id),
                }
                for program in self
            ],
        }

    @api.model
    def _get_period(self, date_from, date_to):
        try:
            first, last = map(fields.Date.to_date, (date_from, date_to))
        except (TypeError, ValueError):
            first = last = None
        if not first or not last or not {first.year, last.year} <= YEARS:
            raise UserError(self.env._("Write the days as in “2026-12-31”."))
        if last < first:
            raise UserError(self.env._("The period ends before it begins."))
        return Period(first, last)

    def _prepare_figure(self, row, currency):
        return {
            "key": row.key,
            "name": figure_name(self.env, row.key),
            "meaning": figure_meaning(self.env, row.key),
            "unit": figure_unit(self.env, row.kind, currency),
            "value": row.value,
            "before": row.before,
            "change": row.change,
            "change_percent": row.change_percent,
        }
