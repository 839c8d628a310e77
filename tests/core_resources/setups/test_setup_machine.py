"""Whatever is done with setups, in whatever order: statuses keep to their arrows, and what belongs together agrees."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from app.domain.core_resources.setups import actions, cancellation, confirmation, setup_intents
from app.domain.payment_methods import payment_methods
from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.snapshot import snapshot
from app.tables.core_resources.event import Event
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.mandate_values import MandateSingleUse
from app.tables.core_resources.setup_attempt import SetupAttempt
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.ideal import IDEAL, PaymentMethodIdeal
from app.tables.shapes.mandate_data import (
    ConfirmCustomerAcceptanceParams,
    ConfirmMandateDataParams,
    MandateAcceptanceType,
)
from tests.conftest import MakeDatabase
from tests.core_resources.machine import PLACES, Machine, keep_going

METHODS = st.sampled_from(
    (
        "pm_card_visa",
        "pm_card_visa_chargeDeclined",
        "pm_card_authenticationRequired",
        "pm_card_threeDSecureRequiredProcessingError",
        "pm_usBankAccount_success",
        "ideal",
        "unverified",
        "unverified",
        "unreached",
    )
)
NAMES = {"unverified": "pm_usBankAccount_success", "unreached": "pm_usBankAccount_failMicrodeposits"}
CODES = st.sampled_from(("SM11AA", "SM11AA", "SM99ZZ", "SM33CC", "SM44DD"))
ACCEPTED = ConfirmMandateDataParams(
    customer_acceptance=ConfirmCustomerAcceptanceParams(type=MandateAcceptanceType.OFFLINE)
)
ONCE = MandateSingleUse(amount=2000, currency="usd")


class Setups(Machine):
    """One merchant. A refusal is as good as a success here: what must hold holds after both."""

    async def _method(self, name: str) -> str:
        """A new payment method, whose owner may have to verify it."""
        async with self.shop.tx() as tx:
            if name == IDEAL.name:
                return tx.add(behaviour_of(name).made(PaymentMethodIdeal())).id
            method = await payment_methods.resolve(tx, NAMES.get(name, name))
            method.verified = name not in NAMES
            return method.id

    async def _create(self, **values: Any) -> None:
        async with self.shop.tx() as tx:
            await setup_intents.create(tx, **values)

    @rule(method=METHODS, whose=st.sampled_from(("nobody's", "a customer's", "ours")), once=st.booleans())
    def set_up(self, method: str, whose: str, once: bool) -> None:
        self.attempt(
            self._create(
                payment_method_id=self.run(self._method(method)),
                confirm=True,
                mandate_data=ACCEPTED,
                return_url="https://shop.example/saved",
                customer_id=self.run(self.shop.customer()).id if whose == "a customer's" else None,
                attach_to_self=whose == "ours" or None,
                single_use=ONCE if once else None,
            )
        )

    @rule()
    def create(self) -> None:
        self.attempt(self._create(customer_id=self.run(self.shop.customer()).id))

    @rule(place=PLACES, method=st.none() | METHODS)
    def confirm(self, place: int, method: str | None) -> None:
        if (intent := self.nth(SetupIntent, place)) is not None:
            other = None if method is None else self.run(self._method(method))
            given = {"mandate_data": ACCEPTED, "return_url": "https://shop.example/saved"}
            self.attempt(self.shop.do(confirmation.confirm, intent, payment_method=other, **given))

    @rule(place=PLACES, method=METHODS)
    def update(self, place: int, method: str) -> None:
        if (intent := self.nth(SetupIntent, place)) is not None:
            given = {"payment_method_id": self.run(self._method(method))}
            self.attempt(self.shop.do(setup_intents.update, intent, **given))

    @rule(place=PLACES, passed=st.booleans())
    def authenticate(self, place: int, passed: bool) -> None:
        if (intent := self.nth(SetupIntent, place)) is not None:
            verb = actions.complete_authentication if passed else actions.fail_authentication
            self.attempt(self.shop.do(verb, intent))

    @rule(place=PLACES, code=CODES)
    def verify(self, place: int, code: str) -> None:
        if (intent := self.nth(SetupIntent, place)) is not None:
            self.attempt(self.shop.do(actions.verify_microdeposits, intent, descriptor_code=code))

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        if (intent := self.nth(SetupIntent, place)) is not None:
            self.attempt(self.shop.do(cancellation.cancel, intent))

    @rule(place=PLACES)
    def debit(self, place: int) -> None:
        if (mandate := self.nth(Mandate, place)) is not None:
            owner = self.run(self._owner(mandate.payment_method_id))
            self.attempt(self.shop.pay(mandate.payment_method_id, customer_id=owner, mandate=mandate.id))

    async def _owner(self, method_id: str) -> str | None:
        async with self.shop.tx() as tx:
            return (await tx.get(PaymentMethod, method_id, lock=False)).customer_id

    @rule(place=PLACES)
    def detach(self, place: int) -> None:
        if (method := self.nth(PaymentMethod, place)) is not None:
            self.attempt(self.shop.do(payment_methods.detach, method))

    @rule(days=st.sampled_from((1, 3, 12)))
    def wait(self, days: int) -> None:
        self.run(self.shop.wait(days=days))

    @invariant()
    def statuses_keep_to_their_arrows(self) -> None:
        self.must_keep_to_arrows(SetupIntent, SetupAttempt, Mandate)

    @invariant()
    def a_setup_agrees_with_its_attempts_and_mandates(self) -> None:
        attempts: dict[str, SetupAttempt] = {row.id: row for row in self.rows(SetupAttempt)}
        mandates: dict[str, Mandate] = {row.id: row for row in self.rows(Mandate)}
        for setup in self.rows(SetupIntent):
            latest = attempts.get(setup.latest_attempt_id or "")
            assert (setup.next_action is not None) == (setup.status == "requires_action")
            waiting = [each for each in attempts.values() if each.setup_intent_id == setup.id]
            waiting = [each for each in waiting if each.status == "requires_action"]
            assert waiting == ([latest] if setup.status == "requires_action" else [])
            if setup.status == "succeeded":
                assert latest is not None
                assert latest.status == "succeeded"
            if setup.status in ("requires_payment_method", "requires_confirmation", "canceled"):
                assert (setup.mandate_id, setup.single_use_mandate_id) == (None, None)
            mandate = mandates.get(setup.mandate_id or setup.single_use_mandate_id or "")
            if mandate is not None:
                pending = setup.status == "requires_action"
                assert mandate.status in (("pending", "inactive") if pending else ("active", "inactive"))

    @invariant()
    def mandates_are_of_usable_payment_methods(self) -> None:
        consumed = {row.id for row in self.rows(PaymentMethod) if row.consumed}
        for mandate in self.rows(Mandate):
            assert mandate.status == "inactive" or mandate.payment_method_id not in consumed

    @invariant()
    def every_end_of_a_mandate_is_told(self) -> None:
        told = {event.object_id: event.data.object for event in self.rows(Event)}
        for mandate in self.rows(Mandate):
            if mandate.id in told:
                assert told[mandate.id] == snapshot(mandate)


def test_setups_keep_to_their_arrows(make_database: MakeDatabase) -> None:
    keep_going(Setups, make_database, examples=12)
