"""Tokens: created by a browser or a server, and used once."""

from collections.abc import Mapping
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain.core_resources.tokens import cloning, references
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import tokens
from app.domain.payment_methods.types.card import Card, card_of
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.network.bank_accounts import bank_account
from app.network.fingerprints import fingerprint
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.token import Token, TokenBankAccount
from app.tables.core_resources.token_params import (
    TokenAccountParams,
    TokenBankAccountParams,
    TokenCardParams,
    TokenCvcUpdateParams,
    TokenPiiParams,
)
from app.tables.core_resources.token_people import TokenPersonParams
from app.tables.payment_methods.types.card import CARD, PaymentMethodCardParams
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value

KINDS = ("account", "bank_account", "card", "cvc_update", "person", "pii")


async def create(
    tx: Tx,
    *,
    account: Annotated[
        TokenAccountParams | None, Doc("Owner of an account, for a token of the type `account`.")
    ] = None,
    bank_account: Annotated[
        TokenBankAccountParams | None, Doc("Bank account: the type is then `bank_account`.")
    ] = None,
    card: Annotated[TokenCardParams | None, Doc("Card: the type is then `card`.")] = None,
    customer: Annotated[
        str | None,
        Id("customer"),
        Doc(
            "Customer whose `card.paymentMethod` or `bankAccount.paymentMethod` the token is of, or, without both, "
            "whose default payment method. It requires a secret key."
        ),
    ] = None,
    cvc_update: Annotated[
        TokenCvcUpdateParams | None, Doc("Security code that was entered again: the type is then `cvc_update`.")
    ] = None,
    person: Annotated[TokenPersonParams | None, Doc("Person of an account: the type is then `person`.")] = None,
    pii: Annotated[TokenPiiParams | None, Doc("Number that identifies a person: the type is then `pii`.")] = None,
) -> Token:
    """Create a token of exactly one thing, such as a card, a bank account, a person, or an ID number."""
    given: dict[str, Value | None] = dict(
        zip(KINDS, (account, bank_account, card, cvc_update, person, pii), strict=True)
    )
    kinds = [name for name in KINDS if given[name] is not None]
    with Mistakes() as mistakes:
        if customer is not None:
            with mistakes.noted():
                await tx.get(Customer, customer, field="customer", lock=False)
        for name, value in given.items():
            if value is not None:
                await references.check(tx, value, name, mistakes)
    if customer is not None and not kinds:
        return _added(tx, cloning.of_method(await cloning.default_of(tx, customer)))
    if len(kinds) != 1:
        names = " or ".join(f"`{name}`" for name in KINDS)
        raise InvalidRequest(
            f"A token is of exactly one thing. Give {names}.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE if kinds else ErrorCode.PARAMETER_MISSING,
            field=kinds[1] if kinds else "card",
        )
    method = await cloning.named(tx, customer, card, bank_account)
    if method is not None:
        return _added(tx, cloning.of_method(method))
    if customer is not None:
        raise InvalidRequest(
            "A `customer` is only for a token of the customer's payment method. Give `card.payment_method` or "
            "`bank_account.payment_method`, give neither for the customer's default, or omit the customer.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    token = Token(type=kinds[0])
    if card is not None:
        _of_card(tx, token, card)
    elif bank_account is not None:
        _of_bank_account(tx, token, bank_account)
    elif cvc_update is not None:
        tokens.check_cvc(cvc_update.cvc)
    _added(tx, token)
    _keep(tx, token, next(value for value in (account, person, pii, bank_account, card, cvc_update) if value))
    return token


def _added(tx: Tx, token: Token) -> Token:
    browser = tx.work.browser
    token.client_ip = browser.ip_address if browser else None
    return tx.add(token)


def may_create(_row: None, options: Mapping[str, Any]) -> None:
    """Raise InvalidRequest for a browser that asks for a token of a customer's payment method."""
    with Mistakes() as mistakes:
        for name in ("customer", "card.payment_method", "bank_account.payment_method"):
            first, _, inner = name.partition(".")
            given = options.get(first)
            if (given if not inner else getattr(given, f"{inner}_id", None)) is not None:
                mistakes.add(
                    InvalidRequest(
                        f"`{name}` requires a secret key. Omit it.", code=ErrorCode.SECRET_KEY_REQUIRED, field=name
                    )
                )


def _keep(tx: Tx, token: Token, given: Value) -> None:
    """Seal what Connect needs of it later; the rest is not stored."""
    if token.type not in ("card", "cvc_update"):
        token.sealed = must_seal().seal(given.model_dump_json(exclude_none=True), token.id).hex()
        tx.wake(tokens.expiry(token), expire, token)


@job("token.expire", Token)
async def expire(tx: Tx, token: Token) -> None:
    """Nothing sensitive outlives the token."""
    token.sealed = None


def _of_card(tx: Tx, token: Token, given: TokenCardParams) -> None:
    number, exp_month, exp_year = (_required(given, name) for name in ("number", "exp_month", "exp_year"))
    params = PaymentMethodCardParams(
        cvc=given.cvc,
        exp_month=_number(exp_month, "exp_month"),
        exp_year=_number(exp_year, "exp_year"),
        networks=given.networks,
        number=number,
    )
    address = Address(
        city=given.address_city,
        country=given.address_country,
        line1=given.address_line1,
        line2=given.address_line2,
        postal_code=given.address_zip,
        state=given.address_state,
    )
    token.billing_details = BillingDetails(address=address, name=given.name)
    method = Card(CARD).make(tx, params, token.billing_details)
    token.details, token.behaviour = method.details, method.behaviour
    token.card = cloning.shown_card(card_of(method), token.billing_details, currency=given.currency)


def _required(given: TokenCardParams, name: str) -> str:
    value: str | None = getattr(given, name)
    if value is None:
        raise InvalidRequest(
            f"A card requires `{name}`, or `payment_method`.",
            code=ErrorCode.PARAMETER_MISSING,
            field=f"card.{name}",
        )
    return value


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise InvalidRequest(
            f"`card.{name}` must be a number, such as '12'.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field=f"card.{name}",
        )
    return int(text)


def _of_bank_account(tx: Tx, token: Token, given: TokenBankAccountParams) -> None:
    for name in ("account_number", "country"):
        if getattr(given, name) is None:
            raise InvalidRequest(
                f"A bank account requires `{name}`, or `payment_method`.",
                code=ErrorCode.PARAMETER_MISSING,
                field=f"bank_account.{name}",
            )
    with Mistakes("bank_account"):
        facts = bank_account(given.country or "", given.routing_number, given.account_number or "")
    token.bank_account = TokenBankAccount(
        id=new_id("ba_"),
        account_holder_name=given.account_holder_name,
        account_holder_type=given.account_holder_type and given.account_holder_type.value,
        account_type=given.account_type and given.account_type.value,
        bank_name=facts.bank_name,
        country=facts.country,
        currency=given.currency or "usd",
        fingerprint=fingerprint(tx.tenant.account, f"{facts.routing_number or ''}{facts.number}"),
        last4=facts.last4,
        routing_number=facts.routing_number,
        status="new",
    )
