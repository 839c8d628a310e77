"""Account sessions: a browser's secret opens one connected account, and of it what the enabled components allow."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.access import keys
from app.database import Database
from app.tables.access import ApiKey
from tests.access.test_customer_keys import heard_everywhere, refusal_of
from tests.connect.test_connected import connect
from tests.graph import Graph

ACCOUNT = "enabled features { disableStripeUserAuthentication externalAccountCollection }"
PAYMENT = (
    "enabled features { capturePayments destinationOnBehalfOfChargeManagement disputeManagement refundManagement }"
)
PAYOUT = f"{ACCOUNT[:-1]} editPayoutSchedule instantPayouts standardPayouts }}"
PLAIN = "enabled features"
PLAINS = ("documents", "payoutsList", "taxRegistrations", "taxSettings")
SHOWN = f"""account {{ id }} expiresAt livemode clientSecret components {{
  accountManagement {{ {ACCOUNT} }} accountOnboarding {{ {ACCOUNT} }} notificationBanner {{ {ACCOUNT} }}
  payments {{ {PAYMENT} }} paymentDetails {{ {PAYMENT} }} balances {{ {PAYOUT} }} payouts {{ {PAYOUT} }}
  documents {{ {PLAIN} }} payoutsList {{ {PLAIN} }} taxRegistrations {{ {PLAIN} }} taxSettings {{ {PLAIN} }}
}}"""
OTHERWISE = (
    "The components of this account session do not allow this. Create a session whose components do, or use a secret "
    "key, and keep it on your server."
)
READY = {"type": "CUSTOM", "capabilities": {"cardPayments": {"requested": True}, "transfers": {"requested": True}}}
FEATURES = {"enabled": True}


async def session(graph: Graph, account: str, **components: Any) -> Graph:
    """A browser with the secret of a session of these components, each enabled, with its features."""
    given = {name: FEATURES | ({"features": features} if features else {}) for name, features in components.items()}
    made = await graph.do("accountSessionCreate", "clientSecret", input={"account": account, "components": given})
    return Graph(graph.client, graph.tenant._replace(account=account), made["clientSecret"])


async def paid(graph: Graph, account: str, **values: Any) -> dict[str, Any]:
    """A payment to the account, with its charge."""
    return await graph.on(account).do(
        "paymentIntentCreate",
        "id latestCharge { id }",
        input={
            "amount": 2000,
            "currency": "usd",
            "paymentMethod": "pm_card_bypassPending",
            "confirm": True,
            "captureMethod": "AUTOMATIC",
            "returnUrl": "https://rocket.example",
            **values,
        },
    )


async def forbidden(caller: Graph, document: str, **variables: Any) -> str:
    """What the one refusal of a document says, which changes nothing."""
    error = await caller.error(document, **variables)
    assert error["extensions"]["code"] == "FORBIDDEN", error
    return str(error["message"])


async def test_a_session_is_shown_whole_once(graph: Graph, database: Database) -> None:
    account = await connect(graph, type="STANDARD")
    given = {"payouts": {"enabled": True, "features": {"instantPayouts": False}}, "payments": {"enabled": True}}
    before = datetime.now(UTC).replace(microsecond=0)
    made = await graph.do("accountSessionCreate", SHOWN, input={"account": account, "components": given})
    assert (made["account"], made["livemode"]) == ({"id": account}, False)
    assert made["clientSecret"].startswith("accs_test_")
    ends = datetime.fromisoformat(made["expiresAt"]) - timedelta(hours=1)
    assert before <= ends <= datetime.now(UTC)
    of_account = {"disableStripeUserAuthentication": False, "externalAccountCollection": False}
    off = {"enabled": False, "features": of_account}
    payouts = {"editPayoutSchedule": False, "instantPayouts": False, "standardPayouts": False}
    payments = dict.fromkeys(("capturePayments", "disputeManagement", "refundManagement"), True)
    destination = {"destinationOnBehalfOfChargeManagement": False}
    assert made["components"] == {
        **dict.fromkeys(("accountManagement", "accountOnboarding", "notificationBanner"), off),
        "payments": {"enabled": True, "features": payments | destination},
        "paymentDetails": {"enabled": False, "features": dict.fromkeys(payments, False) | destination},
        "balances": {"enabled": False, "features": of_account | payouts},
        "payouts": {
            "enabled": True,
            "features": of_account
            | {"externalAccountCollection": True}
            | {"editPayoutSchedule": True, "instantPayouts": False, "standardPayouts": True},
        },
        **{name: {"enabled": False, "features": {}} for name in PLAINS},
    }
    async with database.begin() as connection:
        assert made["clientSecret"] not in str(await connection.values(select(ApiKey.__table__)))


async def test_defaults_go_by_who_bears_losses_and_who_collects(graph: Graph) -> None:
    account = await connect(graph, type="CUSTOM")
    features = {"externalAccountCollection": False}
    given = {"payouts": {"enabled": True}, "accountOnboarding": {"enabled": True, "features": features}}
    made = await graph.do("accountSessionCreate", SHOWN, input={"account": account, "components": given})
    assert made["components"]["payouts"]["features"] == {
        "disableStripeUserAuthentication": False,
        "externalAccountCollection": True,
        "editPayoutSchedule": False,
        "instantPayouts": False,
        "standardPayouts": False,
    }
    assert made["components"]["accountOnboarding"]["features"] == {
        "disableStripeUserAuthentication": True,
        "externalAccountCollection": False,
    }


@pytest.mark.parametrize(
    ("components", "code", "field"),
    [
        ({}, "PARAMETER_MISSING", "components"),
        ({"documents": {"enabled": False}}, "PARAMETER_MISSING", "components"),
        (
            {"payouts": {"enabled": True}, "payments": {"enabled": False, "features": {"refundManagement": True}}},
            "PARAMETER_INVALID",
            "components.payments.features",
        ),
        (
            {"payouts": {"enabled": True, "features": {"disableStripeUserAuthentication": True}}},
            "PARAMETER_INVALID",
            "components.payouts.features.disableStripeUserAuthentication",
        ),
        (
            {"accountOnboarding": {"enabled": True, "features": {"externalAccountCollection": False}}},
            "PARAMETER_INVALID",
            "components.accountOnboarding.features.externalAccountCollection",
        ),
    ],
)
async def test_what_a_session_cannot_have(graph: Graph, components: Any, code: str, field: str) -> None:
    given = {"account": await connect(graph, type="EXPRESS"), "components": components}
    refused = await graph.refuse("accountSessionCreate", "clientSecret", input=given)
    assert (refused["code"], refused["field"]) == (code, field)


async def test_accounts_of_others_are_refused(graph: Graph, stranger: Graph) -> None:
    account = await connect(graph)
    components = {"payments": {"enabled": True}}
    for caller, id, code in (
        (stranger, account, "RESOURCE_MISSING"),
        (graph, stranger.tenant.account, "RESOURCE_MISSING"),
        (graph, "acct_nope", "RESOURCE_MISSING"),
        (graph, graph.tenant.account, "ACCOUNT_INVALID"),
        (graph.on(account), account, "ACCOUNT_INVALID"),
    ):
        refused = await caller.refuse(
            "accountSessionCreate", "clientSecret", input={"account": id, "components": components}
        )
        assert (refused["code"], refused["field"]) == (code, "account")


async def test_a_session_opens_one_account(graph: Graph) -> None:
    account, sibling = await connect(graph, **READY), await connect(graph, **READY)
    mine, theirs, platforms = (
        await paid(graph, account),
        await paid(graph, sibling),
        await paid(graph, graph.tenant.account),
    )
    browser = await session(graph, account, payments={})
    ids = [mine["id"], theirs["id"], platforms["id"]]
    found = await browser(
        "query ($ids: [ID!]!) { paymentIntents { totalCount nodes { id latestCharge { id amount { amount } } } } "
        "nodes(ids: $ids) { id } }",
        ids=ids,
    )
    assert found == {
        "paymentIntents": {
            "totalCount": 1,
            "nodes": [
                {"id": mine["id"], "latestCharge": {"id": mine["latestCharge"]["id"], "amount": {"amount": 2000}}}
            ],
        },
        "nodes": [{"id": mine["id"]}, None, None],
    }
    for other in (sibling, graph.tenant.account):
        assert "on its own account alone" in await forbidden(browser.on(other), "{ paymentIntents { totalCount } }")
    assert (await browser.on(account)("{ paymentIntents { totalCount } }"))["paymentIntents"]["totalCount"] == 1
    refund = "mutation ($id: ID!) { refundCreate(input: { charge: $id }) { refund { id } userErrors { code } } }"
    answer = await browser(refund, id=theirs["latestCharge"]["id"])
    assert answer["refundCreate"] == {"refund": None, "userErrors": [{"code": "RESOURCE_MISSING"}]}


async def test_a_session_expires(graph: Graph, database: Database) -> None:
    browser = await session(graph, await connect(graph), payments={})
    assert await refusal_of(browser) == (200, "")
    table = ApiKey.__table__
    ended = datetime.now(UTC) - timedelta(seconds=1)
    async with database.writing() as connection:
        await connection.fetch(update(table).where(table.c.kind == "account_session").values(expires_at=ended))
    fresh = Graph(browser.client, browser.tenant, browser.secret, headers={"Stripe-Account": browser.tenant.account})
    hint = f"accs_test_…{browser.secret[-4:]}"
    message = f"The account session {hint} has expired. Have your server create another one."
    assert await refusal_of(fresh) == (401, message)
    async with database.writing() as connection:
        await connection.fetch(
            update(table).where(table.c.kind == "account_session").values(expires_at=ended - timedelta(days=1))
        )
    await keys.sweep(database)
    async with database.begin() as connection:
        assert await connection.values(select(table.c.id).where(table.c.kind == "account_session")) == []


async def test_a_session_ends_with_its_account(graph: Graph) -> None:
    account = await connect(graph)
    browser, bystander = (
        await session(graph, account, payments={}),
        await session(graph, await connect(graph), payments={}),
    )
    for each in (browser, bystander):
        assert await refusal_of(each) == (200, "")
    await graph.do("accountDelete", "id", id=account)
    await heard_everywhere(browser)
    assert await refusal_of(bystander) == (200, "")
