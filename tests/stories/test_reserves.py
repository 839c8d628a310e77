"""What a seller owes and the platform is liable for: held of the platform's funds, released, and settled in the end."""

from typing import Any

from tests.stories.marketplace import AVAILABLE_AT_ONCE, books, reverse, seller, transfer
from tests.stories.shop import Shop

MOVED = """{ balanceTransactions(orderBy: [{ field: CREATED }, { field: ID }]) { nodes { type reportingCategory
    net { amount } description source { __typename ... on ReserveTransaction { amount { amount currency } description }
    ... on ConnectCollectionTransfer { amount { amount } destination { id } } } } } }"""


async def overdrawn(platform: Shop, **payouts: Any) -> Shop:
    """A seller who was paid out 4,000 that the platform then took back."""
    kitchen = await seller(
        platform,
        externalAccount={"token": "btok_us_verified"},
        settings={"payouts": {"schedule": {"interval": "MANUAL"}}},
    )
    await platform.pay(AVAILABLE_AT_ONCE, amount=10_000)
    sent = await transfer(platform, kitchen, 4_000)
    await kitchen.graph.do("payoutCreate", "id", input={"amount": 4_000, "currency": "usd"})
    settings = {"payouts": {"debitNegativeBalances": False} | payouts}
    await platform.graph.do("accountUpdate", "id", id=kitchen.graph.tenant.account, input={"settings": settings})
    await platform.run_due(minutes=5)
    await reverse(platform, sent["id"], amount=3_000)
    assert await books(kitchen) == {"available:card": -3_000, "accounts": -1_000, "world": 4_000}
    await platform.run_due(minutes=6)
    return kitchen


async def reserved(platform: Shop) -> list[dict[str, Any]]:
    asked = "{ balance { connectReserved { amount { amount } currency sourceTypes { card { amount } } } } }"
    found: list[dict[str, Any]] = (await platform.graph(asked))["balance"]["connectReserved"]
    return found


def held(amount: int) -> list[dict[str, Any]]:
    return [{"amount": {"amount": amount}, "currency": "usd", "sourceTypes": {"card": {"amount": amount}}}]


async def test_what_a_seller_owes_is_held_and_released(shop: Shop) -> None:
    kitchen = await overdrawn(shop)
    id = kitchen.graph.tenant.account
    assert await reserved(shop) == held(3_000)
    assert await books(shop) == {
        "available:card": 5_680,
        f"reserved:{id}": 3_000,
        "fees": 320,
        "accounts": 1_000,
        "world": -10_000,
    }
    assert await books(kitchen) == {"available:card": -3_000, "accounts": -1_000, "world": 4_000}
    moved = (await shop.graph(MOVED))["balanceTransactions"]["nodes"]
    assert moved[-1] == {
        "type": "RESERVE_TRANSACTION",
        "reportingCategory": "connect_reserved_funds",
        "net": {"amount": -3_000},
        "description": f"Reserve for {id}",
        "source": {
            "__typename": "ReserveTransaction",
            "amount": {"amount": -3_000, "currency": "usd"},
            "description": f"Reserve for {id}",
        },
    }
    # What is held is not the platform's to send.
    refused = await shop.graph.refuse("transferCreate", input={"currency": "usd", "destination": id, "amount": 5_681})
    assert refused["code"] == "BALANCE_INSUFFICIENT"
    await transfer(shop, kitchen, 1_200)
    await shop.run_due(minutes=7)
    assert await reserved(shop) == held(1_800)
    await kitchen.pay(AVAILABLE_AT_ONCE, amount=10_000)
    await shop.run_due(minutes=8)
    assert await reserved(shop) == held(0)
    assert await books(shop) == {"available:card": 7_480, "fees": 320, "accounts": 2_200, "world": -10_000}
    # Nothing is settled that was paid back.
    await shop.run_due(days=190)
    assert "CONNECT_COLLECTION_TRANSFER" not in str(await shop.graph(MOVED))


async def test_what_is_owed_for_180_days_is_settled_from_the_reserve(shop: Shop) -> None:
    kitchen = await overdrawn(shop)
    id = kitchen.graph.tenant.account
    await shop.run_due(days=179)
    assert await reserved(shop) == held(3_000)
    await shop.run_due(days=181)
    assert await reserved(shop) == held(0)
    assert await books(shop) == {"available:card": 5_680, "fees": 320, "accounts": 4_000, "world": -10_000}
    assert await books(kitchen) == {"accounts": -4_000, "world": 4_000}
    source = {"__typename": "ConnectCollectionTransfer", "amount": {"amount": 3_000}}
    for side, amount, sees in ((shop, -3_000, {"id": id}), (kitchen, 3_000, {"id": id})):
        moved = (await side.graph(MOVED))["balanceTransactions"]["nodes"]
        assert moved[-1] == {
            "type": "CONNECT_COLLECTION_TRANSFER",
            "reportingCategory": "connect_collection_transfer",
            "net": {"amount": amount},
            "description": f"Negative balance of {id}",
            "source": source | {"destination": sees},
        }


