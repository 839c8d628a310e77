"""Sandboxes: created, emptied, deleted, and expired."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import delete as remove
from sqlalchemy import exists, func, select
from typing_extensions import Doc

from app.countries import COUNTRIES
from app.domain import crud
from app.domain.connect.accounts import new_account, opened
from app.domain.connect.connected import close_all
from app.domain.core_resources.customer_keys import keys
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.sandboxes.emptying import empty
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.domain.webhooks.routing import lock_routes, reroute
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.ids import new_id
from app.tables.access import KeyKind
from app.tables.connect.account import Account
from app.tables.sandboxes.sandbox import Sandbox, SandboxStatus
from app.tables.tenancy import Tenant, belongs
from app.tables.webhooks.signing_secret import SigningSecret

MOST = 10_000
"""Sandboxes that an account may have at a time."""
LASTS = 24 * 3600
"""Seconds."""
LASTS_AT_MOST = 30 * 24 * 3600
SEEDS_AT_MOST = 30
"""Seconds that the steps of a seed may take together."""
KINDS = (KeyKind.SECRET, KeyKind.PUBLISHABLE)

_SANDBOX, _SECRET = Sandbox.__table__.c, SigningSecret.__table__.c


async def create(
    tx: Tx,
    *,
    expires_in: Annotated[
        int,
        Field(ge=60, le=LASTS_AT_MOST),
        Doc("Seconds until the sandbox is deleted with all that it holds. Default 86400, a day; at most 30 days."),
    ] = LASTS,
    **values: Any,
) -> Sandbox:
    """Create a sandbox, in test mode: an account with a secret key and a publishable key, which are shown only in the
    responses to the mutations that create and reset the sandbox."""
    country = values.get("country", "US").upper()
    with Mistakes() as mistakes:
        if tx.livemode:
            sentence = "Sandboxes exist in test mode only. Use a key of test mode."
            mistakes.add(InvalidRequest(sentence, code=ErrorCode.LIVEMODE_MISMATCH))
        if country not in COUNTRIES:
            sentence = "`country` is not the two-letter code of a country, such as 'US'."
            mistakes.add(InvalidRequest(sentence, code=ErrorCode.COUNTRY_CODE_INVALID, field="country"))
    await _must_have_room(tx)
    lasts = timedelta(seconds=expires_in)
    id = new_id(Account.prefix)
    sandbox = await crud.create(
        tx,
        Sandbox,
        {**values, "country": country, "account": id, "expires_at": tx.real_now + lasts},
    )
    _begin_seeding(tx, sandbox)
    _open(tx, sandbox)
    mine, name = tx.on(Tenant(id, livemode=False)), f"Sandbox {sandbox.id}"
    secrets = [keys.make(mine, kind, None, expires_at=sandbox.expires_at, name=name)[1] for kind in KINDS]
    sealed = must_seal().seal(" ".join(secrets), sandbox.id)
    tx.insert(SigningSecret(target_id=sandbox.id, sealed=sealed, created=tx.real_now))
    tx.wake(sandbox.expires_at, expire, sandbox)
    return sandbox


async def reset(tx: Tx, sandbox: Sandbox) -> Sandbox:
    """Reset a sandbox: delete all that it holds, and seed it again, so that its account is as it was created. Its keys
    stay, and the cursors of its events go on."""
    if sandbox.status == SandboxStatus.SEEDING and tx.real_now < _over(sandbox):
        raise WrongState("sandbox", "be_reset", sandbox.status)
    await clear(tx, sandbox)
    sandbox.reset_at = tx.real_now
    _begin_seeding(tx, sandbox)
    return sandbox


async def clear(tx: Tx, sandbox: Sandbox) -> None:
    """Delete all that a sandbox holds. Its account is then as every account is from the start."""
    await _empty(tx, sandbox)
    _open(tx, sandbox)
    end_seeding(tx, sandbox)


def end_seeding(tx: Tx, sandbox: Sandbox) -> None:
    """Note that no steps of the seed are under way any more."""
    if sandbox.status == SandboxStatus.SEEDING:
        tx.move(sandbox, SandboxStatus.READY, verb="end_seeding")
        tx.unwake(give_up, sandbox)


def _begin_seeding(tx: Tx, sandbox: Sandbox) -> None:
    if sandbox.seed is not None:
        tx.move(sandbox, SandboxStatus.SEEDING, verb="seed")
        tx.wake(_over(sandbox), give_up, sandbox)


def _over(sandbox: Sandbox) -> datetime:
    """When no steps of the seed can be under way any more, whatever the status says: the client may have left, or the
    server have been killed, in the middle."""
    return (sandbox.reset_at or sandbox.created) + timedelta(seconds=2 * SEEDS_AT_MOST)


@job("sandbox.give_up", Sandbox)
async def give_up(tx: Tx, sandbox: Sandbox) -> None:
    """Undo a seed that was left in the middle, as where a step fails: a sandbox that was created is deleted, and one
    that was reset is left empty."""
    if sandbox.status != SandboxStatus.SEEDING or tx.real_now < _over(sandbox):
        return
    if sandbox.reset_at is None:
        await delete(tx, sandbox)
    else:
        await clear(tx, sandbox)


async def delete(tx: Tx, sandbox: Sandbox) -> Sandbox:
    """Delete a sandbox with all that it holds. Its keys stop working at once."""
    await keys.revoke(tx.on(Tenant(sandbox.account, livemode=False)))
    await _empty(tx, sandbox)
    await tx.execute(
        remove(SigningSecret.__table__).where(*belongs(_SECRET, tx.tenant), _SECRET.target_id == sandbox.id)
    )
    tx.unwake(expire, sandbox)
    tx.unwake(give_up, sandbox)
    return await crud.delete(tx, sandbox)


@job("sandbox.expire", Sandbox)
async def expire(tx: Tx, sandbox: Sandbox) -> None:
    """Delete a sandbox whose time is over."""
    await delete(tx, sandbox)


async def _empty(tx: Tx, sandbox: Sandbox) -> None:
    mine = tx.on(Tenant(sandbox.account, livemode=False))
    emptied = [mine, *await close_all(mine)]
    for each in emptied:
        await lock_routes(each)
    await empty(tx, [each.tenant.account for each in emptied])
    # Whoever was about to emit an event there begins again, and finds nothing.
    for each in emptied:
        await reroute(each)


def _open(tx: Tx, sandbox: Sandbox) -> None:
    """Insert the rows that each account has from the start."""
    name = sandbox.name or "Sandbox"
    tx.work.parts += opened(new_account(name=name, country=sandbox.country, id=sandbox.account))


async def _must_have_room(tx: Tx) -> None:
    """Refuse a sandbox more than an account may have, and a sandbox within another."""
    within = exists().where(_SANDBOX.account == tx.tenant.account, _SANDBOX.deleted_at.is_(None))
    if (await tx.rows(select(within)))[0][0]:
        raise InvalidRequest(
            "A sandbox has no sandboxes of its own. Use a key of the account that created it.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
        )
    if (await tx.account()).platform_id is not None:
        raise InvalidRequest(
            "A connected account has no sandboxes of its own. Create the sandbox without `Stripe-Account`.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
        )
    await tx.lock("sandboxes")
    found = await tx.rows(tx.select(Sandbox, func.count()).where(_SANDBOX.deleted_at.is_(None)))
    if found[0][0] >= MOST:
        raise InvalidRequest(
            f"An account has at most {MOST:,} sandboxes. Delete some, or have them expire sooner.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
        )
