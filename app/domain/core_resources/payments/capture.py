"""The capture of an authorized payment, fully or in part, and the increase of its authorization."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.payments import (
    application_fees,
    charge_attempts,
    crediting,
    descriptors,
    destination_charges,
    funds,
    merchants,
    settlement,
)
from app.domain.core_resources.payments.charge_details import OVERCAPTURE_PERCENT
from app.domain.core_resources.payments.params import Metadata, StatementDescriptor, StatementDescriptorSuffix
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.money import check_charge_amount, share
from app.tables.columns import Of
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import ChargePaymentMethodDetailsCard
from app.tables.payment_methods.types.card.charge import (
    ChargeCardFeatureStatus,
    ChargeCardIncrementalAuthorization,
    ChargeCardMulticapture,
    ChargeCardOvercapture,
)

MOST_CAPTURES = 50
MOST_INCREMENTS = 10
"""How often an authorization can be captured, and how often an increase of it can be attempted: Stripe's limits."""


async def capture(
    tx: Tx,
    intent: PaymentIntent,
    *,
    amount_to_capture: Annotated[
        int | None,
        Field(ge=0),
        Doc(
            "Amount to capture, in minor units. The default is the whole authorized amount; any rest is released. "
            "After an earlier capture it can be 0."
        ),
    ] = None,
    application_fee_amount: application_fees.FeeAmount = None,
    transfer_data: destination_charges.TransferAmount = None,
    final_capture: Annotated[
        bool, Doc("Whether the rest is released. False keeps it authorized, if the card allows. The default is true.")
    ] = True,
    metadata: Metadata = None,
    statement_descriptor: StatementDescriptor = None,
    statement_descriptor_suffix: StatementDescriptorSuffix = None,
) -> PaymentIntent:
    """Capture the authorized funds of a payment."""
    charge = await _held(tx, intent, verb="capture")
    card = _card(charge)
    amount = intent.amount_capturable if amount_to_capture is None else amount_to_capture
    with Mistakes() as mistakes:
        with mistakes.noted():
            _judge(intent, charge, amount, final=final_capture)
        with mistakes.noted():
            destination_charges.change(tx, charge, application_fee_amount, transfer_data, amount)
        with mistakes.noted():
            await describe(tx, charge, statement_descriptor, statement_descriptor_suffix)
        if metadata is not None:
            intent.meta = crud.merge_metadata(intent.meta, metadata)
    intent.application_fee_amount, intent.transfer_data = charge.application_fee_amount, charge.transfer_data
    if statement_descriptor is not None:
        intent.statement_descriptor = statement_descriptor
    if statement_descriptor_suffix is not None:
        intent.statement_descriptor_suffix = statement_descriptor_suffix
    if amount > charge.amount:
        intent.amount = charge.amount = amount
    if amount:
        intent.captures += 1
        await capture_authorized(tx, charge, amount)
    # In several captures, the charge is captured once the last one is.
    charge.captured = final_capture
    if final_capture:
        funds.release(charge)
        tx.tell("captured", charge)
    tx.tell("updated", charge)
    intent.amount_received = charge.amount_captured
    intent.amount_capturable = 0 if final_capture else max(intent.amount_capturable - amount, 0)
    if final_capture:
        tx.unwake(settlement.expire_authorization, intent)
        tx.move(intent, PaymentIntentStatus.SUCCEEDED, verb="capture")
    if card is not None and _is_available(card.multicapture):
        tx.tell("amount_capturable_updated", intent)
    if final_capture:
        tx.tell("succeeded", intent)
    return intent


def _judge(intent: PaymentIntent, charge: Charge, amount: int, *, final: bool) -> None:
    """Raise InvalidRequest unless `amount` can be captured of the authorization."""
    card = _card(charge)
    most = _most(intent, charge, card)
    with Mistakes() as mistakes:
        if amount > most:
            mistakes.add(
                InvalidRequest(
                    f"At most {most} can be captured, and `amount_to_capture` is {amount}. Give {most} or less.",
                    code=ErrorCode.AMOUNT_TOO_LARGE,
                    field="amount_to_capture",
                )
            )
        if amount == 0 and not (final and charge.amount_captured):
            mistakes.add(
                InvalidRequest(
                    "The amount to capture is zero. Give `amount_to_capture`, or cancel the payment instead.",
                    code=ErrorCode.PARAMETER_INVALID_INTEGER,
                    field="amount_to_capture",
                )
            )
        if not final:
            with mistakes.noted():
                _must_offer(None if card is None else card.multicapture, "final_capture", "request_multicapture")
        if amount and intent.captures >= MOST_CAPTURES:
            mistakes.add(
                InvalidRequest(
                    f"An authorization can be captured {MOST_CAPTURES} times. Capture 0 with `final_capture` true to "
                    "release the rest.",
                    code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
                    field="amount_to_capture",
                )
            )


async def capture_authorized(tx: Tx, charge: Charge, amount: int) -> None:
    """Capture `amount` minor units of an authorized charge. The caller emits the event, once the change is complete."""
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    await crediting.take(tx, charge, method, amount)


