"""Payment intents: created, and updated until they are collected."""

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
from app.domain.core_resources.payments import (
    amendments,
    checks,
    confirmation,
    destination_charges,
    installments,
    merchants,
    options,
)
from app.domain.core_resources.payments.params import (
    ErrorOnRequiresAction,
    Level3,
    MandateId,
    OffSession,
    PaymentMethodOptions,
    Radar,
)
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.errors import WrongState
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus

AMENDABLE = {
    PaymentIntentStatus.REQUIRES_PAYMENT_METHOD,
    PaymentIntentStatus.REQUIRES_CONFIRMATION,
    PaymentIntentStatus.REQUIRES_ACTION,
}
ALWAYS_AMENDABLE = {"description", "meta", "shipping", "transfer_group"}
"""Columns that can change in any status: no money depends on them."""
RECEIPTED = {PaymentIntentStatus.REQUIRES_CAPTURE, PaymentIntentStatus.SUCCEEDED}
"""The statuses of a collected payment in which the recipient of its receipt can still change."""


async def create(
    tx: Tx,
    *,
    confirm: Annotated[bool, Doc("Whether to confirm the payment immediately. The default is false.")] = False,
    confirmation_token: ConfirmationTokenId = None,
    error_on_requires_action: ErrorOnRequiresAction = False,
    level3: Level3 = None,
    mandate: MandateId = None,
    mandate_data: MandateData = None,
    off_session: OffSession = False,
    payment_method_configuration: PaymentMethodConfigurationId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    radar_options: Radar = None,
    return_url: ReturnUrl = None,
    use_stripe_sdk: UseStripeSdk = False,
    **values: Any,
) -> PaymentIntent:
    """Create a payment, which is collected when it is confirmed, at once or later."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            choosing.only_with_confirm(
                PaymentIntent,
                confirm,
                confirmation_token=confirmation_token,
                error_on_requires_action=error_on_requires_action,
                mandate=mandate,
                mandate_data=mandate_data,
                off_session=off_session,
                return_url=return_url,
            )
        with mistakes.noted():
            checks.check_values(values, amount=values["amount"], currency=values["currency"])
        with mistakes.noted():
            await merchants.check(tx, values.get("on_behalf_of_id"))
        with mistakes.noted():
            data, fee = values.get("transfer_data"), values.get("application_fee_amount")
            await destination_charges.check(tx, data, fee, values["amount"])
        entered = await creation.enter(
            tx,
            values,
            confirmation_token=confirmation_token if confirm else None,
            configuration=payment_method_configuration,
            data=payment_method_data,
            mandate_data=mandate_data,
            pays=True,
            return_url=return_url,
            suiting=checks.suiting,
        )
    intent = await creation.build(tx, PaymentIntent, entered)
    if intent.transfer_data is not None:
        intent.transfer_group = intent.transfer_group or f"group_{intent.id}"
    intent.payment_method_options = options.defaults(intent.payment_method_types)
    options.apply(intent, payment_method_options)
    await checks.check_descriptor(tx, intent)
    await installments.offer(tx, intent)
    intent.radar_options = radar_options
    amendments.itemize(intent, level3)
    if intent.payment_method_id is not None:
        tx.move(intent, PaymentIntentStatus.REQUIRES_CONFIRMATION, verb="create")
    tx.tell("created", intent)
    if confirm:
        entered.used_by(intent)
        await confirmation.collect(
            tx,
            intent,
            error_on_requires_action=error_on_requires_action,
            mandate=mandate,
            mandate_data=entered.mandate_data,
            off_session=bool(off_session),
            radar_options=radar_options,
            return_url=entered.return_url,
            use_stripe_sdk=use_stripe_sdk,
        )
    return intent


async def update(
    tx: Tx,
    intent: PaymentIntent,
    *,
    level3: Level3 = None,
    payment_method_configuration: PaymentMethodConfigurationId = None,
    payment_method_data: PaymentMethodData = None,
    payment_method_options: PaymentMethodOptions = None,
    transfer_data: destination_charges.TransferAmount = None,
    **values: Any,
) -> PaymentIntent:
    """Update a payment. Once it is collected, only fields that no money depends on can change."""
    collected = intent.status not in AMENDABLE
    amendable = ALWAYS_AMENDABLE | ({"receipt_email"} if intent.status in RECEIPTED else set())
    others = (payment_method_configuration, payment_method_data, payment_method_options, level3, transfer_data)
    if collected and (values.keys() - amendable or any(others)):
        raise WrongState("payment_intent", "update", intent.status)
    if transfer_data is not None:
        values["transfer_data"] = destination_charges.amended(intent, transfer_data)
    await amendments.amend(
        tx,
        intent,
        values,
        configuration=payment_method_configuration,
        data=payment_method_data,
        options_given=payment_method_options,
    )
    amendments.itemize(intent, level3)
    return intent
