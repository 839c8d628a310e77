"""What a credit note is created of."""

from decimal import Decimal
from enum import StrEnum

from app.tables.billing.credit_note_line_item import CreditNoteLineItemType
from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.values import Value


class CreditNoteEmailType(StrEnum):
    """The email that the customer gets of a credit note."""

    CREDIT_NOTE = "credit_note"
    """An email with the credit note."""
    NONE = "none"
    """No email is sent to the customer."""


class CreditNoteTaxAmountParams(Value):
    """An amount of tax that the caller calculated."""

    amount: int = money(kind="given")
    """Amount of the tax, in minor units."""
    tax_rate_id: str = ref("tax_rate")
    """The tax rate that was applied."""
    taxable_amount: int = money(kind="given")
    """Amount that the tax was calculated on, in minor units."""


class CreditNoteLineItemParams(Value):
    """A line of a credit note: a part of a line of the invoice, or an amount of its own."""

    amount: int | None = money(None, kind="given", gt=0)
    """What is credited of the invoice's line, in minor units, before discounts and exclusive taxes."""
    description: str | None = given(None, max_length=5000)
    """Description of an amount of its own. The lines of the invoice have theirs."""
    invoice_line_item_id: str | None = ref("invoice_line_item", default=None)
    """The line of the invoice that is credited."""
    quantity: int | None = given(None, gt=0)
    """Number of units that are credited. The default for an amount of its own is 1."""
    tax_amounts: list[CreditNoteTaxAmountParams] | None = given(None, max_length=10)
    """Taxes that the caller calculated, in place of those of tax rates. An empty list removes all."""
    tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=10)
    """Tax rates of an amount of its own."""
    type: CreditNoteLineItemType = given()
    """What the line credits."""
    unit_amount: int | None = money(None, kind="given", gt=0)
    """Amount of a unit of an amount of its own, in minor units."""
    unit_amount_decimal: Decimal | None = given(None, gt=0, decimal_places=12)
    """Amount of a unit, in minor units with up to twelve decimals. Only one of both unit amounts is allowed."""


class CreditNoteShippingCostParams(Value):
    """The cost of shipping that is credited."""

    shipping_rate_id: str | None = ref("shipping_rate", default=None)
    """The shipping rate of the invoice, whose cost is credited."""


class CreditNoteCreationParams(Value):
    """What a credit note takes back, and how it is given to the customer."""

    amount: int | None = money(None, kind="given", gt=0)
    """Total of the credit note, in minor units. It is a line of its own, without taxes, unless `lines` or
    `shippingCost` is given; then it must be what they add up to."""
    credit_amount: int | None = money(None, kind="given", ge=0)
    """Amount that the customer's balance is credited, in minor units, if the invoice is paid. The next invoice uses
    it."""
    email_type: CreditNoteEmailType = given(CreditNoteEmailType.CREDIT_NOTE)
    """The email that the customer gets. The default is `CREDIT_NOTE`. In test mode no email is sent."""
    lines: list[CreditNoteLineItemParams] | None = given(None, max_length=250)
    """What is credited, line by line."""
    refund_amount: int | None = money(None, kind="given", ge=0)
    """Amount that is refunded, in minor units, if the invoice is paid. The refund is created."""
    shipping_cost: CreditNoteShippingCostParams | None = given(None)
    """The cost of shipping, which is credited as a whole."""
