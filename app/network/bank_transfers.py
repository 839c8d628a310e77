"""Bank transfers in test mode: the account numbers that each customer sends funds to, and what a transfer says of its
sender."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import blake2b

from app.tables.payment_methods.customer_cash_balance_transaction import (
    CashBalanceFundedBankTransfer,
    EuBankTransferSender,
    GbBankTransferSender,
    JpBankTransferSender,
    UsBankTransferNetwork,
    UsBankTransferSender,
)
from app.tables.payment_methods.types.customer_balance import RequestedAddressType
from app.tables.shapes.address import Address
from app.tables.shapes.bank_transfer import (
    BankAccountAba,
    BankAccountIban,
    BankAccountSortCode,
    BankAccountSpei,
    BankAccountSwift,
    BankAccountZengin,
    BankAddressType,
    BankTransferNetwork,
    BankTransferType,
    EuBankTransferCountry,
    FinancialAddress,
)

TYPES = {
    "eur": BankTransferType.EU_BANK_TRANSFER,
    "gbp": BankTransferType.GB_BANK_TRANSFER,
    "jpy": BankTransferType.JP_BANK_TRANSFER,
    "mxn": BankTransferType.MX_BANK_TRANSFER,
    "usd": BankTransferType.US_BANK_TRANSFER,
}
"""The type of bank transfer of each currency (ISO 4217, lower case) that customers can send."""
TELLS_ACCOUNT = frozenset({BankTransferType.EU_BANK_TRANSFER, BankTransferType.GB_BANK_TRANSFER})
"""Types of transfer that tell the sender's account, so that funds can be returned there without asking."""
RETURN_LASTS = timedelta(days=45)
"""How long a customer can answer the question where funds are returned to. Source: Stripe's guide to refunds of bank
transfers."""
UNUSED_LASTS = timedelta(days=75)
"""How long funds can stay in a cash balance unused before they move to the merchant's balance."""

_US = Address(city="San Francisco", country="US", line1="1 Test Street", postal_code="94103", state="CA")
_EU = Address(city="Dublin", country="IE", line1="1 Test Street", postal_code="D02 AF30")
_GB = Address(city="London", country="GB", line1="1 Test Street", postal_code="EC1A 1BB")
_JP = Address(city="Chiyoda-ku", country="JP", line1="1-1 Test", postal_code="100-0001", state="Tokyo")
_MX = Address(city="Mexico City", country="MX", line1="1 Test", postal_code="06600", state="CDMX")
_BANK = "TEST BANK"
_IBANS = {
    EuBankTransferCountry.BE: (16, ""),
    EuBankTransferCountry.DE: (22, ""),
    EuBankTransferCountry.ES: (24, ""),
    EuBankTransferCountry.FR: (27, ""),
    EuBankTransferCountry.IE: (22, "TEST"),
    EuBankTransferCountry.NL: (18, "TEST"),
}
"""Of each country, the length of an IBAN, and the code of the bank where that has letters."""


def reference_of(intent_id: str) -> str:
    """What the customer writes on a transfer for the payment: eight letters and digits, the same each time."""
    return blake2b(intent_id.encode(), digest_size=4).hexdigest().upper()


def financial_addresses(
    type: BankTransferType,
    customer_id: str,
    holder: str,
    *,
    country: EuBankTransferCountry | None = None,
    requested: Collection[RequestedAddressType] = (),
) -> list[FinancialAddress]:
    """The customer's accounts for a type of transfer, in the `country` if it is in euros. Each customer has the same
    account numbers each time, and no one else's. `requested` kinds alone, or all."""
    found = _addresses(type, customer_id, holder, country or EuBankTransferCountry.DE)
    wanted = {"iban" if each is RequestedAddressType.SEPA else each.value for each in requested}
    return [each for each in found if not wanted or each.type.value in wanted]


