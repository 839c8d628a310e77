"""Connected accounts: created, updated, rejected and deleted by their platform, and by no one else."""

from typing import Any

import httpx
import pytest

from app.access.keys import create_key
from app.cli.ready import READY
from app.database import Database
from app.listening import Listening
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.access import KeyKind
from app.tables.connect.account import Account
from app.tables.core_resources.customer import Customer
from tests.graph import Graph, new_caller
from tests.records import records

SHOWN = """id type country defaultCurrency email chargesEnabled payoutsEnabled detailsSubmitted metadata
  controller { type isController fees { payer } losses { payments } requirementCollection stripeDashboard { type } }
  capabilities { cardPayments transfers } businessProfile { name } requirements { disabledReason }"""


BARE = {"type": "CUSTOM"}
"""Of an account of which no more is known."""


async def connect(graph: Graph, **values: Any) -> str:
    """The id of a new connected account, which can accept payments and be paid out."""
    made = await graph.do("accountCreate", "id", input=READY | values)
    return str(made["id"])


async def begun(graph: Graph, type: str = "CUSTOM") -> str:
    """The id of a new connected account that has nothing yet, and of which no more is told than that it is there."""
    made = await graph.do("accountCreate", "id", input={"type": type})
    return str(made["id"])


async def listed(graph: Graph) -> list[str]:
    data = await graph("{ accounts(orderBy: [{ field: CREATED }, { field: ID }]) { totalCount nodes { id } } }")
    ids = [each["id"] for each in data["accounts"]["nodes"]]
    assert data["accounts"]["totalCount"] == len(ids)
    return ids


async def test_an_account_is_connected_to_who_creates_it(graph: Graph, stranger: Graph) -> None:
    made = await graph.do(
        "accountCreate",
        SHOWN,
        input={
            "type": "CUSTOM",
            "country": "DE",
            "email": "seller@rocket.example",
            "businessProfile": {"name": "Rocket Parts"},
            "capabilities": {"cardPayments": {"requested": True}, "transfers": {"requested": True}},
            "metadata": {"seller": "7"},
        },
    )
    assert {name: made[name] for name in ("type", "country", "defaultCurrency", "email", "metadata")} == {
        "type": "CUSTOM",
        "country": "DE",
        "defaultCurrency": "eur",
        "email": "seller@rocket.example",
        "metadata": {"seller": "7"},
    }
    assert made["controller"] == {
        "type": "APPLICATION",
        "isController": True,
        "fees": {"payer": "APPLICATION_CUSTOM"},
        "losses": {"payments": "APPLICATION"},
        "requirementCollection": "APPLICATION",
        "stripeDashboard": {"type": "NONE"},
    }
    # Nothing else is known of it.
    assert made["capabilities"] == {"cardPayments": "INACTIVE", "transfers": "INACTIVE"}
    assert (made["chargesEnabled"], made["payoutsEnabled"], made["detailsSubmitted"]) == (False, False, False)
    assert made["requirements"] == {"disabledReason": "REQUIREMENTS_PAST_DUE"}
    assert made["businessProfile"] == {"name": "Rocket Parts"}
    data = await graph(
        f'query($id: ID) {{ account(id: $id) {{ {SHOWN} }} node: node(id: "{made["id"]}") {{ id }} }}',
        id=made["id"],
    )
    assert data == {"account": made, "node": {"id": made["id"]}}
    assert await listed(graph) == [made["id"]]
    assert await graph.events() == []
    # No one else sees it, and it sees no one.
    for other in (stranger, graph.on(made["id"])):
        assert await listed(other) == []
    document = "query($id: ID) { account(id: $id) { id } }"
    assert await stranger(document, id=made["id"]) == {"account": None}
    assert await graph.on(made["id"])(document, id=graph.tenant.account) == {"account": None}


@pytest.mark.parametrize(
    ("given", "controller"),
    [
        ({"type": "EXPRESS"}, ("EXPRESS", "APPLICATION_EXPRESS", "APPLICATION", "STRIPE", "EXPRESS")),
        ({"type": "STANDARD"}, ("STANDARD", "ACCOUNT", "STRIPE", "STRIPE", "FULL")),
        ({}, ("STANDARD", "ACCOUNT", "STRIPE", "STRIPE", "FULL")),
        ({"controller": {}}, ("NONE", "ACCOUNT", "STRIPE", "STRIPE", "FULL")),
        (
            {"controller": {"fees": {"payer": "APPLICATION"}, "losses": {"payments": "APPLICATION"},
                            "requirementCollection": "APPLICATION", "stripeDashboard": {"type": "NONE"}}},
            ("NONE", "APPLICATION", "APPLICATION", "APPLICATION", "NONE"),
        ),
    ],
)  # fmt: skip
async def test_a_type_stands_for_a_controller(graph: Graph, given: dict[str, Any], controller: tuple[str, ...]) -> None:
    made = await graph.do("accountCreate", SHOWN, input=given)
    has = made["controller"]
    assert (
        made["type"],
        has["fees"]["payer"],
        has["losses"]["payments"],
        has["requirementCollection"],
        has["stripeDashboard"]["type"],
    ) == controller
    assert made["capabilities"] == {"cardPayments": None, "transfers": None}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"type": "CUSTOM", "controller": {}}, "controller"),
        ({"country": "XX"}, "country"),
        ({"controller": {"requirementCollection": "APPLICATION"}}, "controller.requirementCollection"),
        ({"controller": {"losses": {"payments": "APPLICATION"}}}, "controller.losses.payments"),
        ({"defaultCurrency": "xyz"}, "defaultCurrency"),
    ],
)
async def test_accounts_that_cannot_be(graph: Graph, given: dict[str, Any], field: str) -> None:
    refused = await graph.refuse("accountCreate", input=given)
    assert refused["field"] == field
    assert await listed(graph) == []


