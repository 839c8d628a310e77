"""The customer's next action, `next_action`, and the page that it leads to."""

import secrets
from datetime import datetime
from typing import Any

from app.domain.core_resources.intents.intent import Intent
from app.domain.payment_methods.voucher import Voucher
from app.domain.tx import Tx
from app.network.behaviours import Challenge
from app.network.microdeposits import ARRIVAL
from app.settings import public_url
from app.tables.core_resources.next_action import (
    MicrodepositType,
    NextActionRedirectToUrl,
    NextActionVerifyWithMicrodeposits,
)
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentNextAction,
    PaymentIntentNextActionDisplayBankTransferInstructions,
)
from app.tables.core_resources.setup_intent_values import SetupIntentNextAction

REDIRECT = "redirect_to_url"
TRANSFER = "display_bank_transfer_instructions"
USE_SDK = "use_stripe_sdk"
VERIFY = "verify_with_microdeposits"


def authentication_url(intent: Intent, page: str = "authenticate") -> str:
    """The page on which the customer takes the action. Its address grants access: the token is a secret."""
    return f"{public_url()}/{page}/{intent.id}/{intent.authentication_token}"


def authenticate(tx: Tx, intent: Intent, challenge: Challenge, *, use_stripe_sdk: bool) -> None:
    """Require the customer to authenticate with the card's bank (3-D Secure): on a page that redirects the customer
    back, or, without a `return_url`, through a client library on the merchant's own page."""
    url = _new_page(intent, "authenticate")
    if use_stripe_sdk or intent.return_url is None:
        data = {"type": "three_d_secure_redirect", "stripe_js": url, "challenge": challenge.value}
        _require(tx, intent, type=USE_SDK, use_stripe_sdk=data)
    else:
        redirect = NextActionRedirectToUrl(return_url=intent.return_url, url=url)
        _require(tx, intent, type=REDIRECT, redirect_to_url=redirect)


def lead_back(intent: PaymentIntent, return_url: str) -> str | None:
    """Have the bank's page, which the payment waits for, lead the customer back to an address. Returns the address of
    the bank's page; None if the payment does not wait for it."""
    action = intent.next_action
    if action is None or action.type not in (USE_SDK, REDIRECT):
        return None
    intent.return_url, url = return_url, authentication_url(intent)
    redirect = NextActionRedirectToUrl(return_url=return_url, url=url)
    intent.next_action = PaymentIntentNextAction(type=REDIRECT, redirect_to_url=redirect)
    return url


def redirect(tx: Tx, intent: Intent) -> None:
    """Require the customer to authorize the payment on the provider's page, which redirects the customer back."""
    url = _new_page(intent, "redirect")
    _require(tx, intent, type=REDIRECT, redirect_to_url=NextActionRedirectToUrl(return_url=intent.return_url, url=url))


def show_voucher(tx: Tx, intent: PaymentIntent, voucher: Voucher) -> None:
    """Show the customer a voucher to pay with."""
    _require(tx, intent, type=voucher.action, **{voucher.action: voucher.shown(_new_page(intent, "voucher"))})


def transfer(
    tx: Tx, intent: PaymentIntent, instructions: PaymentIntentNextActionDisplayBankTransferInstructions
) -> None:
    """Require the customer to send funds by bank transfer, as a page says too."""
    shown = instructions.model_copy(update={"hosted_instructions_url": _new_page(intent, "transfer")})
    _require(tx, intent, type=TRANSFER, display_bank_transfer_instructions=shown)


def verify(tx: Tx, intent: Intent) -> datetime:
    """Require the customer to verify the microdeposits in the bank account. Returns when these arrive."""
    arrival = ARRIVAL.due(tx.now, hurry=tx.clock is None)
    intent.microdeposit_attempts = 0
    deposits = NextActionVerifyWithMicrodeposits(
        arrival_date=arrival,
        hosted_verification_url=_new_page(intent, "authenticate"),
        microdeposit_type=MicrodepositType.DESCRIPTOR_CODE,
    )
    _require(tx, intent, type=VERIFY, verify_with_microdeposits=deposits)
    return arrival


def clear(intent: Intent) -> None:
    """Clear the customer's next action."""
    intent.next_action = None
    intent.authentication_token = None
    if isinstance(intent, PaymentIntent):
        intent.processing = None


def reset(intent: Intent) -> None:
    """Clear the customer's next action and authentication, at the end of an attempt."""
    clear(intent)
    intent.authenticated = False


def _new_page(intent: Intent, page: str) -> str:
    intent.authentication_token = secrets.token_urlsafe(24)
    return authentication_url(intent, page)


def _require(tx: Tx, intent: Intent, **action: Any) -> None:
    if isinstance(intent, PaymentIntent):
        intent.next_action = PaymentIntentNextAction(**action)
        intent.last_payment_error = None
    else:
        intent.next_action = SetupIntentNextAction(**action)
        intent.last_setup_error = None
    tx.move(intent, type(intent.status).REQUIRES_ACTION, verb="require_action")
    tx.tell("requires_action", intent)
