"""Account links and login links: who can have which, and addresses that open once and soon lead elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from app.access import account_pages
from app.database import Database
from app.tables.connect.account_page import AccountPage
from tests.connect.owner import Owner, created, require
from tests.graph import Graph

REFRESH, RETURN = "https://rocket.example/again", "https://rocket.example/done"
PAGE = AccountPage.__table__


async def link(graph: Graph, account: str, **input: Any) -> dict[str, Any]:
    given = {"account": account, "type": "ACCOUNT_ONBOARDING", "refreshUrl": REFRESH, "returnUrl": RETURN} | input
    return await graph.do("accountLinkCreate", "url created expiresAt", input=given)


async def expire(database: Database) -> None:
    """Let the minutes pass within which addresses can be opened."""
    async with database.writing() as connection:
        await connection.fetch(update(PAGE).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))


async def test_a_link_is_there_for_five_minutes(graph: Graph, database: Database) -> None:
    made = await link(graph, await created(graph))
    assert datetime.fromisoformat(made["expiresAt"]) - datetime.fromisoformat(made["created"]) == timedelta(minutes=5)
    path = urlsplit(made["url"]).path
    assert path.startswith("/connect/onboarding/test_")
    token = path.rpartition("_")[2]
    async with database.begin() as connection:
        kept = await connection.values(select(PAGE.c.hash)) + await connection.values(select(PAGE.c.options))
    assert token not in str(kept)
    assert token.encode() not in b"".join(each for each in kept if isinstance(each, bytes))
    assert await graph.events() == ["account.application.authorized"]


async def test_a_link_opens_once_for_one_browser(graph: Graph) -> None:
    account = await created(graph)
    made = await link(graph, account)
    owner, other = Owner(graph.client), Owner(graph.client)
    assert (await graph.client.head(urlsplit(made["url"]).path)).status_code == 200
    await owner.open(made)
    assert (owner.status, owner.path) == (200, f"/connect/accounts/{account}/onboarding")
    await other.open(made)
    assert other.elsewhere == REFRESH
    await other.send("GET", owner.path)
    assert (other.status, "opened in another browser" in other.page) == (404, True)
    await owner.send("GET", owner.path)
    assert owner.status == 200
    # Neither the address's token nor another account's page is opened by the cookie's name.
    other.cookies = {"paygraph_account": made["url"].rpartition("_")[2]}
    await other.send("GET", owner.path)
    assert other.status == 404
    other.cookies = dict(owner.cookies)
    await other.send("GET", f"/connect/accounts/{await created(graph)}/onboarding")
    assert other.status == 404
    await other.send("GET", f"/connect/accounts/{account}/dashboard")
    assert other.status == 404


@pytest.mark.parametrize("refresh", [REFRESH, None])
async def test_an_expired_link_leads_to_where_another_is_made(
    graph: Graph, database: Database, refresh: str | None
) -> None:
    made = await link(graph, await created(graph), refreshUrl=refresh)
    await expire(database)
    owner = Owner(graph.client)
    await owner.open(made)
    assert owner.elsewhere == refresh
    assert owner.status == (404 if refresh is None else 303)
    assert owner.cookies == {}


async def test_what_was_never_a_link(graph: Graph) -> None:
    owner = Owner(graph.client)
    for path in ("onboarding/test_nope", "onboarding/%00", "nothing/test_x", f"onboarding/{'a' * 3000}"):
        await owner.send("GET", f"/connect/{path}")
        assert owner.status == 404, path
    for path in ("acct_nope/onboarding", "%00/onboarding", "acct_nope/nothing", "acct_nope/onboarding/details"):
        owner.cookies = {"paygraph_account": "x"}
        await owner.send("GET", f"/connect/accounts/{path}")
        assert owner.status == 404, path


async def test_a_visit_ends_an_hour_after_its_last_request(graph: Graph, database: Database) -> None:
    made = await link(graph, await created(graph))
    owner = Owner(graph.client)
    await owner.open(made)
    async with database.writing() as connection:
        await connection.fetch(update(PAGE).values(visited_until=datetime.now(UTC) + timedelta(minutes=1)))
    await owner.send("GET", owner.path)
    assert owner.status == 200
    async with database.begin() as connection:
        (until,) = await connection.values(select(PAGE.c.visited_until))
    assert until > datetime.now(UTC) + timedelta(minutes=59)
    async with database.writing() as connection:
        await connection.fetch(update(PAGE).values(visited_until=datetime.now(UTC) - timedelta(seconds=1)))
    await owner.send("GET", owner.path)
    assert owner.status == 404


async def test_old_pages_are_removed(graph: Graph, database: Database) -> None:
    made = await link(graph, await created(graph))
    await expire(database)
    await account_pages.sweep(database)
    owner = Owner(graph.client)
    await owner.open(made)
    assert owner.elsewhere == REFRESH
    await account_pages.sweep(database, now=datetime.now(UTC) + timedelta(days=31))
    await owner.open(made)
    assert owner.status == 404


async def test_the_page_of_an_account_that_is_gone(graph: Graph) -> None:
    account = await created(graph)
    opened, unopened = await link(graph, account), await link(graph, account)
    owner, late = Owner(graph.client), Owner(graph.client)
    await owner.open(opened)
    await graph.do("accountDelete", "id", id=account)
    await owner.send("GET", owner.path)
    assert owner.status == 404
    await late.open(unopened)
    assert late.status == 404


async def test_who_can_have_a_link(graph: Graph, stranger: Graph, live: Graph) -> None:
    account = await created(graph)
    for caller, id, code in (
        (stranger, account, "RESOURCE_MISSING"),
        (live, account, "RESOURCE_MISSING"),
        (graph, stranger.tenant.account, "RESOURCE_MISSING"),
        (graph, graph.tenant.account, "ACCOUNT_INVALID"),
        (graph.on(account), account, "ACCOUNT_INVALID"),
    ):
        for mutation, more in (("accountLinkCreate", {"type": "ACCOUNT_ONBOARDING"}), ("loginLinkCreate", {})):
            refused = await caller.refuse(mutation, "url", input={"account": id, **more})
            assert (refused["code"], refused["field"]) == (code, "account")


async def test_all_that_is_wrong_with_a_link_is_told(graph: Graph, live: Graph) -> None:
    account = await created(live, type="STANDARD")
    refused = await live.refusals(
        "accountLinkCreate",
        "url",
        input={
            "account": account,
            "type": "ACCOUNT_UPDATE",
            "collect": "CURRENTLY_DUE",
            "collectionOptions": {"fields": "EVENTUALLY_DUE"},
            "refreshUrl": "http://rocket.example",
            "returnUrl": "http://rocket.example",
        },
    )
    assert [(each["code"], each["field"]) for each in refused] == [
        ("ACCOUNT_INVALID", "type"),
        ("PARAMETERS_EXCLUSIVE", "collect"),
        ("URL_INVALID", "refreshUrl"),
        ("URL_INVALID", "returnUrl"),
    ]
    for url in ("javascript:alert(1)", "rocket", "https://", "data:text/html,x"):
        given = {"account": account, "type": "ACCOUNT_ONBOARDING", "returnUrl": url}
        refusals = await live.refusals("accountLinkCreate", "url", input=given)
        assert {each["field"] for each in refusals} == {"returnUrl"}, url
    assert (await link(live, account))["url"].startswith("http")


async def test_a_retried_link_is_the_same(graph: Graph) -> None:
    given = {"idempotencyKey": "once", "input": {"account": await created(graph), "type": "ACCOUNT_ONBOARDING"}}
    first = await graph.do("accountLinkCreate", "url", **given)
    assert await graph.do("accountLinkCreate", "url", **given) == first


@pytest.mark.parametrize("type", ["STANDARD", "CUSTOM"])
async def test_login_links_are_for_the_express_dashboard(graph: Graph, type: str) -> None:
    refused = await graph.refuse("loginLinkCreate", "url", input={"account": await created(graph, type=type)})
    assert (refused["code"], refused["field"]) == ("ACCOUNT_INVALID", "account")
    assert "EXPRESS" in refused["message"]


async def test_login_links_are_for_who_has_been_asked(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, ["business_profile.url"])
    refused = await graph.refuse("loginLinkCreate", "url", input={"account": account})
    assert (refused["code"], refused["field"]) == ("ACCOUNT_INVALID", "account")
    assert "onboarding" in refused["message"]
