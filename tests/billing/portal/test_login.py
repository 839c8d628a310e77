"""The login page: customers ask for the portal by their email address, and nobody learns who is a customer."""

from urllib.parse import urlsplit

from app.access.limits import RequestLimit
from app.database import Database
from app.server.portal import login
from tests.billing.portal.visitor import Portal, Visitor
from tests.graph import Graph


async def page_of(shop: Portal, **input: object) -> tuple[str, str]:
    """The id of a configuration with a login page, and the path of the page."""
    given = {
        "features": {
            "customerUpdate": {"enabled": True, "allowedUpdates": ["EMAIL", "NAME"]},
            "invoiceHistory": {"enabled": True},
        },
        "loginPage": {"enabled": True},
    } | input
    made = await shop.graph.do("billingPortalConfigurationCreate", "id loginPage { url }", input=given)
    return made["id"], urlsplit(made["loginPage"]["url"]).path


async def ask(shop: Portal, path: str, email: str) -> Visitor:
    visitor = Visitor(shop.graph.client)
    await visitor.send("POST", path, {"email": email})
    return visitor


async def follow(visitor: Visitor) -> str:
    link = visitor.raw.split('href="http://127.0.0.1:8000')[1].split('"')[0]
    assert link.startswith("/p/session/test_")
    return await visitor.send("GET", link)


async def test_a_customer_logs_in_by_email(shop: Portal) -> None:
    customer = await shop.payer(None, name="Ada", email="ada@example.com")
    _, path = await page_of(shop, defaultReturnUrl="https://rocket.example")
    visitor = Visitor(shop.graph.client)
    page = await visitor.send("GET", f"{path}?prefilled_email=ada%40example.com")
    assert 'value="ada@example.com"' in page
    assert "Your billing with Test Shop" in page
    visitor = await ask(shop, path, " Ada@example.com ")
    assert visitor.status == 200
    assert "If a customer has this email address, a link is sent there." in visitor.page
    assert "In test mode no email is sent." in visitor.page
    page = await follow(visitor)
    assert "ada@example.com" in page
    assert 'href="https://rocket.example"' in visitor.raw
    assert 'name="name"' in visitor.raw
    assert 'name="email"' not in visitor.raw, "who is known by an address cannot change it"
    await visitor.submit("details", email="eve@example.com")
    assert "You cannot change this here: Email." in visitor.page
    assert (await shop.find("customer", customer, "email"))["email"] == "ada@example.com"
    (event,) = [each for each in await shop.told() if each.startswith("billing_portal.session")]
    assert event == "billing_portal.session.created"


async def test_the_page_looks_the_same_for_who_is_no_customer(shop: Portal) -> None:
    await shop.payer(None, email="ada@example.com")
    _, path = await page_of(shop)
    known, unknown = await ask(shop, path, "ada@example.com"), await ask(shop, path, "eve@example.com")

    def looks(visitor: Visitor) -> str:
        return visitor.raw.replace(visitor.raw.split("/p/session/test_")[1].split('"')[0], "")

    assert looks(known) == looks(unknown)
    await follow(unknown)
    assert (unknown.status, "This link has expired" in unknown.page) == (404, True)


async def test_of_several_customers_the_last_with_a_subscription_logs_in(shop: Portal) -> None:
    await shop.payer(None, name="First", email="ada@example.com")
    subscriber = await shop.payer(name="Second", email="ada@example.com")
    await shop.subscribe(subscriber, await shop.monthly(700))
    await shop.payer(None, name="Third", email="ada@example.com")
    _, path = await page_of(shop)
    assert "Second" in await follow(await ask(shop, path, "ada@example.com"))
    await shop.graph.do("customerDelete", "id", id=subscriber)
    assert "Third" in await follow(await ask(shop, path, "ada@example.com"))


async def test_what_is_no_email_address_is_refused(shop: Portal) -> None:
    _, path = await page_of(shop)
    for email in ("", "ada", "ada@", "@example.com", "x" * 513 + "@example.com", "\0@example.com", "x" * 3000):
        visitor = await ask(shop, path, email)
        assert (visitor.status, "Check what you entered: Email." in visitor.page) == (400, True), email


async def test_a_page_that_is_disabled_is_gone(shop: Portal) -> None:
    id, path = await page_of(shop)
    for wrong in (path + "x", path[:-1], "/p/login/test_x-y", "/p/login/x", path.replace("test_", "")):
        visitor = Visitor(shop.graph.client)
        await visitor.send("GET", wrong)
        assert visitor.status == 404, wrong
    for input in ({"loginPage": {"enabled": False}}, {"loginPage": {"enabled": True}, "active": False}):
        made = await shop.graph.do("billingPortalConfigurationUpdate", "loginPage { url }", id=id, input=input)
        again = urlsplit(made["loginPage"]["url"]).path if made["loginPage"]["url"] else path
        for each in {path, again}:
            visitor = await ask(shop, each, "ada@example.com")
            assert visitor.status == 404


async def test_links_cannot_be_asked_for_without_end(shop: Portal) -> None:
    limit = RequestLimit(0.5, 2, clock=lambda: 0.0)
    _, path = await page_of(shop)
    attempts, login._ATTEMPTS = login._ATTEMPTS, limit
    try:
        answers = [(await ask(shop, path, "eve@example.com")).status for _ in range(3)]
        other = (await ask(shop, (await page_of(shop))[1], "eve@example.com")).status
    finally:
        login._ATTEMPTS = attempts
    assert (answers, other) == ([200, 200, 429], 200)


async def test_in_live_mode_no_link_is_made(live: Graph, database: Database) -> None:
    shop = Portal(live, database)
    await live.do("customerCreate", "id", input={"email": "ada@example.com"})
    _, path = await page_of(shop)
    visitor = Visitor(live.client)
    for method in ("GET", "POST"):
        await visitor.send(method, path, {"email": "ada@example.com"} if method == "POST" else None)
        assert "No email can be sent from here." in visitor.page
        assert "<form" not in visitor.raw
        assert "/p/session" not in visitor.raw
    assert "billing_portal.session.created" not in await shop.told()
