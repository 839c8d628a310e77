"""Payments from United States bank accounts, whose bank answers in days."""

import pytest

from app.domain.core_resources.payments.cancellation import cancel
from app.domain.core_resources.payments.confirmation import confirm
from app.domain.core_resources.payments.microdeposits import verify_microdeposits
from app.domain.payment_methods import payment_methods
from app.errors import CardError, InvalidRequest
from app.tables.connect.account import Account
from app.tables.core_resources.charge import ChargeStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod, PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType
from app.tables.payment_methods.types.us_bank_account import PaymentMethodUsBankAccountParams, UsBankAccountHolderType
from app.tables.shapes.billing_details import BillingDetails
from tests.core_resources.payments.conftest import Shop


def account(number: str = "000123456789") -> PaymentMethodDataParams:
    """A bank account as a customer types it in."""
    return PaymentMethodDataParams.of(
        "us_bank_account",
        PaymentMethodUsBankAccountParams(
            account_number=number, routing_number="110000000", account_holder_type=UsBankAccountHolderType.INDIVIDUAL
        ),
        type=PaymentMethodType("us_bank_account"),
        billing_details=BillingDetails(name="Ada"),
    )


async def typed(shop: Shop, number: str = "000123456789") -> PaymentIntent:
    """A payment that waits for the customer to name what was deposited."""
    intent = await shop.intent(payment_method_data=account(number), confirm=True)
    assert await shop.events() == ["payment_intent.created", "payment_intent.requires_action"]
    return intent


