"""Inputs are derived: from values that are shown, from columns of other classes, and from branches by type."""

from typing import Annotated, Any

import pytest
from graphql import GraphQLInputObjectType, is_required_input_field
from pydantic import ValidationError
from typing_extensions import Doc

from app.tables.columns import Of, given, kept
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.texts import CurrencyCode, Email
from app.tables.values import Value
from schema.derive.inputs import option_params
from schema.root import build
from tests.graph import Graph

TYPES = build()._schema.type_map


class Parcel(Value):
    """A parcel, as it is shown."""

    carrier: str | None = given(None, max_length=10)
    """Who delivers the parcel."""
    name: str | None = given(None, max_length=20)
    """Who receives the parcel."""
    insured_in: CurrencyCode = given("usd", max_length=3)
    """Currency of the insurance."""
    sender: Email | None = given(None, max_length=30)
    """Who sends the parcel."""
    weight: int = kept(0)
    """Weight in grams."""


class ParcelParams(Parcel, without=("weight",), required=("name",)):
    """A parcel, as it is given."""

    note: str | None = given(None)
    """What the carrier should know."""


class Letter(Value, like=Parcel):
    """A letter has some of a parcel's fields."""

    name: str
    insured_in: str | None = None
    sender: str
    weight: int | None = None
    pages: int = given(1)
    """Number of pages."""


def test_a_subclass_has_the_fields_of_what_is_shown_but_for_some() -> None:
    assert list(ParcelParams.model_fields) == ["carrier", "name", "insured_in", "sender", "note"]
    assert ParcelParams.model_fields["carrier"].description == "Who delivers the parcel."
    assert ParcelParams(name="Ada").carrier is None
    with pytest.raises(ValidationError, match="name"):
        ParcelParams()
    with pytest.raises(ValidationError, match="at most 10"):
        ParcelParams(name="Ada", carrier="x" * 11)
    assert list(Parcel.model_fields) == ["carrier", "name", "insured_in", "sender", "weight"], (
        "the shown class is as it was"
    )
    assert Parcel().name is None


def test_a_class_alike_borrows_limits_and_sentences() -> None:
    assert Letter.model_fields["name"].description == "Who receives the parcel."
    assert Letter.model_fields["weight"].description == "Weight in grams."
    assert Letter.model_fields["pages"].description == "Number of pages."
    with pytest.raises(ValidationError, match="at most 20"):
        Letter(name="x" * 21, sender="ada@example.com")


def test_a_class_alike_borrows_checks_whether_or_not_null_is_taken() -> None:
    letter = Letter(name="Ada", sender="ada@example.com", insured_in="EUR")
    assert letter.insured_in == "eur"
    assert Letter(name="Ada", sender="ada@example.com", insured_in=None).insured_in is None
    with pytest.raises(ValidationError) as refused:
        Letter(name="Ada", sender="ada", insured_in="zzz")
    assert [each["loc"] for each in refused.value.errors()] == [("insured_in",), ("sender",)]
    with pytest.raises(ValidationError, match="at most 30"):
        Letter(name="Ada", sender=f"{'x' * 30}@example.com")


def test_a_verb_borrows_columns() -> None:
    async def verb(
        _tx: Any,
        _row: Charge,
        *,
        customer: Annotated[str | None, Of(PaymentIntent)] = None,
        receipt_email: Annotated[str | None, Of(Charge)] = None,
        description: Annotated[str | None, Of(Charge), Doc("In other words.")] = None,
    ) -> None: ...

    customer, email, description = option_params(verb)
    assert (customer.name, customer.type.__name__) == ("customer", "ID")
    assert email.description == Charge.model_fields["receipt_email"].description
    assert description.description == "In other words."
    with pytest.raises(ValidationError, match="at most 800"):
        email.adapter.validate_python("x" * 790 + "@example.com")


def test_a_borrowed_column_is_of_its_type() -> None:
    async def verb(_tx: Any, _row: Charge, *, receipt_email: Annotated[int, Of(Charge)] = 0) -> None: ...

    with pytest.raises(AssertionError, match="receipt_email is not of the type of the field"):
        option_params(verb)


def test_inputs_of_the_graph_have_the_fields_of_what_they_are_derived_from() -> None:
    def fields(name: str) -> dict[str, bool]:
        type_ = TYPES[name]
        assert isinstance(type_, GraphQLInputObjectType)
        return {field: is_required_input_field(found) for field, found in type_.fields.items()}

    assert fields("PaymentMethodCardUpdateInput") == dict.fromkeys(("expMonth", "expYear", "networks"), False)
    assert fields("PaymentIntentCardInstallmentsInput") == {"enabled": False, "plan": False}
    assert fields("RecurringIntervalInput") == {"interval": True, "intervalCount": False}
    create = fields("PaymentMethodCreateInput")
    assert {"card", "usBankAccount", "type"} <= create.keys()
    assert fields("PaymentMethodDataInput")["type"]
    # A clone has the type of what it is made of.
    assert not create["type"]
    assert not create["card"]


TIERED = {"billingScheme": "TIERED", "tiersMode": "VOLUME", "currency": "usd", "productData": {"name": "Seat"}}


async def test_a_keyword_stands_in_place_of_a_value(graph: Graph) -> None:
    tiers = [{"upTo": {"value": 5}, "unitAmount": 100}, {"upTo": {"keyword": "INF"}, "unitAmount": 80}]
    price = await graph.do("priceCreate", "tiers { upTo unitAmount { amount } }", input={**TIERED, "tiers": tiers})
    assert price["tiers"] == [
        {"upTo": 5, "unitAmount": {"amount": 100}},
        {"upTo": None, "unitAmount": {"amount": 80}},
    ]


@pytest.mark.parametrize("up_to", [{}, {"value": 5, "keyword": "INF"}, {"keyword": None}])
async def test_a_value_or_a_keyword_is_given_and_not_both(graph: Graph, up_to: dict[str, Any]) -> None:
    document = "mutation($input: PriceCreateInput!) { priceCreate(input: $input) { price { id } } }"
    error = await graph.error(document, input={**TIERED, "tiers": [{"upTo": up_to, "unitAmount": 1}]})
    assert error["extensions"]["status"] == 400
    assert (await graph("{ prices { totalCount } }"))["prices"]["totalCount"] == 0


async def test_off_session_is_a_value_or_a_keyword(graph: Graph) -> None:
    base = {"amount": 500, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    for off_session in ({"value": True}, {"keyword": "RECURRING"}):
        paid = await graph.do("paymentIntentCreate", "status", input={**base, "offSession": off_session})
        assert paid == {"status": "SUCCEEDED"}
