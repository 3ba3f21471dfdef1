from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SETTLED = ("none", "paid", "waived")
# What settles a fee without a payment.
SETTLING_FIELDS = {"fee_waived_by_id", "fee_waived_date", "invoice_id"}


class MentoringApplicationFee(models.Model):
    """The fee of an application (P9): invoiced at acceptance, settled, or waived."""

    _inherit = "mentoring.application"

    invoice_id = fields.Many2one(
        "account.move",
        string="Fee Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    fee_state = fields.Selection(
        [
            ("none", "No fee"),
            ("to_pay", "To pay"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
            ("waived", "Waived"),
            ("cancelled", "Invoice cancelled"),
        ],
        string="Fee",
        compute="_compute_fee_state",
        store=True,
        tracking=True,
        compute_sudo=True,
    )
    fee_waived_by_id = fields.Many2one(
        "res.users", string="Fee Waived By", readonly=True, copy=False
    )
    fee_waived_date = fields.Datetime(readonly=True, copy=False)
    fee_waiver_reason = fields.Text("Reason for the Waiver", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_settling({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_settling(vals.keys())
        return super().write(vals)

    def _check_settling(self, names):
        """Only managers waive; nobody but the programme links the invoice (P9)."""
        if self.env.su or not names & SETTLING_FIELDS:
            return
        if "invoice_id" in names or not self._may_waive_fee():
            raise AccessError(self.env._("Only a manager can waive the fee."))

    def _may_waive_fee(self):
        return self.env.user.has_group("mentoring_program.group_manager")

    @api.depends(
        "invoice_id.state",
        "invoice_id.payment_state",
        "fee_waived_date",
        "program_id.fee_product_id",
        "state",
    )
    def _compute_fee_state(self):
        for application in self:
            application.fee_state = application._get_fee_state()

    def _get_fee_state(self):
        """Return the state of the fee, from the invoice as it is now."""
        invoice = self.invoice_id
        if self.fee_waived_date:
            return "waived"
        if not invoice:
            # Who is on the waiting list without an invoice was never charged, also
            # when the programme charges a fee from some day on.
            charged = self.state == "accepted" and self.program_id.fee_product_id
            return "to_pay" if charged else "none"
        if invoice.state == "cancel" or invoice.payment_state == "reversed":
            return "cancelled"
        if invoice.payment_state in ("paid", "in_payment"):
            return "paid"
        return "partial" if invoice.payment_state == "partial" else "to_pay"

    def _why_not_fee_settled(self):
        return self.fee_state not in SETTLED and self.env._(
            "The fee of %(name)s is not settled yet.", name=self.display_name
        )

    def _request_fee(self):
        """Invoice the fee; without one, go straight on to the waiting list."""
        for application in self:
            if not application.program_id.fee_product_id or application.fee_waived_date:
                application.write({"state": "waiting"})
            elif not application.invoice_id:
                application._create_invoice()

    def _create_invoice(self):
        self.ensure_one()
        # The officer who accepts has passed the application's access rights, and
        # need not be an accountant.
        invoice = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(self._prepare_invoice_values())
        )
        # Before posting: an invoice of zero is paid at once, and tells so then.
        self.sudo().invoice_id = invoice
        # An invoice of zero is paid as soon as it is posted, before it is known here.
        self._on_fee_paid()
        invoice.action_post()

    def _prepare_invoice_values(self):
        self.ensure_one()
        partner = self.partner_id
        program = self.program_id.with_context(lang=partner.lang)
        return {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "invoice_user_id": self.user_id.id,
            "invoice_origin": program.name,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "product_id": program.fee_product_id.id,
                        "quantity": 1,
                        "name": f"{program.fee_product_id.name} - {program.name}",
                    }
                )
            ],
        }

    def _on_fee_paid(self):
        """Join the waiting list once the fee is paid; a second call changes nothing."""
        self.filtered(
            lambda application: application.state == "accepted"
            and application._get_fee_state() in SETTLED
        ).write({"state": "waiting"})

    def action_waive_fee(self):
        """Charge nothing for this application, with a reason (managers only)."""
        self.ensure_one()
        if not self._may_waive_fee():
            raise AccessError(self.env._("Only a manager can waive the fee."))
        if not self.fee_waiver_reason:
            raise UserError(self.env._("Write the reason for the waiver first."))
        if self.fee_state == "paid":
            raise UserError(self.env._("The fee is paid already."))
        self.write(
            {
                "fee_waived_by_id": self.env.uid,
                "fee_waived_date": fields.Datetime.now(),
            }
        )
        if self.state == "accepted":
            self.write({"state": "waiting"})

    def action_view_invoice(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "views": [(False, "form")],
        }
