"""Fan-out: what a transaction emitted becomes deliveries, one for each place that wants it, in the same transaction.

The `routes` of events are kept in the row of the tenant's stream of events. Each process remembers them with their
version, and the statement that places events in the stream has the database compare it: so routes need no look-up of
their own, and none can change while events are placed. Events of a connected account are also sent on the routes that
its platform keeps for all of its accounts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app import tables
from app.domain.events.thin import mirrored
from app.domain.tx import Tx
from app.tables.core_resources.event import Event
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.infrastructure import Routes
from app.tables.tenancy import Tenant
from app.tables.webhooks.webhook_delivery import WebhookDelivery
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

ON_REQUEST = frozenset(
    {"issuing_authorization.request", "identity.verification_session.redacted", "reporting.report_type.updated"}
)
"""Types that an endpoint receives only when it names them: `*` does not choose them."""
EVERY = "*"


@dataclass
class Fan:
    """What becomes of a transaction's events on their routes."""

    pending: dict[str, int] = field(default_factory=dict)
    """By event, how many endpoints have yet to acknowledge it."""
    mirrors: list[ThinEvent] = field(default_factory=list)
    """Thin counterparts of events."""
    deliveries: list[WebhookDelivery] = field(default_factory=list)
    follows: list[int | None] = field(default_factory=list)
    """Which of the transaction's events each delivery is of, from 0; None where it is of none."""

    def add(self, delivery: WebhookDelivery, follows: int | None) -> None:
        """Add a delivery."""
        self.deliveries.append(delivery)
        self.follows.append(follows)


def fan_out(tx: Tx, known: Routes, above: Routes | None = None) -> Fan:
    """A delivery for each event and each route that wants it: of the tenant's, and of `above`, the routes of the
    platform that its account is connected to."""
    fan = Fan()
    own = [(tx, route) for route in known.routes]
    told = [(tx, route) for route in known.connected]
    if known.platform is not None and above is not None:
        platform = tx.on(tx.tenant._replace(account=known.platform))
        own += [(platform, route) for route in above.connected]
        for each in tx.events:
            each.account = tx.tenant.account
        for thin in tx.thin:
            thin.context = tx.tenant.account
    for place, event in enumerate(tx.events):
        mirror: ThinEvent | None = None
        # What a platform alone is told of an account of its is in its own stream.
        for receiver, route in told if known.platform is None and event.account is not None else own:
            if not route["thin"] and wants(route["types"], event.type):
                fan.add(delivery_of(receiver, event, route["id"]), place)
                fan.pending[event.id] = fan.pending.get(event.id, 0) + 1
            elif route["thin"] and f"v1.{event.type}" in route["types"]:
                if mirror is None:
                    mirror = tx.own_thin(mirrored(event), created=event.created)
                    fan.mirrors.append(mirror)
                fan.add(delivery_of(receiver, mirror, route["id"]), place)
    for thin in tx.thin:
        for receiver, route in own:
            if route["thin"] and thin.type in route["types"]:
                fan.add(delivery_of(receiver, thin, route["id"]), None)
    return fan


def wants(types: Iterable[str], type: str) -> bool:
    """Whether a receiver with these enabled types is sent events of a type."""
    return type in types or (EVERY in types and type not in ON_REQUEST)


def deliver(tx: Tx, event: Event | ThinEvent, target_id: str) -> WebhookDelivery:
    """Send an event to one endpoint or destination, regardless of its route."""
    return add(tx, delivery_of(tx, event, target_id))


def add(tx: Tx, delivery: WebhookDelivery) -> WebhookDelivery:
    """Send a delivery that no route leads to."""
    tx.work.records.append(delivery)
    tx.work.delivers = True
    return delivery


def delivery_of(tx: Tx, event: Event | ThinEvent, target_id: str) -> WebhookDelivery:
    """The delivery of an event to an endpoint or destination of the tenant's, due now. The event may be that of a
    connected account."""
    thin = isinstance(event, ThinEvent)
    owner = Tenant.of(event).account
    return delivery_to(
        tx,
        target_id,
        event_id=None if thin else event.id,
        thin_event_id=event.id if thin else None,
        account=owner if owner != tx.tenant.account else None,
        type=event.type,
        # Whatever belongs to no object has no order to keep.
        object_id=event.object_id or event.id,
        sequence=0 if isinstance(event, ThinEvent) else event.sequence,
    )


def delivery_to(tx: Tx, target_id: str, **values: Any) -> WebhookDelivery:
    """A delivery to an endpoint or destination, due now. Webhooks live in real time alone."""
    is_endpoint = tables.table_of(target_id) is WebhookEndpoint
    return tx.own_in_real_time(
        WebhookDelivery(
            target_id=target_id,
            webhook_endpoint_id=target_id if is_endpoint else None,
            event_destination_id=None if is_endpoint else target_id,
            next_attempt_at=tx.real_now,
            **values,
        )
    )
