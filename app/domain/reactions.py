"""The only way uphill: what follows elsewhere from an event. Downhill you call; uphill you tell, and this reacts."""

from collections.abc import Awaitable, Callable

from app.domain.payments import sending
from app.domain.tx import Tx
from app.tables.core_resources.event import Event

Reaction = Callable[[Tx, Event], Awaitable[None]]

when: dict[str, tuple[Reaction, ...]] = {
    "balance.available": (sending.fund_waiting,),
}
"""What follows, by the event's type, in order, within the same transaction."""


async def react(tx: Tx, event: Event) -> None:
    """Do what follows from an event."""
    for reaction in when.get(event.type, ()):
        await reaction(tx, event)
