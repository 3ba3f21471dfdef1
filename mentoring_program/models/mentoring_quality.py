from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ..logic import quality
from .mentoring_mail_mixin import MANAGER_GROUP
from .quality_sentences import AREA_NAMES


class MentoringQuality(models.Model):
    """How a programme stood on a day, along six areas of quality.

    A manager begins one; its lines are filled from the data, staff comment on them.
    It stays as it was found: another day, another assessment.
    """

    _name = "mentoring.quality"
    _description = "Self-Assessment"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"

    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["mentoring.program"].search([], limit=1),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    line_ids = fields.One2many("mentoring.quality.line", "quality_id", string="Lines")
    met_count = fields.Integer("Met", compute="_compute_counts", store=True)
    partly_count = fields.Integer("Partly Met", compute="_compute_counts", store=True)
    missing_count = fields.Integer("Missing", compute="_compute_counts", store=True)
    note = fields.Html("Conclusions")

    _once_a_day = models.UniqueIndex(
        "(program_id, date)",
        "The programme has a self-assessment of this day already.",
    )

    @api.depends("program_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = self.env._(
                "%(program)s, %(date)s",
                program=assessment.program_id.name or "",
                date=format_date(self.env, assessment.date),
            )

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for assessment in self:
            found = Counter(assessment.line_ids.mapped("result"))
            assessment.met_count = found[quality.MET]
            assessment.partly_count = found[quality.PARTLY]
            assessment.missing_count = found[quality.MISSING]

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        assessments._fill()
        return assessments

    def _fill(self):
        """Fill the lines from the data; comments stay."""
        for assessment in self:
            facts = assessment.program_id._get_quality_facts(assessment.date)
            # Whoever gets here may create or write the assessment.
            lines = assessment.sudo().line_ids
            by_code = {line.code: line for line in lines}
            new = []
            for sequence, (code, result, there, whole) in enumerate(
                quality.assess(facts)
            ):
                values = {"result": result, "there": there, "whole": whole}
                if code in by_code:
                    by_code[code].write(values)
                else:
                    new.append(
                        {
                            **values,
                            "quality_id": assessment.id,
                            "code": code,
                            "area": quality.BY_CODE[code].area,
                            "sequence": sequence,
                        }
                    )
            lines.create(new)

    def action_fill(self):
        """Look at the data again; what they say now replaces what they said."""
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(self.env._("A manager fills the self-assessment anew."))
        self.check_access("write")
        self._fill()
        return True

    def _get_areas(self):
        """Return ``[(name of the area, lines)]`` for the page."""
        self.ensure_one()
        labels = dict(self.line_ids._fields["area"]._description_selection(self.env))
        return [
            (
                labels[area],
                self.line_ids.filtered(lambda line, area=area: line.area == area),
            )
            for area, __ in AREA_NAMES
        ]

    def _get_page_lang(self):
        return get_lang(self.env).code
