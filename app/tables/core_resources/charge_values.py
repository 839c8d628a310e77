"""What a charge tells about itself: how it was judged, what it was paid with, what was sold."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
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


@branches(Face.DETAILS)
class ChargePaymentMethodDetails(Branches):
    """The payment method as it was when it was charged."""

    type: str = given()
    """The type of the payment method. The field of the same name shows more."""
