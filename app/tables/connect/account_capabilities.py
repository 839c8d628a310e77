"""What an account may do: its capabilities, and the asking for them."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value, fields_of


class AccountCapabilitiesStatus(StrEnum):
    """Whether an account may do something."""

    ACTIVE = "active"
    """It may."""
    INACTIVE = "inactive"
    """It may not."""
    PENDING = "pending"
    """It was asked for, and what that takes is being checked."""


class AccountCapabilitiesRequest(Value):
    """Asks for a capability, or gives it up."""

    requested: bool | None = given(None)
    """Whether the account wants it."""


class AccountCapabilities(Value):
    """What the account may do. A capability that was never asked for is null."""

    acss_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking pre-authorized debits from Canadian bank accounts."""
    affirm_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Affirm."""
    afterpay_clearpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Afterpay, also known as Clearpay."""
    alma_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Alma."""
    amazon_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Amazon Pay."""
    au_becs_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking BECS debits from Australian bank accounts."""
    bacs_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Bacs debits from British bank accounts."""
    bancontact_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Bancontact."""
    bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers into a customer's cash balance."""
    blik_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking BLIK."""
    boleto_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Boleto."""
    card_issuing: AccountCapabilitiesStatus | None = given(None)
    """Issuing cards."""
    card_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking cards."""
    cartes_bancaires_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking cards over the French network Cartes Bancaires."""
    cashapp_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Cash App Pay."""
    eps_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking EPS."""
    fpx_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking FPX."""
    gb_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers in pounds."""
    giropay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking giropay."""
    grabpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking GrabPay."""
    ideal_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking iDEAL."""
    india_international_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking payments from abroad as an Indian business."""
    jcb_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking JCB cards; for Japan alone."""
    jp_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers in yen."""
    kakao_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking KakaoPay."""
    klarna_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Klarna."""
    konbini_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking cash at Japanese convenience stores."""
    kr_card_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking South Korean cards."""
    legacy_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking payments as accounts of the first years did."""
    link_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Link."""
    mobilepay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking MobilePay."""
    multibanco_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Multibanco."""
    mx_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers in Mexican pesos."""
    naver_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Naver Pay."""
    oxxo_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking cash at OXXO."""
    p24_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Przelewy24."""
    payco_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking PAYCO."""
    paynow_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking PayNow."""
    promptpay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking PromptPay."""
    revolut_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Revolut Pay."""
    samsung_pay_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Samsung Pay in South Korea."""
    sepa_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers in euros."""
    sepa_debit_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking SEPA debits from bank accounts in euros."""
    sofort_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Sofort."""
    swish_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Swish."""
    tax_reporting_us_1099_k: AccountCapabilitiesStatus | None = given(None)
    """Having US tax forms 1099-K filed."""
    tax_reporting_us_1099_misc: AccountCapabilitiesStatus | None = given(None)
    """Having US tax forms 1099-MISC filed."""
    transfers: AccountCapabilitiesStatus | None = given(None)
    """Being paid from a platform's balance."""
    treasury: AccountCapabilitiesStatus | None = given(None)
    """Holding money in financial accounts."""
    twint_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking TWINT."""
    us_bank_account_ach_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking ACH debits from US bank accounts."""
    us_bank_transfer_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking bank transfers in US dollars."""
    zip_payments: AccountCapabilitiesStatus | None = given(None)
    """Taking Zip."""


@fields_of(AccountCapabilities, AccountCapabilitiesRequest | None)
class AccountCapabilitiesParams(Value):
    """Which capabilities are requested, or given up."""
