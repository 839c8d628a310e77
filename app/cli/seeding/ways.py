"""Other ways to pay than a card that is typed and an American bank account, as stories."""

from app.cli.seeding.stories import MANDATE, Order, Story, again, minutes, pay, place
from app.domain.core_resources.cash import funding
from app.domain.core_resources.payments import authentication, vouchers
from app.domain.core_resources.setups import actions, setup_intents
from app.domain.tx import Tx
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.method_type import Empty
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.payment_method_values import PaymentMethodType
from app.tables.payment_methods.types.customer_balance import (
    CUSTOMER_BALANCE,
    CustomerBalanceBankTransferParams,
    CustomerBalanceFundingType,
    PaymentIntentPaymentMethodOptionsCustomerBalanceParams,
)
from app.tables.payment_methods.types.ideal import IDEAL, IdealBank, PaymentMethodIdealParams
from app.tables.payment_methods.types.klarna import KLARNA, PaymentMethodKlarnaParams
from app.tables.payment_methods.types.link import LINK
from app.tables.payment_methods.types.oxxo import OXXO
from app.tables.payment_methods.types.sepa_debit import SEPA_DEBIT, PaymentMethodSepaDebitParams
from app.tables.shapes.bank_transfer import BankTransferType
from app.tables.shapes.mandate_data import MandateDataParams
from app.tables.values import Value

THANKS = "https://roastery.example/thanks"
"""Where customers return to."""
IBANS = {"DE": "DE89370400440532013000", "FR": "FR1420041010050500013M02606", "NL": "NL39RABO0300065264"}
BANKS = (IdealBank.ABN_AMRO, IdealBank.BUNQ, IdealBank.ING, IdealBank.RABOBANK)


def data(order: Order, type: str, details: Value | Empty) -> PaymentMethodDataParams:
    """The buyer's payment method of that type."""
    billing = order.buyer.person.billing
    if type == OXXO.name:
        # By its email, the voucher is neither paid nor expired before the story says so.
        billing = billing.model_copy(update={"email": f"{order.number}.fill_never@post.example"})
    return PaymentMethodDataParams.of(type, details, type=PaymentMethodType(type), billing_details=billing)


async def start(tx: Tx, order: Order, type: str, details: Value | Empty) -> PaymentIntent | None:
    """A payment in that way; None where the amount is too much for it, and the card pays."""
    intent = await place(tx, order)
    if type not in intent.payment_method_types:
        await pay(tx, intent, order.buyer.card)
        return None
    await pay(tx, intent, None, payment_method_data=data(order, type, details), return_url=THANKS)
    return intent


async def by_klarna(tx: Tx, order: Order) -> Story:
    """Buy now and pay later, as authorized on the page of Klarna."""
    intent = await start(tx, order, KLARNA.name, PaymentMethodKlarnaParams())
    if intent is not None:
        tx = yield minutes(5)
        await authentication.complete_authentication(tx, await again(tx, intent))


async def klarna_failed(tx: Tx, order: Order) -> Story:
    """Klarna says no, and the card pays."""
    intent = await start(tx, order, KLARNA.name, PaymentMethodKlarnaParams())
    if intent is not None:
        tx = yield minutes(5)
        await authentication.fail_authentication(tx, await again(tx, intent))
        tx = yield minutes(3)
        await pay(tx, await again(tx, intent), order.buyer.card, return_url=THANKS)


async def by_link(tx: Tx, order: Order) -> None:
    """With what the customer has saved in Link."""
    await start(tx, order, LINK.name, {})


async def by_ideal(tx: Tx, order: Order) -> Story:
    """At the customer's bank, who mostly goes through with it."""
    intent = await start(tx, order, IDEAL.name, PaymentMethodIdealParams(bank=order.chance.choice(BANKS)))
    if intent is not None:
        tx = yield minutes(4)
        await authentication.complete_authentication(tx, await again(tx, intent))


async def saved_by_ideal(tx: Tx, order: Order) -> Story:
    """The account is set up at the bank, and debited when the order is packed."""
    bank = PaymentMethodIdealParams(bank=order.chance.choice(BANKS))
    setup = await _set_up(tx, order, IDEAL.name, bank)
    tx = yield minutes(4)
    await actions.complete_authentication(tx, await tx.get(SetupIntent, setup.id))
    account = (await tx.find(PaymentMethod, customer_id=order.buyer.id, type=SEPA_DEBIT.name, lock=False))[-1]
    tx = yield order.days(1, 2)
    await _debit(tx, order, account.id)


async def by_sepa_debit(tx: Tx, order: Order) -> Story:
    """The account is set up by its IBAN, and debited when the order is packed."""
    iban = PaymentMethodSepaDebitParams(iban=IBANS[order.buyer.person.country.code])
    setup = await _set_up(tx, order, SEPA_DEBIT.name, iban)
    tx = yield order.days(1, 2)
    await _debit(tx, order, setup.payment_method_id or "")


async def _set_up(tx: Tx, order: Order, type: str, details: Value) -> SetupIntent:
    return await setup_intents.create(
        tx,
        confirm=True,
        customer_id=order.buyer.id,
        mandate_data=MandateDataParams.model_validate(MANDATE.model_dump()),
        payment_method_data=data(order, type, details),
        payment_method_types=[type],
        return_url=THANKS,
    )


async def _debit(tx: Tx, order: Order, method_id: str) -> None:
    """Debit an account under its mandate."""
    intent = await place(tx, order, payment_method_types=[SEPA_DEBIT.name])
    await pay(tx, intent, method_id, mandate_data=None, off_session=True)


async def by_voucher(tx: Tx, order: Order) -> Story:
    """Paid at a store with a voucher, or not at all."""
    intent = await start(tx, order, OXXO.name, {})
    if intent is not None and order.chance.random() < 0.8:
        tx = yield order.days(0.3, 2)
        await vouchers.pay_voucher(tx, await again(tx, intent))


async def by_transfer(tx: Tx, order: Order) -> Story:
    """By bank transfer, of which a business may send more than it owes, and uses the rest another time."""
    transfer = PaymentIntentPaymentMethodOptionsCustomerBalanceParams(
        bank_transfer=CustomerBalanceBankTransferParams(type=BankTransferType.US_BANK_TRANSFER),
        funding_type=CustomerBalanceFundingType.BANK_TRANSFER,
    )
    intent = await place(tx, order, payment_method_types=[CUSTOMER_BALANCE.name])
    await pay(
        tx,
        intent,
        None,
        payment_method_data=data(order, CUSTOMER_BALANCE.name, {}),
        payment_method_options=PaymentIntentPaymentMethodOptionsParams.of(CUSTOMER_BALANCE.name, transfer),
    )
    tx = yield order.days(1, 3)
    customer = await tx.get(Customer, order.buyer.id)
    await funding.fund_cash_balance(tx, customer, amount=intent.amount, currency=intent.currency)
