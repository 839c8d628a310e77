"""The invoice and its receipt as PDF: what they say in which language, and who can have them how long."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.billing.invoices.biller import Biller
from tests.billing.pages.papers import pages_of, reader_of
from tests.billing.pages.test_invoice_page import CARD, HOST, SENT, billed
from tests.graph import Graph
from tests.stories.shop import MONDAY

ADDRESS = {"line1": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin", "country": "DE"}


async def test_finalization_gives_the_address(biller: Biller, graph: Graph) -> None:
    draft = await biller.draft(await biller.payer(None), 2000)
    asked = "query ($id: ID!) { invoice(id: $id) { hostedInvoiceUrl invoicePdf } }"
    assert (await graph(asked, id=draft["id"]))["invoice"]["invoicePdf"] is None
    await biller.act("Finalize", draft["id"])
    shown = (await graph(asked, id=draft["id"]))["invoice"]
    assert shown["invoicePdf"] == f"{shown['hostedInvoiceUrl']}/pdf"
    found = await graph('{ events(where: { type: { eq: "invoice.finalized" } }) { nodes { data { object } } } }')
    (event,) = found["events"]["nodes"]
    assert event["data"]["object"]["invoice_pdf"] == shown["invoicePdf"]


async def test_the_paper_says_all_that_is_billed(biller: Biller, client: httpx.AsyncClient) -> None:
    who = {"name": "Ada & Co #1", "email": "ada@example.com", "phone": "+49301234", "address": ADDRESS}
    coupon = await biller.coupon(name="Spring *sale*", percentOff="20", duration="FOREVER")
    payer = await biller.payer(None, **who)
    await biller.graph.do(
        "taxIdCreate",
        "id",
        input={"type": "EU_VAT", "value": "DE123456789", "owner": {"type": "CUSTOMER", "customer": payer}},
    )
    await biller.item(
        payer,
        unitAmount=350,
        currency="usd",
        quantity=3,
        description="Seats\nfor $x$ _teams_",
        period={"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"},
    )
    invoice = await biller.bill(
        payer,
        1000,
        defaultTaxRates=[await biller.tax("19")],
        discounts=[{"coupon": coupon}],
        customFields=[{"name": "Order", "value": "A-7"}],
        description="Thank you #panic()\nfor your order",
        footer="Pay within 30 days",
        shippingDetails={"name": "Bob", "address": ADDRESS | {"city": "Potsdam"}},
        shippingCost={
            "shippingRateData": {
                "displayName": "Post",
                "type": "FIXED_AMOUNT",
                "fixedAmount": {"amount": 500, "currency": "usd"},
            }
        },
        **SENT,
    )
    path = await pdf_of(biller.graph, invoice["id"])
    (text,) = await pages_of(client, path)
    for part in (
        "Invoice",
        f"Invoice number {invoice['number']}",
        "Order A-7",
        "Test Shop",
        "Bill to Ada & Co #1 Hauptstr. 1 10115 Berlin Germany +49301234 ada@example.com EU VAT DE123456789",
        "Ship to Bob Hauptstr. 1 10115 Potsdam Germany",
        "$24.52 due",
        "Pay online",
        "Thank you #panic() for your order",
        "Description Quantity Unit price Tax Amount",
        "Seats for $x$ _teams_ January 1, 2026 \N{EN DASH} February 1, 2026 3 $3.50 19% $10.50",
        "Item of 1000 1 $10.00 19% $10.00",
        "Subtotal $20.50 Spring *sale* (20% off) -$4.10 Shipping $5.00 Total excluding tax $21.40",
        "VAT (19% on $16.40) $3.12 Total $24.52 Amount due $24.52",
        "Pay within 30 days",
        "Test mode: no bank is asked",
        "1 / 1",
    ):
        assert part in text
    answer = await client.get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Invoice-{invoice["number"]}.pdf"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    assert (await client.get(path)).content == answer.content


async def pdf_of(graph: Graph, id: str) -> str:
    """The path of an invoice's PDF."""
    found = await graph("query ($id: ID!) { invoice(id: $id) { invoicePdf } }", id=id)
    path: str = found["invoice"]["invoicePdf"].removeprefix(HOST)
    return path


@pytest.mark.parametrize(
    ("locale", "name", "words"),
    [
        ("de-DE", "Jürgen Müßig", ("Rechnung", "20,00 $ fällig am", "Einzelpreis")),
        ("fr", "Łucja Żółć", ("Facture", "20,00 $US à payer avant le", "Prix unitaire")),
        ("es", "Ελληνικά Άννα", ("Factura", "20,00 US$", "Precio unitario")),
        ("ja", "山田太郎 𠮷野家 김철수 汉语", ("請求書", "ご請求金額 $20.00", "単価")),
        ("ru", "Анна Каренина", ("Invoice", "Unit price")),
    ],
)
async def test_the_paper_speaks_as_the_customer_prefers(
    biller: Biller, client: httpx.AsyncClient, locale: str, name: str, words: tuple[str, ...]
) -> None:
    _, path = await billed(biller, customer={"preferredLocales": [locale], "name": name, "address": ADDRESS})
    (text,) = await pages_of(client, f"{path}/pdf")
    for part in (*words, name):
        assert part in text
    assert "\N{REPLACEMENT CHARACTER}" not in text


