"""Direct charges: a platform has a connected account collect a payment, and takes its fee of it. Amounts by hand."""

from datetime import timedelta
from typing import Any

import pytest

from app.database import Database
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller
from tests.stories import marketplace
from tests.stories.shop import MONDAY, Shop

FEE = """id amount { amount } amountRefunded { amount } currency refunded account { id } charge { id amount { amount } }
  feeSource { type charge payout } originatingTransaction { id }
  balanceTransaction { type amount { amount } fee { amount } net { amount } status reportingCategory source {
    ... on ApplicationFee { id } } }
  refunds { totalCount nodes { amount { amount } fee { id } metadata
    balanceTransaction { type amount { amount } } } }"""
CREDIT = """{ type amount { amount } fee { amount } net { amount }
  feeDetails { type amount { amount } currency description } }"""
BANK = {"externalAccount": {"token": "btok_us_verified"}}
RATES = {"perUsd": [{"currency": "eur", "rate": "0.8"}]}
BALANCE = "{ balance { pending { amount { amount } currency } available { amount { amount } currency } } }"


@pytest.fixture
async def seller(shop: Shop) -> Shop:
    """An account that is connected to the shop's, which is the platform."""
    return await marketplace.seller(shop, capabilities=ASKED)


ASKED = {name: {"requested": True} for name in ("cardPayments", "transfers", "usBankAccountAchPayments")}


async def pending(shop: Shop) -> int:
    return sum(each["amount"]["amount"] for each in (await shop.graph(BALANCE))["balance"]["pending"])


async def fees(platform: Graph) -> list[dict[str, Any]]:
    data = await platform(f"{{ applicationFees {{ nodes {{ {FEE} }} }} }}")
    found: list[dict[str, Any]] = data["applicationFees"]["nodes"]
    return found


async def test_the_fee_goes_from_the_account_to_its_platform(shop: Shop, seller: Shop) -> None:
    intent = await seller.pay(amount=10000, applicationFeeAmount=1230)
    charge = (
        await seller.graph(
            f"query ($id: ID!) {{ charge(id: $id) {{ id applicationFee {{ id }} applicationFeeAmount {{ amount }} "
            f"balanceTransaction {CREDIT} }} }}",
            id=intent["latestCharge"]["id"],
        )
    )["charge"]
    # 10000 less the processing fee of 2.9 % + 30 = 320, less 1230.
    assert charge["balanceTransaction"] == {
        "type": "CHARGE",
        "amount": {"amount": 10000},
        "fee": {"amount": 1550},
        "net": {"amount": 8450},
        "feeDetails": [
            {
                "type": "application_fee",
                "amount": {"amount": 1230},
                "currency": "usd",
                "description": "Application fee",
            },
            {
                "type": "stripe_fee",
                "amount": {"amount": 320},
                "currency": "usd",
                "description": "Stripe processing fees",
            },
        ],
    }
    (fee,) = await fees(shop.graph)
    assert charge["applicationFee"] == {"id": fee["id"]}
    assert charge["applicationFeeAmount"] == {"amount": 1230}
    assert fee == {
        "id": fee["id"],
        "amount": {"amount": 1230},
        "amountRefunded": {"amount": 0},
        "currency": "usd",
        "refunded": False,
        "account": {"id": seller.graph.tenant.account},
        "charge": {"id": charge["id"], "amount": {"amount": 10000}},
        "feeSource": {"type": "CHARGE", "charge": charge["id"], "payout": None},
        "originatingTransaction": None,
        "balanceTransaction": {
            "type": "APPLICATION_FEE",
            "amount": {"amount": 1230},
            "fee": {"amount": 0},
            "net": {"amount": 1230},
            "status": "pending",
            "reportingCategory": "platform_earning",
            "source": {"id": fee["id"]},
        },
        "refunds": {"totalCount": 0, "nodes": []},
    }
    assert (await pending(seller), await pending(shop)) == (8450, 1230)
    assert await shop.told() == ["application_fee.created"]
    assert await seller.told() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


async def test_it_is_taken_once_the_funds_are(shop: Shop, seller: Shop) -> None:
    intent = await seller.pay(amount=10000, applicationFeeAmount=1000, captureMethod="MANUAL")
    assert (await fees(shop.graph), await pending(shop)) == ([], 0)
    # At most what is captured.
    await seller.do("capture", intent["id"], amountToCapture=600)
    (fee,) = await fees(shop.graph)
    assert fee["amount"] == {"amount": 600}
    # 600 less 2.9 % + 30 = 47, less 600.
    assert (await pending(seller), await pending(shop)) == (-47, 600)


