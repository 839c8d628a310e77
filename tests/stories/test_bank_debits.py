"""Debits of bank accounts: on their way for days, then paid or sent back, in moved time and in real time alike."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.stories.shop import MANDATE, MONDAY, Shop, at

SENT = ["payment_intent.created", "charge.pending", "payment_intent.processing"]
PAID = ["charge.succeeded", "payment_intent.succeeded"]
RETURNED = ["charge.failed", "payment_intent.payment_failed"]

RETURNS = [
    ("accountClosed", "account_closed", "account_closed", True),
    ("noAccount", "no_account", "no_account", True),
    ("insufficientFunds", "insufficient_funds", "insufficient_funds", False),
    ("debitNotAuthorized", "debit_not_authorized", "debit_not_authorized", True),
    ("invalidCurrency", "invalid_currency", "payment_method_currency_mismatch", False),
    ("weeklyLimitExceeded", "charge_exceeds_source_limit", "charge_exceeds_source_limit", False),
]
"""Account, the charge's failure code, the payment's error code, and whether the account is blocked from then on."""

Pass = Callable[[], Awaitable[None]]


async def debit(shop: Shop, method: str, **input: Any) -> dict[str, Any]:
    """A debit that is on its way."""
    intent = await shop.pay(f"pm_usBankAccount_{method}", **input)
    assert (intent["status"], intent["latestCharge"]["status"]) == ("PROCESSING", "PENDING")
    assert (intent["amountReceived"], intent["nextAction"]) == ({"amount": 0}, None)
    assert await shop.told() == SENT
    assert await shop.balance() == {}
    return intent


async def under_a_clock(shop: Shop) -> tuple[dict[str, Any], Pass]:
    """What a payment is given to live under a clock, and what lets two weeks pass there."""
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.told()

    async def pass_by() -> None:
        await shop.advance(clock, MONDAY + timedelta(days=14))

    return {"customer": customer}, pass_by


async def in_real_time(shop: Shop) -> tuple[dict[str, Any], Pass]:
    """The same in real time, where a test's bank answers within a minute."""
    customer = await shop.customer()
    await shop.told()

    async def pass_by() -> None:
        await shop.run_due(days=14)

    return {"customer": customer}, pass_by


BOTH_TIMES = pytest.mark.parametrize("place", [under_a_clock, in_real_time])
Place = Callable[[Shop], Awaitable[tuple[dict[str, Any], Pass]]]


async def told_by_time(shop: Shop) -> list[str]:
    """What was told since last asked, beside the clock's own events."""
    return [type for type in await shop.told() if not type.startswith("test_helpers.")]


@BOTH_TIMES
async def test_a_debit_is_paid(shop: Shop, place: Place) -> None:
    input, pass_by = await place(shop)
    intent = await debit(shop, "success", **input)
    await pass_by()
    assert await told_by_time(shop) == [*PAID, "balance.available"]
    intent = await shop.intent_now(intent["id"])
    assert (intent["status"], intent["amountReceived"], intent["lastPaymentError"]) == (
        "SUCCEEDED",
        {"amount": 2000},
        None,
    )
    charge = await shop.charge_of(intent)
    assert (charge["status"], charge["paid"], charge["captured"]) == ("SUCCEEDED", True, True)
    # 0.8 % of 20.00.
    assert charge["balanceTransaction"]["fee"] == {"amount": 16}
    assert await shop.balance() == {"available": {"usd": {"bankAccount": 1984}}}


@BOTH_TIMES
@pytest.mark.parametrize(("account", "failure_code", "code", "blocked"), RETURNS)
async def test_a_debit_is_sent_back(
    shop: Shop, place: Place, account: str, failure_code: str, code: str, blocked: bool
) -> None:
    input, pass_by = await place(shop)
    intent = await debit(shop, account, **input)
    await pass_by()
    assert await told_by_time(shop) == [*RETURNED, *(["payment_method.updated"] if blocked else [])]
    intent = await shop.intent_now(intent["id"])
    assert (intent["status"], intent["paymentMethod"]) == ("REQUIRES_PAYMENT_METHOD", None)
    error = intent["lastPaymentError"]
    assert (error["code"], error["paymentMethodType"]) == (code.upper(), "us_bank_account")
    charge = await shop.charge_of(intent)
    assert (charge["status"], charge["paid"], charge["captured"], charge["failureCode"]) == (
        "FAILED",
        False,
        False,
        failure_code,
    )
    assert charge["balanceTransaction"] is None
    assert await shop.balance() == {}
    again = await shop.do("confirm", intent["id"], paymentMethod="pm_card_visa")
    assert (again["status"], again["charges"]["totalCount"]) == ("SUCCEEDED", 2)


