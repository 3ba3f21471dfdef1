from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import fee


class MentoringApplicationInvoice(models.Model):
    """The invoice of an application's fee (P9): made, made anew, taken back.

    The officer who decides on an application has passed its access rights, and need
    not be an accountant: the invoice is made, read and taken back for them.
    """

    _inherit = "mentoring.application"

    may_invoice_fee = fields.Boolean(compute="_compute_may_invoice_fee")

    @api.depends("state", "fee_state", "program_id")
    def _compute_may_invoice_fee(self):
        self.may_invoice_fee = False
        for application in self.filtered("program_id"):
            application.may_invoice_fee = not application._why_not_invoice_fee()

    def _request_fee(self):
        """Invoice the fee of those to whom the programme charges it by now."""
        for application in self:
            to_pay = application._get_fee_state() == fee.TO_PAY
            if to_pay and not application.invoice_id:
                application._create_invoice()

    def _create_invoice(self):
        self.ensure_one()
        invoice = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(self._prepare_invoice_values())
        )
        # Before posting: an invoice of zero is paid at once, and tells so then.
        self.sudo().invoice_id = invoice
        invoice.action_post()

    def _prepare_invoice_values(self):
        self.ensure_one()
        program = self.program_id.with_context(lang=self.partner_id.lang)
        # The product may be closed to officers; only its price and name are read.
        product = program.fee_product_id.sudo().with_company(self.company_id)
        return {
            "move_type": "out_invoice",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "invoice_user_id": self.user_id.id,
            "invoice_origin": program.name,
            **self._prepare_pricelist_currency(),
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "product_id": product.id,
                        "quantity": 1,
                        "name": f"{product.name} - {program.name}",
                        **self._prepare_pricelist_price(product),
                    }
                )
            ],
        }

    def _get_pricelist(self):
        """Return the member's pricelist in the programme's company, if there is one."""
        partner = self.partner_id.sudo().with_company(self.company_id)
        return partner.property_product_pricelist

    def _prepare_pricelist_currency(self):
        pricelist = self._get_pricelist()
        return {"currency_id": pricelist.currency_id.id} if pricelist else {}

    def _prepare_pricelist_price(self, product):
        """Return the member's price, as an order would have it; Odoo's own else."""
        pricelist = self._get_pricelist()
        if not pricelist:
            return {}
        position = (
            self.env["account.fiscal.position"]
            .sudo()
            .with_company(self.company_id)
            ._get_fiscal_position(self.partner_id)
        )
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        price = pricelist._get_product_price(product, 1.0)
        return {
            "price_unit": product._get_tax_included_unit_price_from_price(
                price, taxes, fiscal_position=position
            )
        }

    def _release_fee(self):
        """Take back what is still to be paid, of an application that owes nothing.

        A draft is cancelled, a posted invoice gets its credit note. Money that has
        come in stays where it is: to pay it back is the treasurer's decision.
        """
        for application in self:
            invoice = application.invoice_id.sudo()
            if invoice.state == "draft":
                invoice.button_cancel()
            elif invoice.state == "posted" and invoice.payment_state == "not_paid":
                application._reverse_invoice(invoice)

    def _reverse_invoice(self, invoice):
        today = self.program_id._get_today()
        reason = self.env._("No longer due: %(name)s", name=invoice.name)
        invoice.with_company(self.company_id)._reverse_moves(
            [{"date": today, "invoice_date": today, "ref": reason}], cancel=True
        )

    def action_invoice_fee(self):
        """Invoice the fee: anew, or of one who was not asked for it before."""
        self.ensure_one()
        self.check_access("write")
        if reason := self._why_not_invoice_fee():
            raise UserError(reason)
        self._create_invoice()
        return self.action_view_invoice()

    def _why_not_invoice_fee(self):
        if not self._is_fee_open():
            return self.env._("No fee is open for this application now.")
        if not self.program_id.fee_product_id:
            return self.env._("The programme charges no fee.")
        standing = self.invoice_id and self.fee_state not in fee.VOID
        return bool(standing) and self.env._(
            "The invoice stands: it was neither cancelled nor paid back."
        )

    def action_view_invoice(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "views": [(False, "form")],
        }
