"""Transfers: funds from a platform's balance to a seller's, and back, with the amounts in both ledgers."""

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.marketplace import AVAILABLE_AT_ONCE, books, reverse, seller, transfer
from tests.stories.shop import MONDAY, Shop, at

MOVED = (
    "type reportingCategory status amount { amount currency } fee { amount } net { amount } exchangeRate description"
)
TRANSFER = f"""
    id object amount {{ amount currency }} amountReversed {{ amount }} currency description livemode metadata
    destination {{ id }} reversed sourceTransaction {{ id }} sourceType transferGroup
    balanceTransaction {{ {MOVED} }}
    destinationPayment {{ id status paid captured amount {{ amount currency }} sourceTransfer {{ id }} }}
    reversals {{ totalCount nodes {{ id amount {{ amount }} }} }}
"""


async def test_a_transfer_moves_funds_that_are_available(shop: Shop) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)  # fee 2.9 % + 30 = 320
    await shop.run_due(minutes=1)
    await shop.told()
    made = await transfer(
        shop, kitchen, 4_000, TRANSFER, description="Soup", transferGroup="order 9", metadata={"a": "b"}
    )
    payment = made.pop("destinationPayment")
    assert made == {
        "id": made["id"],
        "object": "transfer",
        "amount": {"amount": 4_000, "currency": "usd"},
        "amountReversed": {"amount": 0},
        "currency": "usd",
        "description": "Soup",
        "livemode": False,
        "metadata": {"a": "b"},
        "destination": {"id": kitchen.graph.tenant.account},
        "reversed": False,
        "sourceTransaction": None,
        "sourceType": "card",
        "transferGroup": "order 9",
        "balanceTransaction": {
            "type": "TRANSFER",
            "reportingCategory": "transfer",
            "status": "available",
            "amount": {"amount": -4_000, "currency": "usd"},
            "fee": {"amount": 0},
            "net": {"amount": -4_000},
            "exchangeRate": None,
            "description": "Soup",
        },
        "reversals": {"totalCount": 0, "nodes": []},
    }
    assert made["id"].startswith("tr_")
    assert payment == {
        "id": payment["id"],
        "status": "SUCCEEDED",
        "paid": True,
        "captured": True,
        "amount": {"amount": 4_000, "currency": "usd"},
        "sourceTransfer": {"id": made["id"]},
    }
    assert payment["id"].startswith("py_")
    # The seller's side of it.
    there = f"""{{ charges {{ nodes {{ id transferGroup paymentMethod {{ id }} paymentMethodDetails {{ type }}
        sourceTransfer {{ id amount {{ amount }} }} balanceTransaction {{ {MOVED} source {{ __typename }} }} }} }}
        transfers {{ totalCount }} }}"""
    seen = await kitchen.graph(there)
    assert seen["transfers"] == {"totalCount": 0}
    assert seen["charges"]["nodes"] == [
        {
            "id": payment["id"],
            "transferGroup": "order 9",
            "paymentMethod": None,
            "paymentMethodDetails": {"type": "stripe_account"},
            "sourceTransfer": {"id": made["id"], "amount": {"amount": 4_000}},
            "balanceTransaction": {
                "type": "PAYMENT",
                "reportingCategory": "charge",
                "status": "available",
                "amount": {"amount": 4_000, "currency": "usd"},
                "fee": {"amount": 0},
                "net": {"amount": 4_000},
                "exchangeRate": None,
                "description": None,
                "source": {"__typename": "Charge"},
            },
        }
    ]
    # The platform's own payments are its own alone.
    assert (await shop.graph("{ charges { totalCount } }"))["charges"]["totalCount"] == 1
    assert await books(shop) == {"available:card": 5_680, "fees": 320, "world": -10_000, "accounts": 4_000}
    assert await books(kitchen) == {"available:card": 4_000, "accounts": -4_000}
    assert await shop.told() == ["transfer.created"]
    await shop.run_due(minutes=1)
    assert await kitchen.told() == ["charge.succeeded", "balance.available"]


