"""A customer's cash balance: funds that arrive by bank transfer, and the payments that they are applied to."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.stories.cash import ASKED, MOVED, PAID, TYPES, by_transfer, cash, fund, instructions, moves, pay, steps
from tests.stories.shop import MONDAY, Shop


async def test_a_payment_waits_for_a_transfer_and_is_paid_by_it(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await pay(shop, customer)
    assert (intent["status"], intent["charges"]["totalCount"]) == ("REQUIRES_ACTION", 0)
    assert await shop.told() == ["customer.created", *ASKED]
    funding = await fund(shop, customer, 2000)
    assert (funding["type"], funding["netAmount"], funding["endingBalance"]) == (
        "FUNDED",
        {"amount": 2000},
        {"amount": 2000},
    )
    assert await shop.told() == [MOVED, MOVED, *PAID]
    paid = await shop.intent_now(intent["id"])
    assert (paid["status"], paid["amountReceived"], paid["nextAction"]) == ("SUCCEEDED", {"amount": 2000}, None)
    assert await steps(shop, customer) == [("FUNDED", 2000, 2000), ("APPLIED_TO_PAYMENT", -2000, 0)]
    first, second = await moves(shop, customer)
    assert first["funded"]["bankTransfer"] == {
        "type": "US_BANK_TRANSFER",
        "reference": None,
        "euBankTransfer": None,
        "usBankTransfer": {"network": "ACH", "senderName": "Ada"},
    }
    assert second["appliedToPayment"] == {"paymentIntent": {"id": intent["id"]}}
    assert await shop.balance() == {"pending": {"usd": {"bankAccount": 1990}}}


async def test_funds_that_are_there_pay_at_once(shop: Shop) -> None:
    customer = await shop.customer()
    await fund(shop, customer, 2500)
    assert (await shop.told())[-2:] == [MOVED, "cash_balance.funds_available"]
    intent = await pay(shop, customer, paymentMethodOptions=None)
    assert intent["status"] == "SUCCEEDED"
    assert await shop.told() == ["payment_intent.created", MOVED, *PAID]
    assert await cash(shop, customer) == {"usd": 500}


async def test_a_transfer_of_too_little_funds_a_part(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await pay(shop, customer)
    await shop.told()
    await fund(shop, customer, 500)
    assert await shop.told() == [MOVED, MOVED, "payment_intent.partially_funded"]
    assert (await instructions(shop, intent))["amountRemaining"] == {"amount": 1500}
    assert (await shop.intent_now(intent["id"]))["amountReceived"] == {"amount": 0}
    await fund(shop, customer, 1700)
    assert await shop.told() == [MOVED, MOVED, *PAID, "cash_balance.funds_available"]
    assert await cash(shop, customer) == {"usd": 200}
    charge = await shop.charge_of(intent)
    assert charge["amount"] == {"amount": 2000}


async def test_what_is_there_funds_a_part_when_the_payment_is_confirmed(shop: Shop) -> None:
    customer = await shop.customer()
    await fund(shop, customer, 500)
    await shop.told()
    intent = await pay(shop, customer)
    assert await shop.told() == [*ASKED, MOVED, "payment_intent.partially_funded"]
    assert (await instructions(shop, intent))["amountRemaining"] == {"amount": 1500}
    assert await cash(shop, customer) == {"usd": 0}


@pytest.mark.parametrize("currency", TYPES)
async def test_each_currency_has_accounts_of_its_own_for_each_customer(shop: Shop, currency: str) -> None:
    customer, other = await shop.customer(), await shop.customer()
    first, second = await pay(shop, customer, currency=currency), await pay(shop, customer, 3000, currency)
    shown, again = await instructions(shop, first), await instructions(shop, second)
    assert shown["financialAddresses"] == again["financialAddresses"]
    assert shown["reference"] != again["reference"]
    elsewhere = await instructions(shop, await pay(shop, other, currency=currency))
    assert shown["financialAddresses"] != elsewhere["financialAddresses"]
    kinds = {"eur": ["IBAN"], "gbp": ["SORT_CODE"], "jpy": ["ZENGIN"], "mxn": ["SPEI"], "usd": ["ABA", "SWIFT"]}
    assert [each["type"] for each in shown["financialAddresses"]] == kinds[currency]
    assert (shown["type"], shown["currency"]) == (TYPES[currency], currency)
    await fund(shop, customer, 2000, currency)
    assert (await shop.intent_now(first["id"]))["status"] == "SUCCEEDED"


async def test_the_page_says_where_to_send_what(shop: Shop, client: httpx.AsyncClient) -> None:
    customer = await shop.customer()
    intent = await pay(shop, customer)
    await fund(shop, customer, 500)
    shown = await instructions(shop, intent)
    address = urlsplit(shown["hostedInstructionsUrl"]).path
    assert address.startswith(f"/transfer/{intent['id']}/")
    text = (await client.get(address)).text
    for wanted in ("$15.00", shown["reference"], shown["financialAddresses"][0]["aba"]["accountNumber"], "110000000"):
        assert wanted in text
    assert (await client.get(f"{address}x")).status_code == 404
    await fund(shop, customer, 1500)
    assert (await client.get(address)).status_code == 404


async def test_a_payment_that_may_not_ask_fails(shop: Shop) -> None:
    error = await shop.graph.attempt(
        "paymentIntentCreate",
        "id status",
        input={
            "amount": 2000,
            "customer": await shop.customer(),
            "confirm": True,
            "errorOnRequiresAction": True,
            "paymentMethodTypes": ["customer_balance"],
            "paymentMethodData": {"type": "CUSTOMER_BALANCE"},
        }
        | by_transfer(),
    )
    assert error["userErrors"][0]["code"] == "PAYMENT_INTENT_ACTION_REQUIRED"
    assert error["object"]["status"] == "REQUIRES_PAYMENT_METHOD"


async def test_an_iban_and_a_clabe_are_valid(shop: Shop) -> None:
    customer = await shop.customer()
    (address,) = (await instructions(shop, await pay(shop, customer, currency="eur")))["financialAddresses"]
    iban = address["iban"]["iban"]
    assert (iban[:2], len(iban), address["iban"]["country"]) == ("IE", 22, "IE")
    assert int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1
    (address,) = (await instructions(shop, await pay(shop, customer, currency="mxn")))["financialAddresses"]
    clabe = [int(digit) for digit in address["spei"]["clabe"]]
    assert len(clabe) == 18
    assert sum(digit * weight % 10 for digit, weight in zip(clabe, (3, 7, 1) * 6, strict=True)) % 10 == 0


async def test_only_the_requested_kinds_of_accounts_are_shown(shop: Shop) -> None:
    options = by_transfer(requestedAddressTypes=["SWIFT"])
    (address,) = (await instructions(shop, await pay(shop, await shop.customer(), **options)))["financialAddresses"]
    assert (address["type"], address["supportedNetworks"], address["aba"]) == ("SWIFT", ["SWIFT"], None)


async def test_the_reference_decides_first_then_the_exact_amount_then_age(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    made = []
    for day, amount in enumerate((1000, 2000, 3000, 4000)):
        made.append(await pay(shop, customer, amount))
        await shop.advance(clock, MONDAY + timedelta(days=day + 1))
    reference = (await instructions(shop, made[3]))["reference"]

    async def statuses() -> list[str]:
        return [(await shop.intent_now(each["id"]))["status"] for each in made]

    await fund(shop, customer, 4000, reference=f"Order of May, {reference.lower()}")
    assert await statuses() == ["REQUIRES_ACTION", "REQUIRES_ACTION", "REQUIRES_ACTION", "SUCCEEDED"]
    await fund(shop, customer, 2000, reference="thanks")
    assert await statuses() == ["REQUIRES_ACTION", "SUCCEEDED", "REQUIRES_ACTION", "SUCCEEDED"]
    await fund(shop, customer, 1500)
    assert await statuses() == ["SUCCEEDED", "SUCCEEDED", "REQUIRES_ACTION", "SUCCEEDED"]
    assert (await instructions(shop, made[2]))["amountRemaining"] == {"amount": 2500}


async def test_a_group_that_waits_for_exactly_the_funds_is_paid_rather_than_the_oldest(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    made = []
    for day, amount in enumerate((1000, 700, 600)):
        made.append(await pay(shop, customer, amount))
        await shop.advance(clock, MONDAY + timedelta(days=day + 1))
    await fund(shop, customer, 1300)
    found = [(await shop.intent_now(each["id"]))["status"] for each in made]
    assert found == ["REQUIRES_ACTION", "SUCCEEDED", "SUCCEEDED"]
    assert await cash(shop, customer) == {"usd": 0}


async def test_manual_reconciliation_applies_what_the_merchant_says(shop: Shop) -> None:
    customer = await shop.customer(cashBalance={"settings": {"reconciliationMode": "MANUAL"}})
    intent = await pay(shop, customer)
    await shop.told()
    await fund(shop, customer, 3000)
    assert await shop.told() == [MOVED, "cash_balance.funds_available"]
    refused = await shop.refuse("applyCustomerBalance", intent["id"], amount=2001)
    assert (refused["code"], refused["field"]) == ("AMOUNT_TOO_LARGE", "amount")
    assert (await shop.refuse("applyCustomerBalance", intent["id"], currency="eur"))["field"] == "currency"
    assert await shop.told() == []
    part = await shop.do("applyCustomerBalance", intent["id"], amount=800)
    assert part["status"] == "REQUIRES_ACTION"
    assert await shop.told() == [MOVED, "payment_intent.partially_funded"]
    assert (await shop.do("applyCustomerBalance", intent["id"]))["status"] == "SUCCEEDED"
    assert await shop.told() == [MOVED, *PAID]
    assert await cash(shop, customer) == {"usd": 1000}
    assert (await shop.refuse("applyCustomerBalance", intent["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_the_mode_of_reconciliation_can_change_and_go_back_to_the_default(shop: Shop) -> None:
    customer = await shop.customer()
    modes = []
    for mode in ("MANUAL", "MERCHANT_DEFAULT", "AUTOMATIC"):
        done = await shop.graph(
            "mutation ($id: ID!, $input: CashBalanceUpdateInput) { it: cashBalanceUpdate(customer: $id, input: $input) "
            "{ cashBalance { settings { reconciliationMode usingMerchantDefault } } userErrors { code } } }",
            id=customer,
            input={"settings": {"reconciliationMode": mode}},
        )
        shown = done["it"]["cashBalance"]["settings"]
        modes.append((shown["reconciliationMode"], shown["usingMerchantDefault"]))
    assert modes == [("MANUAL", False), ("AUTOMATIC", True), ("AUTOMATIC", False)]


async def test_a_canceled_payment_returns_its_funds_to_others_that_wait(shop: Shop) -> None:
    customer = await shop.customer()
    first = await pay(shop, customer, 2000)
    await fund(shop, customer, 500)
    second = await pay(shop, customer, 400)
    await shop.told()
    await shop.do("cancel", first["id"])
    assert await shop.told() == [MOVED, MOVED, *PAID, "cash_balance.funds_available", "payment_intent.canceled"]
    assert (await shop.intent_now(second["id"]))["status"] == "SUCCEEDED"
    found = await moves(shop, customer)
    assert found[2]["unappliedFromPayment"] == {"paymentIntent": {"id": first["id"]}}
    assert await steps(shop, customer) == [
        ("FUNDED", 500, 500),
        ("APPLIED_TO_PAYMENT", -500, 0),
        ("UNAPPLIED_FROM_PAYMENT", 500, 500),
        ("APPLIED_TO_PAYMENT", -400, 100),
    ]


async def test_a_payment_that_changes_returns_its_funds(shop: Shop) -> None:
    customer = await shop.customer()
    intent = await pay(shop, customer)
    await fund(shop, customer, 500)
    changed = await shop.do("update", intent["id"], currency="eur", amount=1000)
    assert (changed["status"], changed["nextAction"]) == ("REQUIRES_CONFIRMATION", None)
    assert await cash(shop, customer) == {"usd": 500}
    other = await pay(shop, customer, 2000, "gbp")
    await shop.do("update", other["id"], customer=await shop.customer())
    assert (await shop.intent_now(other["id"]))["status"] == "REQUIRES_CONFIRMATION"


@pytest.mark.parametrize(
    ("input", "field", "code"),
    [
        ({"customer": None}, "customer", "PAYMENT_INTENT_INVALID_PARAMETER"),
        (
            {"paymentMethodOptions": None},
            "paymentMethodOptions.customerBalance.fundingType",
            "PARAMETER_MISSING",
        ),
        (
            {"paymentMethodOptions": {"customerBalance": {"fundingType": "BANK_TRANSFER"}}},
            "paymentMethodOptions.customerBalance.bankTransfer.type",
            "PARAMETER_MISSING",
        ),
        ({"currency": "gbp"}, "paymentMethodOptions.customerBalance.bankTransfer.type", "PARAMETER_INVALID"),
        ({"currency": "cad"}, "paymentMethod", "PAYMENT_METHOD_CURRENCY_MISMATCH"),
        (
            by_transfer("eur", euBankTransfer=None),
            "paymentMethodOptions.customerBalance.bankTransfer.euBankTransfer",
            "PARAMETER_MISSING",
        ),
        ({"captureMethod": "MANUAL"}, "captureMethod", "PAYMENT_INTENT_INVALID_PARAMETER"),
    ],
)
async def test_payments_that_cannot_be_made(shop: Shop, input: dict[str, Any], field: str, code: str) -> None:
    given = {
        "amount": 2000,
        "customer": await shop.customer(),
        "confirm": True,
        "captureMethod": "AUTOMATIC",
        "paymentMethodTypes": ["customer_balance"],
        "paymentMethodData": {"type": "CUSTOMER_BALANCE"},
    }
    error = await shop.graph.refuse("paymentIntentCreate", input=given | by_transfer() | input)
    assert (error["field"], error["code"]) == (field, code)


async def test_a_customer_who_has_sent_funds_cannot_be_deleted(shop: Shop) -> None:
    customer = await shop.customer()
    await fund(shop, customer, 100)
    assert (await shop.graph.refuse("customerDelete", id=customer))["field"] == "id"
    assert await cash(shop, customer) == {"usd": 100}


async def test_no_other_currency_can_be_sent(shop: Shop) -> None:
    error = await shop.graph.refuse(
        "customerFundCashBalance", id=await shop.customer(), input={"amount": 100, "currency": "cad"}
    )
    assert (error["field"], error["code"]) == ("currency", "PARAMETER_INVALID")


async def test_a_payment_with_a_customer_offers_the_cash_balance(shop: Shop) -> None:
    query = "query ($id: ID!) { paymentIntent(id: $id) { paymentMethodTypes } }"
    for customer, offered in ((None, False), (await shop.customer(), True)):
        intent = await shop.intent(customer=customer)
        found = (await shop.graph(query, id=intent["id"]))["paymentIntent"]["paymentMethodTypes"]
        assert ("customer_balance" in found) is offered
