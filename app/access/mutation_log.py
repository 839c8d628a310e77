"""Mutation log: what the mutations of one operation did, for the request log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


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

    def note(
        self,
        mutation: str,
        objects: Iterable[str],
        user_errors: Iterable[Mapping[str, Any]],
        *,
        replayed: bool,
        idempotency_key: str | None,
    ) -> None:
        """Add a mutation that has ended."""
        self.records.append(MutationRecord(mutation, tuple(objects), tuple(user_errors), replayed, idempotency_key))
