"""The mandate that covers a payment: which one, and that there is one where the type of payment method needs it."""

from app.domain.core_resources.mandates import mandates
from app.domain.core_resources.payments import options
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.mandate_values import MandateSingleUse, MandateStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.mandate_data import ConfirmMandateDataParams


def missing_acceptance(given: ConfirmMandateDataParams | None, method: PaymentMethod) -> InvalidRequest:
    """The refusal of a debit, or of a setup for debits, that the customer has not authorized."""
    field = "mandate_data" if given is None else "mandate_data.customer_acceptance"
    return InvalidRequest(
        f"`{field}` is required: the customer must authorize the debit of the {method.method_type.noun}.",
        code=ErrorCode.PARAMETER_MISSING,
        field=field,
    )


async def must_cover(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> None:
    """Raise InvalidRequest for a mandate that does not cover the payment; and for a debit that the customer has
    authorized neither in this payment, by `mandate_data`, nor by an earlier mandate. Source: Stripe's guide to ACH
    debits, and its error codes.
    """
    if intent.mandate_id is not None:
        mandate = await tx.get(Mandate, intent.mandate_id, lock=False)
        if mandate.payment_method_id != method.id or not _covers(mandate, intent):
            raise _invalid(
                "The mandate is inactive or still pending, or it is for another payment method, amount or currency. "
                "Name another, or give `mandate_data`.",
                "mandate",
            )
    elif intent.accepted is None and _needs_mandate(intent, method):
        known = await tx.find(Mandate, payment_method_id=method.id, lock=False)
        if not known:
            raise missing_acceptance(intent.mandate_data, method)
        if not any(_covers(mandate, intent) for mandate in known):
            raise _invalid(
                f"The customer's mandate for this {method.method_type.noun} is not active, or does not cover the "
                "payment. Ask the customer to authorize it again, and give `mandate_data`.",
                "payment_method",
            )


async def of_charge(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> str | None:
    """The id of the mandate that a charge is made under, which the payment keeps; None without one. A new one is made
    of `mandate_data`; one for a single payment is used up."""
    mandate = await _mandate(tx, intent, method)
    intent.mandate_id = None if mandate is None else mandate.id
    if mandate is not None and mandate.single_use is not None and mandate.status is MandateStatus.ACTIVE:
        mandates.move(tx, await tx.get(Mandate, mandate.id), MandateStatus.INACTIVE)
    return intent.mandate_id


async def _mandate(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> Mandate | None:
    needed = method.method_type.needs_mandate
    if intent.mandate_id is not None:
        return await tx.get(Mandate, intent.mandate_id, lock=False)
    if intent.accepted is not None:
        again = options.future_usage(intent, method) is not None
        if not again and not needed:
            return None
        once = None if again else MandateSingleUse(amount=intent.amount, currency=intent.currency)
        # One for this payment alone is used up at once.
        status = MandateStatus.ACTIVE if again else MandateStatus.INACTIVE
        how = options.of_method(intent, method)
        return mandates.make(
            tx,
            method,
            intent.accepted,
            status=status,
            options=how,
            single_use=once,
            on_behalf_of=intent.on_behalf_of_id,
        )
    if not needed:
        return None
    known = await tx.find(Mandate, payment_method_id=method.id, lock=False)
    return next((mandate for mandate in reversed(known) if _covers(mandate, intent)), None)


def _needs_mandate(intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the payment debits, or sets up later debits by another type."""
    kind = method.method_type
    return kind.needs_mandate or (kind.generates is not None and options.future_usage(intent, method) is not None)


def _covers(mandate: Mandate, intent: PaymentIntent) -> bool:
    once = mandate.single_use
    fits = once is None or (once.currency == intent.currency and once.amount >= intent.amount)
    return mandate.status is MandateStatus.ACTIVE and fits


def _invalid(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PAYMENT_INTENT_MANDATE_INVALID, field=field)
