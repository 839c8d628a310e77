"""Enums are where Stripe has closed sets, and nowhere else: in the fields of objects, and in what mutations take.

`objects.json` has the closed sets of fields in their places, and those of params by path. A long set stands under
`sets`, by a name; `!` stands for one of hundreds.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
)
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.errors import BEYOND_STRIPE, OF_METERS
from schema.root import build
from tests.shape.awaited import BEYOND, OURS, PARAMS, WAITING
from tests.shape.facts import facts

FACTS = facts()
TYPES = build()._schema.type_map

ERRORS = (
    "Invoice.lastFinalizationError",
    "PaymentIntent.lastPaymentError",
    "SetupAttempt.setupError",
    "SetupIntent.lastSetupError",
)
"""Fields that hold an error."""
FIELDS = [
    # Codes of ours, for what Stripe has none, and of meters, which Stripe lists elsewhere.
    *(f"{error}.code has {code}" for error in ERRORS for code in BEYOND_STRIPE | OF_METERS),
    # One value is both taken, as one of a closed set, and shown.
    "Customer.invoiceSettings.renderingOptions.amountTaxDisplay is closed",
    # Types of event are text, as new ones come with every version; the known ones are listed.
    "Event.type is open",
    # A destination that only fails is disabled, which Stripe has no reason for.
    "EventDestination.statusDetails.disabled.reason has deliveries_failed",
]
"""How fields differ from Stripe's, on purpose."""
BY_DATA = (
    "confirmationTokenCreate",
    *(f"{intent}{verb}" for intent in ("paymentIntent", "setupIntent") for verb in ("Create", "Update", "Confirm")),
)
"""Mutations that take the data of a new payment method."""
INPUTS = [
    # Values that are set and never given are refused.
    "fileCreate.purpose has document_provider_identity_document",
    "fileCreate.purpose has finance_report_run",
    "fileCreate.purpose has financial_account_statement",
    "fileCreate.purpose has identity_document_downloadable",
    "fileCreate.purpose has selfie",
    "fileCreate.purpose has sigma_scheduled_query",
    "paymentIntentCancel.cancellationReason has automatic",
    "paymentIntentCancel.cancellationReason has failed_invoice",
    "paymentIntentCancel.cancellationReason has void_invoice",
    "refundCreate.reason has expired_uncaptured_charge",
    "customerCreate.taxIdData.type has unknown",
    "taxIdCreate.type has unknown",
    # Values for the one operation are refused by the other.
    "customerCreate.tax.validateLocation has auto",
    "eventDestinationUpdate.include has webhook_endpoint.signing_secret",
    # Stripe's `payment_method_data` takes cards by its own forms alone.
    *(f"{mutation}.paymentMethodData.type has card" for mutation in BY_DATA),
    # Types of event, as above, and any version can be named.
    "webhookEndpointCreate.apiVersion is open",
    "webhookEndpointCreate.enabledEvents is open",
    "webhookEndpointUpdate.enabledEvents is open",
    # A bank account or a card; where it is one of these, it is not said.
    "accountCreate.externalAccount.object is open",
    "accountUpdate.externalAccount.object is open",
    "bankAccountCreate.externalAccount.object is not taken",
    "cardCreate.externalAccount.accountHolderType is not taken",
    "cardCreate.externalAccount.object is not taken",
]
"""How inputs differ from Stripe's, on purpose."""


def values_of(type_: Any) -> set[str]:
    return {str(getattr(value.value, "value", value.value)) for value in type_.values.values()}


def closed(node: Any) -> Any:
    """Stripe's closed set: its values, True for one of hundreds, None where there is none."""
    if isinstance(node, dict):
        return closed(node["|"]) if "|" in node else None
    if isinstance(node, str):
        return FACTS["sets"].get(node, True if "!" in node else None)
    return node


def differences(path: str, type_: Any, stripes: Any) -> Iterator[str]:
    """How a leaf of the graph differs from Stripe's set."""
    if not is_enum_type(type_):
        if stripes:
            yield f"{path} is open"
    elif stripes is None:
        yield f"{path} is closed"
    elif stripes is not True:
        ours, theirs = values_of(type_), set(stripes)
        yield from (f"{path} has {value}" for value in ours - theirs)
        yield from (f"{path} has no {value}" for value in theirs - ours if to_camel_case(value) not in WAITING)


def in_fields(type_: GraphQLObjectType, stripes: dict[str, Any], path: str) -> Iterator[str]:
    """What differs in a type's fields."""
    for key, node in stripes.items():
        field = type_.fields.get(to_camel_case(key)) if key not in ("", "*", "|") else None
        if field is None:
            continue
        named, there = get_named_type(field.type), f"{path}.{to_camel_case(key)}"
        if is_leaf_type(named):
            yield from differences(there, named, closed(node))
        elif isinstance(node, dict) and isinstance(named, GraphQLObjectType) and "id" not in named.fields:
            yield from in_fields(named, node, there)


