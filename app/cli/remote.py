"""A running server, as commands call it: which one, with which key, and its graph over HTTP."""

import os
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from pydantic.alias_generators import to_camel

from app import tables
from app.access.demo import FILE
from app.errors import Misconfigured, Problem
from app.postgres import default_data_dir

LOCAL = "http://127.0.0.1:8000"
SECONDS = 60.0
"""How long an answer may take: moving a clock by years does all that falls due on the way."""

UrlOption = Annotated[
    str | None, typer.Option("--url", metavar="URL", help=f"The server: PAYGRAPH_URL, or {LOCAL}, unless given.")
]
KeyOption = Annotated[
    str | None,
    typer.Option("--key", metavar="KEY", help="A secret key: PAYGRAPH_KEY, or the local demo's, unless given."),
]


class NotAnswered(Problem):
    """The server cannot be reached, or answers with an error."""


class Remote:
    """The graph of a server, with one key. Used as a context manager."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url.rstrip("/"), headers={"Authorization": f"Bearer {key}"}, timeout=SECONDS)

    @classmethod
    def meant(cls, url: str | None, key: str | None) -> "Remote":
        """The server that a command's options, else the environment, else this machine's defaults mean.

        Raises Misconfigured when there is no key to be found.
        """
        url = url or os.environ.get("PAYGRAPH_URL") or LOCAL
        key = key or os.environ.get("PAYGRAPH_KEY") or demo_key()
        if key is None:
            raise Misconfigured(
                "There is no key to ask with. Give one with --key or PAYGRAPH_KEY; `paygraph serve` prints the demo's."
            )
        return cls(url, key)

    def __enter__(self) -> "Remote":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation. Raises NotAnswered, with the server's own sentence where it has one."""
        try:
            response = self._http.post("/graphql", json={"query": document, "variables": variables})
            body = response.json()
        except httpx.HTTPError as error:
            raise NotAnswered(f"{self.url} does not answer: {error}. Start it with `paygraph serve`.") from None
        except ValueError:
            raise NotAnswered(f"{self.url} answers with something that is no graph's answer.") from None
        if errors := body.get("errors"):
            raise NotAnswered(str(errors[0]["message"]))
        data: dict[str, Any] = body["data"]
        return data

    def attempt(self, mutation: str, fields: str = "id", /, **arguments: Any) -> dict[str, Any]:
        """A mutation's payload, with its object under `object` and what was refused in `userErrors`."""
        kinds = {"id": "ID!", "input": f"{mutation[0].upper()}{mutation[1:]}Input!"}
        declared = ", ".join(f"${name}: {kinds[name]}" for name in arguments)
        passed = ", ".join(f"{name}: ${name}" for name in arguments)
        document = (
            f"mutation({declared}) {{ payload: {mutation}({passed}) "
            f"{{ object: {resource_of(mutation)} {{ {fields} }} userErrors {{ message code }} }} }}"
        )
        payload: dict[str, Any] = self.ask(document, **arguments)["payload"]
        return payload


def resource_of(mutation: str) -> str:
    """The resource that a mutation is of: `paymentMethod` of `paymentMethodAttach`."""
    names = (to_camel(name) for name in tables.by_name)
    return max((name for name in names if mutation.startswith(name)), key=len)


def demo_key() -> str | None:
    """The secret key of the demo account of the server on this machine."""
    folder = Path(os.environ.get("PAYGRAPH_DATA") or default_data_dir())
    try:
        return (folder / FILE).read_text().split()[0]
    except (OSError, IndexError):
        return None
