import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..logic import cadence

_logger = logging.getLogger(__name__)


class MentoringMatchNews(models.Model):
    """How news are asked for after the end of a pair: twice, each once (C10)."""

    _inherit = "mentoring.match"

    news_ids = fields.One2many("mentoring.news", "match_id", string="News")

    _news_due = models.Index("(program_id, end_date) WHERE state = 'ended'")

    def _get_news(self, side):
        """Return the news that ``side`` reads: the mentor, what is shared."""
        self.ensure_one()
        if side == "mentee":
            return self.news_ids
        return self.news_ids.filtered(lambda news: news.shared)

    def _get_news_to_give(self):
        """Return the news that wait for the mentee's answer: the latest asked for."""
        self.ensure_one()
        program = self.program_id
        return self.news_ids[:1].filtered(
            lambda news: not news.answered_date
            and cadence.news_waits(
                news.asking,
                program._get_local(news.asked_date).date(),
                program._get_today(),
            )
        )

    # The job

    @api.model
    def _cron_ask_news(self):
        """Ask for the news that are due, pair by pair.

        What somebody else is changing at this moment, or has asked for meanwhile, is
        left to the job's next turn; what can't be asked for, to the next day.
        """
        cron = self.env["ir.cron"]
        due = self._get_news_due()
        cron._commit_progress(remaining=len(due))
        for match, asking in due:
            try:
                if match.try_lock_for_update():
                    match._ask_news(asking)
                    self.env.flush_all()
            except (IntegrityError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                self.env.cr.rollback()
                continue
            except Exception:
                self.env.cr.rollback()
                _logger.exception("News of pair %s can't be asked for", match.id)
            if not cron._commit_progress(1):
                return

    def _get_news_due(self):
        """Return ``[(pair, asking)]``, the pairs that ended first before the others."""
        # Every programme, archived ones too: a house has a handful.
        programs = self.env["mentoring.program"].with_context(active_test=False)
        found = programs.search([])  # pylint: disable=no-search-all
        return [
            (match, asking)
            for program in found
            for asking in cadence.ASKINGS
            for match in self.search(
                self._get_news_domain(program, asking), order="end_date, id"
            )
            if match._get_news_asking() == asking
        ]

    def _get_news_domain(self, program, asking):
        """Return the domain of the pairs that may have to be asked: a little wide."""
        earliest, latest = cadence.news_ends(
            asking, program._get_policy(), program._get_today()
        )
        # Days are those of the programme's place, times those of Greenwich.
        day = timedelta(days=1)
        return Domain(
            [
                ("program_id", "=", program.id),
                ("state", "=", "ended"),
                ("end_date", ">=", earliest - day),
                ("end_date", "<", latest + 2 * day),
                ("news_ids", "not any", [("asking", "=", asking)]),
            ]
        )

    def _get_news_asking(self):
        """Return which news are to be asked for today, as ``logic.cadence``."""
        self.ensure_one()
        program = self.program_id
        if not self.mentee_id.active or not cadence.has_news(
            self.outcome, self.session_done_count, self.mentee_may_wait
        ):
            return None
        return cadence.news_asking(
            self._get_end_day(), program._get_policy(), program._get_today()
        )

    def _get_end_day(self):
        """Return the day on which the pair ended, where the programme is."""
        self.ensure_one()
        return self.program_id._get_local(self.end_date).date()

    def _ask_news(self, asking):
        """Ask once: the automated rule on the new record sends the e-mail."""
        policy = self.program_id._get_policy()
        News = self.env["mentoring.news"]
        if News.search_count(
            [("match_id", "=", self.id), ("asking", "=", asking)], limit=1
        ):
            return
        News.with_context(mail_create_nosubscribe=True).create(
            {
                "match_id": self.id,
                "asking": asking,
                "months": policy.news_months[cadence.ASKINGS.index(asking)],
            }
        )