async def test_a_debit_takes_four_working_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.told()
    intent = await debit(shop, "success", customer=customer)
    settled = datetime(2025, 3, 7, 10, tzinfo=UTC)
    early = settled - timedelta(seconds=1)
    assert await shop.advance(clock, early) == [
        ("test_helpers.test_clock.advancing", at(MONDAY)),
        ("test_helpers.test_clock.ready", at(early)),
    ]
    assert (await shop.intent_now(intent["id"]))["status"] == "PROCESSING"
    # The money was available from the midnight before, four working days after the debit began.
    assert await shop.advance(clock, settled) == [
        ("test_helpers.test_clock.advancing", at(early)),
        ("charge.succeeded", at(settled)),
        ("payment_intent.succeeded", at(settled)),
        ("balance.available", at(settled)),
        ("test_helpers.test_clock.ready", at(settled)),
    ]


async def test_a_return_takes_two_working_days_and_no_weekend(shop: Shop) -> None:
    friday = datetime(2025, 3, 7, 15, 30, tzinfo=UTC)
    clock = await shop.clock(friday)
    customer = await shop.customer(testClock=clock)
    await shop.told()
    await debit(shop, "insufficientFunds", customer=customer)
    tuesday = datetime(2025, 3, 11, 15, 30, tzinfo=UTC)
    assert await shop.advance(clock, tuesday + timedelta(days=1)) == [
        ("test_helpers.test_clock.advancing", at(friday)),
        ("charge.failed", at(tuesday)),
        ("payment_intent.payment_failed", at(tuesday)),
        ("test_helpers.test_clock.ready", at(tuesday + timedelta(days=1))),
    ]


async def test_some_debits_never_end(shop: Shop) -> None:
    intent = await debit(shop, "processing")
    await shop.run_due(days=365)
    assert await shop.told() == []
    assert (await shop.intent_now(intent["id"]))["status"] == "PROCESSING"


async def test_a_risky_account_is_refused_at_once(shop: Shop) -> None:
    payload = await shop.try_to_pay("pm_usBankAccount_riskLevelHighest")
    (refusal,) = payload["userErrors"]
    assert (refusal["type"], refusal["code"], refusal["declineCode"]) == (
        "CARD_ERROR",
        "PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED",
        "fraudulent",
    )
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert await shop.told() == ["payment_intent.created", *RETURNED]


async def test_a_blocked_account_is_not_debited_again(shop: Shop) -> None:
    customer = await shop.customer()
    method = await kept_account(shop, customer, "000111111113")
    await verify(shop, await shop.pay(method, customer=customer))
    await shop.run_due(days=14)
    await shop.told()
    payload = await shop.graph.attempt(
        "paymentIntentCreate",
        "id",
        input={
            "amount": 2000,
            "currency": "usd",
            "customer": customer,
            "paymentMethod": method,
            "confirm": True,
            "mandateData": MANDATE,
        },
    )
    assert payload["userErrors"][0]["code"] == "PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED"
    assert await shop.told() == []


async def test_a_typed_account_is_shown_to_be_the_customers(shop: Shop) -> None:
    intent = await typed(shop)
    action = intent["nextAction"]
    assert (intent["status"], action["type"]) == ("REQUIRES_ACTION", "verify_with_microdeposits")
    assert await shop.told() == ["payment_intent.created", "payment_intent.requires_action"]
    for wrong, field in (({"amounts": [1, 2]}, "amounts"), ({"descriptorCode": "SMXXXX"}, "descriptorCode")):
        refusal = await shop.refuse("verifyMicrodeposits", intent["id"], **wrong)
        assert refusal["field"] == field
        assert refusal["code"].endswith("_MISMATCH")
    assert await shop.told() == []
    verified = await shop.do("verifyMicrodeposits", intent["id"], amounts=[45, 32])
    assert (verified["status"], verified["nextAction"]) == ("PROCESSING", None)
    assert await shop.told() == ["charge.pending", "payment_intent.processing"]
    await shop.run_due(days=14)
    assert await shop.told() == [*PAID, "balance.available"]


