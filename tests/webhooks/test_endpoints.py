"""Endpoints and destinations: what may be chosen, what is told once, and what is kept sealed."""

from typing import Any

import pytest
import stripe
from sqlalchemy import text

from app.database import Database
from app.domain.sealing import Sealer, key_of
from app.domain.webhooks.addresses import LOOPBACK, Reach, literal
from app.events.webhooks.courier import Courier
from tests.graph import Graph
from tests.webhooks.conftest import Time, customer, endpoint
from tests.webhooks.receiver import Receiver

URL = "https://hooks.example.com/stripe"
ALL = "id url status enabledEvents description apiVersion application livemode metadata secret object"


async def test_an_endpoints_life(graph: Graph) -> None:
    input = {
        "url": URL,
        "enabledEvents": ["invoice.paid", "charge.captured"],
        "description": "The shop",
        "apiVersion": "2023-10-16",
        "metadata": {"team": "billing"},
    }
    made = await graph.do("webhookEndpointCreate", ALL, input=input)
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert made == {**input, "id": made["id"], "status": "enabled", "application": None, "livemode": False} | {
        "object": "webhook_endpoint"
    }
    read = await graph(f"query($id: ID!) {{ webhookEndpoint(id: $id) {{ {ALL} }} }}", id=made["id"])
    assert read["webhookEndpoint"] == {**made, "secret": None}
    changed = await graph.do("webhookEndpointUpdate", ALL, id=made["id"], input={"disabled": True, "description": None})
    assert (changed["status"], changed["description"], changed["secret"]) == ("disabled", None, None)
    changed = await graph.do("webhookEndpointUpdate", "status", id=made["id"], input={"disabled": False})
    assert changed == {"status": "enabled"}
    assert await graph.do("webhookEndpointDelete", "id deleted", id=made["id"]) == {"id": made["id"], "deleted": True}
    assert (await graph("{ webhookEndpoints { totalCount } }"))["webhookEndpoints"] == {"totalCount": 0}
    assert await graph.events() == [], "nothing of it is an event of Stripe's"


