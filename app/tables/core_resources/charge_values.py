"""The values of a charge: fraud reports, outcome, level 3 data and payment method details."""

from enum import StrEnum
from typing import Any

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
from app.tables.payment_methods.types.us_bank_account import UsBankAccountHolderType
from app.tables.values import Value


class ChargeFraudDetails(Value):
    """Reports on whether a charge is fraudulent."""

    stripe_report: str | None = given(None)
    """The server's report: `fraudulent`, or null."""
    user_report: str | None = given(None)
    """The merchant's report: `fraudulent`, `safe`, or null."""


class ChargeUserReport(StrEnum):
    """The merchant's report on a charge."""

    FRAUDULENT = "fraudulent"
    """The charge is fraudulent."""
    SAFE = "safe"
    """The charge is legitimate."""


class ChargeFraudDetailsParams(Value):
    """The merchant's report on a charge."""

    user_report: ChargeUserReport | None = given()
    """Whether the charge is fraudulent. Null removes an earlier report."""


class ChargeOutcomeRule(Value):
    """The fraud rule that decided a charge."""

    action: str = given()
    """Action of the rule: `block`, `allow`, `review` or `request_3ds`."""
    id: str = given()
    """Unique identifier of the rule."""
    predicate: str = given()
    """Condition of the rule, which the charge met."""


class ChargeOutcome(Value):
    """The result of a charge, by the issuer and by the fraud rules."""

    network_advice_code: str | None = given(None)
    """The card network's advice on a retry after a decline; null without advice."""
    network_decline_code: str | None = given(None)
    """The card network's own code for the decline; null without a decline."""
    network_status: str | None = given(None)
    """Answer of the network: `approved_by_network`, `declined_by_network`, `not_sent_to_network` or
    `reversed_after_approval`."""
    reason: str | None = given(None)
    """Why the charge was not authorized normally: a decline code, or a value such as `highest_risk_level`. Null
    otherwise."""
    risk_level: str | None = given(None)
    """Fraud risk of the charge: `normal`, `elevated`, `highest`, `not_assessed` or `unknown`."""
    risk_score: int | None = given(None)
    """Fraud risk of the charge, from 0 to 99."""
    rule: ChargeOutcomeRule | None = given(None)
    """The fraud rule that decided the charge; null if none did."""
    seller_message: str | None = given(None)
    """Explanation of the outcome for the merchant, not to be shown to the customer."""
    type: str = given()
    """Type of the outcome: `authorized`, `manual_review`, `issuer_declined`, `blocked` or `invalid`."""


class ChargeLevel3LineItem(Value):
    """One line of the sold items."""

    discount_amount: int | None = money(None)
    """Discount on the line, in minor units."""
    product_code: str = given()
    """Code of the product."""
    product_description: str = given()
    """Name of the product."""
    quantity: int | None = given(None)
    """Number of units sold."""
    tax_amount: int | None = money(None)
    """Tax on the line, in minor units."""
    unit_cost: int | None = money(None)
    """Price of a unit, in minor units."""


class ChargeLevel3(Value):
    """The sold items, as card networks require for corporate cards (level 3 data)."""

    customer_reference: str | None = given(None)
    """The buyer's own reference."""
    line_items: list[ChargeLevel3LineItem] = given([])
    """The lines of the sold items."""
    merchant_reference: str = given()
    """The seller's own reference."""
    shipping_address_zip: str | None = given(None)
    """Postal code of the destination."""
    shipping_amount: int | None = money(None)
    """Cost of shipping, in minor units."""
    shipping_from_zip: str | None = given(None)
    """Postal code of the origin."""


class ChargeLevel3LineItemParams(Value):
    """One line of the sold items."""

    discount_amount: int | None = money(None, kind="given", ge=0)
    """Discount on the line, in minor units. The default is none."""
    product_code: str = given(max_length=12)
    """Code of the product."""
    product_description: str = given(max_length=26)
    """Name of the product."""
    quantity: int | None = given(None, ge=0)
    """Number of units sold. The default is one."""
    tax_amount: int | None = money(None, kind="given", ge=0)
    """Tax on the line, in minor units. The default is none."""
    unit_cost: int = money(kind="given", ge=0)
    """Price of a unit, in minor units."""


class ChargeLevel3Params(Value):
    """The sold items, as card networks require for corporate cards (level 3 data). They add up to the amount."""

    customer_reference: str | None = given(None, max_length=17)
    """The buyer's own reference."""
    line_items: list[ChargeLevel3LineItemParams] = given(min_length=1, max_length=200)
    """The lines of the sold items."""
    merchant_reference: str = given(max_length=25)
    """The seller's own reference."""
    shipping_address_zip: str | None = given(None, max_length=10)
    """Postal code of the destination."""
    shipping_amount: int | None = money(None, kind="given", ge=0)
    """Cost of shipping, in minor units. The default is none."""
    shipping_from_zip: str | None = given(None, max_length=10)
    """Postal code of the origin."""


class ChargeDetailsAchCreditTransfer(Value):
    """A credit transfer to a receiving account (ACH)."""

    account_number: str | None = given(None)
    """Number of the account that the funds were transferred to."""
    bank_name: str | None = given(None)
    """Name of the bank of that account."""
    routing_number: str | None = given(None)
    """Routing number of the bank of that account."""
    swift_code: str | None = given(None)
    """SWIFT code of the bank of that account."""


class ChargeDetailsAchDebit(Value):
    """A debit of a United States bank account by the older API (ACH)."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Type of the account's holder."""
    bank_name: str | None = given(None)
    """Name of the bank of the account."""
    country: str | None = given(None)
    """Country of the bank: a two-letter ISO 3166-1 code."""
    fingerprint: str | None = given(None)
    """Fingerprint of the account number: the same number has the same fingerprint within an account."""
    last4: str | None = given(None)
    """Last four digits of the account number."""
    routing_number: str | None = given(None)
    """Routing number of the bank."""


class ChargeDetailsSepaCreditTransfer(Value):
    """A credit transfer to a receiving account (SEPA)."""

    bank_name: str | None = given(None)
    """Name of the bank of the account that the funds were transferred to."""
    bic: str | None = given(None)
    """Bank Identifier Code of that bank."""
    iban: str | None = given(None)
    """IBAN of the account that the funds were transferred to."""


@branches(Face.DETAILS)
class ChargePaymentMethodDetails(Branches):
    """The payment method as it was at the time of the charge."""

    type: str = given()
    """Type of the payment method. The field with the same name has its details."""
    ach_credit_transfer: ChargeDetailsAchCreditTransfer | None = given(None, branch=True)
    """Present when the charge was paid by a credit transfer (ACH) of the older API."""
    ach_debit: ChargeDetailsAchDebit | None = given(None, branch=True)
    """Present when the charge was paid by a debit (ACH) of the older API."""
    sepa_credit_transfer: ChargeDetailsSepaCreditTransfer | None = given(None, branch=True)
    """Present when the charge was paid by a credit transfer (SEPA) of the older API."""
    stripe_account: dict[str, Any] | None = given(None, branch=True)
    """Empty object, present when the charge was paid from another account's balance."""
    wechat: dict[str, Any] | None = given(None, branch=True)
    """Empty object, present when the charge was paid with WeChat by the older API."""


class ChargeDestinationParams(Value):
    """The older form of a transfer of a charge's funds."""

    account: str = given()
    """ID of the connected account that receives the funds."""
    amount: int | None = given(None, ge=0)
    """Amount to transfer, in minor units; null for the whole charge."""
