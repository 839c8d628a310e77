"""What inputs point to: an id of another account's, of the other mode's, of a platform's, of a connected account's or
of one that is connected no more is as good as an id of nothing, wherever it stands."""

from typing import Any

import pytest

from app.database import Database
from tests.connect.test_connected import begun, connect
from tests.engine import test_tenancy as walks
from tests.factory import insert, row_of
from tests.graph import Graph

POINTING = walks.pointing()
OF_PLATFORMS = {
    "accountCreate",
    "accountLinkCreate",
    "accountSessionCreate",
    "accountUpdate",
    "applicationFeeRefundCreate",
    "loginLinkCreate",
    "transferCreate",
    "transferReversalCreate",
}
"""What needs accounts that are connected to the caller's, which a connected account has none of."""
OF_PLATFORM_TOO = {
    ("eventResend", "webhookEndpoint"): "the platform's endpoint may be one for events of its accounts",
    ("paymentMethodCreate", "customer"): "the platform's payment method is cloned to the account, with its customer",
    ("paymentMethodCreate", "paymentMethod"): "it is cloned",
}
"""By mutation and field, what is also an object of the platform's when its key acts on an account; and why."""


async def disconnected(graph: Graph) -> Graph:
    account = await begun(graph, "STANDARD")
    await graph.attempt("accountDeauthorize", "id", id=account)
    return graph.on(account)


@pytest.mark.parametrize("mutation", POINTING)
async def test_they_find_the_callers_own_alone(
    graph: Graph, stranger: Graph, live: Graph, database: Database, mutation: str
) -> None:
    left, theirs = await disconnected(graph), stranger.on(await begun(stranger))
    account, sibling = graph.on(await connect(graph, type="CUSTOM")), graph.on(await begun(graph))
    everyone = [graph, account, sibling, left, stranger, theirs, live]
    for viewer, first in ((graph, 1_000), (account, 2_000)):
        if viewer is account and mutation in OF_PLATFORMS:
            continue
        wrong: list[Any] = []
        attempt = await walks.attempt(viewer, database, mutation)
        for place, path in enumerate(POINTING[mutation], start=first):
            seen = graph if (mutation, path[-1]) in OF_PLATFORM_TOO else viewer
            others = [each for each in everyone if each not in (viewer, seen)]
            nowhere = await attempt.point(path, place)
            await insert(database, [row_of(walks.points_to(path[-1]), each.tenant, place) for each in others])
            elsewhere = await attempt.point(path, place)
            if elsewhere != nowhere:
                wrong.append((path, nowhere, elsewhere))
        assert not wrong, f"what is another's must look like what is nowhere, for {viewer.tenant}"
