from odoo import fields, models
from odoo.tools import SQL


class MentoringReport(models.Model):
    """The way of each application, in numbers to be summed and averaged.

    One row an application that was submitted, whatever its pairs: its theme, sector and
    aim stand beside what came of it. An average leaves out those of whom there is
    nothing to tell yet. The figures of a period are those of ``mentoring.figures``;
    here staff group them as they like.
    """

    _name = "mentoring.report"
    _description = "Mentoring Analysis"
    _auto = False
    _rec_name = "application_id"
    _order = "submitted_date desc, id desc"

    application_id = fields.Many2one("mentoring.application", readonly=True)
    program_id = fields.Many2one("mentoring.program", "Programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Officer", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", "Sector", readonly=True)
    function_id = fields.Many2one("mentoring.function", "Job Function", readonly=True)
    target_level_id = fields.Many2one(
        "mentoring.level", "Level Aimed For", readonly=True
    )
    theme_ids = fields.Many2many(
        "mentoring.theme",
        "mentoring_application_mentoring_theme_rel",
        "mentoring_application_id",
        "mentoring_theme_id",
        string="Themes",
        readonly=True,
    )
    aim = fields.Selection(
        lambda self: self._get_selection("mentoring.application", "aim"),
        readonly=True,
    )
    state = fields.Selection(
        lambda self: self._get_selection("mentoring.application", "state"),
        readonly=True,
    )
    refusal_reason_id = fields.Many2one(
        "mentoring.refusal.reason", "Reason for Refusal", readonly=True
    )
    outcome = fields.Selection(
        lambda self: self._get_selection("mentoring.match", "outcome"),
        string="Outcome of the Last Pair",
        readonly=True,
    )

    submitted_date = fields.Datetime("Submitted On", readonly=True)
    decision_date = fields.Datetime("Decided On", readonly=True)
    waiting_date = fields.Datetime("On the Waiting List Since", readonly=True)
    introduction_date = fields.Date("Introduced On", readonly=True)
    end_date = fields.Datetime("Ended On", readonly=True)

    accepted = fields.Integer("Applications Accepted", readonly=True)
    refused = fields.Integer("Applications Refused", readonly=True)
    acceptance_rate = fields.Float(readonly=True, aggregator="avg")
    matched = fields.Integer("Applications Matched", readonly=True)
    matching_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Of those who were ever on the waiting list, whether they got a mentor.",
    )
    match_days = fields.Float("Days to Match", readonly=True, aggregator="avg")
    pair_count = fields.Integer("Pairs Introduced", readonly=True)
    ended_count = fields.Integer("Relations Ended", readonly=True)
    completed_count = fields.Integer("Relations Completed", readonly=True)
    completion_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Of the last pairs that ended, whether they were completed.",
    )
    session_count = fields.Integer("Sessions Held", readonly=True)
    sessions_per_pair = fields.Float(
        "Sessions for Each Application",
        readonly=True,
        aggregator="avg",
        help="Of applications whose last pair has ended.",
    )
    promoted = fields.Integer("Promotions Obtained", readonly=True)
    promotion_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Of the mentees who gave news, the last counts.",
    )

    def _get_selection(self, model, name):
        field = self.env[model]._fields[name]
        return field._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT one.id, one.id AS application_id, one.program_id, one.company_id,
                   one.user_id, one.industry_id, one.function_id, one.target_level_id,
                   one.aim, one.state, one.refusal_reason_id, one.submitted_date,
                   one.decision_date, one.waiting_date, pairs.introduction_date,
                   pairs.end_date, pairs.outcome,
                   (one.decision_date IS NOT NULL AND one.state <> 'refused')::integer
                       AS accepted,
                   (one.state = 'refused')::integer AS refused,
                   CASE WHEN one.decision_date IS NOT NULL
                        THEN (one.state <> 'refused')::integer::float
                   END AS acceptance_rate,
                   (pairs.introduction_date IS NOT NULL)::integer AS matched,
                   CASE WHEN one.waiting_date IS NOT NULL
                        THEN (pairs.introduction_date IS NOT NULL)::integer::float
                   END AS matching_rate,
                   CASE WHEN pairs.introduction_date IS NOT NULL
                        THEN GREATEST(0, pairs.introduction_date - (
                            one.waiting_date AT TIME ZONE 'UTC'
                            AT TIME ZONE COALESCE(place.tz, officer.tz, 'UTC')
                        )::date)::float
                   END AS match_days,
                   COALESCE(pairs.pair_count, 0) AS pair_count,
                   COALESCE(pairs.ended_count, 0) AS ended_count,
                   COALESCE(pairs.completed_count, 0) AS completed_count,
                   (pairs.outcome = 'completed')::integer::float AS completion_rate,
                   COALESCE(pairs.session_count, 0) AS session_count,
                   CASE WHEN pairs.outcome IS NOT NULL
                        THEN pairs.session_count::float
                   END AS sessions_per_pair,
                   COALESCE((news.responsibility = 'yes')::integer, 0) AS promoted,
                   (news.responsibility = 'yes')::integer::float AS promotion_rate
            FROM mentoring_application one
            JOIN mentoring_program program ON program.id = one.program_id
            JOIN res_company company ON company.id = program.company_id
            JOIN res_partner place ON place.id = company.partner_id
            LEFT JOIN res_users officer_user
              ON officer_user.id = program.responsible_id
            LEFT JOIN res_partner officer ON officer.id = officer_user.partner_id
            LEFT JOIN (%(pairs)s) pairs ON pairs.application_id = one.id
            LEFT JOIN (%(news)s) news ON news.application_id = one.id
            WHERE one.submitted_date IS NOT NULL
            """,
            pairs=self._get_pairs_sql(),
            news=self._get_news_sql(),
        )

    def _get_pairs_sql(self):
        """Return the SQL of what came of the pairs; the outcome is the last one's."""
        return SQL(
            """
            SELECT application_id, min(introduction_date) AS introduction_date,
                   count(*)::integer AS pair_count,
                   count(end_date)::integer AS ended_count,
                   count(*) FILTER (WHERE outcome = 'completed')::integer
                       AS completed_count,
                   COALESCE(sum(session_done_count), 0)::integer AS session_count,
                   CASE WHEN bool_and(end_date IS NOT NULL)
                        THEN max(end_date)
                   END AS end_date,
                   CASE WHEN bool_and(end_date IS NOT NULL)
                        THEN (array_agg(outcome ORDER BY end_date DESC, id DESC))[1]
                   END AS outcome
            FROM mentoring_match
            WHERE introduction_date IS NOT NULL
            GROUP BY application_id
            """
        )

    def _get_news_sql(self):
        return SQL(
            """
            SELECT DISTINCT ON (match.application_id)
                   match.application_id, news.responsibility
            FROM mentoring_news news
            JOIN mentoring_match match ON match.id = news.match_id
            WHERE news.answered_date IS NOT NULL
            ORDER BY match.application_id, news.answered_date DESC, news.id DESC
            """
        )

    def action_open_application(self):
        """Open the application that the row tells of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mentoring.application",
            "res_id": self.application_id.id,
            "views": [(False, "form")],
        }
