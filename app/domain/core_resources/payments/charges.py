"""Charges without a payment intent (the older API), and updates of any charge."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.payments import (
    application_fees,
    charge_attempts,
    charging,
    checks,
    descriptors,
    destination_charges,
    funds,
    merchants,
    settlement,
)
from app.domain.core_resources.payments import capture as capturing
from app.domain.core_resources.payments import level3 as items
from app.domain.core_resources.payments.charge_request import ChargeRequest
from app.domain.core_resources.payments.params import Level3, StatementDescriptor, StatementDescriptorSuffix
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import payment_methods
from app.domain.payment_methods.types.card import keep_checks
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.authorization import AuthenticationRequired, Declined
from app.tables.columns import Of
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.charge_values import (
    ChargeDestinationParams,
    ChargeFraudDetails,
    ChargeFraudDetailsParams,
)
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCard


async def create(
    tx: Tx,
    *,
    source: Annotated[
        str | None,
        Field(max_length=255),
        Doc(
            "The card to charge: a token such as `tok_visa`, or the id of a payment method; with `customer`, one of "
            "theirs. The default is the customer's default payment method."
        ),
    ] = None,
    level3: Level3 = None,
    application_fee: application_fees.OlderFee = None,
    capture: Annotated[
        bool, Doc("Whether to capture the charge immediately. False only authorizes. The default is true.")
    ] = True,
    destination: Annotated[
        ChargeDestinationParams | None, Doc("The older form of `transfer_data`; not with it.")
    ] = None,
    **values: Any,
) -> Charge:
    """Charge a card without a payment intent. Its customer cannot be asked to authenticate."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            checks.check_values(values, amount=values["amount"], currency=values["currency"])
        with mistakes.noted():
            await merchants.check(tx, values.get("on_behalf_of_id"))
        with mistakes.noted():
            given = application_fees.given(application_fee, values.get("application_fee_amount"))
            values["application_fee_amount"] = given
            values["transfer_data"] = destination_charges.given(destination, values.get("transfer_data"))
            await destination_charges.check(tx, values["transfer_data"], given, values["amount"])
        if "meta" in values:
            with mistakes.noted():
                values["meta"] = crud.merge_metadata({}, values["meta"])
        if level3 is not None:
            with mistakes.noted():
                values["level3"] = items.check(level3, values["amount"])
        if values.get("statement_descriptor") is not None:
            mistakes.add(descriptors.not_on_cards())
        customer_id = values.get("customer_id")
        customer = await tx.get(Customer, customer_id, field="customer", lock=False) if customer_id else None
        method = await _source(tx, source, customer)
    answer = charge_attempts.ask(
        tx, method, amount=values["amount"], currency=values["currency"], authenticated=False, off_session=True
    )
    tried = ChargeRequest(method=method, values=values, capture=capture, off_session=True)
    charge = await charging.begin(tx, tried)
    assert not isinstance(answer, AuthenticationRequired), "off session, a card's bank approves or declines"
    keep_checks(method, answer.checks)
    if isinstance(answer, Declined):
        charging.decline_card(tx, charge, tried, answer)
        raise answer.error()
    until = tx.now + charge_attempts.hold_time(method, PaymentIntentPaymentMethodOptionsCard(), off_session=False)
    await charging.approve_card(tx, charge, tried, answer, until)
    method.consumed = method.customer_id is None
    if not capture:
        tx.wake(until, settlement.expire_charge_authorization, charge)
    return charge


async def _source(tx: Tx, source: str | None, customer: Customer | None) -> PaymentMethod:
    if source is None and customer is not None:
        source = customer.invoice_settings.default_payment_method_id
    if source is None:
        raise InvalidRequest(
            "The customer has no default payment method. Give `source`, or set one."
            if customer
            else "The charge needs a `source`, or a `customer` with a default payment method.",
            code=ErrorCode.PARAMETER_MISSING,
            field="source",
        )
    if customer is not None and payment_methods.is_test_name(tx, source):
        raise _not_theirs(customer, source)
    if source.startswith("tok_"):
        return await payment_methods.of_token(tx, source, field="source")
    method = await payment_methods.resolve(tx, source, field="source")
    payment_methods.must_not_be_consumed(method, field="source")
    if method.method_type.flow is not Flow.CARD:
        raise InvalidRequest(
            "Only cards can be charged without a payment intent. Create a payment intent for a bank account.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field="source",
        )
    if method.customer_id is not None and customer is None:
        raise InvalidRequest(
            "The `source` belongs to a customer. Give that `customer` too.",
            code=ErrorCode.CHARGE_INVALID_PARAMETER,
            field="customer",
        )
    if customer is not None and method.customer_id != customer.id:
        raise _not_theirs(customer, source)
    return method