async def test_a_transfer_is_reversed_in_parts(shop: Shop) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    made = await transfer(shop, kitchen, 4_000, "id destinationPayment { id }")
    await kitchen.told()
    await shop.told()
    back = await reverse(
        shop,
        made["id"],
        f"""id object amount {{ amount currency }} currency metadata sourceRefund {{ id }}
            balanceTransaction {{ {MOVED} source {{ __typename }} }} transfer {{ {TRANSFER} }}
            destinationPaymentRefund {{ id status amount {{ amount }} charge {{ id }} }}""",
        amount=1_500,
        metadata={"a": "b"},
    )
    assert back["id"].startswith("trr_")
    assert back["balanceTransaction"] == {
        "type": "TRANSFER_REFUND",
        "reportingCategory": "transfer_reversal",
        "status": "available",
        "amount": {"amount": 1_500, "currency": "usd"},
        "fee": {"amount": 0},
        "net": {"amount": 1_500},
        "exchangeRate": None,
        "description": "REFUND FOR TRANSFER",
        "source": {"__typename": "TransferReversal"},
    }
    assert (back["object"], back["currency"], back["metadata"]) == ("transfer_reversal", "usd", {"a": "b"})
    refund = back["destinationPaymentRefund"]
    assert refund["id"].startswith("pyr_")
    assert refund | {"id": ""} == {
        "id": "",
        "status": "succeeded",
        "amount": {"amount": 1_500},
        "charge": {"id": made["destinationPayment"]["id"]},
    }
    after = back["transfer"]
    assert (after["amountReversed"]["amount"], after["reversed"]) == (1_500, False)
    assert after["reversals"] == {"totalCount": 1, "nodes": [{"id": back["id"], "amount": {"amount": 1_500}}]}
    assert await shop.told() == ["transfer.reversed"]
    assert await kitchen.told() == ["refund.created", "charge.refunded"]
    assert await books(kitchen) == {"available:card": 2_500, "accounts": -2_500}
    assert await books(shop) == {"available:card": 7_180, "fees": 320, "world": -10_000, "accounts": 2_500}
    seen = await kitchen.graph(
        f"""{{ refunds {{ nodes {{ id sourceTransferReversal {{ id transfer {{ id }} }} transferReversal {{ id }}
            balanceTransaction {{ {MOVED} }} }} }} charges {{ nodes {{ refunded amountRefunded {{ amount }} }} }} }}"""
    )
    assert seen["charges"]["nodes"] == [{"refunded": False, "amountRefunded": {"amount": 1_500}}]
    assert seen["refunds"]["nodes"] == [
        {
            "id": refund["id"],
            "sourceTransferReversal": {"id": back["id"], "transfer": {"id": made["id"]}},
            "transferReversal": None,
            "balanceTransaction": {
                "type": "PAYMENT_REFUND",
                "reportingCategory": "refund",
                "status": "available",
                "amount": {"amount": -1_500, "currency": "usd"},
                "fee": {"amount": 0},
                "net": {"amount": -1_500},
                "exchangeRate": None,
                "description": "REFUND FOR PAYMENT",
            },
        }
    ]
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refuse("transferReversalCreate", input={"transfer": made["id"], "amount": 2_501})
    assert (refused["code"], refused["field"]) == ("AMOUNT_TOO_LARGE", "amount")
    rest = await reverse(shop, made["id"], "amount { amount } transfer { reversed amountReversed { amount } }")
    assert rest == {"amount": {"amount": 2_500}, "transfer": {"reversed": True, "amountReversed": {"amount": 4_000}}}
    assert await books(kitchen) == {}
    assert await books(shop) == {"available:card": 9_680, "fees": 320, "world": -10_000}
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refuse("transferReversalCreate", input={"transfer": made["id"]})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "transfer")


