"""CreditNoteLineItem: a line of a credit note."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.resource import Resource
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.texts import CurrencyCode


class CreditNoteLineItemType(StrEnum):
    """What a line of a credit note credits."""

    CUSTOM_LINE_ITEM = "custom_line_item"
    """An amount of its own."""
    INVOICE_LINE_ITEM = "invoice_line_item"
    """A line of the invoice, or a part of one."""


class CreditNoteLineItem(Resource, table=True):
    """A line of a credit note: a part of a line of the invoice, or an amount of its own."""

    prefix: ClassVar[str] = "cnli_"
    path: ClassVar[str] = "/v1/credit_notes/{credit_note}/lines/{id}"

    created: datetime = kept(hidden=True)
    amount: int = money(0)
    """What is credited, in minor units, before discounts and exclusive taxes."""
    amount_excluding_tax: int | None = money(None)
    """What is credited, in minor units, before discounts and without any tax."""
    credit_note_id: str = ref("credit_note", back="lines", kind="kept", graph_only=True)
    """The credit note that it is a line of."""
    currency: CurrencyCode = kept("usd", hidden=True)
    """Three-letter currency code (ISO 4217), lower case."""
    description: str | None = kept()
    """Description of what is credited."""
    discount_amount: int = money(0)
    """What discounts take off the line, in minor units."""
    discount_amounts: list[DiscountAmount] = kept([])
    """What each discount takes off the line."""
    invoice_line_item_id: str | None = ref("invoice_line_item", back="credit_note_lines", kind="kept", default=None)
    """The line of the invoice that is credited; null for an amount of its own."""
    pretax_credit_amounts: list[PretaxCreditAmount] | None = kept([])
    """What discounts and billing credits take off the line before taxes. Billing credits come back."""
    quantity: int | None = kept()
    """Number of units that are credited; null where an amount was given."""
    tax_amounts: list[TaxAmount] = kept([])
    """The taxes on the line, each with its rate."""
    tax_rates: list[str] = ref("tax_rate", kind="kept", default=[], embedded=True)
    """The tax rates of the line."""
    type: CreditNoteLineItemType = kept(CreditNoteLineItemType.CUSTOM_LINE_ITEM)
    """What the line credits."""
    unit_amount: int | None = money(None)
    """Amount of a unit, in minor units; null for an amount with decimals, or without units."""
    unit_amount_decimal: Decimal | None = kept()
    """Amount of a unit, in minor units with up to twelve decimals; null without units."""
    unit_amount_excluding_tax: str | None = kept()
    """Amount of a unit, in minor units with decimals, without any tax; null without units."""
