"""What a platform's key makes on a connected account names the platform's application, and leads to it."""

from datetime import UTC, datetime

from app.database import Database
from tests.billing.subscriptions.subscriber import Subscriber
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller
from tests.stories.marketplace import seller
from tests.stories.shop import Shop

MADE = "application { id name object }"


async def test_payments_name_the_platform(graph: Graph, database: Database) -> None:
    shop = Shop(graph, database)
    own = graph.tenant.account
    await graph.do("accountUpdate", "id", id=own, input={"businessProfile": {"name": "Market"}})
    theirs = await seller(shop)
    application = {"id": own.replace("acct_", "ca_"), "name": "Market", "object": "application"}
    paid = await theirs.graph.do(
        "paymentIntentCreate",
        f"id {MADE} latestCharge {{ id {MADE} balanceTransaction {{ feeDetails {{ type application }} }} "
        f"applicationFee {{ {MADE} }} }}",
        input={"amount": 1000, "currency": "usd", "paymentMethod": "pm_card_visa", "paymentMethodTypes": ["card"],
               "confirm": True, "captureMethod": "AUTOMATIC", "applicationFeeAmount": 100},
    )  # fmt: skip
    charge = paid["latestCharge"]
    assert (paid["application"], charge["application"], charge["applicationFee"]["application"]) == (application,) * 3
    assert charge["balanceTransaction"]["feeDetails"] == [
        {"type": "application_fee", "application": application["id"]},
        {"type": "stripe_fee", "application": None},
    ]
    told = {event["type"]: event["data"]["object"] for event in await theirs.told_whole()}
    assert told["charge.succeeded"]["application"] == application["id"]
    (fee,) = [each["data"]["object"] for each in await shop.told_whole() if each["type"] == "application_fee.created"]
    assert fee["application"] == application["id"]
    # What the account makes itself, and what the platform makes for itself, name none.
    key = await new_caller(graph.client, database, account_id=theirs.graph.tenant.account)
    for caller in (key, graph):
        made = await caller.do("paymentIntentCreate", MADE, input={"amount": 1000, "currency": "usd"})
        assert made == {"application": None}


async def test_payments_by_transfer_name_the_platform(graph: Graph, database: Database) -> None:
    shop = Shop(graph, database)
    theirs = await seller(shop)
    account, own = theirs.graph.tenant.account, graph.tenant.account
    application = {"id": own.replace("acct_", "ca_"), "name": "Test Shop", "object": "application"}
    await shop.pay("pm_card_bypassPending", amount=5000)
    shown = "query ($id: ID!) { charge(id: $id) { application { id name object } sourceTransfer { id } } }"
    # To the account, and from the account to the platform with the account's own key.
    alone = await new_caller(graph.client, database, account_id=account)
    for sender, receiver, destination in ((graph, alone, account), (alone, graph, own), (theirs.graph, graph, own)):
        amount = 3000 if sender is graph else 1000
        input = {"amount": amount, "currency": "usd", "destination": destination}
        made = await sender.do("transferCreate", "id destinationPayment { id }", input=input)
        if sender is graph:
            payment = made["destinationPayment"]["id"]
        else:
            newest = "{ charges(first: 1, where: { sourceTransfer: { isNull: false } }) { nodes { id } } }"
            payment = (await receiver(newest))["charges"]["nodes"][0]["id"]
        charge = (await receiver(shown, id=payment))["charge"]
        assert charge == {"application": application, "sourceTransfer": charge["sourceTransfer"]}
    succeeded = [each["data"]["object"] for each in await theirs.told_whole() if each["type"] == "charge.succeeded"]
    assert [each["application"] for each in succeeded] == [application["id"]]
    # The platform's own payment is of its own making.
    data = await graph("{ charges(where: { sourceTransfer: { isNull: true } }) { nodes { application { id } } } }")
    assert data["charges"]["nodes"] == [{"application": None}]


async def test_all_that_it_may_make(graph: Graph) -> None:
    account = graph.on(await connect(graph))
    customer = (await account.do("customerCreate", "id", input={}))["id"]
    price = await account.do(
        "priceCreate", "id", input={"currency": "usd", "unitAmount": 500, "productData": {"name": "Tea"}}
    )
    wanted = {"id": graph.tenant.account.replace("acct_", "ca_"), "object": "application"}
    for mutation, input in (
        ("setupIntentCreate", {"customer": customer}),
        ("invoiceCreate", {"customer": customer}),
        ("quoteCreate", {"customer": customer, "lineItems": [{"price": price["id"]}]}),
        ("paymentMethodConfigurationCreate", {"name": "Few"}),
        ("billingPortalConfigurationCreate", {"features": {"invoiceHistory": {"enabled": True}}}),
    ):
        made = await account.do(mutation, "application { id object }", input=input)
        assert made == {"application": wanted}, mutation
    owner = {"type": "APPLICATION"}
    tax = {"type": "EU_VAT", "value": "DE123456789", "owner": owner}
    made = await account.do("taxIdCreate", "owner { type application { id object } }", input=tax)
    assert made["owner"] == {"type": "APPLICATION", "application": wanted}
    refused = await graph.refuse("taxIdCreate", input=tax)
    assert refused["field"] == "owner.type"
    both = tax | {"owner": owner | {"customer": customer}}
    refused = await account.refuse("taxIdCreate", input=both)
    assert (refused["code"], refused["field"]) == ("PARAMETER_UNKNOWN", "owner.customer")


