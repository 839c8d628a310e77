"""The payment method of an intent, and the types of payment method that it allows."""

from collections.abc import Callable
from typing import Any

from app.domain.core_resources.intents.intent import Intent, code_of
from app.domain.core_resources.intents.params import PaymentMethodData
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import accepting, configurations, payment_methods
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.connect.account import Account
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.branches import Branches
from app.tables.payment_methods.method_type import MethodType, method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_configuration import PaymentMethodConfiguration
from app.tables.payment_methods.types.card import CARD
from app.tables.shapes.automatic_payment_methods import AllowRedirects, AutomaticPaymentMethods

Suits = Callable[[MethodType], bool]
"""Whether a type of payment method suits an intent, by what is paid or set up."""


async def check_customer(tx: Tx, values: dict[str, Any]) -> None:
    """Raise InvalidRequest unless the customer among the values exists."""
    if values.get("customer_id") is not None:
        await tx.get(Customer, values["customer_id"], field="customer", lock=False)


async def choose_method(tx: Tx, values: dict[str, Any], data: PaymentMethodData) -> None:
    """Put the id of an existing payment method, or of one created from `data` or a test name, among the values."""
    id = values.get("payment_method_id")
    if data is not None:
        if id is not None:
            raise InvalidRequest(
                "Give `payment_method` or `payment_method_data`, not both.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="payment_method_data",
            )
        values["payment_method_id"] = (await payment_methods.make(tx, data)).id
    elif id is not None:
        method = await payment_methods.resolve(tx, id, lock=False)
        payment_methods.must_not_be_consumed(method, field="payment_method")
        values["payment_method_id"] = method.id


async def choose_types(tx: Tx, values: dict[str, Any], configuration: str | None, suits: Suits) -> None:
    """Put among the values the types of payment method that are allowed: those given, or those of the account's
    settings, which are the configuration of that id, or the default one."""
    automatic: AutomaticPaymentMethods | None = values.get("automatic_payment_methods")
    if values.get("payment_method_types") or (automatic is not None and not automatic.enabled):
        _only_with_settings(configuration)
    if values.get("payment_method_types"):
        if automatic is not None and automatic.enabled:
            raise InvalidRequest(
                "Give `payment_method_types`, or let `automatic_payment_methods` decide, not both.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="automatic_payment_methods",
            )
        values["automatic_payment_methods"] = None
        return
    if automatic is not None and not automatic.enabled:
        values["payment_method_types"] = [CARD.name]
        return
    redirects = (automatic and automatic.allow_redirects) or AllowRedirects.ALWAYS
    values["requires_return_url"] = automatic is not None and redirects is AllowRedirects.ALWAYS
    automatic = AutomaticPaymentMethods(allow_redirects=redirects, enabled=True)
    values["automatic_payment_methods"] = automatic
    values.update(await _offered(tx, automatic, await configurations.chosen(tx, configuration), suits))


async def follow_settings(
    tx: Tx, intent: Intent, values: dict[str, Any], configuration: str | None, suits: Suits, *, changed: bool
) -> None:
    """After an update by the values: the account's settings no longer decide where the types are given, and decide
    again where `changed` says so, or where the update names a configuration."""
    automatic = intent.automatic_payment_methods
    if "payment_method_types" in values or automatic is None or not automatic.enabled:
        _only_with_settings(configuration)
    if "payment_method_types" in values:
        intent.automatic_payment_methods = intent.payment_method_configuration_details = None
        intent.requires_return_url = False
    elif automatic is not None and automatic.enabled and (changed or configuration is not None):
        used = intent.payment_method_configuration_details
        if configuration is None and used is not None:
            settings = await tx.get(PaymentMethodConfiguration, used.id, lock=False)
        else:
            settings = await configurations.chosen(tx, configuration)
        for name, value in (await _offered(tx, automatic, settings, suits)).items():
            setattr(intent, name, value)


def _only_with_settings(configuration: str | None) -> None:
    if configuration is not None:
        raise InvalidRequest(
            "`payment_method_configuration` decides the types of payment method, so it goes with "
            "`automatic_payment_methods` enabled, and without `payment_method_types`.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="payment_method_configuration",
        )


async def _offered(
    tx: Tx, automatic: AutomaticPaymentMethods, configuration: PaymentMethodConfiguration, suits: Suits
) -> dict[str, Any]:
    """By column, the types of payment method that the configuration offers, and its name. Cards come first."""
    redirects = automatic.allow_redirects is not AllowRedirects.NEVER
    found = [
        kind.name
        for kind in method_types().values()
        if configuration.methods.of(kind.name).available and (redirects or not kind.redirects) and suits(kind)
    ]
    if not found:
        raise InvalidRequest(
            "The payment method configuration offers no type of payment method that suits this amount, currency and "
            "use. Turn one on, or give `payment_method_types`.",
            code=ErrorCode.PAYMENT_METHOD_CONFIGURATION_FAILURES,
            field="payment_method_configuration",
        )
    found.sort(key=lambda name: name != CARD.name)
    return {"payment_method_types": found, "payment_method_configuration_details": configuration.details}


