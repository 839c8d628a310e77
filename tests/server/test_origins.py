"""Where requests come from: the address and the user agent of a client."""

import pytest

from app.server.request_head import Origin
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from tests.server.raw_requests import PAGE
from tests.server.raw_server import post, raw_server


async def test_both_paths_know_where_a_request_comes_from() -> None:
    proxied = "X-Forwarded-For: 198.51.100.9, 203.0.113.7"
    for asgi_alone in (False, True):
        async with raw_server(asgi_alone=asgi_alone) as each:
            for headers in ((), ("User-Agent: Shop/1", proxied)):
                await each.ask(post(PAGE, *headers))
        assert each.world.browsers == [
            ConfirmMandateOnlineParams(ip_address="127.0.0.1"),
            ConfirmMandateOnlineParams(ip_address="203.0.113.7", user_agent="Shop/1"),
        ]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "address"),
    [
        (("203.0.113.7", 4711), None, "203.0.113.7"),
        (("203.0.113.7", 4711), "198.51.100.9", "203.0.113.7"),
        (("2001:DB8::7", 4711, 0, 0), None, "2001:db8::7"),
        (("::1", 4711, 0, 0), "198.51.100.9", "198.51.100.9"),
        (None, "198.51.100.9", "198.51.100.9"),
        ("", None, None),
        (("127.0.0.1", 4711), "unknown", None),
    ],
)
def test_the_address_is_the_connections_or_the_proxys_word(
    peer: tuple[object, ...] | str | None, forwarded_for: str | None, address: str | None
) -> None:
    assert Origin(peer, forwarded_for, None).address == address
