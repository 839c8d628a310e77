"""The customer's authorization of a debit: when a payment must come with one."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod


def must_cover(intent: PaymentIntent, method: PaymentMethod) -> None:
    """Raise InvalidRequest for a debit that the customer has authorized neither in this payment, by `mandate_data`,
    nor earlier, by setting the account up for later debits. Source: Stripe's guide to ACH debits.
    """
    if not method.method_type.needs_mandate or method.set_up_off_session:
        return
    if intent.mandate_data is None or intent.mandate_data.customer_acceptance is None:
        field = "mandate_data" if intent.mandate_data is None else "mandate_data.customer_acceptance"
        raise InvalidRequest(
            f"`{field}` is required: the customer must authorize the debit of the {method.method_type.noun}.",
            code=ErrorCode.PARAMETER_MISSING,
            field=field,
        )
