"""Mandates under which payments are debited: which payments need one, which one covers them, and when it ends."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.core_resources.setups.conftest import MANDATE, Setups
from tests.graph import new_caller
from tests.stories.shop import MONDAY

BANK = "pm_usBankAccount_success"
ABSENT = {"value": True}
CHARGED = """
query ($id: ID!) { paymentIntent(id: $id) { latestCharge { paymentMethodDetails {
    card { mandate { id } } usBankAccount { mandate { id status type singleUse { amount { amount currency } } } }
} } } }
"""


async def mandate_of(shop: Setups, payment: dict[str, Any], kind: str = "usBankAccount") -> Any:
    """The mandate that the payment's charge shows."""
    data = await shop.graph(CHARGED, id=payment["id"])
    return data["paymentIntent"]["latestCharge"]["paymentMethodDetails"][kind]["mandate"]


async def refused(shop: Setups, **input: Any) -> tuple[str, str]:
    given = {"amount": 2000, "currency": "usd", "confirm": True} | input
    refusal = await shop.graph.refuse("paymentIntentCreate", input=given)
    return refusal["code"], refusal["field"]


async def saved_account(shop: Setups, method: str = BANK, **input: Any) -> dict[str, Any]:
    """The setup of a bank account for a customer."""
    customer = input.pop("customer", None) or await shop.customer()
    return await shop.set_up(method, mandateData=MANDATE, customer=customer, **input)


def debit(setup: dict[str, Any], **input: Any) -> dict[str, Any]:
    """The input of a payment with a saved account, by an absent customer."""
    of = {"customer": setup["customer"]["id"], "paymentMethod": setup["paymentMethod"]["id"], "offSession": ABSENT}
    return {"mandateData": None} | of | input


async def test_a_debit_without_a_mandate_is_refused(shop: Setups) -> None:
    assert await refused(shop, paymentMethod=BANK) == ("PARAMETER_MISSING", "mandateData")
    assert await refused(shop, paymentMethod=BANK, offSession=ABSENT) == ("PARAMETER_MISSING", "mandateData")
    customer = await shop.customer()
    attached = await shop.graph.do("paymentMethodAttach", "id", id=BANK, input={"customer": customer})
    assert await refused(shop, paymentMethod=attached["id"], customer=customer) == ("PARAMETER_MISSING", "mandateData")


async def test_a_payment_alone_has_a_mandate_that_it_uses_up(shop: Setups) -> None:
    payment = await shop.pay(BANK, mandateData=MANDATE)
    assert await shop.told() == ["payment_intent.created", "charge.pending", "payment_intent.processing"]
    mandate = await mandate_of(shop, payment)
    assert (mandate["status"], mandate["type"]) == ("INACTIVE", "SINGLE_USE")
    assert mandate["singleUse"] == {"amount": {"amount": 2000, "currency": "usd"}}


async def test_a_setup_covers_later_payments(shop: Setups) -> None:
    setup = await saved_account(shop)
    await shop.told()
    payments = [await shop.intent(**debit(setup, confirm=True)) for _ in range(2)]
    for payment in payments:
        assert payment["status"] == "PROCESSING"
        assert (await mandate_of(shop, payment))["id"] == setup["mandate"]["id"]
    assert "mandate.updated" not in await shop.told()


async def test_a_payment_that_sets_up_covers_later_ones(shop: Setups) -> None:
    customer = await shop.customer()
    first = await shop.pay(BANK, mandateData=MANDATE, customer=customer, setupFutureUsage="OFF_SESSION")
    mandate = await mandate_of(shop, first)
    assert (mandate["status"], mandate["type"]) == ("ACTIVE", "MULTI_USE")
    again = await shop.pay(first["paymentMethod"]["id"], customer=customer, offSession=ABSENT, mandateData=None)
    assert (await mandate_of(shop, again))["id"] == mandate["id"]


