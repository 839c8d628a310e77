"""The rules of a type of payment method: what it can pay, and what can be done with it afterwards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.core_resources.payments import intents
from app.domain.payment_methods import payment_methods
from app.errors import InvalidRequest
from app.tables.payment_methods.method_type import Limits, Refunds, method_types
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.shapes.automatic_payment_methods import AllowRedirects, AutomaticPaymentMethods
from tests.core_resources.payments.conftest import Shop

Change = Callable[..., None]
BOTH, CARDS, BANKS = ["card", "klarna", "link", "us_bank_account"], ["card"], ["klarna", "link", "us_bank_account"]
REUSABLE = ["link", "us_bank_account"]
EUROPEAN = ["card", "ideal", "klarna", "link", "sepa_debit"]


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> Change:
    """Cards with other rules, for one test."""

    def change(**rules: Any) -> None:
        monkeypatch.setitem(method_types(), "card", replace(method_types()["card"], **rules))

    return change


async def refusal(call: Any) -> tuple[str, str | None]:
    """The code and the field of a refusal."""
    with pytest.raises(InvalidRequest) as refused:
        await call
    return refused.value.code, refused.value.field


async def test_a_payment_offers_the_types_that_can_pay_its_amount(shop: Shop, cards: Change) -> None:
    cards(limits=Limits(minimum={"usd": 500}, maximum={"usd": 100_000}))
    for amount, types in ((499, BANKS), (500, BOTH), (100_000, BOTH), (100_001, BANKS)):
        assert (await shop.intent(amount=amount)).payment_method_types == types
    assert (await shop.intent(amount=200_000, currency="eur")).payment_method_types == EUROPEAN
    intent = await shop.intent(amount=1000)
    assert (await shop.do(intents.update, intent, amount=200_000)).payment_method_types == BANKS


async def test_a_type_does_not_pay_beyond_its_limits(shop: Shop, cards: Change) -> None:
    cards(limits=Limits(minimum={"usd": 500}, maximum={"usd": 100_000}))
    for amount, code in ((499, "amount_too_small"), (100_001, "amount_too_large")):
        paying = shop.pay(amount=amount, payment_method_types=CARDS)
        assert await refusal(paying) == (code, "payment_method")
    assert (await shop.pay(amount=500)).status == "succeeded"


async def test_a_type_that_redirects_is_offered_where_redirects_are_allowed(shop: Shop) -> None:
    for allowed, offered in ((AllowRedirects.ALWAYS, True), (AllowRedirects.NEVER, False)):
        automatic = AutomaticPaymentMethods(enabled=True, allow_redirects=allowed)
        intent = await shop.intent(automatic_payment_methods=automatic, currency="eur")
        assert ("ideal" in intent.payment_method_types, "card" in intent.payment_method_types) == (offered, True)
        types = intent.payment_method_types
        assert intent.payment_method_types == types
        assert (await shop.do(intents.update, intent, amount=700)).payment_method_types == types


async def test_a_type_that_pays_once_is_neither_set_up_nor_attached(shop: Shop, cards: Change) -> None:
    card, customer = await shop.card(), await shop.customer()
    cards(reusable=False)
    later = {"setup_future_usage": SetupFutureUsage.OFF_SESSION}
    intent = await shop.intent()
    assert intent.payment_method_types == BOTH
    assert (await shop.do(intents.update, intent, **later)).payment_method_types == REUSABLE
    assert (await shop.intent(**later)).payment_method_types == REUSABLE
    paying = shop.pay(payment_method_types=CARDS, **later)
    assert await refusal(paying) == ("payment_intent_invalid_parameter", "setup_future_usage")
    attaching = shop.do(payment_methods.attach, card, customer=customer.id)
    assert await refusal(attaching) == ("payment_method_unsupported_type", "id")
    assert (await shop.pay(payment_method_types=CARDS)).status == "succeeded"


async def test_a_type_without_refunds_is_not_refunded(shop: Shop, cards: Change) -> None:
    intent = await shop.pay()
    cards(refunds=None)
    assert await refusal(shop.refund(intent)) == ("charge_not_refundable", "charge")


async def test_a_debit_is_refunded_within_180_days(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.wait(days=180)
    assert (await shop.refund(intent, amount=500)).status == "pending"
    await shop.wait(seconds=1)
    assert await refusal(shop.refund(intent, amount=500)) == ("charge_not_refundable", "charge")
    card = await shop.pay()
    await shop.wait(days=400)
    assert (await shop.refund(card)).status == "succeeded"


async def test_a_refund_that_the_balance_does_not_cover_follows_its_type(shop: Shop, cards: Change) -> None:
    intent = await shop.pay()
    await shop.wait(days=10)
    assert (await shop.refund(intent, amount=100)).status == "succeeded"
    assert (await shop.refund(intent, amount=1900)).status == "pending"
    cards(refunds=Refunds(business_days=5))
    other = await shop.pay()
    await shop.wait(days=10)
    await shop.refund(other, amount=1000)
    assert await refusal(shop.refund(other, amount=1000)) == ("balance_insufficient", "amount")


async def test_a_refund_names_where_the_funds_arrive(shop: Shop, cards: Change) -> None:
    shown = (await shop.refund(await shop.pay("pm_card_visa"))).destination_details
    assert shown is not None
    assert (shown.type, shown.card.type) == ("card", "refund")
    cards(refunds=Refunds(business_days=5, destination="us_bank_transfer", pending_first=True))
    elsewhere = await shop.refund(await shop.pay())
    assert elsewhere.destination_details is not None
    assert elsewhere.status == "pending"
    assert (elsewhere.destination_details.type, elsewhere.destination_details.card) == ("us_bank_transfer", None)