async def test_what_a_seller_owes_is_debited_from_their_bank(shop: Shop) -> None:
    kitchen = await overdrawn(shop, debitNegativeBalances=True, schedule={"interval": "DAILY"})
    await kitchen.told()
    await shop.run_due(days=2)
    asked = "{ payouts(first: 1) { nodes { amount { amount } automatic status } } }"
    debit = (await kitchen.graph(asked))["payouts"]["nodes"][0]
    assert (debit["amount"], debit["automatic"]) == ({"amount": -3_000}, True)
    await shop.run_due(days=9)
    assert (await kitchen.graph(asked))["payouts"]["nodes"][0]["status"] == "paid"
    assert await books(kitchen) == {"accounts": -1_000, "world": 1_000}
    assert await reserved(shop) == held(0)


async def test_a_seller_who_is_liable_keeps_what_they_cannot_give_back(shop: Shop) -> None:
    """Of a standard account the platform takes back no more than it has."""
    kitchen = await seller(
        shop,
        type="STANDARD",
        capabilities={},
        externalAccount={"token": "btok_us_verified"},
        settings={"payouts": {"schedule": {"interval": "MANUAL"}}},
    )
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    sent = await transfer(shop, kitchen, 4_000)
    await kitchen.graph.do("payoutCreate", "id", input={"amount": 1_500, "currency": "usd"})
    async with shop.nothing_changes(), kitchen.nothing_changes():
        refused = await shop.graph.refuse("transferReversalCreate", input={"transfer": sent["id"], "amount": 2_501})
    assert (refused["code"], refused["field"]) == ("BALANCE_INSUFFICIENT", "amount")
    await reverse(shop, sent["id"], amount=2_500)
    assert await books(kitchen) == {"accounts": -1_500, "world": 1_500}
    # And it is not debited at all.
    refused = await kitchen.graph.refuse(
        "transferCreate", input={"currency": "usd", "amount": 1, "destination": shop.graph.tenant.account}
    )
    assert (refused["code"], refused["field"]) == ("ACCOUNT_INVALID", "destination")


async def test_a_seller_is_paid_out_by_their_own_schedule(shop: Shop) -> None:
    kitchen = await seller(
        shop,
        externalAccount={"token": "btok_us_verified"},
        settings={"payouts": {"schedule": {"interval": "DAILY"}}},
    )
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    await transfer(shop, kitchen, 4_000)
    await shop.run_due(days=2)
    moved = "balanceTransactions { nodes { type net { amount } } }"
    asked = f"{{ payouts {{ nodes {{ amount {{ amount }} automatic {moved} }} }} }}"
    (paid,) = (await kitchen.graph(asked))["payouts"]["nodes"]
    assert (paid["amount"], paid["automatic"]) == ({"amount": 4_000}, True)
    assert sorted((each["type"], each["net"]["amount"]) for each in paid["balanceTransactions"]["nodes"]) == [
        ("PAYMENT", 4_000),
        ("PAYOUT", -4_000),
    ]
    assert await books(kitchen) == {"accounts": -4_000, "world": 4_000}
    assert await books(shop) == {"available:card": 5_680, "fees": 320, "accounts": 4_000, "world": -10_000}


async def test_a_seller_whose_payouts_are_not_enabled_is_not_paid_out(shop: Shop) -> None:
    kitchen = await seller(shop)
    await shop.pay(AVAILABLE_AT_ONCE, amount=10_000)
    await transfer(shop, kitchen, 4_000)
    async with kitchen.nothing_changes():
        refused = await kitchen.graph.refuse("payoutCreate", input={"amount": 4_000, "currency": "usd"})
    assert (refused["code"], refused["field"]) == ("PAYOUTS_NOT_ALLOWED", None)
    # Given a bank account, it is.
    given = {"externalAccount": {"token": "btok_us_verified"}}
    await shop.graph.do("accountUpdate", "id", id=kitchen.graph.tenant.account, input=given)
    await kitchen.graph.do("payoutCreate", "id", input={"amount": 4_000, "currency": "usd"})


async def test_what_the_platform_has_not_is_debited_from_its_own_bank(shop: Shop) -> None:
    """A seller was paid out, and then lost a dispute: the platform has nothing to hold, and its bank pays."""
    given = {
        "externalAccount": {"token": "btok_us_verified"},
        "settings": {"payouts": {"schedule": {"interval": "DAILY"}}},
    }
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input=given)
    settings = {"payouts": {"schedule": {"interval": "MANUAL"}, "debitNegativeBalances": False}}
    kitchen = await seller(shop, externalAccount={"token": "btok_us_verified"}, settings=settings)
    charge = (await kitchen.pay(AVAILABLE_AT_ONCE, amount=10_000))["latestCharge"]["id"]
    await kitchen.graph.do("payoutCreate", "id", input={"amount": 9_680, "currency": "usd"})
    await kitchen.graph.do("chargeDispute", "id", id=charge, input={})
    # The amount and the fee of the dispute, 15.00.
    assert (await books(kitchen))["available:card"] == -11_500
    assert await books(shop) == {}
    await shop.run_due(minutes=1)
    reserve = f"reserved:{kitchen.graph.tenant.account}"
    owing = await books(shop)
    assert (owing["available:card"], owing[reserve]) == (-11_500, 11_500)
    for days in (3, 12):
        await shop.run_due(days=days)
    (debit,) = (await shop.graph("{ payouts { nodes { amount { amount } automatic status } } }"))["payouts"]["nodes"]
    assert debit == {"amount": {"amount": -11_500}, "automatic": True, "status": "paid"}
    assert await books(shop) == {reserve: 11_500, "world": -11_500}
    assert await reserved(shop) == held(11_500)
