"""The graph as a caller meets it: the app as shipped, over HTTP, with an API key."""

from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from app.access.keys import create_key
from app.access.opening import open_account
from app.cli.remote import request_of, resource_of
from app.database import Database
from app.tables.access import KeyKind
from app.tables.tenancy import Tenant


@dataclass
class Graph:
    """One caller. Called with a document and its variables, it returns the data, and fails on any error."""

    client: httpx.AsyncClient
    tenant: Tenant
    secret: str
    last: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    """Those of every request, beside the key's."""

    def on(self, account: str) -> "Graph":
        """The same key at work on a connected account."""
        return replace(self, tenant=self.tenant._replace(account=account), headers={"Stripe-Account": account})

    async def __call__(self, document: str, /, **variables: Any) -> dict[str, Any]:
        body = await self.result(document, **variables)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    async def result(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """The whole result: data, errors, extensions."""
        response = await self.post({"query": document, "variables": variables})
        self.last = response.json()
        return self.last

    async def error(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """The one error of a document that has one."""
        body = await self.result(document, **variables)
        assert len(body.get("errors", [])) == 1, body
        error: dict[str, Any] = body["errors"][0]
        return error

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        authorization = {"Authorization": f"Bearer {self.secret}"}
        sent = request_of(body) if isinstance(body, dict) and body.get("variables") else {"json": body}
        return await self.client.post("/graphql", **sent, headers=authorization | self.headers | headers)

    async def do(self, mutation: str, fields: str, /, **arguments: Any) -> dict[str, Any]:
        """Carry a mutation out and return its object's `fields`; fails when anything is refused."""
        payload = await self.attempt(mutation, fields, **arguments)
        assert payload["userErrors"] == [], payload
        assert payload["object"] is not None
        found: dict[str, Any] = payload["object"]
        return found

    async def refuse(self, mutation: str, fields: str = "id", /, **arguments: Any) -> dict[str, Any]:
        """The one refusal of a mutation that is refused."""
        refused = await self.refusals(mutation, fields, **arguments)
        assert len(refused) == 1, refused
        return refused[0]

    async def refusals(self, mutation: str, fields: str = "id", /, **arguments: Any) -> list[dict[str, Any]]:
        """All that is refused of a mutation, in the order told."""
        payload = await self.attempt(mutation, fields, **arguments)
        refused: list[dict[str, Any]] = payload["userErrors"]
        return refused

    async def attempt(self, mutation: str, fields: str, /, **arguments: Any) -> dict[str, Any]:
        """A mutation's payload, with its object under `object`."""
        type_ = mutation[0].upper() + mutation[1:]
        kinds = {"id": "ID!", "input": f"{type_}Input!", "idempotencyKey": "String"}
        # Parentheses about nothing are no GraphQL.
        declared = f"({', '.join(f'${name}: {kinds[name]}' for name in arguments)})" if arguments else ""
        passed = f"({', '.join(f'{name}: ${name}' for name in arguments)})" if arguments else ""
        document = (
            f"mutation{declared} {{ payload: {mutation}{passed} {{ object: {resource_of(mutation)} {{ {fields} }} "
            "userErrors { type code declineCode message field docUrl } replayed } }"
        )
        data = await self(document, **arguments)
        payload: dict[str, Any] = data["payload"]
        return payload

    async def events(self) -> list[str]:
        """The types of all events so far, oldest first."""
        data = await self("{ events(first: 100) { nodes { type cursor } } }")
        told = sorted(data["events"]["nodes"], key=lambda event: int(event["cursor"]))
        return [event["type"] for event in told]


async def new_caller(
    client: httpx.AsyncClient,
    database: Database,
    *,
    account_id: str | None = None,
    livemode: bool = False,
    kind: KeyKind = KeyKind.SECRET,
    permissions: dict[str, str] | None = None,
) -> Graph:
    """A caller with a fresh key, of a fresh account unless one is named."""
    if account_id is None:
        async with database.begin() as connection:
            account = await open_account(connection, name="Test Shop")
        account_id = account.id
    tenant = Tenant(account_id, livemode)
    async with database.begin() as connection:
        _, secret = await create_key(connection, tenant, kind=kind, permissions=permissions)
    return Graph(client, tenant, secret)
