"""Mandates for recurring payments by card, as India requires them: the customer is notified before each payment, and
must approve large ones. Source: Stripe's guide to recurring payments in India."""

from datetime import datetime, timedelta

from app.network.delays import HURRIED

NOTICE = timedelta(hours=26)
"""How long before the charge the customer is notified."""
UNAPPROVED = 15_000_00
"""The most that is paid without the customer's approval, in hundredths of a rupee."""


def must_notify(country: str | None) -> bool:
    """Whether a cardholder of that country is notified before a payment in their absence."""
    return country == "IN"


def charged_at(now: datetime, *, hurry: bool) -> datetime:
    """When a card is charged whose holder is notified now."""
    return now + (HURRIED if hurry else NOTICE)


def must_approve(amount: int, currency: str) -> bool:
    """Whether the customer must approve a payment of `amount` minor units."""
    return currency == "inr" and amount > UNAPPROVED
