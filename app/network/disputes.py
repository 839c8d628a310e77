"""Disputes in test mode: what a customer contests, and how long everything takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.network.banks import BANK_BEHAVIOURS, Settles
from app.network.behaviours import CARD_BEHAVIOURS, DisputeHint
from app.network.delays import Delay

DISPUTE_FEE = Decimal(15)
"""The fee of a chargeback, in units of its currency; kept whoever wins."""
NETWORK_FEE = Decimal(500)
"""What a card network takes for deciding a compliance case, in units of its currency; returned to who wins."""

DECISION = Delay(business_days=45)
"""How long a bank examines evidence: about two months."""
INQUIRY = timedelta(days=120)
"""How long a bank can turn an inquiry into a chargeback."""

_RESPONSE_DAYS = 8
"""Banks give merchants one to three weeks."""

WINS, LOSES, ESCALATES = "winning_evidence", "losing_evidence", "escalate_inquiry_evidence"
"""The texts among the evidence that decide a case in test mode. No bank ever answers other evidence."""


@dataclass(frozen=True)
class Case:
    """What a customer brings to their bank."""

    reason: str
    """The reason, as a dispute names it."""
    network_reason_code: str | None = None
    inquiry: bool = False
    """Whether the bank only asks, and takes no funds yet."""
    shifts_liability: bool = False
    """Whether an authenticated customer has no such case: the loss is then their bank's."""
    compelling_evidence: bool = False
    """Whether Visa's Compelling Evidence 3.0 is taken."""
    compliance: bool = False
    """Whether it is about Visa's own rules, which costs a fee to contest."""
    klarna_reason_code: str | None = None
    """Klarna's own code for the reason."""


_NOT_RECEIVED = Case("product_not_received", "13.1")
_BY_HINT = {
    DisputeHint.FRAUDULENT: (Case("fraudulent", "10.4", shifts_liability=True),),
    DisputeHint.PRODUCT_NOT_RECEIVED: (_NOT_RECEIVED,),
    DisputeHint.INQUIRY: (Case("fraudulent", "10", inquiry=True),),
    DisputeHint.SEVERAL: (Case("fraudulent", "10.4"), _NOT_RECEIVED),
    DisputeHint.VISA_CE3_ELIGIBLE: (Case("fraudulent", "10.4", compelling_evidence=True),),
    DisputeHint.VISA_COMPLIANCE: (Case("noncompliant", compliance=True),),
    DisputeHint.MASTERCARD_COMPLIANCE: (Case("noncompliant"),),
}
_DEBIT = Case("debit_not_authorized", "R10")


def cases_of(behaviour: str) -> tuple[Case, ...]:
    """What comes of a charge to the card or the bank account behind `behaviour`: nothing for most."""
    card, bank = CARD_BEHAVIOURS.get(behaviour), BANK_BEHAVIOURS.get(behaviour)
    if card and card.dispute:
        return _BY_HINT.get(card.dispute, ())
    return (_DEBIT,) if bank and isinstance(bank.debit, Settles) and bank.debit.disputed else ()


REASONS = (
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "fraudulent",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "noncompliant",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
)
"""Every reason of a dispute, as Stripe names them."""
_OF_VISA = {
    "credit_not_processed": "13.6",
    "duplicate": "12.6.1",
    "fraudulent": "10.4",
    "product_not_received": "13.1",
    "product_unacceptable": "13.3",
    "subscription_canceled": "13.2",
}
_OF_DEBITS = {"debit_not_authorized": "R10", "insufficient_funds": "R01"}
"""Return codes of ACH."""
_OF_KLARNA = {
    "credit_not_processed": "return",
    "duplicate": "already_paid",
    "fraudulent": "unauthorized_purchase",
    "product_not_received": "goods_not_received",
    "product_unacceptable": "faulty_goods",
}


def case_for(reason: str, *, type: str, brand: str | None, inquiry: bool) -> Case:
    """The case that a customer brings for one of `REASONS`, who paid with this type of payment method and, if a card,
    brand."""
    visa = brand == "visa"
    codes = _OF_VISA if visa else _OF_DEBITS if type == "us_bank_account" else {}
    return Case(
        reason,
        codes.get(reason),
        inquiry=inquiry,
        compliance=visa and reason == "noncompliant",
        klarna_reason_code=_OF_KLARNA.get(reason) if type == "klarna" else None,
    )


def due_by(now: datetime) -> datetime:
    """When the time to submit evidence ends: with a day (UTC)."""
    return (now + timedelta(days=_RESPONSE_DAYS)).replace(hour=23, minute=59, second=59, microsecond=0)
