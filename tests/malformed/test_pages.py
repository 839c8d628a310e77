"""The pages that customers see, each visited as it stands: whatever a form has in its fields, it is only refused."""

import re
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

from app.database import Database
from app.server.forms import Form
from app.server.portal.deeds import DEEDS
from tests.billing.invoices.biller import Biller
from tests.billing.pages.test_invoice_page import CARD, billed
from tests.billing.portal.visitor import FORM, Portal
from tests.graph import Graph
from tests.malformed.values import TEXTS

BANK = {
    "account_type": "checking",
    "holder_type": "individual",
    "holder": "Ada",
    "email": "a@example.com",
    "accept": "1",
}
AMERICAN = {"kind": "us_bank_account", "routing_number": "110000000", "account_number": "000123456789", **BANK}
EUROPEAN = {"kind": "sepa_debit", "iban": "DE89370400440532013000", **BANK}
CODE = {"kind": "verification", "descriptor_code": "SM11AA"}
FIELDS = (
    *("code", "comment", "cvc", "email", "expiry", "feedback", "holder", "moment", "name", "number", "payment_method"),
    *("phone", "price", "quantity", "shipping_name", "subscription", "tax_id", "type", "value", "address_city"),
    *("address_country", "shipping_country", "address_line1"),
)


def evil_forms(form: Form) -> list[Form]:
    """For each malformed text the form with one of its fields so, and with all, and one more."""
    names = list(form)
    found = []
    for place, text in enumerate(TEXTS.values()):
        found += [{**form, names[place % len(names)]: text}, {**dict.fromkeys(form, text), text: text}]
    return found


async def post(client: httpx.AsyncClient, path: str, form: Form, **headers: str) -> int:
    answer = await client.post(path, content=urlencode(form), headers={"Content-Type": FORM, **headers})
    return answer.status_code


@pytest.mark.parametrize("form", [CARD, AMERICAN, EUROPEAN, CODE], ids=["a card", "American", "European", "a code"])
async def test_the_forms_of_an_invoice(graph: Graph, database: Database, form: Form) -> None:
    _, path = await billed(Biller(graph, database))
    # A payment would end what can be tried: the last digits are wrong in each of these.
    for each in evil_forms({**form, **({"number": "4242424242424241"} if form is CARD else {"accept": ""})}):
        assert await post(graph.client, path, each) in (303, 400), each


async def test_the_page_of_a_bank(graph: Graph) -> None:
    given = {"amount": 500, "currency": "usd", "paymentMethod": "pm_card_authenticationRequired", "confirm": True}
    fields = "nextAction { redirectToUrl { url } }"
    intent = await graph.do("paymentIntentCreate", fields, input={**given, "returnUrl": "https://example.com/?a[=%"})
    path = urlsplit(intent["nextAction"]["redirectToUrl"]["url"]).path
    for each in evil_forms({"outcome": "x", "descriptor_code": ""}):
        assert await post(graph.client, path, each) in (200, 400), each
    page = await graph.client.get(path)
    assert page.status_code == 200


async def test_the_login_page(graph: Graph) -> None:
    given = {"features": {"invoiceHistory": {"enabled": True}}, "loginPage": {"enabled": True}}
    made = await graph.do("billingPortalConfigurationCreate", "loginPage { url }", input=given)
    path = urlsplit(made["loginPage"]["url"]).path
    for text in TEXTS.values():
        assert (await graph.client.get(f"{path}?prefilled_email={quote(text)}")).status_code == 200
        assert await post(graph.client, path, {"email": f"a@{text}"}) in (200, 400, 429)


async def visit(graph: Graph, database: Database) -> tuple[str, str, dict[str, str]]:
    """The path of a visit to the portal with all that can be done there, the key of its forms, and its cookie."""
    portal = Portal(graph, database)
    customer = await portal.payer()
    plans = [await portal.plan(amount, name) for amount, name in ((500, "Small"), (900, "Large"))]
    await portal.graph.do(
        "subscriptionCreate", "id", input={"customer": customer, "items": [{"price": plans[0]["prices"][0]}]}
    )
    configuration = await portal.configure(
        paymentMethodUpdate=True,
        customerUpdate={"allowedUpdates": ["EMAIL", "NAME", "PHONE", "ADDRESS", "SHIPPING", "TAX_ID"]},
        subscriptionCancel={"cancellationReason": {"enabled": True, "options": ["OTHER"]}},
        subscriptionUpdate={"products": plans, "defaultAllowedUpdates": ["PRICE", "QUANTITY", "PROMOTION_CODE"]},
    )
    visitor = await portal.visit(customer, configuration)
    key = re.search(r'name="key" value="(\w+)"', visitor.raw)
    assert key is not None
    return visitor.home, key[1], {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}


async def test_the_forms_of_the_portal(graph: Graph, database: Database) -> None:
    home, key, cookie = await visit(graph, database)
    found = (await graph("{ subscriptions { nodes { id } } prices { nodes { id } } }")).values()
    subscription, price = (each["nodes"][0]["id"] for each in found)
    known = {"key": key, "subscription": subscription, "price": price}
    for deed in (*DEEDS, "add-card", "nothing"):
        for place, text in enumerate(TEXTS.values()):
            whole = {**dict.fromkeys(FIELDS, text), "key": key}
            forms = [{**known, name: text} for name in ("quantity", "code", "moment")] + [whole, {**whole, **known}]
            form = forms[(place + len(deed)) % len(forms)]
            assert await post(graph.client, f"{home}/{deed}", form, **cookie) < 500, (deed, form)


async def test_the_pages_of_the_portal(graph: Graph, database: Database) -> None:
    home, _, cookie = await visit(graph, database)
    (subscription,) = (await graph("{ subscriptions { nodes { id } } }"))["subscriptions"]["nodes"]
    for place, text in enumerate(TEXTS.values()):
        names = ("quantity", "code", "moment", "done", "setup_intent", "payment_intent")
        query = urlencode({name: text for name in names if place % 2 or name == names[place % 6]})
        what = ("change", "review", "cancel")[place % 3]
        for page in (
            ("", "/payment-methods/add", "/card-added", "/changed")[place % 4],
            f"/subscriptions/{subscription['id']}/review",
            f"/subscriptions/{quote(text, safe='')}/{what}",
        ):
            answer = await graph.client.get(f"{home}{page}?{query}", headers=cookie)
            assert answer.status_code < 500, (page, text[:50])
