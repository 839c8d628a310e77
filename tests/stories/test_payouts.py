"""Payouts: on request, instant, canceled, reversed; where banks refuse or return them."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.access.opening import open_account
from app.cli.accounts import BANK_ACCOUNT
from app.database import Database
from tests.graph import new_caller
from tests.stories.shop import Shop

EXAMPLES = Path(__file__).parents[2] / "playground" / "examples"

PAYOUT = """
    id object status amount { amount currency } arrivalDate automatic currency description failureCode failureMessage
    method reconciliationStatus sourceType statementDescriptor traceId { status value } type metadata
    balanceTransaction { type reportingCategory status amount { amount } fee { amount } net { amount }
        description source { __typename } payout { id } }
    failureBalanceTransaction { type reportingCategory amount { amount } fee { amount } net { amount } }
    originalPayout { id } reversedBy { id } balanceTransactions { totalCount }
"""
FAILURES = [
    ("btok_us_verified_noAccount", "no_account"),
    ("btok_us_verified_insufficientFunds", "insufficient_funds"),
    ("btok_us_verified_debitNotAuthorized", "debit_not_authorized"),
    ("btok_us_verified_invalidCurrency", "invalid_currency"),
    ("tok_visa_debit_us_transferFail", "could_not_process"),
]
FAILED = ["payout.failed", "payout.updated", "account.external_account.updated", "account.updated"]
MANUAL = {"payouts": {"schedule": {"interval": "MANUAL"}}}


async def paid_to(shop: Shop, token: str = "btok_us_verified", **input: Any) -> None:
    """Have the account paid out there, on request."""
    given = {"externalAccount": {"token": token}, "settings": MANUAL} | input
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input=given)


async def with_funds(shop: Shop, token: str = "btok_us_verified") -> None:
    """The same, with 96.80 USD available."""
    await paid_to(shop, token)
    await shop.pay("pm_card_bypassPending", amount=10_000)
    await shop.run_due(minutes=1)
    await shop.told()


async def pay_out(shop: Shop, amount: int = 1000, **input: Any) -> dict[str, Any]:
    return await shop.graph.do("payoutCreate", PAYOUT, input={"amount": amount, "currency": "usd"} | input)


async def refuse(shop: Shop, **input: Any) -> tuple[str, str]:
    async with shop.nothing_changes():
        refused = await shop.graph.refuse("payoutCreate", input={"amount": 1000, "currency": "usd"} | input)
    return refused["code"], refused["field"]


async def payout(shop: Shop, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(f"query ($id: ID!) {{ payout(id: $id) {{ {PAYOUT} }} }}", id=id))[
        "payout"
    ]
    return found


async def available(shop: Shop) -> int:
    data = await shop.graph("{ balance { available { amount { amount } currency } } }")
    (funds,) = data["balance"]["available"]
    assert funds["currency"] == "usd"
    return int(funds["amount"]["amount"])


async def test_a_payout_arrives(shop: Shop) -> None:
    await with_funds(shop)
    assert await available(shop) == 9680
    made = await pay_out(shop, metadata={"week": "9"}, description="Rent", statementDescriptor="ROCKET")
    assert await available(shop) == 8680
    assert made | {"id": "", "arrivalDate": ""} == {
        "id": "",
        "object": "payout",
        "status": "pending",
        "amount": {"amount": 1000, "currency": "usd"},
        "arrivalDate": "",
        "automatic": False,
        "currency": "usd",
        "description": "Rent",
        "failureCode": None,
        "failureMessage": None,
        "method": "standard",
        "reconciliationStatus": "NOT_APPLICABLE",
        "sourceType": "card",
        "statementDescriptor": "ROCKET",
        "traceId": {"status": "pending", "value": None},
        "type": "BANK_ACCOUNT",
        "metadata": {"week": "9"},
        "balanceTransaction": {
            "type": "PAYOUT",
            "reportingCategory": "payout",
            "status": "available",
            "amount": {"amount": -1000},
            "fee": {"amount": 0},
            "net": {"amount": -1000},
            "description": "Rent",
            "source": {"__typename": "Payout"},
            "payout": None,
        },
        "failureBalanceTransaction": None,
        "originalPayout": None,
        "reversedBy": None,
        "balanceTransactions": {"totalCount": 0},
    }
    assert await shop.told() == ["payout.created"]
    await shop.run_due(minutes=1)
    assert (await payout(shop, made["id"]))["status"] == "in_transit"
    assert await shop.told() == ["payout.updated"]
    await shop.run_due(minutes=3)
    arrived = await payout(shop, made["id"])
    assert (arrived["status"], arrived["traceId"]["status"], len(arrived["traceId"]["value"])) == (
        "paid",
        "supported",
        15,
    )
    assert await shop.told() == ["payout.paid", "payout.updated"]
    await shop.run_due(days=30)
    assert await shop.told() == []
    assert await available(shop) == 8680


@pytest.mark.parametrize(("token", "code"), FAILURES)
async def test_a_bank_refuses_a_payout(shop: Shop, token: str, code: str) -> None:
    await with_funds(shop, token)
    made = await pay_out(shop)
    await shop.run_due(minutes=1)
    await shop.told()
    await shop.run_due(minutes=3)
    failed = await payout(shop, made["id"])
    assert (failed["status"], failed["failureCode"], failed["traceId"]) == (
        "failed",
        code,
        {"status": "unsupported", "value": None},
    )
    assert failed["failureMessage"]
    assert failed["failureBalanceTransaction"] == {
        "type": "PAYOUT_FAILURE",
        "reportingCategory": "payout_reversal",
        "amount": {"amount": 1000},
        "fee": {"amount": 0},
        "net": {"amount": 1000},
    }
    assert await available(shop) == 9680
    assert await shop.told() == [*FAILED, "balance.available"]
    # Nothing more is sent there, until the account has another bank account.
    assert await refuse(shop) == ("BANK_ACCOUNT_UNUSABLE", "destination")
    await paid_to(shop)
    assert (await pay_out(shop))["status"] == "pending"


async def test_a_bank_returns_a_payout_that_had_arrived(shop: Shop) -> None:
    await with_funds(shop, "btok_us_verified_accountClosed")
    made = await pay_out(shop)
    await shop.run_due(minutes=1)
    await shop.told()
    await shop.run_due(minutes=2)
    assert (await payout(shop, made["id"]))["status"] == "paid"
    assert await shop.told() == ["payout.paid", "payout.updated"]
    assert await available(shop) == 8680
    await shop.run_due(minutes=5)
    failed = await payout(shop, made["id"])
    assert (failed["status"], failed["failureCode"]) == ("failed", "account_closed")
    assert await shop.told() == [*FAILED, "balance.available"]
    assert await available(shop) == 9680


async def test_a_pending_payout_is_canceled(shop: Shop) -> None:
    await with_funds(shop)
    made = await pay_out(shop)
    canceled = await shop.graph.do("payoutCancel", PAYOUT, id=made["id"])
    assert canceled["status"] == "canceled"
    assert canceled["failureBalanceTransaction"] == {
        "type": "PAYOUT_CANCEL",
        "reportingCategory": "payout_reversal",
        "amount": {"amount": 1000},
        "fee": {"amount": 0},
        "net": {"amount": 1000},
    }
    assert await available(shop) == 9680
    assert await shop.told() == ["payout.created", "payout.canceled", "payout.updated"]
    await shop.run_due(days=3)
    assert await shop.told() == ["balance.available"]
    assert (await payout(shop, made["id"]))["status"] == "canceled"
    refused = await shop.graph.refuse("payoutCancel", id=made["id"])
    assert (refused["code"], refused["field"]) == ("PAYOUT_UNEXPECTED_STATE", "id")


async def test_what_was_sent_is_not_canceled(shop: Shop) -> None:
    await with_funds(shop, "tok_visa_debit_us_transferSuccess")
    sent, instant = await pay_out(shop), await pay_out(shop, method="INSTANT")
    await shop.run_due(minutes=1)
    for made in (sent, instant):
        async with shop.nothing_changes():
            refused = await shop.graph.refuse("payoutCancel", id=made["id"])
            assert refused["code"] == "PAYOUT_UNEXPECTED_STATE"
    another = await pay_out(shop, method="INSTANT")
    refused = await shop.graph.refuse("payoutCancel", id=another["id"])
    assert (refused["code"], refused["message"]) == (
        "PAYOUT_UNEXPECTED_STATE",
        "An instant payout cannot be canceled.",
    )


async def test_a_paid_payout_is_reversed(shop: Shop) -> None:
    await with_funds(shop)
    made = await pay_out(shop)
    refused = await shop.graph.refuse("payoutReverse", id=made["id"])
    assert (refused["code"], refused["field"]) == ("PAYOUT_UNEXPECTED_STATE", "id")
    await shop.run_due(minutes=1)
    await shop.run_due(minutes=3)
    await shop.told()
    reversal = await shop.graph.do("payoutReverse", PAYOUT, id=made["id"], input={"metadata": {"why": "wrong"}})
    assert (reversal["amount"]["amount"], reversal["status"], reversal["metadata"]) == (
        -1000,
        "pending",
        {"why": "wrong"},
    )
    assert reversal["originalPayout"] == {"id": made["id"]}
    assert (reversal["balanceTransaction"]["amount"], reversal["balanceTransaction"]["status"]) == (
        {"amount": 1000},
        "pending",
    )
    assert (await payout(shop, made["id"]))["reversedBy"] == {"id": reversal["id"]}
    assert await shop.told() == ["payout.created", "payout.updated"]
    assert await shop.balance() == {"available": {"usd": {"card": 8680}}, "pending": {"usd": {"card": 1000}}}
    for id in (made["id"], reversal["id"]):
        assert (await shop.graph.refuse("payoutReverse", id=id))["code"] == "PAYOUT_UNEXPECTED_STATE"
    await shop.run_due(days=7)
    await shop.run_due(days=14)
    assert await shop.balance() == {"available": {"usd": {"card": 9680}}}
    assert (await payout(shop, reversal["id"]))["status"] == "paid"
    assert sorted(await shop.told()) == ["balance.available", "payout.paid", "payout.updated", "payout.updated"]


async def test_a_payout_to_a_card_is_not_reversed(shop: Shop) -> None:
    await with_funds(shop, "tok_visa_debit_us_transferSuccess")
    made = await pay_out(shop)
    await shop.run_due(minutes=1)
    await shop.run_due(minutes=3)
    assert (await payout(shop, made["id"]))["traceId"] == {"status": "unsupported", "value": None}
    refused = await shop.graph.refuse("payoutReverse", id=made["id"])
    assert refused["code"] == "PAYOUT_UNEXPECTED_STATE"
    assert "bank account in the United States or Canada" in refused["message"]


@pytest.mark.parametrize("failing", [False, True])
async def test_an_instant_payout_costs_a_fee(shop: Shop, failing: bool) -> None:
    await with_funds(shop, f"tok_visa_debit_us_transfer{'Fail' if failing else 'Success'}")
    data = await shop.graph(
        "{ balance { instantAvailable { amount { amount } currency sourceTypes { card { amount } } "
        "netAvailable { amount { amount currency } destination sourceTypes { card { amount } } } } } }"
    )
    (instant,) = data["balance"]["instantAvailable"]
    (net,) = instant.pop("netAvailable")
    assert instant == {"amount": {"amount": 9680}, "currency": "usd", "sourceTypes": {"card": {"amount": 9680}}}
    # 9537 and 1.5 percent of it, 143, are 9680.
    assert (net["amount"], net["sourceTypes"]) == (
        {"amount": 9537, "currency": "usd"},
        {"card": {"amount": 9537}},
    )
    assert await refuse(shop, amount=9538, method="INSTANT") == ("BALANCE_INSUFFICIENT", "amount")
    made = await pay_out(shop, 9537, method="INSTANT", destination=net["destination"])
    assert (made["method"], made["type"], made["status"]) == ("instant", "CARD", "pending")
    moved = made["balanceTransaction"]
    assert (moved["amount"], moved["fee"], moved["net"]) == ({"amount": -9537}, {"amount": 143}, {"amount": -9680})
    assert await available(shop) == 0
    await shop.run_due(minutes=1)
    await shop.run_due(minutes=3)
    assert (await payout(shop, made["id"]))["status"] == ("failed" if failing else "paid")
    # The fee of a payout that fails is given back.
    assert await available(shop) == (9680 if failing else 0)


async def test_the_least_fee_of_an_instant_payout(shop: Shop) -> None:
    await with_funds(shop, "tok_mastercard_debit_us_transferSuccess")
    made = await pay_out(shop, 100, method="INSTANT")
    assert made["balanceTransaction"]["fee"] == {"amount": 50}


async def test_what_cannot_be_paid_out(shop: Shop) -> None:
    assert await refuse(shop) == ("PARAMETER_INVALID", "currency")
    await with_funds(shop)
    assert await refuse(shop, amount=9681) == ("BALANCE_INSUFFICIENT", "amount")
    assert await refuse(shop, sourceType="BANK_ACCOUNT") == ("BALANCE_INSUFFICIENT", "amount")
    assert await refuse(shop, currency="eur") == ("PARAMETER_INVALID", "currency")
    assert await refuse(shop, destination="ba_missing") == ("RESOURCE_MISSING", "destination")
    assert await refuse(shop, method="INSTANT") == ("INSTANT_PAYOUTS_UNSUPPORTED", "method")
    assert await refuse(shop, amount=0) == ("PARAMETER_INVALID_INTEGER", "amount")
    assert await refuse(shop, currency="huf", amount=150) == ("PARAMETER_INVALID_INTEGER", "amount")
    assert await available(shop) == 9680


async def test_only_some_destinations_take_instant_payouts(shop: Shop) -> None:
    for token in ("btok_us_verified", "tok_visa_debit_us_instantPayoutUnsupported"):
        await with_funds(shop, token)
        assert await refuse(shop, method="INSTANT") == ("INSTANT_PAYOUTS_UNSUPPORTED", "method")
    number = {"object": "bank_account", "accountNumber": "000999999991", "routingNumber": "110000000"}
    await paid_to(shop, externalAccount=number)
    assert (await pay_out(shop, method="INSTANT"))["type"] == "BANK_ACCOUNT"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"token": "btok_nobody"}, "RESOURCE_MISSING", "externalAccount.token"),
        ({"accountNumber": "000123456789"}, "PARAMETER_MISSING", "externalAccount.object"),
        ({"object": "bank_account"}, "PARAMETER_MISSING", "externalAccount.accountNumber"),
        (
            {"object": "bank_account", "accountNumber": "000123456789", "country": "UK"},
            "COUNTRY_CODE_INVALID",
            "externalAccount.country",
        ),
        (
            {"object": "card", "number": "4000056655665556", "expYear": 2040},
            "PARAMETER_MISSING",
            "externalAccount.expMonth",
        ),
        (
            {"object": "card", "number": "4242424242424242", "expMonth": 1, "expYear": 2040},
            "INVALID_CARD_TYPE",
            "externalAccount.number",
        ),
    ],
)
async def test_what_no_payout_can_be_sent_to(shop: Shop, given: dict[str, Any], code: str, field: str) -> None:
    async with shop.nothing_changes():
        refused = await shop.graph.refuse(
            "accountUpdate", id=shop.graph.tenant.account, input={"externalAccount": given}
        )
    assert (refused["code"], refused["field"]) == (code, field)


async def test_a_payout_changes_in_its_metadata_alone(shop: Shop) -> None:
    await with_funds(shop)
    made = await pay_out(shop)
    await shop.told()
    changed = await shop.graph.do("payoutUpdate", "metadata", id=made["id"], input={"metadata": {"order": "7"}})
    assert changed == {"metadata": {"order": "7"}}
    (event,) = await shop.told_whole()
    assert (event["type"], event["data"]["previousAttributes"]) == (
        "payout.updated",
        {"metadata": {"order": None}},
    )
    body = event["data"]["object"]
    assert (body["object"], body["destination"][:3], body["application_fee"]) == ("payout", "ba_", None)
    found = await shop.graph(
        '{ payouts(where: { status: { eq: "pending" }, metadata: { key: "order", eq: "7" } }) { nodes { id } } }'
    )
    assert found["payouts"]["nodes"] == [{"id": made["id"]}]


async def test_the_playgrounds_payout_works_on_a_new_demo(client: httpx.AsyncClient, database: Database) -> None:
    async with database.begin() as connection:
        account = await open_account(connection, name="Demo", paid_out_to=BANK_ACCOUNT)
    demo = await new_caller(client, database, account_id=account.id)
    example = (EXAMPLES / "core_resources" / "payout.graphql").read_text()
    for _ in range(2):
        done = await demo(example)
        assert (done["paymentIntentCreate"]["userErrors"], done["payoutCreate"]["userErrors"]) == ([], [])
        assert done["payoutCreate"]["payout"]["status"] == "pending"
    # What is not asked for stays.
    rest = 2 * (2000 - 88 - 500)
    assert await demo("{ balance { available { amount { amount } } } }") == {
        "balance": {"available": [{"amount": {"amount": rest}}]}
    }
