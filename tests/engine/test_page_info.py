"""hasPreviousPage and hasNextPage are true where there is something, and false where there is nothing."""

from typing import Any

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from tests.engine.statements import reading
from tests.engine.test_connections import PAGE
from tests.factory import insert, row_of
from tests.graph import Graph

BY_DESCRIPTION = [{"field": "DESCRIPTION", "direction": "DESC"}, {"field": "DELINQUENT"}]
DELETE = "mutation($id: ID!) { customerDelete(id: $id) { userErrors { message } } }"
WORDS = ("after", "before")


async def insert_customers(graph: Graph, database: Database) -> None:
    """Six, with ties and nulls in their descriptions."""
    said = ("b", None, "a", None, "b", "a")
    await insert(database, [row_of(Customer, graph.tenant, place, description=said[place]) for place in range(6)])


def expected(every: list[str], here: list[str], after: int, before: int, size: dict[str, int]) -> tuple[Any, ...]:
    """What is on a page of what lies between two places of `every`, and whether there is something on either side."""
    between = every[after + 1 : before]
    kept = between[: size["first"]] if "first" in size else between[max(0, len(between) - size["last"]) :]
    left = after + 1 + (0 if "first" in size else len(between) - len(kept))
    right = left + len(kept)
    shown = [id for id in every[left:right] if id in here]
    return shown, any(id in here for id in every[:left]), any(id in here for id in every[right:])


@pytest.mark.parametrize(
    ("order", "deleted"),
    [(None, ()), (None, (0, 1, 5)), (BY_DESCRIPTION, (0,)), (BY_DESCRIPTION[::-1], (5,))],
)
async def test_each_page_between_two_cursors(
    graph: Graph, database: Database, order: Any, deleted: tuple[int, ...]
) -> None:
    await insert_customers(graph, database)
    edges = (await graph(PAGE, orderBy=order))["customers"]["edges"]
    for place in deleted:
        await graph(DELETE, id=edges[place]["node"]["id"])
    every = [edge["node"]["id"] for edge in edges]
    here = [id for place, id in enumerate(every) if place not in deleted]
    for after, before in ((-1, 6), (-1, 5), (-1, 0), (0, 6), (5, 6), (0, 5), (2, 3)):
        for size in ({"first": 0}, {"first": 6}, {"last": 0}, {"last": 6}):
            # An id has its place in an order by other fields for as long as its object is there.
            by_id = order is None or after not in deleted
            cursors = {"after": every[after] if by_id else edges[after]["cursor"]} if after >= 0 else {}
            cursors |= {"before": edges[before]["cursor"]} if before < 6 else {}
            page = (await graph(PAGE, orderBy=order, **cursors, **size))["customers"]
            info = page["pageInfo"]
            found = [node["id"] for node in page["nodes"]], info["hasPreviousPage"], info["hasNextPage"]
            assert found == expected(every, here, after, before, size), (after, before, size)


