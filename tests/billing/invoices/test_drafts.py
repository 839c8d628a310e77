"""Drafts: created, changed and deleted."""

from datetime import timedelta
from typing import Any

import pytest

from tests.billing.invoices.biller import DELIVERED, INVOICE, PAID, Biller, amounts
from tests.stories.shop import MONDAY, at


async def test_a_draft_takes_pending_items_only_if_told_to(biller: Biller) -> None:
    customer = await biller.customer(email="ada@example.com")
    await biller.item(customer, 1000)
    await biller.item(customer, -200)
    await biller.told()
    empty = await biller.graph.do("invoiceCreate", INVOICE, input={"customer": customer})
    assert (empty["lines"]["totalCount"], empty["total"]["amount"]) == (0, 0)
    draft = await biller.draft(customer)
    assert [line["amount"]["amount"] for line in draft["lines"]["nodes"]] == [1000, -200]
    assert amounts(draft, "subtotal", "total", "amountDue", "amountRemaining", "amountPaid") == (800, 800, 800, 800, 0)
    assert (draft["status"], draft["number"], draft["billingReason"], draft["currency"]) == (
        "DRAFT",
        None,
        "MANUAL",
        "usd",
    )
    assert (draft["autoAdvance"], draft["automaticallyFinalizesAt"], draft["endingBalance"]) == (False, None, None)
    assert draft["webhooksDeliveredAt"] is not None
    assert await biller.told() == ["invoice.created", "invoice.created"]
    pending = await biller.graph("{ invoiceItems(where: {pending: {eq: true}}) { totalCount } }")
    assert pending["invoiceItems"]["totalCount"] == 0


async def test_items_in_another_currency_stay_pending(biller: Biller) -> None:
    customer = await biller.customer()
    await biller.item(customer, 1000)
    await biller.item(customer, 900, currency="eur")
    draft = await biller.draft(customer, currency="eur")
    assert (draft["currency"], amounts(draft, "total")) == ("eur", (900,))


async def test_a_draft_is_as_the_customers_settings_say(biller: Biller) -> None:
    settings = {"footer": "Thank you.", "customFields": [{"name": "PO", "value": "12"}]}
    coupon = await biller.coupon(percentOff="10", duration="FOREVER")
    customer = await biller.customer(invoiceSettings=settings, coupon=coupon)
    draft = await biller.draft(customer, 1000)
    assert (draft["footer"], draft["customFields"]) == ("Thank you.", [{"name": "PO", "value": "12"}])
    assert [each["coupon"]["id"] for each in draft["discounts"]] == [coupon]
    assert draft["discount"] == {"id": draft["discounts"][0]["id"]}
    assert amounts(draft, "subtotal", "total") == (1000, 900)
    other = await biller.draft(customer, 1000, footer="Other.", discounts=[], customFields=[])
    assert (other["footer"], other["customFields"], other["discounts"]) == ("Other.", [], [])


