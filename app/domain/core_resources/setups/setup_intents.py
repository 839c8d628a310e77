"""Setup intents: created, and updated until they succeed."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain.core_resources.intents import choosing, creation
from app.domain.core_resources.intents.confirmation_tokens import ConfirmationTokenId
from app.domain.core_resources.intents.params import (
    MandateData,
    PaymentMethodConfigurationId,
    PaymentMethodData,
    ReturnUrl,
    UseStripeSdk,
)
from app.domain.core_resources.payments import merchants
from app.domain.core_resources.setups import amendments, checks, confirmation, options
from app.domain.core_resources.setups.params import PaymentMethodOptions
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.errors import WrongState
from app.money import check_charge_amount
from app.tables.core_resources.mandate_values import MandateSingleUse
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.options import SetupFutureUsage

AMENDABLE = {
    SetupIntentStatus.REQUIRES_PAYMENT_METHOD,
    SetupIntentStatus.REQUIRES_CONFIRMATION,
    SetupIntentStatus.REQUIRES_ACTION,
}
ALWAYS_AMENDABLE = {"description", "meta"}
"""Columns that can change in any status: no setup depends on them."""


async def create(
    tx: Tx,
    *,
    confirm: Annotated[bool, Doc("Whether to confirm the setup immediately. The default is false.")] = False,
    confirmation_token: ConfirmationTokenId = None,
    mandate_data: MandateData = None,
    payment_method_configuration: PaymentMethodConfigurationId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    return_url: ReturnUrl = None,
    single_use: Annotated[
        MandateSingleUse | None,
        Doc("The one payment that the mandate is for. Omit it for a mandate for any number of payments."),
    ] = None,
    usage: Annotated[
        SetupFutureUsage, Doc("How the payment method is going to be used. The default is `OFF_SESSION`.")
    ] = SetupFutureUsage.OFF_SESSION,
    use_stripe_sdk: UseStripeSdk = False,
    **values: Any,
) -> SetupIntent:
    """Create a setup, which takes place when it is confirmed, at once or later."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            choosing.only_with_confirm(
                SetupIntent,
                confirm,
                confirmation_token=confirmation_token,
                mandate_data=mandate_data,
                return_url=return_url,
            )
        with mistakes.noted():
            checks.check_values(
                values, attach_to_self=values.get("attach_to_self"), customer_id=values.get("customer_id")
            )
        with mistakes.noted():
            await merchants.check(tx, values.get("on_behalf_of_id"))
        if single_use is not None:
            with Mistakes("single_use") as inner, inner.noted():
                check_charge_amount(single_use.amount, single_use.currency)
        entered = await creation.enter(
            tx,
            values,
            confirmation_token=confirmation_token if confirm else None,
            configuration=payment_method_configuration,
            data=payment_method_data,
            mandate_data=mandate_data,
            pays=False,
            return_url=return_url,
            suiting=lambda **_: checks.suits,
        )
    intent = await creation.build(tx, SetupIntent, entered)
    intent.payment_method_options = options.defaults(intent.payment_method_types)
    options.apply(intent, payment_method_options)
    intent.single_use = single_use
    intent.usage = usage.value
    if intent.payment_method_id is not None:
        tx.move(intent, SetupIntentStatus.REQUIRES_CONFIRMATION, verb="create")
    tx.tell("created", intent)
    if confirm:
        entered.used_by(intent)
        await confirmation.set_up(
            tx,
            intent,
            mandate_data=entered.mandate_data,
            return_url=entered.return_url,
            use_stripe_sdk=use_stripe_sdk,
        )
    return intent


async def update(
    tx: Tx,
    intent: SetupIntent,
    *,
    payment_method_configuration: PaymentMethodConfigurationId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    **values: Any,
) -> SetupIntent:
    """Update a setup. Once it has succeeded or was canceled, only its description and metadata can change."""
    ended = intent.status not in AMENDABLE
    others = (payment_method_configuration, payment_method_data, payment_method_options)
    if ended and (values.keys() - ALWAYS_AMENDABLE or any(others)):
        raise WrongState("setup_intent", "update", intent.status)
    await amendments.amend(
        tx,
        intent,
        values,
        configuration=payment_method_configuration,
        data=payment_method_data,
        options_given=payment_method_options,
    )
    return intent
