"""The fee and the membership, at every door: see `doors`."""

from functools import partial

from odoo.tests import tagged

from .doors import (
    NOW,
    OFFICERS,
    OUTSIDERS,
    DoorsCase,
    saying,
    shut,
)


@tagged("post_install", "-at_install")
class TestFeeDoors(DoorsCase):
    """Who may say that a fee is settled: the invoice, or a manager with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.fee_product_id = cls.fee_product
        cls.application = cls._make_application(cls.partner_mentee, "draft")
        cls._make_membership(cls.partner_mentee)
        cls.application.action_submit()
        cls.application.action_accept()
        cls.other = cls._make_application(state="accepted")

    def _get_doors(self, vals):
        """The ways to write ``vals`` on an application, old or new."""
        application = self.application
        newcomer = {
            "partner_id": self.partner_stranger.id,
            "program_id": self.program.id,
        }
        waiting = {**vals, "state": "waiting"}
        return {
            **self._get_write_doors(application, vals),
            **self._get_create_doors(application._name, {**newcomer, **vals}),
            "with the state": partial(
                self._rpc, application._name, "write", application.ids, waiting
            ),
        }

    def _get_pretences(self):
        return {
            "paid": {"fee_state": "paid"},
            "no fee": {"fee_state": "none"},
            "no issue": {"fee_issue": "to_refund"},
            "no invoice": {"invoice_id": False},
            "invoice of another": {"invoice_id": self.other.invoice_id.id},
            "waived": {"fee_waived_date": NOW},
            "waived by another": {"fee_waived_by_id": self.user_manager.id},
            "waived with a reason": {
                "fee_waived_date": NOW,
                "fee_waived_by_id": self.user_manager.id,
                "fee_waiver_reason": "A friend.",
            },
        }

    def test_nobody_writes_where_the_fee_stands(self):
        """P9: neither staff, nor the treasurer, nor the member, by whatever door."""
        pretences = self._get_pretences()
        for role in OFFICERS:
            self._enter(role)
            for name, vals in pretences.items():
                self._knock(self._get_doors(vals), self.assertSentence, fee=name)
        for role in (*OUTSIDERS, "mentee"):
            self._enter(role)
            for name in ("paid", "no invoice", "waived"):
                doors = self._get_doors(pretences[name])
                self._knock(doors, self.assertSentence, fee=name)

    def test_nobody_goes_on_without_having_paid(self):
        """P9: the waiting list opens with the fee alone."""
        application = self.application
        doors = {
            **self._get_write_doors(application, {"state": "waiting"}),
            **self._get_action_doors(application, "action_back_to_waiting"),
        }
        private = self._get_action_doors(application, "_on_fee_paid")
        for role in (*OFFICERS, *OUTSIDERS, "mentee"):
            self._enter(role)
            self._knock(doors, shut(self, "is not settled yet"))
            self._knock(private, self.assertNoMethod)

    def assertNoMethod(self, answer):
        """Private methods are not for RPC; the text is Odoo's, for programmers."""
        self.assertTrue(answer.kind)
        self.assertLess(answer.status, 500)

    def test_a_waiver_is_a_managers_and_has_a_reason(self):
        """P9: by the button, RPC or an API key."""
        doors = self._get_action_doors(self.application, "action_waive_fee")
        self._enter("manager")
        self._knock(doors, saying(self, "Write the reason for the waiver first."))
        self.application.fee_waiver_reason = "A guest."
        for role in ("officer", *OUTSIDERS, "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)
        self._enter("manager")
        self.assertIsNone(doors["button"]().kind)
        self.application.invalidate_recordset()
        self.assertEqual(self.application.fee_waived_by_id, self.user_manager)
        self.assertEqual(self.application.state, "waiting")
        for role in OFFICERS:
            self._enter(role)
            vals = {"fee_waiver_reason": "Another."}
            later = self._get_write_doors(self.application, vals)
            self._knock(later, saying(self, "the reason stays as it is"))

    def test_an_invoice_that_stands_is_the_only_one(self):
        """P9: nobody is invoiced twice."""
        doors = self._get_action_doors(self.application, "action_invoice_fee")
        for role in (*OFFICERS, *OUTSIDERS):
            self._enter(role)
            self._knock(doors, shut(self, "The invoice stands"))

    def test_who_is_no_treasurer_touches_no_invoice(self):
        """P9: payments are not for the career centre to write."""
        invoice = self.application.invoice_id
        doors = self._get_write_doors(invoice, {"payment_state": "paid"})
        for action in ("button_draft", "button_cancel", "unlink"):
            for door, knock in self._get_action_doors(invoice, action).items():
                doors[f"{action} by {door}"] = knock
        for role in (*OFFICERS, "public", "stranger", "employee", "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)

    def test_only_a_manager_sets_what_the_programme_charges(self):
        """P9: taking the price away would free everybody."""
        for vals in ({"fee_product_id": False}, {"fee_timing": "before"}):
            doors = self._get_write_doors(self.program, vals)
            for role in ("officer", *OUTSIDERS, "mentee"):
                self._enter(role)
                self._knock(doors, self.assertDenied)

    def test_nobody_makes_a_member_by_hand(self):
        """E7, C1: neither an officer nor the member has a door to the membership."""
        partner = self.partner_mentee
        line = partner.member_line_ids[:1]
        longer = {"date_to": "2099-12-31"}
        another = {
            "partner_id": partner.id,
            "membership_id": line.membership_id.id,
            "state": "free",
            **longer,
        }
        doors = {
            **self._get_create_doors(line._name, another),
            **self._get_write_doors(line, longer),
            "free": partial(
                self._rpc, partner._name, "write", partner.ids, {"free_member": True}
            ),
        }
        for role in ("officer", "public", "stranger", "employee", "mentee"):
            self._enter(role)
            self._knock(doors, self.assertDenied)
