"""What can fall due: the functions that a wake may call, by name."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from app.tables.resource import Resource

if TYPE_CHECKING:
    from app.domain.tx import Tx

Handler = Callable[["Tx", Any], Awaitable[object]]
"""`handler(tx, row)`: done at the wake's moment, in a transaction of its own."""

handlers: dict[str, tuple[type[Resource], Handler]] = {}
"""Every function that can fall due, with the table of the row that it is given."""


def wakes(table: type[Resource]) -> Callable[[Handler], Handler]:
    """Let a function be called when its time comes: `@wakes(Charge) async def expire(tx, charge)`.

    It must bear being called when there is nothing left to do, since the row may have moved on since it was set.
    """

    def register(handler: Handler) -> Handler:
        name = name_of(handler)
        assert name not in handlers, f"two functions are due as {name}"
        handlers[name] = (table, handler)
        return handler

    return register


def name_of(handler: Handler) -> str:
    """How a wake names its function: the module and the function, such as `charges.expire`."""
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"
