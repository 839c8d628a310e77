"""Every event that can be told can be caused from the command line, on a server as shipped."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.cli.remote import Remote, resource_of
from app.cli.trigger import cause, unknown
from app.cli.triggers import NEVER, load
from app.cli.triggers.bench import Override
from app.database import Database
from app.domain.events.catalogue import catalogue
from app.errors import Misconfigured
from app.server.main import build
from app.settings import Limits, Settings
from tests.cli.warm import paygraph
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served
from tests.snapshots import differences
from tests.stripe_facts import fact_differences
from tests.stripe_python import object_differences

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)
SILENT = ("Customer.nextInvoiceSequence", "InvoiceItem.invoice", "Coupon.timesRedeemed", "PaymentIntent.amount.")
"""What changes without an event, as with Stripe."""


@pytest.fixture(scope="module")
async def server(database_of_the_run: Database) -> AsyncIterator[Live]:
    settings = Settings(database_url=database_of_the_run.url, worker=False, limits=LIMITS)
    async with served(build(settings), LIMITS) as live:
        yield live


@pytest.fixture
async def merchant(server: Live, database: Database) -> Graph:
    return await new_caller(server.http, database)


def test_every_event_that_is_emitted_has_a_recipe_or_a_reason() -> None:
    assert load().keys().isdisjoint(NEVER)
    cure = "Give each event that is emitted a recipe in app/cli/triggers/, or a reason in its NEVER."
    assert load().keys() | NEVER.keys() == {type.name for type in catalogue.values() if type.emitted}, cure


@pytest.mark.parametrize("event", sorted(load()))
async def test_the_event_is_really_caused(event: str, server: Live, merchant: Graph) -> None:
    with Remote(f"http://127.0.0.1:{server.port}", merchant.secret) as remote:
        events = await asyncio.to_thread(cause, remote, event, [])
    assert [each["type"] for each in events].count(event) >= 1
    assert [each["type"] for each in events] == await merchant.events()
    for body in (each["data"]["object"] for each in events):
        assert object_differences(body) + fact_differences(body, whole=False) == []
    assert [each for each in await differences(merchant) if not each.startswith(SILENT)] == []


async def test_overrides_are_laid_over_what_is_made(server: Live, merchant: Graph) -> None:
    fields = (
        *("amount=5000", "metadata.order=17", "metadata.version=1.10", "metadata.a.b=true", "shipping.name=Ada"),
        *("shipping.address.city=Paris", "shipping.address.postal_code=94107", "shipping.phone=null"),
    )
    overrides = [f"payment_intent.{field}" for field in fields]
    with Remote(f"http://127.0.0.1:{server.port}", merchant.secret) as remote:
        with pytest.raises(Exception, match="Int64 takes a whole number"):
            await asyncio.to_thread(cause, remote, "payment_intent.created", ["paymentIntent.amount=nothing"])
        (event,) = await asyncio.to_thread(cause, remote, "payment_intent.created", overrides)
    body = event["data"]["object"]
    assert (body["amount"], body["metadata"]) == (5000, {"order": "17", "version": "1.10", "a.b": "true"})
    assert (body["shipping"]["name"], body["shipping"]["phone"]) == ("Ada", None)
    assert (body["shipping"]["address"]["city"], body["shipping"]["address"]["postal_code"]) == ("Paris", "94107")


async def test_an_override_of_what_is_not_made_is_told(server: Live, merchant: Graph) -> None:
    with Remote(f"http://127.0.0.1:{server.port}", merchant.secret) as remote:
        with pytest.raises(Misconfigured, match=r"--override product\.name=Tea changes nothing"):
            await asyncio.to_thread(cause, remote, "customer.created", ["product.name=Tea"])
        with pytest.raises(Misconfigured, match="must be like"):
            await asyncio.to_thread(cause, remote, "customer.created", ["name=Tea"])


def test_an_override_changes_only_what_it_names() -> None:
    given = {"address": {"city": "Rome", "line1": "1"}, "name": "Ada"}
    laid = Override("customer.address.city=Paris").lay_over("customerCreate", given)
    assert laid == {"address": {"city": "Paris", "line1": "1"}, "name": "Ada"}
    assert given["address"] == {"city": "Rome", "line1": "1"}
    assert Override("customer.name=x").lay_over("customerUpdate", {}) == {}
    assert Override("customerUpdate.name=x").lay_over("customerUpdate", {}) == {"name": "x"}
    assert Override("price.metadata.unit_amount=a.b").lay_over("priceCreate", {}) == {
        "metadata": {"unit_amount": "a.b"}
    }
    assert Override("price.unit_amount=7").lay_over("priceCreate", {}) == {"unitAmount": 7}


def test_mutations_lead_to_their_resource() -> None:
    assert resource_of("paymentMethodAttach") == "paymentMethod"
    assert resource_of("testClockAdvance") == "testClock"


def test_what_is_not_known_is_told_with_what_is_near() -> None:
    assert unknown("payment_intent.suceeded", list(load())).startswith(
        "There is no event payment_intent.suceeded. Did you mean payment_intent.succeeded or "
    )
    assert "is told by nothing that there is yet" in unknown("climate.order.created", list(load()))


async def test_the_command(server: Live, merchant: Graph) -> None:
    here = {"PAYGRAPH_URL": f"http://127.0.0.1:{server.port}", "PAYGRAPH_KEY": merchant.secret}
    status, out, err = await asyncio.to_thread(paygraph, "trigger", "charge.refunded", environment=here)
    assert (status, err) == (0, "")
    types = [line[2:].split()[0] for line in out.splitlines()]
    assert types == await merchant.events()
    assert [line[2:].split()[0] for line in out.splitlines() if line.startswith("→")] == ["charge.refunded"]
    status, out, err = await asyncio.to_thread(paygraph, "trigger", "--list")
    assert (status, err, out.split()) == (0, "", sorted(load()))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["trigger", "customer.creatd", "--key", "x"], "Did you mean customer.created"),
        (["trigger"], "Name an event"),
        (["trigger", "test_helpers.test_clock.internal_failure"], "cannot be caused on purpose"),
        (["trigger", "customer.created", "--key", "x", "--url", "http://127.0.0.1:1"], "does not answer"),
    ],
)
def test_mistakes_are_sentences(arguments: list[str], sentence: str) -> None:
    status, out, err = paygraph(*arguments)
    assert (status, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err