async def test_a_capture_sets_the_fee(shop: Shop, seller: Shop) -> None:
    intent = await seller.pay(amount=10000, captureMethod="MANUAL")
    refused = await seller.refuse("capture", intent["id"], amountToCapture=500, applicationFeeAmount=501)
    assert (refused["field"], refused["code"]) == ("applicationFeeAmount", "AMOUNT_TOO_LARGE")
    await seller.do("capture", intent["id"], amountToCapture=500, applicationFeeAmount=120)
    assert [each["amount"] for each in await fees(shop.graph)] == [{"amount": 120}]
    document = "query ($id: ID!) { paymentIntent(id: $id) { applicationFeeAmount { amount } } }"
    data = await seller.graph(document, id=intent["id"])
    assert data == {"paymentIntent": {"applicationFeeAmount": {"amount": 120}}}


async def test_asynchronous_capture_takes_it_later(shop: Shop, seller: Shop) -> None:
    intent = await seller.pay(amount=10000, applicationFeeAmount=1000, captureMethod="AUTOMATIC_ASYNC")
    document = "query ($id: ID!) { charge(id: $id) { applicationFee { amount { amount } } } }"
    id = intent["latestCharge"]["id"]
    assert (await seller.graph(document, id=id))["charge"] == {"applicationFee": None}
    await shop.run_due()
    assert (await seller.graph(document, id=id))["charge"] == {"applicationFee": {"amount": {"amount": 1000}}}
    assert await pending(shop) == 1000


async def test_a_bank_debit_pays_it_when_it_has_succeeded(shop: Shop, seller: Shop) -> None:
    clock = await seller.clock()
    customer = await seller.customer(testClock=clock)
    for method, amount in (("pm_usBankAccount_success", 400), ("pm_usBankAccount_insufficientFunds", 300)):
        await seller.pay(method, customer=customer, amount=10000, applicationFeeAmount=amount,
                         paymentMethodTypes=["us_bank_account"])  # fmt: skip
    assert await fees(shop.graph) == []
    await seller.advance(clock, MONDAY + timedelta(days=10))
    (fee,) = await fees(shop.graph)
    assert fee["amount"] == {"amount": 400}


async def test_the_fee_goes_back_with_the_charge(shop: Shop, seller: Shop) -> None:
    intent = await seller.pay(amount=10000, applicationFeeAmount=1230)
    await shop.told()
    await seller.told()
    # A quarter of the charge, and so of the fee: 307.5, to the nearest.
    await seller.refund(intent, amount=2500, refundApplicationFee=True)
    (fee,) = await fees(shop.graph)
    assert (fee["amountRefunded"], fee["refunded"]) == ({"amount": 308}, False)
    assert fee["refunds"]["nodes"] == [
        {
            "amount": {"amount": 308},
            "fee": {"id": fee["id"]},
            "metadata": {},
            "balanceTransaction": {"type": "APPLICATION_FEE_REFUND", "amount": {"amount": -308}},
        }
    ]
    assert (await pending(seller), await pending(shop)) == (8450 - 2500 + 308, 1230 - 308)
    assert await shop.told() == ["application_fee.refunded"]
    assert await seller.told() == ["refund.created", "charge.refunded"]
    # Without it, the fee stays.
    await seller.refund(intent, amount=2500)
    assert (await pending(seller), await pending(shop)) == (8450 - 5000 + 308, 922)
    assert await shop.told() == []
    # With the rest of the charge goes the rest of the fee.
    await seller.refund(intent, refundApplicationFee=True)
    (fee,) = await fees(shop.graph)
    assert (fee["amountRefunded"], fee["refunded"]) == ({"amount": 1230}, True)
    assert (await pending(seller), await pending(shop)) == (8450 - 10000 + 1230, 0)


