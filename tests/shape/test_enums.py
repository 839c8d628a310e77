"""Enums are where Stripe has closed sets, and nowhere else: in the fields of objects, and in what mutations take."""

from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
)
from strawberry.utils.str_converters import to_camel_case

from app import tables
from schema.root import build
from tests.shape.awaited import OURS
from tests.shape.facts import facts

FACTS = facts()
TYPES = build()._schema.type_map

WITH_OURS = {
    # Some of Stripe's values wait for their payment methods.
    "PaymentMethodType",
    # A destination that only fails is disabled, which Stripe has no reason for.
    "EventDestinationStatusDetailsDisabledReason",
}
"""Enums with other values than Stripe's set."""
ONE_FOR_BOTH = {
    # Values that are set and never given are refused.
    "fileCreate.purpose",
    "paymentIntentCancel.cancellationReason",
    "refundCreate.reason",
    # Values for the one operation are refused by the other.
    "customerCreate.tax.validateLocation",
    "eventDestinationUpdate.include",
}
"""Inputs that take some values of an enum, and refuse the others."""
SHOWN_AS_GIVEN = {
    # One value is both taken, as one of a closed set, and shown.
    "Customer.invoiceSettings.renderingOptions.amountTaxDisplay",
}
CARDS = {
    # Stripe's payment_method_data takes cards by its own forms alone.
    f"{intent}{verb}.paymentMethodData.card.networks.preferred"
    for intent in ("paymentIntent", "setupIntent")
    for verb in ("Create", "Update", "Confirm")
} | {"confirmationTokenCreate.paymentMethodData.card.networks.preferred", "tokenCreate.card.networks.preferred"}
OPEN = {
    # Types of event are text, as new ones come with every version; the known ones are listed.
    "Event.type",
    "webhookEndpointCreate.enabledEvents",
    "webhookEndpointUpdate.enabledEvents",
    # Any version can be named.
    "webhookEndpointCreate.apiVersion",
}
"""Closed sets that are text here."""


def values_of(type_: Any) -> list[str]:
    return sorted(str(getattr(value.value, "value", value.value)) for value in type_.values.values())


def closed(node: Any) -> Any:
    """Stripe's closed set: its values, True for a long one, None where there is none."""
    if isinstance(node, list):
        return node
    if isinstance(node, dict):
        return node.get("|")
    return True if "!" in node else None


def differ(path: str, type_: Any, stripes: Any) -> str | None:
    """How a leaf of the graph differs from Stripe's set."""
    if not is_enum_type(type_):
        return f"{path} is no enum" if stripes and path not in OPEN else None
    if stripes is None:
        return f"{path} is an enum" if path not in SHOWN_AS_GIVEN | CARDS else None
    ours = values_of(type_)
    if type_.name in WITH_OURS or stripes is True or (path in ONE_FOR_BOTH and set(stripes) < set(ours)):
        return None
    return f"{path}: {type_.name}" if ours != stripes else None


def fields_of(type_: GraphQLObjectType, stripes: dict[str, Any], path: str) -> Any:
    """What differs in a type's fields."""
    for key, node in stripes.items():
        field = type_.fields.get(to_camel_case(key)) if key not in ("", "*", "|") else None
        if field is None:
            continue
        named, there = get_named_type(field.type), f"{path}.{to_camel_case(key)}"
        if is_leaf_type(named):
            yield differ(there, named, closed(node))
        elif isinstance(node, dict) and isinstance(named, GraphQLObjectType) and "id" not in named.fields:
            yield from fields_of(named, node, there)


def inputs_of(type_: GraphQLInputObjectType, stripes: dict[str, Any], path: str, above: tuple[str, ...] = ()) -> Any:
    """What differs in an input's fields; Stripe's sets are by their paths."""
    for key, field in type_.fields.items():
        named, there = get_named_type(field.type), (*above, key)
        if is_input_object_type(named) and named.fields.keys() == {"value", "keyword"}:
            continue  # a value, or a word that Stripe takes in its place
        if is_input_object_type(named):
            if len(there) < 8:
                yield from inputs_of(named, stripes, path, there)
        elif is_enum_type(named) or ".".join(there) in stripes:
            yield differ(".".join([path, *there]), named, stripes.get(".".join(there)))


def test_fields_are_enums_where_stripes_are_closed_sets() -> None:
    found = []
    for table in tables.by_name.values():
        if table.__name__ not in OURS:
            type_ = TYPES[table.__name__]
            assert isinstance(type_, GraphQLObjectType)
            found += [each for each in fields_of(type_, FACTS["objects"][table.object_name], table.__name__) if each]
    assert found == []


def test_inputs_take_enums_where_stripe_takes_closed_sets() -> None:
    found = []
    mutations = TYPES["Mutation"]
    assert isinstance(mutations, GraphQLObjectType)
    for name, stripes in FACTS["params"].items():
        argument = mutations.fields[name].args.get("input") if name in mutations.fields else None
        if argument is not None:
            sets = {
                ".".join(map(to_camel_case, path.split("."))): True if values == "!" else values
                for path, values in stripes.items()
            }
            found += [each for each in inputs_of(get_named_type(argument.type), sets, name) if each]
    assert found == []
