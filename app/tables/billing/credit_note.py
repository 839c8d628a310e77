"""CreditNote: what is taken back of a finalized invoice."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import Many, editable, given, kept, many, ref
from app.tables.columns import amount as money
from app.tables.resource import Resource, Tagged
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount
from app.tables.shapes.shipping_cost import ShippingCost
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.texts import CurrencyCode


class CreditNoteReason(StrEnum):
    """Why a credit note is issued."""

    DUPLICATE = "duplicate"
    """The customer was billed twice."""
    FRAUDULENT = "fraudulent"
    """The purchase was fraudulent."""
    ORDER_CHANGE = "order_change"
    """The customer changed the order."""
    PRODUCT_UNSATISFACTORY = "product_unsatisfactory"
    """The customer was not satisfied with the product."""


class CreditNoteStatus(StrEnum):
    """The status of a credit note."""

    ISSUED = "issued"
    """The credit note is valid."""
    VOID = "void"
    """The credit note was a mistake, and counts for nothing."""


class CreditNoteType(StrEnum):
    """Whether a credit note was issued before or after the payment of its invoice."""

    POST_PAYMENT = "post_payment"
    """The invoice was paid: its customer is given back what was paid."""
    PRE_PAYMENT = "pre_payment"
    """The invoice was open: less is due since then."""


class CreditNote(Tagged, Resource, table=True):
    """What is taken back of a finalized invoice: less is due, or what was paid is given back."""

    prefix: ClassVar[str] = "cn_"
    events: ClassVar[dict[str, str]] = {
        "created": "A credit note was issued.",
        "updated": "A credit note was updated.",
        "voided": "A credit note was voided.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {CreditNoteStatus.ISSUED: {CreditNoteStatus.VOID}}
    lines: ClassVar[Many] = many("credit_note_line_item", by="credit_note_id", url="/v1/credit_notes/{id}/lines")

    amount: int = money(0)
    """Amount of the credit note, in minor units, with taxes."""
    amount_shipping: int = money(0)
    """What is credited of the cost of shipping, in minor units."""
    currency: CurrencyCode = kept("usd")
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str = ref("customer", back="credit_notes", kind="kept")
    """The customer of the invoice."""
    customer_balance_transaction_id: str | None = ref("customer_balance_transaction", kind="kept", default=None)
    """The credit of the customer's balance; null if the balance is not credited."""
    discount_amount: int = money(0)
    """What discounts take off all lines, in minor units."""
    discount_amounts: list[DiscountAmount] = kept([])
    """What each discount takes off all lines."""
    effective_at: datetime | None = given(None)
    """The date of issue that the credit note shows. The default is the moment of its creation."""
    invoice_id: str = ref("invoice", back="credit_notes")
    """The invoice that is credited: it must be open or paid."""
    memo: str | None = editable(None, max_length=5000)
    """What the customer reads on the credit note."""
    number: str = kept("")
    """Number of the credit note: that of the invoice, with a number of its own, such as `ABC-0001-CN-01`."""
    out_of_band_amount: int | None = money(None, kind="given", ge=0)
    """What is given back outside of the API, in minor units; null for nothing."""
    pdf: str = kept("")
    """Address of the credit note as a PDF, in the customer's language. The address expires 30 days after the invoice is
    due, or after the credit note is issued where that is later, and after 120 days at most. That of a preview leads
    nowhere."""
    pretax_credit_amounts: list[PretaxCreditAmount] | None = kept([])
    """What discounts and billing credits take off all lines before taxes."""
    reason: CreditNoteReason | None = given(None)
    """Why the credit note is issued; null if no reason was given."""
    refund_id: str | None = ref("refund", back="credit_notes", default=None)
    """The refund of what was paid; null without one. Give one that was made before, in place of `refundAmount`."""
    shipping_cost: ShippingCost | None = kept()
    """What is credited of the cost of shipping; null for nothing."""
    status: CreditNoteStatus = kept(CreditNoteStatus.ISSUED)
    """The status of the credit note."""
    subtotal: int = money(0)
    """Amount of all lines, in minor units, before discounts and exclusive taxes."""
    subtotal_excluding_tax: int | None = money(None)
    """Amount of all lines, in minor units, before discounts and without any tax."""
    tax_amounts: list[TaxAmount] = kept([])
    """What each tax comes to on all lines."""
    total: int = money(0)
    """Amount after discounts and with taxes, in minor units."""
    total_excluding_tax: int | None = money(None)
    """Amount after discounts and without any tax, in minor units."""
    type: CreditNoteType = kept(CreditNoteType.PRE_PAYMENT)
    """Whether the credit note was issued before or after the payment of its invoice."""
    voided_at: datetime | None = kept()
    """When the credit note was voided; null if it was not."""
