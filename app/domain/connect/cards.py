"""Debit cards that an account is paid out to: by their number, or by a token."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain.connect import external_accounts
from app.domain.core_resources.tokens.cloning import shown_card
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import tokens
from app.domain.payment_methods.types.card import STAND_IN, card_of
from app.domain.payment_methods.types.card import Card as Cards
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal
from app.network.cards import card_from_number
from app.network.payouts import to_card
from app.tables.columns import Id, Inline
from app.tables.connect.account import Account
from app.tables.connect.card import Card, CardExternalAccountParams, CardPreferredNetworks, CardUpdateParams
from app.tables.core_resources.payout_values import PayoutMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD, PaymentMethodCardParams
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails

FIELD = "external_account"
UNCHANGED = CardUpdateParams()
_ADDRESS = {"line1": "address_line1", "zip": "address_zip"}
"""What banks compare of an address, with the column that holds it."""


async def create(
    tx: Tx,
    *,
    external_account: Annotated[
        CardExternalAccountParams, Doc("Debit card that payouts are sent to, by number or by a token.")
    ],
    account: Annotated[
        str | None, Id("account"), Doc("Account that is paid out to it. The default is the caller's own.")
    ] = None,
    customer: Annotated[
        str | None, Id("customer"), Doc("Refused: the cards of a customer are payment methods of the type CARD.")
    ] = None,
    default_for_currency: Annotated[
        bool | None,
        Doc("Whether payouts in the currency go there by default, as they do to the first one."),
    ] = None,
    **values: Any,
) -> Card:
    """Add a debit card to an account, for payouts."""
    return await external_accounts.create(
        tx, made, external_account, account=account, customer=customer, default=default_for_currency, **values
    )


async def update(
    tx: Tx, card: Card, *, changes: Annotated[CardUpdateParams, Inline()] = UNCHANGED, **values: Any
) -> Card:
    """Update a card of an account: its address, its expiry, or whether it is the default of its currency."""
    details = {name: getattr(changes, name) for name in changes.model_fields_set}
    default = details.pop("default_for_currency", None)
    with Mistakes() as mistakes:
        with mistakes.noted(), _named_plainly():
            details |= _expiry(tx, card, details.pop("exp_month", None), details.pop("exp_year", None))
        values = external_accounts.merged_metadata(card, values, mistakes)
    for check, column in _ADDRESS.items():
        if column in details and details[column] != getattr(card, column):
            details[f"address_{check}_check"] = None if details[column] is None else "unchecked"
    account = await external_accounts.change(tx, card, details, default=default)
    card.__dict__.update(values)
    external_accounts.tell(tx, account, card)
    return card


async def delete(tx: Tx, card: Card) -> Card:
    """Delete a card of an account. The default of a currency can be deleted only if it is the last one, and of another
    currency than the account's default."""
    await external_accounts.delete(tx, card)
    return card


async def made(tx: Tx, account: Account, given: CardExternalAccountParams) -> Card:
    """A card for that account, which is not added yet. A token is used up. Raises InvalidRequest and CardError, at
    `external_account`, for one that cannot be paid out to."""
    with _named_plainly(FIELD):
        method = await _method(tx, given)
        if card_of(method).funding != "debit":
            raise InvalidRequest(
                "Only a debit card can be paid out to. Give the number of one, such as 4000056655665556.",
                code=ErrorCode.INVALID_CARD_TYPE,
                field="token" if given.token else "number",
            )
        Cards(CARD).attached(tx, method)
    return _of_method(account, given, method)


async def _method(tx: Tx, given: CardExternalAccountParams) -> PaymentMethod:
    """The card as a payment method has it: how it is made, and what its bank checks, is the same."""
    if given.token is not None:
        if given.number is not None:
            raise InvalidRequest(
                "A card is given by a token or by a number, not both. Omit `token`, or `number`.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="token",
            )
        named = None if tx.livemode else Cards(CARD).named(tx, given.token)
        return named or await tokens.method_of(tx, given.token, field="token")
    with Mistakes() as mistakes:
        for name in ("number", "exp_month", "exp_year"):
            if getattr(given, name) is None:
                mistakes.add(
                    InvalidRequest(
                        f"A card requires `{name}`, or a `token`.", code=ErrorCode.PARAMETER_MISSING, field=name
                    )
                )
    address = Address(city=given.address_city, line1=given.address_line1, postal_code=given.address_zip)
    params = PaymentMethodCardParams(
        cvc=given.cvc, exp_month=given.exp_month, exp_year=given.exp_year, number=given.number
    )
    method = Cards(CARD).make(tx, params, BillingDetails(address=address, name=given.name))
    method.billing_details = BillingDetails(address=address, name=given.name)
    return method


def _of_method(account: Account, given: CardExternalAccountParams, method: PaymentMethod) -> Card:
    card, payouts = card_of(method), to_card(method.behaviour)
    shown = shown_card(card, method.billing_details)
    entered = {name: getattr(given, name) or getattr(shown, name) for name in _ENTERED}
    return Card(
        **entered,
        address_line1_check=shown.address_line1_check,
        address_zip_check=shown.address_zip_check,
        available_payout_methods=[PayoutMethod.STANDARD, *([PayoutMethod.INSTANT] if payouts.instant else [])],
        behaviour=payouts.key,
        brand=card.brand,
        country=card.country,
        currency=given.currency or account.default_currency or "usd",
        cvc_check=shown.cvc_check,
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        fingerprint=card.fingerprint,
        funding=card.funding,
        iin=card.iin,
        last4=card.last4,
        networks=shown.networks and CardPreferredNetworks(preferred=shown.networks.preferred),
        regulated_status=card.regulated_status,
    )


_ENTERED = (
    "address_city",
    "address_country",
    "address_line1",
    "address_line2",
    "address_state",
    "address_zip",
    "name",
)
"""What is shown as it was entered."""


def _expiry(tx: Tx, card: Card, month: str | None, year: str | None) -> dict[str, int]:
    """The expiry with what was given of it. Raises InvalidRequest for one that is no number, or is over."""
    given = {"exp_month": month, "exp_year": year}
    for name, text in given.items():
        if text is not None and not (text.isascii() and text.isdigit()):
            raise InvalidRequest(
                f"`{name}` must be a number, such as '12'.", code=ErrorCode.PARAMETER_INVALID_INTEGER, field=name
            )
    if month is None and year is None:
        return {}
    facts = card_from_number(STAND_IN, int(month or card.exp_month), int(year or card.exp_year), None, tx.now)
    return {"exp_month": facts.exp_month, "exp_year": facts.exp_year}


def is_named(tx: Tx, token: str) -> bool:
    """Whether it is the name of a test card."""
    return Cards(CARD).named(tx, token) is not None


@contextmanager
def _named_plainly(within: str | None = None) -> Iterator[None]:
    """What is refused of a payment method's `card.number` is refused of `number`, or of that within a field."""
    try:
        yield
    except Refusal as refusal:
        for each in refusal.each:
            each.message = each.message.replace("`card.", "`")
            each.field = each.field and each.field.removeprefix("card.")
            if within is not None:
                each.within(within)
        raise
