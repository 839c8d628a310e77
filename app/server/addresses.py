"""Addresses that grant what they lead to: each has a token, and no key is needed. What is shown where they lead no
longer."""

import hmac
from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from app.domain.transaction import repeated, transaction
from app.domain.tx import Tx
from app.server.pages import database_of
from app.server.rendering import Speech, render, speech
from app.tables.resource import AnyResource
from app.tables.tenancy import Tenant, owner

Given = TypeVar("Given")


class Gone(Exception):
    """The address leads to nothing, or no longer."""


async def addressed(
    request: Request,
    table: type[AnyResource],
    column: str,
    address: str,
    deed: Callable[[Tx, AnyResource], Awaitable[Given]],
    *,
    id: str | None = None,
    preview: bool = False,
) -> Given:
    """What a deed gives for the row of an `id`, by default the path's, whose column is the address, in a transaction of
    its tenant; a `preview` is rolled back. `column` may lead into a value, such as `login_page.url`. Raises Gone."""
    database = database_of(request)
    columns: Any = table.__table__.c
    name, *steps = column.split(".")
    url = columns[name][steps].astext if steps else columns[name]
    statement: Any = select(columns.id, *owner(columns), url.label("url"))
    statement = statement.where(columns.deleted_at.is_(None), columns.id == (id or request.path_params["id"]))
    for row in await database.fetch(statement, asyncpg.Record):
        if row["url"] is None or not hmac.compare_digest(row["url"].encode(), address.encode()):
            continue
        tenant = Tenant.of(row)

        async def attempt(tenant: Tenant = tenant, id: str = row["id"]) -> Given:
            async with transaction(database, tenant, preview=preview) as tx:
                found = await tx.get(table, id, lock=not preview)
                if attrgetter(column)(found) != address:
                    raise Gone
                return await deed(tx, found)

        return await repeated(attempt)
    raise Gone


def expired(request: Request, say: Speech, merchant: str, *, renewable: bool) -> Response:
    """The page of an address that has expired, which the customer may be able to renew."""
    title, text = say("expired"), say("expired_text", merchant=merchant)
    button = say("renew") if renewable else None
    return render(request, "message.html", say=say, status=410, title=title, text=text, button=button)


def missing(request: Request, title: str) -> Response:
    """The page of an address that leads to nothing. The title is a key of the catalogue."""
    say = speech(request)
    return render(request, "message.html", say=say, status=404, title=say(title), text=say("missing_text"))
