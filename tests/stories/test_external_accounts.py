"""Bank accounts and debit cards that an account is paid out to: by numbers of each country, by tokens, and for whom."""

from typing import Any

import pytest

from tests.stories.external_accounts import (
    CREATED,
    NOTHING_DUE,
    US,
    add_bank,
    add_card,
    bank_account,
    every,
    refused,
)
from tests.stories.shop import Shop
from tests.stories.test_payouts import MANUAL
from tests.stripe_python import object_differences


async def test_a_bank_account_is_added(shop: Shop) -> None:
    made = await add_bank(shop, **US, accountHolderName="Ada", accountHolderType="COMPANY", metadata={"order": "7"})
    account = shop.graph.tenant.account
    assert (made["id"][:3], len(made["fingerprint"])) == ("ba_", 16)
    assert made | {"id": "", "fingerprint": ""} == {
        "id": "",
        "object": "bank_account",
        "account": {"id": account},
        "accountHolderName": "Ada",
        "accountHolderType": "company",
        "accountType": None,
        "availablePayoutMethods": ["STANDARD"],
        "bankName": "STRIPE TEST BANK",
        "country": "US",
        "currency": "usd",
        "defaultForCurrency": True,
        "fingerprint": "",
        "last4": "6789",
        "metadata": {"order": "7"},
        "routingNumber": "110000000",
        "status": "new",
        "livemode": False,
        "deleted": False,
        "requirements": NOTHING_DUE,
        "futureRequirements": NOTHING_DUE,
    }
    created, updated = await shop.told_whole()
    assert (created["type"], updated["type"]) == (CREATED, "account.updated")
    body = created["data"]["object"]
    assert body["account"] == account
    assert body["customer"] is None
    assert "created" not in body
    assert object_differences(body) == []
    listed = updated["data"]["object"]["external_accounts"]
    assert listed == {
        "object": "list",
        "data": [body],
        "has_more": False,
        "total_count": 1,
        "url": f"/v1/accounts/{account}/external_accounts",
    }
    assert updated["data"]["previousAttributes"] == {"external_accounts": {"data": [], "total_count": 0}}
    assert object_differences(updated["data"]["object"]) == []
    assert await bank_account(shop, made["id"]) == made
    assert await every(shop) == [{"id": made["id"]}]
    assert (await add_bank(shop, **US))["fingerprint"] == made["fingerprint"]
    assert (await add_bank(shop, routingNumber="110000000", accountNumber="000123456780"))["fingerprint"] != made[
        "fingerprint"
    ]


async def test_a_debit_card_is_added(shop: Shop) -> None:
    given: dict[str, Any] = {
        "number": "4000 0566 5566 5556",
        "expMonth": 8,
        "expYear": 2040,
        "cvc": "123",
        "name": "Ada",
    }
    address = {"addressLine1": "1 Market St", "addressZip": "94103", "addressCity": "San Francisco"}
    made = await add_card(shop, **given, **address, addressCountry="us", addressState="CA")
    assert (made["id"][:5], len(made["fingerprint"])) == ("card_", 16)
    assert made | {"id": "", "fingerprint": ""} == {
        "id": "",
        "object": "card",
        "account": {"id": shop.graph.tenant.account},
        "addressCity": "San Francisco",
        "addressCountry": "US",
        "addressLine1": "1 Market St",
        "addressLine1Check": "pass",
        "addressLine2": None,
        "addressState": "CA",
        "addressZip": "94103",
        "addressZipCheck": "pass",
        "allowRedisplay": None,
        "availablePayoutMethods": ["STANDARD", "INSTANT"],
        "brand": "visa",
        "country": "US",
        "currency": "usd",
        "cvcCheck": "pass",
        "defaultForCurrency": True,
        "description": None,
        "dynamicLast4": None,
        "expMonth": 8,
        "expYear": 2040,
        "fingerprint": "",
        "funding": "debit",
        "iin": "400005",
        "issuer": None,
        "last4": "5556",
        "metadata": {},
        "name": "Ada",
        "networks": None,
        "regulatedStatus": "UNREGULATED",
        "status": "new",
        "tokenizationMethod": None,
        "livemode": False,
        "deleted": False,
    }
    created, updated = await shop.told_whole()
    assert (created["type"], updated["type"]) == (CREATED, "account.updated")
    assert object_differences(created["data"]["object"]) == []
    slow = await add_card(shop, token="tok_visa_debit_us_instantPayoutUnsupported")
    assert (slow["availablePayoutMethods"], slow["cvcCheck"], slow["defaultForCurrency"]) == (
        ["STANDARD"],
        "pass",
        False,
    )