async def test_description_and_metadata_are_updated(shop: Shop) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    made = await transfer(shop, kitchen, 4_000)
    back = await reverse(shop, made["id"], amount=1)
    await shop.told()
    updated = await shop.graph.do(
        "transferUpdate", "description metadata", id=made["id"], input={"description": "Bread", "metadata": {"c": "d"}}
    )
    assert updated == {"description": "Bread", "metadata": {"c": "d"}}
    assert await shop.told() == ["transfer.updated"]
    updated = await shop.graph.do(
        "transferReversalUpdate", "metadata", id=back["id"], input={"metadata": {"why": "burnt"}}
    )
    assert updated == {"metadata": {"why": "burnt"}}
    found = await shop.graph("query ($id: ID!) { transferReversal(id: $id) { metadata } }", id=back["id"])
    assert found == {"transferReversal": {"metadata": {"why": "burnt"}}}
    assert await shop.told() == []


async def test_funds_of_a_charge_are_transferred_before_they_are_available(shop: Shop) -> None:
    kitchen, courier = await seller(shop), await seller(shop)
    charge = (await shop.pay(amount=10_000))["latestCharge"]["id"]
    await shop.told()
    # Nothing is available yet, and the charge's funds are transferred nonetheless.
    first = await transfer(
        shop,
        kitchen,
        7_000,
        "transferGroup sourceTransaction { id transferGroup transfers { totalCount } } "
        "balanceTransaction { status availableOn }",
        sourceTransaction=charge,
    )
    group = first["transferGroup"]
    assert group.startswith("group_pi_")
    assert first["sourceTransaction"] == {"id": charge, "transferGroup": group, "transfers": {"totalCount": 1}}
    assert await shop.told() == ["charge.updated", "transfer.created"]
    its = await shop.charge(charge)
    assert first["balanceTransaction"] == {"status": "pending", "availableOn": its["balanceTransaction"]["availableOn"]}
    async with shop.nothing_changes(), courier.nothing_changes():
        refused = await shop.graph.refuse(
            "transferCreate",
            input={
                "currency": "usd",
                "destination": courier.graph.tenant.account,
                "amount": 3_001,
                "sourceTransaction": charge,
            },
        )
    assert (refused["code"], refused["field"]) == ("AMOUNT_TOO_LARGE", "amount")
    second = await transfer(shop, courier, None, "amount { amount } transferGroup", sourceTransaction=charge)
    assert second == {"amount": {"amount": 3_000}, "transferGroup": group}
    assert await shop.told() == ["transfer.created"]
    assert await books(kitchen) == {"pending:card": 7_000, "accounts": -7_000}
    # The platform has paid the fee, and owes it until it earns more.
    assert await books(shop) == {"pending:card": -320, "fees": 320, "world": -10_000, "accounts": 10_000}
    assert await kitchen.told() == ["charge.succeeded"]
    await shop.run_due(days=6)
    assert await books(kitchen) == {"available:card": 7_000, "accounts": -7_000}
    assert await books(courier) == {"available:card": 3_000, "accounts": -3_000}
    assert await kitchen.told() == ["balance.available"]


async def test_a_refund_of_the_charge_leaves_its_transfers(shop: Shop) -> None:
    kitchen = await seller(shop)
    paid = await shop.pay(amount=10_000)
    made = await transfer(shop, kitchen, 9_000, sourceTransaction=paid["latestCharge"]["id"])
    await shop.refund(paid)
    # The platform has given 9,000 and the refund's 10,000 out of 9,680.
    assert await books(shop) == {"pending:card": -9_320, "fees": 320, "accounts": 9_000}
    assert await books(kitchen) == {"pending:card": 9_000, "accounts": -9_000}
    await kitchen.told()
    back = await reverse(shop, made["id"], "balanceTransaction { status } ")
    assert back == {"balanceTransaction": {"status": "pending"}}
    assert await books(shop) == {"pending:card": -320, "fees": 320}
    assert await books(kitchen) == {}
    assert await kitchen.told() == ["refund.created", "charge.refunded"]


