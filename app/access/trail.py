"""Trail: what the mutations of one operation did, for the request log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """One mutation, once it has ended. `user_errors` are as its payload has them."""

    mutation: str
    objects: tuple[str, ...]
    user_errors: tuple[Mapping[str, Any], ...]
    replayed: bool
    idempotency_key: str | None


@dataclass(slots=True)
class Trail:
    """The deeds of one operation, in order."""

    deeds: list[Deed] = field(default_factory=list)

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
        self.deeds.append(Deed(mutation, tuple(objects), tuple(user_errors), replayed, idempotency_key))
