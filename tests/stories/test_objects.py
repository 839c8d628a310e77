"""Customers, payment methods, products, prices and the account: made, changed, deleted, and what is told of it."""

from typing import Any

from tests.stories.shop import Shop

CARD = {"number": "4242424242424242", "expMonth": 12, "expYear": 2040, "cvc": "123"}


async def test_a_customers_life(shop: Shop) -> None:
    made = await shop.graph.do(
        "customerCreate",
        "id name email metadata deleted address { city country }",
        input={
            "name": "Ada",
            "email": "ada@example.com",
            "metadata": {"tier": "gold", "since": "2024"},
            "address": {"city": "Paris", "country": "FR"},
        },
    )
    id = made.pop("id")
    assert made == {
        "name": "Ada",
        "email": "ada@example.com",
        "metadata": {"tier": "gold", "since": "2024"},
        "deleted": False,
        "address": {"city": "Paris", "country": "FR"},
    }
    changed = await shop.graph.do(
        "customerUpdate",
        "name email metadata phone address { city country }",
        id=id,
        input={"name": "Ada Lovelace", "email": None, "phone": "+33 1", "metadata": {"tier": None, "likes": "engines"}},
    )
    assert changed == {
        "name": "Ada Lovelace",
        "email": None,
        "phone": "+33 1",
        "metadata": {"since": "2024", "likes": "engines"},
        "address": {"city": "Paris", "country": "FR"},
    }
    assert await shop.graph.do("customerDelete", "id deleted", id=id) == {"id": id, "deleted": True}

    created, updated, deleted = await shop.told_whole()
    assert [event["type"] for event in (created, updated, deleted)] == [
        "customer.created",
        "customer.updated",
        "customer.deleted",
    ]
    assert (created["data"]["previousAttributes"], deleted["data"]["previousAttributes"]) == (None, None)
    assert updated["data"]["previousAttributes"] == {
        "name": "Ada",
        "email": "ada@example.com",
        "phone": None,
        "metadata": {"tier": "gold", "likes": None},
    }
    assert deleted["data"]["object"] == updated["data"]["object"]
    async with shop.nothing_changes():
        for mutation in ("customerUpdate", "customerDelete"):
            given: dict[str, Any] = {"input": {"name": "Eve"}} if mutation == "customerUpdate" else {}
            assert (await shop.graph.refuse(mutation, id=id, **given))["code"] == "RESOURCE_MISSING"
    data = await shop.graph("query ($id: ID!) { customer(id: $id) { id deleted } customers { totalCount } }", id=id)
    assert data == {"customer": {"id": id, "deleted": True}, "customers": {"totalCount": 0}}


async def test_a_change_that_changes_nothing_is_not_told(shop: Shop) -> None:
    id = await shop.customer(metadata={"a": "b"})
    async with shop.nothing_changes():
        await shop.graph.do("customerUpdate", "id", id=id, input={"name": "Ada", "metadata": {"a": "b", "c": None}})
        await shop.graph.do("customerUpdate", "id", id=id, input={})