async def test_funds_are_converted_where_the_seller_settles_in_another_currency(shop: Shop) -> None:
    bakery = await seller(shop, country="DE")
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    made = await transfer(shop, bakery, 999, "id currency balanceTransaction { amount { amount currency } }")
    assert (made["currency"], made["balanceTransaction"]["amount"]) == ("usd", {"amount": -999, "currency": "usd"})
    moved = f"{{ balanceTransactions {{ nodes {{ {MOVED} }} }} }}"
    (received,) = (await bakery.graph(moved))["balanceTransactions"]["nodes"]
    # 9.99 dollars at 0.92 are 9.1908 euros.
    assert (received["amount"], received["exchangeRate"]) == ({"amount": 919, "currency": "eur"}, "0.92")
    assert await books(bakery) == {"accounts": -999, "conversion": 999}
    assert await books(bakery, "eur") == {"available:card": 919, "conversion": -919}
    for _ in range(3):
        await reverse(shop, made["id"], amount=333)
    # 333 of 999 are 306.33 of 919: 306, 307 and 306, which is all that came.
    taken = [each["amount"]["amount"] for each in (await bakery.graph(moved))["balanceTransactions"]["nodes"]]
    assert sorted(taken[:3]) == [-307, -306, -306]
    assert await books(bakery) == {}
    assert await books(bakery, "eur") == {}


async def test_what_the_balance_does_not_cover_is_not_transferred(shop: Shop) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    await shop.pay(amount=10_000)
    for amount, more in ((9_681, {}), (1, {"sourceType": "BANK_ACCOUNT"}), (1, {"currency": "eur"})):
        async with shop.nothing_changes(), kitchen.nothing_changes():
            refused = await shop.graph.refuse(
                "transferCreate",
                input={"currency": "usd", "destination": kitchen.graph.tenant.account, "amount": amount} | more,
            )
        assert (refused["type"], refused["code"], refused["field"]) == (
            "INVALID_REQUEST_ERROR",
            "BALANCE_INSUFFICIENT",
            "amount",
        )
    await transfer(shop, kitchen, 9_680)
    assert (await shop.balance())["pending"] == {"usd": {"card": 9_680}}


async def test_transfers_are_listed_by_destination_and_group(shop: Shop) -> None:
    kitchen, courier = await seller(shop), await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    first = (await transfer(shop, kitchen, 100, transferGroup="order 9"))["id"]
    second = (await transfer(shop, courier, 200, transferGroup="order 9"))["id"]
    third = (await transfer(shop, kitchen, 300))["id"]
    asked = "query ($where: TransferWhere) { transfers(where: $where) { totalCount nodes { id } } }"
    for where, found in (
        ({}, [third, second, first]),
        ({"destination": {"eq": kitchen.graph.tenant.account}}, [third, first]),
        ({"transferGroup": {"eq": "order 9"}}, [second, first]),
        ({"transferGroup": {"eq": "order 9"}, "destination": {"eq": kitchen.graph.tenant.account}}, [first]),
    ):
        listed = (await shop.graph(asked, where=where))["transfers"]
        assert listed == {"totalCount": len(found), "nodes": [{"id": id} for id in found]}


