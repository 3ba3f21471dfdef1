import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..logic import reminders
from .mentoring_reminder import INVITATIONS

_logger = logging.getLogger(__name__)

# Somebody else was first: at this message, or at this record.
OUTRUN = (IntegrityError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
# How many records are looked at together, and kept together or not at all.
BATCH = 500
# What is looked at once a day, and the field of a reminder that refers to it.
LINKS = {
    "mentoring.match": "match_id",
    "mentoring.application": "application_id",
    "mentoring.mentor": "mentor_id",
    "survey.user_input": "survey_answer_id",
}
# Written by the job for nobody in particular: no followers, no log of the creation.
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}


class MentoringReminderJob(models.Model):
    """The job that looks what is due: pairs, questionnaires and mentors once a day.

    It goes on where it was: a batch is kept together with how far it came, and what
    has gone out is known by its unique index. Sessions are looked at each time.
    """

    _inherit = "mentoring.reminder"

    @api.model
    def _cron_remind(self):
        """Make the reminders that are due; their automated rules send them."""
        # Every programme, archived ones too: a house has a handful.
        programs = self.env["mentoring.program"].with_context(active_test=False)
        found = programs.search([])  # pylint: disable=no-search-all
        off = self._get_switched_off()
        for program in found:
            if not self._remind_of_sessions(program, off):
                return
        for program in found:
            if program._get_clock()(fields.Datetime.now()).hour < program.reminder_hour:
                continue
            for model in LINKS:
                if not self._go_round(program, model, off):
                    return

    def _go_round(self, program, model, off):
        """Look at all of a kind that are left today; return whether there is time."""
        round_ = self.env["mentoring.reminder.round"]._get_today(program, model)
        domain = self._get_domain(program, model)
        Model = self.env[model]
        left = Model.search_count(domain & Domain("id", ">", round_.last_id))
        if not left:
            return True  # what was read for the next round stays read
        self.env["ir.cron"]._commit_progress(remaining=left)
        # Somebody else who is at it does the rest.
        while round_.try_lock_for_update():
            after = Domain("id", ">", round_.last_id)
            batch = Model.search(domain & after, order="id", limit=BATCH)
            if not batch:
                break
            last_id = batch.ids[-1]
            self._remind_safely(program, batch, off)
            round_.last_id = last_id
            if not self._keep(len(batch)):
                return False
        return True

    def _remind_of_sessions(self, program, off):
        """Remind of the sessions to come soon (C5, D4)."""
        now = fields.Datetime.now()
        ahead = timedelta(hours=program.notice_hours + program.session_reminder_hours)
        due = self.env["mentoring.session"].search(
            [
                ("program_id", "=", program.id),
                ("state", "=", "planned"),
                ("match_id.state", "=", "active"),
                ("start", ">", now),
                ("start", "<=", now + ahead),
            ]
        )
        matches = due.match_id
        for start in range(0, len(matches), BATCH):
            batch = matches[start : start + BATCH]
            self._remind_safely(program, batch, off, of_sessions=True)
            if not self._keep(len(batch)):
                return False
        return True

    def _keep(self, count):
        """Commit, forget what was read, and return whether there is time for more."""
        left = self.env["ir.cron"]._commit_progress(count)
        self.env.invalidate_all()
        return left

    @api.model
    def _get_domain(self, program, model):
        """Return the domain of what may have something due: a little wide."""
        if model == "mentoring.match":
            running = Domain("state", "in", ("proposed", "active"))
            return Domain("program_id", "=", program.id) & running
        return self.env[model]._get_once_domain(program)

    # A batch: kept as a whole, or in halves when one of it is broken

    def _remind_safely(self, program, batch, off, of_sessions=False):
        """Remind of the batch, and pass over what can't be done, which is logged.

        What somebody else is changing at this moment is left to the next round.
        """
        try:
            self._remind(program, batch, off, of_sessions)
            self.env.flush_all()
        except Exception as error:
            self._halve(program, batch, off, of_sessions, error)

    def _halve(self, program, batch, off, of_sessions, error):
        self.env.cr.rollback()
        if len(batch) > 1:
            middle = len(batch) // 2
            for half in (batch[:middle], batch[middle:]):
                self._remind_safely(program, half, off, of_sessions)
                self._keep(0)
        elif not isinstance(error, OUTRUN):
            _logger.error(
                "No reminders for %s: it can't be judged", batch, exc_info=error
            )

    def _remind(self, program, batch, off, of_sessions):
        """Make the reminders of the batch that are due and allowed; return them."""
        now = program._get_clock()(fields.Datetime.now())
        messages = self._get_due(program, batch, off, of_sessions, now)
        if not of_sessions:
            people = {message.person for __, message in messages if message.person}
            last = self._get_last(people, program._get_clock())
            messages = reminders.chosen(messages, last, now.date())
        return self.with_context(**QUIET).create(
            [self._prepare_values(program, *one) for one in messages]
        )

    def _get_due(self, program, batch, off, of_sessions, now):
        """Return ``[(record, logic.reminders.Message)]`` of what is due now."""
        clock = program._get_clock()
        sent = self._get_sent(batch, clock)
        policy, today = program._get_policy(), now.date()
        if batch._name != "mentoring.match":
            found = batch._get_once_messages(policy, today, clock)
        elif of_sessions:
            relations = batch._get_relations(program, now)
            found = batch._get_session_messages(relations, policy, now)
        else:
            relations = batch._get_relations(program, now)
            batch._refresh_attention(relations, policy, now)
            found = batch._get_reminder_messages(relations, policy, today, sent, off)
        return [
            (record, message)
            for record, message in found
            if message.why == reminders.DUE
            and message.code not in off
            and message.key not in sent.get(record.id, {})
        ]

    def _get_sent(self, batch, clock):
        """Return ``{record id: {(code, step, occasion): the day it was sent}}``."""
        link = LINKS[batch._name]
        found = {}
        for reminder in self.search_fetch(
            [(link, "in", batch.ids)], [link, "code", "step", "occasion", "sent_date"]
        ):
            key = reminder.code, reminder.step, reminder.occasion
            day = clock(reminder.sent_date).date()
            found.setdefault(reminder[link].id, {})[key] = day
        return found

    def _get_last(self, people, clock):
        """Return ``{contact id: the day of the last reminder}`` of the last days."""
        recent = fields.Datetime.now() - reminders.WEEK - timedelta(days=1)
        groups = self._read_group(
            [
                ("partner_id", "in", list(people)),
                ("sent_date", ">", recent),
                ("code", "not in", INVITATIONS),
            ],
            ["partner_id"],
            ["sent_date:max"],
        )
        return {partner.id: clock(moment).date() for partner, moment in groups}

    def _prepare_values(self, program, record, message):
        return {
            "code": message.code,
            "kind": message.kind,
            "side": message.side,
            "rule": message.rule,
            "step": message.step,
            "occasion": message.occasion,
            "due_date": message.due,
            "partner_id": message.person,
            "program_id": program.id,
            "session_id": message.session,
            **record._get_reminder_links(),
        }
