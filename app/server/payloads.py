"""Payloads: what subscriptions show of one event, made once for all that ask the same of it and may see the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from graphql import FieldNode, FragmentDefinitionNode, Node, VariableNode, Visitor, visit

from app.server.documents import Document
from app.server.responses import Result

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


Made = Payload | None
"""None for a result with errors: each follower is told of those with a request id of its own."""


class Payloads:
    """Recent payloads by (who sees it, where in the stream); one that is being made has many waiting for it."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.capacity = capacity
        self.size = 0
        self.kept: OrderedDict[Hashable, asyncio.Task[Made]] = OrderedDict()

    async def of(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Made:
        """The payload under a key, made with the `make` of whoever comes first, and made to the end if they leave."""
        task = self.kept.get(key)
        if task is None:
            task = self.kept[key] = asyncio.create_task(_as_coroutine(make))
            task.add_done_callback(lambda done: self._weigh(key, done))
        return task.result() if task.done() else await asyncio.shield(task)

    def _weigh(self, key: Hashable, task: "asyncio.Task[Made]") -> None:
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


async def _as_coroutine(make: Callable[[], Awaitable[Made]]) -> Made:
    return await make()


def _weight(task: "asyncio.Task[Made]") -> int:
    made = task.result()
    return 100 + (len(made.body) + len(made.text) if made else 0)


def shaping_variables(document: Document, operation: Node) -> list[str]:
    """The variables that say what is shown of an event. Those given to the root field alone say which events come."""
    found: set[str] = set()

    class Collect(Visitor):
        def enter_variable(self, node: VariableNode, *_: object) -> None:
            found.add(node.name.value)

    for selection in operation.selection_set.selections:  # type: ignore[attr-defined]
        if isinstance(selection, FieldNode):
            for part in (selection.selection_set, *(selection.directives or ())):
                if part is not None:
                    visit(part, Collect())
        else:
            visit(selection, Collect())
    for definition in document.ast.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            visit(definition, Collect())
    return sorted(found)
