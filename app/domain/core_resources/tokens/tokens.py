"""Tokens: created by a browser or a server, and used once."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.tokens import references
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.payment_methods import tokens
from app.domain.payment_methods.types.card import Card, card_of
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.network.banks import bank_from_numbers
from app.network.fingerprints import fingerprint
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.token import Token, TokenBankAccount, TokenCard, TokenCardNetworks
from app.tables.core_resources.token_params import (
    TokenAccountParams,
    TokenBankAccountParams,
    TokenCardParams,
    TokenCvcUpdateParams,
    TokenPiiParams,
)
from app.tables.core_resources.token_people import TokenPersonParams
from app.tables.payment_methods.cards import CardChecks
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD, PaymentMethodCardParams
from app.tables.payment_methods.types.us_bank_account import PaymentMethodUsBankAccount
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
        str | None, Id("customer"), Doc("Customer whose payment method `bankAccount.paymentMethod` is.")
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
    if len(kinds) != 1:
        names = " or ".join(f"`{name}`" for name in KINDS)
        raise InvalidRequest(
            f"A token is of exactly one thing. Give {names}.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE if kinds else ErrorCode.PARAMETER_MISSING,
            field=kinds[1] if kinds else "card",
        )
    token = Token(type=kinds[0])
    if customer is not None and (bank_account is None or bank_account.payment_method_id is None):
        raise InvalidRequest(
            "A `customer` is only for a token of the customer's payment method. Give `bank_account.payment_method`, or "
            "omit the customer.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    if card is not None:
        _of_card(tx, token, card)
    elif bank_account is not None:
        await _of_bank_account(tx, token, bank_account, customer)
    elif cvc_update is not None:
        tokens.check_cvc(cvc_update.cvc)
    tx.add(token)
    _keep(tx, token, next(value for value in (account, person, pii, bank_account, card, cvc_update) if value))
    return token


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
    params = PaymentMethodCardParams(
        cvc=given.cvc,
        exp_month=_number(given.exp_month, "exp_month"),
        exp_year=_number(given.exp_year, "exp_year"),
        networks=given.networks,
        number=given.number,
    )
    country = given.address_country
    address = Address(
        city=given.address_city,
        country=country.upper() if country is not None and len(country) == 2 else None,
        line1=given.address_line1,
        line2=given.address_line2,
        postal_code=given.address_zip,
        state=given.address_state,
    )
    token.billing_details = BillingDetails(address=address, name=given.name)
    method = Card(CARD).make(tx, params, token.billing_details)
    token.details, token.behaviour = method.details, method.behaviour
    card, own = card_of(method), dict(given)
    checks, networks = card.checks or CardChecks(), card.networks
    token.card = TokenCard(
        **{name: own[name] for name in own if name.startswith("address_")},
        id=new_id("card_"),
        address_line1_check=checks.address_line1_check,
        address_zip_check=checks.address_postal_code_check,
        brand=card.brand,
        country=card.country,
        currency=given.currency,
        cvc_check=checks.cvc_check,
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        fingerprint=card.fingerprint,
        funding=card.funding,
        last4=card.last4,
        name=given.name,
        networks=TokenCardNetworks(preferred=networks.preferred) if networks and len(networks.available) > 1 else None,
        regulated_status=card.regulated_status,
    )


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise InvalidRequest(
            f"`card.{name}` must be a number, such as '12'.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field=f"card.{name}",
        )
    return int(text)


async def _of_bank_account(tx: Tx, token: Token, given: TokenBankAccountParams, customer: str | None) -> None:
    if given.payment_method_id is not None:
        token.bank_account = await _of_method(tx, given.payment_method_id, customer)
        return
    for name in ("account_number", "country"):
        if getattr(given, name) is None:
            raise InvalidRequest(
                f"A bank account requires `{name}`, or `payment_method`.",
                code=ErrorCode.PARAMETER_MISSING,
                field=f"bank_account.{name}",
            )
    number, country = (given.account_number or "").replace(" ", ""), (given.country or "").upper()
    routing = given.routing_number
    bank_name = None
    if country == "US":
        holder = given.account_holder_type
        try:
            bank_name = bank_from_numbers(routing or "", number, holder.value if holder else "individual").bank_name
        except InvalidRequest as refusal:
            refusal.field = f"bank_account.{str(refusal.field).partition('.')[2]}"
            raise
    token.bank_account = TokenBankAccount(
        id=new_id("ba_"),
        account_holder_name=given.account_holder_name,
        account_holder_type=given.account_holder_type and given.account_holder_type.value,
        account_type=given.account_type and given.account_type.value,
        bank_name=bank_name,
        country=country,
        currency=given.currency or "usd",
        fingerprint=fingerprint(tx.tenant.account, f"{routing or ''}{number}"),
        last4=number[-4:],
        routing_number=routing,
        status="new",
    )


async def _of_method(tx: Tx, id: str, customer: str | None) -> TokenBankAccount:
    method = await tx.get(PaymentMethod, id, field="bank_account.payment_method", lock=False)
    account = method.details.get(PaymentMethodUsBankAccount)
    if account is None:
        raise InvalidRequest(
            f"The payment method is a {method.method_type.noun}, not a bank account. Give one of the type "
            "US_BANK_ACCOUNT.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field="bank_account.payment_method",
        )
    if method.customer_id != customer:
        raise InvalidRequest(
            "The payment method belongs to another customer. Give its own `customer`, or none if it has none.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    return TokenBankAccount(
        id=new_id("ba_"),
        account_holder_name=method.billing_details.name,
        account_holder_type=account.account_holder_type and account.account_holder_type.value,
        account_type=account.account_type and account.account_type.value,
        bank_name=account.bank_name,
        country="US",
        currency="usd",
        fingerprint=account.fingerprint,
        last4=account.last4 or "",
        routing_number=account.routing_number,
        status="verified" if method.verified else "new",
    )
