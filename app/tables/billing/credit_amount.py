"""Amounts of billing credits, as grants, transactions and balances have them."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class BillingCreditAmountType(StrEnum):
    """What billing credits are measured in."""

    MONETARY = "monetary"
    """An amount of money."""


class BillingCreditMonetaryAmount(Value):
    """Billing credits as an amount of money."""

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the credits: a three-letter ISO 4217 code."""
    value: int = money(kind="given")
    """Amount of the credits, in minor units of `currency`."""


class BillingCreditAmount(Value):
    """An amount of billing credits."""

    monetary: BillingCreditMonetaryAmount | None = given(None)
    """The credits as an amount of money; null for other types."""
    type: BillingCreditAmountType = given()
    """What the credits are measured in."""

    @classmethod
    def of(cls, value: int, currency: str) -> "BillingCreditAmount":
        """Credits of `value` minor units of a currency."""
        return cls(
            monetary=BillingCreditMonetaryAmount(currency=currency, value=value), type=BillingCreditAmountType.MONETARY
        )


class BillingCreditMonetaryAmountParams(Value, like=BillingCreditMonetaryAmount):
    """Billing credits as an amount of money."""

    currency: str
    value: int = money(kind="given", gt=0)
    """Amount of the credits, in minor units of `currency`: more than 0."""


class BillingCreditAmountParams(Value, like=BillingCreditAmount):
    """An amount of billing credits."""

    monetary: BillingCreditMonetaryAmountParams | None = given(None)
    """The credits as an amount of money. Required for the type MONETARY."""
    type: BillingCreditAmountType = given(BillingCreditAmountType.MONETARY)
    """What the credits are measured in, by default MONETARY, which is the one type."""
