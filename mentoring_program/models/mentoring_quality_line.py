from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import quality
from .quality_sentences import (
    AREA_NAMES,
    EVIDENCE,
    PROGRAM,
    QUESTIONS,
    RESULT_NAMES,
    TO_DO,
    WHERE,
)


class MentoringQualityLine(models.Model):
    """A line of a self-assessment: what the data say, and what staff say to it."""

    _name = "mentoring.quality.line"
    _description = "Line of a Self-Assessment"
    _order = "quality_id desc, sequence, id"
    _rec_name = "question"

    quality_id = fields.Many2one(
        "mentoring.quality",
        string="Self-Assessment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="quality_id.company_id", store=True)
    program_id = fields.Many2one(related="quality_id.program_id", store=True)
    date = fields.Date(related="quality_id.date", store=True)
    sequence = fields.Integer()
    code = fields.Char(required=True)
    area = fields.Selection(AREA_NAMES, required=True)
    result = fields.Selection(RESULT_NAMES, required=True)
    there = fields.Integer("Counted", aggregator=None)
    whole = fields.Integer("Of", aggregator=None)
    comment = fields.Text()
    question = fields.Text("What Is Looked At", compute="_compute_sentences")
    evidence = fields.Text("What the Data Say", compute="_compute_sentences")
    to_do = fields.Text("What Is Missing", compute="_compute_sentences")

    @api.depends("code", "result", "there", "whole")
    @api.depends_context("lang")
    def _compute_sentences(self):
        for line in self:
            known = line.code in QUESTIONS  # of an older version, perhaps not
            line.question = self.env._(QUESTIONS[line.code]) if known else line.code
            line.evidence = line._get_evidence() if known else False
            open_ = line.result in (quality.PARTLY, quality.MISSING)
            line.to_do = self.env._(TO_DO[line.code]) if known and open_ else False

    def _get_evidence(self):
        sentence = self.env._(EVIDENCE[self.code])
        return sentence % {"there": self.there, "whole": self.whole}

    def write(self, vals):
        """Staff comment; what the data say is not theirs to write."""
        if not self.env.su and vals.keys() - {"comment"}:
            raise UserError(
                self.env._("The lines are filled from the data; write a comment.")
            )
        return super().write(vals)

    def action_open(self):
        """Open where it is done."""
        self.ensure_one()
        where = WHERE.get(self.code, PROGRAM)
        if where == PROGRAM:
            return {
                "type": "ir.actions.act_window",
                "res_model": "mentoring.program",
                "res_id": self.program_id.id,
                "views": [(False, "form")],
            }
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"mentoring_program.{where}"
        )
