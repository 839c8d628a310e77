"""Keys that a merchant's server makes: to one customer, for a browser or a device, revoked with the customer; to what
the components of an account session show; or to report meter events alone."""

from datetime import datetime
from typing import Any

from app.domain.notices import give_notice
from app.domain.reactions import when
from app.domain.tx import Tx
from app.ids import new_id
from app.key_secret import digest, hint, new_secret
from app.tables.access import CHANNEL, ApiKey, Components, KeyKind, KeyScope
from app.tables.core_resources.event import Event


def make(
    tx: Tx,
    kind: KeyKind,
    scope: KeyScope | Components | None,
    *,
    expires_at: datetime,
    prefix: str = "key_",
    name: str | None = None,
) -> tuple[str, str]:
    """A new key, by its id and its secret, which is not kept."""
    secret = new_secret(kind, livemode=tx.livemode)
    id = new_id(prefix)
    tx.insert(
        ApiKey(
            id=id,
            kind=kind,
            name=name,
            hash=digest(secret),
            hint=hint(secret),
            customer_id=scope.customer if isinstance(scope, KeyScope) else None,
            scope=scope and scope.model_dump(mode="json"),
            created=tx.real_now,
            expires_at=expires_at,
        )
    )
    return id, secret


async def revoke(tx: Tx, *which: Any) -> None:
    """Stop the tenant's keys that meet the conditions from working, in every process once this is committed."""
    columns = ApiKey.__table__.c
    change = tx.update(ApiKey).where(*which, columns.revoked_at.is_(None)).values(revoked_at=tx.real_now)
    for row in await tx.execute(change.returning(columns.id)):
        await give_notice(tx, CHANNEL, row["id"])


@when("customer.deleted")
async def revoke_with_customer(tx: Tx, event: Event) -> None:
    """The keys to a customer who is deleted open nothing more."""
    columns = ApiKey.__table__.c
    ids = await tx.rows(
        tx.select(ApiKey, columns.id).where(columns.customer_id == event.object_id, columns.expires_at > tx.real_now)
    )
    if ids:
        await revoke(tx, columns.customer_id == event.object_id)
