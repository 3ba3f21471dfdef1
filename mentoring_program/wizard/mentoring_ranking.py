from collections import Counter

from odoo import api, fields, models

from ..models.finding_sentences import finding_sentence
from ..models.score_sentences import part_as_json, score_rows

SHOWN = 20


class MentoringRanking(models.TransientModel):
    """The mentors for one application: the best with their reasons, the rest told why.

    It is judged when opened, on the facts of that moment.
    """

    _name = "mentoring.ranking"
    _description = "Ranking of Mentors"
    _rec_name = "application_id"

    application_id = fields.Many2one("mentoring.application", required=True)
    program_id = fields.Many2one(related="application_id.program_id")
    line_ids = fields.One2many("mentoring.ranking.line", "ranking_id")
    fitting_count = fields.Integer("Mentors Who Fit", readonly=True)
    excluded_count = fields.Integer("Mentors Excluded", readonly=True)
    excluded_html = fields.Html("Excluded By", readonly=True)
    mentor_id = fields.Many2one(
        "mentoring.mentor",
        string="Why Not",
        domain="[('program_ids', 'in', program_id)]",
        help="Choose any mentor to read what the rules say of the pair.",
    )
    mentor_findings_html = fields.Html(
        compute="_compute_mentor_findings_html", sanitize=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        rankings = super().create(vals_list)
        for ranking in rankings:
            ranking._judge()
        return rankings

    def _judge(self):
        ranked, excluded = self.application_id._rank()
        self.write(
            {
                "fitting_count": len(ranked),
                "excluded_count": len(excluded),
                "excluded_html": self._get_excluded_html(excluded),
                "line_ids": [
                    fields.Command.create(
                        {
                            "mentor_id": mentor_id,
                            "score": score.total,
                            "score_parts": [part_as_json(part) for part in score.parts],
                        }
                    )
                    for mentor_id, score in ranked[:SHOWN]
                ],
            }
        )

    def _get_excluded_html(self, excluded):
        """Tell how many mentors each rule excludes (one mentor may count twice)."""
        counts = Counter(
            (finding.code, finding.rule, finding.passed)
            for findings in excluded.values()
            for finding in findings
        )
        samples = {
            (finding.code, finding.rule, finding.passed): finding
            for findings in excluded.values()
            for finding in findings
        }
        return self.env["ir.qweb"]._render(
            "mentoring_program.ranking_excluded",
            {
                "rows": [
                    {"sentence": finding_sentence(self.env, samples[key]), "count": n}
                    for key, n in counts.most_common()
                ]
            },
        )

    @api.depends("mentor_id")
    def _compute_mentor_findings_html(self):
        for ranking in self:
            ranking.mentor_findings_html = (
                ranking.mentor_id
                and ranking.application_id._get_pair_findings_html(ranking.mentor_id)
            )


class MentoringRankingLine(models.TransientModel):
    """One mentor in a ranking."""

    _name = "mentoring.ranking.line"
    _description = "Ranked Mentor"
    _order = "score desc, id"

    ranking_id = fields.Many2one("mentoring.ranking", required=True, ondelete="cascade")
    mentor_id = fields.Many2one("mentoring.mentor", required=True, ondelete="cascade")
    score = fields.Float(digits=(5, 1))
    score_parts = fields.Json()
    score_html = fields.Html(compute="_compute_score_html", sanitize=False)
    free_places = fields.Integer(related="mentor_id.free_places")
    job_title = fields.Char(related="mentor_id.job_title")
    employer = fields.Char(related="mentor_id.employer")
    level_id = fields.Many2one(related="mentor_id.level_id")
    city = fields.Char(related="mentor_id.city")

    @api.depends("score_parts")
    def _compute_score_html(self):
        for line in self:
            line.score_html = self.env["ir.qweb"]._render(
                "mentoring_program.score_parts",
                {"rows": score_rows(self.env, line.score_parts)},
            )

    def action_propose(self):
        """Propose this pair: draft it and publish it in one click."""
        self.ensure_one()
        match = self._create_match()
        match.action_propose()
        return match._action_open()

    def action_draft(self):
        """Draft this pair, to be looked at again before it is published."""
        self.ensure_one()
        return self._create_match()._action_open()

    def _create_match(self):
        return self.env["mentoring.match"].create(
            {
                "application_id": self.ranking_id.application_id.id,
                "mentor_id": self.mentor_id.id,
            }
        )
