"""Payments in other currencies than the account's own: converted at the rate of the day, for a fee."""

from typing import Any

import pytest

from tests.graph import Graph
from tests.stories.shop import Shop

MOVEMENTS = """
{ balanceTransactions(first: 20) { nodes {
    type currency exchangeRate amount { amount currency } fee { amount } net { amount }
    feeDetails { amount { amount } description } source { ... on Charge { amount { amount currency } } }
} } }
"""
CONVERTED = [
    # 2000 / 0.92; 2.9 percent and 30; 1 percent.
    (2000, "eur", "1.08696", 2174, 93, 22),
    (500, "jpy", "0.00666667", 333, 40, 3),
    (20_000, "kwd", "3.22581", 6452, 217, 65),
    (100_000, "idr", "0.0000625", 6, 30, 0),
]


async def movements(shop: Shop) -> list[dict[str, Any]]:
    """The balance transactions, the oldest first."""
    found: list[dict[str, Any]] = (await shop.graph(MOVEMENTS))["balanceTransactions"]["nodes"]
    return found[::-1]


async def set_rate(shop: Shop, **per_usd: str) -> None:
    rates = [{"currency": currency, "rate": rate} for currency, rate in per_usd.items()]
    await shop.graph.do("exchangeRateSettingsUpdate", "perUsd { currency }", input={"perUsd": rates})


@pytest.mark.parametrize(("amount", "currency", "rate", "settled", "fee", "conversion"), CONVERTED)
async def test_a_payment_settles_in_the_accounts_currency(
    shop: Shop, amount: int, currency: str, rate: str, settled: int, fee: int, conversion: int
) -> None:
    await shop.pay(amount=amount, currency=currency)
    (moved,) = await movements(shop)
    lines: list[dict[str, Any]] = [
        {"amount": {"amount": fee}, "description": "Stripe processing fees"},
        {"amount": {"amount": conversion}, "description": "Stripe currency conversion fee"},
    ]
    assert moved == {
        "type": "CHARGE",
        "currency": "usd",
        "exchangeRate": rate,
        "amount": {"amount": settled, "currency": "usd"},
        "fee": {"amount": fee + conversion},
        "net": {"amount": settled - fee - conversion},
        "feeDetails": [line for line in lines if line["amount"]["amount"]],
        "source": {"amount": {"amount": amount, "currency": currency}},
    }
    assert await shop.balance() == {"pending": {"usd": {"card": settled - fee - conversion}}}


async def test_a_refund_is_converted_at_the_rate_of_its_day(shop: Shop) -> None:
    await set_rate(shop, eur="0.8")
    intent = await shop.pay(amount=2000, currency="eur")
    await set_rate(shop, eur="0.5")
    refund = await shop.refund(intent, amount=1000)
    assert refund["amount"] == {"amount": 1000}
    charge, back = await movements(shop)
    assert (charge["amount"], charge["exchangeRate"]) == ({"amount": 2500, "currency": "usd"}, "1.25")
    assert (back["amount"], back["exchangeRate"], back["fee"]) == (
        {"amount": -2000, "currency": "usd"},
        "2",
        {"amount": 0},
    )


async def test_a_refund_that_fails_gives_back_what_it_took(shop: Shop) -> None:
    await shop.pay("pm_card_bypassPending", amount=10_000)
    intent = await shop.pay("pm_card_refundFail", amount=2000, currency="eur")
    await shop.refund(intent)
    await set_rate(shop, eur="0.5")
    await shop.run_due(days=30)
    refunded = [each["amount"]["amount"] for each in await movements(shop) if each["type"].startswith("REFUND")]
    assert refunded == [-2174, 2174]


async def test_parts_of_a_capture_cost_the_fee_of_the_whole(shop: Shop) -> None:
    await set_rate(shop, eur="0.5")
    options = {"card": {"requestMulticapture": "IF_AVAILABLE"}}
    intent = await shop.pay(amount=2000, currency="eur", captureMethod="MANUAL", paymentMethodOptions=options)
    await shop.do("capture", intent["id"], amountToCapture=500, finalCapture=False)
    await shop.do("capture", intent["id"])
    first, second = await movements(shop)
    # 2.9 percent of 40.00 and 0.30, and 1 percent.
    assert (first["fee"]["amount"], second["fee"]["amount"]) == (29 + 30 + 10, 87 + 30)
    assert (first["amount"]["amount"], second["amount"]["amount"]) == (1000, 3000)


