"""What the components of an account session show and allow, each feature on and off."""

import pytest

from tests.connect.owner import created
from tests.connect.test_account_sessions import OTHERWISE, READY, forbidden, paid, session
from tests.connect.test_connected import connect
from tests.graph import Graph

READS = {
    "account": "{ account { id } }",
    "balance": "{ balance { livemode } }",
    "payouts": "{ payouts { totalCount } }",
    "payments": "{ paymentIntents { totalCount } charges { totalCount } refunds { totalCount } }",
    "disputes": "{ disputes { totalCount } }",
    "destinations": "{ account { externalAccounts { totalCount } } }",
    "transactions": "{ balanceTransactions { totalCount } }",
}
NOT_SHOWN = (
    "{ customers { totalCount } }",
    "{ events { totalCount } }",
    "{ subscriptions { totalCount } }",
    "{ webhookEndpoints { totalCount } }",
    "{ requestLogs { totalCount } }",
    "{ paymentMethods { totalCount } }",
    "{ topups { totalCount } }",
    "{ coupons { totalCount } }",
    "mutation { customerCreate(input: {}) { customer { id } } }",
    "mutation { topupCreate(input: { amount: 100, currency: \"usd\" }) { topup { id } } }",
    "mutation { accountCreate(input: {}) { account { id } } }",
)  # fmt: skip
ACCOUNTS = {"account", "destinations"}
BALANCES = {"account", "destinations", "balance", "payouts", "transactions"}
PAYMENTS = {"payments", "disputes", "transactions"}


@pytest.mark.parametrize(
    ("component", "shown"),
    [
        ("accountManagement", ACCOUNTS),
        ("accountOnboarding", ACCOUNTS),
        ("notificationBanner", ACCOUNTS),
        ("payments", PAYMENTS),
        ("paymentDetails", PAYMENTS),
        ("payouts", BALANCES),
        ("balances", BALANCES),
        ("payoutsList", {"payouts"}),
        ("documents", set()),
        ("taxRegistrations", set()),
        ("taxSettings", set()),
    ],
)
async def test_what_a_component_shows(graph: Graph, component: str, shown: set[str]) -> None:
    account = await connect(graph, **READY)
    await paid(graph, account)
    browser = await session(graph, account, **{component: {}})
    for name, document in READS.items():
        body = await browser.result(document)
        codes = {each["extensions"]["code"] for each in body.get("errors", [])}
        assert codes == (set() if name in shown else {"FORBIDDEN"}), (name, body)
    for document in NOT_SHOWN:
        body = await browser.result(document)
        assert {each["extensions"]["code"] for each in body["errors"]} == {"FORBIDDEN"}, document
        assert all(value is None for value in (body["data"] or {}).values())


async def test_payments_are_managed_by_their_features(graph: Graph) -> None:
    account = await connect(graph, **READY)
    held = await paid(graph, account, captureMethod="MANUAL", paymentMethod="pm_card_visa")
    also = await paid(graph, account, captureMethod="MANUAL", paymentMethod="pm_card_visa")
    done = await paid(graph, account)
    disputed = await paid(graph, account)
    of_bank = "mutation ($id: ID!) { chargeDispute(id: $id, input: {}) { userErrors { message } } }"
    await graph.on(account)(of_bank, id=disputed["latestCharge"]["id"])
    data = await graph.on(account)("{ disputes { nodes { id } } }")
    dispute = data["disputes"]["nodes"][0]["id"]
    off = {"capturePayments": False, "refundManagement": False, "disputeManagement": False}
    looks, manages = await session(graph, account, payments=off), await session(graph, account, payments={})
    capture = "mutation ($id: ID!) { paymentIntentCapture(id: $id) { replayed } }"
    cancel = "mutation ($id: ID!) { paymentIntentCancel(id: $id) { replayed } }"
    refund = "mutation ($id: ID!) { refundCreate(input: { charge: $id }) { replayed } }"
    answer = (
        'mutation ($id: ID!) { disputeUpdate(id: $id, input: { evidence: { productDescription: "A" } }) { replayed } }'
    )
    close = "mutation ($id: ID!) { disputeClose(id: $id) { replayed } }"
    for document, id in (
        (capture, held["id"]),
        (cancel, also["id"]),
        (refund, done["latestCharge"]["id"]),
        (answer, dispute),
        (close, dispute),
    ):
        assert await forbidden(looks, document, id=id) == OTHERWISE
    noted = (
        'mutation ($id: ID!) { refundCreate(input: { charge: $id, metadata: [{key: "a", value: "b"}] }) { replayed } }'
    )
    noted = noted.replace('[{key: "a", value: "b"}]', '{ a: "b" }')
    assert await forbidden(manages, noted, id=done["latestCharge"]["id"]) == OTHERWISE
    untouched = "{ paymentIntents { nodes { status } } refunds { totalCount } }"
    data = await graph.on(account)(untouched)
    assert sorted(each["status"] for each in data["paymentIntents"]["nodes"]) == [
        "REQUIRES_CAPTURE",
        "REQUIRES_CAPTURE",
        "SUCCEEDED",
        "SUCCEEDED",
    ]
    assert data["refunds"]["totalCount"] == 0
    assert await manages.do("paymentIntentCapture", "status", id=held["id"]) == {"status": "SUCCEEDED"}
    assert await manages.do("paymentIntentCancel", "status", id=also["id"]) == {"status": "CANCELED"}
    refunded = await manages.do("refundCreate", "amount { amount }", input={"charge": done["latestCharge"]["id"]})
    assert refunded == {"amount": {"amount": 2000}}
    evidence = {"evidence": {"productDescription": "A rocket"}, "submit": False}
    assert (await manages.do("disputeUpdate", "id", id=dispute, input=evidence)) == {"id": dispute}
    assert await manages.do("disputeClose", "status", id=dispute) == {"status": "LOST"}


