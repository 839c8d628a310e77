"""The portal speaks the customer's language: which one it is, and that all of a page is in it."""

import re
from datetime import UTC, datetime

import pytest

from app.server.rendering import speech_for
from tests.billing.portal.visitor import Portal, Visitor

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
EVERY = ["NAME", "EMAIL", "PHONE", "ADDRESS", "SHIPPING", "TAX_ID"]


@pytest.mark.parametrize(
    ("locale", "preferred", "browser", "tag"),
    [
        ("DE", ["fr"], "ja", "de"),
        ("FR_CA", [], "ja", "fr-CA"),
        (None, ["fr", "de"], "ja", "fr"),
        ("AUTO", ["es-MX"], "ja", "es-MX"),
        ("AUTO", [], "nl, ja;q=0.8", "ja"),
        ("PT_BR", [], "de-AT", "de-AT"),
        (None, ["xx", "nl"], "nonsense", "en-US"),
    ],
)
async def test_the_language_of_the_portal(
    shop: Portal, locale: str | None, preferred: list[str], browser: str, tag: str
) -> None:
    customer = await shop.payer(None, preferredLocales=preferred)
    given = {"locale": locale} if locale else {}
    visitor = await shop.visit(customer, await shop.configure(invoiceHistory=True), language=browser, **given)
    assert f'<html lang="{tag}">' in visitor.page
    assert speech_for([tag])("no_invoice") in visitor.page


def plain(page: str) -> str:
    """A page with spaces of one kind."""
    return page.replace("\xa0", " ").replace("\u202f", " ")


def english_in(page: str) -> set[str]:
    """Words of English texts that no other language has."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return {"the", "The", "your", "Your", "of", "is", "and", "by", "was", "you", "This"} & set(
        re.findall(r"[A-Za-z]+", text)
    )


async def in_german(visitor: Visitor, *texts: str) -> None:
    for text in texts:
        assert text in plain(visitor.page), text
    assert english_in(visitor.raw) == set()


async def test_all_of_the_portal_is_in_german(shop: Portal) -> None:
    clock, customer = await shop.under_clock()
    metered = await shop.monthly(5, recurring={"interval": "MONTH", "intervalCount": 3, "usageType": "METERED"})
    await shop.subscribe(customer, metered)
    yearly = await shop.plan(123450, "Platin", interval="YEAR")
    id = (await shop.subscribe(customer, await shop.monthly(1000)))["id"]
    await shop.advance(clock, datetime(2025, 3, 19, 10, tzinfo=UTC))
    configuration = await shop.configure(
        customerUpdate={"allowedUpdates": EVERY},
        invoiceHistory=True,
        paymentMethodUpdate=True,
        subscriptionCancel={"cancellationReason": {"enabled": True, "options": ["TOO_EXPENSIVE"]}},
        subscriptionUpdate={
            "defaultAllowedUpdates": ["PRICE", "QUANTITY", "PROMOTION_CODE"],
            "products": [yearly],
            "prorationBehavior": "CREATE_PRORATIONS",
        },
    )
    visitor = await shop.visit(customer, configuration, locale="DE", returnUrl="https://rocket.example")
    await in_german(
        visitor,
        "Abonnements",
        "10,00 $ pro Monat",
        "0,05 $ je Einheit alle 3 Monate",
        "In diesem Zeitraum verbraucht: 0",
        "Verlängert sich am 3. April 2025.",
        "Visa mit den Endziffern 4242, gültig bis",
        "Lieferadresse",
        "Steuernummer hinzufügen",
        "3. März 2025",
        "Bezahlt",
        "Testmodus",
    )
    await visitor.submit("details", address_country="Atlantis")
    await in_german(visitor, "Prüfen Sie Ihre Eingaben: Land (zwei Buchstaben).")
    await visitor.go("/payment-methods/add")
    await in_german(visitor, "Kartennummer", "Karte speichern", "Zurück")
    await visitor.submit("add-card", number="4000000000000002", expiry="12/40", cvc="123")
    await in_german(visitor, "Ihre Karte wurde abgelehnt. Verwenden Sie eine andere.")
    await visitor.submit("add-card", number="42", expiry="12/40")
    await in_german(visitor, "Prüfen Sie Kartennummer, Gültigkeit und Prüfziffer.")
    await visitor.go(f"/subscriptions/{id}/change")
    await in_german(visitor, "Platin, 1.234,50 $ pro Jahr", "Aktueller Tarif", "Menge", "Gutscheincode")
    await visitor.go(f"/subscriptions/{id}/review?quantity=x")
    await in_german(visitor, "Wählen Sie eine Menge von 1 bis 1.000.000.")
    await visitor.go(f"/subscriptions/{id}/review?quantity=2")
    for text in ("Auf Ihrer nächsten Rechnung", "4,84 $", "Bestätigen", "Neu auswählen"):
        assert text in plain(visitor.page)
    await visitor.go(f"/subscriptions/{id}/cancel")
    await in_german(visitor, "Das Abonnement endet am 3. April 2025.", "Zu teuer", "Ihr Kommentar")
    await visitor.submit("cancel")
    await in_german(visitor, "Ihr Abonnement wurde gekündigt.", "Endet am 3. April 2025.", "Behalten")
    await visitor.forge("nonsense")
    assert visitor.status == 404, "the page of no visit is in the language of the browser"
    assert "This link has expired" in visitor.page


@pytest.mark.parametrize(
    ("locale", "offer", "months"),
    [
        ("EN", "12.5% off for 3 months.", "$10.00 per month"),
        ("ES", "12,5 % de descuento durante 3 meses.", "10,00 US$ al mes"),
        ("FR", "12,5 % de réduction pendant 3 mois.", "10,00 $US par mois"),
        ("JA", "3 か月間 12.5% 割引。", "$10.00/月"),
    ],
)
async def test_an_offer_in_each_language(shop: Portal, locale: str, offer: str, months: str) -> None:
    customer = await shop.payer()
    id = (await shop.subscribe(customer, await shop.monthly(1000)))["id"]
    configuration = await shop.configure(subscriptionCancel=True)
    coupon = await shop.coupon(percentOff="12.5", duration="REPEATING", durationInMonths=3)
    about = {"subscription": id, "retention": {"type": "COUPON_OFFER", "couponOffer": {"coupon": coupon}}}
    flow = {"type": "SUBSCRIPTION_CANCEL", "subscriptionCancel": about}
    visitor = await shop.visit(customer, configuration, locale=locale, flowData=flow)
    assert offer in plain(visitor.page)
    await visitor.submit("accept-offer")
    assert months in plain(visitor.page)
