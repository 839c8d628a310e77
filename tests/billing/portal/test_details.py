"""Customers add cards, choose the default, and change who they are; who gets in, and what is refused."""

from datetime import timedelta
from typing import Any

from app.access.portal import sweep
from app.database import Database
from app.domain.real_time import real_now
from tests.billing.portal.visitor import Portal, Visitor

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/40", "cvc": "123"}
DEFAULT = """
    invoiceSettings { defaultPaymentMethod { id card { last4 } billingDetails { name } } }
    paymentMethods { nodes { id } }
"""


async def default_of(shop: Portal, customer: str) -> dict[str, Any]:
    return await shop.find("customer", customer, DEFAULT)


async def visit(shop: Portal, customer: str, *allowed: str, **input: Any) -> Visitor:
    configuration = await shop.configure(
        paymentMethodUpdate=True, customerUpdate={"allowedUpdates": list(allowed)}, invoiceHistory=True
    )
    return await shop.visit(customer, configuration, **input)


async def test_a_card_is_added_and_the_first_one_is_the_default(shop: Portal) -> None:
    customer = await shop.payer(None, name="Ada")
    visitor = await visit(shop, customer)
    await visitor.go("/payment-methods/add")
    page = await visitor.submit("add-card", **CARD)
    assert "The card was added." in page
    assert "Visa ending in 4242, expires 12/2040" in page
    method = (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]
    assert (method["card"]["last4"], method["billingDetails"]["name"]) == ("4242", "Ada")
    told = await shop.told()
    assert {"setup_intent.succeeded", "payment_method.attached", "customer.updated"} <= set(told)