async def test_payouts_are_made_by_their_features(graph: Graph) -> None:
    account = await connect(graph, **READY, externalAccount={"token": "tok_visa_debit_us_transferSuccess"})
    await graph.on(account).do(
        "accountUpdate", "id", id=account, input={"settings": {"payouts": {"schedule": {"interval": "MANUAL"}}}}
    )
    await paid(graph, account)
    standard = await session(graph, account, payouts={"standardPayouts": True, "editPayoutSchedule": False})
    instant = await session(graph, account, payouts={"instantPayouts": True})
    schedules = await session(graph, account, balances={"editPayoutSchedule": True})
    make = (
        "mutation ($method: PayoutMethod!) { payoutCreate(input: { amount: 100, currency: \"usd\", method: $method }) "
        "{ payout { method amount { amount } } userErrors { message } } }"
    )  # fmt: skip
    for caller, method, allowed in (
        (standard, "STANDARD", True),
        (standard, "INSTANT", False),
        (instant, "INSTANT", True),
        (instant, "STANDARD", False),
        (schedules, "STANDARD", False),
        (schedules, "INSTANT", False),
    ):
        if allowed:
            made = (await caller(make, method=method))["payoutCreate"]
            assert made == {"payout": {"method": method.lower(), "amount": {"amount": 100}}, "userErrors": []}
        else:
            assert await forbidden(caller, make, method=method) == OTHERWISE
    change = "mutation ($id: ID!, $input: AccountUpdateInput) { accountUpdate(id: $id, input: $input) { replayed } }"
    weekly = {"settings": {"payouts": {"schedule": {"interval": "WEEKLY", "weeklyAnchor": "FRIDAY"}}}}
    assert await forbidden(standard, change, id=account, input=weekly) == OTHERWISE
    for also in ({"statementDescriptor": "ROCKETS"}, {"debitNegativeBalances": False}):
        more = {"settings": {"payouts": {**weekly["settings"]["payouts"], **also}}}
        assert await forbidden(schedules, change, id=account, input=more) == OTHERWISE
    shown = "settings { payouts { schedule { interval weeklyAnchor } } }"
    changed = await schedules.do("accountUpdate", shown, id=account, input=weekly)
    assert changed["settings"]["payouts"]["schedule"] == {"interval": "weekly", "weeklyAnchor": "friday"}


async def test_owners_give_what_is_asked_of_them(graph: Graph) -> None:
    account, sibling = await created(graph, type="CUSTOM"), await created(graph, type="CUSTOM")
    asks = await session(graph, account, accountOnboarding={"externalAccountCollection": False})
    collects = await session(graph, account, accountOnboarding={})
    given = {
        "businessProfile": {"url": "https://rocket.example"},
        "businessType": "INDIVIDUAL",
        "email": "ada@example.com",
        "settings": {"payments": {"statementDescriptor": "ROCKETS"}},
    }
    shown = "email businessType businessProfile { url } settings { payments { statementDescriptor } }"
    assert await asks.do("accountUpdate", shown, id=account, input=given) == given
    change = "mutation ($id: ID!, $input: AccountUpdateInput) { accountUpdate(id: $id, input: $input) { replayed } }"
    bank = {"externalAccount": {"token": "btok_us_verified"}}
    for input in (
        bank,
        {"metadata": {"vip": "yes"}},
        {"defaultCurrency": "eur"},
        {"capabilities": {"transfers": {"requested": True}}},
        {"settings": {"branding": {"primaryColor": "#000000"}}},
        {"settings": {"payouts": {"schedule": {"interval": "MANUAL"}}}},
    ):
        assert await forbidden(asks, change, id=account, input=input) == OTHERWISE
    add = "mutation ($input: BankAccountCreateInput!) { bankAccountCreate(input: $input) { bankAccount { id } } }"
    assert await forbidden(asks, add, input=bank) == OTHERWISE
    made = await collects.do("bankAccountCreate", "id account { id }", input=bank)
    assert made["account"] == {"id": account}
    noted = {**bank, "metadata": {"vip": "yes"}}
    assert await forbidden(collects, add, input=noted) == OTHERWISE
    error = await collects.refuse("accountUpdate", "id", id=sibling, input={"email": "eve@example.com"})
    assert error["code"] == "RESOURCE_MISSING"
    refused = await collects.refuse("bankAccountCreate", "id", input={**bank, "account": sibling})
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "account")
    refused = await collects.refuse("bankAccountDelete", "id", id=made["id"])
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "id")
