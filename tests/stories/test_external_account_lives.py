"""Bank accounts and debit cards of an account: the default, changed, verified, refused by the bank, deleted."""

from typing import Any

import pytest

from tests.stories.external_accounts import (
    BANK,
    CARD,
    CREATED,
    DELETED,
    NOTHING_DUE,
    PROOF,
    UPDATED,
    US,
    add_bank,
    add_card,
    bank_account,
    every,
    refused,
)
from tests.stories.shop import Shop
from tests.stories.test_payouts import MANUAL, with_funds


async def test_there_is_one_default_of_each_currency(shop: Shop) -> None:
    first = await add_bank(shop)
    euros = await add_bank(shop, country="DE", accountNumber="DE89370400440532013000", currency="eur")
    second = await add_card(shop)
    assert [each["defaultForCurrency"] for each in (first, euros, second)] == [True, True, False]
    await shop.told()
    third = await add_bank(shop, **US, defaultForCurrency=True)
    assert third["defaultForCurrency"] is True
    created, former, account = await shop.told_whole()
    assert [each["type"] for each in (created, former, account)] == [CREATED, UPDATED, "account.updated"]
    assert (former["data"]["object"]["id"], former["data"]["previousAttributes"]) == (
        first["id"],
        {"default_for_currency": True},
    )
    changed = await shop.graph.do(
        "cardUpdate", "defaultForCurrency", id=second["id"], input={"defaultForCurrency": True}
    )
    assert changed == {"defaultForCurrency": True}
    assert await shop.told() == [UPDATED, UPDATED, "account.updated"]
    defaults = {each["id"]: each["defaultForCurrency"] for each in await every(shop, "id defaultForCurrency")}
    assert defaults == {first["id"]: False, euros["id"]: True, second["id"]: True, third["id"]: False}
    given = {"defaultForCurrency": False}
    assert await refused(shop, "cardUpdate", id=second["id"], input=given) == [
        ("PARAMETER_INVALID", "defaultForCurrency")
    ]
    # What already holds is no change.
    for mutation, id, default in (("bankAccountUpdate", third["id"], False), ("cardUpdate", second["id"], True)):
        async with shop.nothing_changes():
            await shop.graph.do(mutation, "id", id=id, input={"defaultForCurrency": default})


async def test_the_default_cannot_be_deleted(shop: Shop) -> None:
    bank = await add_bank(shop)
    euros = await add_bank(shop, country="DE", accountNumber="DE89370400440532013000", currency="eur")
    more = await add_bank(shop, country="DE", accountNumber="DE89370400440532013000", currency="eur")
    card = await add_card(shop)
    assert await refused(shop, "bankAccountDelete", id=bank["id"]) == [("PARAMETER_INVALID", "id")]
    assert await refused(shop, "bankAccountDelete", id=euros["id"]) == [("PARAMETER_INVALID", "id")]
    for id in (more["id"], euros["id"]):
        # The last of a currency that is not the account's default.
        gone = await shop.graph.do("bankAccountDelete", "id deleted accountHolderName", id=id)
        assert gone == {"id": id, "deleted": True, "accountHolderName": None}
        assert (await shop.told())[-2:] == [DELETED, "account.updated"]
    await shop.graph.do("cardUpdate", "id", id=card["id"], input={"defaultForCurrency": True})
    await shop.graph.do("bankAccountDelete", "id", id=bank["id"])
    assert await refused(shop, "cardDelete", id=card["id"]) == [("PARAMETER_INVALID", "id")]
    assert await every(shop) == [{"id": card["id"]}]
    assert await refused(shop, "bankAccountUpdate", id=bank["id"], input={}) == [("RESOURCE_MISSING", "id")]


async def test_the_account_is_given_another_default(shop: Shop) -> None:
    account, former = shop.graph.tenant.account, await add_bank(shop)
    card = await add_card(shop)
    await shop.told()
    given = {"externalAccount": {"object": "bank_account", **US, "accountHolderName": "Ada"}}
    await shop.graph.do("accountUpdate", "id", id=account, input=given)
    assert await shop.told() == [DELETED, CREATED, "account.updated"]
    new, kept = await every(shop, "id defaultForCurrency")
    assert (kept, new["defaultForCurrency"]) == ({"id": card["id"], "defaultForCurrency": False}, True)
    assert new["id"] != former["id"]
    await shop.graph.do("accountUpdate", "id", id=account, input={"externalAccount": None})
    assert await shop.told() == [DELETED, DELETED, "account.updated"]
    assert await every(shop) == []


