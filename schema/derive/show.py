"""What `paygraph show` prints: all that is derived from one table."""

from collections.abc import Iterator

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


def show(name: str) -> Iterator[str]:
    """Lines about a resource, named as Stripe or the graph does. Raises Misconfigured for an unknown one."""
    table = _table(name)
    types = graphql_schema(build()).type_map
    object_type = types[table.__name__]
    assert isinstance(object_type, GraphQLObjectType)
    yield f"{table.__name__}: {(table.__doc__ or '').strip().splitlines()[0]}"
    ids = "no ids" if table.is_single else f"ids {table.prefix or 'without a prefix'}…"
    yield f"  object {table.object_name}, {ids}, family {table.family}, table {table.__tablename__}"
    yield "\nColumns"
    for column, info in table.model_fields.items():
        meta = meta_of(info)
        notes = [meta.kind, *(["hidden"] if meta.hidden else [])]
        notes += [f"→ {', '.join(meta.targets)}"] if meta.targets else []
        notes += [f"← {meta.back}"] if meta.back else []
        notes += [f"money in {meta.currency}"] if meta.currency else []
        column_type = table.__table__.c[column].type
        yield f"  {column:32} {column_type!s:26} {', '.join(notes)}"
    if table.lists:
        yield "\nLists in its JSON"
        for list_name, many in table.lists.items():
            of = ", ".join(many.tables) if many.union is None else f"{many.union} ({', '.join(many.tables)})"
            yield f"  {list_name:32} {of} by {many.by}, {many.most or 'all'} of them"
    yield "\nFields"
    for field_name, field in object_type.fields.items():
        yield f"  {field_name:32} {field.type!s:40} {_kind(field)}"
    yield from _states(table)
    yield from _events(table)
    for title, root in (("Queries", "Query"), ("Mutations", "Mutation")):
        yield f"\n{title}"
        fields = types[root]
        assert isinstance(fields, GraphQLObjectType)
        for field_name, field in fields.fields.items():
            if _concerns(field_name, field, table):
                yield f"  {field_name}({', '.join(field.args)}): {field.type}"
    for suffix in ("Where", "Order", "CreateInput", "UpdateInput"):
        if made := types.get(f"{table.__name__}{suffix}"):
            yield "\n" + print_type(made)


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


def _states(table: type[Resource]) -> Iterator[str]:
    if table.arrows:
        yield "\nStates"
        for state, after in table.arrows.items():
            yield f"  {state} → {', '.join(sorted(str(each) for each in after))}"


def _events(table: type[Resource]) -> Iterator[str]:
    if table.events:
        yield "\nEvents"
        for word, description in table.events.items():
            yield f"  {table.event_type(word):<42} {description}"


def _concerns(field_name: str, field: GraphQLField, table: type[Resource]) -> bool:
    named = get_named_type(field.type).name
    payload = isinstance(get_named_type(field.type), GraphQLObjectType) and named.endswith("Payload")
    if payload:
        inner = get_named_type(field.type)
        assert isinstance(inner, GraphQLObjectType)
        return any(get_named_type(f.type).name == table.__name__ for f in inner.fields.values())
    return named in (table.__name__, f"{table.__name__}Connection")
