"""Whether a host is this machine itself."""

import pytest

from app.loopback import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST", "shop.localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "203.0.113.7", "10.0.0.1", "0.0.0.0", "::", "localhost.example", "example.com"])
def test_any_other(host: str) -> None:
    assert not is_loopback(host)