async def test_a_renewal_names_it_too(graph: Graph, database: Database) -> None:
    shop = Subscriber(graph.on(await connect(graph)), database)
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.advance(clock, datetime(2025, 4, 3, 12, tzinfo=UTC))
    data = await shop.graph(
        "query ($id: ID!) { subscription(id: $id) { application { id } invoices { nodes { application { id } "
        "paymentIntent { application { id } latestCharge { application { id } } } } } } }",
        id=made["id"],
    )
    it = {"application": {"id": graph.tenant.account.replace("acct_", "ca_")}}
    invoice = it | {"paymentIntent": it | {"latestCharge": it}}
    assert data["subscription"] == it | {"invoices": {"nodes": [invoice, invoice]}}


async def test_an_endpoint_on_an_account_has_its_id(graph: Graph) -> None:
    account = graph.on(await connect(graph))
    input = {"url": "https://rocket.example/hooks", "enabledEvents": ["*"]}
    made = await account.do("webhookEndpointCreate", "id application", input=input)
    assert made["application"] == graph.tenant.account.replace("acct_", "ca_")
    data = await account("query ($id: ID!) { webhookEndpoint(id: $id) { application } }", id=made["id"])
    assert data["webhookEndpoint"] == {"application": made["application"]}


async def test_what_the_account_accepts_of_the_platforms_names_it(graph: Graph, database: Database) -> None:
    id = await connect(graph)
    account, own = graph.on(id), await new_caller(graph.client, database, account_id=id)
    customer = (await account.do("customerCreate", "id", input={}))["id"]
    monthly = {"currency": "usd", "unitAmount": 500, "productData": {"name": "Tea"}, "recurring": {"interval": "MONTH"}}
    price = (await account.do("priceCreate", "id", input=monthly))["id"]
    once = (await account.do("priceCreate", "id", input={name: monthly[name] for name in [*monthly][:3]}))["id"]
    it = {"application": {"id": graph.tenant.account.replace("acct_", "ca_")}}
    named = "application { id }"
    for line, terms, fields, expected in (
        (once, None, f"invoice {{ {named} }}", {"invoice": it}),
        (
            price,
            {"trialPeriodDays": 7},
            f"subscription {{ {named} latestInvoice {{ {named} }} pendingSetupIntent {{ {named} }} }}",
            {"subscription": it | {"latestInvoice": it, "pendingSetupIntent": it}},
        ),
        (
            price,
            {"effectiveDate": {"value": "2035-01-01T00:00:00Z"}},
            f"subscriptionSchedule {{ {named} }}",
            {"subscriptionSchedule": it},
        ),
    ):
        offered = {"customer": customer, "lineItems": [{"price": line}]}
        quote = await account.do("quoteCreate", "id", input=offered | ({"subscriptionData": terms} if terms else {}))
        await own.do("quoteFinalize", "id", id=quote["id"])
        assert await own.do("quoteAccept", fields, id=quote["id"]) == expected


async def test_it_is_found_by_its_id(graph: Graph, database: Database) -> None:
    id = await connect(graph)
    own = await new_caller(graph.client, database, account_id=id)
    payment = {"amount": 1000, "currency": "usd"}
    theirs = (await graph.on(id).do("paymentIntentCreate", "id", input=payment))["id"]
    its = (await own.do("paymentIntentCreate", "id", input=payment))["id"]
    document = "query ($where: PaymentIntentWhere!) { paymentIntents(where: $where) { nodes { id } } }"
    named = {"application": {"id": {"eq": graph.tenant.account.replace("acct_", "ca_")}}}
    for where, expected in ((named, theirs), ({"not": named}, its)):
        assert (await own(document, where=where))["paymentIntents"]["nodes"] == [{"id": expected}]
    # Its name is the platform's as it is now, which is nothing to search by.
    refused = await own.error(document, where={"application": {"name": {"eq": "Market"}}})
    assert "unknown field 'name'" in refused["message"]
    search = "query ($query: String!) { paymentIntents(query: $query) { nodes { id } } }"
    found = await own(search, query=f"application.id:'{named['application']['id']['eq']}'")
    assert found["paymentIntents"]["nodes"] == [{"id": theirs}]
    refused = await own.error(search, query="application.name:'Market'")
    assert "application.name" in refused["message"]