@pytest.mark.parametrize(
    ("input", "code", "field"),
    [
        ({"customer": None}, "PARAMETER_MISSING", "customer"),
        ({"collectionMethod": "SEND_INVOICE"}, "PARAMETER_MISSING", "daysUntilDue"),
        ({"daysUntilDue": 3}, "PARAMETER_UNKNOWN", "daysUntilDue"),
        ({**DELIVERED, "dueDate": "2999-01-01T00:00:00Z"}, "PARAMETERS_EXCLUSIVE", "dueDate"),
        (
            {"collectionMethod": "SEND_INVOICE", "dueDate": "2001-01-01T00:00:00Z"},
            "PARAMETER_INVALID",
            "dueDate",
        ),
        ({"defaultPaymentMethod": "pm_none"}, "RESOURCE_MISSING", "defaultPaymentMethod"),
        ({"defaultTaxRates": ["txr_none"]}, "RESOURCE_MISSING", "defaultTaxRates.0"),
        ({"discounts": [{"coupon": "NONE"}]}, "RESOURCE_MISSING", "discounts.0.coupon"),
        ({"issuer": {"type": "ACCOUNT"}}, "PARAMETER_MISSING", "issuer.account"),
        ({"issuer": {"type": "ACCOUNT", "account": "acct_1"}}, "RESOURCE_MISSING", "issuer.account"),
        ({"shippingCost": {}}, "PARAMETER_MISSING", "shippingCost.shippingRate"),
        ({"paymentSettings": {"paymentMethodTypes": ["ACH_DEBIT"]}}, "PAYMENT_METHOD_UNSUPPORTED_TYPE", None),
        ({"automaticallyFinalizesAt": "2001-01-01T00:00:00Z"}, "PARAMETER_INVALID", "automaticallyFinalizesAt"),
        ({"fromInvoice": {"action": "REVISION", "invoice": "in_none"}}, "RESOURCE_MISSING", "fromInvoice.invoice"),
    ],
)
async def test_what_no_draft_can_be(biller: Biller, input: dict[str, Any], code: str, field: str | None) -> None:
    refusal = await biller.graph.refuse("invoiceCreate", input={"customer": await biller.customer()} | input)
    assert refusal["code"] == code
    assert field in (None, refusal["field"])


async def test_a_draft_is_changed(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000)
    vat = await biller.tax("20")
    coupon = await biller.coupon(amountOff=100, currency="usd")
    await biller.told()
    changed = await biller.act(
        "Update",
        draft["id"],
        description="For March",
        defaultTaxRates=[vat],
        discounts=[{"coupon": coupon}],
        metadata={"order": "7"},
        number="A-1",
        **DELIVERED,
    )
    # 20 % of 900.
    assert amounts(changed, "subtotal", "tax", "total", "totalExcludingTax") == (1000, 180, 1080, 900)
    assert (changed["description"], changed["number"], changed["metadata"]) == ("For March", "A-1", {"order": "7"})
    assert changed["dueDate"] is not None
    assert await biller.told() == ["invoice.updated"]
    back = await biller.act("Update", draft["id"], discounts=None, defaultTaxRates=[], number=None)
    assert (amounts(back, "total", "tax"), back["number"]) == ((1000, None), None)
    assert await biller.told() == ["invoice.updated"]
    await biller.act("Update", draft["id"], description="For March")
    assert await biller.told() == []


async def test_two_invoices_never_have_one_number(biller: Biller) -> None:
    customer = await biller.customer()
    await biller.draft(customer, 1000, number="A-1")
    other = await biller.draft(customer, 1000)
    assert await biller.refused("Update", other["id"], number="A-1") == ("RESOURCE_ALREADY_EXISTS", "number")


async def test_shipping_is_added_without_tax_rates(biller: Biller) -> None:
    vat = await biller.tax("10")
    data = {"displayName": "Ground", "fixedAmount": {"amount": 500, "currency": "usd"}}
    where = {"name": "Ada", "address": {"country": "US", "line1": "1 Main St"}}
    draft = await biller.draft(
        await biller.customer(),
        1000,
        defaultTaxRates=[vat],
        shippingCost={"shippingRateData": data},
        shippingDetails=where,
    )
    assert amounts(draft, "subtotal", "amountShipping", "tax", "total") == (1000, 500, 100, 1600)
    gone = await biller.act("Update", draft["id"], shippingCost=None)
    assert amounts(gone, "amountShipping", "total") == (0, 1100)


async def test_a_draft_is_deleted_with_its_items(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000, autoAdvance=True)
    await biller.told()
    await biller.graph.do("invoiceDelete", "id deleted status", id=draft["id"])
    assert await biller.told() == ["invoice.deleted", "invoiceitem.deleted"]
    data = await biller.graph("{ invoices { totalCount } invoiceItems { totalCount } invoiceLineItems { totalCount } }")
    assert [each["totalCount"] for each in data.values()] == [0, 0, 0]
    await biller.run_due(hours=2)
    assert await biller.told() == []