def check_types(types: list[str]) -> None:
    """Every type of payment method must exist."""
    known = list(method_types())
    with Mistakes("payment_method_types") as mistakes:
        for index, name in enumerate(types):
            if name not in known:
                mistakes.add(
                    InvalidRequest(
                        f"'{name[:40]}' is not a supported type of payment method. "
                        f"Use {' or '.join(map(shown, known))}.",
                        code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
                        field=str(index),
                    )
                )


def check_options(intent: Intent, given: Branches) -> None:
    """Raise InvalidRequest for `payment_method_options` of a type that the intent does not allow."""
    for kind in method_types():
        if given.branch(kind) is not None and kind not in intent.payment_method_types:
            raise InvalidRequest(
                f"`payment_method_options.{kind}` is for a type of payment method that this {intent.noun} does "
                "not allow. Omit it, or add the type to `payment_method_types`.",
                code=code_of(intent, "invalid_parameter"),
                field=f"payment_method_options.{kind}",
            )


def only_with_confirm(intent: type[Intent], confirm: bool, **given: object) -> None:
    """Raise InvalidRequest for options of a confirmation where there is none."""
    with Mistakes() as mistakes:
        for name, value in given.items():
            if value and not confirm:
                mistakes.add(
                    InvalidRequest(
                        f"`{name}` is for the confirmation, so it requires `confirm` true. Give both, or give `{name}` "
                        "when you confirm.",
                        code=code_of(intent, "invalid_parameter"),
                        field=name,
                    )
                )


def chosen(intent: Intent) -> str:
    """The id of the payment method. Raises InvalidRequest without one."""
    if intent.payment_method_id is None:
        raise InvalidRequest(
            f"The {intent.noun} has no payment method. Give `payment_method` or `payment_method_data`.",
            code=code_of(intent, "unexpected_state"),
            field="payment_method",
        )
    return intent.payment_method_id


def must_return(intent: Intent, method: PaymentMethod) -> None:
    """Raise InvalidRequest unless the intent has a `return_url`, where its confirmation requires one."""
    if intent.return_url is not None:
        return
    if method.method_type.redirects:
        raise InvalidRequest(
            f"`return_url` is required: a payment method of type {shown(method.type)} redirects the customer, who then "
            "returns there.",
            code=ErrorCode.PARAMETER_MISSING,
            field="return_url",
        )
    if intent.requires_return_url:
        raise InvalidRequest(
            "`return_url` is required, as `automatic_payment_methods` allows payment methods that redirect the "
            f"customer. Give it, or create the {intent.noun} with `automatic_payment_methods.allow_redirects` NEVER.",
            code=ErrorCode.PARAMETER_MISSING,
            field="return_url",
        )


def must_be_allowed(intent: Intent, method: PaymentMethod, account: Account, incompatible: ErrorCode) -> None:
    """Raise InvalidRequest, with the code `incompatible`, unless the intent allows the payment method's type and
    customer; and for a type that the account cannot accept."""
    if method.type.value not in intent.payment_method_types:
        raise InvalidRequest(
            f"This {intent.noun} allows {' or '.join(map(shown, intent.payment_method_types))}, and the payment "
            f"method is a {method.method_type.noun}. Give another, or add its type to `payment_method_types`.",
            code=incompatible,
            field="payment_method",
        )
    if method.customer_id is not None and method.customer_id != intent.customer_id:
        if intent.customer_id is None:
            raise InvalidRequest(
                f"The payment method belongs to a customer, and the {intent.noun} has none. Give `customer` too.",
                code=incompatible,
                field="customer",
            )
        raise InvalidRequest(
            f"The payment method belongs to another customer than the {intent.noun}. Use one of the {intent.noun}'s "
            "own customer.",
            code=incompatible,
            field="payment_method",
        )
    kind = method.method_type
    if not kind.accepted_in(account.country):
        raise InvalidRequest(
            f"Accounts in {account.country} cannot accept payment methods of type {kind.name.upper()}. Use another "
            "payment method.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field="payment_method",
        )
    if not accepting.accepts(account, kind):
        raise InvalidRequest(
            f"The account's capability `{kind.capability_name}` is not active. Request it, or use another payment "
            "method.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field="payment_method",
        )
