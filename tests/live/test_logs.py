"""With every logger at its lowest level, no record has a secret or anything of a customer's."""

import asyncio
import base64
import gc
import json
import logging
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from app.database import Database
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import Courier
from app.events.webhooks.sending import Sender
from app.settings import Webhooks
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import follow, greet
from tests.server.conftest import Live

CARD, IBAN = "4000056655665556", "DE89370400440532013000"
EMAIL, NAME, TOKEN = "canary@example.com", "Countess Canary", "canarycanarycanarycanary42"
HOOK = f"http://127.0.0.1:1/{TOKEN}?token={TOKEN}"
CUSTOMER = "mutation ($i: CustomerCreateInput!) { customerCreate(input: $i) { customer { id } userErrors { code } } }"


class Kept(logging.Handler):
    """Keeps all that records have, as text."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.texts: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.texts.append(f"{self.format(record)} {record.__dict__} {error!r}")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Hears all loggers, those that hand nothing on too."""
    kept, root = Kept(), logging.getLogger()
    loggers = [root, *(each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger))]
    for each in loggers:
        monkeypatch.setattr(each, "level", logging.DEBUG)
        monkeypatch.setattr(each, "disabled", False)
        if each is root or not each.propagate:
            monkeypatch.setattr(each, "handlers", [*each.handlers, kept])
        each._cache.clear()  # type: ignore[attr-defined]
    yield kept
    monkeypatch.undo()
    for each in loggers:
        each._cache.clear()  # type: ignore[attr-defined]


@pytest.fixture
async def talkative() -> AsyncIterator[None]:
    """The event loop says all it can; for this test alone, as it then notes a traceback of each step of all tests."""
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    yield
    loop.set_debug(False)


@pytest.mark.usefixtures("talkative")
async def test_no_record_has_a_secret(
    server: Live, merchant: Graph, followers: Followers, database: Database, kept: Kept
) -> None:
    browser = await new_caller(server.http, database, account_id=merchant.tenant.account, kind=KeyKind.PUBLISHABLE)
    canaries = [CARD, IBAN, EMAIL, NAME, TOKEN, merchant.secret, browser.secret]
    canaries += await exchange(server, merchant, browser, followers)
    basic = base64.b64encode(f"{merchant.secret}:".encode()).decode()
    canaries.append(basic)
    for authorization in (
        f"Bearer {merchant.secret}",
        f"Basic {basic}",
        f"Bearer {merchant.secret}x",
        f"Token {merchant.secret}",
    ):
        await come_in(server, merchant.secret, {"Authorization": authorization})
    await break_rules(merchant, database)
    await fail_alone(merchant, database)

    said = "\n".join(kept.texts)
    for word in (
        "UniqueViolationError: SQLSTATE 23505, schema public, table customer, constraint one_email",
        "CheckViolationError: SQLSTATE 23514, schema public, table customer, constraint quiet",
        "could not be sent",
        "ValueError: [message withheld]",
        "Task exception was never retrieved",
        "uvicorn.error DEBUG",
        "uvicorn.error INFO",
    ):
        assert word in said
    told = {canary: [text for text in kept.texts if canary in text] for canary in canaries}
    assert told == {canary: [] for canary in canaries}


async def exchange(server: Live, merchant: Graph, browser: Graph, followers: Followers) -> list[str]:
    """Send what is a customer's, and receive what opens something: these secrets."""
    customer = await merchant.do("customerCreate", "id", input={"name": NAME, "email": EMAIL})
    card = {"number": CARD, "expMonth": 12, "expYear": 2040, "cvc": "123"}
    await browser.do("paymentMethodCreate", "id", input={"type": "CARD", "card": card})
    debit = {"type": "SEPA_DEBIT", "sepaDebit": {"iban": IBAN}, "billingDetails": {"name": NAME, "email": EMAIL}}
    await browser.do("paymentMethodCreate", "id", input=debit)
    intent = await merchant.do("paymentIntentCreate", "clientSecret", input={"amount": 100, "currency": "USD"})
    asked = {"customer": customer["id"], "components": {"buyButton": {"enabled": True}}}
    session = await merchant.do("customerSessionCreate", "clientSecret", input=asked)
    portal = await merchant.do("billingPortalSessionCreate", "url", input={"customer": customer["id"]})
    path = httpx.URL(portal["url"]).path
    await server.http.get(path)
    endpoint = await merchant.do("webhookEndpointCreate", "secret", input={"url": HOOK, "enabledEvents": ["*"]})
    async with follow(server, merchant.secret, "subscription { events { data { object } } }", "sse") as events:
        await followers.reach(1)
        await merchant.do("customerUpdate", "id", id=customer["id"], input={"phone": "1"})
        assert (await events.next())["data"]["object"]["name"] == NAME
    return [intent["clientSecret"], session["clientSecret"], path.rpartition("/")[2], endpoint["secret"]]


async def come_in(server: Live, secret: str, headers: dict[str, str]) -> None:
    """Each way in, with secrets also where none belong."""
    wrong = {"query": f'{{ nothing(name: "{NAME}") }}'}
    await server.http.get("/graphql", params={**wrong, "key": secret}, headers=headers)
    await server.http.post("/graphql", json=wrong, headers=headers)
    await server.http.get(f"/links/{TOKEN}?key={secret}", headers=headers)
    parts = {"operations": (None, json.dumps(wrong)), "map": (None, "{}"), "0": (f"{NAME}.pdf", NAME)}
    await server.http.post("/graphql", files=parts, headers=headers)
    async with server.socket(path=f"/graphql?token={TOKEN}", headers=headers) as socket:
        await greet(socket, secret)
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": wrong}))
        assert json.loads(await socket.recv())["type"] == "error"
    with pytest.raises(InvalidStatus):
        async with server.socket(path=f"/{TOKEN}?token={TOKEN}", headers=headers):
            raise AssertionError("there is no such socket")


async def break_rules(merchant: Graph, database: Database) -> None:
    """Have PostgreSQL refuse what it then quotes: a value that is taken, and a whole row."""
    async with database.writing() as connection:
        await connection.run("CREATE UNIQUE INDEX one_email ON customer (email)")
        await connection.run("ALTER TABLE customer ADD CONSTRAINT quiet CHECK (phone <> '2')")
    try:
        for given in ({"email": EMAIL}, {"name": NAME, "phone": "2"}):
            answer = await merchant.result(CUSTOMER, i=given)
            assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
            assert EMAIL not in json.dumps(answer)
            assert NAME not in json.dumps(answer)
    finally:
        async with database.writing() as connection:
            await connection.run("DROP INDEX one_email")
            await connection.run("ALTER TABLE customer DROP CONSTRAINT quiet")


async def fail_alone(merchant: Graph, database: Database) -> None:
    """Deliveries and tasks that fail while nobody waits for them."""

    async def broken(*_: object) -> None:
        raise ValueError(HOOK)

    courier = Courier(database, Webhooks(), within=Reach(LOOPBACK))
    assert await courier.deliver_due() > 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Sender, "send", broken)
        await merchant.do("customerCreate", "id", input={"name": NAME})
        assert await courier.deliver_due() > 0
    await courier.aclose()
    forgotten = asyncio.create_task(broken())
    await asyncio.wait([forgotten])
    del forgotten
    gc.collect()
