"""Stripe's fees of a connected account, by `controller.fees.payer`: of payments, disputes and instant payouts. Amounts
by hand, in both accounts' ledgers."""

from typing import Any

import pytest

from app.cli.ready import ready_input
from tests.stories import marketplace
from tests.stories.shop import Shop

BY_APPLICATION: dict[str, Any] = {
    "controller": {
        "fees": {"payer": "APPLICATION"},
        "losses": {"payments": "APPLICATION"},
        "requirementCollection": "APPLICATION",
        "stripeDashboard": {"type": "NONE"},
    }
}
BY_ACCOUNT: dict[str, Any] = {"controller": {"fees": {"payer": "ACCOUNT"}, "losses": {"payments": "STRIPE"}}}
MOVED = """{ balanceTransactions(orderBy: [{ field: CREATED }]) { nodes {
    type amount { amount currency } fee { amount } net { amount } description
    feeDetails { type amount { amount } description } source { __typename } } } }"""


async def seller(platform: Shop, kind: str = "CUSTOM", **values: Any) -> Shop:
    """An account that is paid out on request, to a bank account and, instantly, to a debit card."""
    asked = ready_input(kind) | {"settings": {"payouts": {"schedule": {"interval": "MANUAL"}}}} | values
    asked["externalAccount"] = {"token": "tok_visa_debit_us_transferSuccess"}
    if "controller" in values:
        del asked["type"]
    made = await platform.graph.do("accountCreate", "id", input=asked)
    found = Shop(platform.graph.on(made["id"]), platform.database)
    await found.told()
    return found


async def moved(shop: Shop) -> list[tuple[str, int, int, int]]:
    """The balance transactions, the oldest first: type, amount, fee, net."""
    nodes = (await shop.graph(MOVED))["balanceTransactions"]["nodes"]
    return [(each["type"], each["amount"]["amount"], each["fee"]["amount"], each["net"]["amount"]) for each in nodes]


async def available(shop: Shop) -> int:
    return (await marketplace.books(shop)).get("available:card", 0)


@pytest.mark.parametrize("kind", ["CUSTOM", "EXPRESS", "STANDARD"])
async def test_accounts_of_each_type_pay_the_fees_of_payments(shop: Shop, kind: str) -> None:
    it = await seller(shop, kind)
    await it.pay("pm_card_bypassPending", amount=10_000)
    assert await moved(it) == [("CHARGE", 10_000, 320, 9_680)]
    assert await moved(shop) == []


async def test_the_platform_pays_the_fees_of_payments(shop: Shop) -> None:
    it = await seller(shop, **BY_APPLICATION)
    await it.pay("pm_card_bypassPending", amount=10_000, applicationFeeAmount=500)
    assert await moved(it) == [("CHARGE", 10_000, 500, 9_500)]
    # 2.9 % + 30 = 320 of 500 that it took.
    assert sorted(await moved(shop)) == [("APPLICATION_FEE", 500, 0, 500), ("STRIPE_FEE", -320, 0, -320)]
    (paid,) = [
        each for each in (await shop.graph(MOVED))["balanceTransactions"]["nodes"] if each["type"] == "STRIPE_FEE"
    ]
    assert (paid["description"], paid["source"], paid["feeDetails"]) == (
        f"Stripe processing fees of {it.graph.tenant.account}",
        None,
        [],
    )
    assert await marketplace.books(it) == {"accounts": 500, "available:card": 9_500, "world": -10_000}
    assert await marketplace.books(shop) == {"accounts": -500, "available:card": 180, "fees": 320}


async def test_a_refund_returns_no_fee(shop: Shop) -> None:
    it = await seller(shop, **BY_APPLICATION)
    paid = await it.pay("pm_card_bypassPending", amount=10_000)
    await it.refund(paid)
    assert await moved(it) == [("CHARGE", 10_000, 0, 10_000), ("REFUND", -10_000, 0, -10_000)]
    assert await moved(shop) == [("STRIPE_FEE", -320, 0, -320)]


async def test_each_capture_costs_its_part(shop: Shop) -> None:
    it = await seller(shop, **BY_APPLICATION)
    held = await it.pay(amount=10_000, captureMethod="MANUAL")
    assert await moved(shop) == []
    await it.do("capture", held["id"], amountToCapture=5_000)
    # Of 5000: 145 + 30.
    assert await moved(shop) == [("STRIPE_FEE", -175, 0, -175)]


async def test_what_is_paid_to_the_platform_costs_the_platform(shop: Shop) -> None:
    """A destination charge is the platform's own, whoever pays the account's fees."""
    it = await seller(shop, **BY_ACCOUNT)
    await shop.pay("pm_card_bypassPending", amount=10_000, transferData={"destination": it.graph.tenant.account})
    assert ("CHARGE", 10_000, 320, 9_680) in await moved(shop)
    assert await moved(it) == [("PAYMENT", 10_000, 0, 10_000)]