@pytest.mark.parametrize("by_id", [False, True])
async def test_nothing_is_before_a_page_where_all_before_it_was_deleted(
    graph: Graph, database: Database, by_id: bool
) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(5)])
    edges = (await graph(PAGE))["customers"]["edges"]
    for place in (0, 2, 4):
        await graph(DELETE, id=edges[place]["node"]["id"])
    after = edges[0]["node"]["id"] if by_id else edges[0]["cursor"]
    page = (await graph(PAGE, first=2, after=after))["customers"]
    assert [node["id"] for node in page["nodes"]] == [edges[place]["node"]["id"] for place in (1, 3)]
    assert (page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"]) == (False, False)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("size", [{"first": 2}, {"last": 2}, {"first": 1}, {"last": 1}])
async def test_pages_of_some(graph: Graph, database: Database, word: str, size: dict[str, int]) -> None:
    await insert_customers(graph, database)
    edges = (await graph(PAGE))["customers"]["edges"]
    every = [edge["node"]["id"] for edge in edges]
    for at in range(6):
        page = (await graph(PAGE, **{word: edges[at]["cursor"]}, **size))["customers"]
        info = page["pageInfo"]
        after, before = (at, 6) if word == "after" else (-1, at)
        found = [node["id"] for node in page["nodes"]], info["hasPreviousPage"], info["hasNextPage"]
        assert found == expected(every, every, after, before, size)


async def test_conditions_hold_for_what_is_beyond_a_cursor(graph: Graph, database: Database) -> None:
    await insert_customers(graph, database)
    edges = (await graph(PAGE))["customers"]["edges"]
    where = {"description": {"eq": "a"}}  # the first and the fourth
    for word, at, more in (("after", 0, True), ("before", 3, True), ("before", 4, False), ("before", 5, False)):
        page = (await graph(PAGE, where=where, first=6, **{word: edges[at]["cursor"]}))["customers"]
        assert page["pageInfo"]["hasPreviousPage" if word == "after" else "hasNextPage"] is more, (word, at)


async def test_each_parent_has_its_own(graph: Graph, database: Database) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(3)])
    intents = [row_of(PaymentIntent, graph.tenant, place, customer_id=f"cus_000{place // 2}") for place in range(4)]
    await insert(database, intents)
    found = await graph("""{ customers(orderBy: [{field: ID}]) { nodes {
        after: paymentIntents(after: "pi_0002") { nodes { id } pageInfo { hasPreviousPage hasNextPage } }
        before: paymentIntents(last: 1, before: "pi_0001") { nodes { id } pageInfo { hasPreviousPage hasNextPage } }
    } } }""")

    def page(ids: list[str], previous: bool, more: bool) -> dict[str, Any]:
        nodes = [{"id": id} for id in ids]
        return {"nodes": nodes, "pageInfo": {"hasPreviousPage": previous, "hasNextPage": more}}

    # Newest first: pi_0003 and pi_0002 are the second customer's, pi_0001 and pi_0000 the first one's.
    assert found["customers"]["nodes"] == [
        {"after": page(["pi_0001", "pi_0000"], False, False), "before": page([], False, True)},
        {"after": page([], True, False), "before": page(["pi_0002"], True, False)},
        {"after": page([], False, False), "before": page([], False, False)},
    ]


@pytest.mark.parametrize(
    ("shown", "statements"),
    [
        ("nodes { id } pageInfo { endCursor }", 1),
        ("nodes { id } pageInfo { hasNextPage }", 1),
        ("nodes { id } pageInfo { hasNextPage hasPreviousPage }", 2),
    ],
)
async def test_only_what_is_selected_is_looked_for(
    graph: Graph, database: Database, shown: str, statements: int
) -> None:
    await insert_customers(graph, database)
    cursor = (await graph(PAGE, first=1))["customers"]["edges"][0]["cursor"]
    with reading() as read:
        await graph(f"query($after: String) {{ customers(after: $after) {{ {shown} }} }}", after=cursor)
    assert len(read) == statements


@pytest.mark.parametrize("word", ["after", "before"])
async def test_the_id_of_a_deleted_object_has_no_place_in_other_orders(
    graph: Graph, database: Database, word: str
) -> None:
    await insert_customers(graph, database)
    (first, *rest) = (await graph(PAGE, orderBy=BY_DESCRIPTION))["customers"]["edges"]
    await graph(DELETE, id=first["node"]["id"])
    id = first["node"]["id"]
    error = await graph.error(PAGE, orderBy=BY_DESCRIPTION, **{word: id})
    assert (error["extensions"]["code"], error["message"]) == (
        "BAD_REQUEST",
        f"`{word}` is '{id}', which was deleted, so its place in this order is unknown. Give a cursor.",
    )
    page = (await graph(PAGE, orderBy=BY_DESCRIPTION, **{word: first["cursor"]}))["customers"]
    assert [node["id"] for node in page["nodes"]] == ([edge["node"]["id"] for edge in rest] if word == "after" else [])
