"""What `paygraph trigger` causes without a recipe of its own."""

import asyncio

import pytest

from app.cli.remote import Remote
from app.cli.trigger import cause
from app.cli.triggers import load
from tests.cli.test_triggers import merchant, server
from tests.graph import Graph
from tests.server.conftest import Live

__all__ = ["merchant", "server"]


@pytest.mark.parametrize("caused", ["levy.settings.updated", "purse.updated"])
async def test_a_single_is_updated(caused: str, server: Live, merchant: Graph) -> None:
    assert caused in load()
    for place in ("first", "again"):
        with Remote(f"http://127.0.0.1:{server.port}", merchant.secret) as remote:
            events = await asyncio.to_thread(cause, remote, caused, [])
        assert [each["type"] for each in events].count(caused) == 1, place