@pytest.mark.parametrize(
    ("currency", "amount", "shown"), [("jpy", 5000, "¥5,000"), ("kwd", 12340, "KWD 12.340"), ("eur", 1050, "€10.50")]
)
async def test_amounts_have_the_decimals_of_their_currency(
    biller: Biller, client: httpx.AsyncClient, currency: str, amount: int, shown: str
) -> None:
    payer = await biller.payer(None)
    await biller.item(payer, amount=amount, currency=currency, description="Thing")
    invoice = await biller.bill(payer, currency=currency, **SENT)
    (text,) = await pages_of(client, await pdf_of(biller.graph, invoice["id"]))
    assert f"Thing 1 {shown} {shown}" in text
    assert f"Amount due {shown}" in text


async def test_a_hundred_lines_go_over_pages_below_the_same_head(biller: Biller, client: httpx.AsyncClient) -> None:
    _, path = await billed(biller, *range(100, 200))
    pages = await pages_of(client, f"{path}/pdf")
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
    assert all("Description Quantity Unit price Amount" in text for text in pages[:-1])
    whole = " ".join(pages)
    assert all(f"Item of {amount} " in whole for amount in range(100, 200))
    assert "Amount due $149.50" in pages[-1]


@pytest.mark.parametrize(
    ("country", "rendering", "width"),
    [
        ("DE", None, 595),
        ("US", None, 612),
        ("US", {"pdf": {"pageSize": "A4"}}, 595),
        ("DE", {"pdf": {"pageSize": "LETTER"}}, 612),
    ],
)
async def test_the_size_of_the_paper(
    biller: Biller, client: httpx.AsyncClient, country: str, rendering: dict[str, Any] | None, width: int
) -> None:
    given = {"rendering": rendering} if rendering else {}
    _, path = await billed(biller, customer={"address": ADDRESS | {"country": country}}, **given)
    assert int((await reader_of(client, f"{path}/pdf")).pages[0].mediabox.width) == width


async def test_the_receipt_of_a_paid_invoice(biller: Biller, client: httpx.AsyncClient) -> None:
    id, path = await billed(biller)
    assert "Download the receipt" not in (await client.get(path)).text
    assert (await client.get(f"{path}/receipt")).status_code == 404
    assert (await client.post(path, data=CARD)).status_code == 303
    page = (await client.get(path)).text
    assert f'href="{HOST}{path}/pdf"' in page
    assert f'href="{HOST}{path}/receipt"' in page
    (text,) = await pages_of(client, f"{path}/receipt")
    number = (await biller.invoice(id))["number"]
    for part in (
        "Receipt",
        f"Invoice number {number}",
        "Payment method Visa ending in 4242",
        "$20.00 paid on",
        "Amount paid $20.00",
    ):
        assert part in text
    assert "Pay online" not in text
    (text,) = await pages_of(client, f"{path}/pdf")
    assert "Amount paid -$20.00 Amount due $0.00" in text
    assert "Pay online" not in text


async def test_a_balance_is_shown(biller: Biller, client: httpx.AsyncClient) -> None:
    payer = await biller.payer(None)
    await biller.graph.do("customerUpdate", "id", id=payer, input={"balance": -500})
    invoice = await biller.bill(payer, 2000, **SENT)
    (text,) = await pages_of(client, await pdf_of(biller.graph, invoice["id"]))
    assert "Total $20.00 Applied balance -$5.00 Amount due $15.00" in text


async def test_the_rules_of_the_page_hold_for_its_papers(biller: Biller, client: httpx.AsyncClient) -> None:
    _, path = await billed(biller)
    assert (await client.get(f"{path}x/pdf")).status_code == 404
    assert (await client.get(f"{path}/other")).status_code == 404
    assert (await client.post(f"{path}/pdf")).status_code == 405
    clock, payer = await biller.under_clock(None)
    invoice = await biller.bill(payer, 2000, **SENT)
    path = await pdf_of(biller.graph, invoice["id"])
    await biller.advance(clock, MONDAY + timedelta(days=61))
    late = await client.get(path)
    assert late.status_code == 410
    assert "This link has expired" in late.text


async def test_papers_are_made_side_by_side(biller: Biller, client: httpx.AsyncClient) -> None:
    _, path = await billed(biller)
    answers = await asyncio.gather(*(client.get(f"{path}/pdf") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


async def test_long_words_stay_in_their_column(biller: Biller, client: httpx.AsyncClient) -> None:
    payer = await biller.payer(None, name="N" * 250)
    await biller.item(payer, 2000, description="W" * 400)
    invoice = await biller.bill(payer, **SENT)
    (page,) = (await reader_of(client, await pdf_of(biller.graph, invoice["id"]))).pages
    lines = page.extract_text().splitlines()
    assert max(len(line) for line in lines) < 110
    assert "".join(line.replace("\N{ZERO WIDTH SPACE}", "") for line in lines).count("W" * 400) == 1


async def test_the_customer_may_be_deleted_meanwhile(biller: Biller, client: httpx.AsyncClient) -> None:
    payer = await biller.payer(None, name="Ada")
    invoice = await biller.bill(payer, 2000, **SENT)
    await biller.graph.do("customerDelete", "id", id=payer)
    path = await pdf_of(biller.graph, invoice["id"])
    assert "Bill to Ada" in (await pages_of(client, path))[0]
    assert (await client.get(path.removesuffix("/pdf"))).status_code == 200
