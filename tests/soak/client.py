"""A careful client: what was not answered is sent again with the same idempotency key, for a minute and a half."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import aiohttp

from tests.soak.book import Book

PATIENCE = 90.0
"""Seconds after which a write is given up."""
ANSWER_SECONDS = 20.0
SENT_AGAIN = frozenset(("SERVICE_UNAVAILABLE", "RATE_LIMITED", "LOCK_TIMEOUT", "INTERNAL_ERROR"))
LONGEST_PAUSE = 2.0


class Client:
    """One key's client."""

    def __init__(self, session: aiohttp.ClientSession, url: str, key: str, book: Book) -> None:
        self.session = session
        self.url = url
        self.headers = {"Authorization": f"Bearer {key}"}
        self.key = key
        self.book = book

    async def write(
        self, kind: str, mutation: str, fields: str, arguments: Mapping[str, Any], *, file: bytes | None = None
    ) -> dict[str, Any] | None:
        """Carry a mutation out; its object, or None where it was refused or never answered. `{key}` in the arguments'
        texts is the idempotency key."""
        key = uuid4().hex
        document = written(mutation, fields, arguments)
        variables = json.loads(json.dumps({**arguments, "key": key}).replace("{key}", key))
        self.book.sent[kind] += 1
        until, pause = time.monotonic() + PATIENCE, 0.1
        while True:
            answer = await self.post(kind, {"query": document, "variables": variables}, file)
            if answer is not None:
                body, request_id = answer
                errors = body.get("errors")
                if not errors:
                    return self.taken(kind, key, request_id, body["data"]["payload"])
                code = errors[0]["extensions"]["code"]
                self.book.refused[kind, code] += 1
                if code not in SENT_AGAIN:
                    return None
            if time.monotonic() > until:
                self.book.unanswered[kind] += 1
                return None
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            self.book.again[kind] += 1

    def taken(self, kind: str, key: str, request_id: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Note an answer."""
        self.book.requests[request_id] = kind
        if payload["userErrors"]:
            self.book.refused[kind, payload["userErrors"][0]["code"]] += 1
            return None
        found: dict[str, Any] = payload["object"]
        self.book.answered[kind] += 1
        self.book.writes[key] = (kind, found["id"])
        return found

    async def read(self, kind: str, document: str, **variables: Any) -> dict[str, Any] | None:
        """A query's data; None where there is no answer."""
        self.book.sent[kind] += 1
        answer = await self.post(kind, {"query": document, "variables": variables})
        if answer is None:
            return None
        body, _ = answer
        if body.get("errors"):
            self.book.refused[kind, body["errors"][0]["extensions"]["code"]] += 1
            return None
        self.book.answered[kind] += 1
        found: dict[str, Any] = body["data"]
        return found

    async def surely(self, document: str, **variables: Any) -> dict[str, Any]:
        """A query's data, however often it must be asked. Raises RuntimeError after a while."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            data = await self.read("looks afterwards", document, **variables)
            if data is not None:
                return data
            await asyncio.sleep(0.5)
        raise RuntimeError(f"Nothing answers {document}: {dict(self.book.refused)}")

    async def post(
        self, kind: str, body: dict[str, Any], file: bytes | None = None
    ) -> tuple[dict[str, Any], str] | None:
        """A result and the request's id; None where the connection was lost."""
        sent: dict[str, Any] = {"json": body} if file is None else {"data": form(body, file)}
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with self.session.post(self.url, headers=self.headers, timeout=timeout, **sent) as response:
                return await response.json(content_type=None), response.headers["request-id"]
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
            self.book.cut[kind] += 1
            return None


def written(mutation: str, fields: str, arguments: Mapping[str, Any]) -> str:
    """A document with one mutation."""
    type_ = mutation[0].upper() + mutation[1:]
    kinds = {"id": "ID!", "input": f"{type_}Input!", "idempotencyKey": "String"}
    named = [*arguments, "idempotencyKey"]
    declared = ", ".join(f"${'key' if name == 'idempotencyKey' else name}: {kinds[name]}" for name in named)
    passed = ", ".join(f"{name}: ${'key' if name == 'idempotencyKey' else name}" for name in named)
    resource = mutation.removesuffix("Create").removesuffix("Advance").removesuffix("Update")
    return (
        f"mutation({declared}) {{ payload: {mutation}({passed}) "
        f"{{ object: {resource} {{ {fields} }} userErrors {{ code message }} }} }}"
    )


def form(body: dict[str, Any], file: bytes) -> aiohttp.FormData:
    """A request with a file, by the specification."""
    data = aiohttp.FormData()
    data.add_field("operations", json.dumps(body))
    data.add_field("map", '{"0": ["variables.input.file"]}')
    data.add_field("0", file, filename=f"{body['variables']['key']}.pdf", content_type="application/pdf")
    return data