async def test_a_currency_with_a_bank_account_is_not_converted(shop: Shop) -> None:
    number = {"object": "bank_account", "accountNumber": "DE89370400440532013000", "country": "DE", "currency": "eur"}
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"externalAccount": number})
    await shop.pay(amount=2000, currency="eur")
    (moved,) = await movements(shop)
    assert (moved["amount"], moved["exchangeRate"]) == ({"amount": 2000, "currency": "eur"}, None)
    assert await shop.balance() == {"pending": {"eur": {"card": 1912}}}


async def test_a_currency_without_a_rate_keeps_a_balance_of_its_own(shop: Shop) -> None:
    await shop.pay(amount=2000, currency="jmd")
    assert await shop.balance() == {"pending": {"jmd": {"card": 1912}}}


async def test_another_default_currency(shop: Shop) -> None:
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"defaultCurrency": "eur"})
    await shop.pay(amount=2000)
    (moved,) = await movements(shop)
    assert (moved["amount"], moved["exchangeRate"]) == ({"amount": 1840, "currency": "eur"}, "0.92")
    data = await shop.graph("{ balance { issuing { available { currency } } connectReserved { currency } } }")
    assert data["balance"] == {
        "issuing": {"available": [{"currency": "eur"}]},
        "connectReserved": [{"currency": "eur"}],
    }


async def test_exchange_rates(shop: Shop) -> None:
    rate = "query ($id: ID!) { exchangeRate(id: $id) { id object rates { currency rate } } }"
    found = (await shop.graph(rate, id="eur"))["exchangeRate"]
    rates = {each["currency"]: each["rate"] for each in found["rates"]}
    assert (found["id"], found["object"], len(rates)) == ("eur", "exchange_rate", 42)
    assert (rates["eur"], rates["usd"], rates["jpy"]) == ("1", "1.08696", "163.043")
    assert (await shop.graph(rate, id="xxx"))["exchangeRate"] is None
    await set_rate(shop, eur="0.5", jmd="150")
    found = (await shop.graph(rate, id="eur"))["exchangeRate"]
    rates = {each["currency"]: each["rate"] for each in found["rates"]}
    assert (rates["usd"], rates["jmd"]) == ("2", "300")


async def test_exchange_rates_in_pages(shop: Shop) -> None:
    pages = """
    query ($first: Int, $last: Int, $after: String, $before: String) {
        exchangeRates(first: $first, last: $last, after: $after, before: $before) {
            totalCount nodes { id } edges { cursor }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
    }
    """

    async def page(**asked: Any) -> tuple[list[str], bool, bool]:
        found = (await shop.graph(pages, **asked))["exchangeRates"]
        codes = [each["id"] for each in found["nodes"]]
        assert found["totalCount"] == 42
        assert [each["cursor"] for each in found["edges"]] == codes
        info = found["pageInfo"]
        ends = (codes[0], codes[-1]) if codes else (None, None)
        assert (info["startCursor"], info["endCursor"]) == ends
        return codes, info["hasPreviousPage"], info["hasNextPage"]

    assert len((await page())[0]) == 10
    assert await page(first=2) == (["aed", "ars"], False, True)
    assert await page(first=2, after="ars") == (["aud", "bgn"], True, True)
    assert await page(last=2) == (["vnd", "zar"], True, False)
    assert await page(last=1, before="zar") == (["vnd"], True, True)
    assert await page(first=0) == ([], False, True)
    assert await page(after="zar") == ([], True, False)
    for asked in ({"first": 1, "last": 1}, {"first": -1}, {"after": "xxx"}):
        assert (await shop.graph.error(pages, **asked))["extensions"]["code"] == "BAD_REQUEST"


async def test_rates_are_set_in_test_mode_alone(shop: Shop, live: Graph) -> None:
    rates = {"perUsd": [{"currency": "eur", "rate": "0.5"}]}
    refused = await live.refuse("exchangeRateSettingsUpdate", "livemode", input=rates)
    assert refused["code"] == "LIVEMODE_MISMATCH"
    refused = await shop.graph.refuse(
        "exchangeRateSettingsUpdate", "livemode", input={"perUsd": [{"currency": "eur", "rate": "0"}]}
    )
    assert refused["field"] == "perUsd.0.rate"
    refused = await shop.graph.refuse(
        "exchangeRateSettingsUpdate", "livemode", input={"perUsd": [{"currency": "usd", "rate": "2"}]}
    )
    assert refused["field"] == "perUsd.0.currency"