async def test_the_platform_updates_it(graph: Graph, stranger: Graph) -> None:
    id = (await graph.do("accountCreate", "id", input=BARE))["id"]
    changed = await graph.do("accountUpdate", "email businessProfile { url }", id=id, input={"email": "a@b.example"})
    assert changed == {"email": "a@b.example", "businessProfile": {"url": None}}
    # It is the account's event, not the platform's.
    assert await graph.events() == []
    assert await graph.on(id).events() == ["account.updated"]
    assert (await stranger.refuse("accountUpdate", id=id, input={"email": "c@d.example"}))["code"] == "RESOURCE_MISSING"
    own = graph.tenant.account
    assert (await graph.on(id).refuse("accountUpdate", id=own, input={"email": "c@d.example"}))[
        "code"
    ] == "RESOURCE_MISSING"
    assert await graph.on(id).do("accountUpdate", "email", id=id, input={}) == {"email": "a@b.example"}


@pytest.mark.parametrize("reason", ["fraud", "terms_of_service", "other"])
async def test_an_account_is_rejected(graph: Graph, reason: str) -> None:
    id = await connect(graph, capabilities={"transfers": {"requested": True}})
    before = await graph.on(id).events()
    rejected = await graph.do("accountReject", SHOWN, id=id, input={"reason": reason})
    assert rejected["requirements"] == {"disabledReason": f"REJECTED_{reason.upper()}"}
    assert (rejected["chargesEnabled"], rejected["payoutsEnabled"]) == (False, False)
    assert rejected["capabilities"] == {"cardPayments": None, "transfers": "INACTIVE"}
    assert (await graph.on(id).events())[len(before) :] == ["capability.updated", "account.updated"]
    asked = {"cardPayments": {"requested": True}}
    again = await graph.do("accountUpdate", SHOWN, id=id, input={"capabilities": asked})
    assert (again["capabilities"]["cardPayments"], again["chargesEnabled"]) == ("INACTIVE", False)


async def test_what_cannot_be_rejected(graph: Graph) -> None:
    id = await connect(graph)
    assert (await graph.refuse("accountReject", id=id, input={"reason": "rude"}))["field"] == "reason"
    for verb, given in (("accountReject", {"input": {"reason": "fraud"}}), ("accountDelete", {})):
        assert (await graph.refuse(verb, id=graph.tenant.account, **given))["code"] == "ACCOUNT_INVALID"


async def test_a_deleted_account_opens_no_more(graph: Graph, database: Database) -> None:
    id = await connect(graph, type="CUSTOM", email="seller@rocket.example")
    async with database.begin() as connection:
        _, secret = await create_key(connection, graph.tenant._replace(account=id), kind=KeyKind.SECRET)
    own = Graph(graph.client, graph.tenant._replace(account=id), secret)
    assert (await own("{ account { id } }"))["account"] == {"id": id}
    await own.do("customerCreate", "id", input={"name": "Ada"})
    deleted = await graph.do("accountDelete", "id deleted email", id=id)
    assert deleted == {"id": id, "deleted": True, "email": None}
    assert await listed(graph) == []
    assert (await graph("query($id: ID) { account(id: $id) { id } }", id=id))["account"] is None
    for gone, code in ((own, "UNAUTHENTICATED"), (graph.on(id), "FORBIDDEN")):
        assert (await gone.error("{ customers { nodes { id } } }"))["extensions"]["code"] == code
    assert (await graph.refuse("accountUpdate", id=id, input={"email": "c@d.example"}))["code"] == "RESOURCE_MISSING"


async def test_it_is_paid_out_once_it_has_a_bank_account(graph: Graph) -> None:
    given = {name: value for name, value in READY.items() if name != "externalAccount"}
    asked = given | {"capabilities": {"transfers": {"requested": True}}}
    fields = "id chargesEnabled payoutsEnabled detailsSubmitted requirements { currentlyDue pastDue disabledReason }"
    made = await graph.do("accountCreate", fields, input=asked)
    due = ["external_account"]
    missing = {"currentlyDue": due, "pastDue": due, "disabledReason": "REQUIREMENTS_PAST_DUE"}
    # What is only paid out has its charges enabled, too.
    off = {"chargesEnabled": True, "payoutsEnabled": False, "detailsSubmitted": False, "requirements": missing}
    assert made == {"id": made["id"]} | off
    token = {"externalAccount": {"token": "btok_us_verified"}}
    enabled = await graph.do("accountUpdate", fields, id=made["id"], input=token)
    nothing: dict[str, Any] = {"currentlyDue": [], "pastDue": [], "disabledReason": None}
    on = {"chargesEnabled": True, "payoutsEnabled": True, "detailsSubmitted": True, "requirements": nothing}
    assert enabled == {"id": made["id"]} | on


