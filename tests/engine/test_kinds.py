"""Every field of an object type says what it is, so that an executor need not call it to know; few are hand-written."""

from collections.abc import Iterator

from graphql import GraphQLObjectType
from strawberry.types.field import StrawberryField

from app import tables
from app.tables.columns import shown_fields
from schema.derive import kinds
from schema.derive.versions import is_versioned
from schema.root import build

SCHEMA = build()._schema

HANDWRITTEN = {
    # The sum of the ledger's books.
    "Account.balance",
    # Opened with the server's key.
    "AppsSecret.payload",
    # Of another account.
    "Account.application",
    "Application.name",
    # Found by name and scope.
    "Query.appsSecret",
    # Worked out of usage.
    "BillingAlert.triggered",
    "BillingMeter.eventSummaries",
    # Worked out of grants.
    "Query.billingCreditBalanceSummary",
    # Also found in a former version.
    "Query.invoiceRenderingTemplate",
    # Worked out, and not stored.
    "Query.creditNotePreview",
    "Query.invoicePreview",
    # Read with the caller's id when none is given.
    "Query.account",
    # Named apart by its account.
    "Query.capability",
    "Query.accounts",
    # Worked out of the ledger: no row of a table.
    "Query.balance",
    # Worked out of a table of rates: no rows either.
    "Query.exchangeRate",
    "Query.exchangeRates",
    # Also narrowed by an argument of its own.
    "Query.thinEvents",
    # Of any table, told by the id's prefix.
    "ThinEventRelatedObject.object",
    # Made of the JSON of an event, or of its type.
    "Event.currentObject",
    "Event.previousAttributes",
    "Event.snapshot",
    "PreviousAttribute.name",
    "PreviousAttribute.value",
    # What happened between two events.
    "TestClockAdvancePayload.events",
}
"""Every resolver of its own, but for mutations, subscriptions and what all payloads and connections have alike."""

MACHINERY = ("PageInfo", "UserError", "Money")


def fields(*, but_machinery: bool) -> Iterator[tuple[str, kinds.Kind | None]]:
    for name, type_ in SCHEMA.type_map.items():
        roots = (SCHEMA.mutation_type, SCHEMA.subscription_type)
        if not isinstance(type_, GraphQLObjectType) or name.startswith("__") or type_ in roots:
            continue
        if but_machinery and (name.endswith("Connection") or name in MACHINERY):
            continue
        for field_name, field in type_.fields.items():
            if but_machinery and name.endswith("Payload") and field_name != "events":
                continue
            definition = field.extensions["strawberry-definition"]
            assert isinstance(definition, StrawberryField)
            yield f"{name}.{field_name}", kinds.kind_of(definition)


def test_what_is_hand_written_is_this_and_no_more() -> None:
    found = {name for name, kind in fields(but_machinery=True) if kind is None}
    assert found == HANDWRITTEN


def test_hand_written_fields_are_fewer_than_one_in_ten() -> None:
    every = [kind for _, kind in fields(but_machinery=True)]
    assert len(every) > 700
    assert every.count(None) * 10 < len(every)


def test_every_field_of_a_table_declares_its_kind() -> None:
    declared = dict(fields(but_machinery=False))
    for table in tables.by_name.values():
        type_ = SCHEMA.type_map[table.__name__]
        assert isinstance(type_, GraphQLObjectType)
        names = {f"{table.__name__}.{name}": name for name in type_.fields}
        bare = [name for full, name in names.items() if declared[full] is None and full not in HANDWRITTEN]
        assert bare == [], table.__name__


def test_kinds_name_columns_that_are_there() -> None:
    declared = dict(fields(but_machinery=False))
    for table in tables.by_name.values():
        type_ = SCHEMA.type_map[table.__name__]
        assert isinstance(type_, GraphQLObjectType)
        for name in type_.fields:
            kind = declared[f"{table.__name__}.{name}"]
            match kind:
                case kinds.Column("version") if is_versioned(table):
                    assert "version" not in table.model_fields
                case kinds.Relation("account_id", _):
                    assert not table.common
                case (
                    kinds.Column(column)
                    | kinds.Relation(column, _)
                    | kinds.Relations(column, _)
                    | kinds.Embedded(column)
                ):
                    assert column in {field.key for field in shown_fields(table)}, (table.__name__, name)
                case kinds.Amount(column, currency):
                    assert {column, currency} <= table.model_fields.keys(), (table.__name__, name)
                case kinds.Computed(columns, _):
                    assert set(columns) <= table.model_fields.keys(), (table.__name__, name)
                case kinds.Connection(target, column):
                    assert column in target.model_fields, (table.__name__, name)


def test_one_of_each_kind() -> None:
    declared = dict(fields(but_machinery=False))
    assert declared["Customer.name"] == kinds.Column("name")
    assert declared["Customer.object"] == kinds.Constant("customer")
    assert declared["Customer.shipping"] == kinds.Embedded("shipping")
    assert declared["Customer.balance"] == kinds.Amount("balance", "currency")
    assert declared["PaymentIntent.customer"] == kinds.Relation("customer_id", (tables.by_name["customer"],))
    assert declared["Customer.paymentIntents"] == kinds.Connection(tables.by_name["payment_intent"], "customer_id")
    assert declared["Query.customers"] == kinds.Connection(tables.by_name["customer"], None)
    assert (type(declared["Query.node"]), type(declared["Query.nodes"])) == (kinds.Node, kinds.Nodes)
    assert declared["Query.account"] is None
    cursor = declared["Event.cursor"]
    assert isinstance(cursor, kinds.Computed)
    assert cursor.columns == ("sequence",)