async def test_details_change(shop: Shop) -> None:
    bank = await add_bank(shop, **US, metadata={"kept": "1"})
    await shop.told()
    given = {"accountHolderName": "Ada", "accountHolderType": "INDIVIDUAL", "accountType": "CHECKING"}
    fields = "accountHolderName accountHolderType accountType metadata"
    changed = await shop.graph.do(
        "bankAccountUpdate", fields, id=bank["id"], input={**given, "metadata": {"order": "7"}}
    )
    assert changed == {
        "accountHolderName": "Ada",
        "accountHolderType": "individual",
        "accountType": "checking",
        "metadata": {"kept": "1", "order": "7"},
    }
    updated, account = await shop.told_whole()
    assert (updated["type"], account["type"]) == (UPDATED, "account.updated")
    assert updated["data"]["previousAttributes"] == {
        "account_holder_name": None,
        "account_holder_type": None,
        "account_type": None,
        "metadata": {"order": None},
    }
    changed = await shop.graph.do("bankAccountUpdate", fields, id=bank["id"], input={"accountHolderType": None})
    assert (changed["accountHolderName"], changed["accountHolderType"]) == ("Ada", None)

    card = await add_card(shop, number="4000056655665556", expMonth=8, expYear=2040, addressZip="94103")
    named = {"name": "Ada", "addressLine1": "1 Market St", "addressZip": None}
    changed = await shop.graph.do("cardUpdate", CARD, id=card["id"], input={"expMonth": "9", "expYear": "41", **named})
    assert changed == card | {
        "expMonth": 9,
        "expYear": 2041,
        **named,
        "addressLine1Check": "unchecked",
        "addressZipCheck": None,
    }
    for wrong, code in (({"expMonth": "13"}, "INVALID_EXPIRY_MONTH"), ({"expMonth": "x"}, "PARAMETER_INVALID_INTEGER")):
        assert await refused(shop, "cardUpdate", id=card["id"], input=wrong) == [(code, "expMonth")]


async def test_what_has_failed_is_paid_out_to_again_once_its_details_change(shop: Shop) -> None:
    await with_funds(shop, "btok_us_verified_noAccount")
    (bank,) = await every(shop)
    fields = "id destination { ... on BankAccount { id status payouts { totalCount } } }"
    given = {"amount": 1000, "currency": "usd"}
    made = await shop.graph.do("payoutCreate", fields, input=given)
    assert made["destination"] == {"id": bank["id"], "status": "verified", "payouts": {"totalCount": 1}}
    await shop.run_due(minutes=1)
    await shop.told()
    await shop.run_due(minutes=3)
    failed, updated, errored, account, _ = await shop.told_whole()
    assert (failed["type"], updated["type"]) == ("payout.failed", "payout.updated")
    assert (errored["type"], errored["data"]["previousAttributes"]) == (UPDATED, {"status": "verified"})
    assert errored["data"]["object"]["status"] == "errored"
    assert account["type"] == "account.updated"
    assert account["data"]["object"]["external_accounts"]["data"] == [errored["data"]["object"]]
    assert await refused(shop, "payoutCreate", input=given) == [("BANK_ACCOUNT_UNUSABLE", "destination")]
    # Another can be named, though it is not the default.
    card = await add_card(shop)
    to_card = await shop.graph.do(
        "payoutCreate", "type destination { ... on Card { id } }", input={**given, "destination": card["id"]}
    )
    assert to_card == {"type": "CARD", "destination": {"id": card["id"]}}
    found = await shop.graph(
        "query ($id: ID!) { payouts(where: {destination: {eq: $id}}) { nodes { id } } }", id=bank["id"]
    )
    assert found["payouts"]["nodes"] == [{"id": made["id"]}]
    changed = await shop.graph.do("bankAccountUpdate", "status", id=bank["id"], input={"accountHolderName": "Ada"})
    assert changed == {"status": "new"}
    assert (await shop.graph.do("payoutCreate", fields, input=given))["destination"]["id"] == bank["id"]