async def test_another_card_becomes_the_default_and_the_former_is_removed(shop: Portal) -> None:
    customer = await shop.payer()
    first = (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["id"]
    visitor = await visit(shop, customer)
    await visitor.go("/payment-methods/add")
    await visitor.submit("add-card", **CARD | {"number": "5555555555554444"})
    assert (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["id"] == first
    await visitor.submit("make-default")
    assert (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["card"]["last4"] == "4444"
    assert "The payment method was removed." in await visitor.submit("remove-method", {"payment_method": first})
    assert len((await default_of(shop, customer))["paymentMethods"]["nodes"]) == 1


async def test_a_declined_or_wrong_card_is_not_added(shop: Portal) -> None:
    customer = await shop.payer(None)
    visitor = await visit(shop, customer)
    for wrong in ({"number": "4000000000000002"}, {"number": "4242424242424241"}, {"expiry": "soon"}, {"number": ""}):
        await visitor.go("/payment-methods/add")
        page = await visitor.submit("add-card", **CARD | wrong)
        assert visitor.status == 400, wrong
        assert 'role="alert"' in page
        assert CARD["number"] not in page
    assert (await default_of(shop, customer))["paymentMethods"]["nodes"] == []


async def test_a_card_is_authenticated_with_its_bank(shop: Portal) -> None:
    customer = await shop.payer(None)
    visitor = await visit(shop, customer)
    await visitor.go("/payment-methods/add")
    portal = visitor.home
    page = await visitor.submit("add-card", **CARD | {"number": "4000002500003155"})
    assert "Your bank asks" in page
    assert (await default_of(shop, customer))["paymentMethods"]["nodes"] == []
    bank = visitor.path
    await visitor.send("POST", bank, {"outcome": "complete"})
    back = visitor.page.split('href="')[1].split('"')[0]
    assert f"{portal}/card-added?setup_intent=seti_" in back
    page = await visitor.send("GET", portal + back.split(portal)[1])
    assert "The card was added." in page
    assert (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["card"]["last4"] == "3155"


async def test_a_card_that_the_bank_was_not_told_of_is_not_added(shop: Portal) -> None:
    customer = await shop.payer(None)
    visitor = await visit(shop, customer)
    await visitor.go("/payment-methods/add")
    portal = visitor.home
    await visitor.submit("add-card", **CARD | {"number": "4000002500003155"})
    setup = visitor.path.split("/")[2]
    assert "The card was not saved." in await visitor.send("GET", f"{portal}/card-added?setup_intent={setup}")
    other = await shop.graph.do("setupIntentCreate", "id", input={"customer": customer})
    assert "This does not exist" in await visitor.send("GET", f"{portal}/card-added?setup_intent={other['id']}")
    assert (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"] is None


async def test_the_flow_of_a_payment_method_adds_one_and_makes_it_the_default(shop: Portal) -> None:
    customer = await shop.payer()
    given = {"type": "PAYMENT_METHOD_UPDATE", "afterCompletion": {"type": "HOSTED_CONFIRMATION"}}
    visitor = await visit(shop, customer, flowData=given)
    assert "Add a card" in visitor.page
    first = (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["id"]
    await visitor.forge("remove-method", payment_method=first)
    assert "something else" in visitor.page
    await visitor.go("")
    assert "The card was added." in await visitor.submit("add-card", **CARD | {"number": "5555555555554444"})
    assert (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["card"]["last4"] == "4444"
    await visitor.go("")
    assert visitor.status == 404


async def test_what_a_subscription_is_paid_with_is_not_removed(shop: Portal) -> None:
    customer = await shop.payer()
    used = (await shop.graph.do("paymentMethodAttach", "id", id="pm_card_mastercard", input={"customer": customer}))[
        "id"
    ]
    await shop.subscribe(customer, await shop.monthly(), defaultPaymentMethod=used)
    visitor = await visit(shop, customer)
    assert "is paid with this payment method" in await visitor.submit("remove-method", {"payment_method": used})
    default = (await default_of(shop, customer))["invoiceSettings"]["defaultPaymentMethod"]["id"]
    await visitor.go("")
    await visitor.forge("remove-method", payment_method=default)
    assert "Make another payment method the default" in visitor.page


async def test_a_customer_cannot_use_or_remove_the_card_of_another(shop: Portal, stranger: Any) -> None:
    visitor, victim = await visit(shop, await shop.payer()), await shop.payer()
    theirs = (await default_of(shop, victim))["invoiceSettings"]["defaultPaymentMethod"]["id"]
    abroad = (await stranger.do("paymentMethodCreate", "id", input={"type": "CARD", "card": {"token": "tok_visa"}}))[
        "id"
    ]
    for action in ("make-default", "remove-method"):
        for id in (theirs, abroad, "", "pm_card_visa", "pm_\x00", "x" * 5000):
            await visitor.go("/payment-methods/add")
            await visitor.forge(action, payment_method=id)
            assert visitor.status in (400, 403), (action, id)
    assert (await default_of(shop, victim))["invoiceSettings"]["defaultPaymentMethod"]["id"] == theirs


async def test_details_are_changed_as_far_as_they_are_allowed(shop: Portal) -> None:
    customer = await shop.payer(name="Ada", email="ada@example.com", phone="123")
    visitor = await visit(shop, customer, "NAME", "ADDRESS", "SHIPPING")
    assert 'name="email"' not in visitor.page
    await visitor.submit(
        "details",
        name='Ada\u00a0"<b>" Lovelace',
        address_line1="1 Way",
        address_country="gb",
        shipping_name="Ada",
        shipping_line1="2 Way",
    )
    fields = "name email phone address { line1 city country } shipping { name address { line1 } }"
    assert await shop.find("customer", customer, fields) == {
        "name": 'Ada\u00a0"<b>" Lovelace',
        "email": "ada@example.com",
        "phone": "123",
        "address": {"line1": "1 Way", "city": None, "country": "GB"},
        "shipping": {"name": "Ada", "address": {"line1": "2 Way"}},
    }
    assert "<b>" not in visitor.raw
    assert await shop.told() == ["customer.updated"]
    for field, value in (("email", "eve@example.com"), ("phone", "9")):
        await visitor.go("")
        await visitor.submit("details", **{field: value})
        assert f"You cannot change this here: {field.capitalize()}." in visitor.page
    for field, value in (("name", "x" * 257), ("address_country", "Atlantis")):
        await visitor.go("")
        await visitor.submit("details", **{field: value})
        assert visitor.status == 400, field
    assert await shop.told() == []
    await visitor.go("")
    await visitor.submit("details", shipping_name="", shipping_line1="")
    assert (await shop.find("customer", customer, "shipping { name }"))["shipping"] is None


async def test_an_email_address_has_its_form(shop: Portal) -> None:
    customer = await shop.payer(email="ada@example.com")
    visitor = await visit(shop, customer, "EMAIL")
    await visitor.submit("details", email="nonsense")
    assert visitor.status == 400
    await visitor.go("")
    await visitor.submit("details", email="ada@lovelace.example")
    assert (await shop.find("customer", customer, "email"))["email"] == "ada@lovelace.example"


async def test_tax_ids_are_added_and_removed(shop: Portal) -> None:
    customer = await shop.payer()
    visitor = await visit(shop, customer, "TAX_ID")
    assert "EU VAT DE123456789" in await visitor.submit("add-tax-id", type="eu_vat", value="DE123456789")
    for type, value in (("eu_vat", "nonsense"), ("nothing", "DE123456789"), ("eu_vat", "")):
        await visitor.go("")
        await visitor.submit("add-tax-id", type=type, value=value)
        assert visitor.status == 400, (type, value)
    await visitor.go("")
    victim = await shop.payer()
    theirs = await shop.graph.do(
        "taxIdCreate", "id", input={"customer": victim, "type": "EU_VAT", "value": "DE123456789"}
    )
    await visitor.forge("remove-tax-id", tax_id=theirs["id"])
    assert "This does not exist" in visitor.page
    await visitor.go("")
    await visitor.submit("remove-tax-id")
    found = await shop.find("customer", customer, "taxIds { nodes { id } }")
    assert found["taxIds"]["nodes"] == []


async def test_invoices_and_usage_are_shown(shop: Portal) -> None:
    customer = await shop.payer()
    paid = await shop.act("Pay", (await shop.bill(customer, 1234))["id"])
    draft = await shop.draft(customer, 4321)
    metered = await shop.monthly(5, recurring={"interval": "MONTH", "usageType": "METERED"})
    made = await shop.subscribe(customer, metered)
    item = made["items"]["nodes"][0]["id"]
    await shop.graph.do("usageRecordCreate", "id", input={"subscriptionItem": item, "quantity": 42})
    visitor = await visit(shop, customer)
    assert paid["number"] in visitor.page
    assert "$12.34" in visitor.page
    assert "$43.21" not in visitor.page, draft["id"]
    assert "Used in this period: 42" in visitor.page


async def test_an_address_is_opened_once_by_one_browser(shop: Portal, database: Database) -> None:
    customer = await shop.payer()
    session = await shop.session(customer, await shop.configure(paymentMethodUpdate=True))
    path = session["url"].split("/", 3)[3]
    looking = Visitor(shop.graph.client)
    await looking.send("HEAD", f"/{path}")
    assert looking.status == 200, "a look at the head uses nothing up"
    visitor, thief = Visitor(shop.graph.client), Visitor(shop.graph.client)
    await visitor.open(session)
    assert visitor.status == 200
    await thief.open(session)
    assert (thief.status, "expired" in thief.page) == (404, True)
    thief.cookies = {"paygraph_portal": "guessed"}
    await thief.send("GET", visitor.home)
    assert thief.status == 404
    other = await shop.visit(await shop.payer(), await shop.configure(paymentMethodUpdate=True))
    other.cookies, mine = visitor.cookies, other.home
    await other.send("GET", mine)
    assert other.status == 404, "a cookie is for one visit"
    await sweep(database, now=real_now() + timedelta(hours=2))
    await visitor.go("")
    assert visitor.status == 404


async def test_pages_run_nothing_and_are_kept_nowhere(shop: Portal) -> None:
    session = await shop.session(await shop.payer(), await shop.configure(paymentMethodUpdate=True))
    entered = await shop.graph.client.get(session["url"].replace("http://127.0.0.1:8000", ""))
    shop.graph.client.cookies.clear()
    cookie = entered.headers["set-cookie"]
    assert entered.status_code == 303
    for part in ("HttpOnly", "SameSite=lax", f"Path={entered.headers['location']}"):
        assert part in cookie
    visitor = Visitor(shop.graph.client)
    visitor.cookies = {"paygraph_portal": cookie.split("=", 1)[1].split(";")[0]}
    page = await visitor.send("GET", entered.headers["location"])
    assert "default-src 'none'" in visitor.headers["content-security-policy"]
    assert "form-action 'self'" in visitor.headers["content-security-policy"]
    assert visitor.headers["cache-control"] == "no-store"
    assert visitor.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page


async def test_a_form_of_another_site_is_refused(shop: Portal) -> None:
    customer = await shop.payer(name="Ada")
    visitor = await visit(shop, customer, "NAME")
    for body in (
        {"name": "Eve"},
        {"name": "Eve", "key": "guessed"},
        {"key": visitor.form("details")["key"], "name": "x" * 30_000},
    ):
        await visitor.send("POST", f"{visitor.home}/details", body)
        assert visitor.status == 403
    await visitor.go("")
    await visitor.forge("nonsense")
    assert visitor.status == 404
    assert (await shop.find("customer", customer, "name"))["name"] == "Ada"


async def test_a_configuration_that_changes_is_followed_at_once(shop: Portal) -> None:
    customer = await shop.payer(name="Ada")
    configuration = await shop.configure(customerUpdate={"allowedUpdates": ["NAME"]})
    visitor = await shop.visit(customer, configuration)
    features = {"customerUpdate": {"allowedUpdates": [], "enabled": False}}
    await shop.graph.do("billingPortalConfigurationUpdate", "id", id=configuration, input={"features": features})
    await visitor.submit("details", name="Eve")
    assert "You cannot change this here: Name." in visitor.page
    assert (await shop.find("customer", customer, "name"))["name"] == "Ada"


async def test_the_portal_of_a_deleted_customer_is_gone(shop: Portal) -> None:
    customer = await shop.payer()
    visitor = await visit(shop, customer)
    await shop.graph.do("customerDelete", "id", id=customer)
    await visitor.go("")
    assert visitor.status == 400
    assert "This does not exist" in visitor.page


async def test_the_portal_of_a_customer_whose_clock_is_deleted_is_gone(shop: Portal) -> None:
    clock, customer = await shop.under_clock(None)
    visitor = await visit(shop, customer)
    await shop.graph.do("testClockDelete", "id", id=clock)
    await visitor.go("")
    assert visitor.status == 400
    assert "This cannot be done" in visitor.page
