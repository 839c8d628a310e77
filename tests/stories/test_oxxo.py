"""OXXO: a voucher that the customer pays, lets expire, or that is withdrawn."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.stories.shop import MONDAY, Shop

OXXO = {"currency": "mxn", "paymentMethodTypes": ["oxxo"]}
ISSUED = ["payment_intent.created", "charge.pending", "payment_intent.requires_action"]
PAID = ["charge.succeeded", "payment_intent.succeeded"]
EXPIRED = ["charge.failed", "payment_intent.payment_failed"]
VOUCHER = """
query ($id: ID!) { paymentIntent(id: $id) {
    nextAction { type oxxoDisplayDetails { number expiresAfter hostedVoucherUrl } }
    latestCharge { status paid paymentMethodDetails { type oxxo { number } } }
} }
"""


async def customer_of(shop: Shop, prefix: str = "ada") -> str:
    billing = {"name": "Ada Lovelace", "email": f"{prefix}@example.com"}
    given = {"type": "OXXO", "oxxo": {}, "billingDetails": billing}
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input=given))["id"]
    return id


async def issued(shop: Shop, prefix: str = "fill_never", **input: Any) -> dict[str, Any]:
    """A payment with a voucher, and what the voucher shows."""
    payment = await shop.pay(await customer_of(shop, prefix), **OXXO | input)
    assert payment["status"] == "REQUIRES_ACTION"
    assert (await shop.told())[-3:] == ISSUED
    found = (await shop.graph(VOUCHER, id=payment["id"]))["paymentIntent"]
    action, charge = found["nextAction"], found["latestCharge"]
    voucher = action["oxxoDisplayDetails"]
    assert (action["type"], charge["status"], charge["paid"]) == ("oxxo_display_details", "PENDING", False)
    assert len(voucher["number"]) == 14
    assert charge["paymentMethodDetails"] == {"type": "oxxo", "oxxo": {"number": voucher["number"]}}
    page = urlsplit(voucher["hostedVoucherUrl"]).path
    assert page.startswith(f"/voucher/{payment['id']}/")
    return payment | {"page": page, "number": voucher["number"], "expires": voucher["expiresAfter"]}


async def test_the_customer_pays_on_the_page(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await issued(shop)
    shown = (await client.get(payment["page"])).text
    number = payment["number"]
    assert f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}" in shown
    assert "20.00" in shown
    done = await client.post(payment["page"], data={"outcome": "pay"})
    assert "Thank you" in done.text
    assert await shop.told() == PAID
    paid = await shop.intent_now(payment["id"])
    assert (paid["status"], paid["nextAction"], paid["amountReceived"]) == ("SUCCEEDED", None, {"amount": 2000})
    charge = await shop.charge_of(paid)
    assert (charge["id"], charge["balanceTransaction"]["fee"]) == (payment["latestCharge"]["id"], {"amount": 15 + 5})
    assert (await client.get(payment["page"])).status_code == 404
    refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": paid["id"]})
    assert (refusal["code"], refusal["field"]) == ("CHARGE_NOT_REFUNDABLE", "charge")


async def test_the_voucher_expires_on_the_page(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await issued(shop)
    done = await client.post(payment["page"], data={"outcome": "expire"})
    assert "The payment was not made" in done.text
    assert await shop.told() == EXPIRED
    failed = await shop.intent_now(payment["id"])
    assert (failed["status"], failed["paymentMethod"]) == ("REQUIRES_PAYMENT_METHOD", None)
    assert failed["lastPaymentError"]["code"] == "PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED"
    assert (failed["latestCharge"]["status"], await shop.balance()) == ("FAILED", {})


async def test_tests_pay_and_let_expire_by_mutations(shop: Shop) -> None:
    paid = await shop.do("payVoucher", (await issued(shop))["id"])
    assert paid["status"] == "SUCCEEDED"
    expired = await shop.do("expireVoucher", (await issued(shop))["id"])
    assert expired["status"] == "REQUIRES_PAYMENT_METHOD"
    for verb in ("payVoucher", "expireVoucher"):
        for intent in (paid, expired, await shop.intent()):
            assert (await shop.refuse(verb, intent["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"
    waiting = await issued(shop)
    for verb in ("completeAuthentication", "failAuthentication"):
        assert (await shop.refuse(verb, waiting["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


@pytest.mark.parametrize(
    ("prefix", "days", "after", "told"),
    [
        ("ada", None, timedelta(minutes=3), PAID),
        ("ada+succeed_immediately", None, timedelta(seconds=1), PAID),
        ("expire_immediately", None, timedelta(seconds=1), EXPIRED),
        ("expire_with_delay", None, timedelta(minutes=3), EXPIRED),
        ("fill_never", None, timedelta(days=3, hours=19, minutes=59), EXPIRED),
        ("fill_never", 1, timedelta(days=1, hours=19, minutes=59), EXPIRED),
        ("fill_never", 7, timedelta(days=7, hours=19, minutes=59), EXPIRED),
    ],
)
async def test_the_email_decides_what_happens(
    shop: Shop, prefix: str, days: int | None, after: timedelta, told: list[str]
) -> None:
    """MONDAY is 4 o'clock in the morning in Mexico, where the day ends at 6 o'clock UTC."""
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    options = {} if days is None else {"paymentMethodOptions": {"oxxo": {"expiresAfterDays": days}}}
    payment = await issued(shop, prefix, customer=customer, **options)
    if after > timedelta(seconds=1):
        before = await shop.advance(clock, MONDAY + after - timedelta(seconds=1))
        assert not {*told} & {type_ for type_, _ in before}
        assert (await shop.intent_now(payment["id"]))["status"] == "REQUIRES_ACTION"
    happened = [type_ for type_, _ in await shop.advance(clock, MONDAY + after)]
    assert [type_ for type_ in happened if type_ in told] == told
    if told is EXPIRED and prefix == "fill_never":
        assert payment["expires"] == f"{MONDAY + after:%Y-%m-%dT%H:%M:%SZ}"


async def test_a_paid_voucher_does_not_expire(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await issued(shop, customer=customer)
    await shop.do("payVoucher", payment["id"])
    await shop.advance(clock, MONDAY + timedelta(days=10))
    assert (await shop.intent_now(payment["id"]))["status"] == "SUCCEEDED"


async def test_a_canceled_payment_has_no_voucher(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await issued(shop)
    await shop.do("cancel", payment["id"])
    assert await shop.told() == ["charge.failed", "payment_intent.canceled"]
    assert (await client.get(payment["page"])).status_code == 404


async def test_another_confirmation_withdraws_the_voucher(shop: Shop) -> None:
    payment = await issued(shop)
    again = await shop.do("confirm", payment["id"])
    assert (again["status"], again["charges"]["totalCount"]) == ("REQUIRES_ACTION", 2)
    assert await shop.told() == ["charge.failed", "charge.pending", "payment_intent.requires_action"]
    updated = await shop.do("update", payment["id"], amount=3000)
    assert (updated["status"], updated["nextAction"]) == ("REQUIRES_CONFIRMATION", None)
    assert await shop.told() == ["charge.failed"]


async def test_what_oxxo_does_not_do(shop: Shop) -> None:
    method = await customer_of(shop)
    refusals: list[tuple[dict[str, Any], str, str]] = [
        ({"currency": "usd"}, "PAYMENT_METHOD_CURRENCY_MISMATCH", "paymentMethod"),
        ({"amount": 1_000_001}, "AMOUNT_TOO_LARGE", "paymentMethod"),
        ({"captureMethod": "MANUAL"}, "PAYMENT_INTENT_INVALID_PARAMETER", "captureMethod"),
        ({"setupFutureUsage": "OFF_SESSION"}, "PAYMENT_INTENT_INVALID_PARAMETER", "setupFutureUsage"),
    ]
    for input, code, field in refusals:
        payload = await shop.try_to_pay(method, **OXXO | input)
        assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [(code, field)]
    payload = await shop.try_to_pay(method, **OXXO, errorOnRequiresAction=True)
    assert [error["code"] for error in payload["userErrors"]] == ["PAYMENT_INTENT_ACTION_REQUIRED"]
    for missing in ("name", "email"):
        billing = {"name": "Ada", "email": "ada@example.com"}
        del billing[missing]
        given = {"type": "OXXO", "oxxo": {}, "billingDetails": billing}
        refusal = await shop.graph.refuse("paymentMethodCreate", input=given)
        assert (refusal["code"], refusal["field"]) == ("PARAMETER_MISSING", f"billingDetails.{missing}")


@pytest.mark.parametrize("days", [0, 8])
async def test_a_voucher_lasts_one_to_seven_days(shop: Shop, days: int) -> None:
    input = {"amount": 2000, **OXXO, "paymentMethodOptions": {"oxxo": {"expiresAfterDays": days}}}
    refusal = await shop.graph.refuse("paymentIntentCreate", input=input)
    assert refusal["field"] == "paymentMethodOptions.oxxo.expiresAfterDays"
