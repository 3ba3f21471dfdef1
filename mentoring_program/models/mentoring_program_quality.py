from datetime import datetime, time, timedelta

from odoo import models
from odoo.tools import SQL, html2plaintext

from ..logic import quality
from ..logic.duration import add_months

ROLES = ("mentee", "mentor")


class MentoringProgramQuality(models.Model):
    """What the data say of a programme, as ``logic.quality.Facts``.

    Counts alone: of surveys, news and summaries only whether they were written.
    """

    _inherit = "mentoring.program"

    def _get_quality_facts(self, day):
        """Return the facts of the twelve months until the end of ``day``."""
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        period = {
            "id": self.id,
            "start": datetime.combine(add_months(day, -12), time.max),
            "stop": datetime.combine(day, time.max),
            "answer": timedelta(days=quality.ANSWER_DAYS),
            "fresh": datetime.combine(day, time.min)
            - timedelta(days=quality.WAIT_DAYS),
            "objectives": self.objectives_min,
        }
        counted = {}
        for query in (
            self._get_quality_application_sql(),
            self._get_quality_match_sql(),
            self._get_quality_answer_sql(),
            self._get_quality_mentor_sql(),
        ):
            # Officers read counts of records that some rules close to them.
            self.env.cr.execute(SQL(query, **period))
            counted.update(self.env.cr.dictfetchone())
        return quality.Facts(**self._get_quality_settings(), **counted)

    def _get_quality_settings(self):
        messages = self.env["mentoring.message"]
        weights = [
            value
            for name, value in self._get_weights_by_name().items()
            if value > 0 and name != "load"
        ]
        return {
            "presentation_words": len(html2plaintext(self.description or "").split()),
            "charters": sum(bool(self._get_charter(role)) for role in ROLES),
            "criteria": len(weights),
            "surveys": sum(
                bool(self[f"survey_{role}_id"].filtered("active")) for role in ROLES
            ),
            "has_officer": bool(self.responsible_id.active),
            "messages": messages.search_count([]),
            "messages_on": messages.search_count([("is_on", "=", True)]),
            **{f"{role}_stages": self._count_stages(role) for role in ROLES},
        }

    def _get_weights_by_name(self):
        weights = self._get_weights()
        return {name: getattr(weights, name) for name in weights.__slots__}

    def _count_stages(self, role):
        guides = self.env["mentoring.resource"].search(
            [
                ("role", "in", (role, "both")),
                ("program_id", "in", (False, self.id)),
            ]
        )
        return len(set(guides.mapped("stage")))

    def _get_quality_application_sql(self):
        return """
            SELECT count(*) FILTER (WHERE decided AND state <> 'refused') AS accepted,
                   count(*) FILTER (
                       WHERE decided AND state <> 'refused' AND (
                           SELECT count(*) FROM mentoring_objective objective
                           WHERE objective.application_id = one.id
                       ) >= %(objectives)s
                   ) AS with_objectives,
                   count(*) FILTER (WHERE decided) AS decided,
                   count(*) FILTER (
                       WHERE decided AND decision_date - submitted_date <= %(answer)s
                   ) AS decided_soon,
                   count(*) FILTER (WHERE decided AND state = 'refused') AS refused,
                   count(*) FILTER (
                       WHERE decided AND state = 'refused'
                         AND refusal_reason_id IS NOT NULL
                   ) AS refused_with_words,
                   count(*) FILTER (WHERE state = 'waiting') AS waiting,
                   count(*) FILTER (
                       WHERE state = 'waiting' AND waiting_date > %(fresh)s
                   ) AS waiting_fresh,
                   count(*) FILTER (WHERE invoiced) AS fees_due,
                   count(*) FILTER (
                       WHERE invoiced AND fee_state NOT IN ('to_pay', 'partial')
                   ) AS fees_settled
            FROM (
                SELECT application.*,
                       COALESCE(
                           decision_date > %(start)s AND decision_date <= %(stop)s,
                           FALSE
                       ) AS decided,
                       COALESCE(
                           invoice.state = 'posted'
                           AND invoice.invoice_date > %(start)s::date
                           AND invoice.invoice_date <= %(stop)s::date,
                           FALSE
                       ) AS invoiced
                FROM mentoring_application application
                LEFT JOIN account_move invoice ON invoice.id = application.invoice_id
                WHERE application.program_id = %(id)s
            ) one
        """

    def _get_quality_match_sql(self):
        return """
            SELECT count(*) FILTER (
                       WHERE one.end_date > %(start)s AND one.end_date <= %(stop)s
                   ) AS ended,
                   count(*) FILTER (
                       WHERE one.end_date > %(start)s AND one.end_date <= %(stop)s
                         AND one.outcome = 'completed'
                   ) AS completed,
                   count(*) FILTER (WHERE one.state = 'active') AS running,
                   count(*) FILTER (
                       WHERE one.state = 'active' AND attention_code IS NOT NULL
                   ) AS attention,
                   count(*) FILTER (
                       WHERE one.state = 'active' AND application.signature_id
                             IS NOT NULL AND EXISTS (
                           SELECT FROM mentoring_charter_signature signature
                           WHERE signature.partner_id = one.mentor_partner_id
                             AND signature.program_id = one.program_id
                             AND signature.role = 'mentor'
                       )
                   ) AS both_signed
            FROM mentoring_match one
            JOIN mentoring_application application
              ON application.id = one.application_id
            WHERE one.program_id = %(id)s
        """

    def _get_quality_answer_sql(self):
        return """
            SELECT asked.*, news.*, sessions.*
            FROM (
                SELECT count(*) AS surveys_asked,
                       count(*) FILTER (WHERE answer.state = 'done')
                           AS surveys_answered
                FROM survey_user_input answer
                JOIN mentoring_match one ON one.id = answer.mentoring_match_id
                WHERE one.program_id = %(id)s AND answer.create_date > %(start)s
                  AND answer.create_date <= %(stop)s
            ) asked, (
                SELECT count(*) AS news_asked, count(answered_date) AS news_answered
                FROM mentoring_news
                WHERE program_id = %(id)s
                  AND asked_date > %(start)s AND asked_date <= %(stop)s
            ) news, (
                SELECT count(*) AS held, count(summary_date) AS summaries
                FROM mentoring_session
                WHERE program_id = %(id)s AND state = 'done'
                  AND start > %(start)s AND start <= %(stop)s
            ) sessions
        """

    def _get_quality_mentor_sql(self):
        return """
            SELECT count(*) AS mentors,
                   COALESCE(sum(free_places), 0) AS free_places,
                   count(*) FILTER (
                       WHERE EXISTS (
                           SELECT FROM mentoring_charter_signature signature
                           JOIN mentoring_charter charter
                             ON charter.id = signature.charter_id
                            AND charter.state = 'published'
                           WHERE signature.partner_id = mentor.partner_id
                             AND signature.program_id = %(id)s
                             AND signature.role = 'mentor'
                       )
                   ) AS mentors_signed
            FROM mentoring_mentor mentor
            JOIN mentoring_mentor_mentoring_program_rel serving
              ON serving.mentoring_mentor_id = mentor.id
             AND serving.mentoring_program_id = %(id)s
            WHERE mentor.active AND mentor.state = 'approved'
        """
