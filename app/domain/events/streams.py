"""Streams: the end of a transaction's statement, which places events in their tenants' streams."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.events.fan_out import Fan, fan_out
from app.domain.tx import Tx
from app.sql import STATEMENTS_KEPT, Part, spread, spreading
from app.tables.codec import codec
from app.tables.core_resources.event import Event
from app.tables.infrastructure import Routes
from app.tables.record import Record
from app.tables.tenancy import Tenant
from app.tables.webhooks.webhook_delivery import WebhookDelivery

# Streams are advanced in the order of their tenants, so that no two transactions wait for each other crosswise. Routes
# of another version than was reckoned with are no version at all, which the column does not allow.
ADVANCE = """advanced AS (
INSERT INTO event_stream AS stream (account_id, livemode, last_sequence, routes_version)
SELECT new.account_id, new.livemode, new.emitted, new.version
FROM unnest($?::text[], $?::bool[], $?::bigint[], $?::bigint[]) AS new (account_id, livemode, emitted, version){after}
ORDER BY new.account_id, new.livemode
ON CONFLICT (account_id, livemode) DO UPDATE SET last_sequence = stream.last_sequence + excluded.last_sequence,
routes_version = CASE stream.routes_version WHEN excluded.routes_version THEN excluded.routes_version END
RETURNING account_id, livemode, last_sequence)"""
# What a platform has for all of its accounts is compared under a lock for which no emission waits, be it the platform's
# or another account's: only a change of routes does.
BENEATH = """above AS (
SELECT stream.account_id, stream.livemode, stream.routes_version FROM event_stream AS stream
WHERE (stream.account_id, stream.livemode) IN (SELECT * FROM unnest($?::text[], $?::bool[]))
ORDER BY stream.account_id, stream.livemode FOR KEY SHARE), """ + ADVANCE.replace(
    "new.emitted, new.version\n",
    "new.emitted, CASE WHEN new.platform IS NULL OR new.above = coalesce(above.routes_version, 0) "
    "THEN new.version END\n",
).replace(
    "$?::bigint[]) AS new (account_id, livemode, emitted, version)",
    "$?::bigint[], $?::text[], $?::bigint[]) AS new (account_id, livemode, emitted, version, platform, above) "
    "LEFT JOIN above ON above.account_id = new.platform AND above.livemode = new.livemode",
)
"""The same for accounts of which some are connected to platforms."""
ANSWER = "SELECT account_id, livemode, last_sequence FROM advanced"


@dataclass(frozen=True)
class Emission:
    """What one transaction emits for one tenant."""

    tx: Tx
    version: int
    fan: Fan
    faulty: tuple[Tenant, ...]
    """Of those whose deliveries these are, the tenants that have fault rules."""
    platform: Tenant | None = None
    """The tenant whose routes for connected accounts are reckoned with."""
    above: int | None = None
    """The version of these."""

    @classmethod
    def of(cls, tx: Tx, routes: Routes, above: Routes | None = None) -> "Emission":
        """The tenant's events on its routes, and on those `above` of its platform's."""
        fan = fan_out(tx, routes, above)
        if above is None or routes.platform is None:
            return cls(tx, routes.version, fan, (tx.tenant,) if routes.faulty else ())
        platform = tx.tenant._replace(account=routes.platform)
        receivers = ((tx.tenant, routes.faulty), (platform, above.faulty))
        faulty = tuple(tenant for tenant, has_rules in receivers if has_rules)
        return cls(tx, routes.version, fan, faulty, platform, above.version)


def advancing(emissions: Sequence[Emission]) -> Part:
    """Advances the streams, and inserts events and deliveries in their places."""
    emitted = [len(each.tx.events) for each in emissions]
    tenants = [each.tx.tenant for each in emissions]
    texts = [ADVANCE]
    values: list[list[object]] = [
        [tenant.account for tenant in tenants],
        [tenant.livemode for tenant in tenants],
        [*emitted],
        [each.version for each in emissions],
    ]
    # The stream of one that emits here is compared and locked as its own.
    above = {each.platform: each for each in emissions if each.platform is not None and each.platform not in tenants}
    if above:
        texts = [BENEATH]
        compared = [each.platform if each.platform in above else None for each in emissions]
        values = [
            [tenant.account for tenant in above],
            [tenant.livemode for tenant in above],
            *values,
            [platform and platform.account for platform in compared],
            [each.above for each in emissions],
        ]
    events = [event for each in emissions for event in each.tx.events]
    if events:
        for each in emissions:
            for event in each.tx.events:
                event.pending_webhooks = each.fan.pending.get(event.id, 0)
        alike, columns = spreading(events, _written(Event))
        texts.append(f"emitted AS ({_placing(Event, alike)})")
        values += columns
        values.append([count - place - 1 for count in emitted for place in range(count)])
    deliveries = [delivery for each in emissions for delivery in each.fan.deliveries]
    if deliveries:
        alike, columns = spreading(deliveries, _written(WebhookDelivery))
        texts.append(f"sent AS ({_placing(WebhookDelivery, alike)})")
        values += columns
        values.append(
            [
                None if place is None else count - place - 1
                for count, each in zip(emitted, emissions, strict=True)
                for place in each.fan.follows
            ]
        )
    return Part(f"{', '.join(texts)} {ANSWER}", values)


PLACE = {"sequence": "coalesce(advanced.last_sequence - new.back, 0)", "following": "new.back"}
"""The columns that say where in its stream a record is."""


def _written(table: type[Record]) -> tuple[str, ...]:
    """The columns that are given."""
    return tuple(name for name in codec(table).written if name not in PLACE)


@lru_cache(STATEMENTS_KEPT)
def _placing(table: type[Record], alike: frozenset[str]) -> str:
    """Inserts records whose `sequence` is so many places before the end of their stream; 0 for those that have none."""
    columns = _written(table)
    placed = {name: value for name, value in PLACE.items() if name in codec(table).written}
    given = ", ".join([*(f"new.{name}" for name in columns), *placed.values()])
    # A delivery is its receiver's, and its place is that of the event in the stream of the account that emitted it.
    emitter = "coalesce(new.account, new.account_id)" if table is WebhookDelivery else "new.account_id"
    return (
        f"INSERT INTO {codec(table).name} ({', '.join([*columns, *placed])}) SELECT {given} "
        f"FROM {spread(table, columns, alike, back='bigint')} "
        f"JOIN advanced ON advanced.account_id = {emitter} AND advanced.livemode = new.livemode"
    )
