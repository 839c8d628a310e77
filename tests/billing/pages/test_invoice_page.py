"""The page of an invoice: who can see it and how long, what it says in which language, and payments by card."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.billing.invoices.biller import Biller
from tests.graph import Graph
from tests.stories.shop import MONDAY

HOST = "http://127.0.0.1:8000"
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/50", "cvc": "123", "holder": "Ada"}
SENT = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 30}


async def page_of(graph: Graph, id: str) -> str | None:
    """The path of an invoice's page; None without one."""
    found = await graph("query ($id: ID!) { invoice(id: $id) { hostedInvoiceUrl } }", id=id)
    url: str | None = found["invoice"]["hostedInvoiceUrl"]
    return url.removeprefix(HOST) if url is not None else None


async def billed(
    biller: Biller, *amounts: int, customer: dict[str, Any] | None = None, **input: Any
) -> tuple[str, str]:
    """The id of an open invoice, and the path of its page."""
    payer = await biller.payer(None, **(customer or {}))
    invoice = await biller.bill(payer, *(amounts or (2000,)), **SENT | input)
    path = await page_of(biller.graph, invoice["id"])
    assert path is not None
    return invoice["id"], path


async def test_a_draft_has_no_page(biller: Biller) -> None:
    draft = await biller.draft(await biller.payer(None), 2000)
    assert await page_of(biller.graph, draft["id"]) is None


async def test_the_address_is_in_the_events_of_finalization(biller: Biller, graph: Graph) -> None:
    _, path = await billed(biller)
    found = await graph('{ events(where: { type: { eq: "invoice.finalized" } }) { nodes { data { object } } } }')
    (event,) = found["events"]["nodes"]
    assert event["data"]["object"]["hosted_invoice_url"] == f"{HOST}{path}"


async def test_the_page_shows_the_invoice(biller: Biller, client: httpx.AsyncClient) -> None:
    who = {
        "name": "<b>Анна</b> 山田",
        "email": "anna@example.com",
        "address": {"line1": "Hauptstr. 1", "city": "Berlin", "country": "DE"},
    }
    tax = await biller.tax("19")
    fields = [{"name": "Order", "value": "A-7"}]
    _, path = await billed(
        biller, 1000, 2500, customer=who, customFields=fields, footer="Thanks & bye", defaultTaxRates=[tax]
    )
    page = await client.get(path)
    assert page.status_code == 200
    for text in (
        "Invoice from Test Shop",
        "&lt;b&gt;Анна&lt;/b&gt; 山田",
        "Germany",
        "Item of 1000",
        "$25.00",
        "VAT (19% on $35.00)",
        "$6.65",
        "$41.65",
        "A-7",
        "Thanks &amp; bye",
        "To be paid",
    ):
        assert text in page.text
    assert "<script" not in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("locale", "words", "amount"),
    [
        ("de-DE", "Rechnung von Test Shop", "20,00\N{NO-BREAK SPACE}$"),
        ("fr", "Facture de Test Shop", "20,00\N{NO-BREAK SPACE}$US"),
        ("es", "Factura de Test Shop", "20,00\N{NO-BREAK SPACE}US$"),
        ("ja", "Test Shop からの請求書", "$20.00"),
        ("nl", "Invoice from Test Shop", "$20.00"),
    ],
)
async def test_the_page_speaks_as_the_customer_prefers(
    biller: Biller, client: httpx.AsyncClient, locale: str, words: str, amount: str
) -> None:
    _, path = await billed(biller, customer={"preferredLocales": [locale]})
    page = await client.get(path)
    assert words in page.text
    assert amount in page.text


async def test_without_a_preference_the_page_speaks_as_the_browser(biller: Biller, client: httpx.AsyncClient) -> None:
    _, path = await billed(biller)
    page = await client.get(path, headers={"Accept-Language": "xx,de;q=0.9"})
    assert "Zu bezahlen" in page.text