async def test_the_page_takes_the_code_of_the_deposit(shop: Shop, client: httpx.AsyncClient) -> None:
    intent = await typed(shop)
    await shop.told()
    page = urlsplit(intent["nextAction"]["verifyWithMicrodeposits"]["hostedVerificationUrl"]).path
    assert "Verify your bank account" in (await client.get(page)).text
    assert (await client.post(page, data={"descriptor_code": "SM00XX"})).status_code == 400
    assert await shop.told() == []
    assert (await client.post(page, data={"descriptor_code": "sm11aa"})).status_code == 200
    assert await shop.told() == ["charge.pending", "payment_intent.processing"]
    assert (await client.get(page)).status_code == 404


async def test_the_page_says_when_the_time_is_over(shop: Shop, client: httpx.AsyncClient) -> None:
    intent = await typed(shop)
    await shop.told()
    page = urlsplit(intent["nextAction"]["verifyWithMicrodeposits"]["hostedVerificationUrl"]).path
    done = await client.post(page, data={"descriptor_code": "SM44DD"})
    assert "The payment was not made" in done.text
    assert await shop.told() == ["payment_intent.payment_failed"]
    assert (await client.get(page)).status_code == 404


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amounts": [10, 11]}, "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED"),
        ({"descriptorCode": "SM33CC"}, "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED"),
        ({"amounts": [40, 41]}, "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT"),
        ({"descriptorCode": "SM44DD"}, "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT"),
    ],
)
async def test_an_account_that_cannot_be_shown_to_be_the_customers(
    shop: Shop, given: dict[str, Any], code: str
) -> None:
    intent = await typed(shop)
    await shop.told()
    assert (await shop.refuse("verifyMicrodeposits", intent["id"], **given))["code"] == code
    assert await shop.told() == ["payment_intent.payment_failed"]
    intent = await shop.intent_now(intent["id"])
    assert (intent["status"], intent["lastPaymentError"]["code"]) == ("REQUIRES_PAYMENT_METHOD", code.upper())
    assert intent["charges"]["totalCount"] == 0


async def test_ten_wrong_answers_are_too_many(shop: Shop) -> None:
    intent = await typed(shop)
    await shop.told()
    for _ in range(9):
        refusal = await shop.refuse("verifyMicrodeposits", intent["id"], amounts=[1, 2])
        assert refusal["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_MISMATCH"
    refusal = await shop.refuse("verifyMicrodeposits", intent["id"], amounts=[1, 2])
    assert refusal["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED"
    assert await shop.told() == ["payment_intent.payment_failed"]


async def test_deposits_that_never_arrive(shop: Shop) -> None:
    intent = await typed(shop, "000666666661")
    await shop.told()
    await shop.run_due(days=14)
    assert await shop.told() == ["payment_intent.payment_failed"]
    assert (await shop.intent_now(intent["id"]))["lastPaymentError"]["code"] == "PAYMENT_METHOD_MICRODEPOSIT_FAILED"


async def test_a_debit_is_in_dollars_and_at_once(shop: Shop) -> None:
    types = ["card", "us_bank_account"]
    async with shop.nothing_changes():
        for input, code in (
            ({"currency": "eur"}, "PAYMENT_METHOD_CURRENCY_MISMATCH"),
            ({"captureMethod": "MANUAL"}, "PAYMENT_INTENT_INVALID_PARAMETER"),
        ):
            payload = await shop.try_to_pay("pm_usBankAccount_success", paymentMethodTypes=types, **input)
            assert [refusal["code"] for refusal in payload["userErrors"]] == [code]
            assert payload["object"] is None


async def typed(shop: Shop, number: str = "000123456789") -> dict[str, Any]:
    """A payment by an account as the customer typed it."""
    account = {"routingNumber": "110000000", "accountNumber": number, "accountHolderType": "INDIVIDUAL"}
    data = {"type": "US_BANK_ACCOUNT", "usBankAccount": account, "billingDetails": {"name": "Ada"}}
    return await shop.intent(confirm=True, paymentMethodData=data)


async def kept_account(shop: Shop, customer: str, number: str) -> str:
    """A typed account that is kept with a customer; its id."""
    account = {"routingNumber": "110000000", "accountNumber": number, "accountHolderType": "INDIVIDUAL"}
    given = {"type": "US_BANK_ACCOUNT", "usBankAccount": account, "billingDetails": {"name": "Ada"}}
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input=given))["id"]
    await shop.graph.do("paymentMethodAttach", "id", id=id, input={"customer": customer})
    return id


async def verify(shop: Shop, intent: dict[str, Any]) -> None:
    assert (await shop.do("verifyMicrodeposits", intent["id"], amounts=[32, 45]))["status"] == "PROCESSING"