async def test_with_a_customer_go_their_cards_but_not_their_payments(shop: Shop) -> None:
    id = await shop.customer(paymentMethod="pm_card_visa")
    data = await shop.graph("query ($id: ID!) { customer(id: $id) { paymentMethods { nodes { id } } } }", id=id)
    (method,) = data["customer"]["paymentMethods"]["nodes"]
    intent = await shop.pay(method["id"], customer=id)
    await shop.told()
    await shop.graph.do("customerDelete", "id", id=id)
    assert await shop.told() == ["customer.deleted", "payment_method.detached"]
    payload = await shop.try_to_pay(method["id"])
    assert payload["userErrors"][0]["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"
    kept = await shop.intent_now(intent["id"])
    assert (kept["status"], kept["amountReceived"]) == ("SUCCEEDED", {"amount": 2000})
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


async def test_a_payment_methods_life(shop: Shop) -> None:
    customer = await shop.customer()
    await shop.told()
    made = await shop.graph.do(
        "paymentMethodCreate", "id card { last4 brand expMonth } customer { id }", input={"type": "CARD", "card": CARD}
    )
    id = made.pop("id")
    assert made == {"card": {"last4": "4242", "brand": "visa", "expMonth": 12}, "customer": None}
    assert await shop.told() == []
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentMethodUpdate", id=id, input={"card": {"expMonth": 1}})
        assert refusal["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"
    attached = await shop.graph.do("paymentMethodAttach", "customer { id }", id=id, input={"customer": customer})
    assert attached == {"customer": {"id": customer}}
    changed = await shop.graph.do(
        "paymentMethodUpdate",
        "card { expMonth expYear } billingDetails { name }",
        id=id,
        input={"card": {"expMonth": 1, "expYear": 2041}, "billingDetails": {"name": "Ada"}},
    )
    assert changed == {"card": {"expMonth": 1, "expYear": 2041}, "billingDetails": {"name": "Ada"}}
    default = {"invoiceSettings": {"defaultPaymentMethod": id}}
    await shop.graph.do("customerUpdate", "id", id=customer, input=default)
    detached = await shop.graph.do("paymentMethodDetach", "customer { id }", id=id)
    assert detached == {"customer": None}

    events = await shop.told_whole()
    assert [(event["type"], event["data"]["previousAttributes"]) for event in events] == [
        ("payment_method.attached", None),
        (
            "payment_method.updated",
            {"card": {"exp_month": 12, "exp_year": 2040}, "billing_details": {"name": None}},
        ),
        ("customer.updated", {"invoice_settings": {"default_payment_method": None}}),
        ("payment_method.detached", {"customer": customer}),
        ("customer.updated", {"invoice_settings": {"default_payment_method": id}}),
    ]
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("paymentMethodAttach", id=id, input={"customer": customer})
        assert refusal["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"
        refusal = await shop.graph.refuse("paymentMethodDetach", id=id)
        assert refusal["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"


async def test_a_card_pays_once_unless_it_is_kept(shop: Shop) -> None:
    once = (await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": CARD}))["id"]
    await shop.pay(once)
    async with shop.nothing_changes():
        payload = await shop.try_to_pay(once)
        assert payload["userErrors"][0]["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"
    customer = await shop.customer()
    kept = (await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": CARD}))["id"]
    for _ in range(2):
        assert (await shop.pay(kept, customer=customer, setupFutureUsage="ON_SESSION"))["status"] == "SUCCEEDED"
    assert (await shop.told()).count("payment_method.attached") == 1


async def test_a_product_and_its_prices(shop: Shop) -> None:
    product = await shop.graph.do(
        "productCreate",
        "id name active defaultPrice { id unitAmount { amount } type }",
        input={"name": "Rocket", "defaultPriceData": {"currency": "usd", "unitAmount": 1200}},
    )
    first = product["defaultPrice"]["id"]
    assert product["defaultPrice"] == {"id": first, "unitAmount": {"amount": 1200}, "type": "ONE_TIME"}
    monthly = await shop.graph.do(
        "priceCreate",
        "id type recurring { interval intervalCount } product { id }",
        input={"product": product["id"], "currency": "eur", "unitAmount": 900, "recurring": {"interval": "MONTH"}},
    )
    second = monthly.pop("id")
    assert monthly == {
        "type": "RECURRING",
        "recurring": {"interval": "MONTH", "intervalCount": 1},
        "product": {"id": product["id"]},
    }
    assert await shop.told() == ["product.created", "price.created", "plan.created", "price.created"]
    async with shop.nothing_changes():
        assert (await shop.graph.refuse("productDelete", id=product["id"]))["field"] == "id"
        assert (await shop.graph.refuse("priceUpdate", id=first, input={"active": False}))["field"] == "active"
    await shop.graph.do("productUpdate", "id", id=product["id"], input={"defaultPrice": second, "name": "Big Rocket"})
    await shop.graph.do("priceUpdate", "id", id=first, input={"active": False, "nickname": "old"})
    events = await shop.told_whole()
    assert [event["type"] for event in events] == ["product.updated", "price.updated"]
    previous = events[0]["data"]["previousAttributes"]
    assert (previous["name"], previous["default_price"]) == ("Rocket", first)
    assert set(previous) <= {"name", "default_price", "updated"}
    assert events[1]["data"]["previousAttributes"] == {"active": True, "nickname": None}
    data = await shop.graph(
        "query ($id: ID!) { product(id: $id) { prices { totalCount nodes { id } } defaultPrice { id active } } }",
        id=product["id"],
    )
    assert data["product"]["defaultPrice"] == {"id": second, "active": True}
    assert {price["id"] for price in data["product"]["prices"]["nodes"]} == {first, second}


async def test_a_product_without_prices_is_deleted(shop: Shop) -> None:
    id = (await shop.graph.do("productCreate", "id", input={"name": "Rocket", "id": "rocket-1"}))["id"]
    assert id == "rocket-1"
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("productCreate", input={"name": "Another", "id": "rocket-1"})
        assert refusal["code"] == "RESOURCE_ALREADY_EXISTS"
    assert await shop.graph.do("productDelete", "id deleted", id=id) == {"id": id, "deleted": True}
    assert await shop.told() == ["product.deleted"]
    data = await shop.graph("query ($id: ID!) { product(id: $id) { deleted } products { totalCount } }", id=id)
    assert data == {"product": None, "products": {"totalCount": 0}}


async def test_a_lookup_key_is_one_prices_alone(shop: Shop) -> None:
    product = (await shop.graph.do("productCreate", "id", input={"name": "Rocket"}))["id"]
    given = {"product": product, "currency": "usd", "unitAmount": 100, "lookupKey": "standard"}
    first = (await shop.graph.do("priceCreate", "id", input=given))["id"]
    async with shop.nothing_changes():
        assert (await shop.graph.refuse("priceCreate", input=given))["code"] == "RESOURCE_ALREADY_EXISTS"
    second = await shop.graph.do("priceCreate", "lookupKey", input=given | {"transferLookupKey": True})
    assert second == {"lookupKey": "standard"}
    events = await shop.told_whole()
    assert [event["type"] for event in events] == ["price.updated", "price.created"]
    assert events[0]["data"]["object"]["id"] == first
    assert events[0]["data"]["previousAttributes"] == {"lookup_key": "standard"}


async def test_the_account_changes_its_own_words(shop: Shop) -> None:
    id = shop.graph.tenant.account
    changed = await shop.graph.do(
        "accountUpdate",
        "businessProfile { name url } settings { payments { statementDescriptor } }",
        id=id,
        input={
            "businessProfile": {"url": "https://shop.example"},
            "settings": {"payments": {"statementDescriptor": "ROCKET SHOP"}},
        },
    )
    assert changed == {
        "businessProfile": {"name": "Test Shop", "url": "https://shop.example"},
        "settings": {"payments": {"statementDescriptor": "ROCKET SHOP"}},
    }
    (event,) = await shop.told_whole()
    assert (event["type"], event["data"]["object"]["id"]) == ("account.updated", id)
    assert event["data"]["previousAttributes"] == {
        "business_profile": {"url": None},
        "settings": {"payments": {"statement_descriptor": "TEST SHOP"}},
    }
    intent = await shop.pay()
    data = await shop.graph(
        "query ($id: ID!) { charge(id: $id) { calculatedStatementDescriptor } }", id=intent["latestCharge"]["id"]
    )
    assert data["charge"]["calculatedStatementDescriptor"] == "ROCKET SHOP"


async def test_what_is_to_be_paid_changes_until_it_is(shop: Shop) -> None:
    intent = await shop.intent()
    changed = await shop.do("update", intent["id"], amount=3000, currency="eur", paymentMethod="pm_card_visa")
    assert (changed["status"], changed["amount"], changed["currency"]) == (
        "REQUIRES_CONFIRMATION",
        {"amount": 3000},
        "eur",
    )
    await shop.do("confirm", intent["id"])
    assert await shop.told() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    assert await shop.balance() == {"pending": {"usd": {"card": 3103}}}
    async with shop.nothing_changes():
        assert (await shop.refuse("update", intent["id"], amount=1))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"
        noted = await shop.graph.do(
            "paymentIntentUpdate", "metadata", id=intent["id"], input={"metadata": {"order": "7"}}
        )
        assert noted == {"metadata": {"order": "7"}}
