"""Where the money is, pending or available, by currency and source; what it costs; and what may be charged at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stories.shop import MONDAY, Shop, at

MOVEMENTS = """
{ balanceTransactions(first: 20) { nodes {
    object type reportingCategory status currency description exchangeRate amount { amount } fee { amount }
    net { amount } availableOn created feeDetails { amount { amount } currency description type application }
    source { __typename ... on Charge { id } ... on Refund { id } }
} } }
"""

REFUSED_AMOUNTS = [
    (49, "usd", "AMOUNT_TOO_SMALL"),
    (0, "usd", "PARAMETER_INVALID_INTEGER"),
    (-5, "usd", "PARAMETER_INVALID_INTEGER"),
    (100_000_000, "usd", "AMOUNT_TOO_LARGE"),
    (29, "gbp", "AMOUNT_TOO_SMALL"),
    (49, "jpy", "AMOUNT_TOO_SMALL"),
    (10_000_000_000, "jpy", "AMOUNT_TOO_LARGE"),
    (399, "hkd", "AMOUNT_TOO_SMALL"),
    (17_499, "huf", "AMOUNT_TOO_SMALL"),
    (1_234, "kwd", "PARAMETER_INVALID_INTEGER"),
    (150, "isk", "PARAMETER_INVALID_INTEGER"),
]
TAKEN_AMOUNTS = [
    (50, "usd", "0.50", "$0.50"),
    (99_999_999, "usd", "999999.99", "$999,999.99"),
    (30, "gbp", "0.30", "£0.30"),
    (50, "jpy", "50", "¥50"),
    (9_999_999_999, "jpy", "9999999999", "¥9,999,999,999"),
    (17_500, "huf", "175.00", "HUF\N{NO-BREAK SPACE}175.00"),
    (1_230, "kwd", "1.230", "KWD\N{NO-BREAK SPACE}1.230"),
    (500, "isk", "5.00", "ISK\N{NO-BREAK SPACE}5"),
]
FEES = [
    (2000, "usd", "pm_card_visa", 88),
    (50, "usd", "pm_card_visa", 31),
    (2000, "usd", "pm_card_gb", 118),
]


@pytest.mark.parametrize(("amount", "currency", "code"), REFUSED_AMOUNTS)
async def test_what_cannot_be_charged_is_refused(shop: Shop, amount: int, currency: str, code: str) -> None:
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentIntentCreate", input={"amount": amount, "currency": currency})
        assert (refusal["type"], refusal["code"], refusal["field"]) == ("INVALID_REQUEST_ERROR", code, "amount")
    assert (await shop.graph("{ paymentIntents { totalCount } }"))["paymentIntents"]["totalCount"] == 0


@pytest.mark.parametrize(("amount", "currency", "decimal", "formatted"), TAKEN_AMOUNTS)
async def test_what_can_be_charged_is_shown_as_people_write_it(
    shop: Shop, amount: int, currency: str, decimal: str, formatted: str
) -> None:
    intent = await shop.graph.do(
        "paymentIntentCreate",
        "amount { amount currency decimal formatted } amountReceived { amount }",
        input={"amount": amount, "currency": currency, "paymentMethod": "pm_card_visa", "confirm": True},
    )
    assert intent["amount"] == {"amount": amount, "currency": currency, "decimal": decimal, "formatted": formatted}
    assert intent["amountReceived"] == {"amount": amount}


async def test_a_currency_that_there_is_not(shop: Shop) -> None:
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentIntentCreate", input={"amount": 2000, "currency": "xyz"})
        assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", "currency")


async def test_limits_hold_for_changes_too(shop: Shop) -> None:
    intent = await shop.intent()
    async with shop.nothing_changes():
        for input in ({"amount": 49}, {"currency": "hkd", "amount": 399}, {"currency": "xyz"}):
            assert (await shop.refuse("update", intent["id"], **input))["type"] == "INVALID_REQUEST_ERROR"
    assert (await shop.intent_now(intent["id"]))["amount"] == {"amount": 2000}


@pytest.mark.parametrize(("amount", "currency", "method", "fee"), FEES)
async def test_what_a_payment_costs(shop: Shop, amount: int, currency: str, method: str, fee: int) -> None:
    charge = await shop.charge_of(await shop.pay(method, amount=amount, currency=currency))
    moved = charge["balanceTransaction"]
    assert (moved["fee"], moved["net"]) == ({"amount": fee}, {"amount": amount - fee})
    assert await shop.balance() == {"pending": {currency: {"card": amount - fee}}}


async def test_a_movement_says_all(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay(customer=await shop.customer(testClock=clock), description="Shoes")
    refund = await shop.refund(intent, amount=500)
    midnight = MONDAY.replace(day=5, hour=0)
    common = {"object": "balance_transaction", "status": "pending", "currency": "usd", "exchangeRate": None}
    expected = [
        {
            **common,
            "type": "CHARGE",
            "reportingCategory": "charge",
            "description": "Shoes",
            "amount": {"amount": 2000},
            "fee": {"amount": 88},
            "net": {"amount": 1912},
            "availableOn": at(midnight),
            "created": at(MONDAY),
            "feeDetails": [
                {
                    "amount": {"amount": 88},
                    "currency": "usd",
                    "description": "Stripe processing fees",
                    "type": "stripe_fee",
                    "application": None,
                }
            ],
            "source": {"__typename": "Charge", "id": intent["latestCharge"]["id"]},
        },
        {
            **common,
            "type": "REFUND",
            "reportingCategory": "refund",
            "description": "REFUND FOR CHARGE (Shoes)",
            "amount": {"amount": -500},
            "fee": {"amount": 0},
            "net": {"amount": -500},
            "availableOn": at(midnight),
            "created": at(MONDAY),
            "feeDetails": [],
            "source": {"__typename": "Refund", "id": refund["id"]},
        },
    ]
    found = (await shop.graph(MOVEMENTS))["balanceTransactions"]["nodes"]
    assert sorted(found, key=lambda each: each["type"]) == expected


async def test_money_is_available_at_midnight_two_working_days_later(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay(customer=customer)
    await shop.pay(customer=customer, amount=1000)
    midnight = datetime(2025, 3, 5, tzinfo=UTC)
    await shop.advance(clock, midnight - timedelta(seconds=1))
    assert await shop.balance() == {"pending": {"usd": {"card": 2853}}}
    await shop.told()
    assert await shop.advance(clock, midnight) == [
        ("test_helpers.test_clock.advancing", at(midnight - timedelta(seconds=1))),
        ("balance.available", at(midnight)),
        ("test_helpers.test_clock.ready", at(midnight)),
    ]
    assert await shop.balance() == {"available": {"usd": {"card": 2853}}}
    (_, event, _) = await shop.told_whole()
    assert event["data"]["object"] == {
        "object": "balance",
        "available": [{"amount": 2853, "currency": "usd", "source_types": {"card": 2853}}],
        "connect_reserved": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "instant_available": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "issuing": {"available": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]},
        "pending": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "livemode": False,
    }
    found = (await shop.graph(MOVEMENTS))["balanceTransactions"]["nodes"]
    assert [each["status"] for each in found] == ["available", "available"]


async def test_what_is_paid_before_the_weekend_is_available_after_it(shop: Shop) -> None:
    friday = datetime(2025, 3, 7, 23, 59, 59, tzinfo=UTC)
    clock = await shop.clock(friday)
    charge = await shop.charge_of(await shop.pay(customer=await shop.customer(testClock=clock)))
    assert charge["balanceTransaction"]["availableOn"] == "2025-03-11T00:00:00Z"


async def test_cards_from_elsewhere_take_longer(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay("pm_card_gb", customer=await shop.customer(testClock=clock))
    assert (await shop.charge_of(intent))["balanceTransaction"]["availableOn"] == "2025-03-12T00:00:00Z"


async def test_the_balance_by_currency_and_source(shop: Shop) -> None:
    await shop.pay()
    await shop.pay(amount=500, currency="jmd")
    await shop.pay("pm_usBankAccount_success", amount=10_000)
    await shop.pay("pm_card_bypassPending", amount=1000)
    assert await shop.balance() == {
        "available": {"usd": {"card": 941}},
        "pending": {"usd": {"card": 1912}, "jmd": {"card": 455}},
    }
    await shop.told()
    await shop.run_due(days=30)
    assert await shop.balance() == {
        "available": {"usd": {"card": 2853, "bankAccount": 9920}, "jmd": {"card": 455}},
    }
    told = await shop.told()
    assert sorted(set(told)) == ["balance.available", "charge.succeeded", "payment_intent.succeeded"]


async def test_the_balance_of_a_new_account_is_empty(shop: Shop) -> None:
    data = await shop.graph("{ balance { object livemode available { currency } pending { currency } } }")
    none = [{"currency": "usd"}]
    assert data["balance"] == {"object": "balance", "livemode": False, "available": none, "pending": none}


async def test_money_of_one_midnight_is_told_of_once(shop: Shop) -> None:
    for _ in range(3):
        await shop.pay()
    await shop.pay(currency="eur")
    await shop.told()
    await shop.run_due(days=7)
    assert await shop.told() == ["balance.available"]
    await shop.run_due(days=30)
    assert await shop.told() == []


@pytest.mark.parametrize(
    ("input", "field"),
    [
        ({"statementDescriptor": "1234"}, "statementDescriptor"),
        ({"statementDescriptor": "12345"}, "statementDescriptor"),
        ({"statementDescriptor": "A" * 23}, "statementDescriptor"),
        ({"statementDescriptor": "Shoes*More"}, "statementDescriptor"),
        ({"statementDescriptorSuffix": "A" * 23}, "statementDescriptorSuffix"),
        ({"statementDescriptorSuffix": "12345"}, "statementDescriptorSuffix"),
        ({"statementDescriptorSuffix": "<b>"}, "statementDescriptorSuffix"),
    ],
)
async def test_words_that_no_statement_can_show(shop: Shop, input: dict[str, Any], field: str) -> None:
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentIntentCreate", input={"amount": 2000, "currency": "usd"} | input)
        assert refusal["field"] == field


async def test_what_the_customers_statement_and_receipt_say(shop: Shop) -> None:
    fields = """
        receiptEmail latestCharge {
            calculatedStatementDescriptor statementDescriptorSuffix receiptEmail receiptNumber receiptUrl
        }
    """
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    plain = await shop.graph.do("paymentIntentCreate", fields, input=given)
    charge = plain["latestCharge"]
    assert (plain["receiptEmail"], charge["receiptEmail"], charge["receiptNumber"]) == (None, None, None)
    assert charge["calculatedStatementDescriptor"] == "TEST SHOP"
    assert "/receipts/" in charge["receiptUrl"]
    given |= {"receiptEmail": "ada@example.com", "statementDescriptorSuffix": "Shoes"}
    named = await shop.graph.do("paymentIntentCreate", fields, input=given)
    charge = named["latestCharge"]
    assert (named["receiptEmail"], charge["receiptEmail"]) == ("ada@example.com", "ada@example.com")
    # In test mode no receipt is sent.
    assert charge["receiptNumber"] is None
    assert (charge["calculatedStatementDescriptor"], charge["statementDescriptorSuffix"]) == (
        "TEST SHOP* SHOES",
        "Shoes",
    )
