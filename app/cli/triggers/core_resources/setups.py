"""Setups of payment methods, and the mandates that they create."""

from typing import Any

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench

AUTHORIZED = {"mandateData": {"customerAcceptance": {"type": "OFFLINE"}}}


def set_up(bench: Bench, method: str = "pm_card_visa", **input: Any) -> dict[str, Any]:
    """A setup by a test payment method, which may decline."""
    given = {"paymentMethod": method, "confirm": True, **input}
    found: dict[str, Any] = bench.attempt("setupIntentCreate", "id paymentMethod { id }", input=given)["object"]
    return found


@causes("setup_intent.succeeded")
def setup_intent_succeeded(bench: Bench) -> None:
    set_up(bench, customer=bench.customer())


@causes("setup_intent.setup_failed")
def setup_intent_setup_failed(bench: Bench) -> None:
    set_up(bench, "pm_card_visa_chargeDeclined")


@causes("setup_intent.requires_action")
def setup_intent_requires_action(bench: Bench) -> None:
    set_up(bench, "pm_card_authenticationRequiredOnSetup")


@causes("setup_intent.canceled")
def setup_intent_canceled(bench: Bench) -> None:
    bench.do("setupIntentCancel", id=bench.make("setup_intent"))


@causes("mandate.updated")
def mandate_updated(bench: Bench) -> None:
    """A mandate ends when its bank account is detached from the customer."""
    saved = set_up(bench, "pm_usBankAccount_success", customer=bench.customer(), **AUTHORIZED)
    bench.do("paymentMethodDetach", id=saved["paymentMethod"]["id"])
