"""What becomes of purchases on the marketplace, by the way in which the seller is paid, as stories."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from app.cli.seeding.marketplace.sellers import PRICES, Seller
from app.cli.seeding.stories import DECLINING, Buyer, Story, pay
from app.domain import ledger
from app.domain.core_resources.disputes import disputes
from app.domain.core_resources.payments import intents, refunds
from app.domain.core_resources.transfers import reversals, transfers
from app.domain.tx import Tx
from app.network.disputes import LOSES, WINS
from app.tables.connect.transfer import Transfer
from app.tables.core_resources.dispute import AWAITS_RESPONSE, Dispute
from app.tables.core_resources.dispute_evidence import DisputeEvidence
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import RefundReason
from app.tables.shapes.transfer_data import TransferData

FEE = 12
"""Percent of a sale that the platform keeps."""
CURRENCY = "usd"
DISPUTING = "pm_card_createDispute"
REASON = RefundReason.REQUESTED_BY_CUSTOMER


@dataclass(frozen=True)
class Sale:
    """One purchase: by whom, of whom, under which number, with chance of its own. `other` is a second seller whose
    things are in the same basket."""

    buyer: Buyer
    seller: Seller
    other: Seller
    number: int
    chance: Random

    @property
    def group(self) -> str:
        return f"order-{self.number}"

    def days(self, least: float, most: float) -> timedelta:
        """Some time."""
        return timedelta(days=self.chance.uniform(least, most))


SalePlot = Callable[[Tx, Sale], Story | Awaitable[None]]


def fee_of(amount: int) -> int:
    """What the platform keeps, in minor units."""
    return amount * FEE // 100


async def order(tx: Tx, sale: Sale, *, with_fee: bool, **values: Any) -> PaymentIntent:
    """A payment for something of the seller's, that nobody has paid yet."""
    amount = sale.chance.choice(PRICES) * sale.chance.choice((1, 1, 1, 2))
    if with_fee:
        values["application_fee_amount"] = fee_of(amount)
    return await intents.create(
        tx,
        amount=amount,
        currency=CURRENCY,
        customer_id=sale.buyer.id,
        description=f"{sale.seller.craft} by {sale.seller.last_name}",
        meta={"order": f"M-{sale.number}"},
        **values,
    )


# Direct charges


async def direct(tx: Tx, sale: Sale, card: str | None = None) -> PaymentIntent:
    """The seller's own charge, with a fee for the platform."""
    with sale.seller.acting(tx) as own:
        intent = await order(own, sale, with_fee=True)
        await pay(own, intent, card or sale.buyer.card)
        return intent


async def sold(tx: Tx, sale: Sale) -> None:
    """As nearly all of them go."""
    await direct(tx, sale)


async def declined(tx: Tx, sale: Sale) -> None:
    """The card is refused, and the customer gives up."""
    await direct(tx, sale, sale.chance.choice(DECLINING))


async def refunded(tx: Tx, sale: Sale) -> Story:
    """Sent back, whole or in part, with the platform's fee or without."""
    intent = await direct(tx, sale)
    tx = yield sale.days(2, 20)
    amount = intent.amount if sale.chance.random() < 0.5 else intent.amount // 2
    with_fee = sale.chance.random() < 0.7
    with sale.seller.acting(tx) as own:
        await refunds.create(
            own, payment_intent_id=intent.id, amount=amount, reason=REASON, refund_application_fee=with_fee
        )


async def disputed(tx: Tx, sale: Sale) -> Story:
    """Contested by the cardholder: the seller pays for it, and answers."""
    intent = await direct(tx, sale, DISPUTING)
    tx = yield sale.days(2, 6)
    await answer(sale.seller.on(tx), sale, intent)


# Destination charges


async def passed_on(tx: Tx, sale: Sale, card: str | None = None, **values: Any) -> PaymentIntent:
    """The platform's charge, all of which is passed on, less the fee."""
    values["transfer_data"] = TransferData(destination_id=sale.seller.id)
    intent = await order(tx, sale, with_fee=True, **values)
    await pay(tx, intent, card or sale.buyer.card)
    return intent


async def sold_on(tx: Tx, sale: Sale) -> None:
    """As nearly all of them go."""
    await passed_on(tx, sale)


async def sold_on_behalf(tx: Tx, sale: Sale) -> None:
    """The seller is the merchant whom the statement names."""
    await passed_on(tx, sale, on_behalf_of_id=sale.seller.id)


async def refunded_and_reversed(tx: Tx, sale: Sale) -> Story:
    """Sent back, whole or in part: the seller returns their share, and the platform its fee."""
    intent = await passed_on(tx, sale)
    amount = intent.amount if sale.chance.random() < 0.5 else intent.amount // 2
    tx = yield sale.days(3, 15)
    await refunds.create(
        tx,
        payment_intent_id=intent.id,
        amount=amount,
        reason=REASON,
        reverse_transfer=True,
        refund_application_fee=True,
    )


async def disputed_and_reversed(tx: Tx, sale: Sale) -> Story:
    """Contested by the cardholder: the platform pays for it, answers, and takes the seller's share back."""
    intent = await passed_on(tx, sale, DISPUTING)
    tx = yield sale.days(2, 6)
    await answer(tx, sale, intent)
    for transfer in await tx.find(Transfer, source_transaction_id=intent.latest_charge_id):
        await reversals.create(tx, transfer_id=transfer.id, refund_application_fee=True)


# Separate charges and transfers


async def divided(tx: Tx, sale: Sale) -> list[Transfer]:
    """One basket of two sellers' things: the platform's charge, of which each receives a share."""
    intent = await order(tx, sale, with_fee=False, transfer_group=sale.group)
    await pay(tx, intent, sale.buyer.card)
    share = (intent.amount - fee_of(intent.amount)) // 2
    return [
        await transfers.create(
            tx,
            amount=share,
            currency=CURRENCY,
            destination=seller.id,
            source_transaction=intent.latest_charge_id,
            transfer_group=sale.group,
        )
        for seller in (sale.seller, sale.other)
    ]


async def sold_together(tx: Tx, sale: Sale) -> None:
    """As nearly all of them go."""
    await divided(tx, sale)


async def partly_returned(tx: Tx, sale: Sale) -> Story:
    """What the other seller made goes back: the buyer is refunded, and that seller's transfer is reversed."""
    sent = await divided(tx, sale)
    tx = yield sale.days(3, 15)
    back = sent[1]
    await refunds.create(tx, charge_id=back.source_transaction_id, amount=back.amount, reason=REASON)
    await reversals.create(tx, transfer_id=back.id, description=f"{sale.group}: returned")


async def awarded(tx: Tx, sale: Sale) -> Story:
    """A sale after which the platform adds something of its own, once it has the funds."""
    await divided(tx, sale)
    tx = yield sale.days(10, 30)
    while await ledger.available(tx, CURRENCY) < PRICES[0]:
        tx = yield timedelta(days=7)
    await transfers.create(
        tx, amount=PRICES[0], currency=CURRENCY, destination=sale.seller.id, description="Maker of the month"
    )


async def answer(tx: Tx, sale: Sale, intent: PaymentIntent) -> None:
    """Evidence against a dispute, which is not always believed."""
    for dispute in await tx.find(Dispute, payment_intent_id=intent.id, status=AWAITS_RESPONSE):
        words = sale.chance.choice((WINS, LOSES))
        evidence = DisputeEvidence(customer_name=sale.buyer.person.name, uncategorized_text=words)
        await disputes.update(tx, dispute, evidence=evidence)
