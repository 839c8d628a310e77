"""Whether a host is this machine itself."""

from functools import lru_cache
from ipaddress import ip_address


@lru_cache(maxsize=1_024)
def is_loopback(host: str) -> bool:
    """Whether a name or an address leads to this machine alone: `localhost` and what ends so (RFC 6761), or an address
    of the loopback network."""
    name = host.lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
