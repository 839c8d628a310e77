"""Jobs: functions that can fall due, each with a name under which its wakes are stored."""

from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import Any

from app.tables.resource import Resource

Run = Callable[..., Awaitable[object]]
"""`run(tx, row)`: called at the wake's moment. Must tolerate being called when nothing is left to do, since the row may
have changed since the wake was set.
"""


class Job:
    """A function that a wake can call. Called directly, it is that function."""

    def __init__(self, name: str, table: type[Resource], run: Run, aliases: tuple[str, ...], *, whole: bool) -> None:
        self.name = name
        self.table = table
        self.aliases = aliases
        """Names that it was stored under in earlier versions."""
        self.whole = whole
        """Whether it locks the rows of its row's lists, which are then read locked at once."""
        self._run = run
        update_wrapper(self, run)

    def __call__(self, tx: Any, row: Any) -> Awaitable[object]:
        return self._run(tx, row)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which its wakes may be stored."""
        return self.name, *self.aliases


jobs: dict[str, Job] = {}
"""Every job by each of its names."""


def job(
    name: str, table: type[Resource], *, aliases: tuple[str, ...] = (), whole: bool = False
) -> Callable[[Run], Job]:
    """Register a function as a job: `@job("charge.expire", Charge) async def expire(tx, charge)`.

    The name is stored with wakes, so it never changes when the function moves; a former name is an alias. A job that
    goes on to lock the rows of its row's lists says `whole`: they are then read once, and not a second time to be
    locked.
    """

    def register(run: Run) -> Job:
        made = Job(name, table, run, aliases, whole=whole)
        for each in made.names:
            assert each not in jobs, f"two jobs are called {each}"
            jobs[each] = made
        return made

    return register
