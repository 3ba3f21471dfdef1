"""P9, E7: everything that takes an invoice, in one file: the first one is slow."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import OFFICER, MentoringCase


class InvoiceCase(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "20 %", "amount": 20, "type_tax_use": "sale"}
        )
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    def _pay(self, invoice, amount=None):
        """Book a payment, as an accountant does."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": self.bank.id})
        )
        if amount:
            wizard.amount = amount
        wizard.action_create_payments()

    def _refund(self, invoice):
        """Take the whole invoice back."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.refund_moves()
        wizard.new_move_ids.filtered(lambda move: move.state == "draft").action_post()
        lines = (invoice | wizard.new_move_ids).line_ids
        receivable = lines.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        receivable.reconcile()


@tagged("post_install", "-at_install")
class TestFee(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee_product.taxes_id = cls.tax
        cls.fee_product.list_price = 150
        cls.program.fee_product_id = cls.fee_product

    def _accept(self, user=None, partner=None, **vals):
        application = self._make_application(partner, **vals)
        application.with_user(user or self.user_officer).action_accept()
        return application

    def test_an_officer_who_accepts_need_not_be_an_accountant(self):
        self.assertFalse(self.user_officer.has_group("account.group_account_readonly"))
        application = self._accept()
        self.assertEqual(application.state, "accepted")
        self.assertEqual(application.fee_state, "to_pay")
        staff = application.with_user(self.user_officer)
        self.assertTrue(staff.read(["invoice_id", "fee_state"]))

    def test_the_fee_is_invoiced_with_its_taxes(self):
        invoice = self._accept().invoice_id
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.move_type, "out_invoice")
        self.assertEqual(invoice.company_id, self.company)
        [line] = invoice.invoice_line_ids
        self.assertEqual(line.product_id, self.fee_product)
        self.assertEqual(line.tax_ids, self.tax)
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (150, 180))
        self.assertIn(self.program.name, line.name)

    def test_one_who_has_paid_joins_the_waiting_list_once(self):
        application = self._accept()
        self._pay(application.invoice_id)
        self.assertEqual(application.fee_state, "paid")
        self.assertEqual(application.state, "waiting")
        since, messages = application.waiting_date, application.message_ids
        application.invoice_id._invoice_paid_hook()
        application._on_fee_paid()
        self.assertEqual(application.waiting_date, since)
        self.assertEqual(application.message_ids, messages)

    def test_an_accountant_who_books_need_not_know_of_mentoring(self):
        application = self._accept()
        self._pay(application.invoice_id.with_user(self.user_accountant))
        self.assertEqual(application.state, "waiting")

    def assertReceived(self, amount):
        """What the figures of today say was received in fees."""
        today = fields.Date.to_string(self.program._get_today())
        figures = self.program.get_figures(today, today)["figures"]
        [value] = [one["value"] for one in figures if one["key"] == "fee_income"]
        self.assertAlmostEqual(value, amount, 2)

    def test_a_part_is_not_enough(self):
        application = self._accept()
        self.assertReceived(0)
        self._pay(application.invoice_id, 100)
        self.assertEqual(application.fee_state, "partial")
        self.assertReceived(100)
        self.assertEqual(application.state, "accepted")
        with self.assertRefused("is not settled yet"):
            application.write({"state": "waiting"})
        self._pay(application.invoice_id)
        self.assertEqual(application.state, "waiting")
        self.assertReceived(application.invoice_id.amount_total)

    def test_paid_online_through_the_demo_provider(self):
        provider = self.env.ref("payment.payment_provider_demo")
        provider.write({"state": "test", "is_published": True})
        application = self._accept()
        invoice = application.invoice_id
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id
                or self.env["payment.method"].search([], limit=1).id,
                "reference": "mentoring-1",
                "operation": "online_direct",
                "amount": invoice.amount_total,
                "currency_id": invoice.currency_id.id,
                "partner_id": application.partner_id.id,
                "invoice_ids": [Command.set(invoice.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(application.fee_state, "paid")
        self.assertEqual(application.state, "waiting")

    def test_a_credit_note_before_the_payment_settles_nothing(self):
        application = self._accept()
        self._refund(application.invoice_id)
        self.assertEqual(application.fee_state, "cancelled")
        with self.assertRefused("is not settled yet"):
            application.write({"state": "waiting"})

    # Undone: the place on the list is kept, no mentor is proposed

    def assertUndone(self, application, fee_state):
        self.assertEqual(application.fee_state, fee_state)
        self.assertEqual(application.fee_issue, "undone")
        self.assertEqual(application.state, "waiting")
        application.invalidate_recordset(["blocking_count", "overridable_count"])
        self.assertEqual(application.blocking_count, 1)
        self.assertFalse(application.overridable_count, "a waiver is the way")
        match = self._make_match(application, state="draft")
        with self.assertRefused("The fee is neither paid nor waived."):
            match.action_propose()
        match.action_cancel()

    def _accept_and_pay(self):
        application = self._accept()
        self._pay(application.invoice_id)
        self.assertEqual(application.state, "waiting")
        return application

    def test_a_payment_sent_back_by_the_bank(self):
        application = self._accept_and_pay()
        since = application.waiting_date
        invoice = application.invoice_id
        payment = invoice._get_reconciled_payments() or invoice.matched_payment_ids
        payment.action_draft()
        payment.action_cancel()
        self.assertUndone(application, "to_pay")
        self._pay(invoice)
        self.assertEqual(application.fee_state, "paid")
        self.assertFalse(application.fee_issue)
        self.assertEqual(application.waiting_date, since, "the place is kept")
        self._make_match(application)

    def test_a_fee_paid_back(self):
        application = self._accept_and_pay()
        self._refund(application.invoice_id)
        self.assertReceived(0)
        self.assertUndone(application, "refunded")

    def test_a_part_paid_back_is_a_gesture(self):
        application = self._accept_and_pay()
        note = application.invoice_id._reverse_moves(
            [{"invoice_date": fields.Date.today()}]
        )
        note.invoice_line_ids.price_unit = 50
        note.action_post()
        self.assertEqual(application.fee_state, "paid")
        paid = application.invoice_id.amount_total
        self.assertReceived(paid - note.amount_total)

    def test_an_invoice_cancelled_after_the_payment(self):
        application = self._accept_and_pay()
        application.invoice_id.button_draft()
        application.invoice_id.button_cancel()
        self.assertUndone(application, "cancelled")
        self.assertReceived(0)

    def test_an_invoice_that_counts_is_not_deleted(self):
        application = self._accept()
        application.invoice_id.button_draft()
        with self.assertRefused():
            application.invoice_id.with_context(force_delete=True).unlink()
        self.assertEqual(application.fee_state, "to_pay")

    def test_the_fee_is_invoiced_again_once_the_first_is_void(self):
        application = self._accept_and_pay()
        first = application.invoice_id
        officer = application.with_user(self.user_officer)
        with self.assertRefused("No fee is open"):
            officer.action_invoice_fee()
        self._refund(first)
        officer.action_invoice_fee()
        self.assertNotEqual(application.invoice_id, first)
        self.assertUndone(application, "to_pay")
        with self.assertRefused("The invoice stands"):
            officer.action_invoice_fee()
        self._pay(application.invoice_id)
        self.assertFalse(application.fee_issue)

    def test_a_manager_waives_what_was_undone(self):
        application = self._accept_and_pay()
        self._refund(application.invoice_id)
        application.fee_waiver_reason = "The bank's mistake."
        application.with_user(self.user_manager).action_waive_fee()
        self.assertFalse(application.fee_issue)
        self._make_match(application)

    def test_a_pair_whose_fee_was_undone_is_under_attention(self):
        application = self._accept_and_pay()
        match = self._make_match(application)
        self.assertFalse(match.attention)
        self._refund(application.invoice_id)
        match.invalidate_recordset(["attention"])
        self.assertIn("fee was settled, and no longer is", match.attention)

    # Over: nothing is left to pay

    def test_who_withdraws_has_nothing_left_to_pay(self):
        application = self._accept()
        invoice = application.invoice_id
        application.action_withdraw()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(application.fee_state, "cancelled")
        self.assertFalse(application.fee_issue)

    def test_an_officer_withdraws_for_a_member_without_being_an_accountant(self):
        application = self._accept()
        application.with_user(self.user_officer).action_withdraw()
        self.assertEqual(application.invoice_id.payment_state, "reversed")

    def test_a_draft_invoice_is_cancelled(self):
        application = self._accept()
        application.invoice_id.button_draft()
        application.action_withdraw()
        self.assertEqual(application.invoice_id.state, "cancel")

    def test_money_that_came_in_is_the_treasurers(self):
        application = self._accept()
        self._pay(application.invoice_id, 100)
        application.action_withdraw()
        self.assertEqual(application.invoice_id.payment_state, "partial")
        self.assertEqual(application.fee_issue, "to_refund")
        paid = self._accept_and_pay()
        paid.action_withdraw()
        self.assertEqual(paid.fee_issue, "to_refund")
        self._refund(paid.invoice_id)
        self.assertEqual(paid.fee_state, "refunded")
        self.assertFalse(paid.fee_issue)

    def test_a_waiver_takes_the_invoice_back(self):
        application = self._accept(fee_waiver_reason="A guest of the house.")
        application.with_user(self.user_manager).action_waive_fee()
        self.assertEqual(application.invoice_id.payment_state, "reversed")
        self.assertEqual(application.fee_state, "waived")
        self.assertEqual(application.state, "waiting")

    # Before the review

    def _submit_before(self, **vals):
        self.program.fee_timing = "before"
        return self._make_application(**vals)

    def test_with_the_application_the_fee_comes_before_the_review(self):
        application = self._submit_before()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.fee_state, "to_pay")
        officer = application.with_user(self.user_officer)
        with self.assertRefused("The fee is neither paid nor waived."):
            officer.action_accept()
        self._pay(application.invoice_id)
        self.assertEqual(application.state, "submitted", "staff decide")
        invoice = application.invoice_id
        officer.action_accept()
        self.assertEqual(application.state, "waiting")
        self.assertEqual(application.invoice_id, invoice, "invoiced once")

    def test_with_the_application_a_waiver_serves_too(self):
        application = self._submit_before(fee_waiver_reason="A guest.")
        application.with_user(self.user_manager).action_waive_fee()
        self.assertEqual(application.state, "submitted")
        application.with_user(self.user_officer).action_accept()
        self.assertEqual(application.state, "waiting")

    def test_a_refusal_takes_the_open_invoice_back_and_tells_of_a_paid_one(self):
        reason = self.env.ref("mentoring_program.refusal_other")
        unpaid, paid = self._submit_before(), self._submit_before()
        self._pay(paid.invoice_id)
        (unpaid | paid).with_user(self.user_officer).action_refuse(reason)
        self.assertEqual(unpaid.invoice_id.payment_state, "reversed")
        self.assertFalse(unpaid.fee_issue)
        self.assertEqual(paid.fee_issue, "to_refund")

    def test_a_change_of_the_setting_charges_nobody_twice(self):
        application = self._submit_before()
        self._pay(application.invoice_id)
        self.program.fee_timing = "after"
        invoice = application.invoice_id
        application.with_user(self.user_officer).action_accept()
        self.assertEqual(application.invoice_id, invoice)
        self.assertEqual(application.state, "waiting")
        later = self._make_application()
        self.program.fee_timing = "before"
        with self.assertRefused("The fee is neither paid nor waived."):
            later.with_user(self.user_officer).action_accept()
        later.with_user(self.user_officer).action_invoice_fee()
        self._pay(later.invoice_id)
        later.with_user(self.user_officer).action_accept()
        self.assertEqual(later.state, "waiting")

    # As Odoo invoices

    def test_the_price_is_that_of_the_members_pricelist(self):
        self.env.user.group_ids |= self.env.ref("product.group_product_pricelist")
        self.user_officer.group_ids |= self.env.ref("product.group_product_pricelist")
        currency = self.env["res.currency"].search([("name", "=", "CHF")])
        currency = currency or self.env.ref("base.CHF")
        currency.active = True
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Young graduates",
                "currency_id": currency.id,
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 90})
                ],
            }
        )
        partner = self._make_member()
        partner.property_product_pricelist = pricelist
        invoice = self._accept(partner=partner).invoice_id
        self.assertEqual(invoice.currency_id, currency)
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (90, 108))

    def test_the_taxes_are_those_of_the_members_fiscal_position(self):
        exempt = self.env["account.tax"].create(
            {"name": "Exempt", "amount": 0, "type_tax_use": "sale"}
        )
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        exempt.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        partner = self._make_member()
        partner.property_account_position_id = position
        invoice = self._accept(partner=partner).invoice_id
        self.assertEqual(invoice.invoice_line_ids.tax_ids, exempt)
        self.assertEqual(invoice.amount_total, 150)

    def test_the_member_finds_the_invoice_in_the_portal(self):
        self._make_membership(self.partner_mentee)
        application = self._accept(partner=self.partner_mentee)
        mine = application.invoice_id.with_user(self.user_mentee)
        self.assertEqual(mine.read(["name"])[0]["name"], application.invoice_id.name)
        with self.assertRaises(AccessError):
            application.invoice_id.with_user(self.user_mentor).read(["name"])

    def test_p9_a_mentor_is_never_charged(self):
        before = self.env["account.move"].search_count([])
        mentor = self._make_mentor()
        self._make_match(mentor=mentor, state="ended")
        charged = [("partner_id", "=", mentor.partner_id.id)]
        self.assertFalse(self.env["account.move"].search(charged))
        self.assertGreater(self.env["account.move"].search_count([]), before)

    def test_a_programme_without_a_sales_journal_says_so(self):
        self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", self.company.id)]
        ).active = False
        application = self._make_application()
        with self.assertRefused("journal"):
            application.with_user(self.user_officer).action_accept()
        self.assertEqual(application.state, "submitted")

    def test_an_invoice_cancelled_settles_nothing(self):
        application = self._accept()
        application.invoice_id.button_draft()
        application.invoice_id.button_cancel()
        self.assertEqual(application.fee_state, "cancelled")
        with self.assertRefused("is not settled yet"):
            application.write({"state": "waiting"})

    def test_a_fee_of_zero_is_settled_at_once(self):
        self.fee_product.list_price = 0
        application = self._accept()
        self.assertEqual(application.state, "waiting")

    def test_without_a_fee_product_nothing_is_charged(self):
        self.program.fee_product_id = False
        application = self._accept()
        self.assertFalse(application.invoice_id)
        self.assertEqual(application.fee_state, "none")
        self.assertEqual(application.state, "waiting")

    def test_a_membership_product_is_no_fee(self):
        product = self._make_membership(self._make_member()).membership_id
        with self.assertRefused("can't be a membership product"):
            self.program.fee_product_id = product

    # Waiver

    def test_a_manager_waives_the_fee_with_a_reason(self):
        application = self._accept()
        manager = application.with_user(self.user_manager)
        with self.assertRefused("Write the reason"):
            manager.action_waive_fee()
        manager.fee_waiver_reason = "Between two posts."
        manager.action_waive_fee()
        self.assertEqual(application.fee_state, "waived")
        self.assertEqual(application.state, "waiting")
        self.assertEqual(application.fee_waived_by_id, self.user_manager)

    def test_an_officer_does_not(self):
        application = self._accept()
        officer = application.with_user(self.user_officer)
        officer.fee_waiver_reason = "A friend."
        with self.assertRaises(AccessError):
            officer.action_waive_fee()
        paid = self._accept()
        self._pay(paid.invoice_id)
        for vals in (
            {"fee_waived_date": fields.Datetime.now()},
            {"fee_waived_by_id": self.user_manager.id},
            {"invoice_id": paid.invoice_id.id},
            {"fee_state": "paid"},
        ):
            with self.subTest(vals=vals), self.assertRefused():
                officer.write(vals)
        self.assertEqual(application.fee_state, "to_pay")

    def test_a_fee_waived_beforehand_is_not_invoiced(self):
        application = self._make_application(fee_waiver_reason="A guest.")
        application.with_user(self.user_manager).action_waive_fee()
        application.with_user(self.user_officer).action_accept()
        self.assertFalse(application.invoice_id)
        self.assertEqual(application.state, "waiting")

    def test_what_is_paid_is_not_waived(self):
        application = self._accept(fee_waiver_reason="Too late.")
        self._pay(application.invoice_id)
        with self.assertRefused("is paid already"):
            application.action_waive_fee()

    def test_the_invoice_is_that_of_the_programmes_company(self):
        other = self.env["res.company"].create({"name": "Other", "country_id": False})
        self.env["account.chart.template"].try_loading(
            "generic_coa", other, install_demo=False
        )
        program = self._make_program(
            company_id=other.id,
            fee_product_id=self.fee_product.copy({"company_id": False}).id,
        )
        officer = self._make_user(
            "both",
            "Berta Both",
            OFFICER,
            company_id=self.company.id,
            company_ids=(self.company | other).ids,
        )
        partner = self._make_member()
        application = self._make_application(partner, program_id=program.id)
        application.with_user(officer).with_context(
            allowed_company_ids=(self.company | other).ids
        ).action_accept()
        self.assertEqual(application.invoice_id.company_id, other)


@tagged("post_install", "-at_install")
class TestMembershipInvoices(InvoiceCase):
    def _invoice(self, price=100, start=-10, end=300):
        """A member with a membership in draft; the invoice and the contact."""
        today = fields.Date.today()
        product = self.env["product.product"].create(
            {
                "name": "Membership",
                "type": "service",
                "membership": True,
                "membership_date_from": today + timedelta(days=start),
                "membership_date_to": today + timedelta(days=end),
                "list_price": price,
                "taxes_id": False,
            }
        )
        partner = self._make_member(paid=False)
        return partner.create_membership_invoice(product, price), partner

    def _is_covered(self, partner, days=0):
        """Tell what is judged, and see that the database finds the same."""
        day = fields.Date.today() + timedelta(days=days)
        judged = partner.id in partner._get_membership_until(day, self.company)
        covered = partner._get_covered_sql(day, self.company)
        [[found]] = self.env.execute_query(SQL("SELECT %s IN %s", partner.id, covered))
        self.assertIs(found, judged)
        return judged

    def test_only_a_paid_invoice_covers(self):
        invoice, partner = self._invoice()
        self.assertFalse(self._is_covered(partner), "draft")
        invoice.action_post()
        self.assertFalse(self._is_covered(partner), "invoiced")
        self._pay(invoice, 40)
        self.assertFalse(self._is_covered(partner), "partly paid")
        self._pay(invoice)
        self.assertTrue(self._is_covered(partner), "paid")
        self._refund(invoice)
        self.assertFalse(self._is_covered(partner), "refunded")

    def test_an_invoice_that_is_cancelled_covers_nothing(self):
        invoice, partner = self._invoice()
        invoice.button_cancel()
        self.assertFalse(self._is_covered(partner))

    def test_a_membership_paid_ahead_covers_from_its_start(self):
        invoice, partner = self._invoice(start=10)
        invoice.action_post()
        self._pay(invoice)
        self.assertFalse(self._is_covered(partner))
        self.assertTrue(self._is_covered(partner, days=10))

    def test_a_membership_of_zero_covers_once_posted(self):
        invoice, partner = self._invoice(price=0)
        self.assertFalse(self._is_covered(partner), "draft")
        invoice.action_post()
        self.assertTrue(self._is_covered(partner), "nothing left to pay")