async def test_a_mandate_for_one_payment_is_used_up_by_it(shop: Setups) -> None:
    setup = await saved_account(shop, singleUse={"amount": 2000, "currency": "usd"})
    assert setup["mandate"] is None
    once = setup["singleUseMandate"]
    assert (once["status"], once["type"]) == ("ACTIVE", "SINGLE_USE")
    assert once["singleUse"] == {"amount": {"amount": 2000, "currency": "usd"}}
    dearer = debit(setup, amount=2001)
    assert await refused(shop, **dearer) == ("PAYMENT_INTENT_MANDATE_INVALID", "paymentMethod")
    assert await refused(shop, **dearer, mandate=once["id"]) == ("PAYMENT_INTENT_MANDATE_INVALID", "mandate")
    await shop.told()
    payment = await shop.intent(**debit(setup, confirm=True))
    assert (await mandate_of(shop, payment))["id"] == once["id"]
    assert sorted(await shop.told()) == [
        "charge.pending",
        "mandate.updated",
        "payment_intent.created",
        "payment_intent.processing",
    ]
    assert (await shop.mandate_now(once["id"]))["status"] == "INACTIVE"
    assert await refused(shop, **debit(setup)) == ("PAYMENT_INTENT_MANDATE_INVALID", "paymentMethod")


async def test_a_single_use_is_checked(shop: Setups) -> None:
    bank = {"paymentMethodTypes": ["us_bank_account"]}
    assert await shop.refuse_setup(**bank, singleUse={"amount": 0, "currency": "usd"}) == (
        "AMOUNT_TOO_SMALL",
        "singleUse.amount",
    )
    assert await shop.refuse_setup(**bank, singleUse={"amount": 2000, "currency": "xxx"}) == (
        "PARAMETER_INVALID",
        "singleUse.currency",
    )


async def test_a_payment_names_its_mandate(shop: Setups) -> None:
    first, second = await saved_account(shop), await saved_account(shop)
    payment = await shop.intent(**debit(first, confirm=True, mandate=first["mandate"]["id"]))
    assert (await mandate_of(shop, payment))["id"] == first["mandate"]["id"]
    other = debit(first, mandate=second["mandate"]["id"])
    assert await refused(shop, **other) == ("PAYMENT_INTENT_MANDATE_INVALID", "mandate")
    assert await refused(shop, **debit(first, mandate="mandate_none")) == ("RESOURCE_MISSING", "mandate")
    early = {"paymentMethod": first["paymentMethod"]["id"], "mandate": first["mandate"]["id"], "confirm": False}
    assert await refused(shop, **early) == ("PAYMENT_INTENT_INVALID_PARAMETER", "mandate")


async def test_a_mandate_that_is_pending_covers_nothing(shop: Setups) -> None:
    setup = await shop.set_up_account(customer=await shop.customer())
    pending = {"paymentMethod": setup["paymentMethod"]["id"], "customer": setup["customer"]["id"]}
    assert await refused(shop, **pending) == ("PAYMENT_INTENT_MANDATE_INVALID", "paymentMethod")


