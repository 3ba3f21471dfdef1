from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MentoringDemand(models.Model):
    """How many wait for a mentor, and how many places there are, by what they need.

    For each programme: by theme (M2), sector (M3) and level aimed for (E5), so that
    staff know whom to recruit. One who has several themes counts for each.
    """

    _name = "mentoring.demand"
    _description = "Mentors Needed"
    _auto = False
    _order = "lacking desc, waiting_count desc, id"

    program_id = fields.Many2one("mentoring.program", "Programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [("theme", "By theme"), ("sector", "By sector"), ("level", "By level")],
        readonly=True,
    )
    theme_id = fields.Many2one("mentoring.theme", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", "Sector", readonly=True)
    level_id = fields.Many2one("mentoring.level", readonly=True)
    need = fields.Char("Needed", compute="_compute_need")
    waiting_count = fields.Integer("Waiting", readonly=True, aggregator=None)
    mentor_count = fields.Integer("Mentors", readonly=True, aggregator=None)
    free_places = fields.Integer(readonly=True, aggregator=None)
    lacking = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Places that are missing for each who waits to have one.",
    )
    ratio = fields.Float(
        "For Each Place",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
        help="How many wait for each free place; empty where there is none.",
    )

    @api.depends("theme_id", "industry_id", "level_id")
    def _compute_need(self):
        for demand in self:
            value = demand.theme_id or demand.industry_id or demand.level_id
            demand.need = value.display_name

    @property
    def _table_query(self):
        """Return the numbers of each need of each programme.

        Whoever has a proposal open waits for the answer, not for a mentor. A mentor
        serves a level that is not above the highest held.
        """
        return SQL(
            """
            WITH waiting AS (
                SELECT application.id, application.program_id, application.industry_id,
                       application.target_level_id
                FROM mentoring_application application
                WHERE application.state = 'waiting'
                  AND NOT EXISTS (
                      SELECT FROM mentoring_match match
                      WHERE match.application_id = application.id
                        AND match.state IN ('proposed', 'active')
                  )
            ), available AS (
                SELECT mentor.id, serving.mentoring_program_id AS program_id,
                       level.rank,
                       GREATEST(
                           LEAST(mentor.capacity, program.mentor_places)
                           - COALESCE(mentor.taken_places, 0),
                           0
                       ) AS places
                FROM mentoring_mentor mentor
                JOIN mentoring_mentor_mentoring_program_rel serving
                  ON serving.mentoring_mentor_id = mentor.id
                JOIN mentoring_program program
                  ON program.id = serving.mentoring_program_id
                LEFT JOIN mentoring_level level ON level.id = mentor.level_id
                WHERE mentor.active AND mentor.state = 'approved'
            ), demand AS (
                SELECT 'theme' AS kind, waiting.program_id,
                       theme.mentoring_theme_id AS need_id, count(*) AS waiting_count
                FROM waiting
                JOIN mentoring_application_mentoring_theme_rel theme
                  ON theme.mentoring_application_id = waiting.id
                GROUP BY 2, 3
                UNION ALL
                SELECT 'sector', program_id, industry_id, count(*)
                FROM waiting WHERE industry_id IS NOT NULL GROUP BY 2, 3
                UNION ALL
                SELECT 'level', program_id, target_level_id, count(*)
                FROM waiting WHERE target_level_id IS NOT NULL GROUP BY 2, 3
            ), supply AS (
                SELECT 'theme' AS kind, available.program_id,
                       theme.mentoring_theme_id AS need_id,
                       count(*) AS mentor_count, sum(places) AS free_places
                FROM available
                JOIN mentoring_mentor_mentoring_theme_rel theme
                  ON theme.mentoring_mentor_id = available.id
                GROUP BY 2, 3
                UNION ALL
                SELECT 'sector', available.program_id,
                       sector.res_partner_industry_id, count(*), sum(places)
                FROM available
                JOIN mentoring_mentor_res_partner_industry_rel sector
                  ON sector.mentoring_mentor_id = available.id
                GROUP BY 2, 3
                UNION ALL
                SELECT 'level', held.program_id, level.id,
                       sum(mentor_count), sum(places)
                FROM (
                    SELECT program_id, rank, count(*) AS mentor_count,
                           sum(places) AS places
                    FROM available GROUP BY 1, 2
                ) held
                JOIN mentoring_level level ON level.rank <= held.rank
                GROUP BY 2, 3
            )
            SELECT row_number() OVER (
                       ORDER BY program.id, demand.kind, demand.need_id
                   )::integer AS id,
                   program.id AS program_id, program.company_id, demand.kind,
                   CASE demand.kind WHEN 'theme' THEN demand.need_id END AS theme_id,
                   CASE demand.kind WHEN 'sector' THEN demand.need_id END
                       AS industry_id,
                   CASE demand.kind WHEN 'level' THEN demand.need_id END AS level_id,
                   demand.waiting_count::integer,
                   COALESCE(supply.mentor_count, 0)::integer AS mentor_count,
                   COALESCE(supply.free_places, 0)::integer AS free_places,
                   GREATEST(
                       demand.waiting_count - COALESCE(supply.free_places, 0), 0
                   )::integer AS lacking,
                   demand.waiting_count::float / NULLIF(supply.free_places, 0) AS ratio
            FROM demand
            JOIN mentoring_program program ON program.id = demand.program_id
            LEFT JOIN supply USING (kind, program_id, need_id)
            """
        )

    def action_view_waiting(self):
        """Open the applications that the number counts."""
        self.ensure_one()
        domain = (
            Domain("program_id", "=", self.program_id.id)
            & Domain("state", "=", "waiting")
            & ~Domain("match_ids", "any", [("state", "in", ("proposed", "active"))])
        )
        fields_of = {
            "theme": ("theme_ids", self.theme_id),
            "sector": ("industry_id", self.industry_id),
            "level": ("target_level_id", self.level_id),
        }
        return self._open(
            "mentoring_application_waiting_action", domain, fields_of[self.kind]
        )

    def action_view_mentors(self):
        """Open the mentors who could serve the need, free or not."""
        self.ensure_one()
        domain = self.env["mentoring.mentor"]._get_available_domain(self.program_id)
        if self.kind == "level":
            domain &= Domain("level_id.rank", ">=", self.level_id.rank)
            return self._open("mentoring_mentor_action", domain)
        fields_of = {
            "theme": ("theme_ids", self.theme_id),
            "sector": ("industry_ids", self.industry_id),
        }
        return self._open("mentoring_mentor_action", domain, fields_of[self.kind])

    def _open(self, xmlid, domain, need=None):
        if need:
            domain &= Domain(need[0], "in", need[1].ids)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mentoring_program.{xmlid}"
        )
        return {**action, "name": self.need, "domain": list(domain), "context": {}}