async def test_a_platform_returns_its_fee_alone(shop: Shop, seller: Shop) -> None:
    await seller.pay(amount=10000, applicationFeeAmount=1230)
    (fee,) = await fees(shop.graph)
    await shop.told()
    await seller.told()
    made = await shop.graph.do(
        "applicationFeeRefundCreate",
        "id amount { amount } metadata fee { id amountRefunded { amount } refunded }",
        input={"fee": fee["id"], "amount": 230, "metadata": {"why": "kind"}},
    )
    assert made == {
        "id": made["id"],
        "amount": {"amount": 230},
        "metadata": {"why": "kind"},
        "fee": {"id": fee["id"], "amountRefunded": {"amount": 230}, "refunded": False},
    }
    assert (await pending(seller), await pending(shop)) == (8450 + 230, 1000)
    assert (await shop.told(), await seller.told()) == (["application_fee.refunded"], [])
    refused = await shop.graph.refuse("applicationFeeRefundCreate", input={"fee": fee["id"], "amount": 1001})
    assert (refused["field"], refused["code"]) == ("amount", "AMOUNT_TOO_LARGE")
    changed = {"metadata": {"why": None, "who": "me"}}
    await shop.graph.do("applicationFeeRefundUpdate", "id", id=made["id"], input=changed)
    assert await shop.told() == ["application_fee.refund.updated"]
    data = await shop.graph("query ($id: ID!) { applicationFeeRefund(id: $id) { metadata } }", id=made["id"])
    assert data == {"applicationFeeRefund": {"metadata": {"who": "me"}}}
    await shop.graph.do("applicationFeeRefundCreate", "id", input={"fee": fee["id"]})
    assert (await pending(seller), await pending(shop)) == (9680, 0)
    refused = await shop.graph.refuse("applicationFeeRefundCreate", input={"fee": fee["id"]})
    assert refused["code"] == "CHARGE_ALREADY_REFUNDED"


async def test_each_is_paid_out_what_is_its_own(shop: Shop, seller: Shop) -> None:
    clock = await seller.clock()
    await seller.pay(customer=await seller.customer(testClock=clock), amount=10000, applicationFeeAmount=1230)
    assert (await shop.balance(), await seller.balance()) == (
        {"pending": {"usd": {"card": 1230}}},
        {"pending": {"usd": {"card": 8450}}},
    )
    await seller.advance(clock, MONDAY + timedelta(days=3))
    assert (await shop.balance(), await seller.balance()) == (
        {"available": {"usd": {"card": 1230}}},
        {"available": {"usd": {"card": 8450}}},
    )
    for each, amount in ((shop, 1230), (seller, 8450)):
        await each.graph.do("accountUpdate", "id", id=each.graph.tenant.account, input=BANK)
        refused = await each.graph.refuse("payoutCreate", input={"amount": amount + 1, "currency": "usd"})
        assert refused["code"] == "BALANCE_INSUFFICIENT"
        await each.graph.do("payoutCreate", "id", input={"amount": amount, "currency": "usd"})
        assert await each.balance() == {}
    # Nothing is left that the platform could return.
    (fee,) = await fees(shop.graph)
    refused = await shop.graph.refuse("applicationFeeRefundCreate", input={"fee": fee["id"]})
    assert (refused["field"], refused["code"]) == ("amount", "BALANCE_INSUFFICIENT")
    # The fee goes with the clock that its charge lives under; what moved has moved.
    await seller.graph.do("testClockDelete", "id", id=clock)
    assert await fees(shop.graph) == []
    data = await shop.graph("{ balanceTransactions { nodes { type source { __typename } } } }")
    assert [each["type"] for each in data["balanceTransactions"]["nodes"]] == ["PAYOUT", "APPLICATION_FEE"]


async def test_the_fee_is_in_the_currency_of_the_charge(shop: Shop, seller: Shop) -> None:
    """Both settle in dollars, at 1.25 to the euro; fees of a conversion are the account's."""
    for each in (shop, seller):
        await each.graph.do("exchangeRateSettingsUpdate", "__typename", input=RATES)
    intent = await seller.pay(amount=10000, currency="eur", applicationFeeAmount=1000)
    (fee,) = await fees(shop.graph)
    assert (fee["amount"], fee["currency"]) == ({"amount": 1000}, "eur")
    credited = (await seller.graph(f"query ($id: ID!) {{ charge(id: $id) {{ balanceTransaction {CREDIT} }} }}",
                                   id=intent["latestCharge"]["id"]))["charge"]["balanceTransaction"]  # fmt: skip
    assert credited["amount"] == {"amount": 12500}
    assert {part["type"]: part["amount"]["amount"] for part in credited["feeDetails"]}["application_fee"] == 1250
    assert fee["balanceTransaction"]["amount"] == {"amount": 1250}
    await seller.refund(intent, amount=5000, refundApplicationFee=True)
    assert await pending(shop) == 625
    assert await pending(seller) == credited["net"]["amount"] - 6250 + 625


