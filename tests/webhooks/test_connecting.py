"""However a host is written, what is connected to is within reach, or nothing is."""

import pytest
from aiohttp import ClientConnectorError, ClientSession, InvalidURL

from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.connecting import GuardedConnector, OutOfReach
from app.events.webhooks.sending import explained
from app.tables.webhooks.webhook_attempt import WebhookAttemptError
from tests.webhooks.receiver import Receiver

WAYS_TO_THIS_MACHINE = ("127.0.0.1", "127.1", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]")


@pytest.mark.parametrize("host", [*WAYS_TO_THIS_MACHINE, "localhost", "0.0.0.0", "[::]"])
async def test_no_way_of_writing_it_leads_inside(receiver: Receiver, host: str) -> None:
    connector = GuardedConnector(Reach(), connections=1)
    async with ClientSession(connector=connector) as session:
        with pytest.raises((ClientConnectorError, InvalidURL, OutOfReach)) as refused:
            await session.post(f"http://{host}:{receiver.port}/", data=b"{}")
        await connector.aclose()
    kind, sentence = explained(refused.value, 1.0)
    assert kind is WebhookAttemptError.ADDRESS_REFUSED
    assert sentence.endswith(
        ("which is not an address that this server may send to.", "neither a name nor an address written in full.")
    )
    assert receiver.received == []


async def test_what_is_within_reach_is_reached(receiver: Receiver) -> None:
    connector = GuardedConnector(Reach(LOOPBACK), connections=1)
    async with ClientSession(connector=connector) as session:
        async with session.post(f"http://localhost:{receiver.port}/", data=b"{}") as response:
            assert response.status == 200
        await connector.aclose()
