"""The playground's examples of quotes do what they say."""

from pathlib import Path

from tests.billing.quotes.quoter import Quoter

EXAMPLES = Path(__file__).parents[3] / "playground" / "examples" / "billing"


async def test_the_examples_offer_prices_and_accept_them(shop: Quoter) -> None:
    half = await shop.coupon(percentOff="50", duration="ONCE")
    given = {"customer": await shop.customer(), "price": await shop.monthly(1000), "coupon": half}
    payload = (await shop.graph((EXAMPLES / "quote.graphql").read_text(), **given))["quoteCreate"]
    assert payload["userErrors"] == []
    computed = payload["quote"]["computed"]
    # Half of two at 10.00; then two at 10.00.
    assert computed["upfront"]["amountTotal"] == {"formatted": "$10.00"}
    assert computed["recurring"] == {"amountTotal": {"formatted": "$20.00"}, "interval": "MONTH"}

    data = await shop.graph((EXAMPLES / "quote-accept.graphql").read_text(), quote=payload["quote"]["id"])
    assert data["quoteFinalize"]["quote"]["status"] == "OPEN"
    accepted = data["quoteAccept"]["quote"]
    assert (accepted["status"], accepted["subscription"]["status"], accepted["invoice"]) == ("ACCEPTED", "ACTIVE", None)
    assert accepted["subscription"]["latestInvoice"]["total"] == {"formatted": "$10.00"}
