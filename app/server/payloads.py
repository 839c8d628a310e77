"""Payloads: what subscriptions show of one event, made once for all that ask the same of it and may see the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from graphql import (
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    Node,
    OperationDefinitionNode,
)

from app.server.documents import Document, Operation
from app.server.responses import Result, describe
from schema.execute.arguments import variables_in

CAPACITY = 16_000_000
"""Bytes of payloads that are kept at hand for followers who are a little behind."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A result as JSON: as bytes for streams, as text for sockets."""

    body: bytes
    text: str

    @classmethod
    def of(cls, result: Result) -> "Payload":
        body = result.encode()
        return cls(body, body.decode())


@dataclass(frozen=True, slots=True)
class Shown:
    """What an event shows. `shared` is the payload for all, unless there are errors: these carry a request's id."""

    outcome: ExecutionResult
    shared: Payload | None

    @classmethod
    def of(cls, outcome: ExecutionResult) -> "Shown":
        return cls(outcome, None if outcome.errors else Payload.of(Result(outcome.data)))

    def to(self, request_id: str) -> Payload:
        """The payload for the follower whose request has this id."""
        if self.shared is not None:
            return self.shared
        return Payload.of(
            Result(self.outcome.data, [describe(error, request_id) for error in self.outcome.errors or ()])
        )


class Payloads:
    """What was shown lately, by who sees it and where in the stream."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.capacity = capacity
        self.size = 0
        self.kept: OrderedDict[Hashable, asyncio.Task[Shown]] = OrderedDict()

    async def of(self, key: Hashable, make: Callable[[], Awaitable[Shown]]) -> Shown:
        """What is shown under a key, by the `make` of the first caller; it is finished even if they disconnect."""
        task = self.kept.get(key)
        if task is None:
            task = self.kept[key] = asyncio.ensure_future(_begin(make))
            task.add_done_callback(lambda done: self._weigh(key, done))
        return task.result() if task.done() else await asyncio.shield(task)

    def _weigh(self, key: Hashable, task: "asyncio.Task[Shown]") -> None:
        """Forget what failed, and the oldest while there is too much."""
        if task.cancelled() or task.exception() is not None:
            del self.kept[key]
            return
        self.size += _weight(task)
        while self.size > self.capacity:
            oldest = next(iter(self.kept))
            if not self.kept[oldest].done():
                return
            self.size -= _weight(self.kept.pop(oldest))


async def _begin(make: Callable[[], Awaitable[Shown]]) -> Shown:
    return await make()


def _weight(task: "asyncio.Task[Shown]") -> int:
    """Bytes, more or less: the payload's twofold form, and a little for its errors and the entry itself."""
    shared = task.result().shared
    return 1_000 + (2 * len(shared.body) if shared else 0)


def shaping_variables(document: Document, operation: Operation) -> list[str]:
    """The variables that say what is shown of an event. Those given to the root field alone say which events come."""
    if operation.shaping is None:
        operation.shaping = _shaping_variables(document, operation.node)
    return operation.shaping


def _shaping_variables(document: Document, operation: OperationDefinitionNode) -> list[str]:
    parts: list[Node] = [each for each in document.ast.definitions if isinstance(each, FragmentDefinitionNode)]
    for selection in operation.selection_set.selections:
        if isinstance(selection, FieldNode):
            parts += [part for part in (selection.selection_set, *(selection.directives or ())) if part is not None]
        else:
            parts.append(selection)
    return variables_in(parts)
