"""Every test card: its number, what is printed on it, its names, and the behaviour it has.

A name serves both as a payment method (pm_card_visa) and as a token (tok_visa). The numbers and names are Stripe's.
"""

from dataclasses import dataclass
from typing import Literal

from app.network.behaviours import APPROVES

Brand = Literal["amex", "diners", "discover", "jcb", "mastercard", "unionpay", "unknown", "visa"]
Funding = Literal["credit", "debit", "prepaid", "unknown"]


@dataclass(frozen=True)
class KnownCard:
    """One test card."""

    number: str
    brand: Brand = "visa"
    funding: Funding = "credit"
    country: str = "US"
    names: tuple[str, ...] = ()
    behaviour: str = APPROVES
    cobrand: str | None = None
    """A second network that can carry the payment, such as cartes_bancaires."""


_BRANDS = (
    KnownCard("4242424242424242", names=("visa", "us")),
    KnownCard("4000056655665556", funding="debit", names=("visa_debit", "visa_debit_us_transferSuccess")),
    KnownCard("5555555555554444", "mastercard", names=("mastercard",)),
    KnownCard("2223003122003222", "mastercard"),
    KnownCard(
        "5200828282828210", "mastercard", "debit", names=("mastercard_debit", "mastercard_debit_us_transferSuccess")
    ),
    KnownCard("5105105105105100", "mastercard", "prepaid", names=("mastercard_prepaid",)),
    KnownCard(
        "378282246310005",
        "amex",
        names=("amex", "amex_threeDSecureNotSupported"),
        behaviour="authentication_unsupported",
    ),
    KnownCard("371449635398431", "amex"),
    KnownCard("6011111111111117", "discover", names=("discover",)),
    KnownCard("6011000990139424", "discover"),
    KnownCard("6011981111111113", "discover", "debit", names=("discover_debit_us_transferSuccess",)),
    KnownCard("3056930009020004", "diners", names=("diners",)),
    KnownCard("36227206271667", "diners"),
    KnownCard("6555900000604105", "discover", country="KR"),
    KnownCard("3566002020360505", "jcb", country="JP", names=("jcb",)),
    KnownCard("3530111333300000", "jcb", country="JP"),
    KnownCard("6200000000000005", "unionpay", country="CN", names=("unionpay",)),
    KnownCard("6200000000000047", "unionpay", "debit", country="CN"),
    KnownCard("6205500000000000004", "unionpay", country="CN"),
    KnownCard("4000002500001001", country="FR", names=("visa_cartesBancaires",), cobrand="cartes_bancaires"),
    KnownCard(
        "5555552500001001",
        "mastercard",
        country="FR",
        names=("mastercard_cartesBancaires",),
        cobrand="cartes_bancaires",
    ),
    KnownCard(
        "4000050360000001", funding="debit", country="AU", names=("visa_debit_eftposAuCoBranded",), cobrand="eftpos_au"
    ),
    KnownCard(
        "5555050360000080",
        "mastercard",
        "debit",
        country="AU",
        names=("mastercard_debit_eftposAuCoBranded",),
        cobrand="eftpos_au",
    ),
)

_DECLINES = (
    KnownCard("4000000000000002", names=("visa_chargeDeclined", "chargeDeclined"), behaviour="declines"),
    KnownCard(
        "4000000000009995",
        names=("visa_chargeDeclinedInsufficientFunds", "chargeDeclinedInsufficientFunds"),
        behaviour="declines_insufficient_funds",
    ),
    KnownCard(
        "4000000000009987",
        names=("visa_chargeDeclinedLostCard", "chargeDeclinedLostCard"),
        behaviour="declines_lost_card",
    ),
    KnownCard(
        "4000000000009979",
        names=("visa_chargeDeclinedStolenCard", "chargeDeclinedStolenCard"),
        behaviour="declines_stolen_card",
    ),
    KnownCard("4000000000000069", names=("chargeDeclinedExpiredCard",), behaviour="declines_expired_card"),
    KnownCard("4000000000000127", names=("chargeDeclinedIncorrectCvc",), behaviour="declines_incorrect_cvc"),
    KnownCard("4000000000000119", names=("chargeDeclinedProcessingError",), behaviour="declines_processing_error"),
    KnownCard(
        "4000000000006975", names=("visa_chargeDeclinedVelocityLimitExceeded",), behaviour="declines_velocity_exceeded"
    ),
    KnownCard("4000000000000341", names=("chargeCustomerFail",), behaviour="declines_charges_only"),
    KnownCard("4000000000000101", names=("cvcCheckFail",), behaviour="cvc_fails"),
    KnownCard("4100000000000019", names=("radarBlock", "chargeDeclinedFraudulent"), behaviour="blocked"),
)

_REQUIREMENTS = (
    KnownCard("4000000000004202", names=("visa_triggerNextRequirements",), behaviour="requirements_next"),
    KnownCard("4000000000004210", names=("visa_triggerChargeBlock",), behaviour="requirements_charges"),
    KnownCard("4000000000004236", names=("visa_triggerPayoutBlock",), behaviour="requirements_payouts"),
)

