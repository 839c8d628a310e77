"""Whatever is done with disputes, in whatever order: the books balance, and each goes its way by the arrows."""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlmodel import col

from app.domain.core_resources.disputes import disputes
from app.domain.snapshot import snapshot
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import Dispute, DisputeStatus
from app.tables.core_resources.dispute_evidence import DisputeEnhancedEvidence, DisputeEvidence, DisputeVisaCompliance
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.core_resources.refund import Refund
from tests.conftest import MakeDatabase
from tests.core_resources.machine import PLACES, Machine, keep_going
from tests.records import records

METHODS = st.sampled_from(
    (
        "pm_card_createDispute",
        *("pm_card_createDisputeInquiry",) * 5,
        "pm_card_createMultipleDisputes",
        "pm_card_createCe3EligibleDispute",
        "pm_card_createComplianceDispute",
        "pm_usBankAccount_dispute",
    )
)
DEEDS = st.one_of(
    st.tuples(
        st.sampled_from(("answer", "answer", "save")),
        st.sampled_from(("winning_evidence", "losing_evidence", "escalate_inquiry_evidence", "Worn shoes.")),
    ),
    st.tuples(st.just("wait"), st.sampled_from((2, 2, 2, 60 * 24 * 9, 60 * 24 * 121))),
    st.tuples(st.just("refund"), st.none() | st.integers(1, 2000)),
    st.tuples(st.just("concede"), st.none()),
)
"""What is done about a dispute, and with what: a text, minutes, an amount."""
INQUIRIES = {DisputeStatus.WARNING_NEEDS_RESPONSE, DisputeStatus.WARNING_UNDER_REVIEW, DisputeStatus.WARNING_CLOSED}


class Disputes(Machine):
    """One merchant, whose customers dispute everything. A refusal is as good as a success."""

    seen: ClassVar[set[tuple[str | None, DisputeStatus]]] = set()
    """Every step that a dispute took."""

    @rule(
        method=METHODS,
        amount=st.integers(50, 5000),
        manual=st.booleans(),
        days=st.sampled_from((0, 0, 7)),
        deeds=st.lists(DEEDS, min_size=2, max_size=5),
    )
    def pay(self, method: str, amount: int, manual: bool, days: int, deeds: list[tuple[str, Any]]) -> None:
        how = PaymentIntentCaptureMethod.MANUAL if manual and "card" in method else PaymentIntentCaptureMethod.AUTOMATIC
        self.attempt(self.shop.pay(method, amount=amount, capture_method=how))
        self.run(self.shop.wait(days=days))
        self.go_on(1, deeds)

    @rule(place=PLACES, deeds=st.lists(DEEDS, min_size=1, max_size=3))
    def go_on(self, place: int, deeds: list[tuple[str, Any]]) -> None:
        """Do something about a dispute, counted from the last."""
        if (dispute := self.nth(Dispute, place)) is None:
            return
        for what, how in deeds:
            if what == "wait":
                self.run(self.shop.wait(minutes=how))
            elif what == "refund":
                charge = next(row for row in self.rows(Charge) if row.id == dispute.charge_id)
                self.attempt(self.shop.refund(charge, amount=how))
            elif what == "concede":
                self.attempt(self.shop.do(disputes.close, dispute))
            else:
                enhanced = DisputeEnhancedEvidence(visa_compliance=DisputeVisaCompliance(fee_acknowledged=True))
                evidence = DisputeEvidence(uncategorized_text=how, enhanced_evidence=enhanced)
                self.attempt(self.shop.do(disputes.update, dispute, evidence=evidence, submit=what == "answer"))

    @invariant()
    def balances_are_what_was_moved(self) -> None:
        moved: dict[str, int] = {}
        for row in self.rows(BalanceTransaction):
            book = f"{row.status}:{row.source_type}"
            moved[book] = moved.get(book, 0) + row.net
        balance = self.run(self.shop.balance()).get("usd", {})
        assert {book: amount for book, amount in moved.items() if amount} == {
            book: amount for book, amount in balance.items() if amount
        }

    @invariant()
    def a_dispute_holds_what_its_status_says(self) -> None:
        moved: dict[str, list[int]] = {}
        for row in self.rows(BalanceTransaction):
            moved.setdefault(row.source_id, []).append(row.amount)
        for dispute in self.rows(Dispute):
            conceded = dispute.status is DisputeStatus.LOST and dispute.is_charge_refundable
            if dispute.status in INQUIRIES or conceded:
                expected = []
            elif dispute.status is DisputeStatus.WON:
                expected = [-dispute.amount, dispute.amount]
            else:
                expected = [-dispute.amount]
            assert moved.get(dispute.id, []) == expected, dispute
            assert dispute.is_charge_refundable == (
                conceded or dispute.status in INQUIRIES or dispute.status is DisputeStatus.WON
            )

    @invariant()
    def no_more_goes_back_than_came(self) -> None:
        back: dict[str, int] = {}
        for refund in self.rows(Refund):
            if refund.status not in ("failed", "canceled"):
                back[refund.charge_id] = back.get(refund.charge_id, 0) + refund.amount
        for dispute in self.rows(Dispute):
            if not dispute.is_charge_refundable:
                back[dispute.charge_id] = back.get(dispute.charge_id, 0) + dispute.amount
        for charge in self.rows(Charge):
            if charge.captured:
                assert back.get(charge.id, 0) <= charge.amount_captured, charge

    @invariant()
    def every_step_is_an_arrow_and_is_told(self) -> None:
        told: dict[str, dict[str, Any]] = {}
        mine = col(Event.account_id) == self.shop.tenant.account
        for event in self.run(records(self.shop.database, Event, mine, by="sequence")):
            if event.type.startswith("charge.dispute."):
                body = event.data.object
                before, after = told.get(event.object_id), DisputeStatus(body["status"])
                if before is None:
                    assert after in (DisputeStatus.NEEDS_RESPONSE, DisputeStatus.WARNING_NEEDS_RESPONSE)
                elif before["status"] != after:
                    assert after in Dispute.arrows[DisputeStatus(before["status"])]
                self.seen.add((before["status"] if before else None, after))
                told[event.object_id] = body
        rows = self.rows(Dispute)
        assert told.keys() == {row.id for row in rows}
        for row in rows:
            assert told[row.id] | {"balance_transactions": None} == snapshot(row)


def test_disputes_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Disputes, make_database, examples=12, steps=12)
    steps = {(DisputeStatus(before), DisputeStatus(to)) for before, after in Dispute.arrows.items() for to in after}
    assert len(steps & Disputes.seen) >= 7, "disputes hardly went anywhere"
