"""A platform follows its connected accounts live, as long as they are connected, and no one else's."""

from typing import Any

import pytest

from app.database import Database, counting
from app.tables.access import KeyKind
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, Refused, follow, take
from tests.server.conftest import Live

EVENTS = """subscription($accounts: AccountsParam, $types: [String!], $after: String) {
    events(accounts: $accounts, types: $types, after: $after) { id type account currentObject { id } } }"""
ALL = {"all": True}
CREATED = "customer.created"


async def customer(graph: Graph, **input: Any) -> str:
    return str((await graph.do("customerCreate", "id", input=input))["id"])


def seen(told: dict[str, Any]) -> tuple[str | None, str]:
    """Of which account, and about what."""
    return told["account"], told["currentObject"]["id"]


@pytest.mark.parametrize("way", WAYS)
async def test_events_of_all_accounts_and_of_some(
    server: Live, merchant: Graph, database: Database, followers: Followers, way: str
) -> None:
    stranger = await new_caller(server.http, database)
    first, second, theirs = (
        await connect(merchant, type="CUSTOM"),
        await connect(merchant, type="CUSTOM"),
        await connect(stranger, type="CUSTOM"),
    )
    await customer(merchant.on(first), name="Before")
    async with (
        follow(server, merchant.secret, EVENTS, way, accounts=ALL, types=[CREATED]) as everything,
        follow(server, merchant.secret, EVENTS, way, accounts={"in": [second]}) as some,
        follow(server, merchant.secret, EVENTS, way) as own,
    ):
        await followers.reach(3)
        await customer(stranger)
        await customer(stranger.on(theirs))
        made: list[tuple[str | None, str]] = [
            (account, await customer(merchant.on(account))) for account in (first, second)
        ]
        here = (None, await customer(merchant))
        later = await connect(merchant, type="CUSTOM")
        made += [here, (later, await customer(merchant.on(later)))]
        assert sorted(map(str, map(seen, await take(everything, 4)))) == sorted(map(str, made))
        assert seen(await some.next()) == made[1]
        assert seen(await own.next()) == here


async def test_each_account_is_in_order_and_resumed_without_a_gap(
    server: Live, merchant: Graph, followers: Followers
) -> None:
    accounts = [await connect(merchant, type="CUSTOM") for _ in range(3)]
    async with follow(server, merchant.secret, EVENTS, accounts=ALL, types=[CREATED]) as follower:
        await followers.reach(1)
        made = [(account, await customer(merchant.on(account))) for _ in range(20) for account in accounts]
        told = await take(follower, 60)
    for account in accounts:
        assert [each for each in map(seen, told) if each[0] == account] == [each for each in made if each[0] == account]
    await followers.reach(0)
    made += [(account, await customer(merchant.on(account))) for account in accounts]
    async with follow(server, merchant.secret, EVENTS, accounts=ALL, types=[CREATED], after=told[30]["id"]) as again:
        await followers.reach(1)
        # What was told within the minute is told again, and nothing is left out.
        resumed = [seen(each) for each in await take(again, 63)]
        made.append((accounts[0], await customer(merchant.on(accounts[0]))))
        assert sorted(resumed) == sorted(made[:63])
        assert seen(await again.next()) == made[-1]
    for wrong in ("evt_nope", "7", told[0]["account"]):
        async with follow(server, merchant.secret, EVENTS, accounts=ALL, after=wrong) as refused:
            with pytest.raises(Refused) as error:
                await refused.next()
            assert error.value.code == "BAD_REQUEST"
            assert error.value.errors[0]["extensions"]["field"] == "after"


PARTED = "account.application.deauthorized"


@pytest.mark.parametrize("way", ["graphql-transport-ws", "sse"])
@pytest.mark.parametrize(
    ("type", "mutation", "last"),
    [
        ("CUSTOM", "accountDelete", []),
        ("STANDARD", "accountDelete", [PARTED]),
        ("STANDARD", "accountDeauthorize", [PARTED]),
    ],
)
async def test_an_account_that_is_connected_no_more_is_heard_of_no_more(
    servers: list[Live], database: Database, followers: Followers, way: str, type: str, mutation: str, last: list[str]
) -> None:
    platform = await new_caller(servers[0].http, database)
    gone, kept = await connect(platform, type=type), await connect(platform, type="CUSTOM")
    own = await new_caller(servers[0].http, database, account_id=gone)
    async with (
        follow(servers[1], platform.secret, EVENTS, way, accounts=ALL, types=[CREATED]) as everything,
        follow(servers[1], platform.secret, EVENTS, way, accounts={"in": [gone]}) as alone,
    ):
        await followers.reach(2)
        id = await customer(platform.on(gone))
        assert seen(await everything.next()) == seen(await alone.next()) == (gone, id)
        await platform.attempt(mutation, "id", id=gone)
        assert [(each["type"], each["account"]) for each in await take(alone, len(last))] == [
            (type, gone) for type in last
        ]
        with pytest.raises(EOFError):
            await alone.next()
        if mutation == "accountDeauthorize":
            await customer(own)
        id = await customer(platform.on(kept))
        assert seen(await everything.next()) == (kept, id)
    async with follow(servers[1], platform.secret, EVENTS, way, accounts={"in": [gone]}) as refused:
        with pytest.raises(Refused) as error:
            await refused.next()
    assert error.value.errors[0]["extensions"]["field"] == "accounts.in"


