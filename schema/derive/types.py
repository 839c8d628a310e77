"""From tables and values to object types: columns, embedded hashes, computed fields, relations and ways back."""

from asyncio import gather
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Union

import strawberry
from pydantic.alias_generators import to_pascal, to_snake
from pydantic.fields import FieldInfo
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.domain.snapshot import computed_fields
from app.tables.columns import ColumnMeta, Many, Shown, meta_of, public_name, shown_fields, unions
from app.tables.resource import Resource, Single
from app.tables.tombstone import known_as
from app.tables.transient import Transient
from app.tables.values import Value
from schema.derive import kinds
from schema.derive.annotations import Shape, shape
from schema.derive.connections import connection_field
from schema.derive.context import Info
from schema.derive.enums import graph_enum
from schema.derive.fields import add_field, in_words, object_type, plain_field, resolved_field
from schema.derive.reading_order import Kind as ReadingKind
from schema.derive.reading_order import in_reading_order
from schema.derive.rows import Result, Row, checked_ids, read, read_id
from schema.derive.scalars import JSON, Currency, Int64, Metadata, Money, is_currency
from schema.derive.singles import single_field
from schema.derive.strawberry_internals import definition
from schema.derive.united import united
from schema.derive.versions import VERSION, is_versioned

_types: dict[type[Resource], type] = {}
_values: dict[type[Value], type] = {}


@strawberry.interface(description="An object with a unique id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique identifier of the object.")

    @classmethod
    def resolve_type(cls, source: Any, *_: Any) -> str:
        """The type's name of a row: each table's rows have a class of their own."""
        return str(source.table.__name__)


VERSION_DESCRIPTION = (
    "Sequence of the object's last event: of two states of it the greater is newer. 0 before the first event, and of "
    "objects that no event is about."
)


@strawberry.interface(description="An object whose states have an order.")
class Versioned(Node):
    version: Int64 = strawberry.field(description=VERSION_DESCRIPTION)


def graph_type(table: type[Resource]) -> type:
    """The object type of a table. Its relations come with `relate`, once every table has a type."""
    if table not in _types:
        _types[table] = _object_type(table)
    return _types[table]


def _object_type(table: type[Resource]) -> type:
    fields = [_constant("object", table.object_name, "Stripe's name of the object's type.")]
    fields += _own_fields(table)
    for name, member in computed_fields(table).items():
        returns = member.fget.__annotations__["return"]
        found = shape(returns)
        fields.append(_computed_field(name, member, found.wrap(_leaf(found, None))))
    if table.deletable:
        fields.append(_deleted(table))
    interfaces: tuple[type, ...] = () if table.is_single else (Node,)
    if is_versioned(table):
        interfaces = (Versioned, *interfaces) if interfaces else ()
        fields.append(
            plain_field(VERSION, Int64, kind=kinds.Column(VERSION), column=VERSION, description=VERSION_DESCRIPTION)
        )
    return object_type(table.__name__, fields, table.__doc__, interfaces=interfaces, is_type_of=_rows_of(table))


def _rows_of(table: type[Resource]) -> Callable[[Any, Any], bool]:
    def is_type_of(source: Any, _: Any) -> bool:
        return isinstance(source, Row | Result) and source.table is table

    return is_type_of


def relate(table: type[Resource]) -> None:
    """Add what a table's references mean: the relation here, and the connection on the other side."""
    for column, info in table.model_fields.items():
        meta = meta_of(info)
        if not meta.targets or meta.hidden:
            continue
        add_field(graph_type(table), _relation(table.__name__, column, meta, info))
        assert not (meta.back and shape(info.annotation).many), f"{column} is a list, which has no way back"
        for target in meta.targets if meta.back else ():
            holder = tables.by_name[target]
            if meta.union is not None and target in _named_back(table, str(meta.back)):
                continue
            if meta.back in holder.united:
                assert table.__tablename__ in holder.united[meta.back].tables, f"{table.__name__} is not of the union"
            else:
                add_field(graph_type(holder), _way_back(str(meta.back), table, column, target))
    for name, many in table.united.items():
        if many.tables:
            add_field(graph_type(table), _united_connection(table, name, many))


def _united_connection(table: type[Resource], name: str, many: Many) -> StrawberryField:
    assert many.union is not None
    shared = united(many.union, tuple(tables.by_name[each] for each in many.tables))
    word = to_camel_case(name)
    node = _union(many.union, word, tuple(tables.by_name[each] for each in sorted(unions[many.union])))
    about = f"{in_words(name).capitalize()} of the {in_words(str(table.__tablename__))}, newest first by default."
    return connection_field(name, shared, many.by, lambda _: node, about)


def _named_back(table: type[Resource], back: str) -> set[str]:
    """The tables to which a reference that names them gives this way back: there it stands for that of a union."""
    metas = map(meta_of, table.model_fields.values())
    return {name for meta in metas if meta.back == back for name in meta.named}


