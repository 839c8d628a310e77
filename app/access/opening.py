"""Accounts, opened with what each has from the start."""

from app.connection import Connection
from app.domain.connect.account_settings import merged
from app.domain.connect.accounts import new_account, opened
from app.domain.connect.external_accounts import added
from app.tables.connect.account import Account
from app.tables.connect.account_settings import (
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
)
from app.tables.connect.payout_destination import AccountExternalAccountParams

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
        test.payout_destinations = added(test, AccountExternalAccountParams(token=paid_out_to))
        test.settings = merged(test.settings, ON_REQUEST)
    for part in opened(made):
        await connection.apply(part)
    return test