def _addresses(
    type: BankTransferType, customer_id: str, holder: str, country: EuBankTransferCountry
) -> list[FinancialAddress]:
    match type:
        case BankTransferType.US_BANK_TRANSFER:
            number = _digits(customer_id, type, 12)
            return [
                FinancialAddress(
                    type=BankAddressType.ABA,
                    aba=BankAccountAba(
                        account_holder_address=_US,
                        account_holder_name=holder,
                        account_number=number,
                        account_type="checking",
                        bank_address=_US,
                        bank_name=_BANK,
                        routing_number="110000000",
                    ),
                    supported_networks=[BankTransferNetwork.ACH, BankTransferNetwork.DOMESTIC_WIRE_US],
                ),
                FinancialAddress(
                    type=BankAddressType.SWIFT,
                    swift=BankAccountSwift(
                        account_holder_address=_US,
                        account_holder_name=holder,
                        account_number=number,
                        account_type="checking",
                        bank_address=_US,
                        bank_name=_BANK,
                        swift_code="TESTUS99XXX",
                    ),
                    supported_networks=[BankTransferNetwork.SWIFT],
                ),
            ]
        case BankTransferType.EU_BANK_TRANSFER:
            iban = BankAccountIban(
                account_holder_address=_EU,
                account_holder_name=holder,
                bank_address=_EU,
                bic="TESTDE99XXX",
                country=country.value,
                iban=_iban(customer_id, country),
            )
            networks = [BankTransferNetwork.SEPA]
            return [FinancialAddress(type=BankAddressType.IBAN, iban=iban, supported_networks=networks)]
        case BankTransferType.GB_BANK_TRANSFER:
            sort_code = BankAccountSortCode(
                account_holder_address=_GB,
                account_holder_name=holder,
                account_number=_digits(customer_id, type, 8),
                bank_address=_GB,
                sort_code="108800",
            )
            networks = [BankTransferNetwork.BACS, BankTransferNetwork.FPS]
            return [FinancialAddress(type=BankAddressType.SORT_CODE, sort_code=sort_code, supported_networks=networks)]
        case BankTransferType.JP_BANK_TRANSFER:
            zengin = BankAccountZengin(
                account_holder_address=_JP,
                account_holder_name=holder,
                account_number=_digits(customer_id, type, 7),
                account_type="futsu",
                bank_address=_JP,
                bank_code="1100",
                bank_name=_BANK,
                branch_code="001",
                branch_name="TEST BRANCH",
            )
            networks = [BankTransferNetwork.ZENGIN]
            return [FinancialAddress(type=BankAddressType.ZENGIN, zengin=zengin, supported_networks=networks)]
        case BankTransferType.MX_BANK_TRANSFER:
            spei = BankAccountSpei(
                account_holder_address=_MX,
                account_holder_name=holder,
                bank_address=_MX,
                bank_code="002",
                bank_name=_BANK,
                clabe=_clabe(customer_id),
            )
            networks = [BankTransferNetwork.SPEI]
            return [FinancialAddress(type=BankAddressType.SPEI, spei=spei, supported_networks=networks)]


def received(type: BankTransferType, reference: str | None, sender: str) -> CashBalanceFundedBankTransfer:
    """What a transfer of the type says: of the sender, as far as the network tells, and the sender's own words."""
    return CashBalanceFundedBankTransfer(
        reference=reference,
        type=type,
        eu_bank_transfer=EuBankTransferSender(bic="TESTDE99XXX", iban_last4="3000", sender_name=sender)
        if type is BankTransferType.EU_BANK_TRANSFER
        else None,
        gb_bank_transfer=GbBankTransferSender(account_number_last4="2345", sender_name=sender, sort_code="108800")
        if type is BankTransferType.GB_BANK_TRANSFER
        else None,
        jp_bank_transfer=JpBankTransferSender(sender_bank=_BANK, sender_branch="TEST BRANCH", sender_name=sender)
        if type is BankTransferType.JP_BANK_TRANSFER
        else None,
        us_bank_transfer=UsBankTransferSender(network=UsBankTransferNetwork.ACH, sender_name=sender)
        if type is BankTransferType.US_BANK_TRANSFER
        else None,
    )


def _digits(customer_id: str, of: str, length: int) -> str:
    """Digits that are the customer's own."""
    digest = int.from_bytes(blake2b(customer_id.encode(), key=of.encode(), digest_size=16).digest())
    return f"{digest % 10**length:0{length}}"


def _iban(customer_id: str, country: EuBankTransferCountry) -> str:
    length, bank = _IBANS[country]
    number = bank + _digits(customer_id, country, length - 4 - len(bank))
    checked = "".join(str(int(letter, 36)) for letter in f"{number}{country}00")
    return f"{country}{98 - int(checked) % 97:02}{number}"


def _clabe(customer_id: str) -> str:
    number = "002180" + _digits(customer_id, "clabe", 11)
    weighed = sum(int(digit) * weight % 10 for digit, weight in zip(number, (3, 7, 1) * 6, strict=False))
    return f"{number}{-weighed % 10}"
