"""What there is. Every module of this room is a table; importing the room brings them all."""

import pkgutil
import re
from importlib import import_module

from sqlalchemy import DDL, Index
from sqlalchemy.event import listen
from sqlmodel import SQLModel

from app import collector
from app.tables.by_id import table_of, tables_of
from app.tables.columns import meta_of
from app.tables.concealing import FUNCTIONS
from app.tables.partitions import Partitioned, partitioned
from app.tables.resource import Resource, View, by_name, singles
from app.tables.transient import transients

__all__ = [
    "by_name",
    "complete",
    "every",
    "is_partition",
    "metadata",
    "named",
    "partitioned",
    "singles",
    "table_of",
    "tables_of",
    "transients",
]

with collector.paused():
    for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
        import_module(_module.name)


def _index(table: type[Resource]) -> None:
    """The indexes that reading needs, and no more, as each costs at every write: newest first within an account, and
    newest first under whatever leads back here; and a hash of the id. To find what a column leads to by its hash is
    half the time of the primary key's tree, and that is most of what nested queries ask of PostgreSQL."""
    columns = SQLModel.metadata.tables[table.__tablename__].c
    name = table.__tablename__
    if meta_of(table.model_fields["clock_id"]).back is None:
        Index(f"{name}_clock", columns.clock_id, postgresql_where=columns.clock_id.is_not(None))
    if table.is_single:
        return
    Index(f"{name}_page", columns.account_id, columns.livemode, columns.created, columns.id)
    if not table.retained:
        Index(f"{name}_id_hash", columns.id, postgresql_using="hash")
    else:
        # What is listed in the order of ids is read partition by partition, and no further than the page reaches.
        Index(f"{name}_line", columns.account_id, columns.livemode, columns.id)
    for column, field in table.model_fields.items():
        if meta_of(field).back is not None:
            order = (columns.id,) if table.retained else (columns.created, columns.id)
            there = columns[column].is_not(None) if columns[column].nullable else None
            Index(f"{name}_{column}", columns[column], *order, postgresql_where=there)
    if "meta" in columns:
        Index(f"{name}_meta", columns.meta, postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"})


def is_partition(table: str) -> bool:
    """Whether a table of the database is a part of another, which the code does not know by name."""
    return any(re.fullmatch(rf"{each.__tablename__}_(before|first|rest|\d{{8}})", table) for each in partitioned())


def _partition(table: type[Partitioned]) -> None:
    """What SQLModel has no word for: the partitioning, and a first partition, which takes all there is no other for.

    It is no default partition: beside one of those PostgreSQL cannot read the others in their order.
    """
    stored = SQLModel.metadata.tables[str(table.__tablename__)]
    stored.dialect_options["postgresql"]["partition_by"] = f"RANGE ({table.partitioned_by})"
    every = f"PARTITION OF {stored.name} FOR VALUES FROM (MINVALUE) TO (MAXVALUE){table.stored_with()}"
    listen(stored, "after_create", DDL(f"CREATE TABLE {stored.name}_rest {every}"))  # type: ignore[no-untyped-call]


def _make_view(table: type[Resource], view: View) -> None:
    """Have the view made once the table is there that it sees; it is no table itself, and has the other's indexes."""
    stored = SQLModel.metadata.tables[table.__tablename__]
    SQLModel.metadata.remove(stored)
    made = view.ddl(stored.name, stored.columns.keys())
    listen(SQLModel.metadata.tables[view.of], "after_create", DDL(made.replace("%", "%%")))  # type: ignore[no-untyped-call]


def complete(table: type[Resource]) -> None:
    """Add to a declared table what follows from its columns: indexes, and the partitions of one that is retained."""
    if table.view is not None:
        _make_view(table, table.view)
        return
    _index(table)
    if table.retained:
        _partition(table)
    elif table.storage:
        stored = SQLModel.metadata.tables[table.__tablename__]
        listen(stored, "after_create", DDL(f"ALTER TABLE {stored.name} SET ({table.storage})"))  # type: ignore[no-untyped-call]


def named(name: str) -> type[Resource]:
    """The table of that name, such as `payment_intent` or, of a single, `tax_settings`. Raises KeyError."""
    return by_name[name] if name in by_name else singles[name]


def every() -> tuple[type[Resource], ...]:
    """Every table, those of singles among them."""
    return (*by_name.values(), *singles.values())


for _table in every():
    complete(_table)
for _kept in partitioned():
    if not issubclass(_kept, Resource):
        _partition(_kept)

metadata = SQLModel.metadata
for _function in FUNCTIONS:
    listen(metadata, "before_create", DDL(_function))  # type: ignore[no-untyped-call]
