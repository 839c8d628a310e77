"""Payment methods: made, kept with a customer, changed, taken away; and who may use them."""

import pytest

from app.domain.core_resources.payments import intents
from app.domain.core_resources.payments.confirmation import confirm
from app.domain.payment_methods import payment_methods
from app.domain.payment_methods.behaviour import Generates, IssuesVouchers, behaviour_of
from app.errors import CardError, InvalidRequest
from app.tables.core_resources.customer import CustomerInvoiceSettings
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.method_type import Flow, method_types
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.payment_method_values import (
    PaymentMethodParams,
    PaymentMethodType,
    PaymentMethodUpdateParams,
)
from app.tables.payment_methods.types.card import PaymentMethodCardParams, PaymentMethodCardUpdateParams
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails
from tests.core_resources.payments.conftest import Shop


async def test_a_card_is_known_by_all_but_its_number(shop: Shop) -> None:
    method = await shop.card(number="5555 5555 5555 4444")
    assert method.details.card is not None
    assert (method.details.card.brand, method.details.card.last4, method.details.card.exp_year) == (
        "mastercard",
        "4444",
        2030,
    )
    assert method.details.card.checks is not None
    assert method.details.card.checks.cvc_check == "unchecked"
    assert method.details.card.regulated_status == "unregulated"
    assert "5555555555554444" not in method.model_dump_json()
    again = await shop.card(number="5555555555554444", exp_month=1)
    assert again.details.card is not None
    assert again.details.card.fingerprint == method.details.card.fingerprint
    assert await shop.events() == []


@pytest.mark.parametrize(
    ("card", "code", "field"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "card.number"),
        ({"exp_month": 13}, "invalid_expiry_month", "card.exp_month"),
        ({"exp_year": 2024}, "invalid_expiry_year", "card.exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "card.cvc"),
        ({"number": None}, "parameter_missing", "card.number"),
        ({"token": "tok_visa"}, "parameters_exclusive", "card.token"),
    ],
)
async def test_what_is_no_card_is_refused(shop: Shop, card: dict[str, object], code: str, field: str) -> None:
    with pytest.raises((CardError, InvalidRequest)) as refused:
        await shop.card(**card)
    assert (refused.value.code, refused.value.field) == (code, field)


async def test_a_token_stands_for_a_card(shop: Shop) -> None:
    async with shop.tx() as tx:
        method = await payment_methods.create(
            tx,
            type=PaymentMethodType("card"),
            details=PaymentMethodParams.of("card", PaymentMethodCardParams(token="tok_amex")),
        )
    assert method.details.card is not None
    assert method.details.card.brand == "amex"


async def test_the_type_and_what_is_given_must_agree(shop: Shop) -> None:
    async with shop.tx() as tx:
        with pytest.raises(InvalidRequest) as refused:
            await payment_methods.create(tx, type=PaymentMethodType("card"), details=PaymentMethodParams())
        assert (refused.value.code, refused.value.field) == ("parameter_missing", "card")
        with pytest.raises(InvalidRequest) as refused:
            await payment_methods.create(
                tx,
                type=PaymentMethodType("us_bank_account"),
                details=PaymentMethodParams.of("card", PaymentMethodCardParams(token="tok_visa")),
            )
        assert (refused.value.code, refused.value.field) == ("parameter_unknown", "card")


