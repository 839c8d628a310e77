"""Secrets of apps: set, replaced and found by name and scope, encrypted at rest, and gone when they expire."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.connect.apps_secrets import LONGEST, MOST
from app.domain.real_time import real_now
from tests.graph import Graph
from tests.stories.shop import Shop

ACCOUNT = {"type": "ACCOUNT"}
SHOWN = "id object name scope { type user } expiresAt deleted payload livemode"


def user(id: str) -> dict[str, Any]:
    return {"type": "USER", "user": id}


async def keep(graph: Graph, **input: Any) -> dict[str, Any]:
    given = {"name": "api_key", "payload": "tea-4711", "scope": ACCOUNT} | input
    return await graph.do("appsSecretCreate", SHOWN, input=given)


async def find(graph: Graph, name: str = "api_key", scope: Any = ACCOUNT) -> Any:
    taken = "$name: String!, $scope: AppsSecretScopeInput!"
    document = f"query ({taken}) {{ it: appsSecret(name: $name, scope: $scope) {{ {SHOWN} }} }}"
    return (await graph(document, name=name, scope=scope))["it"]


async def test_a_secret_is_set_found_replaced_and_deleted(graph: Graph) -> None:
    made = await keep(graph)
    assert made | {"id": ""} == {
        "id": "",
        "object": "apps.secret",
        "name": "api_key",
        "scope": {"type": "ACCOUNT", "user": None},
        "expiresAt": None,
        "deleted": False,
        "payload": "tea-4711",
        "livemode": False,
    }
    assert made["id"].startswith("appsecret_")
    assert await find(graph) == made
    replaced = await keep(graph, payload="coffee-12")
    assert replaced == made | {"payload": "coffee-12"} == await find(graph)
    # Each scope has names of its own.
    his = await keep(graph, payload="his", scope=user("usr_1"))
    hers = await keep(graph, payload="hers", scope=user("usr_2"))
    assert len({made["id"], his["id"], hers["id"]}) == 3
    assert (await find(graph, scope=user("usr_1")))["payload"] == "his"
    found = await graph(
        """{
            all: appsSecrets { totalCount nodes { payload } }
            account: appsSecrets(where: { scope: { type: { eq: ACCOUNT } } }) { nodes { payload } }
            hers: appsSecrets(where: { scope: { type: { eq: USER }, user: { eq: "usr_2" } } }) { nodes { payload } }
        }"""
    )
    assert found == {
        "all": {"totalCount": 3, "nodes": [{"payload": "hers"}, {"payload": "his"}, {"payload": "coffee-12"}]},
        "account": {"nodes": [{"payload": "coffee-12"}]},
        "hers": {"nodes": [{"payload": "hers"}]},
    }
    deleted = await graph.do("appsSecretDelete", SHOWN, input={"name": "api_key", "scope": ACCOUNT})
    assert deleted == made | {"deleted": True, "payload": None}
    assert await find(graph) is None
    assert (await find(graph, scope=user("usr_1")))["payload"] == "his"
    refused = await graph.refuse("appsSecretDelete", input={"name": "api_key", "scope": ACCOUNT})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "name")
    assert (await keep(graph))["id"] != made["id"]


async def test_a_secret_is_deleted_when_it_expires(shop: Shop) -> None:
    soon = (real_now() + timedelta(hours=1)).isoformat()
    made = await keep(shop.graph, expiresAt=soon)
    await keep(shop.graph, name="later", expiresAt=soon)
    later = await keep(shop.graph, name="later", expiresAt=(real_now() + timedelta(days=2)).isoformat())
    await shop.run_due(hours=2)
    assert await find(shop.graph) is None
    assert await find(shop.graph, "later") == later
    remains = await shop.graph(f'{{ node(id: "{made["id"]}") {{ id }} appsSecrets {{ nodes {{ id }} }} }}')
    assert remains == {"node": None, "appsSecrets": {"nodes": [{"id": later["id"]}]}}
    async with shop.database.begin() as connection:
        (row,) = await connection.fetch(text(f"SELECT sealed FROM apps_secret WHERE id = '{made['id']}'"))
    assert row["sealed"] is None
    assert await shop.told() == []


async def test_one_that_expired_but_was_not_deleted_yet_is_not_shown_and_leaves_its_place(shop: Shop) -> None:
    soon = (real_now() + timedelta(hours=1)).isoformat()
    ids = [(await keep(shop.graph, name=f"key {place}", expiresAt=soon))["id"] for place in range(MOST)]
    async with shop.database.begin() as connection:
        await connection.fetch(text("UPDATE apps_secret SET expires_at = now() - interval '1 minute' RETURNING id"))
    assert await find(shop.graph, "key 0") is None
    found = await shop.graph(f'{{ node(id: "{ids[0]}") {{ ... on AppsSecret {{ payload }} }} }}')
    assert found == {"node": {"payload": None}}
    assert (await keep(shop.graph, name="key 0"))["id"] not in ids


async def test_a_scope_holds_ten(graph: Graph) -> None:
    for place in range(MOST):
        await keep(graph, name=f"key {place}")
    refused = await graph.refuse("appsSecretCreate", input={"name": "one more", "payload": "x", "scope": ACCOUNT})
    assert (refused["code"], refused["field"]) == ("RESOURCE_LIMIT_EXCEEDED", "scope")
    # Another scope has room, and one that is there is replaced.
    await keep(graph, name="one more", scope=user("usr_1"))
    assert (await keep(graph, name="key 3", payload="new"))["payload"] == "new"
    assert (await graph("{ appsSecrets { totalCount } }"))["appsSecrets"]["totalCount"] == MOST + 1


@pytest.mark.parametrize(
    ("input", "refusals"),
    [
        ({"payload": "x" * (LONGEST + 1)}, [("PARAMETER_TOO_LONG", "payload")]),
        ({"payload": ""}, [("PARAMETER_INVALID_EMPTY", "payload")]),
        ({"name": ""}, [("PARAMETER_INVALID_EMPTY", "name")]),
        (
            {"scope": {"type": "USER"}, "expiresAt": "2020-01-01T00:00:00Z"},
            [("PARAMETER_INVALID", "expiresAt"), ("PARAMETER_MISSING", "scope.user")],
        ),
        ({"scope": {"type": "ACCOUNT", "user": "usr_1"}}, [("PARAMETER_INVALID", "scope.user")]),
    ],
)
async def test_bad_input_is_refused_and_keeps_nothing(
    graph: Graph, input: dict[str, Any], refusals: list[tuple[str, str]]
) -> None:
    given = {"name": "api_key", "payload": "tea", "scope": ACCOUNT} | input
    found = await graph.refusals("appsSecretCreate", input=given)
    assert [(each["code"], each["field"]) for each in found] == refusals
    assert (await graph("{ appsSecrets { totalCount } }"))["appsSecrets"]["totalCount"] == 0


async def test_a_scope_that_is_none_is_refused_by_the_query(graph: Graph) -> None:
    error = await graph.error('{ appsSecret(name: "api_key", scope: { type: USER }) { id } }')
    assert (error["extensions"]["code"], error["extensions"].get("field")) == ("BAD_REQUEST", "scope.user")
    long = "x" * 256
    error = await graph.error(f'{{ appsSecret(name: "api_key", scope: {{ type: USER, user: "{long}" }}) {{ id }} }}')
    assert (error["extensions"]["code"], error["extensions"].get("field")) == ("BAD_REQUEST", "scope.user")


async def test_the_text_is_nowhere_in_the_database(shop: Shop) -> None:
    key = "once"
    payload = await shop.graph.attempt(
        "appsSecretCreate",
        SHOWN,
        input={"name": "api_key", "payload": "darjeeling-4711", "scope": ACCOUNT},
        idempotencyKey=key,
    )
    assert payload["object"]["payload"] == "darjeeling-4711"
    again = await shop.graph.attempt(
        "appsSecretCreate",
        SHOWN,
        input={"name": "api_key", "payload": "darjeeling-4711", "scope": ACCOUNT},
        idempotencyKey=key,
    )
    assert (again["replayed"], again["object"]) == (True, payload["object"])
    async with shop.database.begin() as connection:
        tables = await connection.values(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        everything = [
            str(row) for table in tables for row in await connection.values(text(f'SELECT t::text FROM "{table}" t'))
        ]
    assert [row for row in everything if "darjeeling" in row] == []
    assert any("api_key" in row for row in everything)


async def test_others_find_nothing(graph: Graph, stranger: Graph, live: Graph) -> None:
    made = await keep(graph)
    document = f'{{ node(id: "{made["id"]}") {{ ... on AppsSecret {{ payload }} }} appsSecrets {{ totalCount }} }}'
    for other in (stranger, live):
        assert await find(other) is None
        assert await other(document) == {"node": None, "appsSecrets": {"totalCount": 0}}
