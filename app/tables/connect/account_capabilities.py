"""Account capabilities: their status, and the input that requests them."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value, fields_of


class AccountCapabilitiesStatus(StrEnum):
    """Status of a capability of an account."""

    ACTIVE = "active"
    """The account can use the capability."""
    INACTIVE = "inactive"
    """The account cannot use the capability."""
    PENDING = "pending"
    """The capability is requested, and its requirements are being verified."""


class AccountCapabilitiesRequest(Value):
    """Requests a capability, or stops requesting the capability."""

    requested: bool | None = given(None)
    """Whether the account requests the capability."""


class AccountCapabilities(Value):
    """Capabilities of the account, each with its status. A capability that was never requested is null."""

    acss_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting pre-authorized debits from Canadian bank accounts."""
    affirm_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Affirm."""
    afterpay_clearpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Afterpay, also named Clearpay."""
    alma_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Alma."""
    amazon_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Amazon Pay."""
    au_becs_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting BECS debits from Australian bank accounts."""
    bacs_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting Bacs debits from British bank accounts."""
    bancontact_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Bancontact."""
    bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers into a customer's cash balance."""
    blik_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with BLIK."""
    boleto_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Boleto."""
    card_issuing: AccountCapabilitiesStatus | None = given(None)
    """Issuing cards with Stripe Issuing."""
    card_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting card payments of all supported networks."""
    cartes_bancaires_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting card payments through the French network Cartes Bancaires."""
    cashapp_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Cash App Pay."""
    eps_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with EPS."""
    fpx_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with FPX."""
    gb_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers in pounds."""
    giropay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with giropay."""
    grabpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with GrabPay."""
    ideal_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with iDEAL."""
    india_international_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting international payments as an Indian business."""
    jcb_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting JCB card payments, in Japan only."""
    jp_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers in yen."""
    kakao_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with KakaoPay."""
    klarna_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Klarna."""
    konbini_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting Konbini payments: cash at Japanese convenience stores."""
    kr_card_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with South Korean cards."""
    legacy_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments under the legacy payments capability."""
    link_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Link."""
    mobilepay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with MobilePay."""
    multibanco_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Multibanco."""
    mx_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers in Mexican pesos."""
    naver_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Naver Pay."""
    oxxo_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting cash payments at OXXO stores."""
    p24_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Przelewy24."""
    payco_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with PAYCO."""
    paynow_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with PayNow."""
    promptpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with PromptPay."""
    revolut_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Revolut Pay."""
    samsung_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Samsung Pay, in South Korea."""
    sepa_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers in euros."""
    sepa_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting SEPA debits from bank accounts in euros."""
    sofort_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Sofort."""
    swish_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Swish."""
    tax_reporting_us_1099_k: AccountCapabilitiesStatus | None = given(None)
    """Filing of the United States tax form 1099-K."""
    tax_reporting_us_1099_misc: AccountCapabilitiesStatus | None = given(None)
    """Filing of the United States tax form 1099-MISC."""
    transfers: AccountCapabilitiesStatus | None = given(None)
    """Receiving transfers from a platform's balance."""
    treasury: AccountCapabilitiesStatus | None = given(None)
    """Holding funds in Treasury financial accounts."""
    twint_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with TWINT."""
    us_bank_account_ach_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting ACH debits from bank accounts in the United States."""
    us_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting bank transfers in United States dollars."""
    zip_payments: AccountCapabilitiesStatus | None = given(None)
    """Accepting payments with Zip."""


@fields_of(AccountCapabilities, AccountCapabilitiesRequest | None)
class AccountCapabilitiesParams(Value):
    """Capabilities that the account requests, or no longer requests."""
