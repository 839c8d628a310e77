"""Where requests may go: which URLs a merchant may give, and which addresses this server connects to.

A server that sends requests to any address could be sent against what stands beside it: databases, metadata
services, admin pages. So only public addresses are connected to, unless the operator allows others; and what is judged
is the very address connected to, as a name may lead elsewhere a moment later.
"""

from collections.abc import Sequence
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from app import settings
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.loopback import is_loopback

Address = IPv4Address | IPv6Address

LONGEST_URL = 2_048
LOOPBACK = ("127.0.0.0/8", "::1/128")
NAT64 = IPv6Network("64:ff9b::/96")
ISATAP = 0x5EFE
"""What stands before an IPv4 address in the lower half of an address of the protocol ISATAP (RFC 5214)."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
SPECIAL = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
"""The special-purpose ranges of IANA's registries (RFC 6890 and later), and multicast. Those of IPv6 outside of
GLOBAL_UNICAST need no mention."""
UNSENDABLE_PORTS = frozenset(
    {7, 9, 13, 19, 20, 21, 22, 23, 25, 37, 53, 69, 110, 119, 123, 135, 137, 139, 143, 161, 389, 445, 465, 514, 515}
    | {587, 636, 873, 993, 995, 2049, 3306, 3389, 5432, 5984, 6379, 6667, 9200, 11211, 27017}
)
"""Ports of protocols other than HTTP, whose servers might misread a request."""


class Reach:
    """Which addresses may be connected to: those that are public, and those of these networks."""

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks = [ip_network(network) for network in networks]

    def allows(self, address: Address) -> bool:
        """Whether requests may go there. An address within an address is judged as the one that it leads to."""
        return self._allowed(address) or all(_is_public(inner) or self._allowed(inner) for inner in _led_to(address))

    def _allowed(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


@cache
def reach() -> Reach:
    """This process's, by its settings."""
    chosen = settings.current()
    if chosen.webhooks.networks is not None:
        return Reach(chosen.webhooks.networks)
    return Reach(LOOPBACK if is_loopback(chosen.host) else ())


def check_url(url: str, field: str, *, livemode: bool) -> None:
    """Refuse what is no URL that events can be sent to. Names are looked up later, each time that one is sent."""
    if len(url) > LONGEST_URL:
        raise InvalidRequest(
            f"`{field}` has at most {LONGEST_URL} characters; {len(url)} were given.",
            code=ErrorCode.PARAMETER_TOO_LONG,
            field=field,
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _invalid(url, field) from None
    if parts.scheme not in ("http", "https") or not host or not url.isascii() or not _is_plain(url):
        raise _invalid(url, field)
    if livemode and parts.scheme != "https":
        raise InvalidRequest(
            f"In live mode `{field}` must begin with https://.", code=ErrorCode.URL_INVALID, field=field
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidRequest(
            f"`{field}` cannot hold a user name or password. Check the signature of each request instead.",
            code=ErrorCode.URL_INVALID,
            field=field,
        )
    if port is not None and (port == 0 or port in UNSENDABLE_PORTS):
        raise InvalidRequest(
            f"`{field}` cannot have the port {port}: no web server listens there.",
            code=ErrorCode.URL_INVALID,
            field=field,
        )
    address = literal(host)
    if address is None and host.rstrip(".").endswith("localhost"):
        address = ip_address("127.0.0.1")
    if address is not None and not reach().allows(address):
        raise InvalidRequest(
            f"`{field}` leads to {host}, which is not a public address. Give one that is, or, for a receiver on your "
            "own machine, run `paygraph listen --forward-to`. The server's operator may allow more with "
            "PAYGRAPH_WEBHOOK_NETWORKS.",
            code=ErrorCode.URL_INVALID,
            field=field,
        )


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_plain(url: str) -> bool:
    return all(character.isprintable() and character not in ' "<>\\^`{|}' for character in url)


def _invalid(url: str, field: str) -> InvalidRequest:
    return InvalidRequest(
        f"'{url[:100]}' is not a web address that events can be sent to. Give `{field}` one such as "
        "https://example.com/webhooks.",
        code=ErrorCode.URL_INVALID,
        field=field,
    )


def _led_to(address: Address) -> list[Address]:
    """The addresses that one stands for: itself, or those that it has inside, by which gateways pass it on."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour, address]
    if address.teredo is not None:
        return [*address.teredo, address]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if int(address) >> 32 & 0xFCFFFFFF == ISATAP:
        return [IPv4Address(int(address) & 0xFFFFFFFF), address]
    return [address]


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return not any(address in network for network in SPECIAL if network.version == address.version)