@pytest.mark.parametrize(
    ("country", "routing", "number", "shown"),
    [
        ("AU", "110000", "000123456", ("STRIPE TEST BANK", "110000", "3456")),
        ("CA", "11000-000", "000123456789", ("STRIPE TEST BANK", "11000-000", "6789")),
        ("GB", "108800", "00012345", ("STRIPE TEST BANK", "108800", "2345")),
        ("JP", "1100000", "0001234", ("STRIPE TEST BANK", "1100000", "1234")),
        ("SG", "1100-000", "000123456", ("STRIPE TEST BANK", "1100-000", "3456")),
        ("DE", None, "DE89 3704 0044 0532 0130 00", ("STRIPE TEST BANK", "37040044", "3000")),
        ("FR", None, "FR1420041010050500013M02606", ("STRIPE TEST BANK", "2004101005", "2606")),
        ("GB", None, "GB33BUKB20201555555555", (None, "BUKB202015", "5555")),
        ("US", "021000021", "12345678", (None, "021000021", "5678")),
        ("KE", None, "1234567", (None, None, "4567")),
    ],
)
async def test_numbers_differ_by_country(
    shop: Shop, country: str, routing: str | None, number: str, shown: tuple[str | None, str | None, str]
) -> None:
    given = {"country": country, "accountNumber": number} | ({"routingNumber": routing} if routing else {})
    made = await add_bank(shop, **given)
    assert (made["bankName"], made["routingNumber"], made["last4"]) == shown
    assert (made["country"], made["currency"], made["status"]) == (country, "usd", "new")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, [("PARAMETER_MISSING", "accountNumber")]),
        ({"accountNumber": "000123456789"}, [("PARAMETER_MISSING", "routingNumber")]),
        (
            {"accountNumber": "12", "routingNumber": "110000001"},
            [("ROUTING_NUMBER_INVALID", "routingNumber"), ("ACCOUNT_NUMBER_INVALID", "accountNumber")],
        ),
        (
            {"country": "AU", **US},
            [("ROUTING_NUMBER_INVALID", "routingNumber"), ("ACCOUNT_NUMBER_INVALID", "accountNumber")],
        ),
        ({"country": "DE", **US}, [("ACCOUNT_NUMBER_INVALID", "accountNumber")]),
        ({"country": "FR", "accountNumber": "DE89370400440532013000"}, [("ACCOUNT_NUMBER_INVALID", "accountNumber")]),
        ({"country": "MX", "accountNumber": "1" * 17}, [("ACCOUNT_NUMBER_INVALID", "accountNumber")]),
        ({"token": "btok_us_verified", **US}, [("PARAMETERS_EXCLUSIVE", "token")]),
        ({"token": "tok_missing"}, [("RESOURCE_MISSING", "token")]),
        ({"token": "btok_nobody"}, [("RESOURCE_MISSING", "token")]),
    ],
)
async def test_what_is_no_bank_account(shop: Shop, given: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    found = await refused(shop, "bankAccountCreate", input={"externalAccount": given})
    assert found == [(code, f"externalAccount.{field}") for code, field in wrong]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, [("PARAMETER_MISSING", name) for name in ("number", "expMonth", "expYear")]),
        ({"number": "4242424242424242", "expMonth": 1, "expYear": 2040}, [("INVALID_CARD_TYPE", "number")]),
        ({"token": "tok_visa"}, [("INVALID_CARD_TYPE", "token")]),
        ({"number": "4000056655665557", "expMonth": 1, "expYear": 2040}, [("INCORRECT_NUMBER", "number")]),
        ({"number": "4000056655665556", "expMonth": 1, "expYear": 2001}, [("INVALID_EXPIRY_YEAR", "expYear")]),
        (
            {"number": "4000056655665556", "token": "tok_visa_debit_us_transferSuccess"},
            [("PARAMETERS_EXCLUSIVE", "token")],
        ),
        ({"token": "tok_missing"}, [("RESOURCE_MISSING", "token")]),
    ],
)
async def test_what_is_no_debit_card(shop: Shop, given: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    found = await refused(shop, "cardCreate", input={"externalAccount": given})
    assert found == [(code, f"externalAccount.{field}") for code, field in wrong]


async def test_a_customer_and_a_foreign_account_are_refused(shop: Shop) -> None:
    for mutation, token in (("bankAccountCreate", "btok_us_verified"), ("cardCreate", "tok_visa_debit")):
        given = {"externalAccount": {"token": token}}
        customer = await shop.customer()
        found = await refused(shop, mutation, input={**given, "customer": customer})
        assert found == [("PARAMETER_INVALID", "customer")]
        found = await refused(shop, mutation, input={**given, "account": "acct_missing"})
        assert found == [("RESOURCE_MISSING", "account")]
    assert await every(shop) == []
    assert (await add_bank(shop, account=shop.graph.tenant.account))["account"] == {"id": shop.graph.tenant.account}


async def test_a_token_is_used_once(shop: Shop) -> None:
    numbers = {"country": "US", "accountHolderName": "Ada", "accountHolderType": "INDIVIDUAL", "accountType": "SAVINGS"}
    bank = {**US, **numbers, "accountNumber": "000111111116"}
    token = (await shop.graph.do("tokenCreate", "id", input={"bankAccount": bank}))["id"]
    found = await refused(shop, "cardCreate", input={"externalAccount": {"token": token}})
    assert found == [("PARAMETER_INVALID", "externalAccount.token")]
    made = await add_bank(shop, token=token)
    assert (
        made["accountHolderName"],
        made["accountHolderType"],
        made["accountType"],
        made["last4"],
        made["status"],
    ) == (
        "Ada",
        "individual",
        "savings",
        "1116",
        "new",
    )
    found = await refused(shop, "bankAccountCreate", input={"externalAccount": {"token": token}})
    assert found == [("TOKEN_ALREADY_USED", "externalAccount.token")]
    card = {"number": "5200828282828210", "expMonth": "8", "expYear": "2040", "addressZip": "94103"}
    token = (await shop.graph.do("tokenCreate", "id", input={"card": card}))["id"]
    added = await add_card(shop, token=token)
    assert (added["brand"], added["addressZip"], added["addressZipCheck"], added["cvcCheck"]) == (
        "mastercard",
        "94103",
        "pass",
        None,
    )
    token = (await shop.graph.do("tokenCreate", "id", input={"pii": {"idNumber": "000000000"}}))["id"]
    given = {"externalAccount": {"token": token}}
    found = await refused(shop, "accountUpdate", id=shop.graph.tenant.account, input=given)
    assert found == [("PARAMETER_MISSING", "externalAccount.object")]


async def test_a_token_of_a_payment_method_fails_as_the_payment_method_does(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.graph.do(
        "paymentMethodAttach", "id", id="pm_usBankAccount_accountClosed", input={"customer": customer}
    )
    given = {"customer": customer, "bankAccount": {"paymentMethod": method["id"]}}
    token = (await shop.graph.do("tokenCreate", "id", input=given))["id"]
    assert (await add_bank(shop, token=token))["last4"] == "1113"
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"settings": MANUAL})
    await shop.pay("pm_card_bypassPending", amount=10_000)
    paid = await shop.graph.do("payoutCreate", "id", input={"amount": 1000, "currency": "usd"})
    for minutes in (1, 3, 5):
        await shop.run_due(minutes=minutes)
    found = await shop.graph("query ($id: ID!) { payout(id: $id) { failureCode } }", id=paid["id"])
    assert found["payout"] == {"failureCode": "account_closed"}
