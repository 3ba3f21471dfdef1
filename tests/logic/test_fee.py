"""P9: where the fee stands, for each thing that can happen to an invoice."""

import pytest
from logic import fee
from logic.fee import Invoice
from logic.lifecycle import APPLICATION

POSTED = Invoice(total=180.0)


@pytest.mark.parametrize(
    ("invoice", "state"),
    [
        pytest.param(Invoice(state="draft", total=180.0), "to_pay", id="draft"),
        pytest.param(POSTED, "to_pay", id="posted"),
        pytest.param(Invoice("posted", "partial", 180.0), "partial", id="a part"),
        pytest.param(Invoice("posted", "in_payment", 180.0), "paid", id="on its way"),
        pytest.param(Invoice("posted", "paid", 180.0), "paid", id="paid"),
        pytest.param(Invoice("posted", "paid", 0.0), "paid", id="of zero"),
        pytest.param(Invoice("posted", "paid", 180.0, 60.0), "paid", id="a gesture"),
        pytest.param(Invoice("posted", "paid", 180.0, 180.0), "refunded", id="refund"),
        pytest.param(Invoice("posted", "partial", 180.0, 180.0), "refunded", id="part"),
        pytest.param(Invoice("posted", "reversed", 180.0, 180.0), "cancelled", id="cn"),
        pytest.param(Invoice("cancel", "not_paid", 180.0), "cancelled", id="cancelled"),
        pytest.param(Invoice("posted", "blocked", 180.0), "to_pay", id="blocked"),
    ],
)
@pytest.mark.parametrize("application", sorted(APPLICATION))
def test_p9_the_invoice_tells_whatever_the_application(application, invoice, state):
    for timing in ("after", "before"):
        told = fee.state_of_fee(application, timing, has_price=True, invoice=invoice)
        assert told == state


@pytest.mark.parametrize("invoice", [None, POSTED, Invoice("posted", "paid", 180.0)])
def test_p9_a_waiver_settles_whatever_the_invoice(invoice):
    told = fee.state_of_fee("accepted", "after", True, invoice, waived=True)
    assert told == "waived"
    assert told in fee.SETTLED


@pytest.mark.parametrize(
    ("application", "after", "before"),
    [
        ("draft", "none", "none"),
        ("submitted", "none", "to_pay"),
        ("accepted", "to_pay", "to_pay"),
        # Nobody is charged afterwards because the programme charges now.
        ("waiting", "none", "none"),
        ("matched", "none", "none"),
        ("refused", "none", "none"),
        ("withdrawn", "none", "none"),
    ],
)
def test_p9_before_there_is_an_invoice(application, after, before):
    assert fee.state_of_fee(application, "after", True) == after
    assert fee.state_of_fee(application, "before", True) == before
    assert fee.state_of_fee(application, "before", has_price=False) == "none"


@pytest.mark.parametrize(
    ("application", "after", "before"),
    [
        ("draft", False, False),
        ("submitted", False, True),
        ("accepted", True, True),
        ("waiting", True, True),
        ("matched", True, True),
        ("closed", False, False),
        ("refused", False, False),
        ("withdrawn", False, False),
    ],
)
def test_p9_when_the_fee_is_due(application, after, before):
    assert fee.is_due(application, "after") is after
    assert fee.is_due(application, "before") is before


@pytest.mark.parametrize("application", sorted(APPLICATION))
@pytest.mark.parametrize(
    "state",
    ["none", "to_pay", "partial", "paid", "waived", "cancelled", "refunded"],
)
def test_p9_what_somebody_has_to_look_at(application, state):
    expected = None
    if application in ("waiting", "matched"):
        settled = state in ("none", "paid", "waived")
        expected = None if settled else "undone"
    elif application in ("refused", "withdrawn") and state in ("paid", "partial"):
        expected = "to_refund"
    assert fee.issue(application, state) == expected
