"""What becomes of a payment after it succeeded: refunds and disputes, as stories."""

from datetime import timedelta

from app.cli.seeding.stories import CARRIERS, Order, Story, pay, place
from app.domain import ledger
from app.domain.core_resources.disputes import disputes
from app.domain.core_resources.payments import refunds
from app.domain.tx import Tx
from app.network.disputes import LOSES, WINS
from app.tables.core_resources.dispute import AWAITS_RESPONSE, Dispute
from app.tables.core_resources.dispute_evidence import DisputeEvidence
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import RefundReason

DISPUTING = ("pm_card_createDispute", "pm_card_createDisputeProductNotReceived", "pm_card_createDisputeInquiry")


async def refunded(tx: Tx, order: Order) -> Story:
    """Paid, and sent back as a whole."""
    intent = await place(tx, order)
    if not await pay(tx, intent, order.buyer.card):
        return
    tx = yield order.days(2, 20)
    await give_back(tx, order, intent)


async def refunded_in_parts(tx: Tx, order: Order) -> Story:
    """One thing goes back, and sometimes another."""
    intent = await place(tx, order)
    if not await pay(tx, intent, order.buyer.card):
        return
    for _ in range(order.chance.choice((1, 1, 2))):
        tx = yield order.days(2, 12)
        await give_back(tx, order, intent, amount=intent.amount * order.chance.randrange(1, 5) // 100 * 10)


async def refund_failed(tx: Tx, order: Order) -> Story:
    """Sent back to a card that was closed meanwhile: the money returns."""
    intent = await place(tx, order)
    await pay(tx, intent, "pm_card_refundFail")
    tx = yield order.days(5, 15)
    await give_back(tx, order, intent)


async def refund_delayed(tx: Tx, order: Order) -> Story:
    """Sent back by a slow bank."""
    intent = await place(tx, order)
    await pay(tx, intent, "pm_card_pendingRefund")
    tx = yield order.days(5, 15)
    await give_back(tx, order, intent)


async def debit_refunded(tx: Tx, order: Order) -> Story:
    """Out of a bank account and, long after, back to it, once there is money to send."""
    intent = await place(tx, order)
    await pay(tx, intent, "pm_usBankAccount_success")
    tx = yield order.days(15, 25)
    while await ledger.available(tx, intent.currency) < intent.amount:
        tx = yield timedelta(days=7)
    await give_back(tx, order, intent)


async def disputed(tx: Tx, order: Order) -> Story:
    """Paid, and contested by the cardholder. The shop mostly answers, and is not always believed."""
    intent = await place(tx, order)
    await pay(tx, intent, order.chance.choice(DISPUTING))
    tx = yield order.days(2, 6)
    for dispute in await tx.find(Dispute, payment_intent_id=intent.id, status=AWAITS_RESPONSE):
        if order.chance.random() < 0.8:
            carrier = order.chance.choice(CARRIERS)
            evidence = DisputeEvidence(
                customer_name=order.buyer.person.name,
                shipping_carrier=carrier,
                shipping_documentation_id=await delivery_note(tx, order, carrier),
                uncategorized_text=order.chance.choice((WINS, LOSES, "The parcel was signed for.")),
            )
            await disputes.update(tx, dispute, evidence=evidence)


async def delivery_note(tx: Tx, order: Order, carrier: str) -> str | None:
    """The file with the carrier's note of the delivery; None where papers are not kept."""
    if order.papers is None:
        return None
    lines = [
        f"{carrier}: delivery note",
        f"Order R-{order.number}",
        f"Recipient: {order.buyer.person.name}",
        f"Handed over on {tx.now:%d %B %Y}, and signed for.",
    ]
    return (await order.papers.evidence(tx, f"delivery-R-{order.number}.pdf", lines)).id


async def give_back(tx: Tx, order: Order, intent: PaymentIntent, amount: int | None = None) -> None:
    """Refund it for some reason that a person can have."""
    reasons = (RefundReason.REQUESTED_BY_CUSTOMER, RefundReason.REQUESTED_BY_CUSTOMER, RefundReason.DUPLICATE)
    await refunds.create(tx, payment_intent_id=intent.id, amount=amount, reason=order.chance.choice(reasons))
