"""The way back of funds from a cash balance: refunds, returns to the bank account, and what banks and time do."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.real_time import real_now
from tests.stories.cash import BACK, MOVED, cash, fund, give_back, moves, paid, pay, refund_now, steps
from tests.stories.shop import MONDAY, Shop


async def test_a_refund_goes_to_the_cash_balance(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await paid(shop, customer)
    await shop.told()
    refund = await give_back(shop, paymentIntent=intent["id"], amount=700)
    assert refund["status"] == "succeeded"
    assert refund["balanceTransaction"] == {"type": "PAYMENT_REFUND", "amount": {"amount": -700}}
    assert refund["destinationDetails"]["type"] == "customer_cash_balance"
    assert refund["destinationDetails"]["customerCashBalance"] == {}
    assert await shop.told() == ["refund.created", "charge.refunded", MOVED, "cash_balance.funds_available"]
    assert (await steps(shop, customer))[-1] == ("REFUNDED_FROM_PAYMENT", 700, 700)
    assert (await moves(shop, customer))[-1]["refundedFromPayment"] == {"refund": {"id": refund["id"]}}
    assert await shop.balance() == {"pending": {"usd": {"bankAccount": 1290}}}


async def test_a_refunded_payment_funds_others_that_wait(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await paid(shop, customer)
    other = await pay(shop, customer, 1500)
    await give_back(shop, paymentIntent=intent["id"])
    assert (await shop.intent_now(other["id"]))["status"] == "SUCCEEDED"
    assert await cash(shop, customer) == {"usd": 500}


async def test_a_refund_to_the_bank_account_asks_the_customer_where_that_is(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await paid(shop, customer)
    await shop.told()
    refund = await give_back(shop, paymentIntent=intent["id"], instructionsEmail="ada@example.com")
    details = {"type": "us_bank_transfer", "usBankTransfer": {"referenceStatus": "pending"}}
    assert details.items() <= refund["destinationDetails"].items()
    assert (refund["status"], refund["nextAction"]) == (
        "requires_action",
        {
            "type": "display_details",
            "displayDetails": {
                "expiresAt": "2025-04-17T10:00:00Z",
                "emailSent": {"emailSentAt": "2025-03-03T10:00:00Z", "emailSentTo": "ada@example.com"},
            },
        },
    )
    assert await shop.told() == ["refund.created", "charge.refunded"]
    done = await shop.graph.do("refundCompleteAction", BACK, id=refund["id"])
    assert (done["status"], done["nextAction"]) == ("pending", None)
    assert await shop.told() == ["refund.updated", "charge.refund.updated"]
    told = await shop.advance(clock, MONDAY + timedelta(days=60))
    arrived = "2025-03-06T10:00:00Z"
    assert [each for each in told if each[0].endswith("refund.updated") or each[0] == "refund.updated"] == [
        ("refund.updated", arrived),
        ("charge.refund.updated", arrived),
    ]
    assert (await refund_now(shop, refund["id"]))["status"] == "succeeded"
    assert await cash(shop, customer) == {"usd": 0}
    error = await shop.graph.refuse("refundCompleteAction", id=refund["id"])
    assert error["code"] == "REFUND_UNEXPECTED_STATE"


async def test_without_an_answer_the_refund_goes_to_the_cash_balance(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await paid(shop, customer)
    refund = await give_back(shop, paymentIntent=intent["id"], instructionsEmail="ada@example.com")
    told = await shop.advance(clock, MONDAY + timedelta(days=46))
    expired = "2025-04-17T10:00:00Z"
    assert [each for each in told if each[1] == expired] == [
        ("refund.updated", expired),
        ("charge.refund.updated", expired),
        (MOVED, expired),
        ("cash_balance.funds_available", expired),
    ]
    assert (await refund_now(shop, refund["id"]))["status"] == "canceled"
    assert (await steps(shop, customer))[-1] == ("REFUNDED_FROM_PAYMENT", 2000, 2000)


async def test_funds_of_the_cash_balance_return_to_the_bank_account(shop: Shop) -> None:
    customer = await shop.customer(email="ada@example.com")
    await fund(shop, customer, 2000)
    await shop.told()
    given = {"origin": "CUSTOMER_BALANCE", "customer": customer, "currency": "usd"}
    refund = await give_back(shop, **given, amount=1500)
    assert (refund["status"], refund["charge"], refund["paymentIntent"], refund["balanceTransaction"]) == (
        "requires_action",
        None,
        None,
        None,
    )
    assert refund["nextAction"]["displayDetails"]["emailSent"]["emailSentTo"] == "ada@example.com"
    assert await shop.told() == ["refund.created", MOVED]
    assert await cash(shop, customer) == {"usd": 500}
    canceled = await shop.graph.do("refundCancel", BACK, id=refund["id"])
    assert canceled["status"] == "canceled"
    assert await shop.told() == [
        "refund.updated",
        "charge.refund.updated",
        MOVED,
        "cash_balance.funds_available",
    ]
    second = await give_back(shop, **given, amount=2000)
    expired = await shop.graph.do("refundExpire", BACK, id=second["id"])
    assert (expired["status"], expired["failureReason"]) == ("failed", "expired")
    assert await steps(shop, customer) == [
        ("FUNDED", 2000, 2000),
        ("RETURN_INITIATED", -1500, 500),
        ("RETURN_CANCELED", 1500, 2000),
        ("RETURN_INITIATED", -2000, 0),
        ("RETURN_CANCELED", 2000, 2000),
    ]
    assert await shop.balance() == {}


async def test_a_transfer_that_told_the_account_is_returned_there_without_asking(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await fund(shop, customer, 2000, "eur")
    refund = await give_back(shop, origin="CUSTOMER_BALANCE", customer=customer, currency="eur", amount=2000)
    assert (refund["status"], refund["nextAction"]) == ("pending", None)
    await shop.advance(clock, MONDAY + timedelta(days=4))
    now = await refund_now(shop, refund["id"])
    assert (now["status"], now["destinationDetails"]["euBankTransfer"]) == (
        "succeeded",
        {"referenceStatus": "available"},
    )


@pytest.mark.parametrize(
    ("input", "field", "code"),
    [
        ({"amount": None}, "amount", "PARAMETER_MISSING"),
        ({"currency": None}, "currency", "PARAMETER_MISSING"),
        ({"customer": None}, "customer", "PARAMETER_MISSING"),
        ({"amount": 501}, "amount", "BALANCE_INSUFFICIENT"),
        ({"currency": "eur"}, "amount", "BALANCE_INSUFFICIENT"),
        ({}, "instructionsEmail", "PARAMETER_MISSING"),
        ({"paymentIntent": "pi_1"}, "paymentIntent", "PARAMETERS_EXCLUSIVE"),
    ],
)
async def test_returns_that_cannot_be_made(shop: Shop, input: dict[str, Any], field: str, code: str) -> None:
    customer = await shop.customer()
    await fund(shop, customer, 500)
    given = {"origin": "CUSTOMER_BALANCE", "customer": customer, "currency": "usd", "amount": 300}
    error = await shop.graph.refuse("refundCreate", input=given | input)
    assert (error["field"], error["code"]) == (field, code)
    assert await cash(shop, customer) == {"usd": 500}


async def test_a_refund_that_the_merchants_balance_does_not_cover_is_refused(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await paid(shop, customer)
    await shop.advance(clock, MONDAY + timedelta(days=2))
    error = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
    assert (error["field"], error["code"]) == ("amount", "BALANCE_INSUFFICIENT")
    assert await cash(shop, customer) == {"usd": 0}


# What banks and time do

REVERSE = "customerCashBalanceTransactionReverse"


async def test_the_bank_takes_back_what_is_still_there(shop: Shop) -> None:
    customer = await shop.customer()
    funding = await fund(shop, customer, 2000)
    await shop.told()
    await shop.graph.do(REVERSE, "id", id=funding["id"])
    assert await shop.told() == [MOVED]
    assert await steps(shop, customer) == [("FUNDED", 2000, 2000), ("FUNDING_REVERSED", -2000, 0)]
    assert (await shop.graph.refuse(REVERSE, id=funding["id"]))["field"] == "id"
    assert await shop.balance() == {}


async def test_the_merchant_covers_what_the_bank_takes_back_after_it_was_used(shop: Shop) -> None:
    customer = await shop.customer()
    await pay(shop, customer, 1800)
    funding = await fund(shop, customer, 2000)
    await shop.told()
    await shop.graph.do(REVERSE, "id", id=funding["id"])
    assert await shop.told() == [MOVED, MOVED]
    *_, reversal, cover = await moves(shop, customer)
    assert (await steps(shop, customer))[-2:] == [
        ("FUNDING_REVERSED", -2000, -1800),
        ("ADJUSTED_FOR_OVERDRAFT", 1800, 0),
    ]
    assert cover["adjustedForOverdraft"] == {
        "balanceTransaction": {"type": "ADJUSTMENT", "amount": {"amount": -1800}},
        "linkedTransaction": {"id": reversal["id"], "type": "FUNDING_REVERSED"},
    }
    assert await shop.balance() == {
        "available": {"usd": {"bankAccount": -1800}},
        "pending": {"usd": {"bankAccount": 1791}},
    }


async def test_funds_that_are_not_used_in_time_move_to_the_merchants_balance(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await fund(shop, customer, 2000)
    await pay(shop, customer, 1200, paymentMethodOptions=None)
    await shop.advance(clock, MONDAY + timedelta(days=1))
    await fund(shop, customer, 500)
    await shop.advance(clock, MONDAY + timedelta(days=75))
    assert await cash(shop, customer) == {"usd": 500}
    assert (await steps(shop, customer))[-1] == ("TRANSFERRED_TO_BALANCE", -800, 500)
    moved = (await moves(shop, customer))[-1]["transferredToBalance"]["balanceTransaction"]
    assert moved == {
        "type": "PAYMENT_UNRECONCILED",
        "amount": {"amount": 800},
        "source": {"__typename": "CustomerCashBalanceTransaction"},
    }
    await shop.advance(clock, MONDAY + timedelta(days=76))
    assert await cash(shop, customer) == {"usd": 0}
    assert await shop.balance() == {"available": {"usd": {"bankAccount": 1194 + 800 + 500}}}


async def test_a_cash_balance_comes_under_the_clock_of_its_customer(shop: Shop) -> None:
    customer = await shop.customer()
    await fund(shop, customer, 2000)
    await pay(shop, customer, 500, paymentMethodOptions=None)
    clock = await shop.clock(real_now() + timedelta(days=1))
    await shop.graph.do("customerUpdate", "id", id=customer, input={"testClock": clock})
    await fund(shop, customer, 300)
    assert await cash(shop, customer) == {"usd": 1800}
    await shop.advance(clock, real_now().replace(microsecond=0) + timedelta(days=75, hours=1))
    assert await cash(shop, customer) == {"usd": 300}


async def test_a_refund_in_another_currency_than_the_balances_returns_what_was_paid(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await paid(shop, customer, 2000, "eur")
    refund = await give_back(shop, paymentIntent=intent["id"])
    assert (refund["status"], refund["amount"]) == ("succeeded", {"amount": 2000})
    assert await cash(shop, customer) == {"eur": 2000}
