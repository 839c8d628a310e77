"""Apollo's automatic persisted queries, over HTTP: the source is sent once, and by GET too."""

import json

from app.server.trusted import hash_of
from tests.graph import Graph

QUERY = "{ account { id } }"
NAMED = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(QUERY)}}


async def test_the_source_is_sent_once(graph: Graph) -> None:
    own = {"account": {"id": graph.tenant.account}}
    unique = f"{QUERY} # {graph.tenant.account}"
    named = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(unique)}}
    unknown = (await graph.post({"extensions": named})).json()
    assert unknown["errors"][0]["message"] == "PersistedQueryNotFound"
    assert unknown["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert "data" not in unknown
    assert (await graph.post({"query": unique, "extensions": named})).json()["data"] == own
    assert (await graph.post({"extensions": named})).json()["data"] == own


async def test_a_hash_is_enough_for_a_get(graph: Graph) -> None:
    await graph.post({"query": QUERY, "extensions": NAMED})
    response = await graph.client.get(
        "/graphql", params={"extensions": json.dumps(NAMED)}, headers={"Authorization": f"Bearer {graph.secret}"}
    )
    assert response.json()["data"] == {"account": {"id": graph.tenant.account}}