async def test_the_same_request_again_tells_the_same_secret(graph: Graph, database: Database) -> None:
    input = {"url": URL, "enabledEvents": ["*"]}
    first = await graph.attempt("webhookEndpointCreate", "id secret", input=input, idempotencyKey="a")
    again = await graph.attempt("webhookEndpointCreate", "id secret", input=input, idempotencyKey="a")
    assert again["object"] == first["object"]
    assert again["replayed"] is True
    secret = first["object"]["secret"]
    async with database.writing() as connection:
        for table in await connection.values(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")):
            kept = await connection.values(text(f'SELECT t::text FROM "{table}" AS t'))
            assert not [row for row in kept if secret in row], f"{table} holds the secret in the open"


async def test_a_rolled_secret_signs_beside_the_new_one_for_a_while(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    made = await endpoint(graph, receiver)
    rolled = await graph.do("webhookEndpointRollSecret", "secret", id=made["id"], input={"expiresIn": 3600})
    old, new = made["secret"], rolled["secret"]
    assert new != old
    await customer(graph)
    await courier.deliver_due()
    time.move(minutes=59)
    await customer(graph)
    await courier.deliver_due()
    time.move(minutes=2)
    await customer(graph)
    await courier.deliver_due()
    assert [request.signature.count("v1=") for request in receiver.received] == [2, 2, 1]
    for place, secret, holds in ((0, old, True), (1, old, True), (1, new, True), (2, new, True), (2, old, False)):
        request = receiver.received[place]
        verify: Any = stripe.WebhookSignature.verify_header
        if holds:
            assert verify(request.body.decode(), request.signature, secret)
        else:
            with pytest.raises(stripe.SignatureVerificationError):
                verify(request.body.decode(), request.signature, secret)
    await graph.do("webhookEndpointRollSecret", "id", id=made["id"])
    await customer(graph)
    await courier.deliver_due()
    assert receiver.received[3].signature.count("v1=") == 1, "without a grace the former one ends at once"
    refusal = await graph.refuse("webhookEndpointRollSecret", id=made["id"], input={"expiresIn": 86_401})
    assert refusal["field"] == "expiresIn"


@pytest.mark.parametrize(
    ("types", "field", "hint"),
    [
        ([], "enabledEvents", "`enabledEvents` needs at least one type of event, such as 'invoice.paid'."),
        (["invoice.piad"], "enabledEvents.0", "There is no event type 'invoice.piad'. Did you mean 'invoice.paid'"),
        (["invoice.*"], "enabledEvents.0", "'invoice.*' is no type of event: name each type whole"),
        (["v1.invoice.paid"], "enabledEvents.0", "Choose it in an event destination of thin events."),
        (
            ["charge.captured", "nonsense"],
            "enabledEvents.1",
            "There is no event type 'nonsense'. Name a type such as 'invoice.paid'.",
        ),
    ],
)
async def test_types_that_are_none(graph: Graph, types: list[str], field: str, hint: str) -> None:
    refusal = await graph.refuse("webhookEndpointCreate", input={"url": URL, "enabledEvents": types})
    assert (refusal["field"], hint in refusal["message"]) == (field, True), refusal
    made = await graph.do("webhookEndpointCreate", "id", input={"url": URL, "enabledEvents": ["*"]})
    refusal = await graph.refuse("webhookEndpointUpdate", id=made["id"], input={"enabledEvents": types})
    assert refusal["field"] == field


async def test_a_version_that_never_was(graph: Graph) -> None:
    input = {"url": URL, "enabledEvents": ["*"], "apiVersion": "2024-12-19"}
    refusal = await graph.refuse("webhookEndpointCreate", input=input)
    assert (refusal["field"], "no version of Stripe's API" in refusal["message"]) == ("apiVersion", True)


BAD_URLS = (
    "",
    "hooks.example.com",
    "ftp://hooks.example.com/",
    "https://",
    "https:///path",
    "https://user:password@hooks.example.com/",
    "https://user@hooks.example.com/",
    "https://hooks.example.com:0/",
    "https://hooks.example.com:99999/",
    "https://hooks.example.com:25/",
    "https://hooks.example.com:5432/",
    "https://hooks example.com/",
    "https://hooks.example.com/\r\nHost: other",
    "https://[::1",
    "https://hööks.example.com/",
    "https://10.0.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://100.64.0.1/",
    "https://hooks.example.com/" + "x" * 2_048,
)


@pytest.mark.parametrize("url", BAD_URLS)
async def test_urls_that_nothing_is_sent_to(graph: Graph, url: str) -> None:
    refusal = await graph.refuse("webhookEndpointCreate", input={"url": url, "enabledEvents": ["*"]})
    assert refusal["field"] == "url"
    assert "url" in refusal["message"]
    input = {"name": "a", "enabledEvents": ["*"], "eventPayload": "SNAPSHOT", "type": "WEBHOOK_ENDPOINT"}
    refusal = await graph.refuse("eventDestinationCreate", input={**input, "webhookEndpoint": {"url": url}})
    assert refusal["field"] == "webhookEndpoint.url"


async def test_live_endpoints_are_https(live: Graph) -> None:
    refusal = await live.refuse(
        "webhookEndpointCreate", input={"url": URL.replace("https", "http"), "enabledEvents": ["*"]}
    )
    assert (refusal["field"], refusal["message"]) == ("url", "In live mode `url` must begin with https://.")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.0.2.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("2001:0:0:0:0:0:80ff:fffe", False),
        ("192.0.0.9", False),
        ("192.0.0.170", False),
        ("192.88.99.1", False),
        ("192.31.196.1", False),
        ("198.18.0.1", False),
        ("0.1.2.3", False),
        ("64:ff9b:1::1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("::ffff:0:127.0.0.1", False),
        ("::93.184.216.34", False),
        ("100::1", False),
        ("2001:db8::1", False),
        ("2002:5db8:d822::", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("fec0::1", False),
        ("2606:2800:220:1:0:5efe:a00:1", False),
        ("2606:2800:220:1:200:5efe:5db8:d822", True),
    ],
)
def test_public_addresses_are_within_reach(address: str, allowed: bool) -> None:
    found = literal(address)
    assert found is not None
    assert Reach().allows(found) is allowed


def test_what_the_operator_allows_is_within_reach() -> None:
    reach = Reach((*LOOPBACK, "10.1.0.0/16"))
    within = {text: reach.allows(address) for text in ("127.0.0.1", "::1", "10.1.2.3") if (address := literal(text))}
    assert within == {"127.0.0.1": True, "::1": True, "10.1.2.3": True}
    for text_ in ("10.2.0.1", "169.254.169.254", "::ffff:10.2.0.1"):
        address = literal(text_)
        assert address is not None
        assert not reach.allows(address)
    mapped = literal("::ffff:127.0.0.1")
    assert mapped is not None
    assert reach.allows(mapped)


async def test_sixteen_of_each_at_most(graph: Graph, stranger: Graph) -> None:
    input = {"url": URL, "enabledEvents": ["*"]}
    for _ in range(16):
        last = await graph.do("webhookEndpointCreate", "id", input=input)
    refusal = await graph.refuse("webhookEndpointCreate", input=input)
    assert refusal["message"] == (
        "An account has at most 16 webhook endpoints in each mode. Delete one that is not needed."
    )
    await stranger.do("webhookEndpointCreate", "id", input=input)
    await graph.do("webhookEndpointDelete", "id", id=last["id"])
    await graph.do("webhookEndpointCreate", "id", input=input)


def test_a_seal_is_opened_by_its_keys_for_its_owner_alone() -> None:
    old, new = Sealer(["old key"]), Sealer(["new key", "old key"])
    sealed = old.seal("whsec_1", "we_1")
    assert b"whsec" not in sealed
    assert old.seal("whsec_1", "we_1") != sealed
    assert new.open(sealed, "we_1") == "whsec_1"
    assert new.open(sealed, "we_2") is None
    assert old.open(new.seal("whsec_2", "we_1"), "we_1") is None
    assert old.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "we_1") is None


def test_the_key_of_a_folder_is_made_once_for_its_owner_alone(tmp_path: Any) -> None:
    key = key_of(tmp_path)
    assert len(key) == 64
    assert key_of(tmp_path) == key
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [("secret_key", 0o600)]
