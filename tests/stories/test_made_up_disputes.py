"""Disputes that tests ask for: of any type that can be disputed, for every reason."""

from typing import Any

import pytest

from app.database import Database
from app.network.disputes import REASONS
from tests.graph import new_caller
from tests.stories.disputing import DISPUTE, ENDED, OPENED, WON, answer, disputed, disputes, moved, now
from tests.stories.shop import MONDAY, Shop
from tests.stories.test_klarna import authorized
from tests.stories.test_link import LINK, wallet
from tests.stories.test_oxxo import customer_of

MADE_UP = f"""
mutation ($id: ID!, $input: ChargeDisputeInput) {{ it: chargeDispute(id: $id, input: $input) {{
    charge {{ disputed }} dispute {{ {DISPUTE} }} userErrors {{ field message }}
}} }}
"""


async def dispute(shop: Shop, intent: dict[str, Any], **input: Any) -> dict[str, Any]:
    """A dispute of the payment's charge."""
    charge = (await shop.intent_now(intent["id"]))["latestCharge"]["id"]
    payload = (await shop.graph(MADE_UP, id=charge, input=input))["it"]
    assert (payload["userErrors"], payload["charge"]) == ([], {"disputed": True})
    made: dict[str, Any] = payload["dispute"]
    return made


@pytest.mark.parametrize("reason", REASONS)
async def test_a_charge_is_disputed_for_every_reason(shop: Shop, reason: str) -> None:
    intent = await shop.pay()
    await shop.told()
    made = await dispute(shop, intent, reason=reason)
    assert await shop.told() == OPENED
    assert (made["reason"], made["status"], made["amount"]) == (
        reason,
        "NEEDS_RESPONSE",
        {"amount": 2000, "currency": "usd"},
    )
    details = made["paymentMethodDetails"]
    assert details["card"]["networkReasonCode"] == made["networkReasonCode"]
    assert (made["networkReasonCode"] == "10.4") == (reason == "fraudulent")
    compliance = made["evidenceDetails"]["enhancedEligibility"]["visaCompliance"]
    assert (compliance is not None) == (reason == "noncompliant")
    assert await shop.balance() == {"pending": {"usd": {"card": 1912 - 3500}}}


async def test_an_inquiry_takes_no_funds(shop: Shop) -> None:
    made = await dispute(shop, await shop.pay("pm_card_mastercard"), inquiry=True, reason="unrecognized")
    assert (made["status"], made["reason"], made["isChargeRefundable"]) == (
        "WARNING_NEEDS_RESPONSE",
        "unrecognized",
        True,
    )
    card = {"brand": "mastercard", "caseType": "INQUIRY", "networkReasonCode": None}
    assert made["paymentMethodDetails"]["card"] == card
    assert (moved(made), await shop.balance()) == ([], {"pending": {"usd": {"card": 1912}}})


async def test_a_dispute_lives_in_the_customers_time(shop: Shop) -> None:
    clock = await shop.clock()
    made = await dispute(shop, await shop.pay(customer=await shop.customer(testClock=clock)))
    assert made["evidenceDetails"]["dueBy"] == "2025-03-11T23:59:59Z"
    await shop.advance(clock, MONDAY.replace(day=12, hour=0))
    assert (await now(shop, made))["status"] == "LOST"


async def test_klarnas_disputes_have_its_own_codes(shop: Shop) -> None:
    intent = await authorized(shop)
    made = await dispute(shop, intent, reason="product_not_received")
    assert made["paymentMethodDetails"] == {
        "type": "KLARNA",
        "card": None,
        "klarna": {"reasonCode": "goods_not_received"},
    }
    await answer(shop, made, "winning_evidence")
    await shop.told()
    await shop.run_due(minutes=2)
    assert [each for each in await shop.told() if "dispute" in each] == WON
    assert (await now(shop, made))["status"] == "WON"


async def test_links_disputes_name_no_network(shop: Shop) -> None:
    intent = await shop.pay(await wallet(shop), **LINK)
    made = await dispute(shop, intent)
    assert (made["reason"], made["networkReasonCode"], made["paymentMethodDetails"]) == ("fraudulent", None, None)
    assert (await answer(shop, made, "losing_evidence"))["status"] == "UNDER_REVIEW"


async def test_a_debits_dispute_is_lost_at_once(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.run_due(days=7)
    await shop.told()
    made = await dispute(shop, intent, reason="insufficient_funds")
    assert await shop.told() == [*OPENED, *ENDED]
    assert (made["status"], made["networkReasonCode"], made["evidenceDetails"]["dueBy"]) == ("LOST", "R01", None)
    refusals = await shop.graph.refusals("chargeDispute", id=made["charge"]["id"], input={"inquiry": True})
    assert [each["field"] for each in refusals] == ["id", "inquiry"]


async def test_a_part_is_disputed_and_then_the_rest(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.refund(intent, amount=500)
    first = await dispute(shop, intent, amount=600)
    charge = first["charge"]["id"]
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("chargeDispute", id=charge, input={"amount": 901})
        assert (refusal["code"], refusal["field"]) == ("AMOUNT_TOO_LARGE", "amount")
    second = await dispute(shop, intent)
    assert [each["amount"]["amount"] for each in await disputes(shop)] == [600, 900]
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("chargeDispute", id=charge)
        assert (refusal["code"], refusal["field"]) == ("PARAMETER_INVALID", "id")
    assert moved(second) == [(-900, 1500, "dispute")]


async def test_a_dispute_of_two_is_won_by_itself(shop: Shop) -> None:
    first = await disputed(shop)
    await answer(shop, first, "winning_evidence")
    await shop.run_due(minutes=2)
    again = await dispute(shop, first["paymentIntent"])
    assert again["amount"] == {"amount": 2000, "currency": "usd"}


async def test_what_cannot_be_disputed(shop: Shop) -> None:
    held = await shop.pay(captureMethod="MANUAL")
    debit = await shop.pay("pm_usBankAccount_success")
    refunded = await shop.pay()
    await shop.refund(refunded)
    async with shop.nothing_changes():
        for intent in (held, debit, refunded):
            charge = intent["latestCharge"]["id"]
            refusals = await shop.graph.refusals("chargeDispute", id=charge, input={"reason": "because"})
            assert [(each["field"], each["code"]) for each in refusals] == [
                ("id", "PARAMETER_INVALID"),
                ("reason", "PARAMETER_INVALID"),
            ]
        refusal = await shop.graph.refuse("chargeDispute", id="ch_nowhere")
        assert (refusal["field"], refusal["code"]) == ("id", "RESOURCE_MISSING")
    voucher = await shop.pay(await customer_of(shop), paymentMethodTypes=["oxxo"], currency="mxn")
    await shop.do("payVoucher", voucher["id"])
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("chargeDispute", id=voucher["latestCharge"]["id"])
        assert "cannot dispute a payment by voucher of OXXO" in refusal["message"]


async def test_nobody_disputes_in_live_mode(shop: Shop, database: Database) -> None:
    live = await new_caller(shop.graph.client, database, account_id=shop.graph.tenant.account, livemode=True)
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    card = {"type": "CARD", "card": {"number": "4012888888881881", "expMonth": 12, "expYear": 2050}}
    given["paymentMethod"] = (await live.do("paymentMethodCreate", "id", input=card))["id"]
    payload = await live.attempt("paymentIntentCreate", "latestCharge { id }", input=given)
    refusal = await live.refuse("chargeDispute", id=payload["object"]["latestCharge"]["id"])
    assert (refusal["field"], refusal["code"]) == ("id", "LIVEMODE_MISMATCH")
