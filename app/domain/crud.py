"""Create, update, delete: for every resource without logic of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

from app import tables
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.columns import meta_of, public_name
from app.tables.resource import AnyResource, Resource
from app.tables.tombstone import set_aside

MAX_METADATA_KEYS = 50


async def create(tx: Tx, table: type[AnyResource], values: dict[str, Any]) -> AnyResource:
    """A row of the caller's values, checked and added, with its event. `values` are by column."""
    row = await build(tx, table, values)
    if "created" in table.events:
        tx.tell("created", row)
    return row


async def build(tx: Tx, table: type[AnyResource], values: dict[str, Any], *, add: bool = True) -> AnyResource:
    """As `create`, but the caller emits the event, once the row is complete. Without `add`, it is only made."""
    values = dict(values)
    with Mistakes() as mistakes:
        await check_references(tx, table, values, mistakes)
        if "meta" in values:
            values["meta"] = merge_metadata({}, values["meta"])
    row = table(**values)
    return tx.add(row) if add else row


async def build_chosen(
    tx: Tx, table: type[AnyResource], values: dict[str, Any], *, taken: InvalidRequest
) -> AnyResource:
    """As `build`, under the id of the caller's choice that is among the values. A deleted object frees its id once
    nothing refers to it, or at once if its table `leaves_id`: its row is used again. Raises `taken` for an id that is
    not free."""
    with suppress(ResourceMissing):
        former = await tx.get(table, values["id"], deleted=True)
        if former.deleted_at is None:
            raise taken
        if references := [each async for each in _references(tx, former)]:
            if not table.leaves_id:
                raise taken
            await _set_aside(tx, former, references)
        fresh = await build(tx, table, values, add=False)
        for name in table.model_fields:
            setattr(former, name, getattr(fresh, name))
        tx.own(former)
        return former
    tx.unique(f"{table.__tablename__}_pkey", taken)
    return await build(tx, table, values)


async def _references(tx: Tx, row: Resource) -> AsyncIterator[tuple[type[Resource], str]]:
    """The tables and columns by which rows refer to a row, deleted ones too."""
    for table in tables.by_name.values():
        for name, field in table.model_fields.items():
            if table.view is None and str(row.__tablename__) in meta_of(field).targets:
                column = table.__table__.c[name]
                if await tx.rows(tx.select(table, column).where(column == row.id).limit(1)):
                    yield table, name


async def _set_aside(tx: Tx, row: Resource, references: Sequence[tuple[type[Resource], str]]) -> None:
    """Have what refers to a deleted row refer to a copy of it, so that the row can be used for another object."""
    copy = type(row)(**row.__dict__ | {"id": set_aside(row.id)})
    tx.add(copy)
    copy.created, copy.deleted_at = row.created, row.deleted_at
    for table, name in references:
        column = table.__table__.c[name]
        await tx.execute(tx.update(table).where(column == row.id).values({name: copy.id}))


async def update(tx: Tx, row: AnyResource, values: dict[str, Any]) -> AnyResource:
    """Change the row to the caller's values, and emit the event if anything differs."""
    await amend(tx, row, values)
    if "updated" in row.events and tx.changed(row):
        tx.tell("updated", row)
    return row


async def amend(tx: Tx, row: AnyResource, values: dict[str, Any]) -> AnyResource:
    """As `update`, but the caller emits the event."""
    values = dict(values)
    with Mistakes() as mistakes:
        await check_references(tx, type(row), values, mistakes)
        if "meta" in values:
            values["meta"] = merge_metadata(row.meta, values["meta"])  # type: ignore[attr-defined]
    for name, new in values.items():
        if getattr(row, name) != new:
            setattr(row, name, new)
    return row


async def delete(tx: Tx, row: AnyResource) -> AnyResource:
    """Delete the row: lists omit it, and relations lead to a tombstone, with `deleted` true."""
    if "deleted" in row.events:
        tx.tell("deleted", row)
    tx.delete(row)
    return row


async def check_references(tx: Tx, table: type[Resource], values: dict[str, Any], mistakes: Mistakes) -> None:
    """Every object that the caller refers to must belong to the tenant, and not be deleted."""
    fields = table.model_fields
    for name, value in values.items():
        if value is None:
            continue
        meta = meta_of(fields[name])
        if not meta.is_ref:
            continue
        field = public_name(name, meta)
        many = isinstance(value, list)
        for place, id in enumerate(value if many else [value]):
            with mistakes.noted():
                await _must_be_there(tx, meta.targets, id, f"{field}.{place}" if many else field)


async def _must_be_there(tx: Tx, targets: tuple[str, ...], id: str, field: str) -> None:
    """Raise ResourceMissing unless a row of one of the tables has that id."""
    among = tuple(tables.by_name[name] for name in targets)
    first, *others = tables.tables_of(id, among) or among[:1]
    try:
        await tx.get(first, id, field=field, lock=False)
    except ResourceMissing:
        for table in others:
            with suppress(ResourceMissing):
                await tx.get(table, id, field=field, lock=False)
                return
        raise


def merge_metadata(old: dict[str, str], given: dict[str, str | None] | None) -> dict[str, str]:
    """Merge by key: a null or empty value removes its key, and null in place of the whole map removes all keys.

    Raises InvalidRequest beyond Stripe's 50 keys. `MetadataInput` checks the keys and values.
    """
    if given is None:
        return {}
    merged = {key: value for key, value in (old | given).items() if value}
    if len(merged) > MAX_METADATA_KEYS:
        raise InvalidRequest(
            f"Metadata holds at most {MAX_METADATA_KEYS} keys; this would make {len(merged)}.",
            code=ErrorCode.PARAMETER_TOO_LONG,
            field="metadata",
        )
    return merged
