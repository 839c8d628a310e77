"""The page of an invoice: what its `hosted_invoice_url` shows to the customer, who can pay there by card or by a debit
of a bank account.

The address holds a token that grants no more than that. No key is needed.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.domain.billing.credit_notes import paper as note_papers
from app.domain.billing.invoices import hosting
from app.domain.core_resources.payments import options
from app.domain.tx import Tx
from app.errors import LockTimeout, Refusal
from app.server import complaints
from app.server.addresses import Gone, addressed, expired, missing
from app.server.complaints import Complaint
from app.server.forms import Form, acceptance_of, card_of, form_of, sepa_debit_of, us_bank_account_of
from app.server.pages import SAFETY
from app.server.papers.bill import bill_of, settlement
from app.server.papers.invoice import merchant_of
from app.server.rendering import Speech, render, speech
from app.settings import public_url
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.invoice import Invoice
from app.tables.billing.tax_id import TaxId
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.options import BankAccountVerificationMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.types.us_bank_account import (
    US_BANK_ACCOUNT,
    PaymentIntentPaymentMethodOptionsUsBankAccount,
    PaymentMethodUsBankAccount,
)

LONGEST_FORM = 3_000
"""Bytes of what the page's forms send."""
Given = TypeVar("Given")


def invoice_routes() -> list[Route]:
    """GET shows the invoice, POST pays it, or replaces an address that has expired."""
    return [
        Route("/i/{id}/{token}", endpoint, methods=[method]) for endpoint, method in ((show, "GET"), (answer, "POST"))
    ]


async def show(request: Request) -> Response:
    try:
        return await _page(request)
    except Gone:
        return missing(request, "missing")


async def answer(request: Request) -> Response:
    """The customer's form. A payment leads on to the bank, or back to the page, so that a reload repeats nothing."""
    form = await form_of(request, longest=LONGEST_FORM)
    kind = form.get("kind", "card")

    async def deed(tx: Tx, invoice: Invoice) -> str | None:
        if hosting.is_expired(tx, invoice):
            if form.get("renew") and not tx.livemode:
                hosting.renew(tx, invoice)
            return invoice.hosted_invoice_url
        if kind == VERIFICATION:
            intent = await hosting.verify(tx, invoice, form.get("descriptor_code", "").strip().upper())
        elif kind in BANK_ACCOUNTS:
            data, accepted = BANK_ACCOUNTS[kind](form), acceptance_of(request, form)
            intent = await hosting.pay(tx, invoice, data, mandate_data=accepted)
        else:
            intent = await hosting.pay(tx, invoice, card_of(form))
        return _next(intent) or invoice.hosted_invoice_url

    try:
        target = await at_address(request, deed)
    except Gone:
        return missing(request, "missing")
    except LockTimeout:
        return await _page(request, Complaint("busy"), form, status=503)
    except (Refusal, ValidationError) as refusal:
        return await _page(request, _COMPLAINTS.get(kind, complaints.of_card)(refusal), form, status=400)
    return RedirectResponse(target or request.url.path, status_code=303, headers=SAFETY)


VERIFICATION = "verification"
"""What the form for the code of a deposit has as `kind`."""
BANK_ACCOUNTS: Mapping[str, Callable[[Form], PaymentMethodDataParams]] = {
    "us_bank_account": us_bank_account_of,
    "sepa_debit": sepa_debit_of,
}
"""How a form of each kind is read."""
_COMPLAINTS = {
    **dict.fromkeys(BANK_ACCOUNTS, complaints.of_bank_account),
    VERIFICATION: complaints.of_verification,
}


