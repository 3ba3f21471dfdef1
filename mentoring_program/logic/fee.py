"""Where the fee of an application stands, as a treasurer would say (P9).

It is never remembered, always told from the invoice, its payments and its credit
notes as they are now: no event tells that a payment was undone.
"""

from __future__ import annotations

from dataclasses import dataclass

AFTER_ACCEPTANCE = "after"
BEFORE_REVIEW = "before"

NONE = "none"
TO_PAY = "to_pay"
PARTIAL = "partial"
PAID = "paid"
WAIVED = "waived"
CANCELLED = "cancelled"
REFUNDED = "refunded"

SETTLED = frozenset({NONE, PAID, WAIVED})
# A new invoice may follow these.
VOID = frozenset({CANCELLED, REFUNDED})

UNDONE = "undone"
TO_REFUND = "to_refund"

_DUE = {
    AFTER_ACCEPTANCE: frozenset({"accepted", "waiting", "matched"}),
    BEFORE_REVIEW: frozenset({"submitted", "accepted", "waiting", "matched"}),
}
# Where an application without an invoice is still to be charged. Further on, it
# was never charged: the programme asked for no fee then.
_CHARGED = {
    AFTER_ACCEPTANCE: frozenset({"accepted"}),
    BEFORE_REVIEW: frozenset({"submitted", "accepted"}),
}
_OVER = frozenset({"refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Invoice:
    """What counts of an invoice. Amounts are totals in its own currency."""

    state: str = "posted"  # draft, posted, cancel
    payment_state: str = "not_paid"
    total: float = 0.0
    credited: float = 0.0  # by posted credit notes


def state_of_fee(
    application_state: str,
    timing: str,
    has_price: bool,
    invoice: Invoice | None = None,
    waived: bool = False,
) -> str:
    """The state of the fee; ``has_price``: the programme charges a fee at all."""
    if waived:
        return WAIVED
    if invoice is None:
        charged = has_price and application_state in _CHARGED[timing]
        return TO_PAY if charged else NONE
    return _state_of_invoice(invoice)


def _state_of_invoice(invoice: Invoice) -> str:
    if invoice.state == "cancel" or invoice.payment_state == "reversed":
        return CANCELLED
    if invoice.state == "draft":
        return TO_PAY
    if 0 < invoice.total <= invoice.credited:
        # A credit note of an invoice that was paid leaves it "paid" in the books.
        return REFUNDED
    if invoice.payment_state in ("paid", "in_payment"):
        return PAID
    return PARTIAL if invoice.payment_state == "partial" else TO_PAY


def is_due(application_state: str, timing: str) -> bool:
    """Whether the fee has to be settled by now."""
    return application_state in _DUE[timing]


def issue(application_state: str, fee_state: str) -> str | None:
    """What a person has to look at: UNDONE, TO_REFUND or ``None``.

    UNDONE: settled once, for the waiting list asks for it, and no more. TO_REFUND:
    there is money on an application that came to nothing.
    """
    if application_state in ("waiting", "matched") and fee_state not in SETTLED:
        return UNDONE
    if application_state in _OVER and fee_state in (PAID, PARTIAL):
        return TO_REFUND
    return None
