"""The association's members: who paid this year, by invoice, and the years before."""

from datetime import date

from .records import copy

EARLIER_YEARS = 2
# A contact in five has never been a member; one in ten of the others has not renewed.
MEMBERS = "n % 5 != 0"
RENEWED = f"{MEMBERS} AND n % 10 != 1"


class Memberships:
    """A membership of the year with its posted invoice, and as many copies as members.

    The invoices count as paid; the years before came without one, as by an import.
    """

    def __init__(self, env, partner):
        self.env = env
        today = date.today()
        self.product = env["product.product"].create(
            {
                "name": "Membership",
                "type": "service",
                "membership": True,
                "membership_date_from": date(today.year, 1, 1),
                "membership_date_to": date(today.year, 12, 31),
                "list_price": 50,
            }
        )
        self.invoice = partner.create_membership_invoice(self.product, 50)
        self.invoice.action_post()
        self.line = partner.member_line_ids
        env.flush_all()

    def add(self, partners, count):
        """Make members of the contacts after the id, so many."""
        invoices = copy(
            self.env,
            self.invoice,
            count,
            RENEWED,
            name=f"'MEMBER/' || {partners} + n",
            partner_id=f"{partners} + n",
            commercial_partner_id=f"{partners} + n",
            payment_state="'paid'",
            amount_residual="0",
            amount_residual_signed="0",
            access_token="NULL",
        )
        lines = copy(
            self.env,
            self.invoice.invoice_line_ids,
            count,
            RENEWED,
            move_id=f"{invoices} + n",
            partner_id=f"{partners} + n",
        )
        copy(
            self.env,
            self.line,
            count,
            RENEWED,
            partner_id=f"{partners} + n",
            account_invoice_line_id=f"{lines} + n",
            state="'paid'",
        )
        for years in range(1, EARLIER_YEARS + 1):
            before = f"- interval '{years} years'"
            copy(
                self.env,
                self.line,
                count,
                MEMBERS,
                partner_id=f"{partners} + n",
                account_invoice_line_id="NULL",
                state="'paid'",
                date_from=f"t.date_from {before}",
                date_to=f"t.date_to {before}",
            )
