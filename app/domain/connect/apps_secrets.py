"""Secrets of apps: set, replaced and deleted by name and scope, and deleted when they expire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement, Select, or_, select
from typing_extensions import Doc

from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.sealing import must_seal, sealer
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.columns import Of
from app.tables.connect.apps_secret import AppsSecret, AppsSecretScope, AppsSecretScopeType
from app.tables.tenancy import Viewer, belongs

MOST = 10
"""Secrets of one scope."""
LONGEST = 5_000
"""Characters of a secret text."""

_columns = AppsSecret.__table__.c


async def create(
    tx: Tx,
    *,
    payload: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST),
        Doc("Secret text, which is stored encrypted and shown as `payload` of the secret."),
    ],
    **values: Any,
) -> AppsSecret:
    """Set a secret, or replace the one of the same name and scope."""
    name, scope, expires_at = values["name"], values["scope"], values.get("expires_at")
    with Mistakes() as mistakes:
        with mistakes.noted():
            key = key_of(scope)
        if expires_at is not None and expires_at <= tx.now:
            mistakes.add(
                InvalidRequest(
                    "`expires_at` must be in the future.", code=ErrorCode.PARAMETER_INVALID, field="expires_at"
                )
            )
    await tx.lock("apps_secret")
    there = await _of_scope(tx, key)
    secret = there.get(name)
    if secret is None:
        if len(there) >= MOST:
            raise InvalidRequest(
                f"This scope has {MOST} secrets, which is the most. Delete one of them first.",
                code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                field="scope",
            )
        secret = tx.add(AppsSecret(name=name, scope=scope, scope_key=key))
    else:
        tx.unwake(expire, secret)
    secret.expires_at = expires_at
    secret.sealed = must_seal().seal(payload, secret.id).hex()
    if expires_at is not None:
        tx.wake(expires_at, expire, secret)
    return secret


async def delete(
    tx: Tx,
    *,
    name: Annotated[str, Of(AppsSecret)],
    scope: Annotated[AppsSecretScope, Of(AppsSecret)],
) -> AppsSecret:
    """Delete the secret of a name and scope."""
    await tx.lock("apps_secret")
    secret = (await _of_scope(tx, key_of(scope))).get(name)
    if secret is None:
        raise ResourceMissing("secret", name, field="name")
    tx.unwake(expire, secret)
    _forget(tx, secret)
    return secret


@job("apps_secret.expire", AppsSecret)
async def expire(tx: Tx, secret: AppsSecret) -> None:
    """The secret has expired."""
    if secret.expires_at is not None and secret.expires_at <= tx.now:
        _forget(tx, secret)


def _forget(tx: Tx, secret: AppsSecret) -> None:
    secret.sealed = None
    tx.delete(secret)


async def _of_scope(tx: Tx, key: str) -> dict[str, AppsSecret]:
    """The secrets of a scope by name. One that has expired, and was not deleted yet, is deleted now."""
    found = {}
    for secret in await tx.find(AppsSecret, scope_key=key):
        if secret.expires_at is not None and secret.expires_at <= tx.now:
            _forget(tx, secret)
        else:
            found[secret.name] = secret
    return found


def key_of(scope: AppsSecretScope) -> str:
    """The scope in one text. Raises InvalidRequest for one that has a user too many or none."""
    if (scope.type is AppsSecretScopeType.USER) == (scope.user is not None):
        return scope.type.value if scope.user is None else f"{scope.type.value}:{scope.user}"
    missing = scope.user is None
    raise InvalidRequest(
        "`scope.user` is required for the type USER." if missing else "`scope.user` is for the type USER alone.",
        code=ErrorCode.PARAMETER_MISSING if missing else ErrorCode.PARAMETER_INVALID,
        field="scope.user",
    )


def unexpired(now: datetime) -> ColumnElement[bool]:
    """That a secret has not expired; a worker deletes it a little later."""
    return or_(_columns.expires_at.is_(None), _columns.expires_at > now)


def sealed_of(ids: Sequence[str], now: datetime) -> Select[Any]:
    """Reads the texts of a viewer's secrets, sealed: as rows of (id, sealed)."""
    mine = (*belongs(_columns, Viewer), _columns.id.in_(ids), _columns.sealed.is_not(None))
    return select(_columns.id, _columns.sealed).where(*mine, unexpired(now))


def opened(sealed: str, id: str) -> str | None:
    """A secret text; None on a server without the key that it was sealed with."""
    keeper = sealer()
    return keeper.open(bytes.fromhex(sealed), id) if keeper else None