@pytest.mark.parametrize(
    ("accounts", "field"),
    [
        ({"all": False}, "accounts.all"),
        ({"in": []}, "accounts.in"),
        ({"in": ["acct_nope"]}, "accounts.in"),
        ({"in": ["acct_\x00"]}, "accounts.in.0"),
        ({"in": ["acct_1"] * 101}, "accounts.in"),
    ],
)
async def test_accounts_that_are_not_connected(
    server: Live, merchant: Graph, accounts: dict[str, Any], field: str
) -> None:
    for document in (EVENTS, "subscription($accounts: AccountsParam) { eventsResent(accounts: $accounts) { id } }"):
        async with follow(server, merchant.secret, document, accounts=accounts) as follower:
            with pytest.raises(Refused) as error:
                await follower.next()
        assert error.value.code == "BAD_REQUEST"
        assert error.value.errors[0]["extensions"]["field"] == field


async def test_no_one_elses_accounts(server: Live, merchant: Graph, live: Graph, database: Database) -> None:
    stranger = await new_caller(server.http, database)
    mine, theirs = await connect(merchant, type="CUSTOM"), await connect(stranger, type="CUSTOM")
    own = await new_caller(server.http, database, account_id=mine)
    sibling = await connect(merchant, type="CUSTOM")
    for caller, account in ((merchant, theirs), (stranger, mine), (own, sibling), (own, merchant.tenant.account)):
        async with follow(server, caller.secret, EVENTS, accounts={"in": [account]}) as follower:
            with pytest.raises(Refused) as error:
                await follower.next()
        assert error.value.errors[0]["extensions"]["field"] == "accounts.in"


async def test_a_restricted_key_needs_the_permission(
    server: Live, merchant: Graph, database: Database, followers: Followers
) -> None:
    account = await connect(merchant, type="CUSTOM")
    own = merchant.tenant.account

    async def key(**permissions: str) -> Graph:
        kind = KeyKind.RESTRICTED
        return await new_caller(server.http, database, account_id=own, kind=kind, permissions=permissions)

    async with follow(server, (await key(core_resources="read")).secret, EVENTS, accounts=ALL) as follower:
        with pytest.raises(Refused) as error:
            await follower.next()
    assert error.value.code == "FORBIDDEN"
    document = "subscription($accounts: AccountsParam) { events(accounts: $accounts) { type account data { object } } }"
    allowed = await key(core_resources="read", connect="read")
    async with follow(server, allowed.secret, document, accounts=ALL) as follower:
        await followers.reach(1)
        await merchant.on(account).do("productCreate", "id", input={"name": "Rocket"})
        id = await customer(merchant.on(account))
        told = await follower.next()
        assert (told["type"], told["account"], told["data"]["object"]["id"]) == (CREATED, account, id)


@pytest.mark.parametrize("way", WAYS)
async def test_an_object_of_a_connected_account(
    servers: list[Live], database: Database, followers: Followers, way: str
) -> None:
    platform, stranger = [await new_caller(servers[0].http, database) for _ in range(2)]
    account = await connect(platform, type="CUSTOM")
    id = await customer(platform.on(account), name="Ada")
    document = """subscription($id: ID!, $accounts: AccountsParam) {
        objectChanged(id: $id, accounts: $accounts) { id ... on Customer { name } } }"""
    for caller, accounts in ((platform, None), (stranger, ALL), (platform, {"in": [platform.tenant.account]})):
        async with follow(servers[1], caller.secret, document, way, id=id, accounts=accounts) as refused:
            with pytest.raises(Refused) as error:
                await refused.next()
        assert error.value.code == "NOT_FOUND"
    async with follow(servers[1], platform.secret, document, way, id=id, accounts=ALL) as follower:
        assert await follower.next() == {"id": id, "name": "Ada"}
        await platform.on(account).do("customerUpdate", "id", id=id, input={"name": "Grace"})
        assert await follower.next() == {"id": id, "name": "Grace"}
        await platform.do("accountDelete", "id", id=account)
        with pytest.raises(EOFError):
            await follower.next()


async def test_statements_do_not_grow_with_accounts(server: Live, merchant: Graph, followers: Followers) -> None:
    async def read(count: int) -> int:
        accounts = [await connect(merchant, type="CUSTOM") for _ in range(count)]
        with counting() as statements:
            async with follow(server, merchant.secret, EVENTS, accounts=ALL) as follower:
                await followers.reach(1)
                id = await customer(merchant.on(accounts[0]))
                assert seen(await follower.next()) == (accounts[0], id)
        await followers.reach(0)
        return len([each for each in statements if "event_stream" in each and "SELECT" in each[:10]])

    few = await read(1)
    assert await read(30) <= few + 1
