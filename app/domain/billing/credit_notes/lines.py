"""The lines of a credit note: parts of the invoice's lines, or amounts of their own, with what belongs to each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.billing.engine.bill import Item, Line, bill
from app.domain.billing.engine.crediting import creditable, credited
from app.domain.billing.engine.credits import Used
from app.domain.billing.engine.discounts import Taken
from app.domain.billing.engine.taxes import Tax
from app.domain.billing.invoices import totals
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.money import rounded, share
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_line_item import CreditNoteLineItem, CreditNoteLineItemType
from app.tables.billing.credit_note_params import CreditNoteLineItemParams
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.core_resources.customer import CustomerTaxExempt
from app.tables.products.tax_rate import TaxRate

CUSTOM = CreditNoteLineItemType.CUSTOM_LINE_ITEM
OF_INVOICE = CreditNoteLineItemType.INVOICE_LINE_ITEM
ONLY_OF_INVOICE = ("amount", "invoice_line_item_id")
ONLY_CUSTOM = ("description", "tax_rates", "unit_amount", "unit_amount_decimal")


@dataclass(frozen=True)
class Part:
    """What a line of a credit note credits."""

    result: Line
    type: CreditNoteLineItemType
    billed: InvoiceLineItem | None = None
    """The line of the invoice that it is a part of; None for an amount of its own."""
    description: str | None = None
    quantity: int | None = None
    unit_amount: Decimal | None = None
    tax_rates: Sequence[str] = ()


async def parts(
    tx: Tx, invoice: Invoice, notes: Sequence[CreditNote], given: Sequence[CreditNoteLineItemParams]
) -> list[Part]:
    """What is credited line by line. `notes` are the credit notes that the invoice has, without those that are void.

    Raises InvalidRequest for a line of another invoice, and for more than is left of one.
    """
    billed: dict[str, InvoiceLineItem] = {line.id: line for line in await tx.listed(invoice, Invoice.lines)}
    before: dict[str, list[Part]] = defaultdict(list)
    for note in notes:
        for row in await tx.listed(note, CreditNote.lines):
            if row.invoice_line_item_id is not None:
                before[row.invoice_line_item_id].append(Part(line_of(row), row.type, quantity=row.quantity))
    found = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"lines.{place}"):
                if each.type == CUSTOM:
                    part = await _own(tx, invoice, each)
                else:
                    line = _billed(billed, each)
                    part = await _of(tx, invoice, line, each, before[line.id])
                    before[line.id].append(part)
                found.append(part)
    return found


def line_of(row: InvoiceLineItem | CreditNoteLineItem) -> Line:
    """A line of an invoice or of a credit note, as the engine calculates with it. Billing credits are known by their
    debit."""
    return Line(
        amount=row.amount,
        discounts=[Taken(each.discount_id, each.amount) for each in row.discount_amounts or ()],
        credits=[
            Used(each.credit_balance_transaction_id, each.amount)
            for each in row.pretax_credit_amounts or ()
            if each.credit_balance_transaction_id is not None
        ],
        taxes=[
            Tax(each.tax_rate_id, each.inclusive, each.taxable_amount or 0, each.amount, each.taxability_reason)
            for each in row.tax_amounts
        ],
        amount_excluding_tax=row.amount if row.amount_excluding_tax is None else row.amount_excluding_tax,
    )


def whole(amount: int) -> Part:
    """An amount without taxes, as one line."""
    return Part(Line(amount, (), (), (), amount), CUSTOM, quantity=1, unit_amount=Decimal(amount))


def _billed(billed: dict[str, InvoiceLineItem], given: CreditNoteLineItemParams) -> InvoiceLineItem:
    _refuse(given, ONLY_CUSTOM, "CUSTOM_LINE_ITEM")
    id = given.invoice_line_item_id
    if id is None:
        raise _missing("invoice_line_item", "`invoice_line_item` is required to credit a line of the invoice.")
    if id not in billed:
        raise ResourceMissing("line_item", id, field="invoice_line_item")
    return billed[id]


def _refuse(given: CreditNoteLineItemParams, names: Sequence[str], type: str) -> None:
    for name in names:
        if getattr(given, name) is not None:
            field = name.removesuffix("_id")
            raise InvalidRequest(
                f"`{field}` requires the `type` {type}.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field=field
            )


async def _of(
    tx: Tx, invoice: Invoice, billed: InvoiceLineItem, given: CreditNoteLineItemParams, before: Sequence[Part]
) -> Part:
    """A part of a line of the invoice, by amount or by quantity."""
    line, past = line_of(billed), [each.result for each in before]
    left = creditable(line, past)
    by_quantity = given.quantity is not None
    if (given.amount is not None) == by_quantity:
        raise _one_of("amount", "quantity", both=by_quantity)
    if any((each.quantity is not None) != by_quantity for each in before):
        known, other = ("amount", "quantity") if by_quantity else ("quantity", "amount")
        raise InvalidRequest(
            f"Part of this line was credited by `{known}`, so that it cannot be credited by `{other}`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=other,
        )
    field = "quantity" if by_quantity else "amount"
    amount = _by_quantity(billed, given.quantity or 0, before) if by_quantity else given.amount or 0
    if not 0 < amount <= left:
        raise InvalidRequest(
            f"At most {left} of this line can be credited, and `{field}` comes to {amount}.",
            code=ErrorCode.AMOUNT_TOO_LARGE if amount > left else ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    result = credited(line, amount, past)
    if given.tax_amounts is not None:
        result = _taxed(result, await _taxes(tx, given))
        _must_fit(line, result, past)
    rates = billed.tax_rates or invoice.default_tax_rates
    each = Decimal(billed.amount) / billed.quantity if by_quantity and billed.quantity else None
    return Part(
        result,
        OF_INVOICE,
        billed,
        description=billed.description,
        quantity=given.quantity,
        unit_amount=None if each is None else round(each, 12),
        tax_rates=rates if given.tax_amounts is None else (),
    )


def _by_quantity(billed: InvoiceLineItem, quantity: int, before: Sequence[Part]) -> int:
    """What a number of units of a line come to. All units together are the line, to the minor unit."""
    passed = sum(each.quantity or 0 for each in before)
    left = (billed.quantity or 0) - passed
    if quantity > left:
        raise InvalidRequest(
            f"At most {left} units of this line can be credited, and `quantity` is {quantity}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="quantity",
        )
    return share(billed.amount, passed + quantity, billed.quantity or 1) - sum(each.result.amount for each in before)


async def _own(tx: Tx, invoice: Invoice, given: CreditNoteLineItemParams) -> Part:
    """An amount of its own."""
    _refuse(given, ONLY_OF_INVOICE, "INVOICE_LINE_ITEM")
    if (given.unit_amount is None) == (given.unit_amount_decimal is None):
        raise _one_of("unit_amount", "unit_amount_decimal", both=given.unit_amount is not None)
    if given.tax_rates and given.tax_amounts:
        raise InvalidRequest(
            "Give `tax_rates` or `tax_amounts`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="tax_amounts"
        )
    quantity = given.quantity or 1
    unit_amount = given.unit_amount_decimal or Decimal(given.unit_amount or 0)
    rates = given.tax_rates or ()
    for place, id in enumerate(rates):
        await tx.get(TaxRate, id, field=f"tax_rates.{place}", lock=False)
    item = Item(rounded(unit_amount * quantity), rates=[await totals.rate_of(tx, id) for id in rates])
    (result,) = bill([item], exempt=invoice.customer_tax_exempt or CustomerTaxExempt.NONE).lines
    if given.tax_amounts:
        result = _taxed(result, await _taxes(tx, given))
    return Part(
        result,
        CUSTOM,
        description=given.description,
        quantity=quantity,
        unit_amount=unit_amount,
        tax_rates=rates,
    )


async def _taxes(tx: Tx, given: CreditNoteLineItemParams) -> list[Tax]:
    """The taxes that the caller calculated."""
    found = []
    for place, each in enumerate(given.tax_amounts or ()):
        rate = await tx.get(TaxRate, each.tax_rate_id, field=f"tax_amounts.{place}.tax_rate", lock=False)
        found.append(Tax(rate.id, rate.inclusive, each.taxable_amount, each.amount))
    return found


def _taxed(line: Line, taxes: Sequence[Tax]) -> Line:
    """The line with these taxes. Raises InvalidRequest for more inclusive tax than is left of the line."""
    included = sum(each.amount for each in taxes if each.inclusive)
    left = line.amount - sum(each.amount for each in line.discounts) - sum(each.amount for each in line.credits)
    if included > left or any(each.amount < 0 for each in taxes):
        raise InvalidRequest(
            f"`tax_amounts` must not be negative, and inclusive ones must be part of {left}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="tax_amounts",
        )
    return replace(line, taxes=taxes, amount_excluding_tax=line.amount - included)


def _must_fit(line: Line, part: Line, before: Sequence[Line]) -> None:
    """Refuse to credit more of a tax than was billed."""
    for rate in {each.rate for each in part.taxes}:
        billed = _of_rate([line], rate)
        asked = _of_rate([part, *before], rate)
        if asked > billed:
            raise InvalidRequest(
                f"The line was billed {billed} of the tax {rate}, and {asked} would be credited.",
                code=ErrorCode.AMOUNT_TOO_LARGE,
                field="tax_amounts",
            )


def _of_rate(among: Sequence[Line], rate: str) -> int:
    return sum(each.amount for line in among for each in line.taxes if each.rate == rate)


def _one_of(first: str, second: str, *, both: bool) -> InvalidRequest:
    if not both:
        return _missing(first, f"`{first}` is required, or `{second}` in its place.")
    return InvalidRequest(f"Give `{first}` or `{second}`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field=second)


def _missing(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETER_MISSING, field=field)
