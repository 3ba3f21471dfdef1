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
        """Return a row for each application.

        What came of its pairs stands in its own columns. The rest is a query for each
        row, which PostgreSQL leaves out where nobody asks for that number.
        """
        return SQL(
            """
            SELECT one.id, one.id AS application_id, one.program_id, one.company_id,
                   one.user_id, one.industry_id, one.function_id, one.target_level_id,
                   one.aim, one.state, one.refusal_reason_id, one.submitted_date,
                   one.decision_date, one.waiting_date, one.introduction_date,
                   one.end_date, one.outcome,
                   (one.decision_date IS NOT NULL AND one.state <> 'refused')::integer
                       AS accepted,
                   (one.state = 'refused')::integer AS refused,
                   CASE WHEN one.decision_date IS NOT NULL
                        THEN (one.state <> 'refused')::integer::float
                   END AS acceptance_rate,
                   (one.introduction_date IS NOT NULL)::integer AS matched,
                   CASE WHEN one.waiting_date IS NOT NULL
                        THEN (one.introduction_date IS NOT NULL)::integer::float
                   END AS matching_rate,
                   CASE WHEN one.introduction_date IS NOT NULL
                        THEN GREATEST(0, one.introduction_date - (
                            one.waiting_date AT TIME ZONE 'UTC'
                            AT TIME ZONE COALESCE(place.tz, officer.tz, 'UTC')
                        )::date)::float
                   END AS match_days,
                   %(pair_count)s AS pair_count,
                   %(ended_count)s AS ended_count,
                   %(completed_count)s AS completed_count,
                   (one.outcome = 'completed')::integer::float AS completion_rate,
                   %(session_count)s AS session_count,
                   CASE WHEN one.outcome IS NOT NULL
                        THEN %(session_count)s::float
                   END AS sessions_per_pair,
                   COALESCE(%(promoted)s, 0) AS promoted,
                   %(promoted)s::float AS promotion_rate
            FROM mentoring_application one
            JOIN mentoring_program program ON program.id = one.program_id
            JOIN res_company company ON company.id = program.company_id
            JOIN res_partner place ON place.id = company.partner_id
            LEFT JOIN res_users officer_user
              ON officer_user.id = program.responsible_id
            LEFT JOIN res_partner officer ON officer.id = officer_user.partner_id
            WHERE one.submitted_date IS NOT NULL
            """,
            pair_count=self._get_pairs_sql(SQL("count(*)")),
            ended_count=self._get_pairs_sql(SQL("count(end_date)")),
            completed_count=self._get_pairs_sql(
                SQL("count(*) FILTER (WHERE outcome = 'completed')")
            ),
            session_count=self._get_pairs_sql(
                SQL("COALESCE(sum(session_done_count), 0)")
            ),
            promoted=SQL(
                """(
                SELECT (news.responsibility = 'yes')::integer
                FROM mentoring_news news
                JOIN mentoring_match match ON match.id = news.match_id
                WHERE match.application_id = one.id AND news.answered_date IS NOT NULL
                ORDER BY news.answered_date DESC, news.id DESC
                LIMIT 1
                )"""
            ),
        )

    def _get_pairs_sql(self, number):
        """Return the SQL of a number of the pairs that were introduced."""
        return SQL(
            """(
            SELECT (%s)::integer FROM mentoring_match
            WHERE application_id = one.id AND introduction_date IS NOT NULL
            )""",
            number,
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