async def test_attached_it_pays_again_and_again(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.method_of(customer)
    assert await shop.events() == ["payment_method.attached"]
    assert method.details.card is not None
    assert method.details.card.checks is not None
    assert method.details.card.checks.cvc_check == "pass"
    for _ in range(2):
        paid = await shop.pay(method.id, customer_id=customer.id)
        assert paid.status is PaymentIntentStatus.SUCCEEDED


async def test_unattached_it_pays_once(shop: Shop) -> None:
    method = await shop.card()
    await shop.pay(method.id)
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay(method.id)
    assert (refused.value.code, refused.value.field) == ("payment_method_unexpected_state", "payment_method")
    customer = await shop.customer()
    with pytest.raises(InvalidRequest):
        await shop.do(payment_methods.attach, method, customer=customer.id)


async def test_a_method_is_only_its_own_customers(shop: Shop) -> None:
    ada, bob = await shop.customer(), await shop.customer()
    method = await shop.method_of(ada)
    await shop.events()
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay(method.id, customer_id=bob.id)
    assert refused.value.field == "payment_method"
    with pytest.raises(InvalidRequest) as refused:
        await shop.pay(method.id)
    assert refused.value.field == "customer"
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(payment_methods.attach, method, customer=bob.id)
    assert refused.value.code == "payment_method_unexpected_state"
    assert (await shop.do(payment_methods.attach, method, customer=ada.id)).customer_id == ada.id
    assert await shop.events() == []


async def test_a_bad_card_is_refused_when_it_is_attached(shop: Shop) -> None:
    customer = await shop.customer()
    with pytest.raises(CardError) as refused:
        await shop.method_of(customer, "pm_card_chargeDeclined")
    assert refused.value.code == "card_declined"
    await shop.method_of(customer, "pm_card_chargeCustomerFail")
    assert await shop.events() == ["payment_method.attached"]


async def test_detached_it_is_gone_for_good(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.method_of(customer)
    async with shop.tx() as tx:
        owner = await tx.get(type(customer), customer.id)
        owner.invoice_settings = CustomerInvoiceSettings(default_payment_method_id=method.id)
    await shop.events()
    method = await shop.do(payment_methods.detach, method)
    assert await shop.events() == ["payment_method.detached", "customer.updated"]
    assert method.customer_id is None
    assert (await shop.again(customer)).invoice_settings.default_payment_method_id is None
    for attempt in (
        shop.do(payment_methods.attach, method, customer=customer.id),
        shop.do(payment_methods.detach, method),
        shop.pay(method.id, customer_id=customer.id),
    ):
        with pytest.raises(InvalidRequest) as refused:
            await attempt
        assert refused.value.code == "payment_method_unexpected_state"
    assert await shop.events() == []


async def test_a_card_is_renewed(shop: Shop) -> None:
    method = await shop.card()
    change = PaymentMethodUpdateParams.of("card", PaymentMethodCardUpdateParams(exp_month=3, exp_year=2033))
    with pytest.raises(InvalidRequest):
        await shop.do(payment_methods.update, method, details=change)
    customer = await shop.customer()
    await shop.do(payment_methods.attach, method, customer=customer.id)
    await shop.events()
    details = BillingDetails(name="Ada", address=Address(city="London", country="GB"))
    await shop.do(payment_methods.update, method, billing_details=details)
    details = BillingDetails(address=Address(city="Paris"))
    method = await shop.do(payment_methods.update, method, details=change, billing_details=details)
    assert method.details.card is not None
    assert (method.details.card.exp_month, method.details.card.exp_year) == (3, 2033)
    assert method.billing_details == BillingDetails(name="Ada", address=Address(city="Paris", country="GB"))
    assert await shop.events() == ["payment_method.updated", "payment_method.updated"]


async def test_an_expired_card_is_declined(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.card(exp_month=4, exp_year=2025)
    await shop.do(payment_methods.attach, method, customer=customer.id)
    await shop.pay(method.id, customer_id=customer.id)
    await shop.wait(days=60)
    with pytest.raises(CardError) as refused:
        await shop.pay(method.id, customer_id=customer.id)
    assert refused.value.code == "expired_card"


async def test_data_for_a_payment_makes_a_method_and_keeps_it_where_asked(shop: Shop) -> None:
    customer = await shop.customer()
    data = PaymentMethodDataParams.of(
        "card",
        PaymentMethodCardParams(number="4242424242424242", exp_month=1, exp_year=2031, cvc="123"),
        type=PaymentMethodType("card"),
        billing_details=BillingDetails(name="Ada", address=Address(postal_code="10115", line1="Weg 1")),
        metadata={"from": "till"},
    )
    intent = await shop.intent(
        payment_method_data=data,
        confirm=True,
        customer_id=customer.id,
        setup_future_usage=SetupFutureUsage.ON_SESSION,
    )
    charge = await shop.latest_charge(intent)
    assert charge.billing_details.name == "Ada"
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    checks = charge.payment_method_details.card.checks
    assert checks is not None
    assert (checks.address_line1_check, checks.address_postal_code_check) == ("pass", "pass")
    assert intent.payment_method_id is not None
    async with shop.tx() as tx:
        method = await tx.get(PaymentMethod, intent.payment_method_id)
    assert (method.customer_id, method.meta) == (customer.id, {"from": "till"})


async def test_a_wrong_card_in_a_payment_makes_nothing(shop: Shop) -> None:
    data = PaymentMethodDataParams.of(
        "card",
        PaymentMethodCardParams(number="4242424242424241", exp_month=1, exp_year=2031),
        type=PaymentMethodType("card"),
    )
    with pytest.raises(CardError) as refused:
        await shop.intent(payment_method_data=data, confirm=True)
    assert refused.value.field == "payment_method_data.card.number"
    assert await shop.events() == []


async def test_an_intent_changes_until_it_is_collected(shop: Shop) -> None:
    intent = await shop.intent()
    assert intent.status is PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    intent = await shop.do(intents.update, intent, payment_method_id="pm_card_visa", amount=700, currency="eur")
    assert (intent.status, intent.amount, intent.currency) == ("requires_confirmation", 700, "eur")
    assert intent.payment_method_types == ["card", "ideal", "klarna", "link", "sepa_debit"]
    intent = await shop.do(intents.update, intent, payment_method_id=None)
    assert intent.status is PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(intents.update, intent, amount=49)
    assert refused.value.code == "amount_too_small"
    intent = await shop.do(confirm, intent, payment_method="pm_card_visa")
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(intents.update, intent, amount=900)
    assert refused.value.code == "payment_intent_unexpected_state"
    intent = await shop.do(intents.update, intent, description="Late words", meta={"a": "b"})
    assert (intent.description, intent.meta, intent.amount) == ("Late words", {"a": "b"}, 700)


def test_a_type_does_what_it_says_of_itself() -> None:
    for name, kind in method_types().items():
        behaviour = behaviour_of(name)
        assert isinstance(behaviour, IssuesVouchers) is (kind.flow is Flow.VOUCHER), name
        assert isinstance(behaviour, Generates) is (kind.generates is not None), name