def _way_back(name: str, table: type[Resource], column: str, target: str) -> StrawberryField:
    if issubclass(table, Single) and table.of == column:
        about = (table.__doc__ or "").strip().splitlines()[0]
        return single_field(name, table, graph_type(table), about, nested=True)
    about = f"{in_words(table.plural).capitalize()} of the {in_words(target)}, newest first by default."
    return connection_field(name, table, column, graph_type, about)


def arrange(type_: type) -> None:
    """Put the fields of a type in the order for readers, once all are there."""
    fields = definition(type_).fields
    fields[:] = in_reading_order(fields, name=lambda field: field.graphql_name or "", kind=_kind)


def _kind(field: StrawberryField) -> ReadingKind:
    match kinds.kind_of(field):
        case kinds.Relation() | kinds.Relations():
            return ReadingKind.RELATION
        case kinds.Connection() | kinds.UnionConnection():
            return ReadingKind.CONNECTION
    return ReadingKind.OWN


def value_type(value: type[Value]) -> type:
    """The object type of an embedded value. Its relations come with `relate_values`."""
    if value not in _values:
        fields = _own_fields(value)
        if issubclass(value, Transient):
            fields.insert(0, _constant("object", value.object_name, "Stripe's name of the object's type."))
        _values[value] = object_type(value.__name__, fields, value.__doc__)
    return _values[value]


def _own_fields(model: type[Resource] | type[Value]) -> list[StrawberryField]:
    """All but the relations."""
    priced = "currency" in model.model_fields
    own = [each for each in shown_fields(model) if not each.meta.is_ref]
    fields = [_column_field(each.key, each.info, each.meta, priced=priced) for each in own]
    if issubclass(model, Resource) and model.leaves_id:
        fields[[each.key for each in own].index("id")] = _id_left(model)
    return fields


def _id_left(table: type[Resource]) -> StrawberryField:
    """The id of a deleted object, which another one may have by now."""

    def resolve(root: Any) -> str:
        return known_as(root["id"])

    return resolved_field(
        "id",
        resolve,
        kind=kinds.Computed(("id",), resolve),
        description=table.model_fields["id"].description,
        returns=strawberry.ID,
        arguments={"root": Any},
    )


def shown_type(kind: type[Resource] | type[Transient]) -> type:
    """The object type of what a mutation gives."""
    return value_type(kind) if issubclass(kind, Transient) else graph_type(kind)


def relate_values() -> None:
    """Add the relations of every embedded value, once every table has a type."""
    for value, holder in _values.items():
        for name, info in value.model_fields.items():
            meta = meta_of(info)
            if meta.targets and not meta.hidden:
                add_field(holder, _relation(value.__name__, name, meta, info))
        arrange(holder)


def _column_field(column: str, info: FieldInfo, meta: ColumnMeta, *, priced: bool) -> StrawberryField:
    """The field of a column. `priced`: whether there is a currency beside it, which amounts within its value are in."""
    found = shape(info.annotation)
    name = public_name(column, meta)
    if column == "id":
        return plain_field(name, strawberry.ID, kind=kinds.Column(column), column=column, description=info.description)
    if meta.currency:
        return _money_field(name, column, meta.currency, found, info.description)
    if priced and found.value and needs_currency(found.value):
        return _priced_field(name, column, found, info.description)
    type_ = found.wrap(_leaf(found, column))
    kind = kinds.Embedded(column) if found.value else kinds.Column(column)
    return plain_field(name, type_, kind=kind, column=column, description=info.description)


def _leaf(found: Shape, column: str | None) -> Any:
    if found.value:
        return value_type(found.value)
    if found.enum:
        return graph_enum(found.enum)
    if column in ("meta", "metadata"):
        return Metadata
    if found.is_map or found.base in (Any, object):
        return JSON
    if column and found.base is str and is_currency(column):
        return Currency
    return found.base


def _money_field(name: str, column: str, currency: str, found: Shape, description: str | None) -> StrawberryField:
    def resolve(root: Any) -> Any:
        amount = read(root, column)
        return None if amount is None else Money(amount=Int64(amount), currency=Currency(read(root, currency) or "usd"))

    kind = kinds.Amount(column, currency)
    type_ = found.wrap(Money)
    return resolved_field(name, resolve, kind=kind, description=description, returns=type_, arguments={"root": Any})


def _priced_field(name: str, column: str, found: Shape, description: str | None) -> StrawberryField:
    """A value with amounts, which are in the currency of what is around them unless they say their own."""

    def resolve(root: Any) -> Any:
        return with_currency(read(root, column), read(root, "currency"))

    assert found.value
    return resolved_field(
        name,
        resolve,
        kind=kinds.Embedded(column, "currency"),
        description=description,
        returns=found.wrap(value_type(found.value)),
        arguments={"root": Any},
    )


