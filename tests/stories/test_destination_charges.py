"""Destination charges: a platform is paid, and passes it on to a seller. Amounts by hand, in both ledgers."""

from datetime import timedelta
from typing import Any

import pytest

from tests.stories import marketplace
from tests.stories.marketplace import AVAILABLE_AT_ONCE, books
from tests.stories.shop import MONDAY, Shop

CHARGE = """id transferGroup transferData { amount { amount } destination { id } } applicationFeeAmount { amount }
  balanceTransaction { type amount { amount } fee { amount } net { amount } currency }
  transfer { id amount { amount } destination { id } sourceTransaction { id } transferGroup
    destinationPayment { id amount { amount } applicationFee { id } } }
  applicationFee { id amount { amount } amountRefunded { amount } account { id } charge { id }
    originatingTransaction { id } }"""
REFUND = "id status amount { amount } transferReversal { id amount { amount } sourceRefund { id } }"


@pytest.fixture
async def seller(shop: Shop) -> Shop:
    return await marketplace.seller(shop)


def to(seller: Shop, **more: Any) -> dict[str, Any]:
    return {"destination": seller.graph.tenant.account, **more}


async def charge_of(shop: Shop, intent: dict[str, Any]) -> dict[str, Any]:
    data = await shop.graph(
        f"query ($id: ID!) {{ paymentIntent(id: $id) {{ latestCharge {{ {CHARGE} }} }} }}", id=intent["id"]
    )
    found: dict[str, Any] = data["paymentIntent"]["latestCharge"]
    return found


