"""Card payments: approved, declined, by any card; what is then true, and what is not."""

import pytest

from app.database import Database
from app.domain.core_resources.payments.confirmation import confirm
from app.errors import CardError, InvalidRequest, WrongState
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import ChargeStatus
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from tests.core_resources.payments.conftest import Shop, open_shop


async def test_a_card_pays_at_once(shop: Shop) -> None:
    intent = await shop.pay(description="Shoes", receipt_email="a@example.com")

    assert await shop.events() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    assert (intent.status, intent.amount_received, intent.amount_capturable) == (PaymentIntentStatus.SUCCEEDED, 2000, 0)
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.payment_method_types == ["card", "klarna", "link", "us_bank_account"]
    charge = await shop.latest_charge(intent)
    assert (charge.amount, charge.amount_captured, charge.amount_refunded) == (2000, 2000, 0)
    assert (charge.paid, charge.captured, charge.refunded) == (True, True, False)
    assert charge.description == "Shoes"
    assert charge.calculated_statement_descriptor == "GADGET STORE"
    assert charge.outcome is not None
    assert (charge.outcome.type, charge.outcome.network_status) == ("authorized", "approved_by_network")
    assert charge.payment_method_details is not None
    card = charge.payment_method_details.card
    assert card is not None
    assert (card.brand, card.last4, card.amount_authorized) == ("visa", "4242", 2000)
    assert card.checks is not None
    assert card.checks.cvc_check == "pass"
    assert charge.authorization_code is not None
    assert charge.receipt_number is None
    async with shop.tx() as tx:
        moved = await tx.get(BalanceTransaction, charge.balance_transaction_id or "")
    assert (moved.amount, moved.fee, moved.net, moved.status) == (2000, 88, 1912, "pending")
    assert (moved.source_id, moved.type, moved.reporting_category) == (charge.id, "charge", "charge")
    assert [(part.amount, part.type) for part in moved.fee_details] == [(88, "stripe_fee")]
    assert moved.available_on.isoformat() == "2025-03-05T00:00:00+00:00"
    assert await shop.balance() == {"usd": {"pending:card": 1912}}
    assert await shop.books() == {"pending:card": 1912, "fees": 88, "world": -2000}


async def test_money_becomes_available_by_time(shop: Shop) -> None:
    await shop.pay()
    await shop.pay()
    await shop.events()
    await shop.wait(hours=37)
    assert await shop.events() == []
    await shop.wait(hours=1)
    events = await shop.event_rows()
    assert [event.type for event in events] == ["balance.available"]
    assert events[0].data.object == {
        "object": "balance",
        "available": [{"amount": 3824, "currency": "usd", "source_types": {"card": 3824}}],
        "connect_reserved": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "instant_available": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "issuing": {"available": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]},
        "pending": [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}],
        "livemode": False,
    }
    assert await shop.balance() == {"usd": {"available:card": 3824, "pending:card": 0}}


async def test_a_declined_card_leaves_the_payment_waiting_for_another(shop: Shop) -> None:
    with pytest.raises(CardError) as refused:
        await shop.pay("pm_card_visa_chargeDeclinedInsufficientFunds")
    assert (refused.value.code, refused.value.decline_code) == ("card_declined", "insufficient_funds")

    events = await shop.event_rows()
    assert [event.type for event in events] == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]
    intent_body, charge_body = events[-1].data.object, events[1].data.object
    assert intent_body["status"] == "requires_payment_method"
    assert intent_body["payment_method"] is None
    assert intent_body["latest_charge"] == charge_body["id"]
    error = intent_body["last_payment_error"]
    assert error["code"] == "card_declined"
    assert error["decline_code"] == "insufficient_funds"
    assert error["type"] == "card_error"
    assert error["charge"] == charge_body["id"]
    method = error["payment_method"]
    assert (method["id"], method["object"]) == (charge_body["payment_method"], "payment_method")
    assert (method["card"]["last4"], method["billing_details"]["address"]["city"]) == ("9995", None)
    assert error["doc_url"] == "https://docs.stripe.com/error-codes/card-declined"
    assert (charge_body["status"], charge_body["paid"], charge_body["captured"]) == ("failed", False, False)
    assert charge_body["outcome"]["reason"] == "insufficient_funds"
    assert await shop.balance() == {}


async def test_another_card_pays_what_the_first_did_not(shop: Shop) -> None:
    intent = await shop.intent()
    with pytest.raises(CardError):
        await shop.do(confirm, intent, payment_method="pm_card_chargeDeclined")
    first = await shop.latest_charge(intent)
    assert first.status is ChargeStatus.FAILED
    await shop.events()
    intent = await shop.do(confirm, intent, payment_method="pm_card_mastercard")
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded"]
    assert intent.last_payment_error is None
    assert intent.latest_charge_id != first.id


async def test_the_riskiest_cards_are_blocked_before_their_bank_is_asked(shop: Shop) -> None:
    with pytest.raises(CardError) as refused:
        await shop.pay("pm_card_radarBlock")
    assert (refused.value.code, refused.value.decline_code) == ("card_declined", "fraudulent")
    outcome = (await shop.event_rows())[1].data.object["outcome"]
    assert (outcome["type"], outcome["network_status"]) == ("blocked", "not_sent_to_network")
    assert (outcome["reason"], outcome["risk_level"]) == ("highest_risk_level", "highest")
    assert outcome["rule"]["action"] == "block"


async def test_a_paid_intent_cannot_be_confirmed_again(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.events()
    with pytest.raises(WrongState) as refused:
        await shop.do(confirm, intent)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert await shop.events() == []
    assert await shop.books() == {"pending:card": 1912, "fees": 88, "world": -2000}


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"amount": 49}, "amount_too_small", "amount"),
        ({"amount": 100_000_000}, "amount_too_large", "amount"),
        ({"amount": 29, "currency": "gbp"}, "amount_too_small", "amount"),
        ({"payment_method_types": ["cash"]}, "payment_method_unsupported_type", "payment_method_types.0"),
        ({"off_session": True}, "payment_intent_invalid_parameter", "off_session"),
        ({"confirm": True}, "payment_intent_unexpected_state", "payment_method"),
        ({"payment_method_id": "pm_nothing"}, "resource_missing", "payment_method"),
        ({"customer_id": "cus_nothing"}, "resource_missing", "customer"),
    ],
)
async def test_what_cannot_be_paid_is_refused_whole(
    shop: Shop, values: dict[str, object], code: str | None, field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await shop.intent(**values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await shop.events() == []


async def test_a_suffix_follows_the_accounts_words(shop: Shop) -> None:
    intent = await shop.pay(statement_descriptor_suffix="Shoes")
    charge = await shop.latest_charge(intent)
    assert charge.calculated_statement_descriptor == "GADGET STO* SHOES"


async def test_nothing_is_paid_in_live_mode(database: Database) -> None:
    shop = await open_shop(database, livemode=True)
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay()
    assert refused.value.code == "resource_missing"