async def test_a_browser_names_no_mandate(shop: Setups, client: httpx.AsyncClient, database: Database) -> None:
    setup = await saved_account(shop)
    payment = await shop.intent(customer=setup["customer"]["id"], paymentMethod=setup["paymentMethod"]["id"])
    browser = await new_caller(client, database, account_id=shop.graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    given = {"clientSecret": payment["clientSecret"], "mandate": setup["mandate"]["id"]}
    refusal = await browser.refuse("paymentIntentConfirm", id=payment["id"], input=given)
    assert (refusal["code"], refusal["field"]) == ("SECRET_KEY_REQUIRED", "mandate")


async def test_detaching_ends_the_mandates(shop: Setups) -> None:
    setup = await saved_account(shop)
    await shop.told()
    await shop.graph.do("paymentMethodDetach", "id", id=setup["paymentMethod"]["id"])
    (detached, updated) = await shop.told_whole()
    assert (detached["type"], updated["type"]) == ("payment_method.detached", "mandate.updated")
    assert updated["data"]["object"]["status"] == "inactive"
    assert updated["data"]["previousAttributes"] == {"status": "active"}
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "INACTIVE"


async def test_a_bank_that_knows_no_authorization_ends_the_mandate(shop: Setups) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    setup = await saved_account(shop, "pm_usBankAccount_debitNotAuthorized", customer=customer)
    await shop.intent(**debit(setup, confirm=True))
    caused = [type for type, _ in await shop.pass_to(clock, MONDAY + timedelta(days=7))]
    assert caused == ["charge.failed", "payment_intent.payment_failed", "payment_method.updated", "mandate.updated"]
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "INACTIVE"
    code, _ = await refused(shop, **debit(setup))
    assert code == "PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED"


async def test_a_bank_without_funds_leaves_the_mandate(shop: Setups) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    setup = await saved_account(shop, "pm_usBankAccount_insufficientFunds", customer=customer)
    await shop.intent(**debit(setup, confirm=True))
    assert "mandate.updated" not in dict(await shop.pass_to(clock, MONDAY + timedelta(days=7)))
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("method", "status"), [("pm_usBankAccount_dispute", "INACTIVE"), ("pm_card_createDispute", "ACTIVE")]
)
async def test_a_dispute_of_a_debit_ends_the_mandate(shop: Setups, method: str, status: str) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    setup = await saved_account(shop, method, customer=customer)
    await shop.intent(**debit(setup, confirm=True))
    caused = [type for type, _ in await shop.pass_to(clock, MONDAY + timedelta(days=14))]
    assert "charge.dispute.created" in caused
    assert ("mandate.updated" in caused) == (status == "INACTIVE")
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == status


async def test_a_card_can_have_a_mandate(shop: Setups) -> None:
    """A card needs none; one is made of `mandateData` if the card is set up, and named by later payments."""
    customer = await shop.customer()
    setup = await shop.set_up(customer=customer, mandateData=MANDATE)
    assert (setup["mandate"]["status"], setup["mandate"]["type"]) == ("ACTIVE", "MULTI_USE")
    saved = {"method": setup["paymentMethod"]["id"], "customer": customer}
    plain = await shop.pay(**saved, mandateData=None)
    assert await mandate_of(shop, plain, "card") is None
    named = await shop.pay(**saved, mandateData=None, mandate=setup["mandate"]["id"])
    assert await mandate_of(shop, named, "card") == {"id": setup["mandate"]["id"]}
    alone = await shop.pay(mandateData=MANDATE)
    assert await mandate_of(shop, alone, "card") is None
    again = await shop.pay(customer=customer, mandateData=MANDATE, setupFutureUsage="OFF_SESSION")
    made = await mandate_of(shop, again, "card")
    assert (await shop.mandate_now(made["id"]))["paymentMethod"] == again["paymentMethod"]


async def test_a_payment_method_leads_to_its_mandates(shop: Setups) -> None:
    setup = await saved_account(shop)
    document = "query ($id: ID!) { paymentMethod(id: $id) { mandates { nodes { id status } } } }"
    data = await shop.graph(document, id=setup["paymentMethod"]["id"])
    assert data["paymentMethod"]["mandates"]["nodes"] == [{"id": setup["mandate"]["id"], "status": "ACTIVE"}]


async def test_a_strangers_mandate_is_not_found(shop: Setups, client: httpx.AsyncClient, database: Database) -> None:
    setup = await saved_account(shop)
    stranger = await new_caller(client, database)
    data = await stranger("query ($id: ID!) { mandate(id: $id) { id } }", id=setup["mandate"]["id"])
    assert data == {"mandate": None}


async def test_a_payment_without_a_customer_uses_the_payment_method_and_its_mandate_up(shop: Setups) -> None:
    setup = await shop.set_up("pm_usBankAccount_success", mandateData=MANDATE)
    assert setup["mandate"]["status"] == "ACTIVE"
    await shop.told()
    paid = await shop.pay(setup["paymentMethod"]["id"], mandate=setup["mandate"]["id"], mandateData=None)
    assert paid["status"] == "PROCESSING"
    assert "mandate.updated" in await shop.told()
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "INACTIVE"
