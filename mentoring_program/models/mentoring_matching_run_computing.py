import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..logic import cohort_run
from ..logic.assignment import Cancelled, ImpossiblePin

BACKGROUND = "mentoring_program.matching_background_from"
BACKGROUND_APPLICATIONS = 300  # from here on in the background, if not set otherwise
BACKGROUND_PAIRS = 1_000_000
ALIVE = timedelta(seconds=90)  # without a sign for longer, a computation is gone
SIGN_EVERY = 1.0  # seconds between two signs of life
ATTEMPTS = 3


class MentoringMatchingRunComputing(models.Model):
    """Computing a run: at once when it is small, by a job when it is large.

    The job reads the facts, closes its transaction, and computes with none open: it
    holds no lock on anything. Each second it leaves a sign of life with its progress,
    in a small transaction of its own, and sees there whether it was cancelled. The
    answer is kept in one transaction, so a run is never half computed. A job that was
    killed leaves no sign any more: the run says so, and can be computed anew.
    """

    _inherit = "mentoring.matching.run"

    progress = fields.Float(readonly=True, copy=False, help="In percent.")
    heartbeat = fields.Datetime("Last Sign of Life", readonly=True, copy=False)
    attempt = fields.Integer(readonly=True, copy=False)
    asked_by_id = fields.Many2one(
        "res.users", string="Asked By", readonly=True, copy=False
    )
    is_gone = fields.Boolean(compute="_compute_is_gone")

    @api.depends("state", "heartbeat")
    def _compute_is_gone(self):
        last = fields.Datetime.now() - ALIVE
        for run in self:
            run.is_gone = run.state == "computing" and (
                not run.heartbeat or run.heartbeat < last
            )

    # Asking for it

    def action_compute(self):
        """Match the cohort anew; pinned pairs stay. A second click changes nothing."""
        self._lock()
        if self.state == "computing" and not self.is_gone:
            return True
        if reason := self._why_not_computed_now():
            raise UserError(reason)
        self.notice = False
        if self._is_large():
            return self._compute_later()
        try:
            answer = cohort_run.answer(self._prepare_question())
        except ImpossiblePin as problem:
            raise UserError(self._get_pin_sentence(problem)) from problem
        return self._keep_answer(answer)

    def _why_not_computed_now(self):
        if self.state not in ("draft", "computing", "computed"):
            return self.env._("This run is over; start another.")
        if not self.waiting_count:
            return self.env._("There is no application to match.")
        if not self.available_count:
            return self.env._("There is no mentor to match with.")
        return False

    def _is_large(self):
        parameters = self.env["ir.config_parameter"].sudo()  # a number, nobody's secret
        most = parameters.get_param(BACKGROUND, "")
        most = int(most) if most.isdecimal() else BACKGROUND_APPLICATIONS
        pairs = self.waiting_count * self.available_count
        return self.waiting_count >= most or pairs >= BACKGROUND_PAIRS

    def _compute_later(self):
        self.write(
            {
                "state": "computing",
                "progress": 0,
                "heartbeat": fields.Datetime.now(),
                "attempt": 0,
                "asked_by_id": self.env.uid,
            }
        )
        # Who may compute a run may have its job started.
        self.env.ref("mentoring_program.cron_matching_run").sudo()._trigger()
        return True

    def action_cancel(self):
        """Stop computing: the run is again as it was before."""
        self._lock()
        if self.state != "computing":
            return True
        return self._stop_computing(self.env._("The computation was cancelled."))

    def _stop_computing(self, notice):
        state = "computed" if self.computed_date else "draft"
        return self.write({"state": state, "notice": notice})

    def get_progress(self):
        """Tell the progress bar where the computation stands."""
        self.ensure_one()
        return {
            "state": self.state,
            "progress": self.progress,
            "is_gone": self.is_gone,
        }

    # The job

    @api.model
    def _cron_compute(self):
        """Compute the runs that were asked for; only one job does so at a time."""
        runs = self.search([("state", "=", "computing")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(runs))
        for run in runs:
            run._compute_asked()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _compute_asked(self):
        """Compute one run, in the name of whoever asked for it."""
        attempt = self._begin_attempt()
        if not attempt:
            return
        run = self._as_asked()
        try:
            question = run._prepare_question()
            self._close_transaction()
            sign = _Signs(self, attempt)
            answer = cohort_run.answer(
                question, progress=sign.tell, should_stop=sign.is_over
            )
            self._close_transaction()
            if self._is_wanted(attempt):
                run._keep_answer(answer)
        except Cancelled:
            self._close_transaction()
        except (ImpossiblePin, UserError) as problem:
            pin = isinstance(problem, ImpossiblePin)
            sentence = run._get_pin_sentence(problem) if pin else str(problem)
            self._close_transaction()
            if self._is_wanted(attempt):
                self._stop_computing(sentence)

    def _as_asked(self):
        """Return the run as seen by whoever asked: their rights, their language."""
        user = self.asked_by_id or self.env.user
        return self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=self.company_id.ids
        )

    def _begin_attempt(self):
        """Note that a job works on it; give up what has killed several jobs."""
        self._lock()
        if self.state != "computing":
            return 0
        asked = self._as_asked()
        if self.attempt >= ATTEMPTS:
            obstacle = asked.env._(
                "The computation broke off %s times. Try with fewer applications, "
                "or ask whoever runs the server.",
                ATTEMPTS,
            )
        else:
            obstacle = asked._why_not_computed_now()
        if obstacle:
            self._stop_computing(obstacle)
            return 0
        self.write({"attempt": self.attempt + 1, "heartbeat": fields.Datetime.now()})
        return self.attempt

    def _is_wanted(self, attempt):
        """Whether nobody has cancelled it, or begun it anew, meanwhile."""
        self._lock()
        return (self.state, self.attempt) == ("computing", attempt)

    def _close_transaction(self):
        """Hold nothing while it computes, and see afterwards what others have done."""
        self.env["ir.cron"]._commit_progress()
        self.env.invalidate_all()


class _Signs:
    """A job's signs of life, and what it learns when it gives them."""

    def __init__(self, run, attempt):
        self.run, self.attempt = run, attempt
        self.fraction, self.last, self.over = 0.0, 0.0, False

    def tell(self, fraction):
        self.fraction = fraction

    def is_over(self):
        """Give a sign, at most once a second; return whether to stop."""
        now = time.monotonic()
        if now - self.last >= SIGN_EVERY and not self.over:
            self.last = now
            self.over = not self._give()
        return self.over

    def _give(self):
        """Write progress and time; return whether the computation is still wanted."""
        try:
            with (
                self.run.env.registry.cursor() as cr,
                mute_logger("odoo.sql_db"),
            ):
                cr.execute(
                    """
                    UPDATE mentoring_matching_run
                    SET progress = %s, heartbeat = %s
                    WHERE id = %s AND state = 'computing' AND attempt = %s
                    """,
                    [
                        100 * self.fraction,
                        fields.Datetime.now(),
                        self.run.id,
                        self.attempt,
                    ],
                )
                return bool(cr.rowcount)
        except OperationalError:
            return True  # somebody writes to the run just now: the next sign will tell
