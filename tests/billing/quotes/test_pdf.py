"""A quote as PDF: what it says, and who can have it."""

from datetime import timedelta

import httpx

from tests.billing.pages.papers import pages_of
from tests.billing.pages.test_invoice_page import HOST
from tests.billing.quotes.quoter import Quoter
from tests.stories.shop import MONDAY

PDF = "query ($id: ID!) { quote(id: $id) { pdf number } }"


async def test_the_paper_of_a_finalized_quote(shop: Quoter, client: httpx.AsyncClient) -> None:
    monthly = (await shop.price(2000, recurring={"interval": "MONTH", "intervalCount": 3}))["id"]
    once = (await shop.price(500, productData={"name": "Setup #1"}))["id"]
    customer = await shop.payer(None, name="Анна 山田", address={"line1": "Hauptstr. 1", "country": "DE"})
    coupon = await shop.coupon(name="Ten", percentOff="10", duration="ONCE")
    draft = await shop.quote(
        customer,
        {"price": monthly, "quantity": 2},
        once,
        description="As we said",
        footer="See you",
        header="Our offer",
        discounts=[{"coupon": coupon}],
        defaultTaxRates=[await shop.tax("20")],
    )
    assert (await shop.graph(PDF, id=draft["id"]))["quote"]["pdf"] is None
    await shop.settle("Finalize", draft["id"])
    shown = (await shop.graph(PDF, id=draft["id"]))["quote"]
    assert shown["pdf"].startswith(f"{HOST}/q/{draft['id']}/")
    path = shown["pdf"].removeprefix(HOST)
    (text,) = await pages_of(client, path)
    for part in (
        f"Quote number {shown['number']}",
        "Valid until",
        "For Анна 山田 Hauptstr. 1 Germany",
        "Our offer As we said",
        "Seat Billing period: 3 months 2 $20.00 $40.00",
        "Setup #1 1 $5.00 $5.00",
        "Subtotal $45.00 Ten (10% off) -$4.50 VAT (20% on $40.50) $8.10 Total $48.60",
        "Due at acceptance $48.60 Then for each period (3 months) $48.00",
        "See you",
    ):
        assert part in text
    answer = await client.get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="Quote-{shown["number"]}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await client.get(path.replace("/pdf", "x/pdf"))).status_code == 404


async def test_the_paper_speaks_as_the_customer_prefers(shop: Quoter, client: httpx.AsyncClient) -> None:
    monthly = (await shop.price(2000, recurring={"interval": "MONTH"}))["id"]
    quote = await shop.offer(await shop.payer(None, preferredLocales=["de-DE"]), monthly)
    shown = (await shop.graph(PDF, id=quote["id"]))["quote"]
    (text,) = await pages_of(client, shown["pdf"].removeprefix(HOST))
    for part in ("Angebot", "Abrechnungszeitraum: 1 Monat", "Bei Annahme fällig 20,00 $"):
        assert part in text


async def test_the_address_does_not_expire(shop: Quoter, client: httpx.AsyncClient) -> None:
    clock = await shop.clock()
    customer = await shop.payer(None, testClock=clock)
    quote = await shop.offer(customer, (await shop.price(500))["id"])
    shown = (await shop.graph(PDF, id=quote["id"]))["quote"]
    await shop.advance(clock, MONDAY + timedelta(days=200))
    # The quote itself has expired after 30 days.
    assert (await shop.found(quote["id"]))["status"] == "CANCELED"
    (text,) = await pages_of(client, shown["pdf"].removeprefix(HOST))
    assert "Valid until" in text


async def test_events_have_no_address_of_the_paper(shop: Quoter) -> None:
    await shop.offer(await shop.payer(None), (await shop.price(500))["id"])
    found = await shop.graph('{ events(where: { type: { eq: "quote.finalized" } }) { nodes { data { object } } } }')
    (event,) = found["events"]["nodes"]
    assert "pdf" not in event["data"]["object"]
