"""Faults that only the transport knows, each with its HTTP status."""

from app.errors import BadRequest, Fault, LimitExceeded


class MethodNotAllowed(Fault):
    """`allow` lists the methods that would do."""

    code = "METHOD_NOT_ALLOWED"
    status = 405

    def __init__(self, message: str, *, allow: str) -> None:
        super().__init__(message)
        self.allow = allow


class Conflict(Fault):
    """What is asked for is there already."""

    code = "CONFLICT"
    status = 409


class NotAcceptable(Fault):
    code = "NOT_ACCEPTABLE"
    status = 406


class BodyTooLarge(LimitExceeded):
    status = 413


class HeadTooLarge(LimitExceeded):
    status = 431


class RequestTimeout(Fault):
    code = "REQUEST_TIMEOUT"
    status = 408


class UnsupportedMediaType(Fault):
    code = "UNSUPPORTED_MEDIA_TYPE"
    status = 415


class MalformedRequest(BadRequest):
    """Not a GraphQL request at all, so that even clients of `application/json` are answered by the status."""


class SlowConsumer(Fault):
    """The client does not read its events. `cursor` is the last one sent, to resume from; None when none was."""

    code = "SLOW_CONSUMER"
    status = 429

    def __init__(self, cursor: str | None) -> None:
        super().__init__(
            "The subscription ended because its events were not read. Subscribe again with `after` set to the cursor "
            "in this error's extensions, or as before when there is none."
        )
        self.cursor = cursor
