"""Results as clients read them: what an error shows (and never shows), and the bytes of a response."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import FieldNode, GraphQLError, Node

from app.errors import BadRequest, Fault, Misconfigured, Problem, Refusal
from app.failures import log_failure

logger = logging.getLogger("paygraph.server")

APOLOGY = "Something went wrong on our side. Quote the request id when you report it."

Error = dict[str, Any]


@dataclass(slots=True)
class Result:
    """The outcome of one operation. Without `executed` there is no `data` entry: the operation never ran."""

    data: Any = None
    errors: list[Error] = field(default_factory=list)
    extensions: Mapping[str, Any] = field(default_factory=dict)
    executed: bool = True
    status: int = 200
    """The HTTP status that says the same, for media types that let it."""
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The body as JSON. Moments may still be datetimes, which orjson writes as the scalar DateTime is shown."""
        return orjson.dumps(self.body(), option=orjson.OPT_UTC_Z)

    def body(self) -> dict[str, Any]:
        """The entries of the body."""
        body: dict[str, Any] = {}
        if self.errors:
            body["errors"] = self.errors
        if self.executed:
            body["data"] = self.data
        if self.extensions:
            body["extensions"] = self.extensions
        return body


class Rejected(Exception):
    """The operation was not run, or its stream ended early. `malformed` says that it was no GraphQL request, so that
    its status is sent whatever the media type."""

    def __init__(
        self,
        causes: Sequence[Exception],
        *,
        code: str = BadRequest.code,
        status: int = 400,
        malformed: bool = False,
        located: GraphQLError | None = None,
    ) -> None:
        super().__init__(*causes)
        self.causes = causes
        self.code = code
        self.status = status
        self.malformed = malformed
        self.located = located
        """Where in the document a problem is, if the document was read."""

    @classmethod
    def by(cls, fault: Problem, *, malformed: bool = False, located: GraphQLError | None = None) -> "Rejected":
        """One fault, and where in the document. Statuses other than 400 (no key, too fast, …) are always sent."""
        code, status = standing(fault)
        return cls([fault], code=code, status=status, malformed=malformed or status != 400, located=located)

    def result(self, request_id: str) -> Result:
        errors = [
            describe_problem(cause, request_id, located=self.located)
            if isinstance(cause, Problem)
            else describe_mistake(cause, request_id, code=self.code, status=self.status)
            for cause in self.causes
        ]
        headers: dict[str, str] = {}
        for cause in self.causes:
            headers |= headers_of(cause)
        return Result(errors=errors, executed=False, status=self.status, headers=headers)


def standing(problem: Problem) -> tuple[str, int]:
    """The code and the status of a problem shown at the top level."""
    if isinstance(problem, Fault):
        return problem.code, problem.status
    if isinstance(problem, Refusal):
        return BadRequest.code, BadRequest.status
    return Fault.code, Fault.status


def headers_of(cause: Exception) -> dict[str, str]:
    if getattr(cause, "status", None) == 401:
        return {"www-authenticate": 'Bearer realm="paygraph"'}
    retry_after = getattr(cause, "retry_after", None)
    if retry_after is not None:
        return {"retry-after": seconds(retry_after)}
    allow = getattr(cause, "allow", None)
    return {"allow": allow} if allow else {}


def seconds(pause: float) -> str:
    """Seconds as a header says them: whole ones, and never none."""
    return str(max(1, round(pause)))


def describe(error: Exception, request_id: str, operation: str = "") -> Error:
    """One error met while executing an `operation`, by its name or kind. Only problems of ours and the caller's own
    mistakes are shown as they are."""
    located = error if isinstance(error, GraphQLError) else None
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if isinstance(cause, Problem) and not isinstance(cause, Misconfigured):
        return describe_problem(cause, request_id, located=located)
    if cause is None and isinstance(error, GraphQLError) and is_about_an_argument(error):
        return describe_mistake(error, request_id, code=BadRequest.code, status=400)
    return describe_bug(cause or error, request_id, located=located, operation=operation)


def describe_problem(problem: Problem, request_id: str, *, located: GraphQLError | None) -> Error:
    code, status = standing(problem)
    extensions: dict[str, Any] = {"code": code, "status": status, "requestId": request_id}
    for name, shown in (("field", "field"), ("limit", "limit"), ("retry_after", "retryAfter"), ("cursor", "cursor")):
        value = getattr(problem, name, None)
        if value is not None:
            extensions[shown] = value
    return {"message": problem.message, **place(located), "extensions": extensions}


def describe_mistake(error: Exception, request_id: str, *, code: str, status: int) -> Error:
    """A mistake in the document or its variables, in graphql-core's words."""
    located = error if isinstance(error, GraphQLError) else None
    message = located.message if located else str(error)
    return {
        "message": message,
        **place(located),
        "extensions": {"code": code, "status": status, "requestId": request_id},
    }


def describe_bug(
    error: BaseException, request_id: str, *, located: GraphQLError | None = None, operation: str = ""
) -> Error:
    """A bug: its story goes to the log, and the caller gets the request id to ask for it."""
    path = ".".join(str(step) for step in (located.path if located and located.path else ()))
    where = f"{f' in {operation}' if operation else ''}{f' at {path}' if path else ''}"
    log_failure(logger, f"{request_id} failed{where}", error, name=request_id)
    return {
        "message": APOLOGY,
        **place(located),
        "extensions": {"code": Fault.code, "status": Fault.status, "requestId": request_id},
    }


def bug_result(error: BaseException, request_id: str) -> Result:
    return Result(errors=[describe_bug(error, request_id)], executed=False, status=500)


def failed(error: Exception, request_id: str) -> Result:
    """The result where nothing handled the error: it is told if it is a problem of ours, and a bug otherwise."""
    if isinstance(error, Problem) and not isinstance(error, Misconfigured):
        return Rejected.by(error).result(request_id)
    return bug_result(error, request_id)


def headers_for(errors: Sequence[Error]) -> dict[str, str]:
    """The headers of a result with errors of which some pass: when to send the request again."""
    waits = [error["extensions"]["retryAfter"] for error in errors if "retryAfter" in error["extensions"]]
    return {"retry-after": seconds(max(waits))} if waits else {}


def is_about_an_argument(error: GraphQLError) -> bool:
    """graphql-core points at the argument for what the caller sent, and at the field for what a resolver returned."""
    return error.nodes is not None and not isinstance(error.nodes[0], FieldNode)


def at(node: Node | None) -> GraphQLError | None:
    """The place of a node, for a problem that is found before anything is executed."""
    return GraphQLError("", node) if node else None


def place(located: GraphQLError | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if located and located.locations:
        where["locations"] = [{"line": spot.line, "column": spot.column} for spot in located.locations]
    if located and located.path is not None:
        where["path"] = located.path
    return where
