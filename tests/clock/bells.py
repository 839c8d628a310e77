"""Deeds of the tests' own that fall due for customers: each strike of a bell is noted in the customer's description."""

import asyncio
import sys
from datetime import datetime, timedelta

from app.domain.tx import Tx
from app.domain.wakes import wakes
from app.errors import CardError, InvalidRequest
from app.tables.core_resources.customer import Customer

LAST_DAY = "last_day"
"""Metadata key: until when `ring_daily` goes on."""


def strike(tx: Tx, customer: Customer, bell: str) -> None:
    """Note the moment, and tell it."""
    customer.description = f"{customer.description or ''}{bell} {tx.now:%Y-%m-%d %H:%M:%S}\n"
    tx.tell("updated", customer)


def strikes(customer: Customer) -> list[str]:
    """What was struck, in order."""
    return (customer.description or "").splitlines()


@wakes(Customer)
async def ring(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "ring")


@wakes(Customer)
async def chime(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "chime")


@wakes(Customer)
async def ring_daily(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "daily")
    if tx.now < datetime.fromisoformat(customer.meta[LAST_DAY]):
        tx.wake(tx.now + timedelta(days=1), ring_daily, customer)


@wakes(Customer)
async def jam(tx: Tx, customer: Customer) -> None:
    """Fails after it has done something."""
    strike(tx, customer, "jam")
    await tx.session.flush()
    raise RuntimeError("the bell is stuck")


@wakes(Customer)
async def decline(tx: Tx, customer: Customer) -> None:
    """Refused, but what was done is a fact."""
    strike(tx, customer, "decline")
    raise CardError("Your card was declined.", code="card_declined")


@wakes(Customer)
async def refuse(tx: Tx, customer: Customer) -> None:
    """Refused, with nothing kept."""
    strike(tx, customer, "refuse")
    raise InvalidRequest("Not now.")


@wakes(Customer)
async def hold(tx: Tx, customer: Customer) -> None:
    """Says that it is in the middle of its work, and goes on when it is told to."""
    strike(tx, customer, "hold")
    await tx.session.flush()
    print(f"holding {customer.id}", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
