"""Tokens of a customer's payment method: a copy of its card or bank account, to be used elsewhere, once."""

from app.domain.payment_methods import payment_methods
from app.domain.payment_methods.types.card import card_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.token import Token, TokenBankAccount, TokenCard, TokenCardNetworks
from app.tables.core_resources.token_params import TokenBankAccountParams, TokenCardParams
from app.tables.payment_methods.cards import CardChecks
from app.tables.payment_methods.method_type import MethodType, method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD, PaymentMethodCard
from app.tables.payment_methods.types.us_bank_account import US_BANK_ACCOUNT, PaymentMethodUsBankAccount
from app.tables.shapes.billing_details import BillingDetails


async def named(
    tx: Tx, customer: str | None, card: TokenCardParams | None, bank_account: TokenBankAccountParams | None
) -> PaymentMethod | None:
    """The payment method that a token's params name; None for params without one. Raises InvalidRequest unless it is
    of the type, and the customer's."""
    if card is not None and card.payment_method_id is not None:
        return await _named(tx, card.payment_method_id, CARD, "card.payment_method", customer)
    if bank_account is not None and bank_account.payment_method_id is not None:
        field = "bank_account.payment_method"
        return await _named(tx, bank_account.payment_method_id, US_BANK_ACCOUNT, field, customer)
    return None


async def default_of(tx: Tx, customer: str) -> PaymentMethod:
    """The customer's default payment method. Raises InvalidRequest unless it is a card or a bank account."""
    owner = await tx.get(Customer, customer, field="customer", lock=False)
    default = owner.invoice_settings.default_payment_method_id
    method = default and await tx.get(PaymentMethod, default, field="customer", lock=False)
    if not method or method.type not in (CARD.name, US_BANK_ACCOUNT.name):
        raise InvalidRequest(
            "The customer's default payment method is no card and no bank account, or there is none. Give "
            "`card.payment_method` or `bank_account.payment_method`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="card",
        )
    return method


async def _named(tx: Tx, id: str, kind: MethodType, field: str, customer: str | None) -> PaymentMethod:
    method = await tx.get(PaymentMethod, id, field=field, lock=False)
    payment_methods.must_not_be_consumed(method, field=field)
    if method.type != kind.name:
        raise InvalidRequest(
            f"The payment method is a {method.method_type.noun}, not a {method_types()[kind.name].noun}. Give one of "
            f"the type {kind.name.upper()}.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field=field,
        )
    if method.customer_id != customer:
        raise InvalidRequest(
            "The payment method belongs to another customer. Give its own `customer`, or none if it has none.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    return method


def of_method(method: PaymentMethod) -> Token:
    """A token of the payment method's card or bank account."""
    account = method.details.get(PaymentMethodUsBankAccount)
    if account is not None:
        return Token(type="bank_account", bank_account=_shown_account(method, account), behaviour=method.behaviour)
    return Token(
        type=CARD.name,
        card=shown_card(card_of(method), method.billing_details),
        behaviour=method.behaviour,
        billing_details=method.billing_details,
        details=method.details,
    )


def shown_card(card: PaymentMethodCard, billing: BillingDetails, *, currency: str | None = None) -> TokenCard:
    """What a token shows of a card with these billing details."""
    checks, networks, address = card.checks or CardChecks(), card.networks, billing.address
    return TokenCard(
        id=new_id("card_"),
        address_city=address.city,
        address_country=address.country,
        address_line1=address.line1,
        address_line1_check=checks.address_line1_check,
        address_line2=address.line2,
        address_state=address.state,
        address_zip=address.postal_code,
        address_zip_check=checks.address_postal_code_check,
        brand=card.brand,
        country=card.country,
        currency=currency,
        cvc_check=checks.cvc_check,
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        fingerprint=card.fingerprint,
        funding=card.funding,
        last4=card.last4,
        name=billing.name,
        networks=TokenCardNetworks(preferred=networks.preferred) if networks and len(networks.available) > 1 else None,
        regulated_status=card.regulated_status,
    )


def _shown_account(method: PaymentMethod, account: PaymentMethodUsBankAccount) -> TokenBankAccount:
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
