"""Claiming: which deliveries a process sends next. A claim is a lease: one that is not recorded in time expires, and
the delivery is sent again, by whichever process comes first.

Order is kept per object as far as an endpoint keeps up: a delivery waits for an earlier one of the same endpoint and
object that has not been tried yet or is under way. Once that one has failed and waits for its next attempt, later ones
pass it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ARRAY, DateTime, Text, bindparam, text

from app.database import Database
from app.ids import new_id
from app.sql import Row, compiled

WINDOW = 200
"""How many of an endpoint's due deliveries are looked through for such as wait for no other."""

FREE = text("""
WITH RECURSIVE target (id) AS (
    (SELECT target_id FROM webhook_delivery WHERE status = 'pending' ORDER BY target_id LIMIT 1)
    UNION ALL
    SELECT (
        SELECT target_id FROM webhook_delivery
        WHERE status = 'pending' AND target_id > target.id ORDER BY target_id LIMIT 1
    ) FROM target WHERE target.id IS NOT NULL
)
SELECT shared.id FROM (
SELECT due.*, row_number() OVER (PARTITION BY due.account_id ORDER BY due.place, due.next_attempt_at) AS share
FROM target CROSS JOIN LATERAL (
    SELECT first.id, first.account_id, first.next_attempt_at,
        row_number() OVER (ORDER BY first.next_attempt_at, first.sequence) AS place
    FROM (
        SELECT id, account_id, object_id, sequence, next_attempt_at FROM webhook_delivery
        WHERE status = 'pending' AND target_id = target.id AND next_attempt_at <= :now
            AND (leased_until IS NULL OR leased_until <= :now)
        ORDER BY next_attempt_at, sequence LIMIT :window
    ) AS first
    WHERE (
        SELECT earlier.id FROM webhook_delivery AS earlier
        WHERE earlier.status = 'pending' AND earlier.target_id = target.id
            AND earlier.object_id = first.object_id AND earlier.sequence < first.sequence
            AND (earlier.tries = 0 OR earlier.leased_until > :now)
        ORDER BY earlier.target_id, earlier.object_id, earlier.sequence LIMIT 1
    ) IS NULL
) AS due
WHERE due.place <= :each - coalesce((CAST(:busy AS jsonb) ->> target.id)::integer, 0)
) AS shared
WHERE shared.share <= :share - coalesce((CAST(:busy_accounts AS jsonb) ->> shared.account_id)::integer, 0)
ORDER BY shared.place, shared.next_attempt_at LIMIT :room
""").bindparams(
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("busy", type_=Text()),
    bindparam("busy_accounts", type_=Text()),
)
"""Deliveries that could be sent now. A subquery in place of NOT EXISTS, and its order, see to it that PostgreSQL asks
the index for each object alone, however little it knows of a table that fills and empties all the time."""

