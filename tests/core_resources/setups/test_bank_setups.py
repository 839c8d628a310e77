"""Setups of bank accounts: authorized by a mandate, and verified by microdeposits."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.clock import worker
from app.domain.real_time import real_now
from tests.core_resources.setups.conftest import MANDATE, UNREACHED, UNVERIFIED, Setups
from tests.stories.shop import MONDAY

BANK = "pm_usBankAccount_success"
ASKED = ["setup_intent.created", "setup_intent.requires_action"]
FAILED = ["setup_intent.setup_failed", "mandate.updated"]


async def test_a_bank_account_needs_a_mandate(shop: Setups) -> None:
    bank = {"paymentMethod": BANK, "confirm": True, "paymentMethodTypes": ["us_bank_account"]}
    assert await shop.refuse_setup(**bank) == ("PARAMETER_MISSING", "mandateData")
    setup = await shop.setup(paymentMethod=BANK)
    empty: dict[str, Any] = {}
    refused = await shop.refuse_on_setup("confirm", setup["id"], mandateData=empty)
    assert (refused["code"], refused["field"]) == ("PARAMETER_MISSING", "mandateData.customerAcceptance")


async def test_a_verified_account_is_set_up_at_once(shop: Setups) -> None:
    customer = await shop.customer()
    await shop.told()
    setup = await shop.set_up(BANK, mandateData=MANDATE, customer=customer)
    assert await shop.told() == ["setup_intent.created", "setup_intent.succeeded", "payment_method.attached"]
    mandate = await shop.mandate_now(setup["mandate"]["id"])
    assert mandate.pop("customerAcceptance").pop("acceptedAt") is not None
    assert mandate == {
        "id": setup["mandate"]["id"],
        "status": "ACTIVE",
        "type": "MULTI_USE",
        "multiUse": {},
        "singleUse": None,
        "paymentMethod": {"id": setup["paymentMethod"]["id"]},
        "paymentMethodDetails": {"type": "us_bank_account", "usBankAccount": {"collectionMethod": None}},
    }
    assert setup["singleUseMandate"] is None


async def test_a_mandate_on_paper(shop: Setups) -> None:
    setup = await shop.set_up(
        BANK,
        mandateData={"customerAcceptance": {"type": "OFFLINE", "acceptedAt": "2025-01-02T03:04:05Z"}},
        paymentMethodOptions={"usBankAccount": {"mandateOptions": {"collectionMethod": "PAPER"}}},
    )
    mandate = await shop.mandate_now(setup["mandate"]["id"])
    assert mandate["customerAcceptance"] == {
        "type": "OFFLINE",
        "acceptedAt": "2025-01-02T03:04:05Z",
        "offline": {},
        "online": None,
    }
    assert mandate["paymentMethodDetails"]["usBankAccount"] == {"collectionMethod": "PAPER"}


async def test_microdeposits_are_verified(shop: Setups) -> None:
    customer = await shop.customer()
    await shop.told()
    setup = await shop.set_up_account(customer=customer)
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("REQUIRES_ACTION", "requires_action")
    assert setup["nextAction"]["type"] == "verify_with_microdeposits"
    assert setup["nextAction"]["verifyWithMicrodeposits"]["microdepositType"] == "DESCRIPTOR_CODE"
    assert setup["mandate"]["status"] == "PENDING"
    assert await shop.told() == ASKED

    wrong = await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], amounts=[1, 2])
    assert wrong["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_MISMATCH"
    wrong = await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], descriptorCode="SM99ZZ")
    assert wrong["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_DESCRIPTOR_CODE_MISMATCH"
    neither = await shop.refuse_on_setup("verifyMicrodeposits", setup["id"])
    assert (neither["code"], neither["field"]) == ("PARAMETER_MISSING", "amounts")
    assert await shop.told() == []

    setup = await shop.on_setup("verifyMicrodeposits", setup["id"], amounts=[32, 45])
    assert (setup["status"], setup["nextAction"]) == ("SUCCEEDED", None)
    assert setup["mandate"]["status"] == "ACTIVE"
    assert setup["latestAttempt"]["status"] == "succeeded"
    assert await shop.told() == ["setup_intent.succeeded", "payment_method.attached", "mandate.updated"]
    again = await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], amounts=[32, 45])
    assert again["code"] == "SETUP_INTENT_UNEXPECTED_STATE"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("SM33CC", "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED"),
        ("SM44DD", "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT"),
    ],
)
async def test_a_failed_verification_ends_the_attempt_and_the_mandate(shop: Setups, code: str, error: str) -> None:
    setup = await shop.set_up_account()
    mandate = setup["mandate"]["id"]
    await shop.told()
    assert (await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], descriptorCode=code))["code"] == error
    setup = await shop.setup_now(setup["id"])
    assert (setup["status"], setup["lastSetupError"]["code"]) == ("REQUIRES_PAYMENT_METHOD", error)
    assert (setup["paymentMethod"], setup["mandate"], setup["nextAction"]) == (None, None, None)
    assert setup["latestAttempt"]["status"] == "failed"
    assert (await shop.mandate_now(mandate))["status"] == "INACTIVE"
    assert sorted(await shop.told()) == sorted(FAILED)


async def test_ten_wrong_attempts_are_the_last(shop: Setups) -> None:
    setup = await shop.set_up_account()
    for _ in range(9):
        await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], amounts=[1, 2])
    last = await shop.refuse_on_setup("verifyMicrodeposits", setup["id"], amounts=[1, 2])
    assert last["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED"
    assert (await shop.setup_now(setup["id"]))["status"] == "REQUIRES_PAYMENT_METHOD"


async def test_deposits_that_do_not_arrive_fail_the_setup(shop: Setups) -> None:
    clock = await shop.clock()
    setup = await shop.set_up_account(
        customer=await shop.customer(testClock=clock),
        paymentMethodData=UNREACHED,
    )
    caused = await shop.pass_to(clock, MONDAY + timedelta(days=1))
    assert caused == []
    caused = await shop.pass_to(clock, MONDAY + timedelta(days=3))
    assert sorted(caused) == sorted((type, "2025-03-05T10:00:00Z") for type in FAILED)
    setup = await shop.setup_now(setup["id"])
    assert setup["lastSetupError"]["code"] == "PAYMENT_METHOD_MICRODEPOSIT_FAILED"


async def test_deposits_that_nobody_verifies_expire(shop: Setups) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    setup = await shop.set_up_account(customer=customer)
    verified = await shop.set_up_account(customer=customer)
    await shop.on_setup("verifyMicrodeposits", verified["id"], descriptorCode="SM11AA")
    pay = {"paymentMethodData": UNVERIFIED, "customer": customer, "confirm": True}
    payment = await shop.intent(**pay)
    assert payment["status"] == "REQUIRES_ACTION"
    # Two business days for the deposits to arrive, and ten days to verify them.
    assert await shop.pass_to(clock, MONDAY + timedelta(days=11, hours=23)) == []
    caused = await shop.pass_to(clock, MONDAY + timedelta(days=12))
    assert sorted(type for type, _ in caused) == ["mandate.updated", "payment_intent.payment_failed", FAILED[0]]
    setup = await shop.setup_now(setup["id"])
    assert setup["lastSetupError"]["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT"
    failed = await shop.intent_now(payment["id"])
    assert failed["lastPaymentError"]["code"] == "PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT"
    assert (await shop.setup_now(verified["id"]))["status"] == "SUCCEEDED"


async def test_a_later_confirmation_has_its_own_time(shop: Setups) -> None:
    clock = await shop.clock()
    setup = await shop.set_up_account(customer=await shop.customer(testClock=clock))
    await shop.pass_to(clock, MONDAY + timedelta(days=7))
    again = await shop.on_setup("confirm", setup["id"])
    assert (again["status"], again["latestAttempt"]["status"]) == ("REQUIRES_ACTION", "requires_action")
    assert [each["status"] for each in again["setupAttempts"]["nodes"]] == ["abandoned", "requires_action"]
    assert again["mandate"]["id"] != setup["mandate"]["id"]
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "INACTIVE"
    assert await shop.pass_to(clock, MONDAY + timedelta(days=13)) == []
    assert (await shop.setup_now(setup["id"]))["status"] == "REQUIRES_ACTION"


async def test_in_real_time_deposits_arrive_in_a_minute(shop: Setups) -> None:
    setup = await shop.set_up_account(
        paymentMethodData=UNREACHED,
    )
    await worker.run_due(shop.database, real_now() + timedelta(minutes=2))
    assert (await shop.setup_now(setup["id"]))["status"] == "REQUIRES_PAYMENT_METHOD"


async def test_a_canceled_setup_has_no_mandate(shop: Setups) -> None:
    setup = await shop.set_up_account()
    canceled = await shop.on_setup("cancel", setup["id"])
    assert (canceled["status"], canceled["mandate"]) == ("CANCELED", None)
    assert (await shop.mandate_now(setup["mandate"]["id"]))["status"] == "INACTIVE"


async def test_an_account_typed_in_cannot_be_verified_instantly(shop: Setups) -> None:
    given = {"paymentMethodTypes": ["us_bank_account"], "paymentMethodData": UNVERIFIED, "mandateData": MANDATE}
    options = {"usBankAccount": {"verificationMethod": "INSTANT"}}
    assert await shop.refuse_setup(**given, paymentMethodOptions=options, confirm=True) == (
        "INTENT_VERIFICATION_METHOD_MISSING",
        "paymentMethodOptions.usBankAccount.verificationMethod",
    )


async def test_the_page_verifies_the_account(shop: Setups, client: httpx.AsyncClient) -> None:
    setup = await shop.set_up_account(returnUrl="https://shop.example/saved?step=2")
    path = urlsplit(setup["nextAction"]["verifyWithMicrodeposits"]["hostedVerificationUrl"]).path
    page = await client.get(path)
    assert page.status_code == 200
    assert "To save your payment method for later payments, give the code" in page.text
    wrong = await client.post(path, data={"descriptor_code": "SM99ZZ"})
    assert (wrong.status_code, "does not match" in wrong.text) == (400, True)
    done = await client.post(path, data={"descriptor_code": "sm11aa"})
    assert "Thank you" in done.text
    target = done.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(target).query) == {
        "step": ["2"],
        "setup_intent": [setup["id"]],
        "setup_intent_client_secret": [setup["clientSecret"]],
        "redirect_status": ["succeeded"],
    }
    assert (await client.get(path)).status_code == 404


async def test_the_page_authenticates_the_owner_of_a_card(shop: Setups, client: httpx.AsyncClient) -> None:
    setup = await shop.set_up("pm_card_authenticationRequired", returnUrl="https://shop.example/saved")
    path = urlsplit(setup["nextAction"]["redirectToUrl"]["url"]).path
    page = await client.get(path)
    assert "Your bank asks whether you want to save your payment method for later payments." in page.text
    failed = await client.post(path, data={"outcome": "fail"})
    assert "The payment method was not saved" in failed.text
    assert (await shop.setup_now(setup["id"]))["lastSetupError"]["code"] == "SETUP_INTENT_AUTHENTICATION_FAILURE"
