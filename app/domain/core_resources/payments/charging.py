"""One attempt to move money, as a charge: created, then approved, declined, or pending."""

import secrets
from datetime import datetime
from typing import Any

from app.domain.core_resources.payments import application_fees, crediting, descriptors, merchants
from app.domain.core_resources.payments.charge_details import card_details, plain_details, shown_outcome
from app.domain.core_resources.payments.charge_request import ChargeRequest
from app.domain.tx import Tx
from app.network.authorization import Approved, Declined
from app.network.banks import Blocked, Fails
from app.settings import public_url
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.charge_values import ChargeOutcome, ChargeOutcomeRule
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import ChargePaymentMethodDetailsCard


async def begin(tx: Tx, request: ChargeRequest) -> Charge:
    """The charge of a request, before its bank has answered."""
    method = request.method
    account = await merchants.account_of(tx, request.values.get("on_behalf_of_id"))
    charge = tx.add(
        Charge(
            **request.values,
            billing_details=method.billing_details,
            calculated_statement_descriptor=descriptors.calculated(
                account,
                method,
                request.values.get("statement_descriptor"),
                request.values.get("statement_descriptor_suffix"),
            ),
            payment_method_id=method.id,
            status=ChargeStatus.PENDING,
        )
    )
    await application_fees.begin(tx, charge)
    if charge.transfer_data is not None:
        charge.transfer_group = charge.transfer_group or f"group_{charge.payment_intent_id or charge.id}"
    return charge


async def approve_card(
    tx: Tx, charge: Charge, request: ChargeRequest, answer: Approved, capture_before: datetime
) -> None:
    """The bank authorized the charge; it is captured at once unless the request asks for a later capture."""
    charge.payment_method_details = card_details(charge, request, answer, capture_before)
    card = charge.payment_method_details.get(ChargePaymentMethodDetailsCard)
    charge.authorization_code = None if card is None else card.authorization_code
    charge.outcome = shown_outcome(answer.outcome)
    await _succeed(tx, charge, request)


async def approve(tx: Tx, charge: Charge, request: ChargeRequest, **details: Any) -> None:
    """The provider authorized the charge; it is captured at once unless the request asks for a later capture. `details`
    are what the charge shows beyond the payment method's own fields."""
    charge.payment_method_details = plain_details(request.method, **details)
    charge.outcome = _bank_outcome("authorized", "approved_by_network", "The provider approved the payment.")
    await _succeed(tx, charge, request)


def decline_card(tx: Tx, charge: Charge, request: ChargeRequest, answer: Declined) -> None:
    """The bank, or a fraud rule before it, declined the charge."""
    charge.payment_method_details = card_details(charge, request, answer, None)
    charge.outcome = shown_outcome(answer.outcome)
    if answer.outcome.type == "blocked":
        rule = ChargeOutcomeRule(action="block", id="block_if_high_risk", predicate=":risk_level: = 'highest'")
        charge.outcome = charge.outcome.model_copy(update={"rule": rule})
    _fail(tx, charge, answer.code, answer.message)


def await_bank(tx: Tx, charge: Charge, method: PaymentMethod, mandate_id: str | None) -> None:
    """The debit was sent to the customer's bank, under the mandate. The bank answers in days."""
    reference = secrets.token_hex(8).upper()
    charge.payment_method_details = plain_details(method, mandate_id=mandate_id, payment_reference=reference)
    charge.captured = True
    charge.outcome = _bank_outcome("authorized", "approved_by_network", "The debit was sent to the customer's bank.")
    tx.tell("pending", charge)


def await_cash(tx: Tx, charge: Charge, method: PaymentMethod, **details: Any) -> None:
    """The customer received a voucher, and pays with it in days."""
    charge.payment_method_details = plain_details(method, **details)
    charge.captured = True
    tx.tell("pending", charge)


async def settle_voucher(tx: Tx, charge: Charge, method: PaymentMethod) -> None:
    """The customer paid with the voucher."""
    charge.outcome = _bank_outcome("authorized", "approved_by_network", "The customer paid with the voucher.")
    await _succeed(tx, charge, ChargeRequest(method=method, values={}))


def block_debit(tx: Tx, charge: Charge, method: PaymentMethod, refusal: Blocked) -> None:
    """The debit was blocked before it was sent to the bank."""
    charge.payment_method_details = plain_details(method)
    charge.outcome = _bank_outcome("blocked", "not_sent_to_network", refusal.seller_message, "highest_risk_level")
    _fail(tx, charge, refusal.code, refusal.message)


async def settle_debit(tx: Tx, charge: Charge, method: PaymentMethod) -> None:
    """The customer's bank paid."""
    charge.outcome = _bank_outcome("authorized", "approved_by_network", "The bank approved the payment.")
    await _succeed(tx, charge, ChargeRequest(method=method, values={}))


def return_debit(tx: Tx, charge: Charge, refusal: Fails) -> None:
    """The customer's bank returned the debit."""
    charge.outcome = _bank_outcome(
        "issuer_declined", "declined_by_network", "The bank returned the debit.", refusal.failure_code
    ).model_copy(update={"network_decline_code": refusal.network_code})
    withdraw(tx, charge, refusal.failure_code, refusal.message)


def withdraw(tx: Tx, charge: Charge, code: str, message: str) -> None:
    """Fail a pending charge."""
    charge.captured = False
    _fail(tx, charge, code, message)


async def _succeed(tx: Tx, charge: Charge, request: ChargeRequest) -> None:
    tx.move(charge, ChargeStatus.SUCCEEDED, verb="succeed")
    charge.paid = True
    charge.receipt_url = f"{public_url()}/receipts/{charge.id}/{secrets.token_urlsafe(16)}"
    if request.capture and request.credit_later:
        crediting.take_later(tx, charge, charge.amount)
    elif request.capture:
        await crediting.take(tx, charge, request.method, charge.amount)
    tx.tell("succeeded", charge)


def _fail(tx: Tx, charge: Charge, code: str, message: str) -> None:
    tx.move(charge, ChargeStatus.FAILED, verb="fail")
    charge.failure_code = code
    charge.failure_message = message
    tx.tell("failed", charge)


def _bank_outcome(type_: str, network_status: str, message: str, reason: str | None = None) -> ChargeOutcome:
    return ChargeOutcome(
        type=type_, network_status=network_status, seller_message=message, reason=reason, risk_level="not_assessed"
    )