async def test_all_is_passed_on_and_the_fee_comes_back(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, applicationFeeAmount=1230, transferData=to(seller))
    charge = await charge_of(shop, intent)
    account, payment = seller.graph.tenant.account, charge["transfer"]["destinationPayment"]
    assert charge == {
        "id": charge["id"],
        "transferGroup": f"group_{intent['id']}",
        "transferData": {"amount": None, "destination": {"id": account}},
        "applicationFeeAmount": {"amount": 1230},
        "balanceTransaction": {
            "type": "CHARGE",
            "amount": {"amount": 10000},
            "fee": {"amount": 320},
            "net": {"amount": 9680},
            "currency": "usd",
        },
        "transfer": {
            "id": charge["transfer"]["id"],
            "amount": {"amount": 10000},
            "destination": {"id": account},
            "sourceTransaction": {"id": charge["id"]},
            "transferGroup": f"group_{intent['id']}",
            "destinationPayment": {
                "id": payment["id"],
                "amount": {"amount": 10000},
                "applicationFee": {"id": charge["applicationFee"]["id"]},
            },
        },
        "applicationFee": {
            "id": charge["applicationFee"]["id"],
            "amount": {"amount": 1230},
            "amountRefunded": {"amount": 0},
            "account": {"id": account},
            "charge": {"id": payment["id"]},
            "originatingTransaction": {"id": charge["id"]},
        },
    }
    # The platform: 10000 - 320 - 10000 + 1230. The seller: 10000 - 1230.
    assert await books(shop) == {"pending:card": 910, "fees": 320, "accounts": 8770, "world": -10000}
    assert await books(seller) == {"pending:card": 8770, "accounts": -8770}
    received = await seller.graph(
        "query ($id: ID!) { charge(id: $id) { applicationFeeAmount { amount } sourceTransfer { id } balanceTransaction "
        "{ type amount { amount } fee { amount } net { amount } feeDetails { type amount { amount } } } } }",
        id=payment["id"],
    )
    assert received["charge"] == {
        "applicationFeeAmount": {"amount": 1230},
        "sourceTransfer": {"id": charge["transfer"]["id"]},
        "balanceTransaction": {
            "type": "PAYMENT",
            "amount": {"amount": 10000},
            "fee": {"amount": 1230},
            "net": {"amount": 8770},
            "feeDetails": [{"type": "application_fee", "amount": {"amount": 1230}}],
        },
    }
    told = await shop.told_whole()
    assert [each["type"] for each in told] == [
        "payment_intent.created",
        "application_fee.created",
        "transfer.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    succeeded = told[3]["data"]["object"]
    assert (succeeded["transfer"], succeeded["application_fee"]) == (
        charge["transfer"]["id"],
        charge["applicationFee"]["id"],
    )
    assert succeeded["transfer_data"] == {"amount": None, "destination": account}
    assert await seller.told() == ["charge.succeeded"]


async def test_a_part_is_passed_on(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, transferData=to(seller, amount=8770))
    assert (await charge_of(shop, intent))["transfer"]["amount"] == {"amount": 8770}
    assert await books(shop) == {"pending:card": 910, "fees": 320, "accounts": 8770, "world": -10000}
    assert await books(seller) == {"pending:card": 8770, "accounts": -8770}


async def test_it_waits_for_the_capture(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, captureMethod="MANUAL", transferData=to(seller, amount=9000))
    assert (await charge_of(shop, intent))["transfer"] is None
    assert await books(seller) == {}
    refused = await shop.refuse("capture", intent["id"], amountToCapture=5000, transferData={"amount": 5001})
    assert (refused["field"], refused["code"]) == ("transferData.amount", "AMOUNT_TOO_LARGE")
    refused = await shop.refuse("capture", intent["id"], amountToCapture=5000, applicationFeeAmount=1)
    assert (refused["field"], refused["code"]) == ("applicationFeeAmount", "PARAMETERS_EXCLUSIVE")
    await shop.do("capture", intent["id"], amountToCapture=5000, transferData={"amount": 4000})
    assert (await charge_of(shop, intent))["transferData"]["amount"] == {"amount": 4000}
    assert await books(seller) == {"pending:card": 4000, "accounts": -4000}


async def test_a_captured_part_is_all_that_is_passed_on(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, captureMethod="MANUAL", transferData=to(seller, amount=9000))
    await shop.do("capture", intent["id"], amountToCapture=5000)
    assert await books(seller) == {"pending:card": 5000, "accounts": -5000}


async def test_each_of_several_captures_is_passed_on(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(
        "pm_card_visa",
        amount=10000,
        captureMethod="MANUAL",
        transferData=to(seller),
        applicationFeeAmount=500,
        paymentMethodOptions={"card": {"requestMulticapture": "IF_AVAILABLE"}},
    )
    await shop.do("capture", intent["id"], amountToCapture=4000, finalCapture=False)
    assert await books(seller) == {"pending:card": 3500, "accounts": -3500}
    await shop.do("capture", intent["id"], amountToCapture=6000)
    assert await books(seller) == {"pending:card": 9500, "accounts": -9500}
    data = await shop.graph("{ transfers { nodes { amount { amount } } } applicationFees { totalCount } }")
    assert data == {
        "transfers": {"nodes": [{"amount": {"amount": 6000}}, {"amount": {"amount": 4000}}]},
        "applicationFees": {"totalCount": 1},
    }
    refund = await shop.graph.do(
        "refundCreate", REFUND, input={"paymentIntent": intent["id"], "reverseTransfer": True,
                                       "refundApplicationFee": True}
    )  # fmt: skip
    assert refund["amount"] == {"amount": 10000}
    assert await books(seller) == {}


async def test_asynchronous_capture_passes_it_on_later(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, captureMethod="AUTOMATIC_ASYNC", transferData=to(seller))
    assert ((await charge_of(shop, intent))["transfer"], await books(seller)) == (None, {})
    await shop.told()
    await shop.run_due()
    assert (await charge_of(shop, intent))["transfer"]["amount"] == {"amount": 10000}
    assert await shop.told() == ["transfer.created", "charge.updated"]


async def test_a_bank_debit_passes_it_on_once_it_has_succeeded(shop: Shop, seller: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    for method in ("pm_usBankAccount_success", "pm_usBankAccount_insufficientFunds"):
        await shop.pay(method, customer=customer, amount=10000, transferData=to(seller), applicationFeeAmount=1000,
                       paymentMethodTypes=["us_bank_account"])  # fmt: skip
    assert await books(seller) == {}
    await shop.advance(clock, MONDAY + timedelta(days=10))
    # One of the two has failed. The fee of a debit is 0.8 %.
    assert await books(seller) == {"available:card": 9000, "accounts": -9000}
    assert await books(shop) == {
        "available:bank_account": 10000 - 80 - 10000,
        "available:card": 1000,
        "fees": 80,
        "accounts": 9000,
        "world": -10000,
    }


async def test_a_debit_that_fails_after_all_is_taken_back(shop: Shop, seller: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.pay("pm_usBankAccount_dispute", customer=customer, amount=10000, transferData=to(seller),
                   applicationFeeAmount=1000, paymentMethodTypes=["us_bank_account"])  # fmt: skip
    await shop.advance(clock, MONDAY + timedelta(days=30))
    assert await books(seller) == {}
    data = await shop.graph("{ transfers { nodes { reversed } } applicationFees { nodes { refunded } } }")
    assert data == {"transfers": {"nodes": [{"reversed": True}]}, "applicationFees": {"nodes": [{"refunded": True}]}}


async def test_a_refund_is_the_platforms_unless_it_is_taken_back(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, applicationFeeAmount=1230, transferData=to(seller))
    plain = await shop.graph.do("refundCreate", REFUND, input={"paymentIntent": intent["id"], "amount": 1000})
    assert plain["transferReversal"] is None
    assert (await books(shop))["pending:card"] == 910 - 1000
    assert (await books(seller))["pending:card"] == 8770
    await shop.told()
    await seller.told()
    back = {"paymentIntent": intent["id"], "amount": 2500, "reverseTransfer": True}
    made = await shop.graph.do("refundCreate", REFUND, input=back)
    # A quarter of the transfer.
    assert made["transferReversal"]["amount"] == {"amount": 2500}
    assert made["transferReversal"]["sourceRefund"] == {"id": made["id"]}
    assert (await books(shop))["pending:card"] == -90
    assert (await books(seller))["pending:card"] == 8770 - 2500
    assert await shop.told() == ["transfer.reversed", "refund.created", "charge.refunded"]
    assert await seller.told() == ["refund.created", "charge.refunded"]
    # A quarter of the fee: 307.5, to the nearest.
    made = await shop.graph.do("refundCreate", REFUND, input={**back, "refundApplicationFee": True})
    assert (await books(shop))["pending:card"] == -90 - 308
    assert (await books(seller))["pending:card"] == 6270 - 2500 + 308
    assert (await charge_of(shop, intent))["applicationFee"]["amountRefunded"] == {"amount": 308}
    # The fee alone, in the share of the refund.
    alone = {"paymentIntent": intent["id"], "amount": 1000, "refundApplicationFee": True}
    made = await shop.graph.do("refundCreate", REFUND, input=alone)
    assert made["transferReversal"] is None
    assert (await books(shop))["pending:card"] == -398 - 1000 - 123
    assert (await books(seller))["pending:card"] == 4078 + 123
    # With the rest, all that is left of both.
    rest = {"paymentIntent": intent["id"], "reverseTransfer": True, "refundApplicationFee": True}
    made = await shop.graph.do("refundCreate", REFUND, input=rest)
    assert made["amount"] == {"amount": 3000}
    assert await books(seller) == {}
    assert await books(shop) == {"pending:card": -320, "fees": 320}


async def test_a_seller_that_cannot_pay_it_back(shop: Shop) -> None:
    own = await marketplace.seller(shop, type="STANDARD")
    intent = await shop.pay(AVAILABLE_AT_ONCE, amount=10000, transferData=to(own))
    await own.graph.do("accountUpdate", "id", id=own.graph.tenant.account, input=BANK)
    await own.graph.do("payoutCreate", "id", input={"amount": 10000, "currency": "usd"})
    refused = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"], "reverseTransfer": True})
    assert refused["code"] == "BALANCE_INSUFFICIENT"
    assert (await shop.graph("{ refunds { totalCount } }"))["refunds"]["totalCount"] == 0


BANK = {"externalAccount": {"token": "btok_us_verified"}}


async def test_each_is_paid_out_what_is_its_own(shop: Shop, seller: Shop) -> None:
    await shop.pay(AVAILABLE_AT_ONCE, amount=10000, applicationFeeAmount=1230, transferData=to(seller))
    for each, amount in ((shop, 910), (seller, 8770)):
        await each.graph.do("accountUpdate", "id", id=each.graph.tenant.account, input=BANK)
        await each.graph.do("payoutCreate", "id", input={"amount": amount, "currency": "usd"})
        assert await each.balance() == {}


async def test_the_platform_pays_for_a_dispute(shop: Shop, seller: Shop) -> None:
    await shop.pay("pm_card_createDispute", amount=10000, applicationFeeAmount=1230, transferData=to(seller))
    await shop.run_due()
    assert (await books(shop))["pending:card"] == 910 - 10000 - 1500
    assert (await books(seller))["pending:card"] == 8770


async def test_a_reversal_returns_its_share_of_the_fee(shop: Shop, seller: Shop) -> None:
    intent = await shop.pay(amount=10000, applicationFeeAmount=1000, transferData=to(seller))
    transfer = (await charge_of(shop, intent))["transfer"]["id"]
    await marketplace.reverse(shop, transfer, amount=5000, refundApplicationFee=True)
    assert (await books(seller))["pending:card"] == 9000 - 5000 + 500
    assert (await books(shop))["pending:card"] == 680 + 5000 - 500
    other = await marketplace.transfer(shop, seller, None, sourceTransaction=(await shop.pay())["latestCharge"]["id"])
    refused = await shop.graph.refuse(
        "transferReversalCreate", input={"transfer": other["id"], "refundApplicationFee": True}
    )
    assert (refused["field"], refused["code"]) == ("refundApplicationFee", "APPLICATION_FEES_NOT_ALLOWED")


async def test_on_behalf_of_a_seller_abroad(shop: Shop) -> None:
    """Its country decides the fees, its currency what the charge settles in, and its name the statement."""
    asked = {name: {"requested": True} for name in ("cardPayments", "transfers")}
    abroad = await marketplace.seller(
        shop,
        country="DE",
        capabilities=asked,
        type="CUSTOM",
        settings={"payments": {"statementDescriptor": "BACKSTUBE"}},
    )
    given: dict[str, Any] = {"amount": 10000, "currency": "eur", "transferData": to(abroad, amount=9000)}
    ours = await shop.pay(**given)
    theirs = await shop.pay(**given, onBehalfOf=abroad.graph.tenant.account)
    document = (
        "query ($id: ID!) { charge(id: $id) { calculatedStatementDescriptor onBehalfOf { id } "
        "balanceTransaction { amount { amount } currency fee { amount } } } }"
    )
    for intent, currency, fee in ((ours, "usd", None), (theirs, "eur", 470)):
        charge = (await shop.graph(document, id=intent["latestCharge"]["id"]))["charge"]
        assert charge["balanceTransaction"]["currency"] == currency
        if fee is not None:
            # 2.9 % and 1.5 % for a card from the United States, and 30.
            assert charge["balanceTransaction"] == {
                "amount": {"amount": 10000}, "currency": "eur", "fee": {"amount": fee}
            }  # fmt: skip
            assert charge["calculatedStatementDescriptor"] == "BACKSTUBE"
            assert charge["onBehalfOf"] == {"id": abroad.graph.tenant.account}
    # What is refunded is in the same currency.
    back = {"paymentIntent": theirs["id"], "reverseTransfer": True}
    await shop.graph.do("refundCreate", "id", input=back)
    assert await books(shop, "eur") == {"pending:card": -470, "fees": 470} | {
        book: amount
        for book, amount in (await books(shop, "eur")).items()
        if book in ("conversion", "accounts", "world")
    }
