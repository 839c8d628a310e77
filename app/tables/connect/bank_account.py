"""BankAccount: a bank account that an account is paid out to."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.connect.external_account import EVENTS, PATH, UNION, ExternalAccountParams, ExternalAccountStatus
from app.tables.core_resources.payout_values import PayoutMethod
from app.tables.core_resources.token_params import TokenBankAccountType
from app.tables.payment_methods.types.us_bank_account import UsBankAccountHolderType
from app.tables.resource import Resource, Tagged
from app.tables.shapes.requirements import AccountRequirementsErrors
from app.tables.texts import CountryCode
from app.tables.values import Value


class BankAccountRequirements(Value):
    """Information about a bank account that must be provided."""

    currently_due: list[str] = given([])
    """Fields that must be provided now, such as `documents.bank_account_ownership_verification.files`."""
    errors: list[AccountRequirementsErrors] = given([])
    """Requirements whose provided information was rejected and must be provided again."""
    past_due: list[str] = given([])
    """Fields that were not provided in time."""
    pending_verification: list[str] = given([])
    """Fields that are being verified."""


class BankAccount(Tagged, Resource, table=True):
    """A bank account that an account is paid out to."""

    prefix: ClassVar[str] = "ba_"
    path: ClassVar[str] = PATH
    deletable: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True
    unions: ClassVar[tuple[str, ...]] = (UNION,)
    awaited: ClassVar[tuple[str, ...]] = ("customer",)
    events: ClassVar[dict[str, str]] = EVENTS

    # Stripe's bank accounts have neither.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept(graph_only=True)
    """When the bank account was added."""
    account_holder_name: str | None = kept(max_length=5000)
    """Name of the person or business that owns the bank account."""
    account_holder_type: str | None = kept(in_groups=True)
    """Type of the owner: `company` or `individual`."""
    account_type: str | None = kept(in_groups=True)
    """Type of the bank account: `checking`, `savings`, or in Japan `futsu` or `toza`."""
    available_payout_methods: list[PayoutMethod] = kept([])
    """How fast payouts to the bank account can be sent."""
    bank_name: str | None = kept(in_groups=True)
    """Name of the bank; null if it is not known."""
    country: str = kept("", in_groups=True)
    """Country of the bank: a two-letter ISO 3166-1 code."""
    currency: str = kept("")
    """Currency of the payouts to it: a three-letter ISO 4217 code, in lower case."""
    default_for_currency: bool = kept(False)
    """Whether payouts in the currency go there by default."""
    fingerprint: str | None = kept()
    """Fingerprint of the account number: the same number has the same fingerprint within an account."""
    future_requirements: BankAccountRequirements | None = kept(BankAccountRequirements())
    """Information that must be provided once announced rules take effect."""
    holder_id: str | None = ref("account", back="external_accounts", kind="kept", default=None, name="account")
    """Account that is paid out to it."""
    last4: str = kept("")
    """Last four digits of the account number."""
    requirements: BankAccountRequirements | None = kept(BankAccountRequirements())
    """Information that must be provided, such as documents that show who owns the bank account."""
    routing_number: str | None = kept()
    """Number of the bank, and in some countries of its branch; of an IBAN, the code of the bank in it."""
    status: str = kept(ExternalAccountStatus.NEW.value, in_groups=True)
    """Status: `new`; `verified` for a test token of a verified account; `verification_failed` if the owner could not be
    verified; `errored` if a payout failed. Nothing is sent to the last two until other details are given. `validated`
    is for accounts whose bank confirms that they exist, which no bank does here."""

    behaviour: str = kept("", hidden=True)
    """What it does with payouts in test mode."""
    proof: str | None = kept(hidden=True)
    """The document that is being verified."""


class BankAccountDocumentsFiles(Value):
    """Files of one document, uploaded for ACCOUNT_REQUIREMENT."""

    files: list[str] | None = given(None, max_length=10)
    """IDs of the files; in test mode also `file_identity_document_success` or `file_identity_document_failure`."""


class BankAccountDocuments(Value):
    """Documents about a bank account. They are verified, and never shown."""

    bank_account_ownership_verification: BankAccountDocumentsFiles | None = given(None)
    """Documents that show who owns the bank account, such as a statement or a voided check."""


class BankAccountUpdateParams(Value, like=BankAccount):
    """What can be changed of a bank account."""

    account_holder_name: str | None = given(None)
    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Type of the owner."""
    account_type: TokenBankAccountType | None = given(None)
    """Type of the bank account."""
    default_for_currency: bool | None = given(None)
    """True has payouts in the currency go there from now on. There is always one default of a currency, so that false
    is refused for the one that is."""
    documents: BankAccountDocuments | None = given(None)
    """Documents about the bank account."""


class BankAccountExternalAccountParams(ExternalAccountParams):
    """A bank account that payouts are sent to: its numbers, or a token."""

    account_holder_name: str | None = given(None, max_length=5000)
    """Name of the person or business that owns the bank account."""
    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Type of the owner of a bank account."""
    account_number: str | None = given(None, max_length=40)
    """Account number or IBAN of a bank account. It is never shown again."""
    country: CountryCode | None = given(None)
    """Country of the bank: a two-letter ISO 3166-1 code. The default is the account's own country."""
    routing_number: str | None = given(None, max_length=20)
    """Number of the bank, such as a routing number, a sort code, or a BSB. Required where banks have one; not needed
    with an IBAN."""
