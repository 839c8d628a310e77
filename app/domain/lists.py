"""Lists inside a row's JSON: rows of other tables that Stripe shows in their parent, such as a subscription's items.

They are read, all of them, together with a parent that is locked; from then on memory knows how they stand and stood.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from app import tables
from app.domain import statements
from app.domain.snapshot import Rows, embedded, none_known, snapshot
from app.domain.work import Body, Work, key_of
from app.sql import Written
from app.tables.columns import Many
from app.tables.core_resources.event import Event, EventData
from app.tables.resource import Resource
from app.tables.tenancy import Tenant

Read = tuple[type[Resource], Written, dict[str, Any]]
"""A table, the statement that reads it, and its values."""


def unread(work: Work, row: Resource) -> Iterator[Read]:
    """What there is to read for the lists of a row, and of all others of its table that are held and want theirs. It is
    noted as read."""
    key = key_of(row)
    if key in work.brought or key not in work.held:
        return
    alike = [each for each in work.held - work.brought if each[0] is key[0] and each[2] == key[2]]
    work.brought.update(alike)
    for many in row.lists.values():
        equals = {many.by: [id for _, id, _ in alike]}
        for name in many.tables:
            table = tables.by_name[name]
            yield table, statements.by_columns(table, equals, lock=False), equals


def unlocked(work: Work, row: Resource, many: Many) -> Iterator[Read]:
    """What there is to read to lock the rows of one of a row's lists, and of those of all others of its table."""
    if all(key_of(each) in work.held for each in within(work, row, many)):
        return
    key = key_of(row)
    alike = [id for kind, id, tenant in work.brought & work.held if kind is key[0] and tenant == key[2]]
    for name in many.tables:
        equals = {many.by: alike}
        yield tables.by_name[name], statements.by_columns(tables.by_name[name], equals, lock=True), equals


def embedded_unread(work: Work, tenant: Tenant, rows: Iterable[Resource]) -> dict[type[Resource], set[str]]:
    """The ids, by table, of what the JSON of rows embeds and was not read yet."""
    wanted: dict[type[Resource], set[str]] = {}
    for table, id in (each for row in rows for each in embedded(row)):
        if (table, id, tenant) not in work.rows:
            wanted.setdefault(table, set()).add(id)
    return wanted


def within(work: Work, row: Resource, many: Many, *, former: bool = False) -> list[Resource]:
    """The rows of one of a row's lists, the oldest first; with `former`, as they were read."""
    assert key_of(row) in work.brought, f"{row!r} was not locked, so that its lists were not read"
    tenant, found = Tenant.of(row), []
    for name in many.tables:
        for each in work.inside.get((f"{name}.{many.by}", row.id), ()):
            if Tenant.of(each) == tenant and work.rows.get(key_of(each)) is each:
                state = work.former(each) if former else each
                if state is not None and state.deleted_at is None:
                    found.append(state)
    return sorted(found, key=lambda each: (each.created, each.id))


def changed(work: Work, row: Resource) -> bool:
    """Whether any list of the row, or a row in it, differs from what was read."""
    if key_of(row) not in work.brought:
        return False
    for many in row.lists.values():
        before, after = within(work, row, many, former=True), within(work, row, many)
        if [each.id for each in before] != [each.id for each in after] or any(map(work.changed, after)):
            return True
    return False


def shown(work: Work, row: Resource) -> dict[str, Any]:
    """The row's JSON as it is now, with its lists. It is not to be changed: the next to ask is given the same, for as
    long as nothing in it changes."""
    inside = {name: within(work, row, many) for name, many in row.lists.items()}
    own = [row, *(each for found in inside.values() for each in found)]
    key = key_of(row)
    known = work.bodies.get(key)
    if known is not None and known.stands(own):
        return known.body
    met: list[Resource] = []

    def rows(table: type[Resource], id: str) -> Resource:
        met.append(work.rows[table, id, Tenant.of(row)])
        return met[-1]

    body = snapshot(row, rows)
    for name, many in row.lists.items():
        body[name] = list_json(row.id, many, inside[name], rows)
    work.bodies[key] = Body(body, own, [(each, dict(each.__dict__)) for each in (*own, *met)])
    return body


def show(work: Work, event: Event, row: Resource) -> None:
    """Have the event of a new object show it as it is now: as the whole operation made it."""
    event.data = EventData.model_construct(object=shown(work, row), previous_attributes=None)


def former(work: Work, row: Resource) -> dict[str, Any] | None:
    """The row's JSON as it was read, with the lists that it had; None for one that was added."""

    def rows(table: type[Resource], id: str) -> Resource:
        found = work.rows[table, id, Tenant.of(row)]
        return work.former(found) or found

    before = work.former(row)
    if before is None:
        return None
    body = snapshot(before, rows)
    for name, many in row.lists.items():
        body[name] = list_json(row.id, many, within(work, row, many, former=True), rows)
    return body


def list_json(
    parent: str, many: Many, found: list[Resource], rows: Rows = none_known
) -> dict[str, Any] | list[dict[str, Any]]:
    """Stripe's list of rows, limited to as many as it shows inside the parent of that id; or an array of them."""
    inside = found if many.most is None else found[: many.most]
    data = [snapshot(each, rows) for each in inside]
    if many.url is None:
        return data
    body: dict[str, Any] = {"object": "list", "data": data, "has_more": len(inside) < len(found)}
    if many.counted:
        body["total_count"] = len(found)
    return body | {"url": many.url.format(id=parent)}
