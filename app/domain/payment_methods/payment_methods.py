"""Payment methods: made of a card or a bank account, kept with a customer, taken away again."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.merging import overlaid
from app.domain.payment_methods import instruments
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown, spoken
from app.network.authorization import Declined, verify
from app.network.cards import card_from_number
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import (
    PaymentMethodCardParams,
    PaymentMethodCardUpdateParams,
    PaymentMethodDataParams,
    PaymentMethodType,
    PaymentMethodUsBankAccountParams,
    PaymentMethodUsBankAccountUpdateParams,
)
from app.tables.values import BillingDetails


async def create(
    tx: Tx,
    *,
    card: Annotated[PaymentMethodCardParams | None, Doc("The card, when `type` is `card`.")] = None,
    us_bank_account: Annotated[
        PaymentMethodUsBankAccountParams | None, Doc("The bank account, when `type` is `us_bank_account`.")
    ] = None,
    **values: Any,
) -> PaymentMethod:
    """Make a payment method of a card or a bank account. It can pay once, or be attached to a customer."""
    return await _make(tx, values["type"], card, us_bank_account, values)


async def make(tx: Tx, data: PaymentMethodDataParams, *, field: str = "payment_method_data") -> PaymentMethod:
    """As `create`, for what another request hands over within `field`."""
    values = {
        "type": data.type,
        "allow_redisplay": data.allow_redisplay,
        "billing_details": data.billing_details,
        "radar_options": data.radar_options,
        "meta": data.metadata,
    }
    values = {name: value for name, value in values.items() if value is not None}
    with instruments.within(field):
        return await _make(tx, data.type, data.card, data.us_bank_account, values)


async def _make(
    tx: Tx,
    type_: PaymentMethodType,
    card: PaymentMethodCardParams | None,
    bank_account: PaymentMethodUsBankAccountParams | None,
    values: dict[str, Any],
) -> PaymentMethod:
    kinds = {PaymentMethodType.CARD: card, PaymentMethodType.US_BANK_ACCOUNT: bank_account}
    for kind, given in kinds.items():
        if (given is not None) != (kind is type_):
            raise InvalidRequest(
                f"`{type_.value}` must be given, as `type` says so."
                if kind is type_
                else f"`{kind.value}` cannot be given with the `type` {shown(type_)}. Leave it out, or change `type`.",
                code=ErrorCode.PARAMETER_MISSING if kind is type_ else ErrorCode.PARAMETER_UNKNOWN,
                field=kind.value,
            )
    billing = values.get("billing_details") or BillingDetails()
    if card is not None:
        made = instruments.typed_card(tx, card, billing)
    else:
        assert bank_account is not None
        made = instruments.typed_bank_account(tx, bank_account, billing)
    return await _keep(tx, made, values)


async def _keep(tx: Tx, made: PaymentMethod, values: dict[str, Any]) -> PaymentMethod:
    for name, value in values.items():
        setattr(made, name, crud.merge_metadata({}, value) if name == "meta" else value)
    return tx.add(made)


async def resolve(tx: Tx, id: str, *, field: str = "payment_method", lock: bool = True) -> PaymentMethod:
    """The payment method of that id, or a fresh one for a test name such as `pm_card_visa`."""
    made = instruments.named(tx, id)
    return tx.add(made) if made is not None else await tx.get(PaymentMethod, id, field=field, lock=lock)


async def of_token(tx: Tx, token: str, *, field: str) -> PaymentMethod:
    """A payment method of a card's token. Raises InvalidRequest, naming `field`, when there is none such."""
    made = instruments.named(tx, token)
    if made is None:
        raise InvalidRequest(f"No such token: '{token[:40]}'.", code=ErrorCode.RESOURCE_MISSING, field=field)
    return tx.add(made)


