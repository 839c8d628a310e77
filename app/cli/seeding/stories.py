"""What becomes of one payment, step by step. A story acts in the transaction of one moment; if there is more to
it, it yields how long it takes until something happens again, and is sent the transaction of that moment.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from app.cli.seeding import catalogue, offers
from app.cli.seeding.papers import Papers
from app.cli.seeding.people import Person
from app.domain.core_resources.customers import customers
from app.domain.core_resources.payments import authentication, cancellation, capture, confirmation, intents
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.errors import CardError
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings, CustomerTaxExempt
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.payment_intent_values import PaymentIntentCancellationReason, PaymentIntentCaptureMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCardParams
from app.tables.payment_methods.types.card.payment import CardRequestFeature
from app.tables.shapes.mandate_data import (
    ConfirmCustomerAcceptanceParams,
    ConfirmMandateDataParams,
    ConfirmMandateOnlineParams,
    MandateAcceptanceType,
)
from app.tables.shapes.shipping import Shipping

Story = AsyncGenerator[timedelta, Tx]

DECLINING = (
    "pm_card_visa_chargeDeclined",
    "pm_card_visa_chargeDeclinedInsufficientFunds",
    "pm_card_visa_chargeDeclinedLostCard",
    "pm_card_visa_chargeDeclinedStolenCard",
    "pm_card_chargeDeclinedExpiredCard",
    "pm_card_chargeDeclinedIncorrectCvc",
    "pm_card_chargeDeclinedProcessingError",
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
    "pm_card_radarBlock",
)
AUTHENTICATING = ("pm_card_authenticationRequired", "pm_card_threeDSecure2Required", "pm_card_threeDSecureRequired")
REFUSING_BANKS = (
    "pm_usBankAccount_insufficientFunds",
    "pm_usBankAccount_accountClosed",
    "pm_usBankAccount_noAccount",
    "pm_usBankAccount_debitNotAuthorized",
)
MANDATE = ConfirmMandateDataParams(
    customer_acceptance=ConfirmCustomerAcceptanceParams(
        type=MandateAcceptanceType.ONLINE,
        online=ConfirmMandateOnlineParams(ip_address="203.0.113.7", user_agent="Mozilla/5.0"),
    )
)
CARRIERS = ("DHL", "FedEx", "UPS", "USPS")
MANUAL = PaymentIntentCaptureMethod.MANUAL


@dataclass
class Buyer:
    """A customer in the making: who they are, and their ids once they have joined."""

    person: Person
    id: str = ""
    card: str = ""


@dataclass(frozen=True)
class Order:
    """One purchase: by whom, under which number, with chance of its own."""

    buyer: Buyer
    number: int
    chance: Random
    papers: Papers | None = None
    """Where papers about it are kept; None if nowhere."""

    def days(self, least: float, most: float) -> timedelta:
        """Some time."""
        return timedelta(days=self.chance.uniform(least, most))


Plot = Callable[[Tx, Order], Story | Awaitable[None]]


def minutes(count: float) -> timedelta:
    """A short while."""
    return timedelta(minutes=count)


async def place(tx: Tx, order: Order, **values: Any) -> PaymentIntent:
    """A payment for what is in the basket, that nobody has paid yet."""
    person = order.buyer.person
    currency = person.country.currency
    basket = catalogue.pick(order.chance)
    amount = sum(catalogue.amount_in(currency, good.cents) * quantity for good, quantity in basket)
    what = "; ".join(f"{quantity} x {good.name}" for good, quantity in basket)
    values["meta"] = {"order": f"R-{order.number}", "channel": order.chance.choice(("web", "web", "shop"))}
    values["shipping"] = Shipping(
        address=person.address, name=person.name, phone=person.phone, carrier=order.chance.choice(CARRIERS)
    )
    if order.chance.random() < 0.6:
        values["receipt_email"] = person.email
    return await intents.create(
        tx, amount=amount, currency=currency, customer_id=order.buyer.id, description=what, **values
    )


async def join(tx: Tx, buyer: Buyer, chance: Random) -> None:
    """A new customer, with their card."""
    person = buyer.person
    customer = await customers.create(
        tx,
        name=person.name,
        email=person.email,
        phone=person.phone,
        address=person.address,
        description="Wholesale" if person.is_business else None,
        meta={"source": person.source, **({"vat": f"{chance.randrange(10**8)}"} if person.is_business else {})},
        preferred_locales=[person.country.locale],
        shipping=Shipping(address=person.address, name=person.name, phone=person.phone),
        coupon=offers.WHOLESALE if person.is_business else None,
        tax_exempt=CustomerTaxExempt.REVERSE
        if person.is_business and person.country.currency == "eur"
        else CustomerTaxExempt.NONE,
    )
    buyer.id = customer.id
    method = await payment_methods.create(
        tx,
        type=PaymentMethodType("card"),
        details=PaymentMethodParams.of("card", person.card),
        billing_details=person.billing,
    )
    await keep(tx, customer, buyer, method.id)


async def keep(tx: Tx, customer: Customer, buyer: Buyer, method_id: str) -> None:
    """Make it what the customer pays with from now on."""
    method = await payment_methods.resolve(tx, method_id)
    await payment_methods.attach(tx, method, customer=customer.id)
    settings = CustomerInvoiceSettings(default_payment_method_id=method.id)
    await customers.update(tx, customer, invoice_settings=settings)
    buyer.card = method.id


async def pay(tx: Tx, intent: PaymentIntent, method: str | None, **options: Any) -> bool:
    """Confirm; whether it was not refused. The customer authorizes the debit, should it be one."""
    options.setdefault("mandate_data", MANDATE)
    with suppress(CardError):
        await confirmation.confirm(tx, intent, payment_method=method, **options)
        return True
    return False


async def again(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """The payment as it stands at a later moment."""
    return await tx.get(PaymentIntent, intent.id)


async def paid(tx: Tx, order: Order) -> None:
    """As nearly all of them go."""
    await pay(tx, await place(tx, order), order.buyer.card)


async def declined_then_paid(tx: Tx, order: Order) -> Story:
    """The first card is refused, the second is not."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(DECLINING))
    tx = yield minutes(3)
    await pay(tx, await again(tx, intent), order.buyer.card)


