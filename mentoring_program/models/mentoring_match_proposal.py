import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import LazyTranslate, format_date

_lt = LazyTranslate(__name__)
_logger = logging.getLogger(__name__)

SIDES = ("mentor", "mentee")
ANSWERS = [("accepted", "Accepted"), ("declined", "Declined")]
# Who is asked in turn; in "both", each is asked whatever the other says.
TURNS = {"mentor": SIDES, "mentee": SIDES[::-1], "both": SIDES}
ANSWERED = {
    "mentor": _lt("The mentor has answered this proposal already."),
    "mentee": _lt("The mentee has answered this proposal already."),
}
# What the history says of an answer that somebody else has recorded.
RECORDED = {
    "mentor": {
        "accepted": _lt("%(user)s has recorded that the mentor accepts."),
        "declined": _lt("%(user)s has recorded that the mentor declines."),
    },
    "mentee": {
        "accepted": _lt("%(user)s has recorded that the mentee accepts."),
        "declined": _lt("%(user)s has recorded that the mentee declines."),
    },
}
# Written by the actions below alone, so that an answer always has its date and says
# who recorded it, and nobody is asked before the pair is published.
OWN_FIELDS = frozenset(
    {
        "proposed_date",
        "decline_reason",
        "hide_names",
        *(
            f"{side}_{what}"
            for side in SIDES
            for what in ("asked_date", "answer", "answer_date", "answer_user_id")
        ),
    }
)


