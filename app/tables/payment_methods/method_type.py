"""A type of payment method, such as a card, defined in one file of `types`.

A type has several faces: what is stored of a payment method, the params to create one, what a charge shows of it, how a
payment treats it, and so on. A value with a branch for each type, such as `payment_method_details`, has the types'
classes of one face: see `branches`.
"""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum, auto
from functools import cache
from importlib import import_module
from typing import Any, Literal

from app.tables.values import Value


class Face(Enum):
    """An object or input in which a type of payment method has fields of its own."""

    METHOD = auto()
    """Stored with a payment method, and shown as the field with the type's name."""
    PARAMS = auto()
    """Params to create a payment method."""
    UPDATE = auto()
    """Params to update a payment method."""
    DETAILS = auto()
    """What a charge shows of the charged payment method."""
    REFUND = auto()
    """What a refund shows of its destination."""
    PAYMENT_OPTIONS = auto()
    """How a payment treats the type, as shown."""
    PAYMENT_OPTIONS_PARAMS = auto()
    """How a payment treats the type, as given."""
    SETUP_OPTIONS = auto()
    """How a setup treats the type, as shown."""
    SETUP_OPTIONS_PARAMS = auto()
    """How a setup treats the type, as given."""
    SETUP_DETAILS = auto()
    """What a setup attempt shows."""
    MANDATE = auto()
    """What a mandate shows."""
    CHECKOUT_OPTIONS = auto()
    """How a checkout session treats the type, as shown."""
    CHECKOUT_OPTIONS_PARAMS = auto()
    """How a checkout session treats the type, as given."""
    INVOICE_OPTIONS = auto()
    """How the payment of an invoice treats the type, as shown."""
    INVOICE_OPTIONS_PARAMS = auto()
    """How the payment of an invoice treats the type, as given."""
    SUBSCRIPTION_OPTIONS = auto()
    """How the payments of a subscription treat the type, as shown."""
    SUBSCRIPTION_OPTIONS_PARAMS = auto()
    """How the payments of a subscription treat the type, as given."""


Empty = dict[str, Any]
"""The face of a type for which Stripe has an empty hash: the type's name is all it has to say. A GraphQL type needs a
field, so it is the scalar `JSON`."""


class Flow(StrEnum):
    """The course of a payment with a type: the class of its behavior in test mode."""

    CARD = "card"
    """The issuer answers immediately, or after the customer has authenticated."""
    BANK_DEBIT = "bank_debit"
    """The bank answers after days, and may later return the debit."""


@dataclass(frozen=True)
class Settlement:
    """When the funds of a payment become available."""

    business_days: int
    """Business days (Monday to Friday) for a payment from the United States."""
    business_days_abroad: int
    """Business days for a payment from another country."""


@dataclass(frozen=True)
class Fee:
    """The processing fee of a payment."""

    share: Decimal
    """Share of the amount."""
    fixed: Decimal = Decimal(0)
    """Fixed part of the fee, in units of the currency; a hundred times that in a zero-decimal currency."""
    abroad: Decimal = Decimal(0)
    """Additional share if payer and merchant are in different countries."""
    most: int | None = None
    """Maximum fee, in minor units; None without a maximum."""


@dataclass(frozen=True)
class Refunds:
    """How refunds of a type work."""

    waits_for_funds: bool = False
    """Whether a refund that the balance does not cover stays pending until it does, rather than failing."""


@dataclass(frozen=True)
class MethodType:
    """One type of payment method, with its properties."""

    name: str
    """Stripe's name of the type, such as `us_bank_account`."""
    noun: str
    """Noun for a payment method of the type in sentences, such as "bank account"."""
    description: str
    """Description of the type, for the enum of types."""
    flow: Flow
    faces: Mapping[Face, type[Value] | type[Empty]]
    """The class of each face that the type has; `Empty` for a hash without fields."""
    settlement: Settlement
    fee: Fee
    currencies: frozenset[str] | None = None
    """Currencies (ISO 4217, lower case) that the type supports; None for all."""
    countries: frozenset[str] | None = None
    """Countries (ISO 3166-1) of the accounts that can accept the type; None for all."""
    source_type: Literal["card", "bank_account", "fpx"] = "card"
    """The part of the balance that the type's funds count in."""
    manual_capture: bool = False
    """Whether funds can be authorized first and captured later."""
    refunds: Refunds = field(default_factory=Refunds)

    def __post_init__(self) -> None:
        _types[self.name] = self


_types: dict[str, MethodType] = {}


@cache
def method_types() -> dict[str, MethodType]:
    """Every type by name, in the order of names. Imports all modules of `types`."""
    package = import_module(f"{__package__}.types")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return dict(sorted(_types.items()))