async def declined(tx: Tx, order: Order) -> None:
    """The card is refused, and the customer gives up."""
    await pay(tx, await place(tx, order), order.chance.choice(DECLINING))


async def authenticated(tx: Tx, order: Order) -> Story:
    """The bank requires authentication, and the customer completes it."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(AUTHENTICATING))
    tx = yield minutes(4)
    await authentication.complete_authentication(tx, await again(tx, intent))


async def authentication_failed(tx: Tx, order: Order) -> Story:
    """The bank asks who it is, and gets the wrong answer. Another card, another day."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(AUTHENTICATING))
    tx = yield minutes(4)
    await authentication.fail_authentication(tx, await again(tx, intent))
    if order.chance.random() < 0.5:
        tx = yield order.days(1, 2)
        await pay(tx, await again(tx, intent), order.buyer.card)


async def authenticated_then_declined(tx: Tx, order: Order) -> Story:
    """The bank knows who it is, and refuses all the same."""
    intent = await place(tx, order)
    await pay(tx, intent, "pm_card_threeDSecureRequiredChargeDeclined")
    tx = yield minutes(4)
    with suppress(CardError):
        await authentication.complete_authentication(tx, await again(tx, intent))


async def authentication_left(tx: Tx, order: Order) -> Story:
    """The bank asks, nobody answers, and the shop tidies up in the end."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(AUTHENTICATING))
    tx = yield timedelta(days=40)
    await cancellation.cancel(
        tx, await again(tx, intent), cancellation_reason=PaymentIntentCancellationReason.ABANDONED
    )


async def abandoned(tx: Tx, order: Order) -> Story:
    """Nobody comes to pay what was ordered."""
    intent = await place(tx, order)
    tx = yield timedelta(days=40)
    await cancellation.cancel(
        tx, await again(tx, intent), cancellation_reason=PaymentIntentCancellationReason.ABANDONED
    )


async def captured(tx: Tx, order: Order) -> Story:
    """Held while it is roasted, taken when it is shipped."""
    intent = await place(tx, order, capture_method=MANUAL)
    if not await pay(tx, intent, order.buyer.card):
        return
    tx = yield order.days(1, 4)
    await capture.capture(tx, await again(tx, intent), metadata={"parcel": f"{order.chance.randrange(10**9)}"})


async def captured_in_part(tx: Tx, order: Order) -> Story:
    """Something was out of stock, so less is taken than was held."""
    intent = await place(tx, order, capture_method=MANUAL)
    if not await pay(tx, intent, order.buyer.card):
        return
    tx = yield order.days(1, 4)
    part = intent.amount * order.chance.randrange(4, 9) // 100 * 10
    await capture.capture(tx, await again(tx, intent), amount_to_capture=part)


async def captured_with_more(tx: Tx, order: Order) -> Story:
    """The customer adds something before it is shipped."""
    intent = await place(tx, order, capture_method=MANUAL)
    card = PaymentIntentPaymentMethodOptionsCardParams(
        request_incremental_authorization=CardRequestFeature.IF_AVAILABLE
    )
    options = PaymentIntentPaymentMethodOptionsParams.of("card", card)
    await pay(tx, intent, "pm_card_mastercard", payment_method_options=options)
    tx = yield order.days(0.5, 1)
    more = intent.amount + catalogue.amount_in(intent.currency, catalogue.GOODS[-1].cents)
    await capture.increment_authorization(tx, await again(tx, intent), amount=more)
    tx = yield order.days(1, 3)
    await capture.capture(tx, await again(tx, intent))


async def called_off(tx: Tx, order: Order) -> Story:
    """Held, and then released: the customer changed their mind, or it was a fraud."""
    intent = await place(tx, order, capture_method=MANUAL)
    await pay(tx, intent, order.buyer.card)
    tx = yield order.days(0.5, 3)
    reason = order.chance.choice(cancellation.GIVEN)
    await cancellation.cancel(tx, await again(tx, intent), cancellation_reason=reason)


async def expired(tx: Tx, order: Order) -> None:
    """Held, and forgotten: after a week the bank lets it go."""
    await pay(tx, await place(tx, order, capture_method=MANUAL), order.buyer.card)


async def debited(tx: Tx, order: Order) -> None:
    """Out of a bank account, which pays in the end."""
    await pay(tx, await place(tx, order), "pm_usBankAccount_success")


async def debit_returned(tx: Tx, order: Order) -> Story:
    """Out of a bank account, which sends the debit back. Often the card helps out."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(REFUSING_BANKS))
    if order.chance.random() < 0.6:
        tx = yield order.days(6, 9)
        await pay(tx, await again(tx, intent), order.buyer.card)


async def debit_unanswered(tx: Tx, order: Order) -> Story:
    """Out of a bank account that never answers; at last the shop withdraws it."""
    intent = await place(tx, order)
    await pay(tx, intent, "pm_usBankAccount_processing")
    tx = yield timedelta(days=60)
    await cancellation.cancel(tx, await again(tx, intent))


async def risky(tx: Tx, order: Order) -> None:
    """Something about it looks like fraud, and it is let through."""
    await pay(tx, await place(tx, order), "pm_card_riskLevelElevated")


async def left(tx: Tx, buyer: Buyer) -> None:
    """The customer wants to be forgotten."""
    await customers.delete(tx, await tx.get(Customer, buyer.id))