async def test_a_card_pays(biller: Biller, client: httpx.AsyncClient) -> None:
    id, path = await billed(biller)
    answer = await client.post(path, data=CARD)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOST}{path}")
    invoice = await biller.invoice(id)
    assert (invoice["status"], invoice["paymentIntent"]["status"]) == ("PAID", "SUCCEEDED")
    page = await client.get(path)
    assert "View the receipt" in page.text
    assert "<form" not in page.text
    again = await client.post(path, data=CARD)
    assert again.status_code == 400
    assert (await biller.invoice(id))["amountPaid"]["amount"] == 2000


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"number": "4000000000009995"}, "insufficient funds"),
        ({"number": "4000000000000069"}, "has expired"),
        ({"number": "4000000000000002"}, "was declined"),
        ({"number": "4000000000000127"}, "security code is wrong"),
        ({"number": "4242424242424241"}, "Check the card number"),
        ({"number": "<script>"}, "Check the card number"),
        ({"expiry": "soon"}, "Check the card number"),
        ({"expiry": "12/²"}, "Check the card number"),
        ({"holder": "x" * 3000}, "Check the card number"),
    ],
)
async def test_a_card_that_does_not_pay(
    biller: Biller, client: httpx.AsyncClient, form: dict[str, str], text: str
) -> None:
    id, path = await billed(biller)
    page = await client.post(path, data=CARD | form)
    assert page.status_code == 400
    assert text in page.text
    assert "<script" not in page.text
    assert (await biller.invoice(id))["status"] == "OPEN"
    assert (await client.post(path, data=CARD)).status_code == 303
    assert (await biller.invoice(id))["status"] == "PAID"


@pytest.mark.parametrize(("outcome", "status"), [("complete", "PAID"), ("fail", "OPEN")])
async def test_the_bank_asks_the_customer(biller: Biller, client: httpx.AsyncClient, outcome: str, status: str) -> None:
    id, path = await billed(biller)
    answer = await client.post(path, data=CARD | {"number": "4000000000003220"})
    bank = answer.headers["Location"].removeprefix(HOST)
    assert bank.startswith("/authenticate/pi_")
    assert bank in (await client.get(path)).text
    farewell = await client.post(bank, data={"outcome": outcome})
    assert path in farewell.text
    assert (await biller.invoice(id))["status"] == status
    back = await client.get(f"{path}?redirect_status={'failed' if outcome == 'fail' else 'succeeded'}")
    assert ("did not confirm" in back.text) is (outcome == "fail")


@pytest.mark.parametrize(("verb", "text"), [("Void", "Void: nothing"), ("MarkUncollectible", "Unpaid")])
async def test_what_became_of_the_invoice(biller: Biller, client: httpx.AsyncClient, verb: str, text: str) -> None:
    id, path = await billed(biller)
    await biller.act(verb, id)
    page = await client.get(path)
    assert text in page.text
    assert ("<form" in page.text) is (verb == "MarkUncollectible")
    paid = await client.post(path, data=CARD)
    assert paid.status_code == (303 if verb == "MarkUncollectible" else 400)


async def test_without_its_token_an_invoice_is_neither_shown_nor_paid(
    biller: Biller, client: httpx.AsyncClient
) -> None:
    id, path = await billed(biller)
    for guess in (f"/i/{id}/guessed", f"{path}x", f"/i/in_unknown/{path.rpartition('/')[2]}"):
        assert (await client.get(guess)).status_code == 404
        assert (await client.post(guess, data=CARD)).status_code == 404
    assert (await biller.invoice(id))["status"] == "OPEN"


async def test_the_address_expires_thirty_days_after_the_due_date(biller: Biller, client: httpx.AsyncClient) -> None:
    clock, customer = await biller.under_clock(None)
    invoice = await biller.bill(customer, 2000, **SENT)
    path = await page_of(biller.graph, invoice["id"])
    assert path is not None
    await biller.advance(clock, MONDAY + timedelta(days=59))
    assert (await client.get(path)).status_code == 200
    await biller.advance(clock, MONDAY + timedelta(days=60))
    gone = await client.get(path)
    assert gone.status_code == 410
    assert "This link has expired" in gone.text
    assert "$20.00" not in gone.text
    await client.post(path, data=CARD)
    assert (await biller.invoice(invoice["id"]))["status"] == "OPEN"
    renewed = await client.post(path, data={"renew": "1"})
    new = renewed.headers["Location"].removeprefix(HOST)
    assert new != path
    assert (await client.get(path)).status_code == 404
    assert (await client.post(new, data=CARD)).status_code == 303
    assert (await biller.invoice(invoice["id"]))["status"] == "PAID"


async def test_what_credit_notes_took_off_is_shown(biller: Biller, client: httpx.AsyncClient) -> None:
    id, path = await billed(biller, 2000, customer={"balance": -300})
    await biller.graph.do("creditNoteCreate", "id", input={"invoice": id, "amount": 500})
    text = (await client.get(path)).text
    # 20.00 - 3.00 of the balance - 5.00 credited = 12.00.
    for label, amount in (("Applied balance", "-$3.00"), ("Credit notes", "-$5.00"), ("Amount due", "$12.00")):
        assert label in text
        assert amount in text
