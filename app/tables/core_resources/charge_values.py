"""What a charge tells about itself: how it was judged, what it was paid with, what was sold."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.payment_method_values import (
    CardChecks,
    CardRegulatedStatus,
    CardWallet,
    UsBankAccountHolderType,
    UsBankAccountType,
)
from app.tables.values import Value


class ChargeFraudDetails(Value):
    """Who thinks what about fraud."""

    stripe_report: str | None = given(None)
    """Our own judgement: `fraudulent`, or null."""
    user_report: str | None = given(None)
    """The merchant's judgement: `fraudulent`, `safe`, or null."""


class ChargeUserReport(StrEnum):
    """The merchant's judgement of a charge."""

    FRAUDULENT = "fraudulent"
    """It was fraud."""
    SAFE = "safe"
    """It was not."""


class ChargeFraudDetailsParams(Value):
    """The merchant's judgement of a charge."""

    user_report: ChargeUserReport | None = given()
    """Whether it was fraud; null takes an earlier judgement back."""


class ChargeOutcomeRule(Value):
    """The rule that decided."""

    action: str = given()
    """What it does: `block`, `allow`, `review` or `request_3ds`."""
    id: str = given()
    """Its id."""
    predicate: str = given()
    """The condition that was met."""


class ChargeOutcome(Value):
    """How a payment was judged, by the issuer and by the rules against fraud."""

    network_advice_code: str | None = given(None)
    """The network's advice on trying again after a decline."""
    network_decline_code: str | None = given(None)
    """The network's own code of the decline."""
    network_status: str | None = given(None)
    """`approved_by_network`, `declined_by_network`, `not_sent_to_network` or `reversed_after_approval`."""
    reason: str | None = given(None)
    """Why it was not simply authorized: the decline code, or such as `highest_risk_level`."""
    risk_level: str | None = given(None)
    """`normal`, `elevated`, `highest`, `not_assessed` or `unknown`."""
    risk_score: int | None = given(None)
    """Risk of fraud from 0 to 99."""
    rule: ChargeOutcomeRule | None = given(None)
    """The rule that decided, if one did."""
    seller_message: str | None = given(None)
    """A sentence for the merchant, not for the customer."""
    type: str = given()
    """`authorized`, `manual_review`, `issuer_declined`, `blocked` or `invalid`."""


class ChargeLevel3LineItem(Value):
    """One line of what was sold."""

    discount_amount: int | None = money(None)
    """Taken off, in minor units."""
    product_code: str = given()
    """The product's code."""
    product_description: str = given()
    """The product's name."""
    quantity: int | None = given(None)
    """How many."""
    tax_amount: int | None = money(None)
    """Tax, in minor units."""
    unit_cost: int | None = money(None)
    """Price of one, in minor units."""


class ChargeLevel3(Value):
    """What was sold, line by line, as networks want it for companies' cards."""

    customer_reference: str | None = given(None)
    """The buyer's own reference."""
    line_items: list[ChargeLevel3LineItem] = given([])
    """The lines."""
    merchant_reference: str = given()
    """The seller's own reference."""
    shipping_address_zip: str | None = given(None)
    """Postal code that it was sent to."""
    shipping_amount: int | None = money(None)
    """Cost of shipping, in minor units."""
    shipping_from_zip: str | None = given(None)
    """Postal code that it was sent from."""


class ChargeCardExtendedAuthorizationStatus(StrEnum):
    """Whether the authorization lasts longer than usual."""

    DISABLED = "disabled"
    """It does not."""
    ENABLED = "enabled"
    """It does."""


class ChargeCardExtendedAuthorization(Value):
    """Whether the authorization lasts longer than usual."""

    status: ChargeCardExtendedAuthorizationStatus = given()
    """Whether it does."""


class ChargeCardFeatureStatus(StrEnum):
    """Whether something can be done with the authorization."""

    AVAILABLE = "available"
    """It can."""
    UNAVAILABLE = "unavailable"
    """It cannot."""