async def test_the_account_pays_for_a_dispute_and_the_fee_stays(shop: Shop, seller: Shop) -> None:
    await seller.pay("pm_card_createDispute", amount=10000, applicationFeeAmount=1000)
    await shop.run_due()
    # 10000 less 320 less 1000, less the charge and the dispute's fee of 1500.
    assert (await pending(seller), await pending(shop)) == (8680 - 10000 - 1500, 1000)
    (fee,) = await fees(shop.graph)
    assert fee["amountRefunded"] == {"amount": 0}


@pytest.mark.parametrize("amount", [2001, 10**9])
async def test_a_fee_is_at_most_the_charge(seller: Shop, amount: int) -> None:
    async with seller.nothing_changes():
        for mutation in ("paymentIntentCreate", "chargeCreate"):
            given = {"amount": 2000, "currency": "usd", "applicationFeeAmount": amount}
            source = {"source": "tok_visa"} if mutation == "chargeCreate" else {}
            refused = await seller.graph.refuse(mutation, input=given | source)
            assert (refused["field"], refused["code"]) == ("applicationFeeAmount", "AMOUNT_TOO_LARGE")
    intent = await seller.intent(applicationFeeAmount=2000)
    refused = await seller.refuse("update", intent["id"], amount=1999)
    assert refused["field"] == "applicationFeeAmount"


async def test_only_a_platform_takes_fees(shop: Shop, seller: Shop, database: Database) -> None:
    own = await new_caller(shop.graph.client, database, account_id=seller.graph.tenant.account)
    intent = await seller.pay(amount=5000, applicationFeeAmount=100)
    for caller in (shop.graph, own):
        given = {"amount": 2000, "currency": "usd", "applicationFeeAmount": 1}
        refused = await caller.refuse("paymentIntentCreate", input=given)
        assert (refused["field"], refused["code"]) == ("applicationFeeAmount", "APPLICATION_FEES_NOT_ALLOWED")
    refused = await own.refuse("refundCreate", input={"paymentIntent": intent["id"], "refundApplicationFee": True})
    assert (refused["field"], refused["code"]) == ("refundApplicationFee", "APPLICATION_FEES_NOT_ALLOWED")
    other = await seller.pay()
    refused = await seller.graph.refuse(
        "refundCreate", input={"paymentIntent": other["id"], "refundApplicationFee": True}
    )
    assert (refused["field"], refused["code"]) == ("refundApplicationFee", "APPLICATION_FEES_NOT_ALLOWED")


async def test_funds_of_a_cash_balance_bring_no_fee_back(seller: Shop) -> None:
    given = {"origin": "CUSTOMER_BALANCE", "customer": await seller.customer(), "currency": "usd", "amount": 100}
    asked = {**given, "refundApplicationFee": True, "reverseTransfer": True}
    refused = await seller.graph.refusals("refundCreate", input=asked)
    assert {each["field"] for each in refused} >= {"refundApplicationFee", "reverseTransfer"}


async def test_others_see_no_fee(shop: Shop, seller: Shop, stranger: Graph) -> None:
    await seller.pay(applicationFeeAmount=100)
    (fee,) = await fees(shop.graph)
    sibling = shop.graph.on(await connect(shop.graph))
    document = "query ($id: ID!) { applicationFee(id: $id) { id } node(id: $id) { id } }"
    for other in (stranger, sibling):
        assert await other(document, id=fee["id"]) == {"applicationFee": None, "node": None}
        assert await fees(other) == []
        refused = await other.refuse("applicationFeeRefundCreate", input={"fee": fee["id"]})
        assert refused["code"] == "RESOURCE_MISSING"
    # The account has the charge's, and does not return it.
    assert await fees(seller.graph) == []
    refused = await seller.graph.refuse("applicationFeeRefundCreate", input={"fee": fee["id"]})
    assert refused["code"] == "RESOURCE_MISSING"


async def test_an_older_charge_takes_a_fee_by_either_name(shop: Shop, seller: Shop) -> None:
    base = {"amount": 2000, "currency": "usd", "source": "tok_visa"}
    await seller.graph.do("chargeCreate", "id", input={**base, "applicationFee": 100})
    held = await seller.graph.do("chargeCreate", "id", input={**base, "capture": False})
    await seller.graph.do("chargeCapture", "id", id=held["id"], input={"applicationFeeAmount": 50})
    assert [each["amount"]["amount"] for each in await fees(shop.graph)] == [50, 100]
    both = {**base, "applicationFee": 1, "applicationFeeAmount": 1}
    assert (await seller.graph.refuse("chargeCreate", input=both))["field"] == "applicationFee"
