"""A running server, as the command line reaches it: through the public graph, with a key, like anyone else."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.errors import Misconfigured, Problem

if TYPE_CHECKING:
    import httpx

UrlOption = Annotated[
    str, typer.Option("--url", metavar="URL", help="The server.", envvar="PAYGRAPH_URL", show_envvar=False)
]
KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        envvar="PAYGRAPH_KEY",
        help="A secret key, or a restricted one; by default that of the demo account.",
        show_envvar=True,
    ),
]
LOCAL = "http://127.0.0.1:8000"
SECONDS = 60.0
"""How long an answer may take: moving a clock by years does all that falls due on the way."""


@dataclass(frozen=True)
class Attachment:
    """A file, in place of a variable or within one."""

    filename: str
    content: bytes


class Unreachable(Problem):
    """The connection was lost, or could not be made. Trying again may help."""


class Refused(Problem):
    """The server answered with errors. The first one's sentence, and its code."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(str(errors[0]["message"]))
        self.code = errors[0].get("extensions", {}).get("code")


class Remote:
    """The graph of the server at `url`, with a key. Used as a context manager, it keeps its connection meanwhile."""

    def __init__(self, url: str, key: str) -> None:
        address = url.rstrip("/").removesuffix("/graphql")
        self.url = address if address.startswith(("http://", "https://")) else f"http://{address}"
        self.key = key
        self._http: httpx.Client | None = None

    @classmethod
    def meant(cls, url: str, key: str | None) -> "Remote":
        """The server that a command's options mean. Raises Misconfigured when there is no key to be found."""
        found = key or demo_key()
        if found is None:
            raise Misconfigured(
                "There is no key to ask with. Give one with --key or PAYGRAPH_KEY; `paygraph serve` prints the demo's."
            )
        return cls(url, found)

    def __enter__(self) -> "Remote":
        self._http = self._client()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._http is not None
        self._http.close()

    def _client(self) -> "httpx.Client":
        import httpx

        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=SECONDS, trust_env=False)

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of a query or mutation. Raises Refused and Unreachable."""
        import httpx

        try:
            with nullcontext(self._http) if self._http else self._client() as http:
                body = http.post("/graphql", **request_of({"query": document, "variables": variables})).json()
        except httpx.HTTPError as error:
            said = str(error).rstrip(".") or type(error).__name__
            raise Unreachable(f"{self.url} does not answer: {said}. Start it with `paygraph serve`.") from None
        except ValueError:
            raise Unreachable(f"{self.url} answers with something that is no graph's answer.") from None
        if errors := body.get("errors"):
            raise Refused(errors)
        data: dict[str, Any] = body["data"]
        return data

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


def demo_key() -> str | None:
    """The demo account's secret key, where this user's own server keeps it."""
    from app.access.demo import FILE
    from app.postgres import default_data_dir
    from app.settings import Settings

    file: Path = (Settings.load().data or default_data_dir()) / FILE
    try:
        return next(iter(file.read_text().split()), None)
    except OSError:
        return None
