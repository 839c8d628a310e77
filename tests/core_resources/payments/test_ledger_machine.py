"""Whatever is done with payments, in whatever order: no money is made or lost, and nothing happens untold."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from app.domain.core_resources.payments import charges
from app.domain.core_resources.payments.authentication import complete_authentication, fail_authentication
from app.domain.core_resources.payments.cancellation import cancel
from app.domain.core_resources.payments.capture import capture, increment_authorization
from app.domain.core_resources.payments.confirmation import confirm
from app.domain.core_resources.payments.vouchers import expire_voucher, pay_voucher
from app.domain.payment_methods import payment_methods
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCardParams
from app.tables.payment_methods.types.card.payment import CardRequestFeature
from app.tables.payment_methods.types.sepa_debit import PaymentMethodSepaDebitParams
from app.tables.shapes.address import Address
from app.tables.shapes.billing_details import BillingDetails
from tests.conftest import MakeDatabase
from tests.core_resources.books import Books
from tests.core_resources.machine import PLACES, keep_going

METHODS = st.sampled_from(
    (
        "pm_card_visa",
        "pm_card_mastercard",
        "pm_card_chargeDeclined",
        "pm_card_authenticationRequired",
        "pm_card_threeDSecureRequiredChargeDeclined",
        "pm_card_bypassPending",
        "pm_card_pendingRefund",
        "pm_card_refundFail",
        "pm_usBankAccount_success",
        "pm_usBankAccount_accountClosed",
        "pm_usBankAccount_insufficientFunds",
        "pm_usBankAccount_processing",
    )
)
REFUNDED = st.sampled_from(
    ("pm_card_visa", "pm_card_bypassPending", "pm_card_pendingRefund", "pm_card_refundFail", "pm_usBankAccount_success")
)
AMOUNTS = st.integers(50, 5000)
OTHERS = {"ideal": "eur", "klarna": "eur", "link": "usd", "oxxo": "mxn", "sepa_debit": "eur"}
"""Types of payment method without test payment methods, each with a currency that it pays in."""
IBANS = st.sampled_from(("AT611904300234573201", "AT861904300235473202", "AT591904300235473203"))
ASKED = PaymentIntentPaymentMethodOptionsParams.of(
    "card",
    PaymentIntentPaymentMethodOptionsCardParams(
        request_multicapture=CardRequestFeature.IF_AVAILABLE,
        request_incremental_authorization=CardRequestFeature.IF_AVAILABLE,
        request_overcapture=CardRequestFeature.IF_AVAILABLE,
    ),
)


class Payments(Books):
    """One merchant's payments. A refusal is as good as a success here: what must hold holds after both."""

    @rule(method=METHODS, amount=AMOUNTS, manual=st.booleans(), currency=st.sampled_from(("usd", "usd", "eur")))
    def pay(self, method: str, amount: int, manual: bool, currency: str) -> None:
        how = PaymentIntentCaptureMethod.MANUAL if manual else PaymentIntentCaptureMethod.AUTOMATIC
        self.attempt(
            self.shop.pay(method, amount=amount, capture_method=how, currency=currency, payment_method_options=ASKED)
        )

    @rule(method=METHODS, amount=AMOUNTS)
    def pay_and_keep(self, method: str, amount: int) -> None:
        customer = self.run(self.shop.customer())
        usage = SetupFutureUsage.OFF_SESSION
        self.attempt(self.shop.pay(method, amount=amount, customer_id=customer.id, setup_future_usage=usage))

    @initialize()
    def pay_by_every_type(self) -> None:
        for type in OTHERS:
            self.pay_otherwise(type, "AT611904300234573201", 2_000, False)
        self.run(self.shop.wait(days=8))
        assert [charge.status for charge in self.rows(Charge)] == ["succeeded"] * len(OTHERS)

    @rule(type=st.sampled_from(sorted(OTHERS)), iban=IBANS, amount=st.integers(1_000, 5_000), manual=st.booleans())
    def pay_otherwise(self, type: str, iban: str, amount: int, manual: bool) -> None:
        self.attempt(
            self.shop.pay(
                self.run(self._method(type, iban)),
                amount=amount,
                capture_method=PaymentIntentCaptureMethod.MANUAL if manual else PaymentIntentCaptureMethod.AUTOMATIC,
                currency=OTHERS[type],
                payment_method_types=[type],
                return_url="https://shop.example/back",
            )
        )
        self.authenticate(1, passed=True)
        self.fill_voucher(1, paid=True)

    async def _method(self, type: str, iban: str) -> str:
        given: Any = PaymentMethodSepaDebitParams(iban=iban) if type == "sepa_debit" else {}
        billing = BillingDetails(name="Ada", email="ada@example.com", address=Address(country="NL"))
        async with self.shop.tx() as tx:
            details = PaymentMethodParams.of(type, given)
            method = await payment_methods.create(
                tx, type=PaymentMethodType(type), details=details, billing_details=billing
            )
            return method.id

    @rule(place=PLACES, paid=st.booleans())
    def fill_voucher(self, place: int, paid: bool) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(pay_voucher if paid else expire_voucher, intent))

    @rule(place=PLACES, method=METHODS)
    def try_again(self, place: int, method: str) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(confirm, intent, payment_method=method))

    @rule(place=PLACES, passed=st.booleans())
    def authenticate(self, place: int, passed: bool) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(complete_authentication if passed else fail_authentication, intent))

    @rule(place=PLACES, amount=st.none() | st.integers(0, 5000), final=st.booleans())
    def capture(self, place: int, amount: int | None, final: bool) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(capture, intent, amount_to_capture=amount, final_capture=final))

    @rule(place=PLACES, amount=AMOUNTS)
    def increment(self, place: int, amount: int) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(increment_authorization, intent, amount=amount))

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(cancel, intent))

    @rule(amount=AMOUNTS, take=st.booleans())
    def charge(self, amount: int, take: bool) -> None:
        self.attempt(self.shop.charge(amount=amount, capture=take))

    @rule(place=PLACES, amount=st.none() | AMOUNTS)
    def capture_charge(self, place: int, amount: int | None) -> None:
        if (charge := self.nth(Charge, place)) is not None:
            self.attempt(self.shop.do(charges.capture, charge, amount=amount))

    @rule(place=PLACES, amount=st.none() | AMOUNTS)
    def refund(self, place: int, amount: int | None) -> None:
        if (charge := self.nth(Charge, place)) is not None:
            self.attempt(self.shop.refund(charge, amount=amount))

    @rule(method=REFUNDED, amount=AMOUNTS, parts=st.integers(1, 3), later=st.booleans())
    def pay_and_refund(self, method: str, amount: int, parts: int, later: bool) -> None:
        intent = self.run(self.shop.pay(method, amount=amount))
        if later:
            self.run(self.shop.wait(days=5))
        for _ in range(parts):
            self.attempt(self.shop.refund(intent, amount=amount // 2))

    @rule(place=PLACES)
    def detach(self, place: int) -> None:
        if (method := self.nth(PaymentMethod, place)) is not None:
            self.attempt(self.shop.do(payment_methods.detach, method))


def test_payments_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Payments, make_database, examples=8)
