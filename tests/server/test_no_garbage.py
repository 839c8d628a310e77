"""What a request leaves behind goes by itself: the collector comes by rarely, and would have to look at everything."""

import asyncio
import gc
import weakref

import pytest

from tests.server.raw_server import post
from tests.server.test_lookup import NAMED, SELECTIONS, Pair, body, connected, pair

__all__ = ["pair"]

DOCUMENTS = {
    "an object": NAMED,
    "an object and its list": SELECTIONS["what belongs to it"],
    "a list": "{ customers(first: 5) { nodes { id paymentIntents { nodes { id } } } } }",
    "a mutation": 'mutation { customerCreate(input: { name: "Ada" }) { customer { id } userErrors { message } } }',
}
MANY = 20


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_requests_leave_nothing_to_collect(pair: Pair, name: str) -> None:
    document = DOCUMENTS[name]
    variables = {"id": pair.customer} if "$id" in document else {}
    request = post(body(document, variables=variables), key=pair.owner.secret)
    async with connected(pair.ours, 1, request) as ((connection,), _):
        for _ in range(5):
            await connection.send(request)
            await connection.answer()
        gc.collect()
        gc.disable()
        try:
            for _ in range(MANY):
                await connection.send(request)
                await connection.answer()
            assert gc.collect() < MANY
        finally:
            gc.enable()


async def test_a_connection_that_ends_is_forgotten_at_once(pair: Pair) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    gc.collect()
    gc.disable()
    try:
        async with connected(pair.ours, 1, request) as (_, (protocol,)):
            gone = asyncio.Event()
            weakref.finalize(protocol, gone.set)
            del protocol, _
        await asyncio.wait_for(gone.wait(), 10)
    finally:
        gc.enable()
