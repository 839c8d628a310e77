"""Receivers on real ports, and a courier whose time tests move."""

import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.database import Database
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import Courier
from app.settings import Webhooks
from tests.graph import Graph
from tests.webhooks.receiver import Receiver, receiving

OPTIONS = Webhooks(timeout_seconds=10)


@dataclass
class Time:
    """What time it is, as the test says: the present, and whatever was added."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def courier(database: Database, time: Time) -> AsyncIterator[Courier]:
    courier = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    yield courier
    await courier.aclose()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def endpoint(graph: Graph, receiver: Receiver, *types: str, **given: Any) -> dict[str, Any]:
    """An endpoint that is told of these types, or of all."""
    input = {"url": receiver.url(), "enabledEvents": list(types or ("*",)), **given}
    return await graph.do("webhookEndpointCreate", "id secret", input=input)


async def customer(graph: Graph, **given: Any) -> str:
    """A customer, whose creation is told."""
    made = await graph.do("customerCreate", "id", input={"name": "Ada", **given})
    return str(made["id"])


async def deliveries(graph: Graph, fields: str = "status attemptCount type", **where: Any) -> list[dict[str, Any]]:
    """The account's deliveries, oldest first."""
    found = await graph(
        f"""query($where: WebhookDeliveryWhere) {{
            webhookDeliveries(first: 100, where: $where, orderBy: [{{field: CREATED, direction: ASC}}]) {{
                nodes {{ {fields} }} }} }}""",
        where=where or None,
    )
    nodes: list[dict[str, Any]] = found["webhookDeliveries"]["nodes"]
    return nodes


@pytest.fixture
def unused_port() -> int:
    """A port where no one listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for localhost, of an authority of its own: what serves with it, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    file.write_bytes(secret + public)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    return serving, ssl.create_default_context(cadata=public.decode())
