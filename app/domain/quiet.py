"""Quiet changes: those of which no event tells. Whoever follows the object learns of them by a notification, which is
sent once the change is committed; it is nowhere kept.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count

import orjson

from app.domain.snapshot import computed_fields
from app.tables.columns import shown_fields
from app.tables.resource import Resource
from app.tables.tenancy import Tenant

CHANNEL = "paygraph_changes"
ROOM = 7_500
"""Bytes of ids in one notification, of which PostgreSQL takes 7,999."""

_number = count()
"""Keeps apart two changes of the same objects: PostgreSQL sends what is the same, in one transaction, once."""


@cache
def shown_columns(table: type[Resource]) -> frozenset[str]:
    """The columns whose changes can be seen in the graph."""
    computed = {name for member in computed_fields(table).values() for name in member.columns}
    return frozenset({each.column for each in shown_fields(table)} | computed | {"deleted_at"})


def notify(send: Callable[[str, str], None], tenant: Tenant, ids: Iterable[str]) -> None:
    """Tell all processes that these objects of a tenant's have changed, by the database's `notify`. Call once that is
    committed."""
    for payload in payloads(tenant, ids):
        send(CHANNEL, payload)


def payloads(tenant: Tenant, ids: Iterable[str]) -> Iterator[str]:
    """The notifications that these objects of a tenant's have changed."""
    some: list[str] = []
    room = ROOM
    for id in ids:
        size = len(orjson.dumps(id)) + 1
        if size > room and some:
            yield _payload(tenant, some)
            some, room = [], ROOM
        some.append(id)
        room -= size
    if some:
        yield _payload(tenant, some)


def heard(payload: str) -> tuple[Tenant, list[str]]:
    """The tenant and the ids of a notification."""
    account, livemode, _, ids = orjson.loads(payload)
    return Tenant(account, livemode), ids


def _payload(tenant: Tenant, ids: list[str]) -> str:
    return orjson.dumps([*tenant, next(_number), ids]).decode()
