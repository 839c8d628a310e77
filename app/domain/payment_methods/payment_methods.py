"""Payment methods: created, attached to a customer, and detached."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.merging import merge
from app.domain.payment_methods import tokens
from app.domain.payment_methods.behaviour import behaviour_of, named
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal, shown
from app.tables.columns import Id, Inline
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.branches import Branches
from app.tables.payment_methods.method_type import Empty, Face, method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.payment_method_values import (
    PaymentMethodDetails,
    PaymentMethodParams,
    PaymentMethodType,
    PaymentMethodUpdateParams,
)
from app.tables.payment_methods.types.card import PaymentMethodCardParams
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value

UNCHANGED = PaymentMethodUpdateParams()


async def create(tx: Tx, *, details: Annotated[PaymentMethodParams, Inline()], **values: Any) -> PaymentMethod:
    """Create a payment method, to pay once or to attach to a customer."""
    return tx.add(await _prepare(tx, values["type"], details, values))


async def make(tx: Tx, data: PaymentMethodDataParams, *, field: str = "payment_method_data") -> PaymentMethod:
    """As `create`, for a payment method within the `field` of another request."""
    return tx.add(await prepare(tx, data, field=field))


async def prepare(tx: Tx, data: PaymentMethodDataParams, *, field: str = "payment_method_data") -> PaymentMethod:
    """As `make`, for a payment method that is not one of the account's yet."""
    values = {
        "type": data.type,
        "allow_redisplay": data.allow_redisplay,
        "billing_details": data.billing_details,
        "radar_options": data.radar_options,
        "meta": data.metadata,
    }
    values = {name: value for name, value in values.items() if value is not None}
    with within(field):
        return await _prepare(tx, data.type, data, values)


async def _prepare(tx: Tx, type_: PaymentMethodType, details: Branches, values: dict[str, Any]) -> PaymentMethod:
    for name, kind in method_types().items():
        given = details.branch(name) is not None
        # A hash without fields says no more than the type, so it can be left out.
        empty = name == type_ and kind.faces[Face.PARAMS] is Empty
        if given != (name == type_) and not empty:
            raise InvalidRequest(
                f"`{name}` cannot be combined with the `type` {shown(type_)}. Omit it, or change `type`."
                if given
                else f"`{name}` is required by the `type` {shown(type_)}.",
                code=ErrorCode.PARAMETER_UNKNOWN if given else ErrorCode.PARAMETER_MISSING,
                field=name,
            )
    params = details.branch(type_)
    token = params.token if isinstance(params, PaymentMethodCardParams) else None
    if token is not None and params.number is None and named(tx, token) is None:
        method = await tokens.method_of(tx, token, field="card.token")
        if values.get("billing_details") is not None:
            given = values.pop("billing_details")
            method.billing_details = merge(BillingDetails, method.billing_details, given)
        return _with(method, values)
    billing = values.get("billing_details") or BillingDetails()
    return _with(behaviour_of(type_).make(tx, {} if params is None else params, billing), values)


@contextmanager
def within(field: str | None) -> Iterator[None]:
    """Prefix the fields of refusals: `card.number` within `payment_method_data`."""
    try:
        yield
    except Refusal as refusal:
        if field:
            refusal.within(field)
        raise


def _with(made: PaymentMethod, values: dict[str, Any]) -> PaymentMethod:
    for name, value in values.items():
        setattr(made, name, crud.merge_metadata({}, value) if name == "meta" else value)
    return made


async def resolve(tx: Tx, id: str, *, field: str = "payment_method", lock: bool = True) -> PaymentMethod:
    """The payment method with that id, or a new one for a test name such as `pm_card_visa`."""
    made = named(tx, id)
    return tx.add(made) if made is not None else await tx.get(PaymentMethod, id, field=field, lock=lock)


def is_test_name(tx: Tx, id: str) -> bool:
    """Whether it is a test name such as `pm_card_visa` or `tok_visa`, which belongs to no customer."""
    return named(tx, id) is not None


async def of_token(tx: Tx, token: str, *, field: str) -> PaymentMethod:
    """A payment method of a card's token. Raises InvalidRequest, naming `field`, when there is none
    such, or it cannot be used (any more)."""
    return tx.add(named(tx, token) or await tokens.method_of(tx, token, field=field))


async def update(
    tx: Tx,
    payment_method: PaymentMethod,
    *,
    details: Annotated[PaymentMethodUpdateParams, Inline()] = UNCHANGED,
    **values: Any,
) -> PaymentMethod:
    """Update a payment method that is attached to a customer, such as a renewed card."""
    if payment_method.customer_id is None:
        raise InvalidRequest(
            "Only a payment method that is attached to a customer can be updated. Attach it first.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    if "billing_details" in values:
        given = values["billing_details"] or BillingDetails()
        values["billing_details"] = merge(BillingDetails, payment_method.billing_details, given)
    for name in method_types():
        if (changes := details.branch(name)) is not None:
            _change(tx, payment_method, name, changes)
    return await crud.update(tx, payment_method, values)


def _change(tx: Tx, payment_method: PaymentMethod, name: str, changes: Value | Empty) -> None:
    if name != payment_method.type:
        raise InvalidRequest(
            f"This payment method is a {payment_method.method_type.noun}, so `{name}` cannot change on it. Omit it.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field=name,
        )
    changed = behaviour_of(name).changed(tx, payment_method.details.branch(name), changes)
    payment_method.details = PaymentMethodDetails.of(name, changed)


async def attach(
    tx: Tx,
    payment_method: PaymentMethod,
    *,
    customer: Annotated[str, Id("customer"), Doc("The customer to attach the payment method to.")],
) -> PaymentMethod:
    """Attach a payment method to a customer, so that it can be used again. A card is first verified with its issuer."""
    owner = await tx.get(Customer, customer, field="customer", lock=False)
    if payment_method.customer_id == owner.id:
        return payment_method
    if payment_method.customer_id is not None:
        raise InvalidRequest(
            "This payment method is already attached to another customer. Create a new one for this customer.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    must_not_be_consumed(payment_method, field="id")
    if not payment_method.method_type.reusable:
        raise InvalidRequest(
            f"A {payment_method.method_type.noun} cannot be attached to a customer, as it pays once only.",
            code=ErrorCode.PAYMENT_METHOD_UNSUPPORTED_TYPE,
            field="id",
        )
    behaviour_of(payment_method.type).attached(tx, payment_method)
    return attach_to(tx, payment_method, owner)


def attach_to(tx: Tx, payment_method: PaymentMethod, customer: Customer) -> PaymentMethod:
    """Attach the payment method to the customer, under the customer's clock."""
    payment_method.customer_id = customer.id
    payment_method.clock_id = customer.clock_id
    tx.tell("attached", payment_method)
    return payment_method


async def detach(tx: Tx, payment_method: PaymentMethod) -> PaymentMethod:
    """Detach a payment method from its customer, permanently: it can neither pay nor be attached again."""
    if payment_method.customer_id is None:
        raise InvalidRequest(
            "This payment method is not attached to a customer, so it cannot be detached.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    payment_method.customer_id = None
    payment_method.consumed = True
    tx.tell("detached", payment_method)
    return payment_method


def must_not_be_consumed(payment_method: PaymentMethod, *, field: str) -> None:
    """Raise InvalidRequest for a payment method that was detached, or paid once without a customer."""
    if payment_method.consumed:
        raise InvalidRequest(
            "This payment method was detached from its customer, or was used once without one, so it cannot be used "
            "again. Create a new one, and attach it to a customer to use it more than once.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field=field,
        )
