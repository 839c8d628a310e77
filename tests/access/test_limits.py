"""Requests per key and second, and sockets per key."""

import pytest

from app.access import limits
from app.access.limits import RequestLimit, sockets_at_once
from app.errors import RateLimited


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_rested_key_may_burst_and_then_goes_at_the_rate() -> None:
    clock = Clock()
    limit = RequestLimit(per_second=10, burst=3, clock=clock)
    for _ in range(3):
        limit.spend("key_a")
    with pytest.raises(RateLimited) as refused:
        limit.spend("key_a")
    assert refused.value.message == (
        "This API key makes more than 10 requests per second. Wait 100 ms, then try again more slowly."
    )
    assert refused.value.retry_after == pytest.approx(0.1)
    assert (refused.value.code, refused.value.status) == ("RATE_LIMITED", 429)

    clock.now += refused.value.retry_after
    limit.spend("key_a")
    with pytest.raises(RateLimited):
        limit.spend("key_a")
    clock.now += 3_600
    for _ in range(3):
        limit.spend("key_a")
    with pytest.raises(RateLimited):
        limit.spend("key_a")


def test_keys_do_not_share_a_bucket() -> None:
    limit = RequestLimit(per_second=0.5, burst=1, clock=Clock())
    limit.spend("key_a")
    limit.spend("key_b")
    with pytest.raises(RateLimited, match="Wait 2 seconds"):
        limit.spend("key_a")


def test_a_refused_request_costs_nothing() -> None:
    clock = Clock()
    limit = RequestLimit(per_second=1, burst=1, clock=clock)
    limit.spend("key_a")
    for _ in range(50):
        with pytest.raises(RateLimited):
            limit.spend("key_a")
    clock.now += 1
    limit.spend("key_a")


def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRACKED_KEYS", 2)
    limit = RequestLimit(per_second=1, burst=1, clock=Clock())
    for key in ("key_a", "key_b", "key_c"):
        limit.spend(key)
    limit.spend("key_a")  # the longest unused was forgotten, so its bucket is full again
    with pytest.raises(RateLimited):
        limit.spend("key_c")


def test_sockets_are_counted_per_key() -> None:
    limit = sockets_at_once(2)
    limit.enter("key_a")
    limit.enter("key_a")
    limit.enter("key_b")
    with pytest.raises(RateLimited) as refused:
        limit.enter("key_a")
    assert refused.value.message == (
        "This API key has 2 sockets open, which is as many as a key may have. "
        "Close one, or run several subscriptions over the same socket."
    )
    assert (limit.count("key_a"), limit.count("key_b"), limit.count("key_c")) == (2, 1, 0)
    limit.leave("key_a")
    limit.enter("key_a")
    limit.leave("key_a")
    limit.leave("key_a")
    limit.leave("key_b")
    assert (limit.count("key_a"), limit.count("key_b")) == (0, 0)
