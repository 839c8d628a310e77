"""Whatever an invoice bills, what it shows adds up to the minor unit."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.billing.invoices.biller import INVOICE, Biller, amounts

PREVIEW = f"query ($input: InvoicePreviewInput) {{ it: invoicePreview(input: $input) {{ {INVOICE} }} }}"
ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "amount": st.integers(-30_000, 60_000),
            "taxed": st.sets(st.sampled_from(["within", "added"])),
            "discountable": st.booleans(),
            "own": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Made:
    """What random invoices are made of, for one merchant."""

    def __init__(self, rates: dict[str, str], tenth: str, off: str) -> None:
        self.rates, self.tenth, self.off = rates, tenth, off

    def items(self, drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Invoice items as they are given."""
        return [
            {
                "amount": each["amount"],
                "currency": "usd",
                "discountable": each["discountable"],
                "taxRates": [self.rates[name] for name in sorted(each["taxed"])],
                "discounts": [{"coupon": self.tenth}] if each["own"] else [],
            }
            for each in drawn
        ]


async def make(biller: Biller) -> Made:
    rates = {"within": await biller.tax("19", inclusive=True), "added": await biller.tax("8.875")}
    off = await biller.coupon(amountOff=777, currency="usd")
    return Made(rates, await biller.coupon(percentOff="10"), off)


def adds_up(invoice: dict[str, Any], shipping: int = 0) -> None:
    """The sums of an invoice are those of its lines."""
    lines = invoice["lines"]["nodes"]
    subtotal, tax, total, net = [
        each or 0 for each in amounts(invoice, "subtotal", "tax", "total", "totalExcludingTax")
    ]
    off = sum(each["amount"]["amount"] for line in lines for each in line["discountAmounts"])
    added = sum(each["amount"]["amount"] for each in invoice["totalTaxAmounts"] if not each["inclusive"])
    assert subtotal == sum(line["amount"]["amount"] for line in lines)
    assert off == sum(each["amount"]["amount"] for each in invoice["totalDiscountAmounts"])
    every = [each["amount"]["amount"] for line in lines for each in line["taxAmounts"]]
    assert sum(every) == tax == sum(each["amount"]["amount"] for each in invoice["totalTaxAmounts"])
    assert total == subtotal - off + added + shipping
    assert net == total - tax
    for line in lines:
        amount = line["amount"]["amount"]
        assert 0 <= sum(each["amount"]["amount"] for each in line["discountAmounts"]) <= max(amount, 0)


@FEW
@given(ITEMS, st.booleans())
async def test_previews_add_up(biller: Biller, drawn: list[dict[str, Any]], off: bool) -> None:
    made = await make(biller)
    given = {
        "customerDetails": {"taxExempt": "NONE"},
        "invoiceItems": made.items(drawn),
        "discounts": [{"coupon": made.off}, {"coupon": made.tenth}] if off else [],
    }
    adds_up((await biller.graph(PREVIEW, input=given))["it"])


@FEW
@given(ITEMS, st.integers(-20_000, 20_000), st.integers(0, 2_000))
async def test_what_is_paid_and_the_balance_add_up(
    biller: Biller, drawn: list[dict[str, Any]], balance: int, shipping: int
) -> None:
    made = await make(biller)
    customer = await biller.payer(balance=balance)
    for item in made.items(drawn):
        await biller.item(customer, **item)
    ground = {"displayName": "Ground", "fixedAmount": {"amount": shipping, "currency": "usd"}}
    draft = await biller.draft(customer, shippingCost={"shippingRateData": ground})
    invoice = await biller.act("Pay", draft["id"])
    adds_up(invoice, shipping)
    names = ("total", "amountPaid", "startingBalance", "endingBalance")
    total, paid, starting, ending = [each or 0 for each in amounts(invoice, *names)]
    assert starting == balance
    assert total + starting == paid + ending
    data = await biller.graph("query ($id: ID!) { customer(id: $id) { balance { amount } } }", id=customer)
    assert data["customer"]["balance"]["amount"] == ending
