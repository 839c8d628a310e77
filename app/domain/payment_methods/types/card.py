"""Cards: created from a number or a token, and verified by their issuer."""

import secrets
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.payment_methods.behaviour import Behaviour, like
from app.domain.payment_methods.setups import Authenticate, Ready, Refused, SetupAnswer, SetupRequest
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, spoken
from app.network.authorization import AuthenticationRequired, Declined, SetUp, set_up, verify
from app.network.cards import (
    CardFacts,
    Checks,
    card_by_name,
    card_from_number,
    display_brand,
    is_expired,
    with_address,
)
from app.network.fingerprints import fingerprint
from app.network.three_d_secure import ThreeDSecure
from app.tables.payment_methods.cards import (
    CardChecks,
    CardNetworks,
    CardNetworksParams,
    CardRegulatedStatus,
    CardThreeDSecureUsage,
)
from app.tables.payment_methods.method_type import Empty
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.card import (
    CARD,
    PaymentIntentPaymentMethodOptionsCard,
    PaymentMethodCard,
    PaymentMethodCardParams,
    PaymentMethodCardUpdateParams,
    SetupIntentPaymentMethodOptionsCard,
)
from app.tables.payment_methods.types.card.payment import RequestThreeDSecure
from app.tables.payment_methods.types.card.setup import SetupAttemptCardThreeDSecure
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.three_d_secure import ChargeCardThreeDSecure
from app.tables.values import Value

METHOD = "pm_card_"
TOKEN = "tok_"
"""How the test names of payment methods and of tokens begin."""
STAND_IN = "4242424242424242"
"""A valid number, to check an expiry alone."""


EXPIRED = "declines_expired_card"
"""The behaviour of any card after its last month."""
INSISTING = (RequestThreeDSecure.ANY, RequestThreeDSecure.CHALLENGE)
"""The requests for 3-D Secure whenever it is available."""


class Card(Behaviour):
    """A card."""

    type = CARD

    def make(self, tx: Tx, params: PaymentMethodCardParams, billing: BillingDetails) -> PaymentMethod:
        if params.token is not None:
            return self._of_token(tx, params)
        for name in ("number", "exp_month", "exp_year"):
            if getattr(params, name) is None:
                raise InvalidRequest(
                    f"A card requires `{name}`, or a `token` such as 'tok_visa'.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=f"card.{name}",
                )
        number = (params.number or "").replace(" ", "").replace("-", "")
        facts = card_from_number(number, params.exp_month or 0, params.exp_year or 0, params.cvc, tx.now)
        address = billing.address
        facts = with_address(
            facts,
            line1=bool(address.line1),
            postal_code=bool(address.postal_code),
        )
        return self.of_facts(tx, number, facts, params.networks)

    def _of_token(self, tx: Tx, params: PaymentMethodCardParams) -> PaymentMethod:
        token = params.token or ""
        if params.number is not None:
            raise InvalidRequest(
                "A card is given by a token or by a number, not both. Omit one of them.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="card.token",
            )
        made = self.named(tx, token) if token.startswith(TOKEN) and not tx.livemode else None
        if made is None:
            raise InvalidRequest(f"No such token: '{token[:40]}'.", code=ErrorCode.RESOURCE_MISSING, field="card.token")
        return made

    def named(self, tx: Tx, name: str) -> PaymentMethod | None:
        for beginning in (METHOD, TOKEN):
            if name.startswith(beginning) and (found := card_by_name(name.removeprefix(beginning), tx.now)):
                return self.of_facts(tx, found.number, found.facts)
        return None

    def of_facts(
        self, tx: Tx, number: str, facts: CardFacts, networks: CardNetworksParams | None = None
    ) -> PaymentMethod:
        """A payment method of a card that the network knows."""
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
            # Of the test cards, as recorded of Stripe's; no issuer is regulated here.
            regulated_status=CardRegulatedStatus.UNREGULATED,
            three_d_secure_usage=CardThreeDSecureUsage(supported=facts.three_d_secure_supported),
        )
        if networks is not None:
            card = card.model_copy(update=_preferred(card, networks))
        return self.made(card, behaviour=facts.behaviour)

    def changed(self, tx: Tx, details: Value, params: Value | Empty) -> PaymentMethodCard:
        assert isinstance(details, PaymentMethodCard)
        assert isinstance(params, PaymentMethodCardUpdateParams)
        changes: dict[str, Any] = {}
        if params.exp_month is not None or params.exp_year is not None:
            month, year = params.exp_month or details.exp_month, params.exp_year or details.exp_year
            facts = card_from_number(STAND_IN, month, year, None, tx.now)
            changes |= {"exp_month": facts.exp_month, "exp_year": facts.exp_year}
        if params.networks is not None:
            changes |= _preferred(details, params.networks)
        return details.model_copy(update=changes)

    def attached(self, tx: Tx, method: PaymentMethod) -> None:
        answer = verify(method.behaviour, livemode=tx.livemode, checks=known_checks(card_of(method)))
        if isinstance(answer, Declined):
            raise answer.error()
        keep_checks(method, answer)

    def set_up(self, tx: Tx, method: PaymentMethod, request: SetupRequest) -> SetupAnswer:
        card, options = card_of(method), request.options
        assert isinstance(options, SetupIntentPaymentMethodOptionsCard)
        answer = set_up(
            behaviour_at(method, tx.now),
            authenticated=request.authenticated,
            livemode=tx.livemode,
            three_d_secure_requested=options.request_three_d_secure in INSISTING,
            checks=known_checks(card),
        )
        network = network_of(card, options)
        if isinstance(answer, AuthenticationRequired):
            return Authenticate(self.setup_details(method, network=network), answer.challenge)
        keep_checks(method, answer.checks)
        authentication = request.three_d_secure or shown_authentication(answer.three_d_secure)
        details = self.setup_details(
            method,
            network=network,
            checks=shown_checks(answer.checks),
            three_d_secure=authentication and like(SetupAttemptCardThreeDSecure, authentication),
        )
        if isinstance(answer, SetUp):
            return Ready(details)
        outcome = answer.outcome
        return Refused(details, answer.error(), outcome.network_advice_code, outcome.network_decline_code)

    def must_accept(self, method: PaymentMethod, options: Value | None) -> None:
        assert options is None or isinstance(
            options, PaymentIntentPaymentMethodOptionsCard | SetupIntentPaymentMethodOptionsCard
        )
        if options is not None and options.network is not None:
            _must_support(card_of(method), options.network, "payment_method_options.card.network")