async def test_a_connected_account_has_none_of_its_own(graph: Graph) -> None:
    id = await connect(graph)
    assert (await graph.on(id).refuse("accountCreate", input={}))["code"] == "FEATURE_UNAVAILABLE"


@pytest.mark.parametrize("verb", ["sandboxReset", "sandboxDelete"])
async def test_a_sandbox_takes_its_connected_accounts_along(graph: Graph, database: Database, verb: str) -> None:
    sandbox = await graph.do("sandboxCreate", "id account secretKey", input={})
    inside = Graph(graph.client, graph.tenant._replace(account=sandbox["account"]), sandbox["secretKey"])
    id, kept = await connect(inside), await connect(graph)
    await inside.on(id).do("customerCreate", "id", input={"name": "Ada"})
    async with database.begin() as connection:
        _, secret = await create_key(connection, graph.tenant._replace(account=id), kind=KeyKind.SECRET)
    assert (await graph.on(id).error("{ account { id } }"))["extensions"]["code"] == "FORBIDDEN"
    await graph.do(verb, "id", id=sandbox["id"])
    own = Graph(graph.client, graph.tenant._replace(account=id), secret)
    assert (await own.error("{ account { id } }"))["extensions"]["code"] == "UNAUTHENTICATED"
    left = await records(database, Account, by="id")
    assert [row.id for row in left if row.platform_id] == [kept]
    assert [row.name for row in await records(database, Customer, by="id")] == []
    assert await listed(graph) == [kept]
    if verb == "sandboxReset":
        assert await listed(inside) == []


async def test_a_connected_account_has_no_sandboxes(graph: Graph) -> None:
    id = await connect(graph)
    assert (await graph.on(id).refuse("sandboxCreate", input={}))["code"] == "FEATURE_UNAVAILABLE"


async def test_who_disconnects_is_refused_from_the_next_request_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the process that did it, without waiting for what all processes are notified of: here that never comes."""
    monkeypatch.setattr(Listening, "_hear", lambda *_: None)
    app = build(Settings(database_url=database.url, worker=False, limits=Limits()))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://paygraph.test") as client:
            platform = await new_caller(client, database)
            account = await begun(platform, "STANDARD")
            there = platform.on(account)
            assert await there("{ account { id } }") == {"account": {"id": account}}
            await platform.attempt("accountDeauthorize", "id", id=account)
            assert (await there.error("{ account { id } }"))["extensions"]["code"] == "FORBIDDEN"


async def test_a_platform_is_told_of_those_who_come_and_go(graph: Graph, stranger: Graph, database: Database) -> None:
    await connect(graph, type="CUSTOM")
    assert await graph.events() == []
    account = await begun(graph, "STANDARD")
    there = graph.on(account)
    name = (await graph("{ account { businessProfile { name } } }"))["account"]["businessProfile"]["name"]
    own = f"ca_{graph.tenant.account.removeprefix('acct_')}"
    application = {"id": own, "object": "application", "deleted": None, "name": name}
    document = f'{{ account(id: "{account}") {{ application {{ id object deleted name }} }} }}'
    for caller in (graph, there):
        assert (await caller(document))["account"] == {"application": application}
    assert (await graph("{ account { application { id } } }"))["account"]["application"] is None
    customer = (await there.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    alone = await new_caller(graph.client, database, account_id=account)

    for caller, id in ((stranger, account), (graph, graph.tenant.account), (alone, account)):
        assert (await caller.refuse("accountDeauthorize", id=id))["field"] == "id"
    custom = await connect(graph, type="CUSTOM")
    assert (await graph.refuse("accountDeauthorize", id=custom))["code"] == "ACCOUNT_INVALID"
    await graph.attempt("accountDeauthorize", "id", id=account)

    assert (await there.error("{ account { id } }"))["extensions"]["code"] == "FORBIDDEN"
    assert (await graph(f'{{ account(id: "{account}") {{ id }} }}'))["account"] is None
    assert account not in await listed(graph)
    told = await graph("{ events(orderBy: [{ field: ID }]) { nodes { type account data { object } } } }")
    types = ["account.application.authorized", "account.application.deauthorized"]
    assert [(each["type"], each["account"]) for each in told["events"]["nodes"]] == [(type, account) for type in types]
    assert {each["data"]["object"]["id"] for each in told["events"]["nodes"]} == {application["id"]}
    # The account stays as it was.
    assert (await alone(f'{{ customer(id: "{customer}") {{ name }} }}'))["customer"] == {"name": "Ada"}
    assert (await alone("{ account { controller { type } application { id } } }"))["account"] == {
        "controller": {"type": "ACCOUNT"},
        "application": None,
    }
    assert await alone.events() == ["customer.created", "account.updated"]
