"""A credit note as PDF: what it says in which language, and who can have it how long."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.billing.credit_notes.crediter import Crediter
from tests.billing.invoices.biller import DELIVERED
from tests.billing.pages.papers import pages_of
from tests.billing.pages.test_invoice_page import HOST, page_of
from tests.stories.shop import MONDAY

ADDRESS = {"line1": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin", "country": "DE"}
POST = {
    "shippingRateData": {
        "displayName": "Post",
        "type": "FIXED_AMOUNT",
        "fixedAmount": {"amount": 500, "currency": "usd"},
    }
}


def path_of(note: dict[str, Any]) -> str:
    path: str = note["pdf"].removeprefix(HOST)
    return path


async def test_the_paper_says_all_that_is_credited(crediter: Crediter, client: httpx.AsyncClient) -> None:
    payer = await crediter.payer(name="Ada & Co #1", email="ada@example.com", address=ADDRESS)
    owned = {"type": "EU_VAT", "value": "DE123456789", "owner": {"type": "CUSTOMER", "customer": payer}}
    await crediter.graph.do("taxIdCreate", "id", input=owned)
    mine = {"type": "EU_VAT", "value": "FRAB123456789", "owner": {"type": "SELF"}}
    seller = (await crediter.graph.do("taxIdCreate", "id", input=mine))["id"]
    period = {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}
    await crediter.item(payer, unitAmount=350, currency="usd", quantity=3, description="Seats", period=period)
    coupon = await crediter.coupon(name="Spring *sale*", percentOff="20", duration="FOREVER")
    invoice = await crediter.bill(
        payer,
        1000,
        defaultTaxRates=[await crediter.tax("19")],
        discounts=[{"coupon": coupon}],
        footer="See you",
        shippingCost=POST,
        accountTaxIds=[seller],
    )
    await crediter.act("Pay", invoice["id"])
    seats = next(each for each in invoice["lines"]["nodes"] if each["description"] == "Seats")
    # Two of three seats at 3.50, less 20 %, are 5.60; two thirds of the seats' tax of 1.60 are 1.07. With shipping that
    # is 11.67 = 4.00 + 5.00 + 2.67.
    note = await crediter.credit(
        invoice,
        lines=[{"type": "INVOICE_LINE_ITEM", "invoiceLineItem": seats["id"], "quantity": 2}],
        shippingCost={},
        refundAmount=400,
        creditAmount=500,
        outOfBandAmount=267,
        memo="Sorry #panic()\nfor the _trouble_",
        reason="PRODUCT_UNSATISFACTORY",
    )
    assert note["pdf"].startswith(f"{HOST}/cn/{note['id']}/")
    (text,) = await pages_of(client, path_of(note))
    for part in (
        "Credit note",
        f"Credit note number {note['number']}",
        f"Invoice number {invoice['number']}",
        "Reason Product unsatisfactory",
        "Test Shop EU VAT FRAB123456789",
        "Bill to Ada & Co #1 Hauptstr. 1 10115 Berlin Germany ada@example.com EU VAT DE123456789",
        "$11.67 credited on",
        "Sorry #panic() for the _trouble_",
        "Description Quantity Unit price Tax Amount",
        "Seats January 1, 2026 \N{EN DASH} February 1, 2026 2 $3.50 19% $7.00",
        "Subtotal $7.00 Spring *sale* (20% off) -$1.40 Shipping $5.00 Total excluding tax $10.60",
        "VAT (19% on $5.60) $1.07 Total $11.67",
        "Refunded to Visa ending in 4242 $4.00",
        "Credited to your balance $5.00",
        "Given back by other means $2.67",
        "See you",
        "Test mode: no bank is asked",
        "1 / 1",
    ):
        assert part in text
    assert "Item of 1000" not in text
    answer = await client.get(path_of(note))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="CreditNote-{note["number"]}.pdf"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


async def test_less_is_due_until_the_credit_note_is_void(crediter: Crediter, client: httpx.AsyncClient) -> None:
    payer = await crediter.payer(None, name="N" * 250)
    invoice = await crediter.bill(payer, 2000, 3000, **DELIVERED)
    note = await crediter.credit(invoice, amount=1200, reason="DUPLICATE")
    page = await page_of(crediter.graph, invoice["id"])
    assert page is not None
    assert f'href="{note["pdf"]}">Download credit note {note["number"]}' in (await client.get(page)).text
    (text,) = await pages_of(client, path_of(note))
    assert "Credit note 1 $12.00 $12.00" in text
    assert "Total $12.00 Taken off the amount due $12.00" in text
    assert "Void" not in text
    await crediter.void(note)
    (text,) = await pages_of(client, path_of(note))
    assert "Void: nothing is credited" in text
    assert text.count("Void") == 2
    assert "Date voided" in text
    assert "Taken off" not in text


@pytest.mark.parametrize(
    ("locale", "name", "words"),
    [
        ("de-DE", "Jürgen Müßig", ("Gutschrift", "10,00 $ gutgeschrieben am", "Grund Geänderte Bestellung")),
        ("fr", "Łucja Żółć", ("Avoir", "10,00 $US crédité le", "Motif Modification de la commande")),
        ("es", "Ελληνικά Άννα", ("Nota de crédito", "10,00 US$ acreditado el", "Motivo Cambio de pedido")),
        ("ja", "山田太郎 김철수 汉语", ("クレジットノート番号", "クレジット金額 $10.00", "理由 注文の変更")),
        ("ru", "Анна Каренина", ("Credit note", "Reason Order change")),
    ],
)
async def test_the_paper_speaks_as_the_customer_prefers(
    crediter: Crediter, client: httpx.AsyncClient, locale: str, name: str, words: tuple[str, ...]
) -> None:
    payer = await crediter.payer(None, preferredLocales=[locale], name=name)
    invoice = await crediter.bill(payer, 2000, **DELIVERED)
    note = await crediter.credit(invoice, amount=1000, reason="ORDER_CHANGE")
    (text,) = await pages_of(client, path_of(note))
    for part in (*words, name):
        assert part in text
    assert "\N{REPLACEMENT CHARACTER}" not in text


async def test_many_lines_go_over_pages(crediter: Crediter, client: httpx.AsyncClient) -> None:
    invoice = await crediter.bill(await crediter.payer(None), 90000, **DELIVERED)
    own = {"type": "CUSTOM_LINE_ITEM", "unitAmount": 100, "quantity": 1}
    lines = [own | {"description": f"Part {number:03} {'W' * 30}"} for number in range(80)]
    note = await crediter.credit(invoice, lines=lines)
    pages = await pages_of(client, path_of(note))
    assert len(pages) > 2
    assert all("Description Quantity Unit price Amount" in text for text in pages[:-1])
    assert "Total $80.00 Taken off the amount due $80.00" in pages[-1]
    whole = " ".join(pages)
    assert all(f"Part {number:03} " in whole for number in range(80))


async def test_the_address_expires_as_that_of_the_invoice(crediter: Crediter, client: httpx.AsyncClient) -> None:
    clock, payer = await crediter.under_clock(None)
    invoice = await crediter.bill(payer, 2000, **DELIVERED)
    note = await crediter.credit(invoice, amount=500)
    path = path_of(note)
    assert (await client.get(path.replace("/pdf", "x/pdf"))).status_code == 404
    # Due after 30 days; valid for 30 more.
    await crediter.advance(clock, MONDAY + timedelta(days=59))
    assert (await client.get(path)).status_code == 200
    early = await client.post(path)
    assert early.headers["Location"] == note["pdf"]
    await crediter.advance(clock, MONDAY + timedelta(days=60))
    gone = await client.get(path)
    assert gone.status_code == 410
    assert "This link has expired" in gone.text
    assert "$5.00" not in gone.text
    await crediter.told()
    renewed = await client.post(path)
    assert renewed.status_code == 303
    assert await crediter.told() == ["credit_note.updated"]
    assert (await client.get(path)).status_code == 404
    assert (await client.get(renewed.headers["Location"].removeprefix(HOST))).status_code == 200


async def test_the_address_of_a_preview_leads_nowhere(crediter: Crediter, client: httpx.AsyncClient) -> None:
    invoice = await crediter.bill(await crediter.payer(None), 2000, **DELIVERED)
    asked = "query ($input: CreditNotePreviewInput!) { creditNotePreview(input: $input) { pdf } }"
    found = await crediter.graph(asked, input={"invoice": invoice["id"], "amount": 500})
    assert (await client.get(path_of(found["creditNotePreview"]))).status_code == 404
