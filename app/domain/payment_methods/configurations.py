"""Payment method configurations: what each offers, by its preferences, its parent and the account's capabilities."""

from typing import Annotated, Any

from app.domain import crud
from app.domain.beginnings import from_the_start
from app.domain.payment_methods import accepting
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.columns import Inline, Of
from app.tables.connect.account import Account
from app.tables.payment_methods.method_type import method_types
from app.tables.payment_methods.payment_method_configuration import PaymentMethodConfiguration
from app.tables.payment_methods.payment_method_configuration_values import (
    CONFIGURABLE,
    PaymentMethodConfigurationDisplayPreference,
    PaymentMethodConfigurationDisplayPreferenceValue,
    PaymentMethodConfigurationMethod,
    PaymentMethodConfigurationMethods,
    PaymentMethodConfigurationMethodsParams,
    PaymentMethodConfigurationPreference,
)
from app.tables.tenancy import Tenant

UNCHANGED = PaymentMethodConfigurationMethodsParams()
OF_CARDS = {
    "apple_pay": "card_payments",
    "cartes_bancaires": "cartes_bancaires_payments",
    "google_pay": "card_payments",
    "jcb": "jcb_payments",
}
"""Wallets and networks of cards, which are no types of their own, each with the capability that it needs."""

NONE = PaymentMethodConfigurationPreference.NONE
OFF = PaymentMethodConfigurationDisplayPreferenceValue.OFF
ON = PaymentMethodConfigurationDisplayPreferenceValue.ON


@from_the_start
def first(account: Account) -> PaymentMethodConfiguration:
    """The default configuration of a new account, in the mode of the row: a row to be inserted."""
    return PaymentMethodConfiguration(
        id=new_id(PaymentMethodConfiguration.prefix),
        **Tenant.of(account).columns,
        created=account.created,
        is_default=True,
        methods=_resolved(account, None, PaymentMethodConfigurationMethods()),
        name="Default",
    )


async def create(
    tx: Tx, *, methods: Annotated[PaymentMethodConfigurationMethodsParams, Inline()] = UNCHANGED, **values: Any
) -> PaymentMethodConfiguration:
    """Create a payment method configuration."""
    made = await crud.build(tx, PaymentMethodConfiguration, values)
    parent = await _parent(tx, made)
    if parent is not None and parent.parent_id is not None:
        raise InvalidRequest(
            "A configuration inherits from one that has no parent itself. Give the parent of this one.",
            code=ErrorCode.PARAMETER_INVALID,
            field="parent",
        )
    if parent is not None and "name" not in values:
        made.name = parent.name
    made.methods = _resolved(await tx.account(), parent, made.methods, methods)
    return made


async def update(
    tx: Tx,
    configuration: PaymentMethodConfiguration,
    *,
    active: Annotated[bool | None, Of(PaymentMethodConfiguration)] = None,
    methods: Annotated[PaymentMethodConfigurationMethodsParams, Inline()] = UNCHANGED,
    **values: Any,
) -> PaymentMethodConfiguration:
    """Update a payment method configuration. Configurations that inherit from it follow."""
    if active is False and configuration.is_default:
        raise InvalidRequest(
            "The default configuration is used by all payments that name no other, so it stays active.",
            code=ErrorCode.PARAMETER_INVALID,
            field="active",
        )
    if active is not None:
        configuration.active = active
    await crud.amend(tx, configuration, values)
    account = await tx.account()
    configuration.methods = _resolved(account, await _parent(tx, configuration), configuration.methods, methods)
    for child in await tx.find(PaymentMethodConfiguration, parent_id=configuration.id):
        child.methods = _resolved(account, configuration, child.methods)
    return configuration


async def follow(tx: Tx, account: Account) -> None:
    """Bring every configuration up to the account's capabilities."""
    every = {each.id: each for each in await tx.find(PaymentMethodConfiguration)}
    for each in sorted(every.values(), key=lambda each: each.parent_id is not None):
        each.methods = _resolved(account, every.get(each.parent_id or ""), each.methods)


async def chosen(tx: Tx, id: str | None) -> PaymentMethodConfiguration:
    """The configuration that a new payment names, or the default one. Raises InvalidRequest for an inactive one."""
    if id is None:
        key = (PaymentMethodConfiguration, tx.tenant)
        if key not in tx.work.remembered:
            (tx.work.remembered[key],) = await tx.find(PaymentMethodConfiguration, is_default=True, lock=False)
        default: PaymentMethodConfiguration = tx.work.remembered[key]
        return default
    found = await tx.get(PaymentMethodConfiguration, id, field="payment_method_configuration", lock=False)
    if not found.active:
        raise InvalidRequest(
            "This payment method configuration is not active. Update it with `active` true, or use another.",
            code=ErrorCode.PAYMENT_METHOD_CONFIGURATION_FAILURES,
            field="payment_method_configuration",
        )
    return found


async def _parent(tx: Tx, configuration: PaymentMethodConfiguration) -> PaymentMethodConfiguration | None:
    if configuration.parent_id is None:
        return None
    return await tx.get(PaymentMethodConfiguration, configuration.parent_id, field="parent", lock=False)


def _resolved(
    account: Account,
    parent: PaymentMethodConfiguration | None,
    old: PaymentMethodConfigurationMethods,
    given: PaymentMethodConfigurationMethodsParams = UNCHANGED,
) -> PaymentMethodConfigurationMethods:
    """What a configuration offers with the given preferences in place of its old ones."""
    found = {}
    for name in CONFIGURABLE:
        preference = given.preference(name) or old.of(name).display_preference.preference
        above = None if parent is None else parent.methods.of(name).display_preference
        # What a parent turns off stays off; what it offers, or says nothing of, is for its children to decide.
        overridable = None if above is None else above.preference is not PaymentMethodConfigurationPreference.OFF
        if preference is NONE or overridable is False:
            value = above.value if above is not None else _usual(name)
        else:
            value = PaymentMethodConfigurationDisplayPreferenceValue(preference.value)
        found[name] = PaymentMethodConfigurationMethod(
            available=value is ON and _acceptable(account, name),
            display_preference=PaymentMethodConfigurationDisplayPreference(
                overridable=overridable, preference=preference, value=value
            ),
        )
    return PaymentMethodConfigurationMethods(**found)


def _usual(name: str) -> PaymentMethodConfigurationDisplayPreferenceValue:
    """The value without any preference: everything that is here is on."""
    return ON if name in OF_CARDS or name in method_types() else OFF


def _acceptable(account: Account, name: str) -> bool:
    if name in OF_CARDS:
        return accepting.has(account, OF_CARDS[name])
    kind = method_types().get(name)
    return kind is not None and accepting.accepts(account, kind)
