"""The bank account or card that an account is given with its other details."""

from app.tables.columns import given
from app.tables.connect.bank_account import BankAccount, BankAccountExternalAccountParams
from app.tables.connect.card import Card, CardExternalAccountParams

ExternalAccount = BankAccount | Card
"""What an account can be paid out to."""


class AccountExternalAccountParams(BankAccountExternalAccountParams, CardExternalAccountParams):
    """A bank account or a debit card that payouts are sent to: a token, or its numbers."""

    object: str | None = given(None)
    """Kind of the destination: `bank_account` or `card`. Required without `token`."""