def with_currency(value: Any, currency: str | None) -> Any:
    """A value, or each of a list of them, knowing the currency around it."""
    if isinstance(value, list):
        return [with_currency(item, currency) for item in value]
    return value if value is None or value.get("currency") else {**value, "currency": currency}


@cache
def needs_currency(value: type[Value]) -> bool:
    """Whether there are amounts in a value, however deep, whose currency is that of the row around it."""
    for info in value.model_fields.values():
        inner = shape(info.annotation).value
        if meta_of(info).currency or (inner and needs_currency(inner)):
            return True
    return False


def _computed_field(name: str, member: Any, type_: Any) -> StrawberryField:
    function = member.fget

    def resolve(root: Any) -> Any:
        return function(root)

    kind = kinds.Computed(member.columns, function)
    return resolved_field(
        name, resolve, kind=kind, description=function.__doc__, returns=type_, arguments={"root": Any}
    )


def _constant(name: str, value: str, description: str) -> StrawberryField:
    def resolve() -> str:
        return value

    return resolved_field(name, resolve, kind=kinds.Constant(value), description=description, returns=str)


def _deleted(table: type[Resource]) -> StrawberryField:
    def resolve(root: Any) -> bool:
        return root["deleted_at"] is not None

    emptied = "All other fields of a deleted object are null or empty, and its connections show what remains."
    remains = emptied if table.emptied else "A deleted object is in no list, and keeps its other fields."
    return resolved_field(
        "deleted",
        resolve,
        kind=kinds.Computed(("deleted_at",), lambda row: row["deleted_at"] is not None),
        description=f"Whether the object has been deleted. {remains}",
        returns=bool,
        arguments={"root": Any},
    )


async def _first_of(info: Info, candidates: tuple[type[Resource], ...], id: str, of: Any) -> Any:
    """The row of that id in the first of the tables that has one, as the row `of` names it."""
    for table in candidates:
        row = await info.context.loaders.related(table, id, of, deleted=table.deletable)
        if row is not None:
            return row
    return None


@cache
def _union(name: str, word: str, targets: tuple[type[Resource], ...]) -> Any:
    made = strawberry.union(to_pascal(name), description=f"Types of objects that `{word}` can refer to.")
    return Annotated[Union[tuple(graph_type(target) for target in targets)], made]  # noqa: UP007 - made at run time


def key_field(table: type[Resource], each: Shown) -> StrawberryField:
    """A field that the rows of a group have in common, or null."""
    about = f"The `{to_camel_case(each.name)}` of the group's objects; null unless `by` names the field."
    if each.meta.is_ref:
        return _relation(table.__name__, each.key, each.meta, each.info, of_group=about)
    type_ = _leaf(shape(each.info.annotation), each.key) | None
    return plain_field(each.name, type_, kind=kinds.Column(each.key), column=each.key, description=about)


def _relation(
    owner: str, column: str, meta: ColumnMeta, info: FieldInfo, *, of_group: str | None = None
) -> StrawberryField:
    targets = tuple(tables.by_name[name] for name in meta.targets)
    found = shape(info.annotation)
    if found.many:
        (target,) = targets
        return _relations(column, meta, target, found, info.description)
    # A union that grows from the targets' side is one from the start.
    single = targets[0] if len(targets) == 1 and meta.union is None else None

    if single is not None:

        def resolve(root: Any, info: Info) -> Any:
            id = read_id(root, column)
            return None if id is None else info.context.loaders.related(single, id, root, deleted=single.deletable)

    else:

        def resolve(root: Any, info: Info) -> Any:
            id = read_id(root, column)
            return None if id is None else _first_of(info, tables.tables_of(id, targets), id, root)

    type_: Any
    if single is not None:
        type_ = graph_type(single)
    else:
        word = column.removesuffix("_id")
        type_ = _union(meta.union or f"{to_snake(owner)}_{word}", to_camel_case(word), targets)
    nullable = of_group is not None or found.nullable or single is None or single.deletable
    return resolved_field(
        public_name(column, meta),
        resolve,
        kind=kinds.Relation(column, targets),
        description=of_group or info.description,
        returns=type_ | None if nullable else type_,
        arguments={"root": Any, "info": Info},
    )


def _relations(
    column: str, meta: ColumnMeta, target: type[Resource], found: Shape, description: str | None
) -> StrawberryField:
    async def resolve(root: Any, info: Info) -> Any:
        ids = checked_ids(read(root, column), column)
        load = info.context.loaders.related
        return None if ids is None else await gather(*(load(target, id, root, deleted=target.deletable) for id in ids))

    return resolved_field(
        public_name(column, meta),
        resolve,
        kind=kinds.Relations(column, (target,)),
        description=description,
        returns=found.wrap(graph_type(target)),
        arguments={"root": Any, "info": Info},
    )
