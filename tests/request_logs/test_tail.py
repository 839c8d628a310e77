"""`paygraph logs tail`: the newest first, then each request that ends, once, however long it took."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.cli.logs import Tail, condition
from app.cli.output import printable
from app.cli.remote import Remote
from app.database import Database
from app.errors import Misconfigured
from app.tables.request_logs.request_log import RequestLog, RequestLogKey, RequestLogTransport
from tests.cli.warm import paygraph
from tests.factory import insert
from tests.graph import Graph
from tests.server.conftest import Live

SIGN = 'mutation %s { customerCreate(input: {name: "Ada"}) { customer { id } } }'


def sign(name: str) -> str:
    return SIGN % name


@pytest.fixture
def remote(server: Live, merchant: Graph) -> Iterator[Remote]:
    with Remote(f"http://127.0.0.1:{server.port}", merchant.secret) as remote:
        yield remote


async def names(rows: Any, *arguments: Any) -> list[str]:
    """The operations' names of what a look brings; it is taken in a thread, as the server is in this one."""
    return [row["operationName"] for row in await asyncio.to_thread(rows, *arguments)]


async def test_the_newest_come_first_and_then_the_news(remote: Remote, merchant: Graph) -> None:
    for number in range(5):
        await merchant(sign(f"N{number}"))
    tail = Tail(remote)
    assert await names(tail.latest, 3) == ["N2", "N3", "N4"]
    assert await names(tail.news) == []
    await merchant(sign("A"))
    await merchant(sign("B"))
    assert await names(tail.news) == ["A", "B"]
    assert await names(tail.news) == []


async def test_an_empty_log_is_followed_too(remote: Remote, merchant: Graph) -> None:
    tail = Tail(remote)
    assert await names(tail.latest, 20) == []
    assert await names(tail.news) == []
    await merchant(sign("A"))
    assert await names(tail.news) == ["A"]


async def test_a_request_that_took_long_is_not_missed(remote: Remote, merchant: Graph, database: Database) -> None:
    """It arrived before one that is shown already, and comes into the log after it."""
    tail = Tail(remote)
    await merchant(sign("Quick"))
    assert await names(tail.latest, 20) == ["Quick"]
    now = datetime.now(UTC)
    slow = [("Slow", 60_000, 60), ("Old", 10, 60), ("Older", 60_000, 7200)]
    await insert(
        database,
        [
            RequestLog(
                id=f"req_0{number}",
                account_id=merchant.tenant.account,
                livemode=False,
                created=now - timedelta(seconds=seconds),
                operation_name=name,
                duration_ms=took,
                key=RequestLogKey(id="key_1"),
                transport=RequestLogTransport.HTTP,
            )
            for number, (name, took, seconds) in enumerate(slow)
        ],
    )
    assert await names(tail.news) == ["Slow"]


async def test_only_what_is_asked_for(remote: Remote, merchant: Graph) -> None:
    await merchant(sign("Good"))
    await merchant.result("query Bad { nonsense }")
    await merchant(
        'mutation Declined { paymentIntentCreate(input: {amount: 100, currency: "usd", confirm: true, '
        'paymentMethod: "pm_card_visa_chargeDeclined"}) { userErrors { code } } }'
    )
    assert await names(Tail(remote, "4xx").latest, 20) == ["Bad"]
    assert await names(Tail(remote, "5xx").latest, 20) == []
    assert await names(Tail(remote, "400").latest, 20) == ["Bad"]
    assert await names(Tail(remote, "failed").latest, 20) == ["Bad", "Declined"]
    assert await names(Tail(remote, None, "customerCreate").latest, 20) == ["Good"]
    assert await names(Tail(remote, None, "Declined").latest, 20) == ["Declined"]
    failed = Tail(remote, "failed", "Worse")
    assert await names(failed.latest, 20) == []
    await merchant.result("query Bad { nonsense }")
    await merchant.result("query Worse { nonsense }")
    assert await names(failed.news) == ["Worse"]


def test_no_message_steers_the_terminal() -> None:
    assert printable("No such thing: \x1b[2J\r\x07é") == "No such thing:  [2J  é"


def test_a_status_that_is_none_is_told() -> None:
    with pytest.raises(Misconfigured, match="--status teapot is none"):
        condition("teapot")


async def test_what_was_read_long_ago_is_forgotten(remote: Remote, merchant: Graph, database: Database) -> None:
    tail = Tail(remote)
    await merchant(sign("A"))
    await asyncio.to_thread(tail.news)
    async with database.begin() as connection:
        await connection.fetch(update(RequestLog).values(created=col(RequestLog.created) + timedelta(hours=2)))
    await merchant(sign("B"))
    tail.note([{"id": "req_9", "created": (datetime.now(UTC) + timedelta(hours=3)).isoformat()}])
    assert list(tail.seen) == ["req_9"]


async def test_the_command_prints_a_line_a_request(server: Live, merchant: Graph) -> None:
    response = await merchant.post({"query": sign("Sign")})
    await merchant.result("query Bad { nonsense }")
    here = {"PAYGRAPH_URL": f"http://127.0.0.1:{server.port}", "PAYGRAPH_KEY": merchant.secret, "TERM": "dumb"}
    status, out, err = await asyncio.to_thread(paygraph, "logs", "tail", "--no-follow", environment=here)
    assert (status, err) == (0, "")
    first, second = out.splitlines()
    hint = f"{merchant.secret[:8]}…{merchant.secret[-4:]}"
    assert first.endswith(f"Sign (customerCreate)  {response.headers['request-id']}  {hint}  http")
    assert " 200 " in first
    assert " 400 " in second
    assert "GRAPHQL_VALIDATION_FAILED: Cannot query field 'nonsense' on type 'Query'." in second
    assert merchant.secret not in out


async def test_the_command_follows_until_it_is_stopped(server: Live, merchant: Graph) -> None:
    here = {**os.environ, "PAYGRAPH_URL": f"http://127.0.0.1:{server.port}", "PAYGRAPH_KEY": merchant.secret}
    await merchant(sign("Before"))
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "app.cli", "logs", "tail"], env=here, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert "Before (customerCreate)" in await asyncio.to_thread(process.stdout.readline)
        await merchant(sign("After"))
        assert "After (customerCreate)" in await asyncio.to_thread(process.stdout.readline)
        process.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(process.wait, 30) == 0
    finally:
        process.kill()
        process.communicate()
