"""Valid things to test with, worked out from the tables and the schema: rows in the database, and inputs to create."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_required_input_field

from app import tables
from app.database import Database
from app.tables.columns import meta_of
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from app.tables.values import Value
from schema.derive.annotations import shape
from schema.root import build
from tests.graph import Graph
from tests.records import put

AnyRow = TypeVar("AnyRow", bound=Resource)
AnyValue = TypeVar("AnyValue", bound=Value)

START = datetime(2025, 1, 1, tzinfo=UTC)
"""When the first row of each table was made; each further one a day later."""

SCALARS: dict[str, Any] = {
    "Boolean": True,
    "Currency": "usd",
    "DateTime": "2025-01-01T00:00:00Z",
    "Decimal": "1.5",
    "ID": "nothing_0001",
    "Int": 1,
    "Int64": 2000,
    "String": "Something",
}

CARD = {"number": "4242424242424242", "expMonth": 12, "expYear": 2040, "cvc": "123"}

BEYOND_THE_SCHEMA: dict[str, dict[str, Any]] = {
    "ChargeCreateInput": {"source": "tok_visa"},
    "EventDestinationCreateInput": {
        "enabledEvents": ["customer.created"],
        "type": "WEBHOOK_ENDPOINT",
        "webhookEndpoint": {"url": "https://hooks.example.com/destination"},
    },
    "PaymentMethodCreateInput": {"type": "CARD", "card": CARD},
    "PriceCreateInput": {"unitAmount": 1000, "productData": {"name": "Seat"}},
    "WebhookEndpointCreateInput": {"enabledEvents": ["*"], "url": "https://hooks.example.com/endpoint"},
    "WebhookEndpointTestInput": {"type": "customer.created"},
}
"""What an input needs besides its required fields: one of several, or what belongs to the type chosen."""


def row_of(table: type[AnyRow], tenant: Tenant, place: int = 0, /, **values: Any) -> AnyRow:
    """A row with every scalar column filled, differently for each `place`; `values` are by column.

    References stay empty unless given, or where they must not be: there the row points to its target of `place`.
    """
    filled: dict[str, Any] = {}
    for column, info in table.model_fields.items():
        found, meta = shape(info.annotation), meta_of(info)
        if column in values or column in ("account_id", "clock_id", "deleted_at"):
            continue
        if meta.targets:
            filled[column] = None if found.nullable else id_of(tables.by_name[meta.targets[0]], place)
        elif found.is_scalar:
            filled[column] = _scalar(found.base, column, place)
        elif found.many and info.is_required():
            filled[column] = []
        elif found.value and not found.nullable and not found.many and not info.default:
            filled[column] = value_of(found.value, place)
    filled |= {"id": id_of(table, place), "account_id": tenant.account, "livemode": tenant.livemode}
    filled["created"] = START + timedelta(days=place)
    return table(**{**filled, **values})


def id_of(table: type[Resource], place: int) -> str:
    """The id of the row at that place."""
    return f"{table.id_prefixes[0]}{place:04}"


def value_of(value: type[AnyValue], place: int) -> AnyValue:
    """An embedded value with what it must have."""
    filled: dict[str, Any] = {}
    for name, info in value.model_fields.items():
        found = shape(info.annotation)
        if not info.is_required():
            continue
        if found.many:
            filled[name] = []
        elif found.value:
            filled[name] = value_of(found.value, place)
        else:
            filled[name] = {} if found.is_map else _scalar(found.base, name, place)
    return value.model_validate(filled)


def _scalar(base: Any, column: str, place: int) -> Any:
    if hasattr(base, "__members__"):
        return list(base)[place % len(base)]
    if base is bool:
        return place % 2 == 1
    if base is datetime:
        return START + timedelta(hours=place)
    if base is Decimal:
        return Decimal(place) / 8
    if base is int:
        return place
    return "usd" if column.endswith("currency") else f"{column}-{place}"


async def insert(database: Database, rows: Sequence[Resource]) -> list[str]:
    """Put rows into the database as they are; their ids."""
    await put(database, rows)
    return [row.id for row in rows]


def minimal(type_: GraphQLInputObjectType) -> dict[str, Any]:
    """The least that an input takes: a value for each field that it requires."""
    made: dict[str, Any] = {}
    for name, field in type_.fields.items():
        if is_required_input_field(field):
            made[name] = _given(get_named_type(field.type))
    return made | BEYOND_THE_SCHEMA.get(type_.name, {})


def _given(type_: Any) -> Any:
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    if isinstance(type_, GraphQLInputObjectType):
        return minimal(type_)
    return SCALARS[type_.name]


def input_of(mutation: str) -> dict[str, Any] | None:
    """The least input of a mutation; None for one that takes none."""
    root = build()._schema.mutation_type
    assert isinstance(root, GraphQLObjectType)
    given = root.fields[mutation].args.get("input")
    type_ = given and get_named_type(given.type)
    return minimal(type_) if isinstance(type_, GraphQLInputObjectType) else None


def creations() -> list[str]:
    """Every mutation that makes an object, those first that others need."""
    root = build()._schema.mutation_type
    assert isinstance(root, GraphQLObjectType)
    return [name for name in root.fields if name.endswith("Create")]


async def make(graph: Graph, creation: str, /, **given: Any) -> str:
    """Create an object with the least input, and what is `given` besides; its id."""
    if creation == "refundCreate" and not given:
        given = {"charge": await make(graph, "chargeCreate")}
    made = await graph.do(creation, "id", input={**(input_of(creation) or {}), **given})
    return str(made["id"])
