"""Lists inside a row's JSON: rows of other tables that Stripe shows in their parent, such as a subscription's items.

They are read, all of them, together with a parent that is locked; from then on memory knows how they stand and stood.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app import tables
from app.domain import statements
from app.domain.reshowing import again
from app.domain.restoring import left_out
from app.domain.snapshot import Finding, Rows, body_of, embedded, embeds, none_known
from app.domain.work import Body, Key, State, Work, key_of
from app.sql import Written
from app.tables.columns import Many
from app.tables.core_resources.event import Event, EventData
from app.tables.resource import Resource
from app.tables.tenancy import Tenant

Read = tuple[type[Resource], Written, dict[str, Any]]
"""A table, the statement that reads it, and its values."""


def unread(work: Work, row: Resource, *, lock: bool = False) -> Iterator[Read]:
    """What there is to read, and with `lock` to lock, for the lists of a row, and of all others of its table that are
    held and want theirs. It is noted as read."""
    key = key_of(row)
    if key in work.brought or key not in work.held:
        return
    alike = [each for each in work.held - work.brought if each[0] is key[0] and each[2] == key[2]]
    work.brought.update(alike)
    for many in row.lists.values():
        equals = {many.by: [id for _, id, _ in alike]}
        for name in many.tables:
            table = tables.by_name[name]
            yield table, statements.by_columns(table, equals, lock=lock), equals


def locking(work: Work, row: Resource, many: Many) -> Iterator[Read]:
    """What there is to read to lock the rows of one of a row's lists, and of those of all others of its table."""
    key = key_of(row)
    alike = [id for kind, id, tenant in work.brought & work.held if kind is key[0] and tenant == key[2]]
    for name in many.tables:
        equals = {many.by: alike}
        yield tables.by_name[name], statements.by_columns(tables.by_name[name], equals, lock=True), equals


def embedded_unread(work: Work, tenant: Tenant, rows: Iterable[Resource]) -> dict[type[Resource], set[str]]:
    """The ids, by table, of what the JSON of rows embeds and was not read yet."""
    wanted: dict[type[Resource], set[str]] = {}
    for row in rows:
        if embeds(type(row)):
            for table, id in embedded(row):
                if (table, id, tenant) not in work.rows:
                    wanted.setdefault(table, set()).add(id)
    return wanted


def within(work: Work, row: Resource, many: Many, *, former: bool = False) -> list[Resource]:
    """The rows of one of a row's lists, the oldest first; with `former`, as they were read."""
    key = key_of(row)
    assert key in work.brought, f"{row!r} was not locked, so that its lists were not read"
    found: list[Resource] = []
    for name in many.tables:
        for each in work.inside.get((name, many.by, key[1], key[2]), ()):
            state = work.former(each) if former else each
            if state is not None and state.deleted_at is None:
                found.append(state)
    if len(found) > 1:
        found.sort(key=lambda each: (each.created, each.id))
    return found


def changed(work: Work, row: Resource) -> bool:
    """Whether any list of the row, or a row in it, differs from what was read."""
    if key_of(row) not in work.brought:
        return False
    for many in row.lists.values():
        before, after = within(work, row, many, former=True), within(work, row, many)
        if [each.id for each in before] != [each.id for each in after] or any(map(work.changed, after)):
            return True
    return False


def shown(work: Work, row: Resource, key: Key | None = None) -> dict[str, Any]:
    """The row's JSON as it is now, with its lists. It is not to be changed: the next to ask is given the same, for as
    long as nothing in it changes. Whoever has the row's key at hand gives it."""
    inside = {name: within(work, row, many) for name, many in row.lists.items()}
    own = [row]
    for found in inside.values():
        own += found
    key = key or key_of(row)
    known = work.shown.whole.get(key)
    if known is not None and known.stands(work.held, own):
        return known.body
    whole = Embedding(work, key[2])
    body = _body(row, inside, whole)
    work.shown.whole[key] = Body(body, own, whole.made_of, whole.only_read)
    return body


@dataclass(slots=True)
class Embedding:
    """Finds the JSON of what rows of a tenant embed, and notes what that was made of."""

    work: Work
    tenant: Tenant
    former: bool = False
    """Whether rows are to be shown as they were read."""
    made_of: list[tuple[Resource, State]] = field(default_factory=list)
    """Rows that may be changed, each with its state."""
    only_read: list[Key] = field(default_factory=list)
    """Rows that nobody can change here until they are held."""

    def __call__(self, table: type[Resource], id: str) -> dict[str, Any]:
        work, key = self.work, (table, id, self.tenant)
        row = work.rows[key]
        if key not in work.held and not embeds(table):
            self.only_read.append(key)
            body = work.shown.embedded.get(key)
            if body is None:
                # The same for all that embed it.
                body = work.shown.embedded[key] = body_of(row, none_known)
            return body
        return self.own(work.former(row) or row if self.former else row)

    def own(self, row: Resource) -> dict[str, Any]:
        """The JSON of a row without its lists. It is not to be changed, as it may be shown again."""
        work, key = self.work, (type(row), row.__dict__["id"], self.tenant)
        known = work.shown.alone.get(key)
        body = body_of(row, self) if known is None else again(row, *known, self)
        state = dict(row.__dict__)
        work.shown.alone[key] = state, body
        self.made_of.append((row, state))
        return body


def show(work: Work, event: Event, row: Resource) -> None:
    """Have the event of a new object show it as it is now: as the whole operation made it."""
    event.data = EventData.trusted(object=shown(work, row), previous_attributes=None, left_out=left_out(row))


def former(work: Work, row: Resource) -> dict[str, Any] | None:
    """The row's JSON as it was read, with the lists that it had; None for one that was added."""
    before = work.former(row)
    if before is None:
        return None
    inside = {name: within(work, row, many, former=True) for name, many in row.lists.items()}
    return _body(before, inside, Embedding(work, Tenant.of(row), former=True))


def _body(row: Resource, inside: dict[str, list[Resource]], whole: Embedding) -> dict[str, Any]:
    body = whole.own(row)
    if row.lists:
        body = body | {name: _list(row.id, many, inside[name], whole.own) for name, many in row.lists.items()}
    return body


def list_json(
    parent: str, many: Many, found: list[Resource], rows: Rows = none_known
) -> dict[str, Any] | list[dict[str, Any]]:
    """Stripe's list of rows, limited to as many as it shows inside the parent of that id; or an array of them."""
    return _list(parent, many, found, lambda row: body_of(row, Finding(rows)))


def _list(
    parent: str, many: Many, found: list[Resource], show: Callable[[Resource], dict[str, Any]]
) -> dict[str, Any] | list[dict[str, Any]]:
    inside = found if many.most is None else found[: many.most]
    data = [show(each) for each in inside]
    if many.url is None:
        return data
    body: dict[str, Any] = {"object": "list", "data": data, "has_more": len(inside) < len(found)}
    if many.counted:
        body["total_count"] = len(found)
    body["url"] = many.url.format(id=parent)
    return body
