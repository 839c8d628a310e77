"""A server on a real port, as the live tests have it."""

from tests.live.conftest import followers, merchant, server

__all__ = ["followers", "merchant", "server"]