@pytest.mark.parametrize(
    ("values", "of_account", "of_platform"),
    [
        (BY_APPLICATION, [("ADJUSTMENT", -10_000, 0, -10_000)], [("STRIPE_FEE", -1_500, 0, -1_500)]),
        ({}, [("ADJUSTMENT", -10_000, 1_500, -11_500)], []),
    ],
)
async def test_the_fee_of_a_dispute(shop: Shop, values: Any, of_account: Any, of_platform: Any) -> None:
    it = await seller(shop, **values)
    await it.pay("pm_card_createDispute", amount=10_000)
    await it.run_due(minutes=1)
    assert [each for each in await moved(it) if each[0] == "ADJUSTMENT"] == of_account
    assert [each for each in await moved(shop) if each[1] == -1_500] == of_platform


@pytest.mark.parametrize(("values", "own"), [(BY_APPLICATION, False), ({}, False), (BY_ACCOUNT, True)])
async def test_the_fee_of_an_instant_payout(shop: Shop, values: Any, own: bool) -> None:
    it = await seller(shop, **values)
    await it.pay("pm_card_bypassPending", amount=10_000)
    before, of_platform = await available(it), await available(shop)
    balance = await it.graph(
        "{ balance { instantAvailable { amount { amount } netAvailable { amount { amount } } } } }"
    )
    (instant,) = balance["balance"]["instantAvailable"]
    most = instant["netAvailable"][0]["amount"]["amount"]
    assert (instant["amount"]["amount"], most) == (before, 9_537 if own else before)
    # 1.5 % of 9680 = 145; of 10000 = 150; of 9537 = 143.
    given = {"amount": most, "currency": "usd", "method": "INSTANT"}
    made = await it.graph.do("payoutCreate", "id balanceTransaction { fee { amount } }", input=given)
    fee = {9_537: 143, 9_680: 145, 10_000: 150}[most]
    assert made["balanceTransaction"]["fee"]["amount"] == (fee if own else 0)
    assert await available(it) == 0
    assert await available(shop) - of_platform == (0 if own else -fee)


async def test_more_than_is_there_is_not_paid_out(shop: Shop) -> None:
    it = await seller(shop, **BY_ACCOUNT)
    await it.pay("pm_card_bypassPending", amount=10_000)
    async with it.nothing_changes():
        refused = await it.graph.refuse("payoutCreate", input={"amount": 9_680, "currency": "usd", "method": "INSTANT"})
    assert (refused["code"], refused["field"]) == ("BALANCE_INSUFFICIENT", "amount")


async def test_the_fee_of_an_instant_payout_that_fails_is_returned_to_who_paid_it(shop: Shop) -> None:
    it = await seller(shop)
    failing = {"externalAccount": {"token": "tok_visa_debit_us_transferFail"}}
    await shop.graph.do("accountUpdate", "id", id=it.graph.tenant.account, input=failing)
    await it.pay("pm_card_bypassPending", amount=10_000)
    given = {"amount": 2_000, "currency": "usd", "method": "INSTANT"}
    await it.graph.do("payoutCreate", "id", input=given)
    assert await moved(shop) == [("STRIPE_FEE", -50, 0, -50)]
    await it.run_due(minutes=1)
    await it.run_due(minutes=3)
    assert sorted(await moved(shop)) == [("STRIPE_FEE", -50, 0, -50), ("STRIPE_FEE", 50, 0, 50)]
    assert sorted(await moved(it)) == [
        ("CHARGE", 10_000, 320, 9_680),
        ("PAYOUT", -2_000, 0, -2_000),
        ("PAYOUT_FAILURE", 2_000, 0, 2_000),
    ]
    assert await marketplace.books(shop) == {}


async def test_the_platform_pays_in_its_own_currency(shop: Shop) -> None:
    """The fee of an account in Germany, 2.9 % + 0.30 EUR = 3.20 EUR, at 0.8 EUR for a dollar."""
    rates = {"perUsd": [{"currency": "eur", "rate": "0.8"}]}
    await shop.graph.do("exchangeRateSettingsUpdate", "perUsd { rate }", input=rates)
    asked = {"country": "DE"} | BY_APPLICATION
    it = await seller(shop, **asked)
    await it.pay("pm_card_de", amount=10_000, currency="eur")
    assert await moved(shop) == [("STRIPE_FEE", -400, 0, -400)]
    assert await marketplace.books(shop) == {"available:card": -400, "conversion": 400}
    assert await marketplace.books(shop, "eur") == {"conversion": -320, "fees": 320}
