"""Meetings of rules with what they name: counted in the rules' rows, so that the count is exact in any number of
processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Select, or_, select

from app.connection import Connection
from app.sql import update
from app.tables.codec import codec
from app.tables.sandboxes.fault_rule import FaultEffect, FaultRule
from app.tables.tenancy import Tenant, belongs

Kind = Literal["query", "mutation", "event"]
EXEMPT = "faultRule"
"""How the names of operations begin that no rule meets, so that rules can always be deleted."""
WHOLE = 2**64
"""A seeded number is below it."""

_RULE = FaultRule.__table__.c


@dataclass(frozen=True, slots=True)
class Strike:
    """What a rule does in one meeting."""

    rule: str
    effect: FaultEffect


def matches(pattern: str, name: str) -> bool:
    """Whether a name is the pattern, in which each `*` stands for any characters."""
    first, *others = pattern.split("*")
    if not others:
        return pattern == name
    *middle, last = others
    at = len(first)
    if not name.startswith(first):
        return False
    for part in middle:
        found = name.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(name) - len(last) >= at and name.endswith(last)


def meets(rule: FaultRule, kind: Kind, name: str) -> bool:
    """Whether a rule meets an operation or a delivery of this name. An error is for mutations alone: only these have
    `userErrors`."""
    if kind == "query" and rule.effect.error is not None:
        return False
    patterns = rule.event_types if kind == "event" else rule.operations
    return any(matches(pattern, name) for pattern in patterns or ())


def strikes(rule: FaultRule, meeting: int) -> bool:
    """Whether a rule strikes in its meeting of that number, from 1."""
    place = meeting - rule.after
    if place < 1:
        return False
    if rule.count is not None:
        return place <= rule.count
    return rule.share is None or drawn(rule.seed, meeting) < rule.share * WHOLE


def drawn(seed: int, meeting: int) -> Decimal:
    """A number from 0 up to WHOLE that depends on these alone, on every machine."""
    return Decimal(int.from_bytes(sha256(f"{seed}:{meeting}".encode()).digest()[:8]))


def standing(tenant: Tenant, now: datetime, *, of_events: bool) -> Select[Any]:
    """Reads a tenant's rules of events, or of operations, that have not expired, the oldest first."""
    named = _RULE.event_types if of_events else _RULE.operations
    lasts = or_(_RULE.expires_at.is_(None), _RULE.expires_at > now)
    chosen = select(*codec(FaultRule).selected).where(*belongs(_RULE, tenant), _RULE.deleted_at.is_(None))
    return chosen.where(named.is_not(None), lasts).order_by(_RULE.id)


async def meet(
    connection: Connection, tenant: Tenant, kind: Kind, names: Sequence[str], now: datetime
) -> list[Strike | None]:
    """Have the tenant's rules meet operations or deliveries, in the transaction that is open; what strikes each of
    them. Of several rules, the oldest that strikes acts: those after it do not meet that one."""
    chosen = standing(tenant, now, of_events=kind == "event").with_for_update()
    rules = [codec(FaultRule).load(row) for row in await connection.fetch(chosen)]
    before = [rule.met for rule in rules]
    struck = [_meet(rules, kind, name) for name in names]
    if changed := [rule for rule, met in zip(rules, before, strict=True) if rule.met > met]:
        await connection.apply(update(changed, ("met", "applied")))
    return struck


def _meet(rules: Sequence[FaultRule], kind: Kind, name: str) -> Strike | None:
    for rule in rules:
        if meets(rule, kind, name):
            rule.met += 1
            if strikes(rule, rule.met):
                rule.applied += 1
                return Strike(rule.id, rule.effect)
    return None
