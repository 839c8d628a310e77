"""What there is. Every module of this room is a table; importing the room brings them all."""

import pkgutil
from importlib import import_module

from sqlalchemy import Index
from sqlmodel import SQLModel

from app.tables.columns import mark
from app.tables.resource import Resource, by_name

__all__ = ["by_name", "metadata"]

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)


def _index(table: type[Resource]) -> None:
    """The indexes that paging needs: newest first within an account, and newest first beneath each reference."""
    columns = SQLModel.metadata.tables[table.__tablename__].c
    name = table.__tablename__
    Index(f"{name}_page", columns.account_id, columns.livemode, columns.created, columns.id)
    Index(f"{name}_clock", columns.clock_id, postgresql_where=columns.clock_id.is_not(None))
    for column, field in table.model_fields.items():
        if mark(field).targets and not mark(field).hidden:
            Index(f"{name}_{column}", columns[column], columns.created, columns.id)
    if "meta" in columns:
        Index(f"{name}_meta", columns.meta, postgresql_using="gin", postgresql_ops={"meta": "jsonb_path_ops"})


for _table in by_name.values():
    _index(_table)

metadata = SQLModel.metadata