CLAIM = text("""
WITH free AS (
    SELECT id, account_id, livemode FROM webhook_delivery
    WHERE id = ANY(:ids) AND status || '' = 'pending' AND (leased_until IS NULL OR leased_until <= :now)
    FOR UPDATE SKIP LOCKED
), delivery AS (
    UPDATE webhook_delivery AS claimed SET lease = :lease, leased_until = :until FROM free
    WHERE claimed.id = free.id
        AND (claimed.account_id, claimed.livemode) IS NOT DISTINCT FROM (free.account_id, free.livemode)
    RETURNING claimed.*
)
SELECT delivery.id, delivery.account_id, delivery.livemode, delivery.target_id, delivery.lease, delivery.event_id,
    delivery.thin_event_id, delivery.webhook_endpoint_id, delivery.event_destination_id, delivery.attempt_count,
    delivery.tries, delivery.begun_at, delivery.body,
    coalesce(endpoint.url, destination.webhook_endpoint ->> 'url') AS url,
    coalesce(endpoint.api_version, destination.snapshot_api_version) AS api_version,
    coalesce(endpoint.failing_since, destination.failing_since) AS failing_since,
    event.api_version AS own_version, event.data, event.request, event.pending_webhooks,
    nullif(event.account, delivery.account_id) AS account,
    coalesce(event.created, thin.created) AS event_created, delivery.type,
    nullif(thin.context, delivery.account_id) AS context, thin.related_object, thin.reason,
    ARRAY(
        SELECT sealed FROM signing_secret AS secret
        WHERE secret.account_id = delivery.account_id AND secret.livemode = delivery.livemode
            AND secret.target_id = delivery.target_id AND (secret.expires_at IS NULL OR secret.expires_at > :now)
        ORDER BY secret.id DESC
    ) AS sealed
FROM delivery
LEFT JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.webhook_endpoint_id
    AND (endpoint.account_id, endpoint.livemode) IS NOT DISTINCT FROM (delivery.account_id, delivery.livemode)
    AND endpoint.status = 'enabled' AND endpoint.deleted_at IS NULL
LEFT JOIN event_destination AS destination ON destination.id = delivery.event_destination_id
    AND (destination.account_id, destination.livemode) IS NOT DISTINCT FROM (delivery.account_id, delivery.livemode)
    AND destination.status = 'enabled' AND destination.deleted_at IS NULL
LEFT JOIN event ON event.id = delivery.event_id AND (event.account_id, event.livemode)
    IS NOT DISTINCT FROM (coalesce(delivery.account, delivery.account_id), delivery.livemode)
LEFT JOIN thin_event AS thin ON thin.id = delivery.thin_event_id AND (thin.account_id, thin.livemode)
    IS NOT DISTINCT FROM (coalesce(delivery.account, delivery.account_id), delivery.livemode)
""").bindparams(
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
    bindparam("ids", type_=ARRAY(Text)),
)
"""Claims those that are still free, and reads all that sending them takes. All is found by id: no index can serve the
other conditions as they are written, by which PostgreSQL might choose to read whatever is pending, or an account's."""

RELEASE = text(
    "UPDATE webhook_delivery SET lease = NULL, leased_until = NULL WHERE id = ANY(:ids) AND lease = ANY(:leases)"
).bindparams(bindparam("ids", type_=ARRAY(Text)), bindparam("leases", type_=ARRAY(Text)))

NEXT = text(
    "SELECT min(next_attempt_at) AS next FROM webhook_delivery WHERE status = 'pending' AND next_attempt_at > :now"
).bindparams(bindparam("now", type_=DateTime(timezone=True)))


class Parcel(Row):
    """A delivery that was claimed, with all that sending it takes."""


@dataclass(frozen=True)
class Shares:
    """How much may be under way for one target and for one account, and how much is, by their ids."""

    target: int
    account: int
    targets: Mapping[str, int]
    accounts: Mapping[str, int]


async def claim(database: Database, now: datetime, lease: timedelta, *, room: int, shares: Shares) -> list[Parcel]:
    """Claim at most `room` deliveries that are due, and no more for anyone than is left of its share."""
    asked: dict[str, Any] = {"now": now, "window": WINDOW, "room": room, "each": shares.target, "share": shares.account}
    asked["busy"] = orjson.dumps(shares.targets).decode()
    asked["busy_accounts"] = orjson.dumps(shares.accounts).decode()
    free = [row.id for row in await database.fetch(FREE, Parcel, asked)]
    if not free:
        return []
    asked = {"now": now, "until": now + lease, "lease": new_id(""), "ids": free}
    async with database.writing() as connection:
        found = await connection.run(*compiled(CLAIM, asked), Parcel)
    # Of one whose endpoint was just switched off, or whose event is gone, the claim simply expires.
    return [parcel for parcel in found if parcel.url and (parcel.body or parcel.event_created)]


async def release(database: Database, parcels: Sequence[Parcel]) -> None:
    """Give claims up, so that others may claim the deliveries at once."""
    if parcels:
        held = {"ids": [parcel.id for parcel in parcels], "leases": list({parcel.lease for parcel in parcels})}
        async with database.writing() as connection:
            await connection.run(*compiled(RELEASE, held))


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When something falls due that is not due yet."""
    found: datetime | None = (await database.fetch(NEXT, Parcel, {"now": now}))[0].next
    return found
