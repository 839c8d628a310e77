"""A running server, as the command line reaches it: through the public graph, with a key, like anyone else."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app import VERSION
from app.cli.addresses import web_address
from app.errors import Misconfigured, Problem

if TYPE_CHECKING:
    import httpx

SECONDS = 60.0
"""How long an answer may take: moving a clock by years does all that falls due on the way."""
UNKNOWN_TO_IT = "GRAPHQL_VALIDATION_FAILED"
"""The code of what the server's graph does not have."""


@dataclass(frozen=True)
class Attachment:
    """A file, in place of a variable or within one."""

    filename: str
    content: bytes


class Unreachable(Problem):
    """The connection was lost, or could not be made. Trying again may help."""


class Refused(Problem):
    """The server answered with errors. The first one's sentence, and its code."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code

    @classmethod
    def by(cls, url: str, errors: Any) -> "Refused | Unreachable":
        """What `errors` of an answer say; where they are none of a graph's, that no graph answers there."""
        match errors:
            case [{"message": str(message), "extensions": {"code": str(code)}}, *_]:
                return cls(message, code)
            case [{"message": str(message)}, *_]:
                return cls(message)
        return no_graph(url, "with errors that are none of a graph's")


class Remote:
    """The graph of the server at `url`, with a key, which may act on a connected account. Used as a context manager, it
    keeps its connection meanwhile."""

    def __init__(self, url: str, key: str, account: str | None = None) -> None:
        """Raises Misconfigured for what is no address, or cannot be sent as a key or an account."""
        self.url = address_of(url)
        self.key = key.strip()
        if not is_sendable(self.key):
            raise Misconfigured("What was given as API key (--key, or PAYGRAPH_KEY) is not one. Copy it whole.")
        if not is_sendable(account or ""):
            raise Misconfigured("What was given as --account is no id of an account, such as acct_….")
        self.headers = {"Authorization": f"Bearer {self.key}"}
        """Whose key it is, as requests and the payload of `connection_init` say it."""
        if account is not None:
            self.headers["Stripe-Account"] = account
        self._http: httpx.Client | None = None

    def __enter__(self) -> "Remote":
        self._http = self._client()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._http is not None
        self._http.close()

    def _client(self) -> "httpx.Client":
        import httpx

        return httpx.Client(base_url=self.url, headers=self.headers, timeout=SECONDS, trust_env=False)

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a query or mutation. Raises Refused and Unreachable."""
        return self.data_of(self.answer("POST", "/graphql", **request_of({"query": document, "variables": variables})))

    async def ask_through(self, client: "httpx.AsyncClient", document: str) -> dict[str, Any]:
        """As `ask`, of a query without variables, by a client that others may use meanwhile."""
        import httpx

        try:
            response = await client.post(f"{self.url}/graphql", json={"query": document}, headers=self.headers)
        except httpx.HTTPError as error:
            raise self.silent(error) from None
        return self.data_of(self.body_of(response))

    def answer(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """The JSON object that is answered. Raises Unreachable."""
        import httpx

        try:
            with nullcontext(self._http) if self._http else self._client() as http:
                return self.body_of(http.request(method, path, **request))
        except httpx.HTTPError as error:
            raise self.silent(error) from None

    def silent(self, error: Exception) -> Unreachable:
        """That the server does not answer, and why."""
        said = str(error).rstrip(".") or type(error).__name__
        return Unreachable(f"{self.url} does not answer: {said}. Start it with `paygraph serve`.")

    def body_of(self, response: "httpx.Response") -> dict[str, Any]:
        """The JSON object of a response. Raises Unreachable for anything else."""
        try:
            body = response.json()
        except ValueError:
            kind = response.headers.get("Content-Type", "").partition(";")[0] or "nothing"
            raise no_graph(self.url, f"with {kind} and status {response.status_code}") from None
        if not isinstance(body, dict):
            raise no_graph(self.url, f"with JSON that is no object, and status {response.status_code}")
        return body

    def data_of(self, body: dict[str, Any]) -> dict[str, Any]:
        """The data of an answer. Raises Refused for one with errors, and Unreachable for what is none of a graph's."""
        if errors := body.get("errors"):
            refused = Refused.by(self.url, errors)
            if isinstance(refused, Refused) and refused.code == UNKNOWN_TO_IT:
                raise Refused(f"{refused.message} {self.other_version()}".rstrip(), refused.code)
            raise refused
        data = body.get("data")
        if not isinstance(data, dict) or None in data.values():
            raise no_graph(self.url, "without data")
        return data

    def other_version(self) -> str:
        """A sentence that says so, where the server is of another version than this command."""
        try:
            version = self.answer("GET", "/healthz").get("version")
        except Unreachable:
            version = None
        if version == VERSION:
            return ""
        its = f"paygraph {version}" if isinstance(version, str) else "of another version"
        return f"The server is {its} and this command is paygraph {VERSION}: use those of one version together."

    def attempt(self, mutation: str, fields: str = "id", /, **arguments: Any) -> dict[str, Any]:
        """A mutation's payload, with its object under `object` and what was refused in `userErrors`."""
        # Whatever is no input is an id: the object's own, or of the object that a single is of.
        kinds = {"input": f"{mutation[0].upper()}{mutation[1:]}Input!"}
        declared = ", ".join(f"${name}: {kinds.get(name, 'ID!')}" for name in arguments)
        passed = ", ".join(f"{name}: ${name}" for name in arguments)
        document = (
            f"mutation({declared}) {{ payload: {mutation}({passed}) "
            f"{{ object: {resource_of(mutation)} {{ {fields} }} userErrors {{ message code }} }} }}"
        )
        payload: dict[str, Any] = self.ask(document, **arguments)["payload"]
        return payload


def is_sendable(text: str) -> bool:
    """Whether a header can have it."""
    return text.isascii() and text.isprintable()


def address_of(url: str) -> str:
    """A server's address as it was typed, with a scheme and without a path. Raises Misconfigured."""
    address = web_address(url)
    if address is None:
        raise Misconfigured(
            f"The server cannot be '{url}' (--url, or PAYGRAPH_URL): give a web address, such as http://127.0.0.1:8000."
        )
    return address.rstrip("/").removesuffix("/graphql")


def no_graph(url: str, how: str) -> Unreachable:
    """What answers at a URL is none of ours. `how` says with what."""
    return Unreachable(f"{url} is no paygraph: it answers {how}. Check the address, and what stands before the server.")


def request_of(operations: dict[str, Any]) -> dict[str, Any]:
    """How httpx is to send a request: as JSON, or in parts where it has files."""
    attached = dict(enumerate(_attachments(operations["variables"], "variables")))
    if not attached:
        return {"json": operations}
    places = {place: [path] for place, (path, _) in attached.items()}
    files = [(str(place), (file.filename, file.content)) for place, (_, file) in attached.items()]
    text = json.dumps(operations, default=lambda _: None)
    return {"files": [("operations", (None, text)), ("map", (None, json.dumps(places))), *files]}


def _attachments(value: Any, path: str) -> Iterator[tuple[str, Attachment]]:
    """The files within a value, each with its path."""
    if isinstance(value, Attachment):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _attachments(inner, f"{path}.{key}")


def resource_of(mutation: str) -> str:
    """The resource that a mutation is of: `paymentMethod` of `paymentMethodAttach`."""
    from pydantic.alias_generators import to_camel

    from app import tables

    every = [*(str(table.__tablename__) for table in tables.every()), *tables.transients]
    names = map(to_camel, every)
    return max((name for name in names if mutation.startswith(name)), key=len)
