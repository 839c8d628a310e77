"""A type of payment method, such as a card, defined in one file of `types`.

A type has several faces: what is stored of a payment method, the params to create one, what a charge shows of it, how a
payment treats it, and so on. A value with a branch for each type, such as `payment_method_details`, has the types'
classes of one face: see `branches`.
"""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
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
    REDIRECT = "redirect"
    """The customer authorizes the payment on a page of the provider, and then returns."""
    VOUCHER = "voucher"
    """The customer receives a voucher, and pays with it elsewhere within days."""
    BANK_TRANSFER = "bank_transfer"
    """The customer sends funds to an account number of their own, and the payment takes them once they have arrived."""
    WALLET = "wallet"
    """The provider answers immediately: the customer has authenticated with the provider before."""


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
class Debit:
    """When the customer's bank answers a debit, in business days (Monday to Friday) after the payment."""

    settles: int
    """Business days until the bank has paid."""
    returns: int
    """Business days until the bank returns a debit that it does not pay."""


@dataclass(frozen=True)
class Refunds:
    """How refunds of a type work."""

    business_days: int
    """Business days until the customer has the funds, or until a refund that fails comes back."""
    days: int | None = None
    """Days after the payment within which it can be refunded; None without a limit."""
    destination: str | None = None
    """Where the funds arrive, as `destination_details.type` names it, if that is not the type itself."""
    pending_first: bool = False
    """Whether every refund is pending until the customer has the funds."""
    waits_for_funds: bool = False
    """Whether a refund that the balance does not cover stays pending until it does, rather than failing."""


@dataclass(frozen=True)
class Disputes:
    """How disputes of a type work."""

    final: bool = False
    """Whether a dispute is lost at once, as the customer's bank takes no evidence."""


@dataclass(frozen=True)
class Limits:
    """The amounts that a type can pay: in minor units, by currency (ISO 4217, lower case). In any other currency, the
    limits of the currency alone apply."""

    minimum: Mapping[str, int] = field(default_factory=dict)
    """The least amount of a payment."""
    maximum: Mapping[str, int] = field(default_factory=dict)
    """The greatest amount of a payment."""

    def allow(self, amount: int, currency: str) -> bool:
        """Whether `amount` minor units are within the limits."""
        return self.minimum.get(currency, amount) <= amount <= self.maximum.get(currency, amount)


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
    capability: str | None = None
    """The account's capability to accept the type, where it is not named like the type: `ideal_payments`."""
    local_currencies: Mapping[str, str] = field(default_factory=dict)
    """The only currency that customers can pay in, by their country; empty where it does not matter."""
    source_type: Literal["card", "bank_account", "fpx"] = "card"
    """The part of the balance that the type's funds count in."""
    manual_capture: bool = False
    """Whether funds can be authorized first and captured later."""
    holds: timedelta = timedelta(days=7)
    """How long an authorization lasts. For cards, it depends on the network."""
    redirect_lasts: timedelta | None = None
    """How long the customer can authorize a payment or a setup on the provider's page, for the flow `REDIRECT`
    alone."""
    debit: Debit | None = None
    """When banks answer, for the flow `BANK_DEBIT` alone."""
    limits: Limits = Limits()
    """The amounts that the type can pay."""
    refunds: Refunds | None = None
    """How refunds work; None if payments cannot be refunded."""
    disputes: Disputes | None = None
    """How disputes work; None if customers cannot dispute payments."""
    reusable: bool = False
    """Whether a payment method can be set up for future use, and attached to a customer."""
    generates: str | None = None
    """The type of the payment method that a setup, or a payment with future use, creates in place of one that pays
    once."""
    needs_customer: bool = False
    """Whether a payment must have a customer, whose funds it takes."""
    needs_mandate: bool = False
    """Whether the customer must authorize debits by a mandate."""

    @property
    def redirects(self) -> bool:
        """Whether the customer authorizes a payment on a page of the provider, and then returns."""
        return self.flow is Flow.REDIRECT

    @property
    def sets_up(self) -> bool:
        """Whether a setup, or a payment, can set up later payments, by this type or by one that it generates."""
        return self.reusable or self.generates is not None

    @property
    def capability_name(self) -> str:
        """The account's capability to accept the type, such as `ideal_payments`."""
        return self.capability or f"{self.name}_payments"

    def accepted_in(self, country: str | None) -> bool:
        """Whether accounts of the country can accept the type."""
        return self.countries is None or country in self.countries

    def __post_init__(self) -> None:
        redirected = self.redirect_lasts is not None
        assert redirected == self.redirects, f"{self.name}: redirects have a time"
        assert (self.debit is not None) == (self.flow is Flow.BANK_DEBIT), f"{self.name}: debits have times"
        _types[self.name] = self


_types: dict[str, MethodType] = {}


@cache
def method_types() -> dict[str, MethodType]:
    """Every type by name, in the order of names. Imports all modules of `types`."""
    package = import_module(f"{__package__}.types")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return dict(sorted(_types.items()))
