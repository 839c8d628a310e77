"""Which params of a preview go together."""

from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_preview_params import InvoicePreviewParams

WAYS = (("subscription_id", "subscription_details"), ("schedule_id", "schedule_details"))


def check(tx: Tx, params: InvoicePreviewParams) -> None:
    """Raise InvalidRequest for each param that another one excludes, or that another one needs."""
    with Mistakes() as mistakes:
        of_subscription, of_schedule = ([n for n in way if getattr(params, n) is not None] for way in WAYS)
        for name in of_schedule if of_subscription else ():
            other = of_subscription[0]
            mistakes.add(_wrong(f"Give `{_bare(other)}` or `{_bare(name)}`, not both.", name))
        if params.coupon_id is not None and params.discounts:
            mistakes.add(_wrong("Give `coupon` or `discounts`, not both.", "discounts"))
        details, planned = params.subscription_details, params.schedule_details
        if planned is not None and params.schedule_id is None and not planned.phases:
            mistakes.add(
                _missing("`schedule_details.phases` is required without `schedule`.", "schedule_details.phases")
            )
        if details is not None and params.subscription_id is None and not details.items and details.model_fields_set:
            wrong = "`subscription_details.items` is required without `subscription`."
            mistakes.add(_missing(wrong, "subscription_details.items"))


def must_belong(params: InvoicePreviewParams, what: str, customer: str, currency: str) -> None:
    """Raise InvalidRequest if the subscription or schedule is not of the customer, or not in the currency."""
    with Mistakes() as mistakes:
        if params.customer_id not in (None, customer):
            mistakes.add(_wrong(f"`{what}` must be one of the customer's. Omit `customer`.", what))
        if params.currency not in (None, currency):
            mistakes.add(_wrong(f"`currency` must be {currency}, that of the {what}. Omit `currency`.", "currency"))


def _bare(name: str) -> str:
    return name.removesuffix("_id")


def _wrong(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETERS_EXCLUSIVE, field=_bare(field))


def _missing(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETER_MISSING, field=field)
