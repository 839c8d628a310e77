"""Fault rules: made, checked, deleted, and expired."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.events.catalogue import catalogue
from app.domain.faults.faulted import CHANNEL
from app.domain.faults.meeting import EXEMPT, matches
from app.domain.faults.refusing import may_have_decline_code
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.notices import give_notice
from app.domain.tx import Tx
from app.domain.webhooks.routing import count, lock_routes, reroute
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.sandboxes.fault_rule import FaultEffect, FaultRule
from app.tables.shapes.webhook_fault import WebhookFault

MOST = 100
"""Fault rules that an account may have at a time."""
LASTS_AT_MOST = 30 * 24 * 3600
"""Seconds."""


@dataclass(frozen=True)
class Roots:
    """The names of the graph's operations that rules may meet."""

    queries: Collection[str]
    mutations: Collection[str]


async def create(
    tx: Tx,
    roots: Roots,
    *,
    expires_in: Annotated[
        int | None,
        Field(ge=1, le=LASTS_AT_MOST),
        Doc("Seconds until the rule is deleted, at most 2592000, 30 days. By default it stays until it is deleted."),
    ] = None,
    **values: Any,
) -> FaultRule:
    """Create a fault rule, in test mode: have certain operations, or the webhooks of certain events, delayed, refused,
    cut off, lost, doubled or reordered. The rule is of the key's account alone."""
    with Mistakes() as mistakes:
        if tx.livemode:
            sentence = "Fault rules exist in test mode only. Use a key of test mode."
            mistakes.add(InvalidRequest(sentence, code=ErrorCode.LIVEMODE_MISMATCH))
        _check_patterns(mistakes, roots, **values)
        _check_effect(mistakes, values["effect"])
        if values.get("share") is not None and values.get("count") is not None:
            mistakes.add(_both("share", "count"))
    await lock_routes(tx)
    if await count(tx, FaultRule) >= MOST:
        raise InvalidRequest(
            f"An account has at most {MOST} fault rules. Delete some, or have them expire.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
        )
    if expires_in is not None:
        values["expires_at"] = tx.real_now + timedelta(seconds=expires_in)
    rule = await crud.create(tx, FaultRule, values)
    if rule.expires_at is not None:
        tx.wake(rule.expires_at, expire, rule)
    await reroute(tx)
    await give_notice(tx, CHANNEL, tx.tenant.account)
    return rule


async def delete(tx: Tx, rule: FaultRule) -> FaultRule:
    """Delete a fault rule. Deliveries that it has struck stay as they are."""
    tx.unwake(expire, rule)
    await crud.delete(tx, rule)
    await reroute(tx)
    return rule


@job("fault_rule.expire", FaultRule)
async def expire(tx: Tx, rule: FaultRule) -> None:
    """Delete a rule whose time is over."""
    await delete(tx, rule)


def _check_patterns(
    mistakes: Mistakes,
    roots: Roots,
    *,
    effect: FaultEffect,
    operations: list[str] | None = None,
    event_types: list[str] | None = None,
    **_: Any,
) -> None:
    """Note patterns that match nothing, and those that do not go with the effect."""
    if operations is not None and event_types is not None:
        mistakes.add(_both("operations", "event_types"))
    elif effect.webhook is not None:
        if event_types is None:
            mistakes.add(_lacks("event_types", "`effect.webhook` is for the deliveries of events: name their types."))
    elif operations is None:
        mistakes.add(_lacks("operations", "Name the operations that this effect is for, such as 'customer*'."))
    names = [*roots.mutations, *(() if effect.error is not None else roots.queries)]
    kind = "mutation" if effect.error is not None else "query or mutation"
    _check_names(mistakes, "operations", operations, [each for each in names if not each.startswith(EXEMPT)], kind)
    _check_names(mistakes, "event_types", event_types, catalogue, "type of event")


def _check_names(
    mistakes: Mistakes, field: str, patterns: Iterable[str] | None, names: Collection[str], kind: str
) -> None:
    for place, pattern in enumerate(patterns or ()):
        if not any(matches(pattern, name) for name in names):
            near = get_close_matches(pattern.replace("*", ""), names, n=1)
            meant = f" Is it '{near[0]}'?" if near else ""
            path = f"{field}.{place}"
            sentence = f"`{path}` matches no {kind} that a rule can meet: '{pattern[:100]}'.{meant}"
            mistakes.add(InvalidRequest(sentence, code=ErrorCode.PARAMETER_INVALID, field=path))


def _check_effect(mistakes: Mistakes, effect: FaultEffect) -> None:
    webhook, error = effect.webhook, effect.error
    if webhook is not None and (webhook.fault is WebhookFault.LATE) != (webhook.seconds is not None):
        is_late = webhook.fault is WebhookFault.LATE
        needs = "is required: by how much the delivery is late." if is_late else "is for LATE alone. Leave it out."
        code = ErrorCode.PARAMETER_MISSING if is_late else ErrorCode.PARAMETER_UNKNOWN
        path = "effect.webhook.seconds"
        mistakes.add(InvalidRequest(f"`{path}` {needs}", code=code, field=path))
    if error is not None and error.decline_code is not None and not may_have_decline_code(error.code):
        path = "effect.error.decline_code"
        sentence = f"`{path}` is for codes of declined payments, such as CARD_DECLINED. Leave it out."
        mistakes.add(InvalidRequest(sentence, code=ErrorCode.PARAMETER_UNKNOWN, field=path))


def _both(one: str, other: str) -> InvalidRequest:
    sentence = f"`{one}` and `{other}` cannot be given together. Leave one of them out."
    return InvalidRequest(sentence, code=ErrorCode.PARAMETERS_EXCLUSIVE, field=other)


def _lacks(field: str, sentence: str) -> InvalidRequest:
    return InvalidRequest(f"`{field}` is required. {sentence}", code=ErrorCode.PARAMETER_MISSING, field=field)
