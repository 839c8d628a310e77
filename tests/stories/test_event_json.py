"""Events in the JSON shape of Stripe's REST API: ids for references, Unix seconds, minor units, their names."""

import re
from typing import Any

from tests.stories.shop import MONDAY, Shop

ID = re.compile(r"[a-z]+_[0-9A-Za-z]{24}")
OBJECTS = {
    "mandate": "mandate",
    "account": "account",
    "balance": "balance",
    "charge": "charge",
    "customer": "customer",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "price": "price",
    "product": "product",
    "refund": "refund",
    "test_helpers": "test_helpers.test_clock",
}
"""What the object of an event is called, by the beginning of the event's type."""
REFERENCES = {
    "customer": "cus_",
    "payment_method": "pm_",
    "latest_charge": "ch_",
    "payment_intent": "pi_",
    "charge": "ch_",
    "balance_transaction": "txn_",
    "product": "prod_",
    "default_price": "price_",
    "test_clock": "clock_",
}
MOMENTS = {"created", "canceled_at", "frozen_time", "deletes_after", "updated", "arrival_date", "capture_before"}
AMOUNTS = {"amount", "amount_received", "amount_capturable", "amount_captured", "amount_refunded", "unit_amount"}


async def everything(shop: Shop) -> list[dict[str, Any]]:
    """The events of a shop in which a little of everything happens."""
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock, email="ada@example.com")
    intent = await shop.pay(
        customer=customer, description="Shoes", metadata={"order": "7"}, setupFutureUsage="OFF_SESSION"
    )
    await shop.refund(intent, amount=500)
    await shop.pay("pm_card_authenticationRequired", customer=customer)
    await shop.try_to_pay("pm_card_chargeDeclined", customer=customer)
    await shop.pay("pm_usBankAccount_insufficientFunds", customer=customer)
    await shop.pay(customer=customer, captureMethod="MANUAL")
    await shop.graph.do(
        "productCreate", "id", input={"name": "Rocket", "defaultPriceData": {"currency": "usd", "unitAmount": 1200}}
    )
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"email": "owner@example.com"})
    await shop.advance(clock, MONDAY.replace(month=4))
    await shop.graph.do("customerDelete", "id", id=customer)
    return await shop.told_whole()


async def test_every_event_has_the_shape(shop: Shop) -> None:
    events = await everything(shop)
    assert {event["type"].partition(".")[0] for event in events} == OBJECTS.keys()
    for event in events:
        assert event["object"] == "event"
        assert ID.fullmatch(event["id"])
        body = event["data"]["object"]
        about = event["type"].removeprefix("charge." if event["type"].startswith("charge.refund.") else "")
        assert body["object"] == OBJECTS[about.partition(".")[0]]
        if body["object"] != "balance":
            assert ID.fullmatch(body["id"])
        if body["object"] not in ("balance", "mandate"):
            assert isinstance(body["created"], int)
        tells_what_was = event["type"].endswith(("updated", "detached"))
        assert (event["data"]["previousAttributes"] is not None) == tells_what_was
        check(body)


def check(body: dict[str, Any]) -> None:
    """References are ids, moments are seconds, amounts whole numbers; and nothing is written as the graph writes it."""
    for name, value in body.items():
        assert re.fullmatch(r"[a-z0-9_]+", name), name
        if isinstance(value, dict) and name != "metadata":
            check(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    check(item)
        elif value is not None and name in REFERENCES:
            assert value.startswith(REFERENCES[name]), (name, value)
        elif value is not None and name in MOMENTS | AMOUNTS:
            assert type(value) is int, (name, value)
        elif isinstance(value, str) and name in ("status", "type", "capture_method", "brand", "funding"):
            assert value == value.lower(), (name, value)


async def test_a_payments_event_by_the_letter(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    intent = await shop.pay(customer=customer, description="Shoes", metadata={"order": "7"})
    event = (await shop.told_whole())[-1]
    assert event["type"] == "payment_intent.succeeded"
    body = event["data"]["object"]
    settings = await shop.graph("{ paymentMethodConfigurations { nodes { id } } }")
    (default,) = settings["paymentMethodConfigurations"]["nodes"]
    options = body.pop("payment_method_options")
    assert options["card"]["request_three_d_secure"] == "automatic"
    assert body == {
        "id": intent["id"],
        "object": "payment_intent",
        "amount": 2000,
        "amount_capturable": 0,
        "amount_details": {"tip": {"amount": None}},
        "amount_received": 2000,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": intent["clientSecret"],
        "confirmation_method": "automatic",
        "created": int(MONDAY.timestamp()),
        "currency": "usd",
        "customer": customer,
        "description": "Shoes",
        "invoice": None,
        "last_payment_error": None,
        "latest_charge": intent["latestCharge"]["id"],
        "livemode": False,
        "metadata": {"order": "7"},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": intent["paymentMethod"]["id"],
        "payment_method_configuration_details": {**default, "parent": None},
        "payment_method_types": ["card", "customer_balance", "klarna", "link", "us_bank_account"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }
    assert list(body) == ["id", "object", *sorted(body.keys() - {"id", "object"})]


async def test_an_event_names_the_request_that_caused_it(shop: Shop) -> None:
    given = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_bypassPending", "confirm": True}
    await shop.graph.do("paymentIntentCreate", "id", input=given, idempotencyKey="order-7")
    caused = await shop.told_whole()
    assert [event["type"] for event in caused] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    assert len({event["request"]["id"] for event in caused}) == 1
    assert {event["request"]["idempotencyKey"] for event in caused} == {"order-7"}
    assert all(event["request"]["id"].startswith("req_") for event in caused)
    await shop.run_due(minutes=2)
    by_time = await shop.told_whole()
    assert [(event["type"], event["request"]) for event in by_time] == [
        ("charge.updated", None),
        ("balance.available", None),
    ]
