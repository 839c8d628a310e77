"""What the servers answer: the same JSON, or there is nothing to compare; and from then on known by its size."""

import json
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.benchmarks.servers import Running

ANSWER_SECONDS = 60.0
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Query:
    """What is asked: a document by its name, and its variables in turn."""

    name: str
    title: str
    variables: Sequence[Mapping[str, Any]] = ({},)


@dataclass(frozen=True)
class Answer:
    """The body of an answer: how long it is in bytes, and the `data` in it."""

    size: int
    data: Any


Requests = list[tuple[bytes, int]]
"""Whole HTTP requests, each with the size of the body that answers it."""


def ask(running: Running, request: bytes, patience: float = ANSWER_SECONDS) -> Answer:
    """Send one request and read its answer, which may take `patience` seconds. Raises RuntimeError for an error."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=patience) as connection:
        connection.sendall(request)
        stream = connection.makefile("rb")
        status = stream.readline()
        headers = dict(line.lower().split(b":", 1) for line in iter(stream.readline, b"\r\n"))
        body = stream.read(int(headers[b"content-length"]))
    said = json.loads(body) if b" 200 " in status else {}
    if "data" not in said or "errors" in said:
        raise RuntimeError(f"{running.server.name} refuses: {body[:500].decode(errors='replace')}")
    return Answer(len(body), canonical(said["data"]))


def canonical(value: Any) -> Any:
    """The value with its moments written one way: servers may choose how, within ISO 8601."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return value


def leaves(value: Any) -> int:
    """How many values that are neither objects nor lists."""
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def agreed(query: Query, servers: Sequence[Running]) -> tuple[dict[str, Requests], int]:
    """The requests of each server, once all have answered alike, and the leaves of an answer.

    Raises RuntimeError naming the server that answers otherwise than the first.
    """
    found: dict[str, Requests] = {running.server.name: [] for running in servers}
    size = 0
    for variables in query.variables:
        expected: Any = None
        for running in servers:
            request = running.server.request(query.name, variables)
            answer = ask(running, request)
            expected = answer.data if expected is None else expected
            if answer.data != expected:
                raise RuntimeError(
                    f"{running.server.name} answers {query.name} with {variables} otherwise than "
                    f"{servers[0].server.name}: {difference(expected, answer.data)}"
                )
            found[running.server.name].append((request, answer.size))
        size = leaves(expected)
    return found, size


def difference(expected: Any, found: Any, path: str = "data") -> str:
    """Where two answers part first."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        pairs = [(expected[key], found[key], f"{path}.{key}") for key in expected]
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = [
            (one, other, f"{path}.{place}") for place, (one, other) in enumerate(zip(expected, found, strict=True))
        ]
    else:
        return f"{path} is {str(found)[:200]} rather than {str(expected)[:200]}"
    return next(difference(one, other, where) for one, other, where in pairs if one != other)