async def test_a_debit_settles_after_a_while(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    assert await shop.events() == ["payment_intent.created", "charge.pending", "payment_intent.processing"]
    charge = await shop.latest_charge(intent)
    assert (intent.status, charge.status, charge.paid) == (PaymentIntentStatus.PROCESSING, "pending", False)
    assert await shop.books() == {}

    await shop.wait(minutes=1)
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded"]
    intent, charge = await shop.again(intent), await shop.again(charge)
    assert (intent.status, intent.amount_received) == (PaymentIntentStatus.SUCCEEDED, 2000)
    assert (charge.status, charge.paid, charge.amount_captured) == (ChargeStatus.SUCCEEDED, True, 2000)
    assert await shop.books() == {"pending:bank_account": 1984, "fees": 16, "world": -2000}
    await shop.wait(days=4)
    assert await shop.events() == ["balance.available"]
    assert await shop.balance() == {"usd": {"available:bank_account": 1984, "pending:bank_account": 0}}


async def test_a_debit_that_the_bank_returns(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_accountClosed")
    charge = await shop.latest_charge(intent)
    await shop.events()
    await shop.wait(minutes=1)
    assert await shop.events() == ["charge.failed", "payment_intent.payment_failed", "payment_method.updated"]
    intent, charge = await shop.again(intent), await shop.again(charge)
    assert (intent.status, intent.payment_method_id) == (PaymentIntentStatus.REQUIRES_PAYMENT_METHOD, None)
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == charge.failure_code == "account_closed"
    assert (charge.status, charge.captured) == (ChargeStatus.FAILED, False)
    assert await shop.books() == {}


async def test_a_closed_account_is_not_debited_again(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.method_of(customer, "pm_usBankAccount_accountClosed")
    await shop.pay(method.id, customer_id=customer.id)
    await shop.wait(minutes=1)
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay(method.id, customer_id=customer.id)
    assert refused.value.code == "payment_method_bank_account_blocked"


async def test_a_debit_that_never_ends_stays_processing_until_it_is_canceled(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_processing")
    await shop.wait(days=30)
    intent = await shop.again(intent)
    assert intent.status is PaymentIntentStatus.PROCESSING
    await shop.events()
    intent = await shop.do(cancel, intent)
    assert await shop.events() == ["charge.failed", "payment_intent.canceled"]


async def test_a_canceled_debit_does_not_settle(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.do(cancel, intent)
    await shop.events()
    await shop.wait(days=5)
    assert await shop.events() == []
    assert await shop.books() == {}


async def test_an_account_that_is_blocked_is_refused_at_once(shop: Shop) -> None:
    with pytest.raises(CardError):
        await shop.pay("pm_usBankAccount_riskLevelHighest")
    assert await shop.events() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


async def test_an_account_pays_in_dollars_and_at_once_alone(shop: Shop) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay("pm_usBankAccount_success", currency="eur")
    assert refused.value.code == "payment_intent_incompatible_payment_method"
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay("pm_usBankAccount_success", currency="eur", payment_method_types=["us_bank_account"])
    assert refused.value.code == "payment_method_currency_mismatch"
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay(
            "pm_usBankAccount_success",
            payment_method_types=["us_bank_account"],
            capture_method=PaymentIntentCaptureMethod.MANUAL,
        )
    assert refused.value.field == "capture_method"
    assert await shop.events() == []


async def test_a_typed_account_is_verified_by_what_was_deposited_in_it(shop: Shop) -> None:
    intent = await typed(shop)
    assert intent.next_action is not None
    assert intent.next_action.type == "verify_with_microdeposits"
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(verify_microdeposits, intent, amounts=[1, 2])
    assert refused.value.code == "payment_method_microdeposit_verification_amounts_mismatch"
    assert await shop.events() == []
    assert (await shop.again(intent)).microdeposit_attempts == 1
    intent = await shop.do(verify_microdeposits, intent, amounts=[45, 32])
    assert await shop.events() == ["charge.pending", "payment_intent.processing"]
    await shop.wait(minutes=1)
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("SM33CC", "payment_method_microdeposit_verification_attempts_exceeded"),
        ("SM44DD", "payment_method_microdeposit_verification_timeout"),
    ],
)
async def test_deposits_named_too_late_or_too_often_wrongly(shop: Shop, code: str, error: str) -> None:
    intent = await typed(shop)
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(verify_microdeposits, intent, descriptor_code=code)
    assert refused.value.code == error
    assert await shop.events() == ["payment_intent.payment_failed"]
    assert (await shop.again(intent)).status is PaymentIntentStatus.REQUIRES_PAYMENT_METHOD


async def test_ten_wrong_answers_are_enough(shop: Shop) -> None:
    intent = await typed(shop)
    for _ in range(10):
        with pytest.raises(InvalidRequest) as refused:
            await shop.do(verify_microdeposits, intent, descriptor_code="SM00XX")
    assert refused.value.code == "payment_method_microdeposit_verification_attempts_exceeded"
    assert await shop.events() == ["payment_intent.payment_failed"]


async def test_deposits_that_do_not_arrive_fail_the_payment(shop: Shop) -> None:
    intent = await typed(shop, "000666666661")
    await shop.wait(minutes=1)
    assert await shop.events() == ["payment_intent.payment_failed"]
    intent = await shop.again(intent)
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "payment_method_microdeposit_failed"
    intent = await shop.do(confirm, intent, payment_method="pm_card_visa")
    assert intent.status is PaymentIntentStatus.SUCCEEDED


async def test_a_bank_account_needs_its_numbers_and_a_name(shop: Shop) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with shop.tx() as tx:
            await payment_methods.create(
                tx,
                type=PaymentMethodType("us_bank_account"),
                details=PaymentMethodParams.of("us_bank_account", PaymentMethodUsBankAccountParams()),
            )
    assert refused.value.field == "us_bank_account.routing_number"
    data = account().model_copy(update={"billing_details": None})
    with pytest.raises(InvalidRequest) as refused:
        await shop.intent(payment_method_data=data, confirm=True)
    assert refused.value.field == "payment_method_data.billing_details.name"
    async with shop.tx() as tx:
        assert await tx.find(PaymentMethod) == []


async def test_an_account_elsewhere_takes_no_united_states_bank_accounts(shop: Shop) -> None:
    async with shop.tx() as tx:
        (await tx.get(Account, shop.tenant.account)).country = "DE"
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay("pm_usBankAccount_success")
    assert refused.value.field == "payment_method"
    assert str(refused.value) == (
        "Accounts in DE cannot accept payment methods of type US_BANK_ACCOUNT. Use another payment method."
    )
    assert await shop.events() == []
