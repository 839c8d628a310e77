"""Valid things to test with, worked out from the tables and the schema: rows in the database, and inputs to create."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from graphql import GraphQLInputObjectType, GraphQLObjectType, is_required_input_field
from pydantic.alias_generators import to_camel

from app import tables
from app.cli.triggers import inputs
from app.database import Database
from app.tables.columns import meta_of
from app.tables.core_resources.dispute import DisputeStatus
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from app.tables.values import Value
from schema.derive.annotations import shape
from schema.root import build
from tests.graph import Graph
from tests.records import put

AnyRow = TypeVar("AnyRow", bound=Resource)
AnyValue = TypeVar("AnyValue", bound=Value)

LEAST: dict[str, dict[str, Any]] = {
    "billing_portal_configuration": {"is_default": False},
    "dispute": {"status": DisputeStatus.NEEDS_RESPONSE},
    "event": {"type": "charge.captured"},
    "payment_method_configuration": {"is_default": False},
    "thin_event": {"type": "v1.charge.captured"},
}
"""By table, what a row of it must have that its columns do not say: a status in which it can change, a type that there
is, and nothing of which an account has but one."""
START = datetime(2025, 1, 1, tzinfo=UTC)
"""When the first row of each table was made; each further one a day later."""


def row_of(table: type[AnyRow], tenant: Tenant, place: int = 0, /, **values: Any) -> AnyRow:
    """A row with every scalar column filled, differently for each `place`, but for those in `LEAST`; `values` are by
    column.

    References stay empty unless given, or where they must not be: there the row points to its target of `place`.
    """
    filled: dict[str, Any] = {}
    for column, info in table.model_fields.items():
        found, meta = shape(info.annotation), meta_of(info)
        if column in values or column in ("account_id", "clock_id", "deleted_at"):
            continue
        if meta.targets and found.many:
            filled[column] = None if found.nullable else []
        elif meta.targets:
            filled[column] = None if found.nullable else id_of(tables.by_name[meta.targets[0]], place)
        elif found.is_scalar:
            filled[column] = _scalar(found.base, column, place)
        elif found.many and info.is_required():
            filled[column] = []
        elif found.value and not found.nullable and not found.many and (info.is_required() or not info.default):
            filled[column] = value_of(found.value, place)
    for index in table.__table__.indexes:
        if index.unique and len(index.columns) == 1 and index.columns.keys()[0] in filled:
            filled[index.columns.keys()[0]] = f"{tenant.account}-{tenant.livemode}-{place}"
    filled |= {"id": id_of(table, place), "account_id": tenant.account, "livemode": tenant.livemode}
    filled["created"] = START + timedelta(days=place)
    return table(**{**filled, **LEAST.get(str(table.__tablename__), {}), **values})


def id_of(table: type[Resource], place: int) -> str:
    """The id of the row at that place."""
    if table.id_codes and not table.common:
        return sorted(table.id_codes)[place % len(table.id_codes)]
    return f"{next(iter(table.id_prefixes), table.__tablename__)}{place:04}"


def leading_to(table: type[Resource], column: str, id: str) -> Any:
    """What a column that refers to others holds to lead to that one: its id, or a list of it."""
    return [id] if shape(table.model_fields[column].annotation).many else id


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
    """The least that an input takes, with ids that lead nowhere, and without objects that an example adds."""
    made = {
        name: value
        for name, value in inputs.least(type_).items()
        if not isinstance(value, inputs.Made) or is_required_input_field(type_.fields[name])
    }
    found: dict[str, Any] = inputs.with_ids(made, lambda _: "nothing_0001")
    return found


def input_of(mutation: str) -> dict[str, Any] | None:
    """The least input of a mutation, as `minimal` makes it; None for one that takes none."""
    type_ = inputs.input_type(mutation)
    return None if type_ is None else minimal(type_)


def creations() -> list[str]:
    """Every mutation that makes an object which is then found by its id, those first that others need."""
    root, query = build()._schema.mutation_type, build()._schema.query_type
    assert isinstance(root, GraphQLObjectType)
    assert isinstance(query, GraphQLObjectType)
    return [name for name in root.fields if name.endswith("Create") and name.removesuffix("Create") in query.fields]


async def _funds_to_pay_out(graph: Graph) -> None:
    """A bank account, and money on the balance."""
    settings = {"payouts": {"schedule": {"interval": "MANUAL"}}}
    given = {"externalAccount": {"token": "btok_us_verified"}, "settings": settings}
    await graph.do("accountUpdate", "id", id=graph.tenant.account, input=given)
    given = {"amount": 5000, "currency": "usd", "paymentMethod": "pm_card_bypassPending", "confirm": True}
    await graph.do("paymentIntentCreate", "id", input={**given, "captureMethod": "AUTOMATIC"})


BEFOREHAND = {"payoutCreate": _funds_to_pay_out}
"""What must be done before a mutation can succeed, beside creating the objects that its input names."""


async def _bill(graph: Graph, given: dict[str, Any]) -> None:
    lines = [{"amount": 2000, "description": "Seat"}]
    await graph.do("invoiceAddLines", "id", id=given["invoice"], input={"lines": lines})
    await graph.do("invoiceFinalize", "id", id=given["invoice"])


AFTERWARDS = {"creditNoteCreate": _bill}
"""What must be done with the objects that a mutation's input names."""


async def given_to(graph: Graph, creation: str) -> dict[str, Any]:
    """The least input of a mutation, once the objects that it needs are created."""
    if creation in BEFOREHAND:
        await BEFOREHAND[creation](graph)
    given = inputs.least_input(creation) or {}
    ids = {needed: await _needed(graph, needed) for needed in inputs.made_in(given)}
    found: dict[str, Any] = inputs.with_ids(given, ids.__getitem__)
    if creation in AFTERWARDS:
        await AFTERWARDS[creation](graph, found)
    return found


async def _fee(graph: Graph) -> str:
    """An application fee, which no mutation creates."""
    seller = await make(graph, "accountCreate")
    paid = {"amount": 5000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    passed_on = {
        "returnUrl": "https://rocket.example",
        "applicationFeeAmount": 200,
        "captureMethod": "AUTOMATIC",
        "transferData": {"destination": seller},
    }
    fields = "latestCharge { applicationFee { id } }"
    payment = await graph.do("paymentIntentCreate", fields, input=paid | passed_on)
    return str(payment["latestCharge"]["applicationFee"]["id"])


OTHERWISE = {"application_fee": _fee}
"""What comes of something else than a creation of its own."""


async def _needed(graph: Graph, needed: inputs.Made) -> str:
    if needed.resource in OTHERWISE:
        return await OTHERWISE[needed.resource](graph)
    creation = f"{to_camel(needed.resource)}Create"
    return await make(graph, creation) if inputs.exists(creation) else "nothing_0001"


async def make(graph: Graph, creation: str, /, **given: Any) -> str:
    """Create an object with the least input, and what is `given` besides; its id."""
    made = await graph.do(creation, "id", input={**await given_to(graph, creation), **given})
    return str(made["id"])