def keep_checks(method: PaymentMethod, checks: Checks) -> None:
    """Show the bank's latest answer on the payment method."""
    card = card_of(method).model_copy(update={"checks": shown_checks(checks)})
    method.details = PaymentMethodDetails.of(CARD.name, card)


def behaviour_at(method: PaymentMethod, now: datetime) -> str:
    """How the card's bank answers: as the card's own behavior is, until the card has expired."""
    card = card_of(method)
    return EXPIRED if is_expired(card.exp_month, card.exp_year, now) else method.behaviour


def network_of(
    card: PaymentMethodCard, options: PaymentIntentPaymentMethodOptionsCard | SetupIntentPaymentMethodOptionsCard
) -> str:
    """The network that processes a payment: the one that the payment's options name, or else the customer's choice, or
    else the card's own."""
    preferred = card.networks and card.networks.preferred
    return (options.network and options.network.value) or preferred or card.brand


def card_of(method: PaymentMethod) -> PaymentMethodCard:
    """The card of a payment method of this type."""
    card: PaymentMethodCard | None = method.details.branch(CARD.name)
    assert card is not None
    return card


def known_checks(card: PaymentMethodCard) -> Checks:
    """The checks for the bank: what was compared before is compared again."""
    checks = card.checks or CardChecks()
    return Checks.pending(
        cvc=checks.cvc_check is not None,
        line1=checks.address_line1_check is not None,
        postal_code=checks.address_postal_code_check is not None,
    )


def shown_checks(checks: Checks) -> CardChecks:
    """The bank's answer as a payment method or a charge shows it."""
    return CardChecks(**vars(checks))


def shown_authentication(found: ThreeDSecure | None) -> ChargeCardThreeDSecure | None:
    """The result of 3-D Secure as a charge or a setup attempt shows it; None without an attempt."""
    if found is None:
        return None
    return ChargeCardThreeDSecure.model_validate(asdict(found) | {"transaction_id": secrets.token_hex(16)})


def _preferred(card: PaymentMethodCard, params: CardNetworksParams) -> dict[str, Any]:
    """What changes of the card by the customer's choice. Raises InvalidRequest for a network that the card does not
    support."""
    networks = card.networks or CardNetworks()
    if params.preferred is None:
        other = next((network for network in networks.available if network != card.brand), None)
        cleared = CardNetworks(available=networks.available)
        return {"networks": cleared, "display_brand": display_brand(card.brand, other)}
    _must_support(card, params.preferred, "card.networks.preferred")
    chosen = params.preferred.value
    return {
        "networks": CardNetworks(available=networks.available, preferred=chosen),
        "display_brand": display_brand(card.brand, chosen),
    }


def _must_support(card: PaymentMethodCard, network: StrEnum, field: str) -> None:
    available = (card.networks or CardNetworks()).available
    if network not in available:
        raise InvalidRequest(
            f"This card cannot be charged through {spoken(network)}, only through "
            f"{' or '.join(map(spoken, available))}.",
            code=ErrorCode.PAYMENT_METHOD_INVALID_PARAMETER,
            field=field,
        )
