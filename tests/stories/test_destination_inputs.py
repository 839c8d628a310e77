"""Destination charges that cannot be, that change before they are captured, and that many work on at once."""

import asyncio

import pytest

from tests.graph import Graph
from tests.stories import marketplace
from tests.stories.marketplace import books
from tests.stories.shop import Shop
from tests.stories.test_destination_charges import CHARGE, charge_of, to
from tests.stories.test_destination_charges import seller as seller


@pytest.mark.parametrize("mutation", ["paymentIntentCreate", "chargeCreate"])
async def test_what_cannot_be_passed_on(shop: Shop, seller: Shop, stranger: Graph, mutation: str) -> None:
    bare = (await shop.graph.do("accountCreate", "id", input={"type": "CUSTOM"}))["id"]
    foreign = (await stranger.do("accountCreate", "id", input={}))["id"]
    base = {"amount": 2000, "currency": "usd"} | ({"source": "tok_visa"} if mutation == "chargeCreate" else {})
    async with shop.nothing_changes():
        for given, field, code in (
            ({"transferData": to(seller, amount=2001)}, "transferData.amount", "AMOUNT_TOO_LARGE"),
            ({"transferData": to(seller), "applicationFeeAmount": 2001}, "applicationFeeAmount", "AMOUNT_TOO_LARGE"),
            (
                {"transferData": to(seller, amount=1), "applicationFeeAmount": 1},
                "applicationFeeAmount",
                "PARAMETERS_EXCLUSIVE",
            ),
            ({"transferData": {"destination": foreign}}, "transferData.destination", "RESOURCE_MISSING"),
            ({"transferData": {"destination": "acct_no"}}, "transferData.destination", "RESOURCE_MISSING"),
            (
                {"transferData": {"destination": shop.graph.tenant.account}},
                "transferData.destination",
                "ACCOUNT_INVALID",
            ),
            (
                {"transferData": {"destination": bare}},
                "transferData.destination",
                "INSUFFICIENT_CAPABILITIES_FOR_TRANSFER",
            ),
            ({"onBehalfOf": foreign}, "onBehalfOf", "RESOURCE_MISSING"),
            ({"onBehalfOf": bare}, "onBehalfOf", "ACCOUNT_INVALID"),
            ({"onBehalfOf": shop.graph.tenant.account}, "onBehalfOf", "ACCOUNT_INVALID"),
        ):
            refused = await shop.graph.refuse(mutation, input=base | given)
            assert (refused["field"], refused["code"]) == (field, code)
        # What is connected passes nothing on.
        refused = await seller.graph.refuse(mutation, input=base | {"transferData": {"destination": bare}})
        assert (refused["field"], refused["code"]) == ("transferData.destination", "RESOURCE_MISSING")


async def test_an_update_changes_the_amounts(shop: Shop, seller: Shop) -> None:
    intent = await shop.intent(amount=5000, transferData=to(seller, amount=4000))
    refused = await shop.refuse("update", intent["id"], amount=3000)
    assert refused["field"] == "transferData.amount"
    await shop.do("update", intent["id"], amount=3000, transferData={"amount": 2000})
    refused = await shop.refuse("update", (await shop.intent())["id"], transferData={"amount": 1})
    assert (refused["field"], refused["code"]) == ("transferData", "PARAMETER_INVALID")
    await shop.do("confirm", intent["id"], paymentMethod="pm_card_visa", returnUrl="https://rocket.example")
    assert await books(seller) == {"pending:card": 2000, "accounts": -2000}


async def test_an_older_charge_names_its_destination(shop: Shop, seller: Shop) -> None:
    base = {"amount": 2000, "currency": "usd", "source": "tok_visa"}
    older = {"account": seller.graph.tenant.account, "amount": 1500}
    made = await shop.graph.do("chargeCreate", CHARGE, input={**base, "destination": older})
    assert made["transferGroup"] == f"group_{made['id']}"
    assert made["transfer"]["amount"] == {"amount": 1500}
    refused = await shop.graph.refuse("chargeCreate", input={**base, "destination": older, "transferData": to(seller)})
    assert (refused["field"], refused["code"]) == ("destination", "PARAMETERS_EXCLUSIVE")


async def test_a_charge_without_a_transfer_reverses_none(shop: Shop) -> None:
    intent = await shop.pay()
    refused = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"], "reverseTransfer": True})
    assert (refused["field"], refused["code"]) == ("reverseTransfer", "PARAMETER_INVALID")


async def test_at_once_nobody_waits_for_another_in_a_circle(shop: Shop, seller: Shop) -> None:
    """Refunds, returns of fees and reversals of the same charges, from both sides."""
    ours = await shop.pay(amount=10000, applicationFeeAmount=1000, transferData=to(seller))
    theirs = await seller.pay(amount=10000, applicationFeeAmount=1000)
    transfer = (await charge_of(shop, ours))["transfer"]["id"]
    data = await shop.graph("{ applicationFees { nodes { id } } }")
    fees = [each["id"] for each in data["applicationFees"]["nodes"]]
    back = {"amount": 100, "refundApplicationFee": True}
    done = await asyncio.gather(
        *(
            call
            for _ in range(4)
            for call in (
                shop.refund(ours, **back, reverseTransfer=True),
                seller.refund(theirs, **back),
                marketplace.reverse(shop, transfer, amount=100, refundApplicationFee=True),
                *(shop.graph.do("applicationFeeRefundCreate", "id", input={"fee": fee, "amount": 10}) for fee in fees),
            )
        )
    )
    assert len(done) == 20
    # Of each charge: four refunds of 100, each with 10 of the fee; four returns of 10; and four reversals with 10.
    data = await shop.graph("{ applicationFees { nodes { amountRefunded { amount } } } }")
    assert [each["amountRefunded"]["amount"] for each in data["applicationFees"]["nodes"]] == [80, 120]
    assert (await books(seller))["pending:card"] == (9000 - 400 - 400 + 120) + (8680 - 400 + 80)
    assert (await books(shop))["pending:card"] == (680 - 400 + 400 + 400 - 120) + (1000 - 80)
