"""A disk that is full: reads go on, changes are refused with the reason, and when there is room all goes on by itself.

The disk is real but for a library (full_disk.c) that is loaded before the C library into the server and its PostgreSQL.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from app import about
from app.postgres import EmbeddedPostgres
from tests.cli.command import Server, serving
from tests.core_resources.files.uploading import CREATE as CREATE_FILE
from tests.house.processes import is_alive, server_pid

SOURCE = Path(__file__).with_name("full_disk.c")
CREATE = """mutation ($input: CustomerCreateInput!, $key: String) {
  customerCreate(input: $input, idempotencyKey: $key) { customer { id } userErrors { message } }
}"""
PAY = """mutation { paymentIntentCreate(input: {
  amount: 2000, currency: USD, confirm: true, paymentMethodTypes: ["us_bank_account"],
  paymentMethod: "pm_usBankAccount_success", mandateData: {customerAcceptance: {type: OFFLINE, offline: {}}}
}) { paymentIntent { id status } userErrors { message } } }"""
REDIRECT = """mutation { paymentIntentCreate(input: {
  amount: 2000, currency: USD, confirm: true, paymentMethod: "pm_card_threeDSecure2Required",
  returnUrl: "https://shop.example/done"
}) { paymentIntent { nextAction { redirectToUrl { url } } } userErrors { message } } }"""
FULL = "The disk of the database is full."
SECONDS = 60.0


@dataclass
class Disk:
    """A disk below `data`, which is full while a file is there. PostgreSQL's log cannot be written while another is."""

    folder: Path
    data: Path

    @property
    def full(self) -> Path:
        return self.folder / "full"

    @property
    def log_full(self) -> Path:
        return self.folder / "log-full"

    @property
    def files_full(self) -> Path:
        return self.folder / "files-full"

    @property
    def library(self) -> Path:
        """For the C compiler of the machine."""
        made = self.folder / "full_disk.so"
        names = {"BELOW": self.data, "FULL": self.full, "LOG_FULL": self.log_full, "FILES_FULL": self.files_full}
        defined = [f'-D{name}="{path}"' for name, path in names.items()]
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(made), str(SOURCE), *defined, "-ldl"], check=True)
        return made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    # PostgreSQL may run as a user who cannot enter tmp_path.
    folder = Path(tempfile.mkdtemp(prefix="paygraph-full-disk-"))
    folder.chmod(0o755)
    yield Disk(folder, tmp_path / "data")
    shutil.rmtree(folder)


