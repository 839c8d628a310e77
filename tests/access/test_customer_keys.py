"""Keys to one customer: they show that customer and the customer's payment methods, do what they say, and end."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from app.access import keys
from app.database import Database
from app.tables.access import ApiKey, KeyKind
from tests.graph import Graph, new_caller

CARD = {"type": "CARD", "card": {"number": "4242424242424242", "expMonth": 12, "expYear": 2040}}
SESSION = (
    "clientSecret expiresAt created livemode customer { id } "
    "components { buyButton { enabled } pricingTable { enabled } "
    "paymentElement { enabled features { paymentMethodAllowRedisplayFilters paymentMethodRedisplay "
    "paymentMethodRedisplayLimit paymentMethodRemove paymentMethodSave paymentMethodSaveUsage } } }"
)
ALL = ["ALWAYS", "LIMITED", "UNSPECIFIED"]
METHODS = "{ paymentMethods { nodes { id allowRedisplay customer { id name } } totalCount } }"
OTHERWISE = (
    "This key to one customer does not allow this. Create one that does, or use a secret key, and keep it on your "
    "server."
)


async def customer(graph: Graph, name: str = "Jenny") -> str:
    made = await graph.do("customerCreate", "id", input={"name": name})
    return str(made["id"])


async def saved(graph: Graph, of: str, redisplay: str = "ALWAYS") -> str:
    made = await graph.do("paymentMethodCreate", "id", input={**CARD, "allowRedisplay": redisplay})
    await graph.do("paymentMethodAttach", "id", id=made["id"], input={"customer": of})
    return str(made["id"])


async def session(graph: Graph, of: str, **features: Any) -> Graph:
    """A browser with the secret of a session that has these features."""
    element = {"enabled": True, "features": features}
    given = {"customer": of, "components": {"paymentElement": element}}
    made = await graph.do("customerSessionCreate", "clientSecret", input=given)
    return Graph(graph.client, graph.tenant, made["clientSecret"])


async def device(graph: Graph, of: str) -> Graph:
    """A mobile app with an ephemeral key."""
    made = await graph.do("ephemeralKeyCreate", "secret", input={"customer": of})
    return Graph(graph.client, graph.tenant, made["secret"])


async def test_a_session_is_shown_whole_once(graph: Graph, database: Database) -> None:
    of = await customer(graph)
    given = {"customer": of, "components": {"paymentElement": {"enabled": True}}}
    made = await graph.do("customerSessionCreate", SESSION, input=given)
    secret = made["clientSecret"]
    assert secret.startswith("cuss_test_")
    ends, begins = datetime.fromisoformat(made["expiresAt"]), datetime.fromisoformat(made["created"])
    assert ends - begins == timedelta(minutes=30)
    assert made["customer"] == {"id": of}
    assert made["components"] == {
        "buyButton": {"enabled": False},
        "pricingTable": {"enabled": False},
        "paymentElement": {
            "enabled": True,
            "features": {
                "paymentMethodAllowRedisplayFilters": ["ALWAYS"],
                "paymentMethodRedisplay": "DISABLED",
                "paymentMethodRedisplayLimit": 3,
                "paymentMethodRemove": "DISABLED",
                "paymentMethodSave": "DISABLED",
                "paymentMethodSaveUsage": None,
            },
        },
    }
    async with database.begin() as connection:
        kept = str(await connection.values(select(ApiKey.__table__)))
    assert secret not in kept


@pytest.mark.parametrize(
    ("components", "code", "field"),
    [
        ({}, "PARAMETER_MISSING", "components"),
        ({"buyButton": {"enabled": False}}, "PARAMETER_MISSING", "components"),
        ({"buyButton": {"enabled": True}, "pricingTable": {"enabled": True}}, "PARAMETERS_EXCLUSIVE", "components"),
        (
            {"buyButton": {"enabled": True}, "paymentElement": {"enabled": False, "features": {}}},
            "PARAMETER_INVALID",
            "components.paymentElement.features",
        ),
        (
            {"paymentElement": {"enabled": True, "features": {"paymentMethodSaveUsage": "OFF_SESSION"}}},
            "PARAMETER_INVALID",
            "components.paymentElement.features.paymentMethodSaveUsage",
        ),
        (
            {"paymentElement": {"enabled": True, "features": {"paymentMethodRedisplayLimit": 11}}},
            "PARAMETER_INVALID_INTEGER",
            "components.paymentElement.features.paymentMethodRedisplayLimit",
        ),
    ],
)
async def test_a_session_is_for_one_component(graph: Graph, components: Any, code: str, field: str) -> None:
    given = {"customer": await customer(graph), "components": components}
    refused = await graph.refuse("customerSessionCreate", "clientSecret", input=given)
    assert (refused["code"], refused["field"]) == (code, field)


async def test_a_session_shows_what_may_be_shown_again(graph: Graph) -> None:
    of, other = await customer(graph), await customer(graph, "Zoe")
    always = [await saved(graph, of) for _ in range(3)]
    limited = await saved(graph, of, "LIMITED")
    theirs = await saved(graph, other)

    async def shown(**features: Any) -> list[str]:
        browser = await session(graph, of, **features)
        found = (await browser(METHODS))["paymentMethods"]
        assert found["totalCount"] == len(found["nodes"])
        assert all(each["customer"] == {"id": of, "name": "Jenny"} for each in found["nodes"])
        return [each["id"] for each in found["nodes"]]

    on = {"paymentMethodRedisplay": "ENABLED"}
    assert await shown() == []
    assert await shown(**on) == always[::-1]
    assert await shown(**on, paymentMethodRedisplayLimit=2) == always[:0:-1]
    assert await shown(**on, paymentMethodAllowRedisplayFilters=["LIMITED"]) == [limited]
    many = {"paymentMethodAllowRedisplayFilters": ALL, "paymentMethodRedisplayLimit": 10}
    assert await shown(**on, **many) == [limited, *always[::-1]]
    browser = await session(graph, of, **on)
    found = await browser(
        """query ($of: ID!, $other: ID!, $always: ID!, $limited: ID!, $theirs: ID!) {
            mine: customer(id: $of) { name paymentMethods { nodes { id } totalCount } }
            theirs: customer(id: $other) { name }
            customers { nodes { id } }
            shown: paymentMethod(id: $always) { id }
            hidden: paymentMethod(id: $limited) { id }
            another: paymentMethod(id: $theirs) { id }
            nodes(ids: [$of, $other, $always, $limited, $theirs]) { id }
        }""",
        of=of,
        other=other,
        always=always[0],
        limited=limited,
        theirs=theirs,
    )
    assert found["mine"] == {
        "name": "Jenny",
        "paymentMethods": {"nodes": [{"id": id} for id in always[::-1]], "totalCount": 3},
    }
    assert (found["theirs"], found["hidden"], found["another"]) == (None, None, None)
    assert (found["customers"]["nodes"], found["shown"]) == ([{"id": of}], {"id": always[0]})
    assert found["nodes"] == [{"id": of}, None, {"id": always[0]}, None, None]


async def test_a_session_saves_where_it_may(graph: Graph) -> None:
    of, other = await customer(graph), await customer(graph, "Zoe")
    looks = await session(graph, of, paymentMethodRedisplay="ENABLED")
    create = (
        "mutation ($input: PaymentMethodCreateInput!) { paymentMethodCreate(input: $input) { paymentMethod { id } } }"
    )
    assert (await looks.error(create, input=CARD))["message"] == OTHERWISE
    saves = await session(graph, of, paymentMethodRedisplay="ENABLED", paymentMethodSave="ENABLED")
    made = await saves.do("paymentMethodCreate", "id", input=CARD)
    attach = "mutation ($id: ID!, $to: ID!) { paymentMethodAttach(id: $id, input: {customer: $to}) { replayed } }"
    for browser, to in ((looks, of), (saves, other)):
        error = await browser.error(attach, id=made["id"], to=to)
        assert (error["message"], error["extensions"]["code"]) == (OTHERWISE, "FORBIDDEN")
    kept = await saves.do(
        "paymentMethodAttach", "allowRedisplay customer { id }", id=made["id"], input={"customer": of}
    )
    assert kept == {"allowRedisplay": "ALWAYS", "customer": {"id": of}}
    assert (await saves(METHODS))["paymentMethods"]["nodes"][0]["id"] == made["id"]
    theirs = await saved(graph, other)
    assert (await saves.error(attach, id=theirs, to=of))["message"] == OTHERWISE


async def test_a_payment_saves_for_the_sessions_usage(
    graph: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    of = await customer(graph)
    features = {
        "paymentMethodRedisplay": "ENABLED",
        "paymentMethodSave": "ENABLED",
        "paymentMethodSaveUsage": "ON_SESSION",
    }
    element = {"paymentElement": {"enabled": True, "features": features}}
    made = await graph.do("customerSessionCreate", SESSION, input={"customer": of, "components": element})
    usage = made["components"]["paymentElement"]["features"]["paymentMethodSaveUsage"]
    intent = await graph.do(
        "paymentIntentCreate", "id clientSecret", input={"amount": 2000, "currency": "usd", "customer": of}
    )
    page = await new_caller(client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    given = {
        "clientSecret": intent["clientSecret"],
        "paymentMethodData": {**CARD, "allowRedisplay": "ALWAYS"},
        "setupFutureUsage": usage,
    }
    paid = await page.do("paymentIntentConfirm", "status setupFutureUsage", id=intent["id"], input=given)
    assert paid == {"status": "SUCCEEDED", "setupFutureUsage": "ON_SESSION"}
    again = (await Graph(client, graph.tenant, made["clientSecret"])(METHODS))["paymentMethods"]["nodes"]
    assert [(each["allowRedisplay"], each["customer"]["id"]) for each in again] == [("ALWAYS", of)]


async def test_a_session_removes_where_it_may(graph: Graph) -> None:
    of = await customer(graph)
    shown, hidden = await saved(graph, of), await saved(graph, of, "LIMITED")
    theirs = await saved(graph, await customer(graph, "Zoe"))
    on = {"paymentMethodRedisplay": "ENABLED"}
    looks, removes = await session(graph, of, **on), await session(graph, of, **on, paymentMethodRemove="ENABLED")
    detach = "mutation ($id: ID!) { paymentMethodDetach(id: $id) { paymentMethod { id } } }"
    for browser, id in ((looks, shown), (removes, hidden), (removes, theirs)):
        assert (await browser.error(detach, id=id))["message"] == OTHERWISE
    assert await removes.do("paymentMethodDetach", "id customer { id }", id=shown) == {"id": shown, "customer": None}
    assert (await removes(METHODS))["paymentMethods"]["totalCount"] == 0


async def test_a_session_does_not_update_the_customer(graph: Graph) -> None:
    of = await customer(graph)
    browser = await session(graph, of, paymentMethodSave="ENABLED", paymentMethodRemove="ENABLED")
    update = 'mutation ($id: ID!) { customerUpdate(id: $id, input: {name: "J"}) { customer { id } } }'
    assert (await browser.error(update, id=of))["message"] == OTHERWISE


async def test_an_ephemeral_key_updates_its_customer(graph: Graph) -> None:
    of, other = await customer(graph), await customer(graph, "Zoe")
    methods = [await saved(graph, of, redisplay) for redisplay in ALL]
    app = await device(graph, of)
    assert [each["id"] for each in (await app(METHODS))["paymentMethods"]["nodes"]] == methods[::-1]
    settings = {"defaultPaymentMethod": methods[1]}
    changed = await app.do(
        "customerUpdate",
        "name invoiceSettings { defaultPaymentMethod { id } }",
        id=of,
        input={"name": "Jen", "invoiceSettings": settings},
    )
    assert changed == {"name": "Jen", "invoiceSettings": {"defaultPaymentMethod": {"id": methods[1]}}}
    theirs = await saved(graph, other)
    refused = await app.refuse(
        "customerUpdate", "id", id=of, input={"invoiceSettings": {"defaultPaymentMethod": theirs}}
    )
    assert refused["code"] == "RESOURCE_MISSING"
    update = "mutation ($id: ID!, $input: CustomerUpdateInput) { customerUpdate(id: $id, input: $input) { replayed } }"
    for id, input in (
        (other, {"name": "Z"}),
        (of, {"balance": -500}),
        (of, {"metadata": {"vip": "yes"}}),
        (of, {"name": "J", "taxExempt": "EXEMPT"}),
        (of, {"invoiceSettings": {"footer": "Hello"}}),
    ):
        assert (await app.error(update, id=id, input=input))["message"] == OTHERWISE
    assert await app.do("paymentMethodDetach", "id", id=methods[0]) == {"id": methods[0]}
    made = await app.do("paymentMethodCreate", "id", input=CARD)
    kept = await app.do("paymentMethodAttach", "allowRedisplay", id=made["id"], input={"customer": of})
    assert kept == {"allowRedisplay": "UNSPECIFIED"}


async def refusal_of(caller: Graph) -> tuple[int, str]:
    """The status and the message of what the key is answered."""
    response = await caller.post({"query": "{ __typename }"})
    body = response.json()
    return response.status_code, body["errors"][0]["message"] if "errors" in body else ""


async def test_an_ephemeral_key_is_deleted(graph: Graph, stranger: Graph) -> None:
    of = await customer(graph)
    made = await graph.do("ephemeralKeyCreate", "id secret created expires livemode", input={"customer": of})
    assert made["id"].startswith("ephkey_")
    assert made["secret"].startswith("ek_test_")
    ends, begins = datetime.fromisoformat(made["expires"]), datetime.fromisoformat(made["created"])
    assert ends - begins == timedelta(hours=1)
    app = Graph(graph.client, graph.tenant, made["secret"])
    assert await refusal_of(app) == (200, "")
    refused = await stranger.refuse("ephemeralKeyDelete", "id", id=made["id"])
    assert refused["code"] == "RESOURCE_MISSING"
    gone = await graph.do("ephemeralKeyDelete", "id secret expires", id=made["id"])
    assert gone == {"id": made["id"], "secret": None, "expires": made["expires"]}
    assert (await graph.refuse("ephemeralKeyDelete", "id", id=made["id"]))["code"] == "RESOURCE_MISSING"
    hint = f"ek_test_…{made['secret'][-4:]}"
    await heard_everywhere(app)
    assert await refusal_of(app) == (401, f"The API key {hint} was revoked. Use another key.")


async def heard_everywhere(caller: Graph) -> None:
    """Wait until the server has heard of a change of the key."""
    for _ in range(10_000):
        if (await refusal_of(caller))[0] == 401:
            return
        # What PostgreSQL announces is read when the loop has its turn.
        await asyncio.sleep(0)
    raise AssertionError("the key still works")


async def test_keys_to_a_deleted_customer_open_nothing(graph: Graph) -> None:
    of, other = await customer(graph), await customer(graph, "Zoe")
    browser, app, bystander = await session(graph, of), await device(graph, of), await device(graph, other)
    for each in (browser, app, bystander):
        assert await refusal_of(each) == (200, "")
    await graph.do("customerDelete", "id", id=of)
    for each in (browser, app):
        await heard_everywhere(each)
    assert await refusal_of(bystander) == (200, "")


async def test_a_key_to_a_customer_expires(graph: Graph, database: Database) -> None:
    browser = await session(graph, await customer(graph))
    table = ApiKey.__table__
    async with database.writing() as connection:
        ended = datetime.now(UTC) - timedelta(seconds=1)
        await connection.fetch(update(table).where(table.c.customer_id.is_not(None)).values(expires_at=ended))
    hint = f"cuss_test_…{browser.secret[-4:]}"
    assert await refusal_of(browser) == (
        401,
        f"The key {hint} to one customer has expired. Have your server create another one.",
    )
    await keys.sweep(database)
    async with database.writing() as connection:
        assert len(await connection.values(select(table.c.id).where(table.c.customer_id.is_not(None)))) == 1
        await connection.fetch(update(table).values(expires_at=ended - timedelta(days=1)))
    await keys.sweep(database)
    async with database.writing() as connection:
        assert await connection.values(select(table.c.id).where(table.c.customer_id.is_not(None))) == []
        assert len(await connection.values(select(table.c.id))) == 1


async def test_a_session_is_in_the_mode_of_its_key(graph: Graph, client: httpx.AsyncClient) -> None:
    of = await customer(graph)
    refused = await graph.refuse(
        "customerSessionCreate",
        "clientSecret",
        input={"customer": "cus_0001", "components": {"buyButton": {"enabled": True}}},
    )
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "customer")
    refused = await graph.refuse("ephemeralKeyCreate", "id", input={})
    assert (refused["code"], refused["field"]) == ("PARAMETER_MISSING", "customer")
    retried = {"idempotencyKey": "once", "input": {"customer": of}}
    first = await graph.do("ephemeralKeyCreate", "id secret", **retried)
    assert await graph.do("ephemeralKeyCreate", "id secret", **retried) == first