class ChargeCardIncrementalAuthorization(Value):
    """Whether the authorized amount can grow."""

    status: ChargeCardFeatureStatus = given()
    """Whether it can."""


class ChargeCardMulticapture(Value):
    """Whether it can be captured in several parts."""

    status: ChargeCardFeatureStatus = given()
    """Whether it can."""


class ChargeCardOvercapture(Value):
    """Whether more than was authorized can be captured."""

    maximum_amount_capturable: int = money()
    """The most that can be captured, in minor units."""
    status: ChargeCardFeatureStatus = given()
    """Whether more than was authorized can be."""


class InstallmentInterval(StrEnum):
    """How far installments lie apart."""

    MONTH = "month"
    """A month."""


class InstallmentPlanType(StrEnum):
    """The sort of installment plan."""

    FIXED_COUNT = "fixed_count"
    """A fixed number of equal parts."""


class InstallmentPlan(Value):
    """How a payment is split between the customer and the issuer."""

    count: int | None = given(None)
    """How many installments."""
    interval: InstallmentInterval | None = given(None)
    """How far they lie apart."""
    type: InstallmentPlanType = given()
    """The sort of plan."""


class ChargeCardInstallments(Value):
    """The installments that the customer chose."""

    plan: InstallmentPlan | None = given(None)
    """The plan."""


class ChargeCardNetworkToken(Value):
    """Whether the network's token stood in for the number."""

    used: bool = given()
    """Whether it did."""


class ThreeDSecureFlow(StrEnum):
    """How the customer was authenticated."""

    CHALLENGE = "challenge"
    """They had to answer the issuer."""
    FRICTIONLESS = "frictionless"
    """The issuer asked nothing of them."""


class ThreeDSecureIndicator(StrEnum):
    """The electronic commerce indicator: how strongly the payment was authenticated, by the network's code."""

    ECI_01 = "01"
    """Mastercard: attempted."""
    ECI_02 = "02"
    """Mastercard: authenticated."""
    ECI_05 = "05"
    """Authenticated."""
    ECI_06 = "06"
    """Attempted."""
    ECI_07 = "07"
    """Not authenticated."""


class ThreeDSecureExemption(StrEnum):
    """Why authentication could be left out."""

    LOW_RISK = "low_risk"
    """The risk is low."""
    NONE = "none"
    """It could not."""


class ThreeDSecureResult(StrEnum):
    """What came of the authentication."""

    ATTEMPT_ACKNOWLEDGED = "attempt_acknowledged"
    """It was tried; the issuer or the card does not take part."""
    AUTHENTICATED = "authenticated"
    """The customer was authenticated."""
    EXEMPTED = "exempted"
    """It was not needed."""
    FAILED = "failed"
    """The customer was not authenticated."""
    NOT_SUPPORTED = "not_supported"
    """The card or its issuer cannot."""
    PROCESSING_ERROR = "processing_error"
    """Something went wrong in between."""


class ThreeDSecureResultReason(StrEnum):
    """Why the authentication came to its result."""

    ABANDONED = "abandoned"
    """The customer left."""
    BYPASSED = "bypassed"
    """The merchant or the rules went past it."""
    CANCELED = "canceled"
    """The customer called it off."""
    CARD_NOT_ENROLLED = "card_not_enrolled"
    """The card does not take part."""
    NETWORK_NOT_SUPPORTED = "network_not_supported"
    """The network does not take part."""
    PROTOCOL_ERROR = "protocol_error"
    """The parties did not understand each other."""
    REJECTED = "rejected"
    """The issuer rejected it."""


class ThreeDSecureVersion(StrEnum):
    """The version of 3-D Secure."""

    V1_0_2 = "1.0.2"
    """1.0.2."""
    V2_1_0 = "2.1.0"
    """2.1.0."""
    V2_2_0 = "2.2.0"
    """2.2.0."""


