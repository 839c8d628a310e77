"""Deeds of the tests' own that fall due for customers: each strike of a bell is noted in the customer's description."""

import asyncio
import sys
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import text

from app.domain.jobs import job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.tables.core_resources.customer import Customer

LAST_DAY = "last_day"
"""Metadata key: until when `ring_daily` goes on."""

stumbles: Counter[str] = Counter()
"""How often `stumble` has yet to give way, by customer."""


def strike(tx: Tx, customer: Customer, bell: str) -> None:
    """Note the moment, and tell it."""
    customer.description = f"{customer.description or ''}{bell} {tx.now:%Y-%m-%d %H:%M:%S}\n"
    tx.tell("updated", customer)


def strikes(customer: Customer) -> list[str]:
    """What was struck, in order."""
    return (customer.description or "").splitlines()


@job("bells.ring", Customer, aliases=("bells.rang",))
async def ring(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "ring")


@job("bells.chime", Customer)
async def chime(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "chime")


@job("bells.ring_daily", Customer)
async def ring_daily(tx: Tx, customer: Customer) -> None:
    strike(tx, customer, "daily")
    if tx.now < datetime.fromisoformat(customer.meta[LAST_DAY]):
        tx.wake(tx.now + timedelta(days=1), ring_daily, customer)


@job("bells.jam", Customer)
async def jam(tx: Tx, customer: Customer) -> None:
    """Fails after it has done something."""
    strike(tx, customer, "jam")
    await tx.flush()
    raise RuntimeError("the bell is stuck")


@job("bells.decline", Customer)
async def decline(tx: Tx, customer: Customer) -> None:
    """Refused, but what was done is a fact."""
    strike(tx, customer, "decline")
    raise CardError("Your card was declined.", code=ErrorCode.CARD_DECLINED)


@job("bells.stumble", Customer)
async def stumble(tx: Tx, customer: Customer) -> None:
    """Gives way to others, as the victim of a deadlock does, as often as `stumbles` says."""
    strike(tx, customer, "stumble")
    await tx.flush()
    if stumbles[customer.id]:
        stumbles[customer.id] -= 1
        await tx.execute(text("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$"))


@job("bells.refuse", Customer)
async def refuse(tx: Tx, customer: Customer) -> None:
    """Refused, with nothing kept."""
    strike(tx, customer, "refuse")
    raise InvalidRequest("Not now.", code=ErrorCode.PARAMETER_INVALID)


@job("bells.hold", Customer)
async def hold(tx: Tx, customer: Customer) -> None:
    """Says that it is in the middle of its work, and goes on when it is told to."""
    strike(tx, customer, "hold")
    await tx.flush()
    print(f"holding {customer.id}", flush=True)
    await asyncio.to_thread(sys.stdin.readline)


TEMPER = "temper"
"""Metadata key: what `temper` does after it has struck, set another wake and made a row."""


@job("bells.temper", Customer)
async def temper(tx: Tx, customer: Customer) -> None:
    """Each customer's own way to fail, or none."""
    strike(tx, customer, "temper")
    tx.wake(tx.now + timedelta(days=1), ring, customer)
    tx.tell("created", tx.add(Customer(name=f"child of {customer.name}")))
    match customer.meta.get(TEMPER):
        case "refuse":
            raise InvalidRequest("Not now.", code=ErrorCode.PARAMETER_INVALID)
        case "break":
            raise RuntimeError("the bell is stuck")
        case "decline":
            raise CardError("Your card was declined.", code=ErrorCode.CARD_DECLINED)
        case "database":
            await tx.execute(text("SELECT 1 / 0"))
