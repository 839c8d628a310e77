"""The bank accounts and debit cards that an account is paid out to."""

from app.tables.columns import given
from app.tables.core_resources.payout_values import PayoutType
from app.tables.texts import CountryCode, CurrencyCode
from app.tables.values import Value


class PayoutDestination(Value):
    """A bank account or a debit card of an account, as far as payouts go."""

    id: str = given()
    """ID of the destination."""
    behaviour: str = given()
    """What it does with payouts in test mode."""
    country: str = given()
    """Country of the bank: a two-letter ISO 3166-1 code."""
    currency: str = given()
    """Currency of the payouts to it."""
    errored: bool = given(False)
    """Whether a payout failed: no more are sent until the account has another one."""
    instant: bool = given(False)
    """Whether instant payouts are possible."""
    type: PayoutType = given()
    """Whether it is a bank account or a card."""


class AccountExternalAccountParams(Value):
    """A bank account or a debit card that payouts are sent to: a token, or its numbers."""

    account_number: str | None = given(None, max_length=34)
    """Account number or IBAN of a bank account. It is never shown again."""
    country: CountryCode | None = given(None)
    """Country of the bank: a two-letter ISO 3166-1 code. The default is the account's own country."""
    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Currency of the payouts to it. The default is the account's default currency."""
    exp_month: int | None = given(None, ge=1, le=12)
    """Month in which a card expires."""
    exp_year: int | None = given(None, ge=1)
    """Year in which a card expires."""
    number: str | None = given(None, max_length=23)
    """Number of a card. It is never shown again."""
    object: str | None = given(None)
    """Kind of the destination: `bank_account` or `card`. Required without `token`."""
    routing_number: str | None = given(None, max_length=11)
    """Routing number, sort code or other number of the bank. Not needed with an IBAN."""
    token: str | None = given(None, max_length=5000)
    """Test token of a bank account or a card, such as `btok_us_verified` or `tok_visa_debit_us_transferSuccess`."""