async def _page(
    request: Request, complaint: Complaint | None = None, form: Form | None = None, *, status: int = 200
) -> Response:
    """The invoice as it is now, with what was wrong with the form that was sent. Raises Gone."""

    async def look(tx: Tx, invoice: Invoice) -> Response:
        customer = await tx.get(Customer, invoice.customer_id or "", lock=False, deleted=True)
        say = speech(request, customer.preferred_locales or ())
        merchant = merchant_of(await tx.account(), invoice)
        if hosting.is_expired(tx, invoice):
            return expired(request, say, merchant, renewable=not tx.livemode)
        values = await _shown(tx, invoice, say)
        shown = complaint
        if shown is None and request.query_params.get("redirect_status") == "failed":
            shown = Complaint("error_payment_intent_authentication_failure")
        # What was wrong does not matter any more once nothing is to be paid.
        if not (values["kinds"] or shown == Complaint("busy")):
            shown = None
        return render(
            request,
            "invoice.html",
            say=say,
            status=status,
            merchant=merchant,
            testmode=not tx.livemode,
            complaint=shown or values["failure"],
            form=defaultdict(str, form or {}),
            **values,
        )

    return await at_address(request, look, preview=True)


async def _shown(tx: Tx, invoice: Invoice, say: Speech) -> dict[str, Any]:
    """What the page shows of an invoice."""
    intent = await tx.get(PaymentIntent, invoice.payment_intent_id, lock=False) if invoice.payment_intent_id else None
    latest = intent.latest_charge_id if intent is not None else None
    charge = await tx.get(Charge, latest, lock=False) if latest else None
    owed = intent if invoice.status in hosting.PAYABLE else None
    waits = owed is not None and owed.status == PaymentIntentStatus.PROCESSING
    payable = owed if not waits else None
    kinds = _kinds(payable) if payable is not None else []
    bill = await bill_of(tx, invoice, say)
    notes = await tx.find(CreditNote, invoice_id=invoice.id, lock=False)
    return {
        "account_tax_ids": [await tx.get(TaxId, id, lock=False) for id in invoice.account_tax_ids or ()],
        "columns": bill.columns,
        "credit_notes": [note for note in notes if not note_papers.is_expired(tx, note)],
        "failure": complaints.of_failure(payable, charge) if payable is not None else None,
        "invoice": invoice,
        "kinds": kinds,
        "later": [kind for kind in kinds if payable is not None and options.future_usage_of(payable, kind)],
        "next": _next(payable) if payable is not None else None,
        "paid_at": invoice.status_transitions.paid_at,
        "processing": ("processing_debit" if charge is not None and complaints.is_debit(charge) else "processing")
        if waits
        else None,
        "receipt": charge.receipt_url if charge is not None and charge.paid else None,
        "rows": bill.rows,
        "sums": bill.sums + settlement(invoice, say),
        "verification": await _verification(tx, payable) if payable is not None else None,
    }


def _kinds(intent: PaymentIntent) -> list[str]:
    """The kinds of forms that can pay. A bank account that must be verified at once cannot be typed."""
    chosen = intent.payment_method_options
    own = chosen.get(PaymentIntentPaymentMethodOptionsUsBankAccount) if chosen is not None else None
    instant = own is not None and own.verification_method == BankAccountVerificationMethod.INSTANT
    allowed = [kind for kind in ("card", *BANK_ACCOUNTS) if kind in intent.payment_method_types]
    return [kind for kind in allowed if not (kind == US_BANK_ACCOUNT.name and instant)]


async def _verification(tx: Tx, intent: PaymentIntent) -> dict[str, Any] | None:
    """The deposit whose code verifies the bank account; None if the payment does not wait for that."""
    deposit = intent.next_action.verify_with_microdeposits if intent.next_action is not None else None
    if deposit is None:
        return None
    method = await tx.get(PaymentMethod, intent.payment_method_id or "", lock=False)
    account = method.details.get(PaymentMethodUsBankAccount)
    return {"arrival": deposit.arrival_date, "last4": account.last4 if account is not None else ""}


def _next(intent: PaymentIntent) -> str | None:
    """The page where the customer is to authenticate the payment; None if the payment does not wait for that."""
    redirect = intent.next_action.redirect_to_url if intent.next_action is not None else None
    return redirect.url if redirect is not None else None


async def at_address(
    request: Request, deed: Callable[[Tx, Invoice], Awaitable[Given]], *, preview: bool = False
) -> Given:
    """What a deed gives for the invoice that the address leads to, in a transaction; a `preview` is rolled back.
    Raises Gone."""
    address = f"{public_url()}/i/{request.path_params['id']}/{request.path_params['token']}"
    return await addressed(request, Invoice, "hosted_invoice_url", address, deed, preview=preview)
