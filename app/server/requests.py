"""What a client asks for: the document, which of its operations, and the variables; the same over every transport."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from app.server.faults import MalformedRequest
from app.whole_numbers import loads

NOTHING: Mapping[str, Any] = MappingProxyType({})


class GraphQLRequest(NamedTuple):
    """`query` is None where `document_hash`, the SHA-256 of a document in hexadecimal, stands in for it."""

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] = NOTHING
    extensions: Mapping[str, Any] = NOTHING
    document_hash: str | None = None

    def declaring(self, names: Sequence[str]) -> "GraphQLRequest":
        """What is kept while the operation runs: the variables that it declares."""
        given = self.variables
        return GraphQLRequest(None, self.operation_name, {name: given[name] for name in names if name in given})

    @classmethod
    def from_body(cls, body: bytes) -> "GraphQLRequest":
        """From the JSON of a POST. Raises MalformedRequest."""
        return cls.from_json(decoded(body, "The body"))

    @classmethod
    def from_json(cls, value: object) -> "GraphQLRequest":
        """From decoded JSON. Raises MalformedRequest, which names the parameter at fault."""
        if isinstance(value, list):
            raise MalformedRequest("Batches are not taken. Send each operation as a request of its own.")
        if not isinstance(value, dict):
            raise MalformedRequest("A request is a JSON object with a 'query', not another kind of JSON value.")
        query = value.get("query")
        extensions = as_object(value, "extensions")
        named = hash_named(value, extensions)
        if query is None and named is None:
            raise MalformedRequest("The request has no 'query'. Send the GraphQL document as a string.", field="query")
        if query is not None and not isinstance(query, str):
            raise MalformedRequest("'query' must be a string: the GraphQL document.", field="query")
        name = value.get("operationName")
        if name is not None and not isinstance(name, str):
            raise MalformedRequest("'operationName' must be a string, or left out.", field="operationName")
        return cls(query, name or None, as_object(value, "variables"), extensions, named)

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> "GraphQLRequest":
        """From a URL's query string, where `variables` and `extensions` are JSON. Raises MalformedRequest."""
        value: dict[str, Any] = dict(parameters)
        for name in ("variables", "extensions"):
            if text := parameters.get(name):
                value[name] = decoded(text, f"The URL's '{name}'", field=name)
            else:
                value.pop(name, None)
        return cls.from_json(value)


def decoded(text: bytes | str, what: str, *, field: str | None = None) -> Any:
    """The JSON that a client sent. Raises MalformedRequest, which says `what` cannot be read, and why."""
    try:
        return loads(text)
    except orjson.JSONDecodeError as error:
        raise MalformedRequest(f"{what} is not valid JSON in UTF-8: {error.msg}.", field=field) from None


def hash_named(value: Mapping[str, Any], extensions: Mapping[str, Any]) -> str | None:
    """The hash that `documentId`, or Apollo's extension, names. Raises MalformedRequest."""
    named = value.get("documentId")
    if named is None:
        persisted = extensions.get("persistedQuery")
        named = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if named is None:
        return None
    hexadecimal = named.removeprefix("sha256:").lower() if isinstance(named, str) else ""
    if len(hexadecimal) != 64 or not set(hexadecimal) <= set("0123456789abcdef"):
        raise MalformedRequest("A document is named by 'sha256:' and its hash in hexadecimal.", field="documentId")
    return hexadecimal


def as_object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = value.get(name)
    if given is None:
        return NOTHING
    if not isinstance(given, dict):
        raise MalformedRequest(f"'{name}' must be a JSON object, or left out.", field=name)
    return given
