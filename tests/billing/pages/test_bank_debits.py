"""Bank debits on the page of an invoice: the choice, the mandate, what becomes of the payment, and deposits that verify
an account."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.billing.invoices.biller import Biller
from tests.billing.pages.test_invoice_page import CARD, HOST, SENT, page_of
from tests.stories.shop import MONDAY

OWNER = {"holder": "Ada 山田", "email": "ada@example.com", "accept": "1"}
SEPA = {"kind": "sepa_debit", "iban": "DE89 3704 0044 0532 0130 00", **OWNER}
US = {
    "kind": "us_bank_account",
    "routing_number": "110 000 000",
    "account_number": "000123456789",
    "account_type": "savings",
    "holder_type": "company",
    **OWNER,
}
VERIFIED = {"kind": "verification", "descriptor_code": "sm11aa"}
MANDATES = """query ($id: ID!) { invoice(id: $id) { paymentIntent { charges { nodes { paymentMethodDetails { sepaDebit {
    mandate { type customerAcceptance { type online { ipAddress userAgent } } }
} } } } } } }"""
PAID_FROM = """query ($id: ID!) { invoice(id: $id) { status paymentIntent { status
    paymentMethod { type billingDetails { name email }
        usBankAccount { last4 accountType accountHolderType } sepaDebit { last4 country } }
} } }"""


async def billed(
    biller: Biller, currency: str, *, clocked: bool = False, customer: dict[str, Any] | None = None, **input: Any
) -> tuple[str, str, str]:
    """A clock (empty without one), the id of an open invoice of 20.00, and the path of its page."""
    clock, payer = "", ""
    if clocked:
        clock, payer = await biller.under_clock(None, **customer or {})
    else:
        payer = await biller.payer(None, **customer or {})
    await biller.item(payer, amount=2000, currency=currency, description="Thing")
    invoice = await biller.bill(payer, currency=currency, **SENT | input)
    path = await page_of(biller.graph, invoice["id"])
    assert path is not None
    return clock, invoice["id"], path


@pytest.mark.parametrize(
    ("currency", "settings", "kinds"),
    [
        ("usd", {}, ["card", "us_bank_account"]),
        ("eur", {}, ["card", "sepa_debit"]),
        ("eur", {"paymentMethodTypes": ["SEPA_DEBIT"]}, ["sepa_debit"]),
        ("usd", {"paymentMethodTypes": ["CARD"]}, ["card"]),
        (
            "usd",
            {"paymentMethodOptions": {"usBankAccount": {"verificationMethod": "INSTANT"}}},
            ["card"],
        ),
    ],
)
async def test_the_page_offers_what_the_payment_allows(
    biller: Biller, client: httpx.AsyncClient, currency: str, settings: dict[str, Any], kinds: list[str]
) -> None:
    *_, path = await billed(biller, currency, paymentSettings=settings)
    page = (await client.get(path)).text
    for kind in ("card", "us_bank_account", "sepa_debit"):
        assert (f'name="kind" value="{kind}"' in page) is (kind in kinds)
    assert page.count("<details") == (len(kinds) if len(kinds) > 1 else 0)
    assert page.count(" open>") == (1 if len(kinds) > 1 else 0)


async def test_a_sepa_debit_pays(biller: Biller, client: httpx.AsyncClient) -> None:
    clock, id, path = await billed(biller, "eur", clocked=True)
    page = (await client.get(path)).text
    assert "You authorize Test Shop to have your bank debit €20.00 from this account" in page
    answer = await client.post(path, data=SEPA, headers={"User-Agent": "Lynx"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOST}{path}")
    shown = (await biller.graph(PAID_FROM, id=id))["invoice"]
    assert (shown["status"], shown["paymentIntent"]["status"]) == ("OPEN", "PROCESSING")
    method = shown["paymentIntent"]["paymentMethod"]
    assert (method["type"], method["sepaDebit"]) == ("SEPA_DEBIT", {"last4": "3000", "country": "DE"})
    assert method["billingDetails"] == {"name": "Ada 山田", "email": "ada@example.com"}
    (charge,) = (await biller.graph(MANDATES, id=id))["invoice"]["paymentIntent"]["charges"]["nodes"]
    assert charge["paymentMethodDetails"]["sepaDebit"]["mandate"] == {
        "type": "SINGLE_USE",
        "customerAcceptance": {"type": "ONLINE", "online": {"ipAddress": "127.0.0.1", "userAgent": "Lynx"}},
    }
    page = (await client.get(path)).text
    assert "Your bank answers within a few business days" in page
    assert "<form" not in page
    assert (await client.post(path, data=SEPA)).status_code == 400
    await biller.advance(clock, MONDAY + timedelta(days=10))
    assert (await biller.invoice(id))["status"] == "PAID"
    assert "Download the receipt" in (await client.get(path)).text


async def test_a_mandate_for_later_payments_says_so(biller: Biller, client: httpx.AsyncClient) -> None:
    _, id, path = await billed(biller, "eur")
    later = "This also holds for later payments"
    assert later not in (await client.get(path)).text
    intent = (await biller.invoice(id))["paymentIntent"]["id"]
    options = {"sepaDebit": {"setupFutureUsage": "OFF_SESSION"}}
    await biller.graph.do("paymentIntentUpdate", "id", id=intent, input={"paymentMethodOptions": options})
    assert later in (await client.get(path)).text
    assert (await client.post(path, data=SEPA)).status_code == 303
    (charge,) = (await biller.graph(MANDATES, id=id))["invoice"]["paymentIntent"]["charges"]["nodes"]
    assert charge["paymentMethodDetails"]["sepaDebit"]["mandate"]["type"] == "MULTI_USE"


@pytest.mark.parametrize(
    ("locale", "iban", "text"),
    [
        ("de", "DE62370400440532013001", "Ihre Bank hat die letzte Lastschrift nicht eingelöst. Versuchen"),
        ("fr", "AT981904300002222227", "faute de provision suffisante"),
    ],
)
async def test_the_page_tells_that_a_debit_failed(
    biller: Biller, client: httpx.AsyncClient, locale: str, iban: str, text: str
) -> None:
    clock, id, path = await billed(biller, "eur", clocked=True, customer={"preferredLocales": [locale]})
    assert (await client.post(path, data=SEPA | {"iban": iban})).status_code == 303
    assert text not in (await client.get(path)).text
    await biller.advance(clock, MONDAY + timedelta(days=10))
    assert text in (await client.get(path)).text
    assert (await client.post(path, data=CARD)).status_code == 303
    assert (await biller.invoice(id))["status"] == "PAID"
    assert text not in (await client.get(path)).text


async def test_a_bank_account_pays_once_its_deposit_is_verified(biller: Biller, client: httpx.AsyncClient) -> None:
    clock, id, path = await billed(biller, "usd", clocked=True)
    assert "You authorize Test Shop to debit $20.00 from this bank account by ACH" in (await client.get(path)).text
    assert (await client.post(path, data=US)).status_code == 303
    shown = (await biller.graph(PAID_FROM, id=id))["invoice"]["paymentIntent"]
    assert (shown["status"], shown["paymentMethod"]["usBankAccount"]) == (
        "REQUIRES_ACTION",
        {"last4": "6789", "accountType": "SAVINGS", "accountHolderType": "COMPANY"},
    )
    page = (await client.get(path)).text
    # Two business days after Monday, 3 March.
    assert "your account ending in 6789 by March 5, 2025" in page
    assert "Pay another way" in page
    wrong = await client.post(path, data=VERIFIED | {"descriptor_code": "SM22BB"})
    assert wrong.status_code == 400
    assert "The code does not match the deposit" in wrong.text
    assert (await client.post(path, data=VERIFIED)).status_code == 303
    assert "Your bank answers within a few business days" in (await client.get(path)).text
    assert (await client.post(path, data=VERIFIED)).status_code == 400
    await biller.advance(clock, MONDAY + timedelta(days=10))
    assert (await biller.invoice(id))["status"] == "PAID"


@pytest.mark.parametrize(
    ("account", "code", "text"),
    [
        ("000123456789", "SM33CC", "could not be verified"),
        ("000666666661", None, "could not be verified"),
        ("000111111113", "SM11AA", "does not exist, or is closed"),
        ("000333333335", "SM11AA", "was not authorized"),
    ],
)
async def test_a_bank_account_that_does_not_pay(
    biller: Biller, client: httpx.AsyncClient, account: str, code: str | None, text: str
) -> None:
    clock, id, path = await billed(biller, "usd", clocked=True)
    await client.post(path, data=US | {"account_number": account})
    if code is not None:
        await client.post(path, data=VERIFIED | {"descriptor_code": code})
    await biller.advance(clock, MONDAY + timedelta(days=10))
    page = (await client.get(path)).text
    assert text in page
    assert "Enter the code" not in page
    assert (await client.post(path, data=CARD)).status_code == 303
    assert (await biller.invoice(id))["status"] == "PAID"


@pytest.mark.parametrize(
    ("locale", "form", "text", "field"),
    [
        ("en", US | {"routing_number": "110000001"}, "Check the routing number", "routing_number"),
        ("de", US | {"account_number": "12"}, "Prüfen Sie die Kontonummer", "account_number"),
        ("fr", US | {"holder": " "}, "Saisissez le nom du titulaire du compte", "holder"),
        ("es", US | {"email": ""}, "Introduzca un correo electrónico válido", "email"),
        ("en", US | {"email": "ada at home"}, "Enter a valid email address", "email"),
        ("ja", US | {"accept": ""}, "引き落としの承認に同意してください", "accept"),
        ("en", US | {"account_type": "other"}, "Choose the type of account", "account_type"),
        ("en", US | {"holder_type": "other"}, "Choose whether the account is", "holder_type"),
        ("en", US | {"account_number": "000000004954"}, "Your bank account was declined", None),
        ("en", VERIFIED, "Check the details of the bank account", None),
    ],
)
async def test_what_is_wrong_is_named(
    biller: Biller, client: httpx.AsyncClient, locale: str, form: dict[str, str], text: str, field: str | None
) -> None:
    _, id, path = await billed(biller, "usd", customer={"preferredLocales": [locale]})
    page = await client.post(path, data=form)
    if page.status_code == 303:
        page = await client.post(path, data=VERIFIED)
    assert page.status_code == 400
    assert text in page.text
    marked = page.text.split('aria-invalid="true" aria-describedby="complaint"')
    assert len(marked) == (1 if field is None else 2)
    assert field is None or f'name="{field}"' in marked[0].rpartition("<label")[2]
    assert "000123456789" not in page.text
    assert (await biller.invoice(id))["status"] == "OPEN"


@pytest.mark.parametrize(
    ("iban", "text"),
    [
        ("DE00370400440532013000", "Check the IBAN"),
        ("", "Check the IBAN"),
        ("AT981904300000343434", "over the limit"),
    ],
)
async def test_an_iban_that_is_refused(biller: Biller, client: httpx.AsyncClient, iban: str, text: str) -> None:
    _, id, path = await billed(biller, "eur")
    page = await client.post(path, data=SEPA | {"iban": iban})
    assert page.status_code == 400
    assert text in page.text
    # The form that was sent is open, with what may be shown again.
    opened = page.text.partition(" open>")[2].partition("</details>")[0]
    assert 'value="sepa_debit"' in opened
    assert 'value="ada@example.com"' in opened
    assert (await biller.invoice(id))["status"] == "OPEN"


@pytest.mark.parametrize(
    ("locale", "mandate", "label"),
    [
        ("de", "Sie ermächtigen Test Shop, 20,00 € von diesem Konto", "Name des Kontoinhabers"),
        ("es", "Autoriza a Test Shop a ordenar a su banco el cargo de 20,00 €", "Titular"),
        ("fr", "Vous autorisez Test Shop à demander à votre banque de débiter 20,00 €", "Nom du titulaire"),
        ("ja", "Test Shop がお客様の銀行にこの口座から €20.00 の引き落とし", "口座名義"),
    ],
)
async def test_the_mandate_speaks_as_the_customer_prefers(
    biller: Biller, client: httpx.AsyncClient, locale: str, mandate: str, label: str
) -> None:
    *_, path = await billed(biller, "eur", customer={"preferredLocales": [locale]})
    page = (await client.get(path)).text.replace("\N{NO-BREAK SPACE}", " ")
    assert mandate in page
    assert label.lower() in page.lower()
