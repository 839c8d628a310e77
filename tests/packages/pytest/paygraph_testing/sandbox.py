"""Sandbox: an account of its own on a running server, with its clocks and its events."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

EVENT = "id type cursor created livemode data { object }"
FOLLOW = f"subscription($after: String, $types: [String!]) {{ events(after: $after, types: $types) {{ {EVENT} }} }}"
KEYS = "id account secretKey publishableKey expiresAt"
SECONDS = 60.0
"""How long an answer may take: to move a clock by years does all that falls due on the way."""


class GraphQLErrors(Exception):
    """An operation that was answered with errors. `errors` are those of the response."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(str(error["message"]) for error in errors))
        self.errors = errors


class UserErrors(Exception):
    """A mutation that was refused. `errors` are its `userErrors`, each with `code`, `field` and `message`."""

    def __init__(self, mutation: str, errors: list[dict[str, Any]]) -> None:
        super().__init__(f"{mutation}: " + "; ".join(str(error["message"]) for error in errors))
        self.errors = errors


class Client:
    """The graph at `url`, with a key."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.Client(base_url=self.url, headers=headers, timeout=SECONDS, trust_env=False)

    def __call__(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """The data of a query or a mutation. Raises GraphQLErrors, and UserErrors where a mutation was refused whose
        `userErrors` the document selects."""
        body = {"query": document, "variables": _plain(variables)}
        answer = self.http.post("/graphql", json=body).json()
        if answer.get("errors"):
            raise GraphQLErrors(answer["errors"])
        data: dict[str, Any] = answer["data"]
        for name, payload in data.items():
            if isinstance(payload, dict) and payload.get("userErrors"):
                raise UserErrors(name, payload["userErrors"])
        return data


class Sandbox(Client):
    """A sandbox, called with a document and its variables. As a context manager it is deleted at the end.

    `id` and `account` name it, `secret_key` and `publishable_key` open it, `url` is the server's address and
    `graphql_url` that of its graph.
    """

    def __init__(self, owner: Client, shown: dict[str, Any]) -> None:
        super().__init__(owner.url, shown["secretKey"])
        self.owner = owner
        self.graphql_url = f"{owner.url}/graphql"
        self.id: str = shown["id"]
        self.account: str = shown["account"]
        self.secret_key: str = shown["secretKey"]
        self.publishable_key: str = shown["publishableKey"]
        self.cursor: str | None = None
        """Of the last event that was waited for."""

    @classmethod
    def create(cls, url: str, key: str, **given: Any) -> Self:
        """A new sandbox of the account that `key` opens. `given` are the fields of `sandboxCreate`'s input."""
        owner = Client(url, key)
        document = (
            f"mutation($input: SandboxCreateInput) {{ made: sandboxCreate(input: $input) {{ sandbox {{ {KEYS} }} \
            userErrors {{ code field message }} }} }}"
        )
        return cls(owner, owner(document, input=given)["made"]["sandbox"])

    def reset(self) -> None:
        """Delete all that it holds. Its keys stay."""
        self.owner("mutation($id: ID!) { sandboxReset(id: $id) { userErrors { code field message } } }", id=self.id)

    def delete(self) -> None:
        """Delete it, with all that it holds."""
        self.owner("mutation($id: ID!) { sandboxDelete(id: $id) { userErrors { code field message } } }", id=self.id)
        self.http.close()
        self.owner.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.delete()

    def clock(self, at: datetime | None = None) -> "Clock":
        """A new test clock, which shows `at`; by default the present."""
        return Clock(self, at or datetime.now(UTC).replace(microsecond=0))

    def events(self, *types: str, seconds: float = 10.0) -> Iterator[dict[str, Any]]:
        """The events after the last one that was taken, oldest first, from the sandbox's beginning; `types` may be
        patterns such as `invoice.*`. Waits for the next; raises TimeoutError when none comes for so many seconds."""
        end = time.monotonic() + seconds
        variables = {"after": self.cursor or "0", "types": list(types) or None}
        body = {"query": FOLLOW, "variables": variables}
        request = self.http.build_request("POST", "/graphql", json=body, headers={"Accept": "text/event-stream"})
        request.extensions["timeout"] = httpx.Timeout(seconds).as_dict()
        response = self.http.send(request, stream=True)
        try:
            with suppress(httpx.ReadTimeout):
                for line in response.iter_lines():
                    if line.startswith("data:") and (text := line.removeprefix("data:").strip()):
                        answer = json.loads(text)
                        if answer.get("errors"):
                            raise GraphQLErrors(answer["errors"])
                        event: dict[str, Any] = answer["data"]["events"]
                        self.cursor = event["cursor"]
                        yield event
                        end = time.monotonic() + seconds
                    elif time.monotonic() > end:
                        break
        finally:
            response.close()
        raise TimeoutError(f"No event {' or '.join(types) or 'of any type'} came within {seconds:g} seconds.")

    def wait_for(
        self, *types: str, where: Callable[[dict[str, Any]], bool] = lambda _: True, seconds: float = 10.0
    ) -> dict[str, Any]:
        """The next event of these types for which `where` holds. Raises TimeoutError."""
        end = time.monotonic() + seconds
        for event in self.events(*types, seconds=seconds):
            if where(event):
                return event
            if time.monotonic() > end:
                break
        raise TimeoutError(
            f"No event {' or '.join(types) or 'of any type'} that is meant came within {seconds:g} seconds."
        )


class Clock:
    """A test clock: objects under it live by its time. `id` is what `testClock` of an input takes."""

    def __init__(self, sandbox: Sandbox, at: datetime) -> None:
        self.sandbox = sandbox
        self.now = at
        document = "mutation($input: TestClockCreateInput!) { made: testClockCreate(input: $input) { testClock { id } \
            userErrors { code field message } } }"
        self.id: str = sandbox(document, input={"frozenTime": at})["made"]["testClock"]["id"]

    def advance(self, to: datetime | None = None, **by: float) -> datetime:
        """Move to a later time, or by `days=30` and the like of `datetime.timedelta`. Returns once all that fell due on
        the way has happened."""
        self.now = to if to is not None else self.now + timedelta(**by)
        document = "mutation($id: ID!, $input: TestClockAdvanceInput!) { testClockAdvance(id: $id, input: $input) { \
            userErrors { code field message } } }"
        self.sandbox(document, id=self.id, input={"frozenTime": self.now, "wait": True})
        return self.now


def _plain(value: Any) -> Any:
    """Variables as JSON: moments as texts."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
