"""How the parts of an answer are told that come later: by ids that are announced, or by paths. Each is a JSON body."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from graphql import GraphQLError

from app.server.negotiation import Form
from app.server.responses import Error, Result, describe
from schema.execute.failures import Path
from schema.execute.incremental import Target, Told
from schema.execute.walk import LaterItems


def part_writer(form: Form, request_id: str) -> "PartWriter":
    """What writes an answer in a form."""
    return IdsWriter(request_id) if form is Form.IDS else PathsWriter(request_id)


def encode(body: Mapping[str, Any]) -> bytes:
    return orjson.dumps(body, option=orjson.OPT_UTC_Z)


class PartWriter(ABC):
    """Writes the parts of one answer."""

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        self.errors: list[Error] = []
        """All that were told of later parts."""

    @abstractmethod
    def first(self, result: Result, pending: Iterable[Target]) -> bytes:
        """The first part, and what is announced with it."""

    @abstractmethod
    def later(self, told: Told) -> bytes:
        """What comes then."""

    def told(self, errors: Iterable[GraphQLError]) -> dict[str, Any]:
        """The entry for errors, if there are any."""
        found = [describe(error, self.request_id) for error in errors]
        self.errors += found
        return {"errors": found} if found else {}


class IdsWriter(PartWriter):
    """As the present draft has it: what comes is announced as `pending`, and says when it is `completed`."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.ids: dict[Target, str] = {}
        self.count = 0

    def first(self, result: Result, pending: Iterable[Target]) -> bytes:
        return encode(result.body() | {"pending": self.announced(pending), "hasNext": True})

    def later(self, told: Told) -> bytes:
        body: dict[str, Any] = {}
        if told.pending:
            body["pending"] = self.announced(told.pending)
        incremental = []
        for part in told.parts:
            under = part.path[len(part.target.path) :]
            where = {"id": self.ids[part.target]} | ({"subPath": under} if under else {})
            incremental.append(where | self.told(part.errors) | {"data": part.data})
        incremental += [
            {"id": self.ids[each.target]} | self.told(each.errors) | {"items": each.items} for each in told.items
        ]
        if incremental:
            body["incremental"] = incremental
        if told.completed:
            body["completed"] = [
                {"id": self.ids.pop(target)} | self.told(() if error is None else (error,))
                for target, error in told.completed
            ]
        return encode(body | {"hasNext": told.has_next})

    def announced(self, targets: Iterable[Target]) -> list[dict[str, Any]]:
        announced = []
        for target in targets:
            id = self.ids[target] = str(self.count)
            self.count += 1
            announced.append({"id": id, "path": target.path} | named(target))
        return announced


class PathsWriter(PartWriter):
    """As the draft of 2022-08-24 has it: nothing is announced, and each part says where it belongs."""

    def first(self, result: Result, pending: Iterable[Target]) -> bytes:
        return encode(result.body() | {"hasNext": True})

    def later(self, told: Told) -> bytes:
        incremental = [
            *(self.part(each.target, each.path, each.errors, data=each.data) for each in told.parts),
            *(self.part(each.target, each.first, each.errors, items=each.items) for each in told.items),
            *(self.failed(target, error) for target, error in told.completed if error is not None),
        ]
        return encode(({"incremental": incremental} if incremental else {}) | {"hasNext": told.has_next})

    def failed(self, target: Target, error: GraphQLError) -> dict[str, Any]:
        if isinstance(target, LaterItems):
            return self.part(target, (*target.path, target.next), (error,), items=None)
        return self.part(target, target.path, (error,), data=None)

    def part(self, target: Target, path: Path, errors: Iterable[GraphQLError], **what: Any) -> dict[str, Any]:
        return {"path": path} | named(target) | self.told(errors) | what


def named(target: Target) -> dict[str, str]:
    """With the target's label, if it has one."""
    return {} if target.label is None else {"label": target.label}
