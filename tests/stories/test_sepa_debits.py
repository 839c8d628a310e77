"""SEPA debits: what the bank answers by its IBAN, in days or minutes, and the mandate that the customer accepts."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.stories.shop import MANDATE, MONDAY, Shop

OWNER = {"name": "Ada Lovelace", "email": "ada@example.com"}
PAYS = "AT611904300234573201"
SENT = ["payment_intent.created", "charge.pending", "payment_intent.processing"]
PAID = ["charge.succeeded", "payment_intent.succeeded"]
RETURNED = ["charge.failed", "payment_intent.payment_failed"]
EUROS = {"currency": "eur", "paymentMethodTypes": ["sepa_debit"]}
EUROS_20 = 2174
"""What 20 euros are in dollars. The fee is 0.8 % and 30 cents, and 1 % for the conversion."""
DETAILS = """
query ($id: ID!) { paymentIntent(id: $id) { latestCharge { paymentMethodDetails { type sepaDebit {
    bankCode branchCode country last4
    mandate { status type paymentMethodDetails { type sepaDebit { reference url } } }
} } } } }
"""


async def account(shop: Shop, iban: str = PAYS, **billing: Any) -> str:
    given = {"type": "SEPA_DEBIT", "sepaDebit": {"iban": iban}, "billingDetails": OWNER | billing}
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input=given))["id"]
    return id


@pytest.mark.parametrize(
    ("iban", "shown"),
    [
        (PAYS, {"country": "AT", "bankCode": "19043", "branchCode": "", "last4": "3201"}),
        ("DE89 3704 0044 0532 0130 00", {"country": "DE", "bankCode": "37040044", "branchCode": "", "last4": "3000"}),
        ("fr1420041010050500013m02606", {"country": "FR", "bankCode": "20041", "branchCode": "01005", "last4": "2606"}),
        ("IT40S0542811101000000123456", {"country": "IT", "bankCode": "05428", "branchCode": "11101", "last4": "3456"}),
    ],
)
async def test_an_iban_names_the_bank(shop: Shop, iban: str, shown: dict[str, str]) -> None:
    found = await shop.graph.do(
        "paymentMethodCreate",
        "type sepaDebit { country bankCode branchCode last4 }",
        input={"type": "SEPA_DEBIT", "sepaDebit": {"iban": iban}, "billingDetails": OWNER},
    )
    assert found == {"type": "SEPA_DEBIT", "sepaDebit": shown}


async def test_the_same_iban_has_the_same_fingerprint(shop: Shop) -> None:
    prints = []
    for iban in (PAYS, "AT61 1904 3002 3457 3201", "DE89370400440532013000"):
        given = {"type": "SEPA_DEBIT", "sepaDebit": {"iban": iban}, "billingDetails": OWNER}
        method = await shop.graph.do("paymentMethodCreate", "sepaDebit { fingerprint }", input=given)
        prints.append(method["sepaDebit"]["fingerprint"])
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("iban", ["AT611904300234573202", "AT6119043002345732", "US611904300234573201", "nonsense"])
async def test_a_wrong_iban_is_refused(shop: Shop, iban: str) -> None:
    given = {"type": "SEPA_DEBIT", "sepaDebit": {"iban": iban}, "billingDetails": OWNER}
    refusal = await shop.graph.refuse("paymentMethodCreate", input=given)
    assert (refusal["code"], refusal["field"]) == ("ACCOUNT_NUMBER_INVALID", "sepaDebit.iban")


@pytest.mark.parametrize("missing", ["name", "email"])
async def test_the_owner_must_be_named(shop: Shop, missing: str) -> None:
    billing = {name: value for name, value in OWNER.items() if name != missing}
    given = {"type": "SEPA_DEBIT", "sepaDebit": {"iban": PAYS}, "billingDetails": billing}
    refusal = await shop.graph.refuse("paymentMethodCreate", input=given)
    assert (refusal["code"], refusal["field"]) == ("PARAMETER_MISSING", f"billingDetails.{missing}")


@pytest.mark.parametrize(
    ("iban", "after", "told", "code"),
    [
        (PAYS, timedelta(days=7), PAID, None),
        ("AT321904300235473204", timedelta(minutes=3), PAID, None),
        ("AT861904300235473202", timedelta(days=3), RETURNED, "PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED"),
        ("AT051904300235473205", timedelta(minutes=3), RETURNED, "PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED"),
        ("AT981904300002222227", timedelta(days=3), RETURNED, "INSUFFICIENT_FUNDS"),
    ],
)
async def test_the_bank_answers_by_iban(
    shop: Shop, iban: str, after: timedelta, told: list[str], code: str | None
) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await shop.pay(await account(shop, iban), customer=customer, **EUROS)
    assert payment["status"] == "PROCESSING"
    assert (await shop.told())[-3:] == SENT
    before = await shop.advance(clock, MONDAY + after - timedelta(minutes=1))
    assert not {*told} & {type_ for type_, _ in before}
    moment = f"{MONDAY + after:%Y-%m-%dT%H:%M:%SZ}"
    answered = await shop.advance(clock, MONDAY + after)
    assert [each for each in answered if each[0] in told] == [(type_, moment) for type_ in told]
    ended = await shop.intent_now(payment["id"])
    if code is None:
        assert (ended["status"], ended["amountReceived"]) == ("SUCCEEDED", {"amount": 2000})
        assert [*(await shop.balance()).values()] == [{"usd": {"bankAccount": EUROS_20 - 69}}]
    else:
        assert (ended["status"], ended["lastPaymentError"]["code"]) == ("REQUIRES_PAYMENT_METHOD", code)


async def test_a_paid_debit_is_disputed_late(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await shop.pay(await account(shop, "AT591904300235473203"), customer=customer, **EUROS)
    told = [type_ for type_, _ in await shop.advance(clock, MONDAY + timedelta(days=7))]
    assert [type_ for type_ in told if type_ in PAID] == PAID
    assert "charge.dispute.closed" in told
    data = await shop.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { status disputes { nodes { status } } } }", id=payment["id"]
    )
    assert data["paymentIntent"] == {"status": "SUCCEEDED", "disputes": {"nodes": [{"status": "LOST"}]}}
    assert [*(await shop.balance()).values()] == [{"usd": {"bankAccount": EUROS_20 - 69 - EUROS_20 - 1500}}]


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("AT981904300000343434", "CHARGE_EXCEEDS_SOURCE_LIMIT"),
        ("AT601904300000121212", "CHARGE_EXCEEDS_TRANSACTION_LIMIT"),
    ],
)
async def test_a_debit_over_a_limit_is_not_sent(shop: Shop, iban: str, code: str) -> None:
    payload = await shop.try_to_pay(await account(shop, iban), **EUROS)
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"


async def test_a_mandate_has_a_reference_and_a_page(shop: Shop, client: httpx.AsyncClient) -> None:
    options = {"sepaDebit": {"mandateOptions": {"referencePrefix": "SHOP-"}}}
    payment = await shop.pay(await account(shop), paymentMethodOptions=options, **EUROS)
    data = await shop.graph(DETAILS, id=payment["id"])
    shown = data["paymentIntent"]["latestCharge"]["paymentMethodDetails"]["sepaDebit"]
    mandate = shown["mandate"]
    assert (shown["last4"], mandate["status"], mandate["type"]) == ("3201", "INACTIVE", "SINGLE_USE")
    details = mandate["paymentMethodDetails"]["sepaDebit"]
    assert details["reference"].startswith("SHOP-")
    assert len(details["reference"]) == len("SHOP-") + 16
    path = urlsplit(details["url"]).path
    page = (await client.get(path)).text
    for text in (details["reference"], "Ada Lovelace", "ending in 3201", "Test Shop"):
        assert text in page
    assert (await client.get(path + "x")).status_code == 404


async def test_a_debit_needs_a_mandate_and_euros(shop: Shop) -> None:
    method = await account(shop)
    refusals: list[tuple[dict[str, Any], str, str]] = [
        ({"mandateData": None}, "PARAMETER_MISSING", "mandateData"),
        ({"currency": "usd"}, "PAYMENT_METHOD_CURRENCY_MISMATCH", "paymentMethod"),
        ({"amount": 1_000_001}, "AMOUNT_TOO_LARGE", "paymentMethod"),
    ]
    for input, code, field in refusals:
        payload = await shop.try_to_pay(method, **EUROS | input)
        assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [(code, field)]


async def test_a_saved_account_is_debited_without_the_customer(shop: Shop) -> None:
    customer = await shop.customer()
    setup = await shop.graph.do(
        "setupIntentCreate",
        "status paymentMethod { id }",
        input={
            "paymentMethod": await account(shop),
            "paymentMethodTypes": ["sepa_debit"],
            "customer": customer,
            "confirm": True,
            "mandateData": MANDATE,
        },
    )
    assert setup["status"] == "SUCCEEDED"
    absent = {"offSession": {"value": True}, "mandateData": None}
    payment = await shop.pay(setup["paymentMethod"]["id"], customer=customer, **EUROS, **absent)
    assert payment["status"] == "PROCESSING"