async def test_a_payout_goes_on_to_a_bank_account_that_is_deleted(shop: Shop) -> None:
    await with_funds(shop, "btok_us_verified_noAccount")
    (bank,) = await every(shop)
    made = await shop.graph.do("payoutCreate", "id", input={"amount": 1000, "currency": "usd"})
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"externalAccount": None})
    await shop.run_due(minutes=1)
    await shop.told()
    await shop.run_due(minutes=3)
    assert await shop.told() == ["payout.failed", "payout.updated", "balance.available"]
    fields = "status destination { ... on BankAccount { id deleted status } }"
    found = await shop.graph(f"query ($id: ID!) {{ payout(id: $id) {{ {fields} }} }}", id=made["id"])
    assert found["payout"] == {"status": "failed", "destination": {"id": bank["id"], "deleted": True, "status": ""}}


async def test_the_owner_of_a_bank_account_is_verified(shop: Shop) -> None:
    bank = await add_bank(shop, routingNumber="110000000", accountNumber="000999999991")
    assert bank["requirements"] == NOTHING_DUE
    await shop.told()
    await shop.run_due(minutes=1)
    assert (await bank_account(shop, bank["id"]))["requirements"] == NOTHING_DUE | {"pendingVerification": [PROOF]}
    assert await shop.told() == [UPDATED, "account.updated"]
    await shop.run_due(minutes=3)
    assert await bank_account(shop, bank["id"]) == bank
    assert await shop.told() == [UPDATED, "account.updated"]


async def test_the_owner_of_a_bank_account_is_proved_by_a_document(shop: Shop) -> None:
    bank = await add_bank(shop, routingNumber="110000000", accountNumber="000999999992")
    await shop.run_due(minutes=1)

    async def provide(file: str) -> dict[str, Any]:
        given = {"documents": {"bankAccountOwnershipVerification": {"files": [file]}}}
        return await shop.graph.do("bankAccountUpdate", BANK, id=bank["id"], input=given)

    assert (await bank_account(shop, bank["id"]))["requirements"] == NOTHING_DUE | {"currentlyDue": [PROOF]}
    given = {"documents": {"bankAccountOwnershipVerification": {"files": ["file_missing"]}}}
    assert await refused(shop, "bankAccountUpdate", id=bank["id"], input=given) == [
        ("RESOURCE_MISSING", "documents.bankAccountOwnershipVerification.files.0")
    ]
    assert (await provide("file_identity_document_failure"))["requirements"] == NOTHING_DUE | {
        "pendingVerification": [PROOF]
    }
    await shop.run_due(minutes=3)
    failed = await bank_account(shop, bank["id"])
    assert failed["status"] == "verification_failed"
    assert failed["requirements"] == NOTHING_DUE | {
        "currentlyDue": [PROOF],
        "errors": [{"code": "VERIFICATION_DOCUMENT_FAILED_TEST_MODE", "requirement": PROOF}],
    }
    await shop.graph.do("accountUpdate", "id", id=shop.graph.tenant.account, input={"settings": MANUAL})
    await shop.pay("pm_card_bypassPending", amount=10_000)
    payout = {"amount": 1000, "currency": "usd"}
    assert await refused(shop, "payoutCreate", input=payout) == [("BANK_ACCOUNT_UNUSABLE", "destination")]
    await provide("file_identity_document_success")
    await shop.run_due(minutes=5)
    verified = await bank_account(shop, bank["id"])
    assert (verified["status"], verified["requirements"]) == ("new", NOTHING_DUE)
    await shop.graph.do("payoutCreate", "id", input=payout)


async def test_an_account_has_at_most_200(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.connect.external_accounts.MOST", 2)
    await add_bank(shop)
    await add_card(shop)
    given = {"externalAccount": {"token": "btok_us_verified"}}
    assert await refused(shop, "bankAccountCreate", input=given) == [("PARAMETER_INVALID", "externalAccount")]