class ChargeCardThreeDSecure(Value):
    """How the customer was authenticated."""

    authentication_flow: ThreeDSecureFlow | None = given(None)
    """Whether they had to do anything."""
    electronic_commerce_indicator: ThreeDSecureIndicator | None = given(None)
    """How strongly, by the network's code."""
    exemption_indicator: ThreeDSecureExemption | None = given(None)
    """The exemption that was asked for."""
    exemption_indicator_applied: bool | None = given(None)
    """Whether the issuer granted it."""
    result: ThreeDSecureResult | None = given(None)
    """What came of it."""
    result_reason: ThreeDSecureResultReason | None = given(None)
    """Why."""
    transaction_id: str | None = given(None)
    """The network's id of the authentication."""
    version: ThreeDSecureVersion | None = given(None)
    """The version of 3-D Secure."""


class ChargePaymentMethodDetailsCard(Value):
    """The card as it was when it was charged."""

    amount_authorized: int | None = money(None)
    """The authorized amount, in minor units."""
    authorization_code: str | None = given(None)
    """The issuer's code of the authorization."""
    brand: str | None = given(None)
    """`amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    capture_before: datetime | None = given(None)
    """When the authorization lapses, if it is not captured."""
    checks: CardChecks | None = given(None)
    """What the issuer found when it compared what the customer typed."""
    country: str | None = given(None)
    """Two-letter code of the country that it was issued in."""
    description: str | None = given(None)
    """The issuer's name for this sort of card."""
    exp_month: int = given()
    """Month of its expiry, 1 to 12."""
    exp_year: int = given()
    """Year of its expiry, four digits."""
    extended_authorization: ChargeCardExtendedAuthorization | None = given(None)
    """Whether the authorization lasts longer than usual."""
    fingerprint: str | None = given(None)
    """The same for the same card number within an account."""
    funding: str | None = given(None)
    """`credit`, `debit`, `prepaid`, or `unknown`."""
    iin: str | None = given(None)
    """The first digits of the number, which name the issuer."""
    incremental_authorization: ChargeCardIncrementalAuthorization | None = given(None)
    """Whether the authorized amount can grow."""
    installments: ChargeCardInstallments | None = given(None)
    """The installments that the customer chose."""
    issuer: str | None = given(None)
    """The issuing bank."""
    last4: str | None = given(None)
    """The last four digits."""
    moto: bool | None = given(None)
    """Whether the order came by mail or telephone."""
    multicapture: ChargeCardMulticapture | None = given(None)
    """Whether it can be captured in several parts."""
    network: str | None = given(None)
    """The network that carried it."""
    network_token: ChargeCardNetworkToken | None = given(None)
    """Whether the network's token stood in for the number."""
    network_transaction_id: str | None = given(None)
    """The network's id of the payment."""
    overcapture: ChargeCardOvercapture | None = given(None)
    """Whether more than was authorized can be captured."""
    regulated_status: CardRegulatedStatus | None = given(None)
    """Whether the issuer's fees are capped by law."""
    three_d_secure: ChargeCardThreeDSecure | None = given(None)
    """How the customer was authenticated; null where it was not tried."""
    wallet: CardWallet | None = given(None)
    """The wallet that it was presented from."""


class ChargePaymentMethodDetailsUsBankAccount(Value):
    """The bank account as it was when it was debited."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Whose it is."""
    account_type: UsBankAccountType | None = given(None)
    """The sort of account."""
    bank_name: str | None = given(None)
    """The bank."""
    fingerprint: str | None = given(None)
    """The same for the same bank account within an account of ours."""
    last4: str | None = given(None)
    """The last four digits of its number."""
    payment_reference: str | None = given(None)
    """The trace number that both banks know the debit by."""
    routing_number: str | None = given(None)
    """The bank's routing number."""


class ChargePaymentMethodDetails(Value):
    """What was charged, as it was at the time."""

    card: ChargePaymentMethodDetailsCard | None = given(None)
    """The card, when `type` is `card`."""
    type: str = given()
    """The kind of payment method; the field of the same name tells more."""
    us_bank_account: ChargePaymentMethodDetailsUsBankAccount | None = given(None)
    """The bank account, when `type` is `us_bank_account`."""