@dataclass
class Client:
    """Asks a server, over one connection."""

    server: Server
    http: httpx.Client

    def post(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        return self.http.post("/graphql", json={"query": query, "variables": variables or {}}, headers=headers)

    def create(self, number: int) -> httpx.Response:
        """Ask for a customer who takes room: no page has enough left."""
        return self.post(CREATE, {"input": customer(number), "key": f"key-{number}"})

    def status(self, path: str) -> tuple[int, Any]:
        response = self.http.get(path)
        return response.status_code, response.json()


def customer(number: int) -> dict[str, Any]:
    return {"name": f"Customer {number}", "metadata": {f"key{each}": os.urandom(200).hex() for each in range(40)}}


def files_alone_are_not_kept(client: Client, disk: Disk, log: Path) -> None:
    """All else goes on while they have no room."""
    told = "The disk of the files is full."
    disk.files_full.touch()
    until(lambda: client.status("/readyz") == (200, {"status": "ready", "impaired": told}))
    assert upload(client)[2].startswith(told)
    assert customers(client) == 1
    disk.files_full.unlink()
    until(lambda: client.status("/readyz") == (200, {"status": "ready"}))
    assert f"Files cannot be kept: {told}" in log.read_text()


def authorize(client: Client, page: str) -> tuple[int, str]:
    """Agree on the page; the status, and what the page says."""
    answer = client.http.post(page, data={"outcome": "complete"}, headers={"Accept": "text/html"})
    return answer.status_code, answer.text.partition("<h1>")[2].partition("</h1>")[0]


def page_to_authorize(client: Client) -> str:
    """The address of a page on which a customer agrees to a payment."""
    payment = client.post(REDIRECT).json()["data"]["paymentIntentCreate"]["paymentIntent"]
    return str(payment["nextAction"]["redirectToUrl"]["url"])


def error_of(answer: Any) -> tuple[str, float, str]:
    """Code, seconds to wait, message."""
    (error,) = answer["errors"]
    return error["extensions"]["code"], error["extensions"]["retryAfter"], error["message"]


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what comes by itself."""
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="a library is loaded before others in another way elsewhere")
def test_a_full_disk_says_so_and_heals_when_there_is_room(disk: Disk, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        log.open("w") as errors,
        serving(disk.data, library=disk.library, stderr=errors) as server,
        httpx.Client(
            base_url=server.address, headers={"Authorization": f"Bearer {server.key}"}, timeout=SECONDS
        ) as http,
    ):
        client = Client(server, http)
        assert client.status("/readyz") == (200, {"status": "ready"})
        assert "errors" not in client.create(0).json()
        payment = client.post(PAY).json()["data"]["paymentIntentCreate"]
        assert payment["userErrors"] == []
        assert payment["paymentIntent"]["status"] == "PROCESSING"

        files_alone_are_not_kept(client, disk, log)
        pages = [page_to_authorize(client) for _ in range(40)]
        disk.full.touch()
        refused = next(number for number in range(1, 20) if "errors" in client.create(number).json())
        told = ("SERVICE_UNAVAILABLE", 5.0, f"{FULL} Nothing was changed. Try again when there is room.")
        response = client.create(refused)
        assert (error_of(response.json()), response.headers["retry-after"]) == (told, "5")
        assert in_event_stream(client, refused) == told
        assert on_socket(client, refused) == told
        assert upload(client) == (told[0], 5.0, told[2].replace("database", "files"))
        # What is little may still fit.
        page = next(page for page in pages if authorize(client, page) != (200, "Thank you"))
        assert authorize(client, page) == (503, "This page cannot be shown at the moment")
        asyncio.run(make_due(disk.data))
        until(lambda: f"The worker waits: {FULL}" in log.read_text())
        until(lambda: client.status("/readyz") == (503, {"status": "unavailable", "reason": FULL}))
        assert client.status("/healthz") == (200, {"status": "ok", **about()})
        assert customers(client) == refused

        disk.full.unlink()
        assert "errors" not in client.create(refused).json()
        until(lambda: client.status("/readyz") == (200, {"status": "ready"}))
        until(lambda: status_of_payment(client, payment["paymentIntent"]["id"]) == "SUCCEEDED")
        assert authorize(client, page) == (200, "Thank you")

        # PostgreSQL ends itself when its log cannot be written, and cannot start.
        died = server_pid(disk.data)
        disk.full.touch()
        disk.log_full.touch()
        assert error_of(client.create(refused + 1).json())[0] == "SERVICE_UNAVAILABLE"
        until(lambda: not is_alive(died))
        until(lambda: "does not start again: PostgreSQL did not start" in log.read_text())
        assert "its disk is full" in log.read_text()
        until(lambda: client.status("/readyz")[0] == 503)
        assert client.status("/healthz") == (200, {"status": "ok", **about()})

        disk.log_full.unlink()
        disk.full.unlink()
        until(lambda: client.status("/readyz") == (200, {"status": "ready"}))
        assert "errors" not in client.create(refused + 1).json()
        assert customers(client) == refused + 2
    assert "Traceback" not in log.read_text()


def in_event_stream(client: Client, number: int) -> tuple[str, float, str]:
    variables = {"input": customer(number)}
    response = client.post(CREATE, variables, Accept="text/event-stream")
    (line,) = [line for line in response.text.splitlines() if line.startswith("data: {")]
    return error_of(json.loads(line.removeprefix("data: ")))


def on_socket(client: Client, number: int) -> tuple[str, float, str]:
    address = client.server.address.replace("http", "ws") + "/graphql"
    with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        key = {"Authorization": f"Bearer {client.server.key}"}
        socket.send(json.dumps({"type": "connection_init", "payload": key}))
        assert json.loads(socket.recv())["type"] == "connection_ack"
        payload = {"query": CREATE, "variables": {"input": customer(number)}}
        socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        return error_of(json.loads(socket.recv())["payload"])


def upload(client: Client) -> tuple[str, float, str]:
    variables = {"input": {"file": None, "purpose": "DISPUTE_EVIDENCE"}}
    operations = json.dumps({"query": CREATE_FILE % "id", "variables": variables})
    parts = {"operations": operations, "map": json.dumps({"0": ["variables.input.file"]})}
    response = client.http.post("/graphql", data=parts, files={"0": ("a.pdf", b"%PDF-1.7 " + b"x" * 500_000)})
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    return error_of(response.json())


async def make_due(data: Path) -> None:
    """Have the payment settle now rather than in some days."""
    connection = await asyncpg.connect(EmbeddedPostgres(data).url)
    await connection.execute("UPDATE wake SET due = now() WHERE target_id LIKE 'ch_%' OR target_id LIKE 'pi_%'")
    await connection.close()


def status_of_payment(client: Client, id: str) -> str:
    return str(client.post(f'{{ paymentIntent(id: "{id}") {{ status }} }}').json()["data"]["paymentIntent"]["status"])


def customers(client: Client) -> int:
    return int(client.post("{ customers { totalCount } }").json()["data"]["customers"]["totalCount"])
