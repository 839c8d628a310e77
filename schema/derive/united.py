"""United: what several tables share, read as if it were one table. Its rows say which table each is of, and no more of
it than what all have."""

from functools import cache
from typing import Any, ClassVar

from pydantic.alias_generators import to_pascal
from pydantic.fields import FieldInfo
from sqlalchemy import FromClause, Text, cast, literal_column, select, union_all

from app.tables.columns import kept, meta_of, public_name
from app.tables.resource import Resource
from app.tables.storage import without_none
from schema.derive.reach import has_keys

OBJECT = "object"
"""The column with Stripe's name of a row's object."""


@cache
def united(union: str, members: tuple[type[Resource], ...]) -> type[Resource]:
    """What the tables share: columns of the same name, type and meaning. It is named after the union."""
    assert len({member.object_name for member in members}) == len(members), f"objects of {union} have the same name"
    assert all(member.shared_with is member.type_column is member.families_column is None for member in members), (
        f"{union} asks for more to see"
    )
    assert not any(map(has_keys, members)), f"rows of {union} are found by their ids alone"
    chosen = members

    class United(Resource):
        members: ClassVar[tuple[type[Resource], ...]] = chosen

    fields = {name: info for name in members[0].model_fields if (info := _shared(name, members)) is not None}
    made: Any = United
    made.__name__ = to_pascal(union)
    made.object_name = made.__tablename__ = union
    made.family = members[0].family
    made.id_prefixes = tuple(prefix for member in members for prefix in member.id_prefixes)
    made.chooses_ids = any(member.chooses_ids for member in members)
    made.__table__ = _rows(members, list(fields))
    made.__pydantic_fields__ = {OBJECT: _object()} | fields
    return United


def _object() -> FieldInfo:
    info: FieldInfo = kept("", in_groups=True)
    info.annotation, info.description = str, "Stripe's name of the object's type."
    return info


@cache
def by_object(shared: type[Resource]) -> dict[str, type[Resource]]:
    """The tables, by what their rows have as their object."""
    return {member.object_name: member for member in shared.members}


def _shared(name: str, members: tuple[type[Resource], ...]) -> FieldInfo | None:
    """The column of that name, if all tables have the same; one that may be null in some of them may be null."""
    infos = [member.model_fields[name] for member in members if name in member.model_fields]
    if len(infos) < len(members) or len({_meaning(name, info) for info in infos}) > 1 or meta_of(infos[0]).inline:
        return None
    return max(infos, key=lambda info: without_none(info.annotation)[1])


def _meaning(name: str, info: FieldInfo) -> tuple[object, ...]:
    """What a column holds, but for whether it may be null."""
    meta = meta_of(info)
    return (str(without_none(info.annotation)[0]), public_name(name, meta), meta.hidden, meta.targets, meta.currency)


def _rows(members: tuple[type[Resource], ...], names: list[str]) -> FromClause:
    """The rows of all tables. Conditions come around them, not within: so PostgreSQL takes the tables for parts of one,
    whose indexes give the order of a page."""
    parts = []
    for member in members:
        named = cast(literal_column(f"'{member.object_name}'"), Text).label(OBJECT)
        columns = (member.__table__.c[name] for name in names)
        parts.append(select(named, *columns))
    rows = union_all(*parts).subquery("united")
    for name in names:
        column: Any = rows.c[name]
        column.nullable = any(member.__table__.c[name].nullable for member in members)
    return rows