def leaves_of(type_: GraphQLInputObjectType, above: str = "") -> Iterator[tuple[str, Any]]:
    """What an input takes, at any depth, by path. Where Stripe takes a value or a word, the word's type."""
    for key, field in type_.fields.items():
        named, there = get_named_type(field.type), f"{above}{key}"
        if is_input_object_type(named) and named.fields.keys() == {"value", "keyword"}:
            yield there, get_named_type(named.fields["keyword"].type)
            named = get_named_type(named.fields["value"].type)
        elif not is_input_object_type(named):
            yield there, named
        if is_input_object_type(named):
            yield from leaves_of(named, f"{there}.")


def in_input(mutation: str, field: Any) -> Iterator[str]:
    """What differs in a mutation's input."""
    given = field.args.get("input")
    leaves = {} if given is None else dict(leaves_of(get_named_type(given.type)))
    stripes = {
        ".".join(map(to_camel_case, path.split("."))): closed(values)
        for path, values in FACTS["params"].get(mutation, {}).items()
    }
    for path, named in leaves.items():
        yield from differences(f"{mutation}.{path}", named, stripes.get(path))
    for path in stripes.keys() - leaves.keys():
        if WAITING.isdisjoint(path.split(".")) and not f"{path}.".startswith(awaited(mutation)):
            yield f"{mutation}.{path} is not taken"


def awaited(mutation: str) -> tuple[str, ...]:
    """How the paths of what a mutation does not take yet begin."""
    return tuple(f"{path}." for path in PARAMS.get(mutation, ()))


def test_fields_are_enums_where_stripes_are_closed_sets() -> None:
    found: list[str] = []
    for table in tables.by_name.values():
        if table.__name__ not in OURS:
            type_ = TYPES[table.__name__]
            assert isinstance(type_, GraphQLObjectType)
            found += in_fields(type_, FACTS["objects"][table.object_name], table.__name__)
    assert sorted(found) == sorted(FIELDS)


def test_inputs_take_enums_where_stripe_takes_closed_sets() -> None:
    mutations = TYPES["Mutation"]
    assert isinstance(mutations, GraphQLObjectType)
    found: list[str] = []
    for name in mutations.fields.keys() - {*BEYOND}:
        found += in_input(name, mutations.fields[name])
    assert sorted(found) == sorted(INPUTS)


APART = {
    # Of a capability, and of a customer's agreement.
    ("AccountCapabilitiesStatus", "MandateStatus"),
    # Who pays, and who asks.
    ("AccountControllerLossesPayments", "AccountControllerRequirementCollection"),
    # Who controls an account, and who pays its fees.
    ("AccountControllerType", "AccountFeesPayer"),
    # Who applies funds, and who confirms a payment.
    ("CashBalanceReconciliationMode", "PaymentIntentConfirmationMethod"),
    # Each is on or off, as their members say.
    ("ChargeCardExtendedAuthorizationStatus", "CustomerSessionFeature", "EventDestinationStatus"),
    # Payouts were there first, and the name of their enum stays.
    ("PayoutSourceType", "TransferSourceType"),
}
"""Enums of the same words for different things."""


def test_a_set_is_one_enum_that_its_fields_share() -> None:
    found: dict[frozenset[str], list[str]] = defaultdict(list)
    for name, type_ in sorted(TYPES.items()):
        # The names of a type's fields are no set of Stripe's.
        if isinstance(type_, GraphQLEnumType) and not name.startswith("__") and not name.endswith("Field"):
            found[frozenset(type_.values)].append(name)
    assert {tuple(names) for names in found.values() if len(names) > 1} == APART, (
        "Share the enum, in app/tables/shapes."
    )


MAPS = {
    "CashBalanceAvailable": "currency",
    "CountrySpecSupportedBankAccountCurrency": "currency",
    "CouponCurrencyOption": "currency",
    "CouponCurrencyOptionInput": "currency",
    "CustomerInvoiceCreditBalance": "currency",
    "ExchangeRateRate": "currency",
    "PriceCurrencyOption": "currency",
    "PriceCurrencyOptionInput": "currency",
    "PromotionCodeRestrictionsCurrencyOption": "currency",
    "PromotionCodeRestrictionsCurrencyOptionInput": "currency",
    "ShippingRateFixedAmountCurrencyOption": "currency",
    "ShippingRateFixedAmountCurrencyOptionInput": "currency",
}
"""The members of lists that are maps at Stripe, with the keys of these."""


def test_a_map_is_a_list_whose_members_begin_with_the_key() -> None:
    first = {}
    for name in MAPS:
        type_ = TYPES[name]
        assert isinstance(type_, GraphQLObjectType | GraphQLInputObjectType)
        first[name] = next(iter(type_.fields))
    assert first == MAPS
