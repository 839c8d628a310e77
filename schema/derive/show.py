"""All that is derived from one table: in parts for programs, and as what `paygraph show` prints."""

from collections.abc import Callable, Iterator
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, print_type
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_snake_case

from app import tables
from app.errors import Misconfigured
from app.tables.columns import meta_of
from app.tables.resource import Resource
from schema.derive import kinds
from schema.derive.strawberry_internals import BACKREF, graphql_schema
from schema.root import build

Part = dict[str, Any]
"""Something that is derived, with its kind under `part`: a column, a field, a mutation and so on."""


def show(name: str) -> Iterator[str]:
    """Lines about a resource, named as Stripe or the graph does. Raises Misconfigured for an unknown one."""
    before = None
    for part in parts(name):
        heading, written = LINES[part["part"]]
        if heading and heading != before:
            yield f"\n{heading}"
        before = heading
        yield from written(part)


def parts(name: str) -> Iterator[Part]:
    """What is derived from a resource's table. Raises Misconfigured for an unknown one."""
    table = _table(name)
    types = graphql_schema(build()).type_map
    object_type = types[table.__name__]
    assert isinstance(object_type, GraphQLObjectType)
    yield {
        "part": "resource",
        "name": table.__name__,
        "description": (table.__doc__ or "").strip().splitlines()[0],
        "object": table.object_name,
        "prefix": None if table.is_single else table.prefix,
        "family": table.family,
        "table": str(table.__tablename__),
    }
    yield from _columns(table)
    for list_name, many in table.lists.items():
        yield {
            "part": "list",
            "name": list_name,
            "of": list(many.tables),
            "union": many.union,
            "by": many.by,
            "most": many.most,
        }
    for field_name, field in object_type.fields.items():
        yield {"part": "field", "name": field_name, "type": str(field.type), "source": _kind(field)}
    for state, after in table.arrows.items():
        yield {"part": "state", "name": str(state), "after": sorted(map(str, after))}
    for word, description in table.events.items():
        yield {"part": "event", "name": table.event_type(word), "description": description}
    for kind, root in (("query", "Query"), ("mutation", "Mutation")):
        fields = types[root]
        assert isinstance(fields, GraphQLObjectType)
        for field_name, field in fields.fields.items():
            if _concerns(field_name, field, table):
                yield {"part": kind, "name": field_name, "arguments": list(field.args), "type": str(field.type)}
    for suffix in ("Where", "Order", "CreateInput", "UpdateInput"):
        if made := types.get(f"{table.__name__}{suffix}"):
            yield {"part": "input", "name": made.name, "sdl": print_type(made)}


def _columns(table: type[Resource]) -> Iterator[Part]:
    for column, info in table.model_fields.items():
        meta = meta_of(info)
        yield {
            "part": "column",
            "name": column,
            "type": str(table.__table__.c[column].type),
            "kind": meta.kind,
            "hidden": meta.hidden,
            "targets": list(meta.targets),
            "back": meta.back,
            "currency": meta.currency,
        }


def _resource_lines(part: Part) -> Iterator[str]:
    yield f"{part['name']}: {part['description']}"
    ids = "no ids" if part["prefix"] is None else f"ids {part['prefix'] or 'without a prefix'}…"
    yield f"  object {part['object']}, {ids}, family {part['family']}, table {part['table']}"


def _column_lines(part: Part) -> Iterator[str]:
    notes = [part["kind"], *(["hidden"] if part["hidden"] else [])]
    notes += [f"→ {', '.join(part['targets'])}"] if part["targets"] else []
    notes += [f"← {part['back']}"] if part["back"] else []
    notes += [f"money in {part['currency']}"] if part["currency"] else []
    yield f"  {part['name']:32} {part['type']:26} {', '.join(notes)}"


def _list_lines(part: Part) -> Iterator[str]:
    of = ", ".join(part["of"])
    named = of if part["union"] is None else f"{part['union']} ({of})"
    yield f"  {part['name']:32} {named} by {part['by']}, {part['most'] or 'all'} of them"


def _field_lines(part: Part) -> Iterator[str]:
    yield f"  {part['name']:32} {part['type']:40} {part['source']}"


def _state_lines(part: Part) -> Iterator[str]:
    yield f"  {part['name']} → {', '.join(part['after'])}"


def _event_lines(part: Part) -> Iterator[str]:
    yield f"  {part['name']:<42} {part['description']}"


def _operation_lines(part: Part) -> Iterator[str]:
    yield f"  {part['name']}({', '.join(part['arguments'])}): {part['type']}"


def _input_lines(part: Part) -> Iterator[str]:
    yield f"\n{part['sdl']}"


LINES: dict[str, tuple[str | None, Callable[[Part], Iterator[str]]]] = {
    "resource": (None, _resource_lines),
    "column": ("Columns", _column_lines),
    "list": ("Lists in its JSON", _list_lines),
    "field": ("Fields", _field_lines),
    "state": ("States", _state_lines),
    "event": ("Events", _event_lines),
    "query": ("Queries", _operation_lines),
    "mutation": ("Mutations", _operation_lines),
    "input": (None, _input_lines),
}
"""The heading that parts of each kind stand below, and their lines."""


def _table(name: str) -> type[Resource]:
    wanted = to_snake_case(name.rpartition(".")[2])
    there = {str(table.__tablename__): table for table in tables.every()}
    if wanted not in there:
        raise Misconfigured(f"There is no resource '{name}'. There are: {', '.join(sorted(there))}.")
    return there[wanted]


def _kind(field: GraphQLField) -> str:
    definition = field.extensions.get(BACKREF)
    assert isinstance(definition, StrawberryField)
    match kinds.kind_of(definition):
        case kinds.Column(column):
            return f"column {column}"
        case kinds.Embedded(column):
            return f"embedded value {column}"
        case kinds.Amount(column, currency):
            return f"amount {column} in {currency}"
        case kinds.Computed(columns, _):
            return f"computed from {', '.join(columns)}"
        case kinds.Constant(value):
            return f"always {value}"
        case kinds.Relation(column, targets):
            return f"relation by {column} to {', '.join(t.__name__ for t in targets)}"
        case kinds.Relations(column, (target,)):
            return f"list of {target.__name__} by {column}"
        case kinds.Single(target):
            return f"the only {target.__name__}"
        case kinds.Connection(target, column):
            return f"connection to {target.__name__} by {column}"
        case kinds.UnionConnection(shared, column):
            return f"connection to {', '.join(each.__name__ for each in shared.members)} by {column}"
    return "hand-written"


def _concerns(field_name: str, field: GraphQLField, table: type[Resource]) -> bool:
    named = get_named_type(field.type).name
    payload = isinstance(get_named_type(field.type), GraphQLObjectType) and named.endswith("Payload")
    if payload:
        inner = get_named_type(field.type)
        assert isinstance(inner, GraphQLObjectType)
        return any(get_named_type(f.type).name == table.__name__ for f in inner.fields.values())
    return named in (table.__name__, f"{table.__name__}Connection")
