"""Mutation log: what the mutations of one operation did, for the request log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.sql import Part


@dataclass(frozen=True, slots=True)
class MutationRecord:
    """One mutation, once it has ended. `user_errors` are as its payload has them."""

    mutation: str
    objects: tuple[str, ...]
    user_errors: tuple[Mapping[str, Any], ...]
    replayed: bool
    idempotency_key: str | None


@dataclass(slots=True)
class MutationLog:
    """The records of one operation, in order."""

    records: list[MutationRecord] = field(default_factory=list)
    write: Callable[[Sequence[MutationRecord]], Part | None] | None = None
    """Makes the statement that writes the request's row, as far as it is known after these mutations."""
    written: bool = False
    """Whether the request's row was written with the effects of all of them."""

    def part(self, record: MutationRecord) -> Part | None:
        """The statement that writes the request's row in the transaction of the mutation that is about to end."""
        return self.write([*self.records, record]) if self.write is not None else None

    def note(self, record: MutationRecord, *, written: bool) -> None:
        """Add a mutation that has ended, and whether the row was `written` in its transaction."""
        self.written = written and (self.written or not self.records)
        self.records.append(record)

    def retract(self) -> None:
        """Take back the last record: what the mutation did was undone."""
        self.records.pop()
