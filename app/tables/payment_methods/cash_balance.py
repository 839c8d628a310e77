"""CashBalance: what a customer has sent by bank transfer and not paid with yet."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.resource import Single
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class CashBalanceReconciliationMode(StrEnum):
    """How the funds of a cash balance are applied to payments."""

    AUTOMATIC = "automatic"
    """As soon as the funds arrive, to the customer's payments that wait for them."""
    MANUAL = "manual"
    """Only when the merchant applies them to a payment."""


class CashBalanceReconciliationModeParam(StrEnum):
    """How the funds of a cash balance are applied to payments."""

    AUTOMATIC = "automatic"
    """As soon as the funds arrive, to the customer's payments that wait for them."""
    MANUAL = "manual"
    """Only when the merchant applies them to a payment."""
    MERCHANT_DEFAULT = "merchant_default"
    """As the account does for all its customers: automatically."""


class InOneCurrency(Value):
    """What there is once for each currency."""

    keyed_by: ClassVar[str | None] = "currency"

    currency: CurrencyCode = given()
    """Three-letter currency code (ISO 4217), lower case."""


class CashBalanceAvailable(InOneCurrency):
    """The funds of a cash balance in one currency."""

    keyed_value: ClassVar[str | None] = "amount"

    amount: int = money()
    """The funds, in minor units of `currency`."""


class CashBalanceSettings(Value):
    """How a customer's cash balance is used."""

    reconciliation_mode: CashBalanceReconciliationMode = given(CashBalanceReconciliationMode.AUTOMATIC)
    """How the funds are applied to payments."""
    using_merchant_default: bool = given(True)
    """Whether the mode is the account's default, rather than one set for the customer."""


class CashBalanceSettingsParams(Value):
    """How a customer's cash balance is used."""

    reconciliation_mode: CashBalanceReconciliationModeParam | None = given(None)
    """How the funds are applied to payments. `MERCHANT_DEFAULT` restores the account's default."""


class CashBalanceParams(Value):
    """The customer's cash balance."""

    settings: CashBalanceSettingsParams | None = given(None)
    """How the cash balance is used."""


class CashBalance(Single, table=True):
    """What a customer has sent by bank transfer and not paid with yet."""

    of: ClassVar[str | None] = "customer_id"
    path: ClassVar[str] = "/v1/customers/{customer}/cash_balance"
    events: ClassVar[dict[str, str]] = {
        "funds_available": "A customer's cash balance holds funds that no payment has used.",
    }

    available: list[CashBalanceAvailable] | None = kept(branch=True)
    """The funds in each currency that the customer has ever sent; null before the first transfer."""
    customer_id: str = ref("customer", back="cash_balance")
    """The customer whose funds they are."""
    settings: CashBalanceSettings = kept(CashBalanceSettings())
    """How the cash balance is used."""
