"""The wakes that a transaction sets and cancels, until they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.tables.infrastructure import Wake
from app.tables.resource import Resource
from app.tables.tenancy import Tenant


@dataclass
class Wakes:
    """What is sent of wakes together. The lists only grow until then, so that what came last can be cut off again."""

    each: list[Wake] = field(default_factory=list)
    merged: list[Wake] = field(default_factory=list)
    """Wakes of which one for each job and moment is set."""
    once: list[Wake] = field(default_factory=list)
    """Wakes of which one is set for each job and moment, unless one is set already."""
    canceled: list[tuple[Tenant, str, str]] = field(default_factory=list)
    """Wakes that the database may have: of whom, for which object, by the name of which job."""
    dropped: list[Wake] = field(default_factory=list)
    """Those that were set here and canceled since."""
    by_target: dict[str, list[Wake]] = field(default_factory=dict)
    """All that were set here, by the object, whether or not that was undone."""

    @property
    def growing(self) -> tuple[list[Any], ...]:
        """The lists."""
        return self.each, self.merged, self.once, self.canceled, self.dropped

    def add(self, wake: Wake, *, once: bool, merge: bool) -> None:
        """Set a wake."""
        (self.once if once else self.merged if merge else self.each).append(wake)
        self.by_target.setdefault(wake.target_id, []).append(wake)

    def cancel(self, row: Resource, names: Sequence[str], *, stored: bool) -> None:
        """Cancel the row's wakes for a job of these names: those set here, and, if the row is stored, those that the
        database has."""
        if stored:
            self.canceled += [(Tenant.of(row), row.id, name) for name in names]
        self.dropped += [each for each in self.by_target.get(row.id, ()) if each.what in names]

    def left(self, wakes: Sequence[Wake]) -> list[Wake]:
        """Those of some that were not canceled."""
        dropped = set(self.dropped)
        return [each for each in wakes if each not in dropped]

    def clear(self) -> None:
        """All of it is sent."""
        for each in self.growing:
            each.clear()
        self.by_target.clear()
