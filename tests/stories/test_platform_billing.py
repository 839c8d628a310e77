"""What platforms bill: fees and transfers of invoices, subscriptions, schedules and quotes, in both ledgers by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.database import Database
from tests.billing.quotes.quoter import Quoter
from tests.graph import Graph
from tests.stories import marketplace
from tests.stories.marketplace import books
from tests.stories.shop import Shop

PARTS = """id status total { amount } amountDue { amount } applicationFeeAmount { amount } onBehalfOf { id }
  transferData { amount { amount } destination { id } } issuer { type account { id } } accountName
  automaticTax { enabled liability { type account { id } } } """
PAYMENT = """paymentIntent { applicationFeeAmount { amount } transferGroup onBehalfOf { id }
  transferData { amount { amount } destination { id } }
  latestCharge { calculatedStatementDescriptor applicationFee { amount { amount } }
    transfer { amount { amount } } } }"""


@pytest.fixture
async def biller(graph: Graph, database: Database) -> Quoter:
    return Quoter(graph, database)


@pytest.fixture
async def seller(shop: Shop) -> Shop:
    return await marketplace.seller(shop, settings={"payments": {"statementDescriptor": "SELLER"}})


def to(seller: Shop, **more: Any) -> dict[str, Any]:
    return {"destination": seller.graph.tenant.account, **more}


async def invoice(biller: Shop, id: str, fields: str = PARTS + PAYMENT) -> dict[str, Any]:
    found: dict[str, Any] = (await biller.graph(f"query ($id: ID!) {{ invoice(id: $id) {{ {fields} }} }}", id=id))[
        "invoice"
    ]
    return found


async def test_an_invoice_is_passed_on(biller: Quoter, seller: Shop) -> None:
    account = seller.graph.tenant.account
    customer = await biller.payer()
    issuer = {"type": "ACCOUNT", "account": account}
    draft = await biller.draft(
        customer, 10000, applicationFeeAmount=1230, transferData=to(seller), onBehalfOf=account, issuer=issuer,
        automaticTax={"enabled": False, "liability": issuer},
    )  # fmt: skip
    shown = await invoice(biller, draft["id"])
    assert (shown["applicationFeeAmount"], shown["onBehalfOf"], shown["issuer"]) == (
        {"amount": 1230},
        {"id": account},
        {"type": "ACCOUNT", "account": {"id": account}},
    )
    assert shown["transferData"] == {"amount": None, "destination": {"id": account}}
    await biller.act("Finalize", draft["id"])
    await biller.act("Pay", draft["id"])
    paid = (await invoice(biller, draft["id"]))["paymentIntent"]
    assert paid == {
        "applicationFeeAmount": {"amount": 1230},
        "transferGroup": paid["transferGroup"],
        "onBehalfOf": {"id": account},
        "transferData": {"amount": None, "destination": {"id": account}},
        "latestCharge": {
            "calculatedStatementDescriptor": "SELLER",
            "applicationFee": {"amount": {"amount": 1230}},
            "transfer": {"amount": {"amount": 10000}},
        },
    }
    assert paid["transferGroup"].startswith("group_pi_")
    # The platform: 10000 - 320 - 10000 + 1230.
    assert (await books(biller))["pending:card"] == 910
    assert (await books(seller))["pending:card"] == 8770


async def test_no_more_than_is_due_is_passed_on(biller: Quoter, seller: Shop) -> None:
    customer = await biller.payer()
    credit = {"customer": customer, "amount": -4000, "currency": "usd"}
    await biller.graph.do("customerBalanceTransactionCreate", "id", input=credit)
    made = await biller.bill(customer, 10000, transferData=to(seller, amount=9000))
    await biller.act("Pay", made["id"])
    # 6000 is due.
    assert (await invoice(biller, made["id"]))["paymentIntent"]["transferData"]["amount"] == {"amount": 6000}
    assert (await books(seller))["pending:card"] == 6000


async def test_a_share_of_each_invoice_of_a_subscription(biller: Quoter, seller: Shop) -> None:
    clock, customer = await biller.under_clock()
    made = await biller.subscribe(
        customer, await biller.monthly(10000), applicationFeePercent="12.35", transferData=to(seller),
        onBehalfOf=seller.graph.tenant.account,
    )  # fmt: skip
    first = await invoice(biller, made["latestInvoice"]["id"])
    # 12.35 % of 10000.
    assert (first["applicationFeeAmount"], first["onBehalfOf"]) == (
        {"amount": 1235},
        {"id": seller.graph.tenant.account},
    )
    assert (await books(seller))["pending:card"] == 10000 - 1235
    await biller.change(made["id"], applicationFeePercent="50")
    await biller.advance(clock, datetime(2025, 4, 3, 12, tzinfo=UTC))
    second = (await biller.invoices(made["id"]))[-1]
    assert (await invoice(biller, second["id"]))["applicationFeeAmount"] == {"amount": 5000}
    assert sum((await books(seller)).values()) == 0
    held = {book: amount for book, amount in (await books(seller)).items() if book != "accounts"}
    assert sum(held.values()) == 10000 - 1235 + 5000


async def test_a_share_is_passed_on_without_a_fee(biller: Quoter, seller: Shop) -> None:
    _, customer = await biller.under_clock()
    made = await biller.subscribe(customer, await biller.monthly(9999), transferData=to(seller, amountPercent="33.33"))
    first = await invoice(biller, made["latestInvoice"]["id"])
    # 3332.6667, to the nearest.
    assert first["transferData"]["amount"] == {"amount": 3333}
    assert await books(seller) == {"pending:card": 3333, "accounts": -3333}


async def test_a_draft_may_take_another_amount_than_the_share(biller: Quoter, seller: Shop) -> None:
    clock, customer = await biller.under_clock()
    made = await biller.subscribe(
        customer, await biller.monthly(10000), applicationFeePercent="10", transferData=to(seller)
    )
    await biller.advance(clock, datetime(2025, 4, 3, 10, 30, tzinfo=UTC))
    draft = (await biller.invoices(made["id"]))[-1]
    assert draft["status"] == "DRAFT"
    await biller.graph.do("invoiceUpdate", "id", id=draft["id"], input={"applicationFeeAmount": 77})
    await biller.advance(clock, datetime(2025, 4, 3, 12, tzinfo=UTC))
    paid = await invoice(biller, draft["id"])
    assert (paid["status"], paid["applicationFeeAmount"]) == ("PAID", {"amount": 77})


async def test_a_platform_takes_its_share_on_the_account(biller: Quoter, seller: Shop) -> None:
    """A direct subscription."""
    theirs = Quoter(seller.graph, seller.database)
    _, customer = await theirs.under_clock()
    made = await theirs.subscribe(customer, await theirs.monthly(10000), applicationFeePercent="20")
    paid = await invoice(theirs, made["latestInvoice"]["id"])
    assert paid["paymentIntent"]["latestCharge"]["applicationFee"] == {"amount": {"amount": 2000}}
    assert (await books(biller))["pending:card"] == 2000
    assert (await books(seller))["pending:card"] == 10000 - 320 - 2000


async def test_a_schedule_says_it_of_its_phases(biller: Quoter, seller: Shop) -> None:
    clock, customer = await biller.under_clock()
    price = await biller.monthly(10000)
    phase = {"items": [{"price": price}], "iterations": 1}
    plan = await biller.plan(
        customer,
        phase,
        {**phase, "applicationFeePercent": "40"},
        defaultSettings={"applicationFeePercent": "10", "transferData": to(seller),
                         "onBehalfOf": seller.graph.tenant.account},
    )  # fmt: skip
    shown = await biller.graph(
        "query ($id: ID!) { subscriptionSchedule(id: $id) { defaultSettings { applicationFeePercent onBehalfOf { id } "
        "transferData { destination { id } } } phases { applicationFeePercent } } }",
        id=plan["id"],
    )
    assert shown["subscriptionSchedule"] == {
        "defaultSettings": {
            "applicationFeePercent": "10",
            "onBehalfOf": {"id": seller.graph.tenant.account},
            "transferData": {"destination": {"id": seller.graph.tenant.account}},
        },
        "phases": [{"applicationFeePercent": None}, {"applicationFeePercent": "40"}],
    }
    await biller.advance(clock, datetime(2025, 4, 3, 12, tzinfo=UTC))
    taken = [
        (await invoice(biller, each["id"]))["applicationFeeAmount"]["amount"]
        for each in await biller.invoices(plan["subscription"]["id"])
    ]
    assert taken == [1000, 4000]


async def test_a_quote_carries_it(biller: Quoter, seller: Shop) -> None:
    account = seller.graph.tenant.account
    _, customer = await biller.under_clock()
    once, monthly = (await biller.price(10000))["id"], await biller.monthly(10000)
    issuer = {"type": "ACCOUNT", "account": account}
    offered = await biller.offer(
        customer, once, applicationFeeAmount=500, transferData=to(seller), onBehalfOf=account,
        invoiceSettings={"issuer": issuer},
    )  # fmt: skip
    accepted = await biller.settle("Accept", offered["id"])
    bill = await invoice(biller, accepted["invoice"]["id"])
    assert (bill["applicationFeeAmount"], bill["transferData"], bill["onBehalfOf"], bill["issuer"]) == (
        {"amount": 500},
        {"amount": None, "destination": {"id": account}},
        {"id": account},
        {"type": "ACCOUNT", "account": {"id": account}},
    )
    offered = await biller.offer(customer, monthly, transferData=to(seller, amountPercent="25"))
    accepted = await biller.settle("Accept", offered["id"])
    made = (await biller.invoices(accepted["subscription"]["id"]))[0]
    assert (await invoice(biller, made["id"]))["transferData"]["amount"] == {"amount": 2500}


async def test_a_preview_shows_it(biller: Quoter, seller: Shop) -> None:
    _, customer = await biller.under_clock()
    account = seller.graph.tenant.account
    made = await biller.subscribe(
        customer, await biller.monthly(10000), applicationFeePercent="10", transferData=to(seller)
    )
    document = f"query ($input: InvoicePreviewInput!) {{ invoicePreview(input: $input) {{ {PARTS} }} }}"
    given = {"subscription": made["id"], "onBehalfOf": account, "issuer": {"type": "ACCOUNT", "account": account}}
    shown = (await biller.graph(document, input=given))["invoicePreview"]
    assert (shown["applicationFeeAmount"], shown["transferData"]["destination"], shown["onBehalfOf"]) == (
        {"amount": 1000},
        {"id": account},
        {"id": account},
    )
    assert shown["issuer"]["account"] == {"id": account}
    error = await biller.graph.error(document, input={"subscription": made["id"], "onBehalfOf": "acct_none"})
    assert error["extensions"]["field"] == "onBehalfOf"


async def test_who_has_no_part(biller: Quoter, shop: Shop, seller: Shop, stranger: Graph) -> None:
    foreign = (await stranger.do("accountCreate", "id", input={}))["id"]
    customer, price = await biller.payer(), await biller.monthly(1000)
    named = {"type": "ACCOUNT", "account": foreign}
    base: dict[str, dict[str, Any]] = {
        "invoiceCreate": {"customer": customer},
        "subscriptionCreate": {"customer": customer, "items": [{"price": price}]},
        "quoteCreate": {"customer": customer, "lineItems": [{"price": price}]},
    }
    both: dict[str, Any] = {
        "invoiceCreate": {"applicationFeeAmount": 1, "transferData": to(seller, amount=1)},
        "subscriptionCreate": {"applicationFeePercent": "1", "transferData": to(seller, amountPercent="1")},
        "quoteCreate": {"applicationFeePercent": "1", "transferData": to(seller, amountPercent="1")},
    }
    await shop.told()
    for mutation, input in base.items():
        fee = "applicationFeeAmount" if mutation == "invoiceCreate" else "applicationFeePercent"
        issuer = {"issuer": named} if mutation == "invoiceCreate" else {"invoiceSettings": {"issuer": named}}
        field = "issuer.account" if mutation == "invoiceCreate" else "invoiceSettings.issuer.account"
        for given, at, code in (
            ({"transferData": {"destination": foreign}}, "transferData.destination", "RESOURCE_MISSING"),
            ({"transferData": to(shop)}, "transferData.destination", "ACCOUNT_INVALID"),
            ({"onBehalfOf": foreign}, "onBehalfOf", "RESOURCE_MISSING"),
            (issuer, field, "RESOURCE_MISSING"),
            (
                {"automaticTax": {"enabled": False, "liability": named}},
                "automaticTax.liability.account",
                "RESOURCE_MISSING",
            ),
            ({fee: 1 if mutation == "invoiceCreate" else "1"}, fee, "APPLICATION_FEES_NOT_ALLOWED"),
            (both[mutation], fee, "PARAMETERS_EXCLUSIVE"),
        ):
            refused = await biller.graph.refuse(mutation, input=input | given)
            assert (refused["field"], refused["code"]) == (at, code), (mutation, given)
    assert await shop.told() == []


async def test_a_setup_is_on_behalf_of_a_seller(shop: Shop, seller: Shop) -> None:
    account = seller.graph.tenant.account
    made = await shop.graph.do(
        "setupIntentCreate",
        "id status onBehalfOf { id } latestAttempt { onBehalfOf { id } } mandate { onBehalfOf }",
        input={"onBehalfOf": account, "paymentMethod": "pm_card_visa", "confirm": True,
               "paymentMethodTypes": ["card"]},
    )  # fmt: skip
    assert made == {
        "id": made["id"],
        "status": "SUCCEEDED",
        "onBehalfOf": {"id": account},
        "latestAttempt": {"onBehalfOf": {"id": account}},
        "mandate": None,
    }
    refused = await shop.graph.refuse("setupIntentCreate", input={"onBehalfOf": "acct_none"})
    assert (refused["field"], refused["code"]) == ("onBehalfOf", "RESOURCE_MISSING")
