"""Faults of deliveries: what fault rules do to what a transaction has events sent to. It is done where deliveries are
made, in the order of events, so that a run repeats whichever process sends them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select, update

from app.domain.events.fan_out import Fan
from app.domain.events.streams import Emission
from app.domain.faults.meeting import Strike, meet
from app.domain.tx import Tx
from app.ids import new_id
from app.tables.infrastructure import EventStream
from app.tables.shapes.webhook_fault import WebhookFault
from app.tables.storage import texts
from app.tables.tenancy import Tenant, belongs
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus

HELD = timedelta(seconds=30)
"""How long a delivery waits for the next one that it is to come after."""

_STREAM, _SENT = EventStream.__table__.c, WebhookDelivery.__table__.c


async def strike(emissions: Sequence[Emission]) -> None:
    """Have the rules of each tenant meet its deliveries, before these are written: its own events', and those of the
    accounts that are connected to it."""
    struck = [(each, receiver) for each in emissions for receiver in _receivers(each)]
    if not struck:
        return
    connection = await emissions[0].tx.work.connection(begun=True)
    last = {}
    for tenant in sorted({each.tx.tenant for each in emissions} | {receiver for _, receiver in struck}):
        # Streams are locked before rules, in the order of their tenants, as all transactions lock them.
        mine = belongs(_STREAM, tenant)
        # That of a connected account begins with its first event.
        last[tenant] = await connection.value(select(_STREAM.last_sequence).where(*mine).with_for_update()) or 0
    for each, receiver in struck:
        await _Struck(each.tx, receiver, each.fan, last[each.tx.tenant]).meet()


def _receivers(emission: Emission) -> list[Tenant]:
    """Those whose rules meet deliveries of an emission."""
    if not emission.faulty or emission.tx.livemode:
        return []
    sent = {Tenant.of(delivery) for delivery in emission.fan.deliveries}
    return [tenant for tenant in emission.faulty if tenant in sent]


class _Struck:
    """The deliveries to one receiver of what a tenant emits, of whose stream `last` is the last sequence so far."""

    def __init__(self, tx: Tx, receiver: Tenant, fan: Fan, last: int) -> None:
        self.tx = tx
        self.receiver = receiver
        self.fan = fan
        self.last = last
        self.now = tx.real_now
        self.holds: dict[str, int] = {}
        """By target, which of the deliveries waits for the next."""
        self.held: dict[str, list[str]] = {}
        """By target, the deliveries of earlier transactions that wait for the next."""

    async def meet(self) -> None:
        """Change the deliveries by what strikes them."""
        tx, fan = self.tx, self.fan
        # Thin events that stand for no other, such as pings, are met by no rule.
        sent = zip(fan.deliveries, fan.follows, strict=True)
        places = [
            place
            for place, (delivery, follows) in enumerate(sent)
            if follows is not None and Tenant.of(delivery) == self.receiver
        ]
        names = [fan.deliveries[place].type.removeprefix("v1.") for place in places]
        connection = await tx.work.connection(begun=True)
        struck = await meet(connection, self.receiver, "event", names, self.now)
        await self.find_held({fan.deliveries[place].target_id for place in places})
        for place, strike in zip(places, struck, strict=True):
            await self.send(place, strike)

    async def find_held(self, targets: set[str]) -> None:
        """Find, and lock, what waits for the next delivery to these targets."""
        waiting = select(_SENT.id, _SENT.target_id).where(
            *belongs(_SENT, self.receiver),
            _SENT.target_id == func.any(texts(sorted(targets))),
            _SENT.status == WebhookDeliveryStatus.PENDING,
            _SENT.fault == WebhookFault.OUT_OF_ORDER,
            _SENT.object_id == _SENT.id,
            _SENT.tries == 0,
            or_(_SENT.leased_until.is_(None), _SENT.leased_until <= self.now),
        )
        connection = await self.tx.work.connection(begun=True)
        for row in await connection.fetch(waiting.order_by(_SENT.id).with_for_update()):
            self.held.setdefault(row.target_id, []).append(row.id)

    async def send(self, place: int, strike: Strike | None) -> None:
        """Send a delivery as the rule has it that strikes, if any does."""
        delivery = self.fan.deliveries[place]
        effect = strike.effect.webhook if strike else None
        fault = delivery.fault = effect.fault if effect else None
        if fault is WebhookFault.LOST:
            delivery.status, delivery.next_attempt_at = WebhookDeliveryStatus.FAILED, None
        elif fault is WebhookFault.LATE:
            assert effect is not None
            self.put_off(delivery, timedelta(seconds=effect.seconds or 0))
        elif fault is WebhookFault.OUT_OF_ORDER and not self.waits(delivery.target_id):
            self.put_off(delivery, HELD)
            self.holds[delivery.target_id] = place
        else:
            if fault is WebhookFault.DOUBLED:
                self.double(place)
            await self.release(place)

    def waits(self, target: str) -> bool:
        """Whether another delivery waits for the next one to a target."""
        return target in self.holds or target in self.held

    def put_off(self, delivery: WebhookDelivery, by: timedelta) -> None:
        """Send a delivery later; no other waits for it."""
        delivery.next_attempt_at = self.now + by
        delivery.object_id = delivery.id

    def double(self, place: int) -> None:
        """Send a delivery a second time, as one of its own."""
        second = WebhookDelivery(**self.fan.deliveries[place].__dict__ | {"id": new_id(WebhookDelivery.prefix)})
        self.fan.add(second, self.fan.follows[place])
        if second.event_id is not None:
            self.fan.pending[second.event_id] += 1

    async def release(self, place: int) -> None:
        """Send what waited for this delivery: as though it were of the same object, and told right after."""
        next = self.fan.deliveries[place]
        told = self.fan.follows[place]
        assert told is not None
        held = self.holds.pop(next.target_id, None)
        if held is not None:
            waited = self.fan.deliveries[held]
            waited.object_id, waited.next_attempt_at = next.object_id, self.now
            self.fan.follows[held] = told + 1
        if ids := self.held.pop(next.target_id, None):
            connection = await self.tx.work.connection(begun=True)
            these = update(WebhookDelivery.__table__).where(*belongs(_SENT, self.receiver))
            these = these.where(_SENT.id == func.any(texts(ids)))
            sent = {"object_id": next.object_id, "sequence": self.last + told + 2, "next_attempt_at": self.now}
            await connection.fetch(these.values(sent).returning(_SENT.id))
