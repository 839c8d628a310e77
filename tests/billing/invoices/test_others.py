"""What belongs to another account cannot be used for an invoice, and looks like what is nowhere."""

import pytest

from tests.billing.invoices.biller import Biller
from tests.graph import Graph


@pytest.fixture
async def their_price(stranger: Graph) -> str:
    given = {"currency": "usd", "unitAmount": 100, "productData": {"name": "Seat"}}
    return str((await stranger.do("priceCreate", "id", input=given))["id"])


async def test_lines_take_nothing_of_others(biller: Biller, stranger: Graph, their_price: str) -> None:
    draft = await biller.draft(await biller.payer(), 1000)
    line = draft["lines"]["nodes"][0]["id"]
    coupon = (await stranger.do("couponCreate", "id", input={"percentOff": "10"}))["id"]
    rate = {"displayName": "VAT", "percentage": "10", "inclusive": False}
    tax = (await stranger.do("taxRateCreate", "id", input=rate))["id"]
    for change, field in (
        ({"price": their_price}, "price"),
        ({"discounts": [{"coupon": coupon}]}, "discounts.0.coupon"),
        ({"taxRates": [tax]}, "taxRates.0"),
    ):
        whole = await biller.graph.refuse(
            "invoiceUpdateLines", id=draft["id"], input={"lines": [{"id": line, **change}]}
        )
        assert (whole["code"], whole["field"]) == ("RESOURCE_MISSING", f"lines.0.{field}")
        alone = await biller.graph.refuse("invoiceLineItemUpdate", id=line, input=change)
        assert (alone["code"], alone["field"]) == ("RESOURCE_MISSING", field)
    for verb in ("UpdateLines", "RemoveLines"):
        extra = {"behavior": "DELETE"} if verb == "RemoveLines" else {}
        refusal = await biller.refused(verb, draft["id"], lines=[{"id": "il_nowhere", **extra}])
        assert refusal == ("RESOURCE_MISSING", "lines.0.id")
    assert await biller.invoice(draft["id"]) == draft


async def test_a_payment_method_of_others_pays_nothing(biller: Biller, stranger: Graph) -> None:
    invoice = await biller.bill(await biller.payer(), 1000)
    card = (await stranger.do("paymentMethodCreate", "id", input={"type": "CARD", "card": {"token": "tok_visa"}}))["id"]
    assert await biller.refused("Pay", invoice["id"], paymentMethod=card) == ("RESOURCE_MISSING", "paymentMethod")
    code, field = await biller.refused("Pay", invoice["id"], mandate="mandate_nowhere")
    assert (code, field) == ("RESOURCE_MISSING", "mandate")
    assert (await biller.invoice(invoice["id"]))["status"] == "OPEN"
