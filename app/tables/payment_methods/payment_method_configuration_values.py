"""What a payment method configuration says of each type of payment method."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import Field, create_model

from app.tables.columns import given
from app.tables.values import Value

AnyValue = TypeVar("AnyValue", bound=Value)

CONFIGURABLE: dict[str, str] = {
    "acss_debit": "Canadian bank accounts, by pre-authorized debit,",
    "affirm": "Affirm",
    "afterpay_clearpay": "Afterpay, also named Clearpay,",
    "alipay": "Alipay",
    "alma": "Alma",
    "amazon_pay": "Amazon Pay",
    "apple_pay": "cards in Apple Pay",
    "au_becs_debit": "Australian bank accounts, by BECS debit,",
    "bacs_debit": "British bank accounts, by Bacs debit,",
    "bancontact": "Bancontact",
    "blik": "BLIK",
    "boleto": "Boleto",
    "card": "cards",
    "cartes_bancaires": "cards of the French network Cartes Bancaires",
    "cashapp": "Cash App Pay",
    "customer_balance": "the customer's cash balance, by bank transfer,",
    "eps": "EPS",
    "fpx": "FPX",
    "giropay": "giropay",
    "google_pay": "cards in Google Pay",
    "grabpay": "GrabPay",
    "ideal": "iDEAL",
    "jcb": "cards of the Japanese network JCB",
    "klarna": "Klarna",
    "konbini": "Konbini",
    "link": "Link",
    "mobilepay": "MobilePay",
    "multibanco": "Multibanco",
    "oxxo": "OXXO",
    "p24": "Przelewy24",
    "paynow": "PayNow",
    "paypal": "PayPal",
    "promptpay": "PromptPay",
    "revolut_pay": "Revolut Pay",
    "sepa_debit": "bank accounts in the SEPA area, by direct debit,",
    "sofort": "Sofort",
    "swish": "Swish",
    "twint": "TWINT",
    "us_bank_account": "United States bank accounts, by ACH debit,",
    "wechat_pay": "WeChat Pay",
    "zip": "Zip",
}
"""Everything that Stripe's configurations turn on and off, with what it is in sentences: the types of payment method,
and the wallets and networks that cards belong to."""


class PaymentMethodConfigurationPreference(StrEnum):
    """What an account prefers for a type of payment method."""

    NONE = "none"
    """No preference: the parent configuration decides, or else the default."""
    OFF = "off"
    """Do not offer the type of payment method."""
    ON = "on"
    """Offer the type of payment method."""


class PaymentMethodConfigurationDisplayPreferenceValue(StrEnum):
    """What a configuration decides for a type of payment method."""

    OFF = "off"
    """The type is not offered."""
    ON = "on"
    """The type is offered, if the account can accept it."""


class PaymentMethodConfigurationDisplayPreference(Value):
    """The decision whether a type of payment method is offered."""

    overridable: bool | None = given(None)
    """Of a child configuration: whether its own preference counts. If false, the parent's value does. Null for a
    configuration without a parent."""
    preference: PaymentMethodConfigurationPreference = given(PaymentMethodConfigurationPreference.NONE)
    """The account's own preference."""
    value: PaymentMethodConfigurationDisplayPreferenceValue = given(
        PaymentMethodConfigurationDisplayPreferenceValue.OFF
    )
    """What is decided by the preference, the parent configuration and the default."""


class PaymentMethodConfigurationMethod(Value):
    """Whether a configuration offers a type of payment method."""

    available: bool = given(False)
    """Whether payments can offer the type: `display_preference.value` is `ON`, and the account can accept the type."""
    display_preference: PaymentMethodConfigurationDisplayPreference = given(
        PaymentMethodConfigurationDisplayPreference()
    )
    """Whether the type is offered, and who decides."""


class PaymentMethodConfigurationDisplayPreferenceParams(Value):
    """The account's preference for a type of payment method."""

    preference: PaymentMethodConfigurationPreference | None = given(None)
    """The preference. Omit it to keep the present one."""


class PaymentMethodConfigurationMethodParams(Value):
    """The account's preference for a type of payment method."""

    display_preference: PaymentMethodConfigurationDisplayPreferenceParams | None = given(None)
    """Whether the type is offered, and who decides."""


def configurable(annotation: Any) -> Callable[[type[AnyValue]], type[AnyValue]]:
    """Give the class a field of that type, null by default, for each name of `CONFIGURABLE`."""

    def extend(cls: type[AnyValue]) -> type[AnyValue]:
        fields: dict[str, Any] = {
            name: (annotation, Field(None, description=f"Whether {words} {_be(words)} offered."))
            for name, words in CONFIGURABLE.items()
        }
        return create_model(cls.__name__, __base__=cls, __module__=cls.__module__, __doc__=cls.__doc__, **fields)

    return extend


def _be(words: str) -> str:
    return "are" if words.startswith("cards") or "accounts" in words else "is"


@configurable(PaymentMethodConfigurationMethod | None)
class PaymentMethodConfigurationMethods(Value):
    """What a configuration offers, by the name of the type."""

    def of(self, name: str) -> PaymentMethodConfigurationMethod:
        """What it says of the type of that name."""
        found: PaymentMethodConfigurationMethod | None = self.__dict__.get(name)
        return found or PaymentMethodConfigurationMethod()


@configurable(PaymentMethodConfigurationMethodParams | None)
class PaymentMethodConfigurationMethodsParams(Value):
    """The account's preferences, by the name of the type."""

    apple_pay_later: PaymentMethodConfigurationMethodParams | None = given(None)
    """Apple Pay Later, which Apple has ended: a preference for it has no effect."""

    def preference(self, name: str) -> PaymentMethodConfigurationPreference | None:
        """The preference for the type of that name; None if not given."""
        found: PaymentMethodConfigurationMethodParams | None = self.__dict__.get(name)
        return None if found is None or found.display_preference is None else found.display_preference.preference
