from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import models
from odoo.tools import SQL

from ..logic.figures import OUTCOMES, Counts
from ..logic.local_time import to_utc
from ..logic.period import ONE_DAY

# What is counted: to be in the database before it is.
COUNTED = (
    "account.move",
    "mentoring.application",
    "mentoring.match",
    "mentoring.news",
    "mentoring.objective",
    "mentoring.session",
    "survey.user_input",
    "survey.user_input.line",
)


class MentoringFigures(models.AbstractModel):
    """Counts programmes × periods, by as many queries for many as for one.

    Each query joins the records to a frame, a row for each programme and period, whose
    days are those of the programme's place. What the numbers mean is said in
    ``logic.figures.Counts``. Nobody's answer, rating or name leaves a query.
    """

    _name = "mentoring.figures"
    _description = "Mentoring Figures"

    def _count(self, programs, periods):
        """Return ``{(program id, period): Counts}``, and ``(None, period)`` for all.

        :param programs: the programmes, which the caller must be allowed to read
        :param periods: list of ``logic.period.Period``
        """
        programs.check_access("read")
        numbers = defaultdict(dict)
        if programs:
            self._flush()
            frame = self._get_frame(programs, periods)
            for query in self._get_queries():
                # Officers read counts of records that some rules close to them.
                self.env.cr.execute(SQL("%s %s", frame, query))
                for row in self.env.cr.dictfetchall():
                    key = row.pop("program_id"), periods[row.pop("period")]
                    numbers[key].update(row)
        one_currency = len(programs.company_id.currency_id) <= 1
        return {
            (id_, period): self._as_counts(
                numbers[id_, period], fees=id_ is not None or one_currency
            )
            for id_ in (None, *programs.ids)
            for period in periods
        }

    def _count_by(self, kind, programs, periods):
        """Return ``{id: {period: (applications, introduced, completed)}}``.

        :param kind: "theme" or "sector"; one who has several themes counts for each
        """
        programs.check_access("read")
        found = defaultdict(dict)
        if programs:
            self._flush()
            frame = self._get_frame(programs, periods)
            rows = self.env.execute_query(
                SQL("%s %s", frame, self._get_split_query(kind))
            )
            for id_, number, *counts in rows:
                found[id_][periods[number]] = tuple(counts)
        return dict(found)

    def _flush(self):
        for name in COUNTED:
            self.env[name].flush_model()

    def _as_counts(self, row, fees):
        row = dict(row)
        outcomes = {outcome: row.pop(f"outcome_{outcome}", 0) for outcome in OUTCOMES}
        if not fees:
            row["fee_income"] = None
        return Counts(outcomes=outcomes, **row)

    def _get_frame(self, programs, periods):
        """Return the SQL of the frame: moments are in UTC, days as on the spot."""
        rows = []
        for program in programs:
            tz = program._in_its_place().env.context["tz"]
            zone = pytz.timezone(tz)
            for number, period in enumerate(periods):
                start = to_utc(datetime.combine(period.first, time.min), zone)
                stop = to_utc(datetime.combine(period.last + ONE_DAY, time.min), zone)
                rows.append(
                    SQL(
                        "(%s, %s, %s, "
                        "%s::timestamp, %s::timestamp, %s::date, %s::date)",
                        program.id,
                        number,
                        tz,
                        start,
                        stop,
                        period.first,
                        period.last,
                    )
                )
        return SQL(
            "WITH frame(program_id, period, tz, start, stop, first_day, last_day) "
            "AS (VALUES %s)",
            SQL(", ").join(rows),
        )

    def _get_queries(self):
        return (
            self._get_application_query(),
            self._get_waiting_query(),
            self._get_match_query(),
            self._get_session_query(),
            self._get_survey_query(),
            self._get_news_query(),
            self._get_fee_query(),
        )

    def _get_application_query(self):
        return SQL(
            """
            SELECT frame.program_id, frame.period,
                   count(*) FILTER (
                       WHERE one.submitted_date >= start AND one.submitted_date < stop
                   ) AS applications,
                   count(*) FILTER (
                       WHERE one.decision_date >= start AND one.decision_date < stop
                         AND one.state <> 'refused'
                   ) AS accepted,
                   count(*) FILTER (
                       WHERE one.decision_date >= start AND one.decision_date < stop
                         AND one.state = 'refused'
                   ) AS refused
            FROM frame
            JOIN mentoring_application one ON one.program_id = frame.program_id
            %s
            """,
            self._by_program(),
        )

    def _by_program(self):
        return SQL(
            "GROUP BY GROUPING SETS ((frame.program_id, frame.period), (frame.period))"
        )

    def _get_waiting_query(self):
        return SQL(
            """
            , first AS (
                SELECT application_id, min(introduction_date) AS day
                FROM mentoring_match WHERE introduction_date IS NOT NULL
                GROUP BY application_id
            ), waited AS (
                SELECT frame.program_id, frame.period,
                       first.day <= last_day AS matched,
                       GREATEST(0, first.day - (
                           one.waiting_date AT TIME ZONE 'UTC' AT TIME ZONE tz
                       )::date) AS days
                FROM frame
                JOIN mentoring_application one ON one.program_id = frame.program_id
                LEFT JOIN first ON first.application_id = one.id
                WHERE one.waiting_date < stop
                  AND COALESCE(one.closed_date >= start, TRUE)
                  AND COALESCE(first.day >= first_day, TRUE)
            )
            SELECT frame.program_id, frame.period, count(*) AS waited,
                   count(*) FILTER (WHERE matched) AS matched,
                   (avg(days) FILTER (WHERE matched))::float AS match_days,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
                       FILTER (WHERE matched) AS match_days_median
            FROM waited frame %s
            """,
            self._by_program(),
        )

    def _get_match_query(self):
        outcomes = SQL(", ").join(
            SQL(
                "count(*) FILTER (WHERE ended AND outcome = %s) AS %s",
                outcome,
                SQL.identifier(f"outcome_{outcome}"),
            )
            for outcome in OUTCOMES
        )
        return SQL(
            """
            , pairs AS (
                SELECT frame.program_id, frame.period, one.mentor_id, one.outcome,
                       one.session_done_count,
                       one.introduction_date >= first_day AS introduced,
                       COALESCE(one.end_date >= stop, TRUE) AS running,
                       COALESCE(one.end_date < stop, FALSE) AS ended
                FROM frame
                JOIN mentoring_match one ON one.program_id = frame.program_id
                WHERE one.introduction_date <= last_day
                  AND COALESCE(one.end_date >= start, TRUE)
            )
            SELECT frame.program_id, frame.period, count(*) AS under_way,
                   count(*) FILTER (WHERE introduced) AS introduced,
                   count(*) FILTER (WHERE running) AS running,
                   count(*) FILTER (WHERE ended) AS ended,
                   count(DISTINCT mentor_id) AS mentors,
                   COALESCE(sum(session_done_count) FILTER (WHERE ended), 0)
                       AS ended_sessions,
                   %s
            FROM pairs frame %s
            """,
            outcomes,
            self._by_program(),
        )

    def _get_session_query(self):
        return SQL(
            """
            SELECT frame.program_id, frame.period, count(*) AS sessions,
                   COALESCE(sum(one.duration), 0)::float AS hours,
                   (avg(mentee_rating) FILTER (WHERE mentee_rating > 0))::float
                       AS rating_mentee,
                   count(DISTINCT mentee_id) FILTER (WHERE mentee_rating > 0)
                       AS rating_mentee_people,
                   (avg(mentor_rating) FILTER (WHERE mentor_rating > 0))::float
                       AS rating_mentor,
                   count(DISTINCT mentor_partner_id) FILTER (WHERE mentor_rating > 0)
                       AS rating_mentor_people
            FROM frame
            JOIN mentoring_session one
              ON one.program_id = frame.program_id AND one.state = 'done'
             AND one.start >= frame.start AND one.start < frame.stop
            %s
            """,
            self._by_program(),
        )

    def _get_survey_query(self):
        return SQL(
            """
            , answers AS (
                SELECT frame.program_id, frame.period, one.mentoring_side AS side,
                       one.partner_id,
                       100 * avg(
                           (line.value_scale - question.scale_min)::float
                           / NULLIF(question.scale_max - question.scale_min, 0)
                       ) AS value
                FROM frame
                JOIN mentoring_match match ON match.program_id = frame.program_id
                JOIN survey_user_input one
                  ON one.mentoring_match_id = match.id AND one.state = 'done'
                 AND one.end_datetime >= start AND one.end_datetime < stop
                JOIN survey_user_input_line line
                  ON line.user_input_id = one.id AND line.answer_type = 'scale'
                 AND NOT COALESCE(line.skipped, FALSE)
                JOIN survey_question question ON question.id = line.question_id
                GROUP BY frame.program_id, frame.period, one.id
            )
            SELECT frame.program_id, frame.period,
                   avg(value) FILTER (WHERE side = 'mentee') AS survey_mentee,
                   count(DISTINCT partner_id) FILTER (WHERE side = 'mentee')
                       AS survey_mentee_people,
                   avg(value) FILTER (WHERE side = 'mentor') AS survey_mentor,
                   count(DISTINCT partner_id) FILTER (WHERE side = 'mentor')
                       AS survey_mentor_people
            FROM answers frame %s
            """,
            self._by_program(),
        )

    def _get_news_query(self):
        return SQL(
            """
            , told AS (
                SELECT DISTINCT ON (frame.program_id, frame.period, one.mentee_id)
                       frame.program_id, frame.period, one.responsibility
                FROM frame
                JOIN mentoring_news one
                  ON one.program_id = frame.program_id
                 AND one.answered_date >= start AND one.answered_date < stop
                ORDER BY frame.program_id, frame.period, one.mentee_id,
                         one.answered_date DESC, one.id DESC
            )
            SELECT frame.program_id, frame.period, count(*) AS news,
                   count(*) FILTER (WHERE responsibility = 'yes') AS promotions
            FROM told frame %s
            """,
            self._by_program(),
        )

    def _get_fee_query(self):
        return SQL(
            """
            , credited AS (
                SELECT reversed_entry_id AS id, sum(amount_total_signed) AS amount
                FROM account_move
                WHERE reversed_entry_id IS NOT NULL AND state = 'posted'
                GROUP BY reversed_entry_id
            )
            SELECT frame.program_id, frame.period,
                   sum(GREATEST(
                       invoice.amount_total_signed + COALESCE(credited.amount, 0)
                       - invoice.amount_residual_signed,
                       0
                   ))::float AS fee_income
            FROM frame
            JOIN mentoring_application one ON one.program_id = frame.program_id
            JOIN account_move invoice
              ON invoice.id = one.invoice_id AND invoice.state = 'posted'
             AND invoice.invoice_date BETWEEN first_day AND last_day
            LEFT JOIN credited ON credited.id = invoice.id
            %s
            """,
            self._by_program(),
        )

    def _get_split_query(self, kind):
        need = {
            "theme": SQL(
                """
                SELECT mentoring_application_id AS application_id,
                       mentoring_theme_id AS id
                FROM mentoring_application_mentoring_theme_rel
                """
            ),
            "sector": SQL(
                """
                SELECT id AS application_id, industry_id AS id
                FROM mentoring_application WHERE industry_id IS NOT NULL
                """
            ),
        }[kind]
        return SQL(
            """
            , need AS (%s), facts AS (
                SELECT one.id AS application_id, frame.period, 1 AS applications,
                       0 AS introduced, 0 AS completed
                FROM frame
                JOIN mentoring_application one
                  ON one.program_id = frame.program_id
                 AND one.submitted_date >= start AND one.submitted_date < stop
                UNION ALL
                SELECT one.application_id, frame.period, 0,
                       (one.introduction_date BETWEEN first_day AND last_day)::integer,
                       COALESCE(
                           one.end_date >= start AND one.end_date < stop
                           AND one.outcome = 'completed',
                           FALSE
                       )::integer
                FROM frame
                JOIN mentoring_match one
                  ON one.program_id = frame.program_id
                 AND one.introduction_date <= last_day
                 AND COALESCE(one.end_date >= start, TRUE)
            )
            SELECT need.id, facts.period, sum(applications), sum(introduced),
                   sum(completed)
            FROM facts JOIN need USING (application_id)
            GROUP BY need.id, facts.period
            """,
            need,
        )
