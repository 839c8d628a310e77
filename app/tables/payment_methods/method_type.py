"""A type of payment method, such as a card: all that is particular to it stands in one file of `types`.

What the type is made of has several faces: what is stored of a payment method, what a caller gives to make one, what a
charge shows of it, how a payment treats it, and so on. A value with a branch for each type, such as
`payment_method_details`, has the types' classes of one face: see `branches`.
"""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum, auto
from functools import cache
from importlib import import_module
from typing import Literal

from app.tables.values import Value


class Face(Enum):
    """Where a type of payment method shows something of its own."""

    METHOD = auto()
    """Stored with a payment method, and shown as its field of the type's name."""
    PARAMS = auto()
    """What a caller gives to make a payment method."""
    UPDATE = auto()
    """What a caller may change on a payment method."""
    DETAILS = auto()
    """What a charge shows of the payment method that it took."""
    REFUND = auto()
    """What a refund shows of where the money was sent."""
    PAYMENT_OPTIONS = auto()
    """How a payment treats the type, as it is shown."""
    PAYMENT_OPTIONS_PARAMS = auto()
    """How a payment treats the type, as a caller gives it."""
    SETUP_OPTIONS = auto()
    """How a setup treats the type, as it is shown."""
    SETUP_OPTIONS_PARAMS = auto()
    """How a setup treats the type, as a caller gives it."""
    SETUP_DETAILS = auto()
    """What an attempt at a setup shows."""
    MANDATE = auto()
    """What a mandate shows."""
    CHECKOUT_OPTIONS = auto()
    """How a checkout session treats the type."""
    INVOICE_OPTIONS = auto()
    """How an invoice treats the type."""
    SUBSCRIPTION_OPTIONS = auto()
    """How a subscription treats the type."""


class Flow(StrEnum):
    """How a payment with a type goes on its way: the class of its behaviour in test mode."""

    CARD = "card"
    """The issuer answers at once, perhaps after the customer has authenticated."""
    BANK_DEBIT = "bank_debit"
    """The bank answers after days, and may take its answer back later."""


@dataclass(frozen=True)
class Settlement:
    """When the merchant can use the money."""

    business_days: int
    """Working days (Monday to Friday) for a payment from the United States."""
    business_days_abroad: int
    """Working days for a payment from another country."""


@dataclass(frozen=True)
class Fee:
    """What a payment costs the merchant."""

    share: Decimal
    """Share of the amount."""
    fixed: Decimal = Decimal(0)
    """Added to it, in units of the currency; a hundred times that in a currency without decimals."""
    abroad: Decimal = Decimal(0)
    """Share added where payer and merchant are in different countries."""
    most: int | None = None
    """Highest fee, in minor units; None where there is no limit."""


@dataclass(frozen=True)
class Refunds:
    """How money is sent back."""

    waits_for_funds: bool = False
    """Whether a refund that the balance does not cover waits until it does, rather than being refused."""


@dataclass(frozen=True)
class MethodType:
    """One type of payment method, with all that other code needs to know of it."""

    name: str
    """Stripe's name of it, such as `us_bank_account`."""
    noun: str
    """What a sentence calls one, such as "bank account"."""
    description: str
    """What it is, for the enum of types."""
    flow: Flow
    faces: Mapping[Face, type[Value]]
    settlement: Settlement
    fee: Fee
    currencies: frozenset[str] | None = None
    """Currencies (ISO 4217, lower case) in which it can be charged; None for all."""
    countries: frozenset[str] | None = None
    """Countries (ISO 3166-1) of the accounts that can take it; None for all."""
    source_type: Literal["card", "bank_account", "fpx"] = "card"
    """The part of the balance that its money counts in."""
    manual_capture: bool = False
    """Whether money can be authorized first and captured later."""
    refunds: Refunds = field(default_factory=Refunds)

    def __post_init__(self) -> None:
        _types[self.name] = self


_types: dict[str, MethodType] = {}


@cache
def method_types() -> dict[str, MethodType]:
    """Every type by its name, in the order of names: all modules of `types` are imported."""
    package = import_module(f"{__package__}.types")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return dict(sorted(_types.items()))
