"""Whatever platforms take of payments, pass on of them and give back, in any order: every ledger sums to zero, and so
does what went between accounts; no fee gives back more than it was; and nothing happens untold."""

from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from app.domain.connect import application_fee_refunds
from app.domain.core_resources.payments import intents, refunds
from app.domain.snapshot import snapshot
from app.tables.connect.account import AccountControllerParams
from app.tables.connect.application_fee import ApplicationFee
from app.tables.connect.application_fee_refund import ApplicationFeeRefund
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.shapes.transfer_data import TransferData
from tests.conftest import MakeDatabase
from tests.connect.test_transfer_machine import AMOUNTS, METHODS, SELLERS, Marketplace
from tests.core_resources.machine import PLACES, keep_going
from tests.core_resources.payments.conftest import AUTOMATIC, Shop
from tests.records import records

PAID = st.integers(1000, 9000)
PAID_BY_PLATFORM = AccountControllerParams.model_validate(
    {
        "fees": {"payer": "application"},
        "losses": {"payments": "application"},
        "requirement_collection": "application",
        "stripe_dashboard": {"type": "none"},
    }
)
CURRENCIES = st.sampled_from(("usd", "eur"))


class Fees(Marketplace):
    """The same marketplace, whose platform is paid by direct and by destination charges too."""

    capabilities = ("transfers", "card_payments")
    controllers = MappingProxyType({"DE": PAID_BY_PLATFORM})

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.run(self._pay(self.sellers[0], amount=5000, currency="usd", application_fee_amount=700))

    async def _pay(self, shop: Shop, method: str = "pm_card_visa", **values: Any) -> None:
        async with shop.tx() as tx:
            tx.work.platform = None if shop is self.shop else self.shop.tenant.account
            await intents.create(tx, payment_method_id=method, confirm=True, capture_method=AUTOMATIC, **values)

    @rule(seller=SELLERS, method=METHODS, amount=PAID, fee=AMOUNTS, currency=CURRENCIES)
    def pay_directly(self, seller: int, method: str, amount: int, fee: int, currency: str) -> None:
        given = {"amount": amount, "currency": currency, "application_fee_amount": fee}
        self.attempt(self._pay(self.sellers[seller], method, **given))

    @rule(
        seller=SELLERS,
        method=METHODS,
        amount=PAID,
        fee=st.none() | AMOUNTS,
        part=st.none() | AMOUNTS,
        own=st.booleans(),
        currency=CURRENCIES,
    )
    def pass_on(
        self, seller: int, method: str, amount: int, fee: int | None, part: int | None, own: bool, currency: str
    ) -> None:
        account = self.sellers[seller].tenant.account
        data = TransferData(amount=None if fee else part, destination_id=account)
        given = {"amount": amount, "currency": currency, "application_fee_amount": fee, "transfer_data": data}
        self.attempt(self._pay(self.shop, method, on_behalf_of_id=None if own else account, **given))

    @rule(
        side=st.sampled_from((0, 1, 2)),
        place=PLACES,
        amount=st.none() | AMOUNTS,
        fee=st.booleans(),
        reverse=st.booleans(),
    )
    def refund_with(self, side: int, place: int, amount: int | None, fee: bool, reverse: bool) -> None:
        shop = self.shops[side]
        charges = [each for each in self.run(self._rows_of(shop, Charge)) if each.source_transfer_id is None]
        if charges:
            charge = charges[-min(place, len(charges))].id
            given = {"amount": amount, "refund_application_fee": fee, "reverse_transfer": reverse and side == 0}
            self.attempt(self._refund(shop, charge, given))

    async def _refund(self, shop: Shop, charge: str, given: dict[str, Any]) -> None:
        async with shop.tx() as tx:
            tx.work.platform = None if shop is self.shop else self.shop.tenant.account
            await refunds.create(tx, charge_id=charge, **given)

    @rule(place=PLACES, amount=st.none() | AMOUNTS)
    def give_back(self, place: int, amount: int | None) -> None:
        fees = self.run(self._rows_of(self.shop, ApplicationFee))
        if fees:
            self.attempt(self._give_back(fees[-min(place, len(fees))].id, amount))

    async def _give_back(self, fee: str, amount: int | None) -> None:
        async with self.shop.tx() as tx:
            await application_fee_refunds.create(tx, fee_id=fee, amount=amount)

    @invariant()
    def fees_count_what_was_given_back(self) -> None:
        back: dict[str, int] = {}
        for _, each in self.every(ApplicationFeeRefund):
            back[each.fee_id] = back.get(each.fee_id, 0) + each.amount
        charges = {charge.id: charge for _, charge in self.every(Charge)}
        for shop, fee in self.every(ApplicationFee):
            assert shop is self.shop
            assert fee.amount_refunded == back.get(fee.id, 0) <= fee.amount
            assert fee.refunded == (fee.amount_refunded == fee.amount)
            assert charges[fee.charge_id].application_fee_id == fee.id
            assert fee.amount <= charges[fee.charge_id].amount_captured

    @invariant()
    def every_fee_is_told(self) -> None:
        for shop in getattr(self, "shops", [])[:1]:
            events = self.run(records(self.database, Event, Event.account_id == shop.tenant.account, by="sequence"))
            told = {event.object_id: event.data.object for event in events}
            for fee in self.run(self._rows_of(shop, ApplicationFee)):
                assert told[fee.id]["amount_refunded"] == snapshot(fee)["amount_refunded"] == fee.amount_refunded


def test_fees_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Fees, make_database, examples=8, steps=40)
