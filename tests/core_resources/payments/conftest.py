"""A merchant with an account, whose payments are made straight through the domain."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.clock import worker
from app.database import Database
from app.domain import ledger
from app.domain.connect import accounts
from app.domain.core_resources.payments import charges, intents, refunds
from app.domain.core_resources.payouts import payouts
from app.domain.payment_methods import configurations, payment_methods
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.ids import new_id
from app.tables.connect.account import Account, AccountBusinessProfile
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_settings import (
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
)
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.exchange_rate import ExchangeRateSettings, ExchangeRateSettingsPerUsd
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.refund import Refund
from app.tables.infrastructure import LedgerEntry, Wake
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType
from app.tables.payment_methods.types.card import PaymentMethodCardParams
from app.tables.resource import Resource
from app.tables.shapes.mandate_data import (
    CustomerAcceptanceParams,
    MandateAcceptanceType,
    MandateDataParams,
)
from app.tables.tenancy import Tenant
from tests.records import records

Row = TypeVar("Row", bound=Resource)

AUTOMATIC = PaymentIntentCaptureMethod.AUTOMATIC
"""Unlike with the default, the balance is credited before the answer."""
MANDATE = MandateDataParams(customer_acceptance=CustomerAcceptanceParams(type=MandateAcceptanceType.OFFLINE))
"""The customer's authorization of a debit, which cards make nothing of."""
MONDAY = datetime(2025, 3, 3, 10, 0, tzinfo=UTC)
"""Where every test's time begins: a Monday, so that working days are easily counted."""


class Shop:
    """One merchant: verbs as they are called, each in a transaction of its own, at a time of the test's choice."""

    def __init__(self, database: Database, tenant: Tenant) -> None:
        self.database = database
        self.tenant = tenant
        self.now = MONDAY
        self._seen = 0

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return transaction(self.database, self.tenant, now=self.now)

    async def do(self, verb: Callable[..., Awaitable[Row]], row: Row, **options: Any) -> Row:
        """Call a verb on a row as it now stands."""
        async with self.tx() as tx:
            return await verb(tx, await tx.get(type(row), row.id), **options)

    async def again(self, row: Row) -> Row:
        """The row as it now stands."""
        async with self.tx() as tx:
            return await tx.get(type(row), row.id, lock=False)

    async def intent(self, **values: Any) -> PaymentIntent:
        async with self.tx() as tx:
            given: dict[str, Any] = {"amount": 2000, "currency": "usd", "capture_method": AUTOMATIC} | values
            if given.get("confirm"):
                given.setdefault("mandate_data", MANDATE)
            return await intents.create(tx, **given)

    async def pay(self, method: str = "pm_card_visa", **values: Any) -> PaymentIntent:
        return await self.intent(payment_method_id=method, confirm=True, **values)

    async def charge(self, source: str = "tok_visa", **values: Any) -> Charge:
        async with self.tx() as tx:
            given: dict[str, Any] = {"amount": 2000, "currency": "usd", "source": source} | values
            return await charges.create(tx, **given)

    async def refund(self, of: PaymentIntent | Charge, **values: Any) -> Refund:
        values["charge_id" if isinstance(of, Charge) else "payment_intent_id"] = of.id
        async with self.tx() as tx:
            return await refunds.create(tx, **values)

    async def card(self, **card: Any) -> PaymentMethod:
        given: dict[str, Any] = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"} | card
        async with self.tx() as tx:
            details = PaymentMethodParams.of("card", PaymentMethodCardParams(**given))
            return await payment_methods.create(tx, type=PaymentMethodType("card"), details=details)

    async def customer(self) -> Customer:
        async with self.tx() as tx:
            return tx.add(Customer(name="Ada", invoice_prefix=new_id("")[-8:].upper()))

    async def method_of(self, customer: Customer, name: str = "pm_card_visa") -> PaymentMethod:
        async with self.tx() as tx:
            method = await payment_methods.resolve(tx, name)
            return await payment_methods.attach(tx, method, customer=customer.id)

    async def latest_charge(self, intent: PaymentIntent) -> Charge:
        intent = await self.again(intent)
        assert intent.latest_charge_id is not None
        async with self.tx() as tx:
            return await tx.get(Charge, intent.latest_charge_id, lock=False)

    async def wait(self, **time: float) -> None:
        """Let time pass, and all be done that falls due on the way."""
        until = self.now + timedelta(**time)
        while (due := await self._next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            await worker.run_due(self.database, self.now)
        self.now = until

    async def _next_due(self) -> datetime | None:
        rows = await self.database.fetch(
            select(func.min(col(Wake.due)).label("due")).where(col(Wake.clock_id).is_(None)), asyncpg.Record
        )
        due: datetime | None = rows[0]["due"]
        return due

    async def paid_out_to(self, token: str, interval: str) -> None:
        """Have the account paid out to a test bank account or card."""
        schedule = AccountSettingsPayoutsScheduleParams(interval=AccountSettingsPayoutsScheduleInterval(interval))
        async with self.tx() as tx:
            await accounts.update(
                tx,
                await tx.get(Account, self.tenant.account),
                external_account=AccountExternalAccountParams(token=token),
                settings=AccountSettingsParams(payouts=AccountSettingsPayoutsParams(schedule=schedule)),
            )

    async def payout(self, **values: Any) -> Payout:
        async with self.tx() as tx:
            given: dict[str, Any] = {"amount": 2000, "currency": "usd"} | values
            return await payouts.create(tx, **given)

    async def set_rate(self, currency: str, per_usd: str) -> None:
        """Set what one US dollar buys."""
        async with self.tx() as tx:
            settings = await tx.single(ExchangeRateSettings)
            settings.per_usd = [ExchangeRateSettingsPerUsd(currency=currency, rate=Decimal(per_usd))]

    async def events(self) -> list[str]:
        """The types of the events since this was last asked, in order."""
        return [event.type for event in await self.event_rows()]

    async def event_rows(self) -> list[Event]:
        mine = (col(Event.account_id) == self.tenant.account, col(Event.sequence) > self._seen)
        found = await records(self.database, Event, *mine, by="sequence")
        if found:
            self._seen = found[-1].sequence
        return found

    async def balance(self) -> dict[str, dict[str, int]]:
        """The balance as {currency: {book: amount}}."""
        rows = await self.database.fetch(ledger.balance_statement(self.tenant), asyncpg.Record)
        found: dict[str, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row["currency"], {})[row["book"]] = int(row["amount"])
        return found

    async def books(self) -> dict[str, int]:
        """Every book's sum in usd."""
        statement = (
            select(col(LedgerEntry.book), func.sum(LedgerEntry.amount).label("amount"))
            .where(col(LedgerEntry.account_id) == self.tenant.account, col(LedgerEntry.currency) == "usd")
            .group_by(col(LedgerEntry.book))
        )
        rows = await self.database.fetch(statement, asyncpg.Record)
        return {row["book"]: int(row["amount"]) for row in rows}


async def open_shop(database: Database, *, livemode: bool = False) -> Shop:
    """A new merchant, in the United States."""
    tenant = Tenant(new_id("acct_"), livemode)
    async with transaction(database, tenant, now=MONDAY) as tx:
        account = Account(id=tenant.account, country="US", default_currency="usd")
        account.business_profile = AccountBusinessProfile(name="Gadget Store")
        account.capabilities = accounts.new_account(name="Gadget Store")[0].capabilities
        tx.add(account)
        tx.add(configurations.first(account))
    return Shop(database, tenant)


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)