def _not_theirs(customer: Customer, source: str) -> InvalidRequest:
    return InvalidRequest(
        f"The customer {customer.id} has no card '{source[:40]}'. Attach it to the customer first, or omit `customer`.",
        code=ErrorCode.RESOURCE_MISSING,
        field="source",
    )


async def update(
    tx: Tx,
    charge: Charge,
    *,
    fraud_details: Annotated[ChargeFraudDetailsParams | None, Doc("The merchant's report on the charge.")] = None,
    **values: Any,
) -> Charge:
    """Update a charge's information. Nothing that money depends on can change."""
    if values.get("shipping") is not None:
        checks.check_shipping(values["shipping"])
    if values.get("customer_id", charge.customer_id) != charge.customer_id and charge.customer_id is not None:
        raise InvalidRequest(
            "The charge already belongs to another customer, which cannot change. Omit `customer`.",
            code=ErrorCode.PARAMETER_IMMUTABLE,
            field="customer",
        )
    if fraud_details is not None:
        report = fraud_details.user_report
        charge.fraud_details = ChargeFraudDetails(
            stripe_report=charge.fraud_details.stripe_report if charge.fraud_details else None,
            user_report=report and report.value,
        )
    return await crud.update(tx, charge, values)


async def capture(
    tx: Tx,
    charge: Charge,
    *,
    amount: Annotated[
        int | None, Field(gt=0), Doc("Amount to capture, in minor units. The default is all; any rest is released.")
    ] = None,
    application_fee: application_fees.OlderFee = None,
    application_fee_amount: application_fees.FeeAmount = None,
    receipt_email: Annotated[str | None, Of(Charge)] = None,
    statement_descriptor: StatementDescriptor = None,
    statement_descriptor_suffix: StatementDescriptorSuffix = None,
    transfer_data: destination_charges.TransferAmount = None,
    transfer_group: Annotated[str | None, Of(Charge)] = None,
) -> Charge:
    """Capture the authorized funds of a charge without a payment intent."""
    _must_be_held(charge)
    amount = charge.amount if amount is None else amount
    if amount > charge.amount:
        raise InvalidRequest(
            f"At most {charge.amount} can be captured, and `amount` is {amount}. Give {charge.amount} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="amount",
        )
    with Mistakes() as mistakes:
        with mistakes.noted():
            fee = application_fees.given(application_fee, application_fee_amount)
            destination_charges.change(tx, charge, fee, transfer_data, amount)
        with mistakes.noted():
            await capturing.describe(tx, charge, statement_descriptor, statement_descriptor_suffix)
    charge.receipt_email = receipt_email or charge.receipt_email
    charge.transfer_group = transfer_group or charge.transfer_group
    await capturing.capture_authorized(tx, charge, amount)
    funds.release(charge)
    tx.unwake(settlement.expire_charge_authorization, charge)
    tx.tell("captured", charge)
    tx.tell("updated", charge)
    return charge


def _must_be_held(charge: Charge) -> None:
    if charge.payment_intent_id is not None:
        message = "This charge belongs to a payment intent. Capture that instead."
        raise InvalidRequest(message, code=ErrorCode.CHARGE_INVALID_PARAMETER, field="id")
    if charge.captured:
        raise InvalidRequest("This charge was already captured.", code=ErrorCode.CHARGE_ALREADY_CAPTURED, field="id")
    if charge.refunded:
        message = "The authorization of this charge was released or has expired. Create a new charge."
        raise InvalidRequest(message, code=ErrorCode.CHARGE_EXPIRED_FOR_CAPTURE, field="id")
    if charge.status is not ChargeStatus.SUCCEEDED:
        message = "This charge was declined, so there is nothing to capture."
        raise InvalidRequest(message, code=ErrorCode.CAPTURE_UNAUTHORIZED_PAYMENT, field="id")