async def describe(tx: Tx, charge: Charge, descriptor: str | None, suffix: str | None) -> None:
    """Change the charge's statement descriptor. Raises InvalidRequest for a descriptor that is not allowed."""
    if descriptor is None and suffix is None:
        return
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    if descriptor is not None and method.method_type.flow is Flow.CARD:
        raise descriptors.not_on_cards()
    charge.statement_descriptor = descriptor or charge.statement_descriptor
    charge.statement_descriptor_suffix = suffix or charge.statement_descriptor_suffix
    charge.calculated_statement_descriptor = descriptors.calculated(
        await merchants.account_of(tx, charge.on_behalf_of_id),
        method,
        charge.statement_descriptor,
        charge.statement_descriptor_suffix,
    )


async def increment_authorization(
    tx: Tx,
    intent: PaymentIntent,
    *,
    amount: Annotated[int, Field(gt=0), Doc("The new total amount to authorize, in minor units.")],
    application_fee_amount: application_fees.FeeAmount = None,
    transfer_data: destination_charges.TransferAmount = None,
    description: Annotated[str | None, Of(PaymentIntent)] = None,
    metadata: Metadata = None,
    statement_descriptor: StatementDescriptor = None,
) -> PaymentIntent:
    """Increase the authorized amount of a payment, if the card allows it. A decline does not affect the first
    authorization."""
    charge = await _held(tx, intent, verb="increment_authorization")
    card = _card(charge)
    offered = None if card is None else card.incremental_authorization
    _must_offer(offered, "amount", "request_incremental_authorization")
    assert card is not None, "only cards offer it"
    if charge.amount_captured:
        raise InvalidRequest(
            "The authorization cannot be increased after a partial capture. Create another payment for the rest.",
            code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
            field="id",
        )
    if intent.authorization_increments >= MOST_INCREMENTS:
        raise InvalidRequest(
            f"An increase of an authorization can be attempted {MOST_INCREMENTS} times. Create another payment for the "
            "rest.",
            code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
            field="id",
        )
    with Mistakes() as mistakes:
        with mistakes.noted():
            _check_growth(intent, amount)
        with mistakes.noted():
            destination_charges.change(tx, charge, application_fee_amount, transfer_data, amount)
        await describe(tx, charge, statement_descriptor, None)
    intent.authorization_increments += 1
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    if declined := charge_attempts.ask_for_more(tx, method):
        raise declined.error()
    intent.amount = intent.amount_capturable = amount
    intent.application_fee_amount, intent.transfer_data = charge.application_fee_amount, charge.transfer_data
    intent.description = description if description is not None else intent.description
    intent.statement_descriptor = statement_descriptor or intent.statement_descriptor
    if metadata is not None:
        intent.meta = crud.merge_metadata(intent.meta, metadata)
    _grow(charge, card, amount)
    tx.tell("amount_capturable_updated", intent)
    tx.tell("updated", charge)
    return intent


def _check_growth(intent: PaymentIntent, amount: int) -> None:
    if amount <= intent.amount:
        raise InvalidRequest(
            f"`amount` is the new total, so it must be more than the {intent.amount} that is authorized now.",
            code=ErrorCode.AMOUNT_TOO_SMALL,
            field="amount",
        )
    check_charge_amount(amount, intent.currency)


def _grow(charge: Charge, card: ChargePaymentMethodDetailsCard, amount: int) -> None:
    charge.amount = amount
    over = card.overcapture
    if over is not None:
        most = share(amount, OVERCAPTURE_PERCENT, 100) if _is_available(over) else amount
        over = over.model_copy(update={"maximum_amount_capturable": most})
    grown = card.model_copy(update={"amount_authorized": amount, "overcapture": over})
    assert charge.payment_method_details is not None
    charge.payment_method_details = charge.payment_method_details.model_copy(update={"card": grown})


async def _held(tx: Tx, intent: PaymentIntent, *, verb: str) -> Charge:
    if intent.status is not PaymentIntentStatus.REQUIRES_CAPTURE or intent.latest_charge_id is None:
        raise WrongState("payment_intent", verb, intent.status)
    return await tx.get(Charge, intent.latest_charge_id)


def _card(charge: Charge) -> ChargePaymentMethodDetailsCard | None:
    """The card that was authorized; None for another type of payment method."""
    assert charge.payment_method_details is not None
    return charge.payment_method_details.get(ChargePaymentMethodDetailsCard)


def _most(intent: PaymentIntent, charge: Charge, card: ChargePaymentMethodDetailsCard | None) -> int:
    """The maximum amount to capture: the authorized amount, or more with overcapture."""
    if card is None or card.overcapture is None or charge.amount_captured:
        return intent.amount_capturable
    return max(card.overcapture.maximum_amount_capturable, intent.amount_capturable)


def _must_offer(
    feature: ChargeCardMulticapture | ChargeCardIncrementalAuthorization | None, field: str, request: str
) -> None:
    if not _is_available(feature):
        raise InvalidRequest(
            "The authorization does not have the feature: it was not requested, or the card does not offer it. Confirm "
            f"payments with `payment_method_options.card.{request}` IF_AVAILABLE to use it where it is offered.",
            code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
            field=field,
        )


def _is_available(
    feature: ChargeCardMulticapture | ChargeCardIncrementalAuthorization | ChargeCardOvercapture | None,
) -> bool:
    return feature is not None and feature.status is ChargeCardFeatureStatus.AVAILABLE
