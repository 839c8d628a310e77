"""From what a customer types, or a test name, to the card or bank account that a payment method shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal, spoken
from app.network.banks import BankFacts, NamedBank, bank_from_numbers
from app.network.cards import CardFacts, Checks, card_from_number, with_address
from app.network.fingerprints import fingerprint
from app.network.names import named_payment_method, named_token
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import (
    CardChecks,
    CardNetworks,
    CardNetworksParams,
    CardThreeDSecureUsage,
    PaymentMethodCard,
    PaymentMethodCardParams,
    PaymentMethodType,
    PaymentMethodUsBankAccount,
    PaymentMethodUsBankAccountParams,
    UsBankAccountHolderType,
    UsBankAccountNetwork,
    UsBankAccountNetworks,
    UsBankAccountStatusDetails,
    UsBankAccountType,
)
from app.tables.values import BillingDetails


@contextmanager
def within(field: str | None) -> Iterator[None]:
    """Name refusals' fields from outside: `card.number` within `payment_method_data`."""
    try:
        yield
    except Refusal as refusal:
        if field:
            refusal.within(field)
        raise


def typed_card(tx: Tx, params: PaymentMethodCardParams, billing: BillingDetails) -> PaymentMethod:
    """A payment method of a card as it was typed, or of a token.

    Raises CardError for a card that cannot be one, InvalidRequest for one half given.
    """
    if params.token is not None:
        if params.number is not None:
            raise InvalidRequest(
                "A card is given by its token or by its number, not both. Leave one of them out.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="card.token",
            )
        made = named(tx, params.token) if params.token.startswith("tok_") else None
        if made is None:
            raise InvalidRequest(
                f"No such token: '{params.token[:40]}'.", code=ErrorCode.RESOURCE_MISSING, field="card.token"
            )
        return made
    for name in ("number", "exp_month", "exp_year"):
        if getattr(params, name) is None:
            raise InvalidRequest(
                f"A card needs its `{name}`, or else a `token` such as 'tok_visa'.",
                code=ErrorCode.PARAMETER_MISSING,
                field=f"card.{name}",
            )
    number = (params.number or "").replace(" ", "").replace("-", "")
    facts = card_from_number(number, params.exp_month or 0, params.exp_year or 0, params.cvc, tx.now)
    address = billing.address
    facts = with_address(
        facts,
        line1=bool(address and address.line1),
        postal_code=bool(address and address.postal_code),
    )
    return _card_method(tx, number, facts, params.networks)


def typed_bank_account(tx: Tx, params: PaymentMethodUsBankAccountParams, billing: BillingDetails) -> PaymentMethod:
    """A payment method of a bank account as it was typed; it has yet to be shown to be the customer's."""
    if params.financial_connections_account is not None:
        raise InvalidRequest(
            f"No such financial connections account: '{params.financial_connections_account[:40]}'. "
            "Give `routing_number` and `account_number` instead.",
            code=ErrorCode.RESOURCE_MISSING,
            field="us_bank_account.financial_connections_account",
        )
    for name in ("routing_number", "account_number", "account_holder_type"):
        if getattr(params, name) is None:
            raise InvalidRequest(
                f"A bank account needs its `{name}`.", code=ErrorCode.PARAMETER_MISSING, field=f"us_bank_account.{name}"
            )
    if not billing.name:
        raise InvalidRequest(
            "A bank account needs the name of its holder. Give `billing_details.name`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="billing_details.name",
        )
    routing, number = params.routing_number or "", params.account_number or ""
    facts = bank_from_numbers(
        routing,
        number,
        (params.account_holder_type or UsBankAccountHolderType.INDIVIDUAL).value,
        (params.account_type or UsBankAccountType.CHECKING).value,
    )
    return _bank_method(tx, routing + number, facts, verified=False)


def named(tx: Tx, name: str) -> PaymentMethod | None:
    """A fresh payment method for a test name such as `pm_card_visa`, `tok_visa` or `pm_usBankAccount_success`.

    None for what is no test name, and for every name in live mode.
    """
    if tx.livemode:
        return None
    found = named_token(name, tx.now) or named_payment_method(name, tx.now)
    if isinstance(found, NamedBank):
        return _bank_method(tx, found.number, found.facts, verified=True)
    return None if found is None else _card_method(tx, found.number, found.facts, None)


def known_checks(card: PaymentMethodCard) -> Checks:
    """What the bank is to compare, as the network takes it: what was compared before is compared again."""
    checks = card.checks or CardChecks()
    return Checks.pending(
        cvc=checks.cvc_check is not None,
        line1=checks.address_line1_check is not None,
        postal_code=checks.address_postal_code_check is not None,
    )


def shown_checks(checks: Checks) -> CardChecks:
    """The bank's answer as a payment method or a charge shows it."""
    return CardChecks(**asdict(checks))


def preferred_networks(card: PaymentMethodCard, params: CardNetworksParams) -> CardNetworks:
    """The card's networks with the customer's choice. Raises InvalidRequest for one that the card does not have."""
    networks = card.networks or CardNetworks()
    if params.preferred is not None and params.preferred not in networks.available:
        raise InvalidRequest(
            f"This card cannot be charged through {spoken(params.preferred)}, only through "
            f"{' or '.join(map(spoken, networks.available))}.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field="card.networks.preferred",
        )
    return CardNetworks(available=networks.available, preferred=params.preferred and params.preferred.value)


def _card_method(tx: Tx, number: str, facts: CardFacts, networks: CardNetworksParams | None) -> PaymentMethod:
    card = PaymentMethodCard(
        brand=facts.brand,
        checks=shown_checks(facts.checks),
        country=facts.country,
        display_brand=facts.display_brand,
        exp_month=facts.exp_month,
        exp_year=facts.exp_year,
        fingerprint=fingerprint(tx.tenant.account, number),
        funding=facts.funding,
        iin=facts.iin,
        last4=facts.last4,
        networks=CardNetworks(available=list(facts.networks)),
        three_d_secure_usage=CardThreeDSecureUsage(supported=facts.three_d_secure_supported),
    )
    if networks is not None:
        card = card.model_copy(update={"networks": preferred_networks(card, networks)})
    return PaymentMethod(type=PaymentMethodType.CARD, card=card, behaviour=facts.behaviour)


def _bank_method(tx: Tx, number: str, facts: BankFacts, *, verified: bool) -> PaymentMethod:
    networks = [UsBankAccountNetwork(name) for name in facts.networks]
    account = PaymentMethodUsBankAccount(
        account_holder_type=UsBankAccountHolderType(facts.account_holder_type),
        account_type=UsBankAccountType(facts.account_type),
        bank_name=facts.bank_name,
        fingerprint=fingerprint(tx.tenant.account, number),
        last4=facts.last4,
        networks=UsBankAccountNetworks(preferred="ach", supported=networks),
        routing_number=facts.routing_number,
        status_details=UsBankAccountStatusDetails(),
    )
    return PaymentMethod(
        type=PaymentMethodType.US_BANK_ACCOUNT, us_bank_account=account, behaviour=facts.behaviour, verified=verified
    )