_FRAUD = (
    KnownCard("4000000000004954", names=("riskLevelHighest",), behaviour="risk_highest"),
    KnownCard("4000000000009235", names=("riskLevelElevated",), behaviour="risk_elevated"),
    KnownCard("4000000000000036", names=("avsZipFail",), behaviour="postal_code_fails"),
    KnownCard("4000000000000028", names=("avsLine1Fail",), behaviour="line1_fails"),
    KnownCard("4000000000000010", names=("avsFail",), behaviour="address_fails"),
    KnownCard("4000000000000044", names=("avsUnchecked",), behaviour="address_unchecked"),
    KnownCard("4000058400307872", funding="debit", behaviour="cvc_fails_risk_elevated"),
    KnownCard("4000058400306072", funding="debit", behaviour="postal_code_fails_risk_elevated"),
)

_DISPUTES = (
    KnownCard("4000000000000259", names=("createDispute",), behaviour="disputed_fraudulent"),
    KnownCard(
        "4000000000002685", names=("createDisputeProductNotReceived",), behaviour="disputed_product_not_received"
    ),
    KnownCard("4000000000001976", names=("createDisputeInquiry",), behaviour="disputed_inquiry"),
    KnownCard("4000000000005423", names=("createIssuerFraudRecord",), behaviour="disputed_early_fraud_warning"),
    KnownCard("4000000404000079", country="AT", names=("createMultipleDisputes",), behaviour="disputed_several"),
    KnownCard(
        "4000000404000038", country="AT", names=("createCe3EligibleDispute",), behaviour="disputed_visa_ce3_eligible"
    ),
    KnownCard("4000008400000779", names=("createComplianceDispute",), behaviour="disputed_visa_compliance"),
    KnownCard(
        "5105008400000002",
        "mastercard",
        names=("createMastercardComplianceDispute",),
        behaviour="disputed_mastercard_compliance",
    ),
)

_REFUNDS = (
    KnownCard("4000000000007726", names=("pendingRefund",), behaviour="refund_pending"),
    KnownCard("4000000000005126", names=("refundFail",), behaviour="refund_fails"),
)

_SETTLING = (
    KnownCard("4000000000000077", names=("bypassPending",), behaviour="settles_at_once"),
    KnownCard("4000003720000278", country="IE", names=("bypassPendingInternational",), behaviour="settles_at_once"),
    KnownCard("4000056655665572", funding="debit", names=("visa_debit_us_transferFail",), behaviour="payout_fails"),
    KnownCard(
        "4000056755665555",
        funding="debit",
        names=("visa_debit_us_instantPayoutUnsupported",),
        behaviour="instant_payout_unsupported",
    ),
    KnownCard("4000000000000093", names=("domesticPricing",)),
)

_HOLDING = (
    KnownCard("4000058400000063", funding="debit", names=("debit_incrementalAuthAuthorized",)),
    KnownCard("4000008400000076", names=("credit_disableEnterpriseCardFeatures",), behaviour="plain_authorizations"),
)

_AUTHENTICATING = (
    KnownCard(
        "4000002500003155",
        country="FR",
        names=("authenticationRequiredOnSetup",),
        behaviour="authenticates_unless_set_up",
    ),
    KnownCard("4000002760003184", country="DE", names=("authenticationRequired",), behaviour="authenticates_always"),
    KnownCard(
        "4000003800000446",
        country="IT",
        names=("authenticationRequiredSetupForOffSession",),
        behaviour="authenticates_on_session",
    ),
    KnownCard(
        "4000008260003178",
        country="GB",
        names=("authenticationRequiredChargeDeclinedInsufficientFunds",),
        behaviour="authenticates_then_insufficient_funds",
    ),
    KnownCard("4000000000003220", country="IE", names=("threeDSecure2Required",), behaviour="authenticates_always"),
    KnownCard("4000008400000027", behaviour="authenticates_always"),
    KnownCard("4000000032200000", behaviour="authentication_frictionless"),
    KnownCard(
        "4000008400001629", names=("threeDSecureRequiredChargeDeclined",), behaviour="authenticates_then_declines"
    ),
    KnownCard("4000008400001280", names=("threeDSecureRequiredProcessingError",), behaviour="authentication_breaks"),
    KnownCard("4000000000003055", names=("threeDSecureOptional",), behaviour="authentication_optional"),
    KnownCard(
        "4000000000003097", names=("threeDSecureOptionalProcessingError",), behaviour="authentication_optional_breaks"
    ),
    KnownCard("4000000000003063", names=("threeDSecureRequired",), behaviour="authenticates_always"),
)

_CHALLENGES = (
    KnownCard("4000582600000094", country="GB", behaviour="challenge_out_of_band"),
    KnownCard("4000582600000045", country="GB", behaviour="challenge_one_time_passcode"),
    KnownCard("4000582600000102", country="GB", behaviour="challenge_single_select"),
    KnownCard("4000582600000110", country="GB", behaviour="challenge_multi_select"),
)

