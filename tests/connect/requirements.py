"""Accounts whose requirements are tested: made with values that match after a while, and seen later on."""

from datetime import timedelta
from typing import Any

from app.cli.ready import READY
from app.clock import worker
from app.database import Database
from app.domain.real_time import real_now
from tests.graph import Graph

LISTS = "currentlyDue eventuallyDue pastDue pendingVerification errors { code reason requirement }"
STATE = f"""
    id chargesEnabled payoutsEnabled detailsSubmitted capabilities {{ cardPayments transfers }}
    requirements {{ {LISTS} disabledReason currentDeadline }} futureRequirements {{ currentlyDue eventuallyDue }}
    individual {{ id verification {{ status detailsCode }} requirements {{ {LISTS} }} }}
"""
INDIVIDUAL: dict[str, Any] = READY["individual"] | {
    "dob": {"day": 1, "month": 1, "year": 1901},
    "idNumber": "000000000",
}
"""Someone who is known after a while."""
COMPANY: dict[str, Any] = {
    "address": READY["individual"]["address"],
    "name": "Rocket Parts",
    "ownersProvided": True,
    "phone": "+15555550123",
    "taxId": "000000000",
}
"""A company that is known after a while."""
REPRESENTATIVE: dict[str, Any] = INDIVIDUAL | {
    "dob": {"day": 1, "month": 1, "year": 1902},
    "relationship": {"representative": True, "executive": True, "title": "CEO"},
}
"""Someone who represents it, and is known at once."""


async def individual(graph: Graph, /, person: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """A new account of an individual: what is given of the person is laid over someone who is known after a while."""
    input = READY | {"individual": INDIVIDUAL | (person or {})} | given
    return await graph.do("accountCreate", STATE, input=input)


async def company(graph: Graph, /, details: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """A new account of a company that someone represents who is known at once."""
    made = {name: value for name, value in READY.items() if name != "individual"}
    input = made | {"businessType": "COMPANY", "company": COMPANY | (details or {})} | given
    id = (await graph.do("accountCreate", "id", input=input))["id"]
    await graph.do("personCreate", "id", input=REPRESENTATIVE | {"account": id})
    return await seen(graph, id)


async def seen(graph: Graph, id: str) -> dict[str, Any]:
    """The account as it is now."""
    found: dict[str, Any] = (await graph(f"query ($id: ID!) {{ account(id: $id) {{ {STATE} }} }}", id=id))["account"]
    return found


async def later(graph: Graph, database: Database, id: str, **passed: float) -> dict[str, Any]:
    """The account once that much time has passed, by default the minute that checks take."""
    await worker.run_due(database, real_now() + timedelta(**passed or {"minutes": 1}))
    return await seen(graph, id)


def able(account: dict[str, Any]) -> tuple[bool, bool]:
    """Whether it can be paid, and be paid out."""
    return account["chargesEnabled"], account["payoutsEnabled"]


def due(account: dict[str, Any]) -> list[str]:
    found: list[str] = account["requirements"]["currentlyDue"]
    return found


def errors(account: dict[str, Any]) -> list[tuple[str, str]]:
    """What was rejected, each with its code."""
    return [(each["requirement"], each["code"]) for each in account["requirements"]["errors"]]