async def test_no_finalized_invoice_is_deleted_or_changed(biller: Biller) -> None:
    invoice = await biller.bill(await biller.customer(), 1000)
    assert await biller.refused("Delete", invoice["id"]) == ("INVOICE_NOT_EDITABLE", "id")
    assert await biller.refused("Update", invoice["id"], description="x") == ("INVOICE_NOT_EDITABLE", "id")
    changed = await biller.act("Update", invoice["id"], metadata={"a": "b"}, autoAdvance=True)
    assert (changed["metadata"], changed["autoAdvance"]) == ({"a": "b"}, True)


async def test_a_draft_that_advances_is_finalized_and_collected_after_an_hour(biller: Biller) -> None:
    clock, customer = await biller.under_clock()
    draft = await biller.draft(customer, 1000, autoAdvance=True)
    hour = at(MONDAY + timedelta(hours=1))
    assert (draft["automaticallyFinalizesAt"], draft["nextPaymentAttempt"]) == (hour, hour)
    await biller.advance(clock, MONDAY + timedelta(minutes=59))
    assert (await biller.invoice(draft["id"]))["status"] == "DRAFT"
    happened = await biller.advance(clock, MONDAY + timedelta(hours=1))
    assert happened[1:-1] == [(each, hour) for each in PAID]
    paid = await biller.invoice(draft["id"])
    assert (paid["status"], paid["attemptCount"], paid["automaticallyFinalizesAt"]) == ("PAID", 1, None)


async def test_a_caller_says_when_a_draft_is_finalized(biller: Biller) -> None:
    clock, customer = await biller.under_clock()
    when = MONDAY + timedelta(days=3)
    draft = await biller.draft(customer, 1000, automaticallyFinalizesAt=at(when))
    assert (draft["autoAdvance"], draft["automaticallyFinalizesAt"]) == (True, at(when))
    await biller.advance(clock, when - timedelta(hours=1))
    assert (await biller.invoice(draft["id"]))["status"] == "DRAFT"
    await biller.advance(clock, when)
    assert (await biller.invoice(draft["id"]))["status"] == "PAID"


async def test_a_draft_that_no_longer_advances_stays_one(biller: Biller) -> None:
    clock, customer = await biller.under_clock()
    draft = await biller.draft(customer, 1000, autoAdvance=True)
    changed = await biller.act("Update", draft["id"], autoAdvance=False)
    assert (changed["automaticallyFinalizesAt"], changed["nextPaymentAttempt"]) == (None, None)
    await biller.advance(clock, MONDAY + timedelta(days=1))
    assert (await biller.invoice(draft["id"]))["status"] == "DRAFT"


async def test_a_revision_replaces_its_original(biller: Biller) -> None:
    customer = await biller.customer()
    original = await biller.bill(customer, 1000, description="First", metadata={"a": "b"})
    revision = await biller.graph.do(
        "invoiceCreate", INVOICE, input={"fromInvoice": {"action": "REVISION", "invoice": original["id"]}}
    )
    assert revision["fromInvoice"] == {"action": "revision", "invoice": {"id": original["id"]}}
    assert (revision["description"], revision["metadata"], amounts(revision, "total")) == ("First", {"a": "b"}, (1000,))
    assert (await biller.invoice(original["id"]))["latestRevision"] == {"id": revision["id"]}
    await biller.item(customer, 500, invoice=revision["id"])
    await biller.told()
    finalized = await biller.act("Finalize", revision["id"])
    assert amounts(finalized, "amountDue") == (1500,)
    assert (await biller.invoice(original["id"]))["status"] == "VOID"
    assert await biller.told() == [
        "payment_intent.canceled",
        "invoice.voided",
        "invoice.updated",
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
    ]


async def test_only_an_open_invoice_is_revised(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000)
    given = {"fromInvoice": {"action": "REVISION", "invoice": draft["id"]}}
    assert (await biller.graph.refuse("invoiceCreate", input=given))["field"] == "fromInvoice.invoice"