_INDIA = (
    KnownCard("4000003560000008", country="IN", names=("in",), behaviour="authenticates_unless_set_up"),
    KnownCard(
        "4000003560000123",
        country="IN",
        names=("indiaRecurringMandateSetupAndRenewalsSuccess",),
        behaviour="authenticates_unless_set_up",
    ),
    KnownCard(
        "4000003560000297",
        country="IN",
        names=("indiaRecurringPaymentFailureAfterPreDebitNotification",),
        behaviour="renewal_rejected",
    ),
    KnownCard(
        "4000003560000248",
        country="IN",
        names=("indiaRecurringPaymentFailureUndeliveredDebitNotification",),
        behaviour="renewal_rejected",
    ),
    KnownCard(
        "4000003560000263",
        country="IN",
        names=("indiaRecurringPaymentFailureCanceledMandate",),
        behaviour="mandate_canceled",
    ),
)
"""Online, cards of India require 3-D Secure for every payment, and a mandate for payments while the customer is absent.
"""

_MORE_OF_COUNTRIES = (
    KnownCard("4000004840000008", country="MX"),
    KnownCard("4000058260000005", funding="debit", country="GB", names=("gb_debit",)),
    KnownCard("5555558265554449", "mastercard", country="GB", names=("gb_mastercard",)),
    KnownCard("4000007640000003", country="TH", names=("th", "th_credit")),
    KnownCard("4000057640000008", funding="debit", country="TH", names=("th_debit",)),
)

_COUNTRIES = {
    "AR": "4000000320000021",
    "BR": "4000000760000002",
    "CA": "4000001240000000",
    "CL": "4000001520000001",
    "CO": "4000001700000003",
    "CR": "4000001880000005",
    "EC": "4000002180000000",
    "MX": "4000004840008001",
    "PA": "4000005910000000",
    "PY": "4000006000000066",
    "PE": "4000006040000068",
    "UY": "4000008580000003",
    "AE": "4000007840000001",
    "AT": "4000000400000008",
    "BE": "4000000560000004",
    "BG": "4000001000000000",
    "BY": "4000001120000005",
    "HR": "4000001910000009",
    "CY": "4000001960000008",
    "CZ": "4000002030000002",
    "DK": "4000002080000001",
    "EE": "4000002330000009",
    "FI": "4000002460000001",
    "FR": "4000002500000003",
    "DE": "4000002760000016",
    "GI": "4000002920000005",
    "GR": "4000003000000030",
    "HU": "4000003480000005",
    "IE": "4000003720000005",
    "IT": "4000003800000008",
    "LV": "4000004280000005",
    "LI": "4000004380000004",
    "LT": "4000004400000000",
    "LU": "4000004420000006",
    "MT": "4000004700000007",
    "NL": "4000005280000002",
    "NO": "4000005780000007",
    "PL": "4000006160000005",
    "PT": "4000006200000007",
    "RO": "4000006420000001",
    "SA": "4000006820000007",
    "SI": "4000007050000006",
    "SK": "4000007030000001",
    "ES": "4000007240000007",
    "SE": "4000007520000008",
    "CH": "4000007560000009",
    "GB": "4000008260000000",
    "AU": "4000000360000006",
    "CN": "4000001560000002",
    "HK": "4000003440000004",
    "JP": "4000003920000003",
    "MY": "4000004580000002",
    "NZ": "4000005540000008",
    "SG": "4000007020000003",
    "TW": "4000001580000008",
}

KNOWN_CARDS = (
    *_BRANDS,
    *_DECLINES,
    *_REQUIREMENTS,
    *_FRAUD,
    *_DISPUTES,
    *_REFUNDS,
    *_SETTLING,
    *_HOLDING,
    *_AUTHENTICATING,
    *_CHALLENGES,
    *_INDIA,
    *_MORE_OF_COUNTRIES,
    *(KnownCard(number, country=country, names=(country.lower(),)) for country, number in _COUNTRIES.items()),
)

_NUMBERED = {
    card.number[6:9]: card.country
    for card in (
        *_INDIA,
        *_MORE_OF_COUNTRIES,
        *(KnownCard(number, country=code) for code, number in _COUNTRIES.items()),
    )
}
"""Test numbers have their country's number of ISO 3166-1 in the seventh to the ninth place."""

_OF_COUNTRIES = ("400000", "400005", "555505", "555555")
"""How such numbers begin."""


def country_of(number: str) -> str:
    """The country of a test card that is not listed, such as 4000003560000991 of India; the United States otherwise."""
    return _NUMBERED.get(number[6:9], "US") if number.startswith(_OF_COUNTRIES) else "US"


BY_NUMBER = {card.number: card for card in KNOWN_CARDS}
BY_NAME = {name: card for card in KNOWN_CARDS for name in card.names}