class MentoringMatchProposal(models.Model):
    """How a pair is proposed: who is asked when, what they answer, when it expires.

    An open proposal holds one of the mentor's places; declined, expired or taken back,
    it gives the place back. Declining is remembered, letting it expire is not.
    """

    _inherit = "mentoring.match"

    proposed_date = fields.Datetime(readonly=True, copy=False)
    answer_before = fields.Date("Answer By", copy=False)
    mentor_asked_date = fields.Datetime(readonly=True, copy=False)
    mentee_asked_date = fields.Datetime(readonly=True, copy=False)
    mentor_answer = fields.Selection(ANSWERS, readonly=True, copy=False, tracking=True)
    mentee_answer = fields.Selection(ANSWERS, readonly=True, copy=False, tracking=True)
    mentor_answer_date = fields.Datetime(readonly=True, copy=False)
    mentee_answer_date = fields.Datetime(readonly=True, copy=False)
    mentor_answer_user_id = fields.Many2one(
        "res.users",
        string="Mentor's Answer Recorded By",
        readonly=True,
        copy=False,
        help="Who recorded the answer, if it wasn't the mentor.",
    )
    mentee_answer_user_id = fields.Many2one(
        "res.users",
        string="Mentee's Answer Recorded By",
        readonly=True,
        copy=False,
        help="Who recorded the answer, if it wasn't the mentee.",
    )
    decline_reason = fields.Text(readonly=True, copy=False, help="For staff only.")

    _answers_due = models.Index("(answer_before) WHERE state = 'proposed'")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_fields(vals)
        return super().write(vals)

    def _check_own_fields(self, vals):
        names = [] if self.env.su else sorted(OWN_FIELDS & vals.keys())
        if names:
            raise UserError(
                self.env._(
                    "“%(field)s” follows from publishing and answering the proposal; "
                    "it can't be written.",
                    field=self._fields[names[0]]._description_string(self.env),
                )
            )

    # Publishing, and whose turn it is

    def action_propose(self):
        """Publish the pairs: ask whom the programme asks first.

        In the order of the mentors: two batches at once then wait for each other's
        places instead of blocking each other.
        """
        ordered = self.sorted(lambda match: (match.mentor_id.id, match.id))
        return ordered.write({"state": "proposed"})

    def action_propose_many(self):
        """Publish those that can be, as above; tell which stay drafts, and why."""
        ordered = self.sorted(lambda match: (match.mentor_id.id, match.id))
        return ordered._act_on_each(
            lambda one: one.action_propose(),
            "proposed",
            self.env._("Proposed: %(count)s."),
        )

    def _prepare_proposed_values(self):
        program = self.program_id
        return {
            "proposed_date": fields.Datetime.now(),
            "answer_before": program._get_today()
            + timedelta(days=program.proposal_days),
            "hide_names": program.hide_names,
        }

    def _after_proposed(self):
        """Ask those whose turn it is first, of all pairs at once."""
        by_order = self.grouped(lambda match: match.program_id.answer_order)
        for order, matches in by_order.items():
            first = TURNS[order] if order == "both" else TURNS[order][:1]
            now = fields.Datetime.now()
            # Whoever gets here has published the pairs.
            matches.sudo().write({f"{side}_asked_date": now for side in first})

    def _ask_next(self):
        """Ask whoever's turn it is to answer, as the programme orders it now.

        Who has been asked stays asked: another order changes who is asked next.
        """
        order = self.program_id.answer_order
        # Whoever gets here has published the pair or answered: both are checked.
        match = self.sudo()
        for side in TURNS[order]:
            if not match[f"{side}_asked_date"]:
                match.write({f"{side}_asked_date": fields.Datetime.now()})
            if order != "both" and not match[f"{side}_answer"]:
                break

    def _is_asked(self, side):
        """Whether ``side`` ("mentor" or "mentee") has an answer to give now."""
        self.ensure_one()
        return (
            self.state == "proposed"
            and bool(self[f"{side}_asked_date"])
            and not self[f"{side}_answer"]
        )

    # Answers

    def action_accept(self, side):
        """Accept the proposal for ``side``; with both answers, introduce the two."""
        if self._has_answered(side, "accepted"):
            return True  # a double click
        self._answer(side, "accepted")
        if self.mentor_answer == self.mentee_answer == "accepted":
            return self.write({"state": "active"})
        self._ask_next()
        return True

    def action_decline(self, side, reason):
        """Decline the proposal for ``side``, with a reason that only staff see."""
        if self._has_answered(side, "declined"):
            return True  # a double click
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Please tell the career centre why; nobody else reads it.")
            )
        self._answer(side, "declined", decline_reason=reason)
        return self.write({"state": "declined"})

    def _has_answered(self, side, answer):
        self.ensure_one()
        if side not in SIDES:
            raise UserError(self.env._("Tell whose answer it is: mentor or mentee."))
        self.check_access("write")
        return self[f"{side}_answer"] == answer

    def _answer(self, side, answer, **facts):
        """Note the answer of ``side``, and who recorded it unless they did so."""
        if reason := self._why_not_answer(side):
            raise UserError(reason)
        recorder = self._get_recorder(side)
        if recorder:
            sentence = self.env._(RECORDED[side][answer])
            self._track_set_log_message(sentence % {"user": recorder.name})
        # The right to write was checked first; nothing else may write these fields.
        self.sudo().write(
            {
                f"{side}_answer": answer,
                f"{side}_answer_date": fields.Datetime.now(),
                f"{side}_answer_user_id": recorder.id,
                **facts,
            }
        )

    def _get_recorder(self, side):
        """Return the user, if the answer is not their own (nor the demo data's)."""
        user = self.env.user
        own = user.partner_id == self._get_partner(side)
        return user.browse() if own or user._is_superuser() else user

    def _why_not_answer(self, side):
        if self._is_asked(side):
            return False
        if self.state == "draft":
            return self.env._("This pair is not proposed yet.")
        if self.state != "proposed":
            return self.env._("This proposal is no longer open.")
        if not self[f"{side}_answer"]:
            return self.env._("The other one is asked first.")
        if self._get_recorder(side):
            return self.env._(ANSWERED[side])
        return self.env._("You have answered this proposal already.")

    def _why_not_active(self):
        return not (
            self.mentor_answer == self.mentee_answer == "accepted"
        ) and self.env._("Both have to accept before they are introduced.")

    def _why_not_declined(self):
        return "declined" not in (self.mentor_answer, self.mentee_answer) and (
            self.env._("Only the mentor or the mentee can decline a proposal.")
        )

    # Expiry

    def _why_not_expired(self):
        if not self.answer_before:
            return self.env._("There is no last day to answer.")
        return self.answer_before >= self.program_id._get_today() and self.env._(
            "There is time to answer until %(date)s.",
            date=format_date(self.env, self.answer_before),
        )

    @api.model
    def _get_overdue_domain(self):
        """Return the domain of the proposals whose last day is over, where they are."""
        programs = self.env["mentoring.program"].with_context(active_test=False)
        # Every programme: a house has a handful.
        found = programs.search([])  # pylint: disable=no-search-all
        by_day = found.grouped(lambda program: program._get_today())
        return Domain("state", "=", "proposed") & Domain.OR(
            Domain("program_id", "in", of_day.ids) & Domain("answer_before", "<", day)
            for day, of_day in by_day.items()
        )

    @api.model
    def _cron_expire(self):
        """Expire the proposals whose last day to answer is over, one by one.

        What somebody else is changing at this moment is left to the job's next turn;
        what can't be expired, to the next day.
        """
        cron = self.env["ir.cron"]
        overdue = self.search(self._get_overdue_domain(), order="answer_before, id")
        cron._commit_progress(remaining=len(overdue))
        for match in overdue:
            try:
                if not match.try_lock_for_update():
                    continue
                match._expire()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                continue
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Proposal %s can't be expired", match.id)
            if not cron._commit_progress(1):
                return

    def _expire(self):
        if not self._why_not("expired"):
            self.write({"state": "expired"})
