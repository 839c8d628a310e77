"""The only way uphill: what follows elsewhere from an event. Downhill a function is called; uphill an event is emitted,
and a reaction beside the function that needs it handles it.
"""

import pkgutil
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module

import app.domain
from app.domain.tx import Tx
from app.tables.core_resources.event import Event

Reaction = Callable[[Tx, Event], Awaitable[None]]

_registered: dict[str, list[Reaction]] = defaultdict(list)


def when(*types: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction to every event of these types, in the same transaction: `@when("invoice.paid")`."""

    def register(reaction: Reaction) -> Reaction:
        for type in types:
            _registered[type].append(reaction)
        return reaction

    return register


@cache
def import_all() -> None:
    """Import every module of the domain, so that what they register is there, in the order of their names."""
    for module in pkgutil.walk_packages(app.domain.__path__, f"{app.domain.__name__}."):
        import_module(module.name)


@cache
def reactions() -> dict[str, tuple[Reaction, ...]]:
    """Every reaction by event type, in the order of their modules."""
    import_all()
    return {type: tuple(_registered[type]) for type in sorted(_registered)}


async def react(tx: Tx, event: Event) -> None:
    """Run the reactions to an event."""
    for reaction in reactions().get(event.type, ()):
        await reaction(tx, event)
