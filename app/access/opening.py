"""Accounts, opened with what each has from the start."""

from app.connection import Connection
from app.domain.connect.account_settings import merged
from app.domain.connect.accounts import new_account, opened
from app.domain.connect.bank_accounts import of_test_token
from app.ids import new_id
from app.sql import insert
from app.tables.connect.account import Account
from app.tables.connect.account_settings import (
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
)
from app.tables.connect.bank_account import BankAccount, BankAccountExternalAccountParams
from app.tables.tenancy import Tenant

ON_REQUEST = AccountSettingsParams(
    payouts=AccountSettingsPayoutsParams(
        schedule=AccountSettingsPayoutsScheduleParams(interval=AccountSettingsPayoutsScheduleInterval.MANUAL)
    )
)


async def open_account(
    connection: Connection, *, name: str, country: str = "US", email: str | None = None, paid_out_to: str | None = None
) -> Account:
    """Insert a merchant's account in both modes, with its default configurations in each. Returns the row of
    test mode; both have the same id. With `paid_out_to`, a test token of a bank account, test mode is paid out
    there on request; without, an account keeps its funds until it has a bank account."""
    made = new_account(name=name, country=country, email=email)
    test = made[0]
    if paid_out_to is not None:
        test.settings = merged(test.settings, ON_REQUEST)
    parts = opened(made)
    if paid_out_to is not None:
        parts.append(insert([_paid_out(test, paid_out_to)]))
    for part in parts:
        await connection.apply(part)
    return test


def _paid_out(account: Account, token: str) -> BankAccount:
    """The bank account of a test token, as the account's only one."""
    bank = of_test_token(account, BankAccountExternalAccountParams(token=token))
    bank.__dict__.update(Tenant.of(account).columns)
    bank.id, bank.created = new_id(BankAccount.prefix), account.created
    bank.holder_id, bank.default_for_currency = account.id, True
    return bank
