"""The creation of payment methods: of their details, or as clones of a platform's, to be charged on an account that is
connected to it."""

from collections.abc import Mapping
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id, Inline
from app.tables.payment_methods.method_type import method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType

FIELD = "payment_method"
NOTHING = PaymentMethodParams()


def may_create(_row: None, options: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a browser that would clone a payment method: it may make its own."""
    if options.get(FIELD) is not None:
        raise InvalidRequest(
            "A platform's payment method is cloned with its secret key. Omit `payment_method`.",
            code=ErrorCode.SECRET_KEY_REQUIRED,
            field=FIELD,
        )


async def create(
    tx: Tx,
    *,
    details: Annotated[PaymentMethodParams, Inline()] = NOTHING,
    customer: Annotated[
        str | None,
        Id("customer"),
        Doc("The platform's customer whom `paymentMethod` is attached to; only with that."),
    ] = None,
    payment_method: Annotated[
        str | None,
        Id("payment_method"),
        Doc(
            "The platform's payment method that is cloned to the account which `Stripe-Account` names, in place of "
            "`type` and its details."
        ),
    ] = None,
    type: Annotated[
        PaymentMethodType | None,
        Doc(
            "Type of the payment method, which is required unless one is cloned. The field with the same name has its "
            "details."
        ),
    ] = None,
    **values: Any,
) -> PaymentMethod:
    """Create a payment method, to pay once or to attach to a customer; or clone a platform's to a connected account."""
    if payment_method is not None:
        others = values | ({} if type is None else {"type": type})
        with Mistakes() as mistakes:
            with mistakes.noted():
                _must_stand_alone(details, others)
            original = await _original(tx, payment_method, customer)
        return _clone(tx, original, values)
    with Mistakes() as mistakes:
        if customer is not None:
            mistakes.add(
                InvalidRequest(
                    "`customer` goes with a `payment_method` that is cloned. Create the payment method without it, "
                    "then attach it to the customer with paymentMethodAttach.",
                    code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
                    field="customer",
                )
            )
        if type is None:
            mistakes.add(
                InvalidRequest(
                    "`type` is required, unless a platform's `payment_method` is cloned.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field="type",
                )
            )
    return await payment_methods.create(tx, details=details, type=type, **values)


def _must_stand_alone(details: PaymentMethodParams, values: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for what a clone has from the other payment method."""
    given = [name for name in method_types() if details.branch(name) is not None]
    with Mistakes() as mistakes:
        for name in [*given, *sorted({"billing_details", "radar_options", "type"} & values.keys())]:
            mistakes.add(
                InvalidRequest(
                    f"A clone has this from the `payment_method`. Omit `{name}`.",
                    code=ErrorCode.PARAMETERS_EXCLUSIVE,
                    field=name,
                )
            )


async def _original(tx: Tx, id: str, customer: str | None) -> PaymentMethod:
    """The platform's payment method of that id, which is attached to its `customer`.

    Raises InvalidRequest for a caller who is no platform at work on a connected account, and for a payment method that
    is not the customer's, or pays once only.
    """
    if tx.work.platform is None:
        raise InvalidRequest(
            "A payment method is cloned from a platform to an account that is connected to it. Use the platform's "
            "key, and name the account in the header `Stripe-Account`.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field=FIELD,
        )
    original = await tx.on(tx.tenant._replace(account=tx.work.platform)).get(PaymentMethod, id, field=FIELD, lock=False)
    payment_methods.must_not_be_consumed(original, field=FIELD)
    if original.customer_id != customer:
        raise InvalidRequest(
            "`customer` is the platform's customer whom the payment method is attached to. Give that customer, or none "
            "if it is not attached.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    if not original.method_type.reusable:
        raise InvalidRequest(
            f"A {original.method_type.noun} pays once only, so it cannot be cloned.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field=FIELD,
        )
    return original


def _clone(tx: Tx, original: PaymentMethod, values: dict[str, Any]) -> PaymentMethod:
    """A payment method like another account's, attached to no customer. The details are the same, with the
    fingerprint."""
    meta = crud.merge_metadata({}, values.pop("meta", None) or {})
    made = PaymentMethod(
        **values,
        meta=meta,
        behaviour=original.behaviour,
        billing_details=original.billing_details,
        details=original.details,
        set_up_off_session=original.set_up_off_session,
        type=original.type,
        verified=original.verified,
    )
    tx.add(made)
    # The clock of the platform's customer is none of the account's.
    made.clock_id, made.created = None, tx.real_now
    return made
