from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..logic import fee

# What settles a fee without a payment.
SETTLING_FIELDS = {"fee_waived_by_id", "fee_waived_date", "invoice_id"}


class MentoringApplicationFee(models.Model):
    """The fee of an application (P9): where it stands, and the ways to settle it.

    The invoice is made in ``mentoring_application_invoice``; where it stands is
    decided in ``logic.fee``.
    """

    _inherit = "mentoring.application"

    invoice_id = fields.Many2one(
        "account.move",
        string="Fee Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        # Without its invoice, a fee would look as if it had never been charged.
        ondelete="restrict",
    )
    fee_state = fields.Selection(
        [
            (fee.NONE, "Nothing due"),
            (fee.TO_PAY, "To pay"),
            (fee.PARTIAL, "Partly paid"),
            (fee.PAID, "Paid"),
            (fee.WAIVED, "Waived"),
            (fee.CANCELLED, "Invoice cancelled"),
            (fee.REFUNDED, "Refunded"),
        ],
        string="Fee",
        compute="_compute_fee_state",
        store=True,
        tracking=True,
        compute_sudo=True,
    )
    fee_issue = fields.Selection(
        [
            (fee.UNDONE, "The fee was settled, and no longer is"),
            (fee.TO_REFUND, "Paid, but the application came to nothing"),
        ],
        string="Fee to Look At",
        compute="_compute_fee_issue",
        store=True,
        compute_sudo=True,
    )
    fee_issue_date = fields.Date(
        "Fee to Look At Since",
        compute="_compute_fee_issue",
        store=True,
        compute_sudo=True,
    )
    fee_waived_by_id = fields.Many2one(
        "res.users", string="Fee Waived By", readonly=True, copy=False
    )
    fee_waived_date = fields.Datetime(readonly=True, copy=False)
    fee_waiver_reason = fields.Text("Reason for the Waiver", copy=False)

    # Few, among all that there ever were.
    _fee_issues = models.Index("(program_id) WHERE fee_issue IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_settling({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_settling(vals.keys())
        if "fee_waiver_reason" in vals:
            self._check_reason_stays(vals["fee_waiver_reason"])
        return super().write(vals)

    def _check_settling(self, names):
        """Nobody writes a waiver or links an invoice: the actions do (P9)."""
        if self.env.su or not names & SETTLING_FIELDS:
            return
        if "invoice_id" in names or not self._may_waive_fee():
            raise AccessError(self.env._("Only a manager can waive the fee."))
        raise UserError(
            self.env._("Waive the fee by its button: it keeps who did it, and why.")
        )

    def _check_reason_stays(self, reason):
        """The reason for a waiver stays as it was given."""
        for application in self.filtered("fee_waived_date"):
            if application.fee_waiver_reason != reason:
                raise UserError(
                    self.env._("The fee is waived; the reason stays as it is.")
                )

    def _may_waive_fee(self):
        return self.env.user.has_group("mentoring_program.group_manager")

    @api.depends(
        "invoice_id.state",
        "invoice_id.payment_state",
        "invoice_id.amount_total",
        "invoice_id.reversal_move_ids.state",
        "invoice_id.reversal_move_ids.amount_total",
        "fee_waived_date",
        "program_id.fee_product_id",
        "program_id.fee_timing",
        "state",
    )
    def _compute_fee_state(self):
        for application in self:
            application.fee_state = application._get_fee_state()

    def _get_fee_state(self):
        """Return the state of the fee, from the invoice as it is now."""
        # Staff who may read the application are told where its fee stands.
        program, move = self.program_id, self.invoice_id.sudo()
        return fee.state_of_fee(
            self.state,
            program.fee_timing or fee.AFTER_ACCEPTANCE,
            has_price=bool(program.fee_product_id),
            invoice=self._prepare_invoice_facts(move) if move else None,
            waived=bool(self.fee_waived_date),
        )

    def _prepare_invoice_facts(self, move):
        credits = move.reversal_move_ids.filtered(lambda note: note.state == "posted")
        return fee.Invoice(
            state=move.state,
            payment_state=move.payment_state,
            total=move.amount_total,
            credited=sum(credits.mapped("amount_total")),
        )

    @api.depends("fee_state", "state")
    def _compute_fee_issue(self):
        for application in self:
            issue = fee.issue(application.state, application.fee_state)
            before, since = application.fee_issue, application.fee_issue_date
            application.fee_issue = issue
            application.fee_issue_date = issue and (
                since if issue == before and since else fields.Date.today()
            )

    def _get_fee_issue_label(self):
        """Return what somebody has to look at, in the language of the environment."""
        self.ensure_one()
        labels = dict(self._fields["fee_issue"]._description_selection(self.env))
        return labels.get(self.fee_issue, "")

    def _is_fee_open(self):
        """Whether the fee is due by now, and not settled (P9)."""
        self.ensure_one()
        due = fee.is_due(self.state, self.program_id.fee_timing)
        return due and not self._is_fee_settled()

    def _is_fee_settled(self):
        return self.fee_state in fee.SETTLED

    def _why_not_fee_settled(self):
        return not self._is_fee_settled() and self.env._(
            "The fee of %(name)s is not settled yet.", name=self.display_name
        )

    def _on_fee_paid(self):
        """Join the waiting list once the fee is paid; a second call changes nothing."""
        self.filtered(
            lambda application: application.state == "accepted"
            and application._get_fee_state() in fee.SETTLED
        ).write({"state": "waiting"})

    def action_waive_fee(self):
        """Charge nothing for this application, with a reason (managers only).

        What has been paid of it is the treasurer's to pay back.
        """
        self.ensure_one()
        if not self._may_waive_fee():
            raise AccessError(self.env._("Only a manager can waive the fee."))
        if not (self.fee_waiver_reason or "").strip():
            raise UserError(self.env._("Write the reason for the waiver first."))
        if self.fee_state == fee.PAID:
            raise UserError(self.env._("The fee is paid already."))
        self.check_access("write")
        # A manager, who may write this application and has given a reason.
        self.sudo().write(
            {
                "fee_waived_by_id": self.env.uid,
                "fee_waived_date": fields.Datetime.now(),
            }
        )
        self._release_fee()
        self._on_fee_paid()
