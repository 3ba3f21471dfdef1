from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ..models.exclusion_sentences import rule_name
from ..models.score_sentences import part_as_json, score_rows

SHOWN = 24  # cards of mentors who fit
SHOWN_FULL = 12  # of those who fit but are full
NAMED = 5  # names for each rule


class MentoringRanking(models.TransientModel):
    """The mentors for one application: the best with their reasons, the rest told why.

    It is judged when opened, on the facts of that moment.
    """

    _name = "mentoring.ranking"
    _description = "Ranking of Mentors"
    _rec_name = "application_id"

    application_id = fields.Many2one("mentoring.application", required=True)
    program_id = fields.Many2one(related="application_id.program_id")
    line_ids = fields.One2many(
        "mentoring.ranking.line",
        "ranking_id",
        domain=[("full", "=", False)],
        string="Best of Them",
    )
    full_line_ids = fields.One2many(
        "mentoring.ranking.line",
        "ranking_id",
        domain=[("full", "=", True)],
        string="Fit, but Full",
    )
    exclusion_ids = fields.One2many(
        "mentoring.ranking.exclusion", "ranking_id", string="Excluded"
    )
    has_mentor = fields.Boolean(readonly=True)
    fitting_count = fields.Integer("Mentors Who Fit", readonly=True)
    full_count = fields.Integer("Mentors Who Fit, but Are Full", readonly=True)
    excluded_count = fields.Integer("Mentors Excluded", readonly=True)
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
        found = self.application_id._rank()
        excluded = {id_ for ids in found.excluded.values() for id_ in ids}
        best = [id_ for id_, __ in found.fitting[:SHOWN]]
        scores = self.application_id._score(found, best + found.full)
        full = sorted(found.full, key=lambda id_: (-scores[id_].points, id_))
        self.write(
            {
                "has_mentor": found.applicant.has_mentor,
                "fitting_count": len(found.fitting),
                "full_count": len(found.full),
                "excluded_count": len(excluded) + found.out_of_range,
            }
        )
        self.env["mentoring.ranking.line"].create(
            [
                self._prepare_line(id_, scores[id_], id_ in found.full)
                for id_ in best + full[:SHOWN_FULL]
            ]
        )
        self._list_exclusions(found)

    def _prepare_line(self, mentor_id, score, full):
        return {
            "ranking_id": self.id,
            "mentor_id": mentor_id,
            "score": score.total,
            "score_parts": [part_as_json(part) for part in score.parts],
            "full": full,
        }

    def _list_exclusions(self, found):
        """Tell how many mentors each rule excludes, those of the gap (E4) apart."""
        Mentor = self.env["mentoring.mentor"]
        named = {
            code: Mentor.browse(ids[:NAMED]) for code, ids in found.excluded.items()
        }
        counts = {code: len(ids) for code, ids in found.excluded.items()}
        if found.out_of_range:
            counts["gap"] = counts.get("gap", 0) + found.out_of_range
            named["gap"] = Mentor.search(found.out_of_range_domain, limit=NAMED)
        Mentor.union(*named.values()).fetch(["name"])
        self.env["mentoring.ranking.exclusion"].create(
            [
                {
                    "ranking_id": self.id,
                    "code": code,
                    "count": count,
                    "names": self._get_names(named[code], count),
                }
                for code, count in counts.items()
            ]
        )

    def _get_names(self, mentors, count):
        names = format_list(self.env, mentors.mapped("name"), style="unit")
        more = count - len(mentors)
        return (
            self.env._("%(names)s and %(count)s more", names=names, count=more)
            if more > 0
            else names
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
    full = fields.Boolean(help="Fits, but has no free place (M5).")
    score = fields.Float(digits=(5, 1))
    score_parts = fields.Json()
    score_html = fields.Html(compute="_compute_score_html", sanitize=False)
    free_places = fields.Integer(related="mentor_id.free_places")
    next_place_date = fields.Date(
        "Next Place Expected",
        compute="_compute_next_place_date",
        help="The earliest planned end among the mentor's running pairs.",
    )
    job_title = fields.Char(related="mentor_id.job_title")
    employer = fields.Char(related="mentor_id.employer")
    level_id = fields.Many2one(related="mentor_id.level_id")
    city = fields.Char(related="mentor_id.city")
    avatar_128 = fields.Image(related="mentor_id.partner_id.avatar_128")

    @api.depends("score_parts")
    def _compute_score_html(self):
        for line in self:
            line.score_html = self.env["ir.qweb"]._render(
                "mentoring_program.score_parts",
                {"rows": score_rows(self.env, line.score_parts)},
            )

    @api.depends("mentor_id", "full")
    def _compute_next_place_date(self):
        dates = self.filtered("full").mentor_id._get_next_place_dates()
        for line in self:
            line.next_place_date = line.full and dates.get(line.mentor_id.id)

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


class MentoringRankingExclusion(models.TransientModel):
    """A rule, with the mentors that it excludes for one application."""

    _name = "mentoring.ranking.exclusion"
    _description = "Mentors Excluded by a Rule"
    _order = "count desc, id"

    ranking_id = fields.Many2one("mentoring.ranking", required=True, ondelete="cascade")
    code = fields.Char(required=True)
    rule = fields.Char(compute="_compute_rule")
    count = fields.Integer("Mentors")
    names = fields.Char()

    @api.depends("code")
    def _compute_rule(self):
        for exclusion in self:
            exclusion.rule = rule_name(self.env, exclusion.code)

    def action_view_mentors(self):
        """Open the list of the mentors that the rule excludes now."""
        self.ensure_one()
        found = self.ranking_id.application_id._rank()
        domain = Domain("id", "in", found.excluded.get(self.code, []))
        if self.code == "gap":
            domain |= found.out_of_range_domain
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "mentoring_program.mentoring_mentor_action"
            ),
            "name": self.rule,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {},
        }