async def test_a_seller_sends_funds_to_the_platform(shop: Shop) -> None:
    kitchen = await seller(shop)
    await kitchen.pay(AVAILABLE_AT_ONCE, amount=10_000)
    await kitchen.told()
    debit = await transfer(kitchen, shop, 5_000, "id amount { amount } destination { id } destinationPayment { id }")
    assert debit["amount"] == {"amount": 5_000}
    # A seller does not see into the platform.
    assert debit["destination"] is None
    assert await kitchen.told() == ["transfer.created"]
    assert await shop.told() == ["charge.succeeded"]
    assert await books(kitchen) == {"available:card": 4_680, "fees": 320, "world": -10_000, "accounts": 5_000}
    assert await books(shop) == {"available:card": 5_000, "accounts": -5_000}
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await kitchen.graph.refuse(
            "transferCreate", input={"currency": "usd", "amount": 4_681, "destination": shop.graph.tenant.account}
        )
    assert refused["code"] == "BALANCE_INSUFFICIENT"


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"amount": None}, "PARAMETER_MISSING", "amount"),
    ({"amount": 0}, "PARAMETER_INVALID_INTEGER", "amount"),
    ({"destination": "acct_nope"}, "RESOURCE_MISSING", "destination"),
    ({"sourceTransaction": "ch_nope"}, "RESOURCE_MISSING", "sourceTransaction"),
]


async def test_all_that_is_wrong_with_the_source_is_said_at_once(shop: Shop) -> None:
    kitchen = await seller(shop)
    charge = (await shop.pay(amount=10_000))["latestCharge"]["id"]
    given = {"destination": "acct_nope", "currency": "eur", "amount": 10_001, "sourceType": "BANK_ACCOUNT"}
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refusals("transferCreate", input=given | {"sourceTransaction": charge})
    assert {each["field"]: each["code"] for each in refused} == {
        "amount": "AMOUNT_TOO_LARGE",
        "currency": "PARAMETER_INVALID",
        "destination": "RESOURCE_MISSING",
        "sourceType": "TRANSFER_SOURCE_BALANCE_PARAMETERS_MISMATCH",
    }


async def test_only_captured_funds_are_transferred(shop: Shop) -> None:
    kitchen = await seller(shop)
    held = (await shop.pay(amount=10_000, captureMethod="MANUAL"))["latestCharge"]["id"]
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refuse(
            "transferCreate",
            input={"destination": kitchen.graph.tenant.account, "currency": "usd", "sourceTransaction": held},
        )
    assert (refused["code"], refused["field"]) == ("INVALID_SOURCE_USAGE", "sourceTransaction")


@pytest.mark.parametrize(("input", "code", "field"), BAD)
async def test_bad_input_is_refused_and_changes_nothing(
    shop: Shop, input: dict[str, Any], code: str, field: str
) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    given = {"currency": "usd", "amount": 100, "destination": kitchen.graph.tenant.account} | input
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refuse("transferCreate", input={k: v for k, v in given.items() if v is not None})
    assert (refused["code"], refused["field"]) == (code, field)


async def test_transfers_live_under_the_clock_of_their_charge(shop: Shop) -> None:
    """Also in the ledger of a seller who has no clock of their own."""
    kitchen = await seller(shop)
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    charge = (await shop.pay(customer=customer, amount=10_000))["latestCharge"]["id"]
    made = await transfer(shop, kitchen, 7_000, "created balanceTransaction { availableOn }", sourceTransaction=charge)
    # Paid on a Monday, available on Wednesday.
    assert made == {"created": at(MONDAY), "balanceTransaction": {"availableOn": "2025-03-05T00:00:00Z"}}
    assert await books(kitchen) == {"pending:card": 7_000, "accounts": -7_000}
    await kitchen.told()
    await shop.advance(clock, MONDAY + timedelta(days=1))
    assert await books(kitchen) == {"pending:card": 7_000, "accounts": -7_000}
    await shop.advance(clock, MONDAY + timedelta(days=3))
    assert await books(kitchen) == {"available:card": 7_000, "accounts": -7_000}
    assert await books(shop) == {"available:card": 2_680, "fees": 320, "world": -10_000, "accounts": 7_000}
    assert await kitchen.told() == ["balance.available"]
    # What was paid under the clock goes with it, on both sides; what moved has moved.
    await shop.graph.do("testClockDelete", "id", id=clock)
    for side in (shop, kitchen):
        assert (await side.graph("{ charges { totalCount } }"))["charges"]["totalCount"] == 0
    assert await books(kitchen) == {"available:card": 7_000, "accounts": -7_000}