async def update(
    tx: Tx,
    payment_method: PaymentMethod,
    *,
    card: Annotated[PaymentMethodCardUpdateParams | None, Doc("What changes on a card.")] = None,
    us_bank_account: Annotated[
        PaymentMethodUsBankAccountUpdateParams | None, Doc("What changes on a bank account.")
    ] = None,
    **values: Any,
) -> PaymentMethod:
    """Change a payment method that belongs to a customer, as when a card was renewed."""
    if payment_method.customer_id is None:
        raise InvalidRequest(
            "Only a payment method that belongs to a customer can be updated. Attach it first.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    if "billing_details" in values:
        given = values["billing_details"] or BillingDetails()
        values["billing_details"] = overlaid(BillingDetails, payment_method.billing_details, given)
    if card is not None:
        _change_card(tx, payment_method, card)
    if us_bank_account is not None:
        if payment_method.us_bank_account is None:
            raise _another_type(payment_method, "us_bank_account")
        payment_method.us_bank_account = overlaid(
            type(payment_method.us_bank_account), payment_method.us_bank_account, us_bank_account
        )
    return await crud.update(tx, payment_method, values)


def _change_card(tx: Tx, payment_method: PaymentMethod, params: PaymentMethodCardUpdateParams) -> None:
    card = payment_method.card
    if card is None:
        raise _another_type(payment_method, "card")
    changes: dict[str, Any] = {}
    if params.exp_month is not None or params.exp_year is not None:
        month, year = params.exp_month or card.exp_month, params.exp_year or card.exp_year
        # A stand-in number: the expiry alone is judged.
        facts = card_from_number("4242424242424242", month, year, None, tx.now)
        changes |= {"exp_month": facts.exp_month, "exp_year": facts.exp_year}
    if params.networks is not None:
        changes["networks"] = instruments.preferred_networks(card, params.networks)
    payment_method.card = card.model_copy(update=changes)


def _another_type(payment_method: PaymentMethod, field: str) -> InvalidRequest:
    return InvalidRequest(
        f"This payment method is a {spoken(payment_method.type.value)}, so `{field}` cannot change on it. "
        "Leave it out.",
        code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
        field=field,
    )


async def attach(
    tx: Tx,
    payment_method: PaymentMethod,
    *,
    customer: Annotated[str, Id("customer"), Doc("The customer that it will belong to.")],
) -> PaymentMethod:
    """Keep a payment method with a customer, so that it can be used again. The card's issuer is asked first."""
    owner = await tx.get(Customer, customer, field="customer", lock=False)
    if payment_method.customer_id == owner.id:
        return payment_method
    if payment_method.customer_id is not None:
        raise InvalidRequest(
            "This payment method belongs to another customer already. Make a new one for this customer.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    must_be_fresh(payment_method, field="id")
    if payment_method.card is not None:
        checks = instruments.known_checks(payment_method.card)
        answer = verify(payment_method.behaviour, livemode=tx.livemode, checks=checks)
        if isinstance(answer, Declined):
            raise answer.error()
        shown = instruments.shown_checks(answer)
        payment_method.card = payment_method.card.model_copy(update={"checks": shown})
    return give_to(tx, payment_method, owner)


def give_to(tx: Tx, payment_method: PaymentMethod, customer: Customer) -> PaymentMethod:
    """Let the payment method be the customer's, under the customer's clock."""
    payment_method.customer_id = customer.id
    payment_method.clock_id = customer.clock_id
    tx.tell("attached", payment_method)
    return payment_method


async def detach(tx: Tx, payment_method: PaymentMethod) -> PaymentMethod:
    """Take a payment method away from its customer, for good: it can neither pay nor be attached again."""
    if payment_method.customer_id is None:
        raise InvalidRequest(
            "This payment method belongs to no customer, so there is nothing to detach it from.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field="id",
        )
    payment_method.customer_id = None
    payment_method.consumed = True
    tx.tell("detached", payment_method)
    return payment_method


def must_be_fresh(payment_method: PaymentMethod, *, field: str) -> None:
    """Raise InvalidRequest for a payment method that was detached, or paid once without a customer."""
    if payment_method.consumed:
        raise InvalidRequest(
            "This payment method was detached from its customer, or was used once without one, so it cannot be used "
            "again. Make a new one, and attach it to a customer to use it more than once.",
            code=ErrorCode.PAYMENT_METHOD_UNEXPECTED_STATE,
            field=field,
        )
