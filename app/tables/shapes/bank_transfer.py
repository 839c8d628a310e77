"""Bank transfers: their types, and the accounts that customers send them to."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from app.errors import Malformed
from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class BankTransferType(StrEnum):
    """The type of a bank transfer."""

    EU_BANK_TRANSFER = "eu_bank_transfer"
    """A transfer in euros within the SEPA area."""
    GB_BANK_TRANSFER = "gb_bank_transfer"
    """A transfer in pounds within the United Kingdom."""
    JP_BANK_TRANSFER = "jp_bank_transfer"
    """A transfer in yen within Japan."""
    MX_BANK_TRANSFER = "mx_bank_transfer"
    """A transfer in pesos within Mexico."""
    US_BANK_TRANSFER = "us_bank_transfer"
    """A transfer in US dollars, through ACH, by wire, or from abroad."""


class EuBankTransferCountry(StrEnum):
    """The country of the account that a customer sends euros to."""

    BE = "BE"
    """Belgium."""
    DE = "DE"
    """Germany."""
    ES = "ES"
    """Spain."""
    FR = "FR"
    """France."""
    IE = "IE"
    """Ireland."""
    NL = "NL"
    """The Netherlands."""


def _check_country(text: str) -> str:
    code = text.upper()
    if code not in {*EuBankTransferCountry}:
        raise Malformed(f"must be {', '.join(sorted(EuBankTransferCountry))}; it was {text[:100]!r}.")
    return code


EuBankTransferCountryCode = Annotated[str, AfterValidator(_check_country)]
"""The code of a country that accounts for euros are in, in upper case."""


class BankAddressType(StrEnum):
    """The kind of an account's address."""

    ABA = "aba"
    """A US account, by routing number and account number."""
    IBAN = "iban"
    """An account with an IBAN."""
    SORT_CODE = "sort_code"
    """A British account, by sort code and account number."""
    SPEI = "spei"
    """A Mexican account, by CLABE."""
    SWIFT = "swift"
    """An account for transfers from abroad, by SWIFT code and account number."""
    ZENGIN = "zengin"
    """A Japanese account, by bank, branch and account number."""


class BankTransferNetwork(StrEnum):
    """A network that carries bank transfers."""

    ACH = "ach"
    """Automated Clearing House, in the United States."""
    BACS = "bacs"
    """Bacs, in the United Kingdom."""
    DOMESTIC_WIRE_US = "domestic_wire_us"
    """Wires within the United States."""
    FPS = "fps"
    """Faster Payments, in the United Kingdom."""
    SEPA = "sepa"
    """Single Euro Payments Area, in Europe."""
    SPEI = "spei"
    """Transfers within Mexico, through SPEI."""
    SWIFT = "swift"
    """Transfers from abroad, through SWIFT."""
    ZENGIN = "zengin"
    """Transfers within Japan, through Zengin."""


class BankAccountAba(Value):
    """A US account, by routing number and account number."""

    account_holder_address: Address = given()
    """Address of the account's holder."""
    account_holder_name: str = given()
    """Name of the account's holder."""
    account_number: str = given()
    """Number of the bank account."""
    account_type: str = given()
    """Kind of the account, such as `checking`."""
    bank_address: Address = given()
    """Address of the bank."""
    bank_name: str = given()
    """Name of the bank."""
    routing_number: str = given()
    """Routing number of the bank: nine digits."""


class BankAccountIban(Value, like=BankAccountAba):
    """An account with an IBAN."""

    account_holder_address: Address
    account_holder_name: str
    bank_address: Address
    bic: str = given()
    """Identifier code (BIC) of the bank."""
    country: str = given()
    """Country of the account: a two-letter ISO 3166-1 code."""
    iban: str = given()
    """Number of the account (IBAN)."""


class BankAccountSortCode(Value, like=BankAccountAba):
    """A British account, by sort code and account number."""

    account_holder_address: Address
    account_holder_name: str
    account_number: str = given()
    """Account number: eight digits."""
    bank_address: Address
    sort_code: str = given()
    """Sort code of the bank: six digits."""


class BankAccountSpei(Value, like=BankAccountAba):
    """A Mexican account, by CLABE."""

    account_holder_address: Address
    account_holder_name: str
    bank_address: Address
    bank_code: str = given()
    """Code of the bank: three digits."""
    bank_name: str
    clabe: str = given()
    """Account number (CLABE): 18 digits."""


class BankAccountSwift(Value, like=BankAccountAba):
    """An account for transfers from abroad, by SWIFT code and account number."""

    account_holder_address: Address
    account_holder_name: str
    account_number: str
    account_type: str
    bank_address: Address
    bank_name: str
    swift_code: str = given()
    """SWIFT code of the bank."""


class BankAccountZengin(Value, like=BankAccountAba):
    """A Japanese account, by bank, branch and account number."""

    account_holder_address: Address
    account_holder_name: str | None = None
    account_number: str | None = given(None)
    """Account number: seven digits."""
    account_type: str | None = given(None)
    """Kind of the account: `futsu` or `toza`."""
    bank_address: Address
    bank_code: str | None = given(None)
    """Code of the bank: four digits."""
    bank_name: str | None = None
    branch_code: str | None = given(None)
    """Code of the branch: three digits."""
    branch_name: str | None = given(None)
    """Name of the branch."""


class FinancialAddress(Value):
    """An account that a customer sends bank transfers to. The account is the customer's own for good."""

    aba: BankAccountAba | None = given(None, branch=True)
    """The US account; null for other types."""
    iban: BankAccountIban | None = given(None, branch=True)
    """The account with an IBAN; null for other types."""
    sort_code: BankAccountSortCode | None = given(None, branch=True)
    """The British account; null for other types."""
    spei: BankAccountSpei | None = given(None, branch=True)
    """The Mexican account; null for other types."""
    supported_networks: list[BankTransferNetwork] | None = given(None)
    """Networks through which the account can be reached."""
    swift: BankAccountSwift | None = given(None, branch=True)
    """The account for transfers from abroad; null for other types."""
    type: BankAddressType = given()
    """The kind of the address; the field of the same name has the details."""
    zengin: BankAccountZengin | None = given(None, branch=True)
    """The Japanese account; null for other types."""
