"""Top-ups: funds from a bank that arrive, fail, are canceled, or are taken back; with their money in the books."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.tables.infrastructure import LedgerEntry
from tests.graph import Graph
from tests.stories.shop import Shop
from tests.stories.test_payouts import FAILURES, paid_to

TOPUP = """
    id object status amount { amount currency } currency description failureCode failureMessage statementDescriptor
    transferGroup livemode metadata expectedAvailabilityDate created
    balanceTransaction { id type reportingCategory status amount { amount } fee { amount } net { amount } description }
    balanceTransactions { nodes { type reportingCategory net { amount } source { __typename } } }
"""


async def top_up(shop: Shop, **input: Any) -> dict[str, Any]:
    return await shop.graph.do("topupCreate", TOPUP, input={"amount": 5000, "currency": "usd"} | input)


async def topup(shop: Shop, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(f"query ($id: ID!) {{ it: topup(id: $id) {{ {TOPUP} }} }}", id=id))["it"]
    return found


async def books(shop: Shop) -> dict[str, int]:
    """The sum of each book, as all of them sum to zero."""
    entry = LedgerEntry.__table__.c
    mine = (entry.account_id == shop.graph.tenant.account, entry.livemode == shop.graph.tenant.livemode)
    async with shop.database.begin() as connection:
        rows = await connection.fetch(
            select(entry.book, func.sum(entry.amount).label("sum")).where(*mine).group_by(entry.book)
        )
    found = {row["book"]: int(row["sum"]) for row in rows}
    assert sum(found.values()) == 0
    return found


async def test_the_funds_arrive(shop: Shop) -> None:
    given = {"description": "Float", "statementDescriptor": "Float", "transferGroup": "week 9", "metadata": {"a": "b"}}
    made = await top_up(shop, **given)
    assert made | {"id": "", "expectedAvailabilityDate": "", "created": ""} == {
        "id": "",
        "object": "topup",
        "status": "PENDING",
        "amount": {"amount": 5000, "currency": "usd"},
        "currency": "usd",
        "description": "Float",
        "failureCode": None,
        "failureMessage": None,
        "statementDescriptor": "Float",
        "transferGroup": "week 9",
        "livemode": False,
        "metadata": {"a": "b"},
        "expectedAvailabilityDate": "",
        "created": "",
        "balanceTransaction": None,
        "balanceTransactions": {"nodes": []},
    }
    assert made["id"].startswith("tu_")
    assert made["expectedAvailabilityDate"].endswith("T00:00:00Z")
    assert made["expectedAvailabilityDate"] > made["created"]
    assert await shop.told() == ["topup.created"]
    assert await books(shop) == {}
    await shop.run_due(minutes=2)
    arrived = await topup(shop, made["id"])
    assert (arrived["status"], arrived["expectedAvailabilityDate"]) == ("SUCCEEDED", made["expectedAvailabilityDate"])
    assert arrived["balanceTransaction"] | {"id": ""} == {
        "id": "",
        "type": "TOPUP",
        "reportingCategory": "topup",
        "status": "available",
        "amount": {"amount": 5000},
        "fee": {"amount": 0},
        "net": {"amount": 5000},
        "description": "Float",
    }
    assert await shop.told() == ["topup.succeeded", "balance.available"]
    assert await books(shop) == {"available:card": 5000, "world": -5000}
    await shop.run_due(days=30)
    assert await shop.told() == []
    # What was topped up is paid out.
    await paid_to(shop)
    paid = await shop.graph.do("payoutCreate", "amount { amount }", input={"amount": 5000, "currency": "usd"})
    assert paid == {"amount": {"amount": 5000}}


@pytest.mark.parametrize(("source", "code"), FAILURES[:4])
async def test_the_bank_refuses(shop: Shop, source: str, code: str) -> None:
    made = await top_up(shop, source=source)
    assert made["status"] == "PENDING"
    await shop.told()
    await shop.run_due(minutes=2)
    failed = await topup(shop, made["id"])
    assert (failed["status"], failed["failureCode"]) == ("FAILED", code)
    assert failed["failureMessage"]
    assert (failed["balanceTransaction"], failed["expectedAvailabilityDate"]) == (None, None)
    assert await shop.told() == ["topup.failed"]
    assert await books(shop) == {}


async def test_the_bank_takes_the_funds_back(shop: Shop) -> None:
    made = await top_up(shop, source="btok_us_verified_accountClosed")
    await shop.told()
    await shop.run_due(minutes=1)
    assert (await topup(shop, made["id"]))["status"] == "SUCCEEDED"
    assert await books(shop) == {"available:card": 5000, "world": -5000}
    await shop.run_due(minutes=3)
    reversed_ = await topup(shop, made["id"])
    assert (reversed_["status"], reversed_["failureCode"]) == ("REVERSED", None)
    assert reversed_["balanceTransaction"]["type"] == "TOPUP"
    assert reversed_["balanceTransactions"]["nodes"] == [
        {
            "type": "TOPUP_REVERSAL",
            "reportingCategory": "topup_reversal",
            "net": {"amount": -5000},
            "source": {"__typename": "Topup"},
        },
        {"type": "TOPUP", "reportingCategory": "topup", "net": {"amount": 5000}, "source": {"__typename": "Topup"}},
    ]
    assert await shop.told() == ["topup.succeeded", "balance.available", "topup.reversed"]
    assert await books(shop) == {"available:card": 0, "world": 0}


async def test_some_sources_answer_at_once_and_one_never(shop: Shop) -> None:
    for source, status, told in (
        ("btok_us_verified_bypassPending", "SUCCEEDED", ["topup.created", "topup.succeeded"]),
        ("btok_us_verified_noAccount_bypassPending", "FAILED", ["topup.created", "topup.failed"]),
        (
            "btok_us_verified_accountClosed_bypassPending",
            "REVERSED",
            ["topup.created", "topup.succeeded", "topup.reversed"],
        ),
    ):
        assert (await top_up(shop, source=source))["status"] == status
        assert await shop.told() == told
    waiting = await top_up(shop, source="btok_us_verified_processing")
    await shop.run_due(days=30)
    assert (await topup(shop, waiting["id"]))["status"] == "PENDING"
    assert (await shop.told())[0] == "topup.created"
    found = await shop.graph(
        "{ topups(where: { status: { eq: PENDING } }) { nodes { id } } all: topups { totalCount } }"
    )
    assert found == {"topups": {"nodes": [{"id": waiting["id"]}]}, "all": {"totalCount": 4}}


async def test_a_pending_one_is_canceled_and_no_other(shop: Shop) -> None:
    made = await top_up(shop)
    await shop.told()
    canceled = await shop.graph.do("topupCancel", TOPUP, id=made["id"])
    assert (canceled["status"], canceled["expectedAvailabilityDate"]) == ("CANCELED", None)
    assert await shop.told() == ["topup.canceled"]
    await shop.run_due(days=30)
    assert (await topup(shop, made["id"]))["status"] == "CANCELED"
    assert await shop.told() == []
    assert await books(shop) == {}
    arrived = await top_up(shop, source="btok_us_verified_bypassPending")
    for id in (made["id"], arrived["id"]):
        async with shop.nothing_changes():
            refused = await shop.graph.refuse("topupCancel", id=id)
        assert refused["field"] == "id"


async def test_live_mode_debits_no_bank_account(live: Graph) -> None:
    refused = await live.refuse("topupCreate", input={"amount": 5000, "currency": "usd"})
    assert (refused["code"], refused["field"]) == ("LIVEMODE_MISMATCH", None)
    assert (await live("{ topups { totalCount } }"))["topups"]["totalCount"] == 0


async def test_description_and_metadata_are_updated_without_an_event(shop: Shop) -> None:
    made = await top_up(shop, metadata={"a": "b"})
    await shop.told()
    given = {"description": "Float", "metadata": {"a": None, "c": "d"}}
    updated = await shop.graph.do("topupUpdate", "description metadata", id=made["id"], input=given)
    assert updated == {"description": "Float", "metadata": {"c": "d"}}
    assert await shop.told() == []


async def test_an_account_tops_up_from_its_own_bank_account(shop: Shop) -> None:
    await paid_to(shop, "btok_us_verified_insufficientFunds")
    made = await top_up(shop)
    await shop.run_due(minutes=2)
    assert (await topup(shop, made["id"]))["failureCode"] == "insufficient_funds"


@pytest.mark.parametrize(
    ("input", "code", "field"),
    [
        ({"amount": 0}, "PARAMETER_INVALID_INTEGER", "amount"),
        ({"currency": "eur"}, "PARAMETER_INVALID", "currency"),
        ({"currency": "eur", "source": "btok_us_verified"}, "PARAMETER_INVALID", "currency"),
        ({"source": "src_1"}, "RESOURCE_MISSING", "source"),
        ({"source": "btok_us_verified_processing_bypassPending"}, "RESOURCE_MISSING", "source"),
        ({"statementDescriptor": "A long descriptor"}, "PARAMETER_INVALID", "statementDescriptor"),
        ({"statementDescriptor": "<Float>"}, "INVALID_CHARACTERS", "statementDescriptor"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(
    shop: Shop, input: dict[str, Any], code: str, field: str
) -> None:
    async with shop.nothing_changes():
        refused = await shop.graph.refuse("topupCreate", input={"amount": 5000, "currency": "usd"} | input)
    assert (refused["code"], refused["field"]) == (code, field)
    assert await books(shop) == {}
