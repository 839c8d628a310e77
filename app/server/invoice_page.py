"""The page of an invoice: what its `hosted_invoice_url` shows to the customer, who can pay there by card.

The address holds a token that grants no more than that. No key is needed.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.domain.billing.invoices import hosting
from app.domain.tx import Tx
from app.errors import LockTimeout, Refusal
from app.server.addresses import Gone, addressed
from app.server.forms import card_of, form_of, why
from app.server.pages import SAFETY
from app.server.papers.bill import bill_of, settlement
from app.server.papers.invoice import merchant_of
from app.server.rendering import Speech, render, speech
from app.settings import public_url
from app.tables.billing.invoice import Invoice
from app.tables.billing.tax_id import TaxId
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus

LONGEST_FORM = 2_000
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
        return missing(request)


async def answer(request: Request) -> Response:
    """The customer's form. A payment leads on to the bank, or back to the page, so that a reload repeats nothing."""
    form = await form_of(request, longest=LONGEST_FORM)

    async def deed(tx: Tx, invoice: Invoice) -> str | None:
        if hosting.is_expired(tx, invoice):
            if form.get("renew") and not tx.livemode:
                hosting.renew(tx, invoice)
            return invoice.hosted_invoice_url
        return _next(await hosting.pay(tx, invoice, card_of(form))) or invoice.hosted_invoice_url

    try:
        target = await at_address(request, deed)
    except Gone:
        return missing(request)
    except LockTimeout:
        return await _page(request, error="busy", status=503)
    except (Refusal, ValidationError) as refusal:
        return await _page(request, error=why(refusal), status=400)
    return RedirectResponse(target or request.url.path, status_code=303, headers=SAFETY)


async def _page(request: Request, *, error: str | None = None, status: int = 200) -> Response:
    """The invoice as it is now. Raises Gone."""

    async def look(tx: Tx, invoice: Invoice) -> Response:
        customer = await tx.get(Customer, invoice.customer_id or "", lock=False, deleted=True)
        say = speech(request, customer.preferred_locales or ())
        merchant = merchant_of(await tx.account(), invoice)
        if hosting.is_expired(tx, invoice):
            return expired(request, say, merchant, renewable=not tx.livemode)
        values = await _shown(tx, invoice, say)
        if error is None and request.query_params.get("redirect_status") == "failed" and values["payable"]:
            values["error"] = say("error_payment_intent_authentication_failure")
        elif error is not None and (values["payable"] or error == "busy"):
            values["error"] = say(error)
        return render(
            request, "invoice.html", say=say, status=status, merchant=merchant, testmode=not tx.livemode, **values
        )

    return await at_address(request, look, preview=True)


async def _shown(tx: Tx, invoice: Invoice, say: Speech) -> dict[str, Any]:
    """What the page shows of an invoice."""
    intent = await tx.get(PaymentIntent, invoice.payment_intent_id, lock=False) if invoice.payment_intent_id else None
    charge = await tx.get(Charge, invoice.charge_id, lock=False) if invoice.charge_id else None
    owed = invoice.status in hosting.PAYABLE and intent is not None
    waits = intent is not None and intent.status == PaymentIntentStatus.PROCESSING
    bill = await bill_of(tx, invoice, say)
    return {
        "account_tax_ids": [await tx.get(TaxId, id, lock=False) for id in invoice.account_tax_ids or ()],
        "columns": bill.columns,
        "error": None,
        "invoice": invoice,
        "next": _next(intent) if owed and intent is not None else None,
        "paid_at": invoice.status_transitions.paid_at,
        "payable": owed and not waits and intent is not None and "card" in intent.payment_method_types,
        "processing": owed and waits,
        "receipt": charge.receipt_url if charge is not None and charge.paid else None,
        "rows": bill.rows,
        "sums": bill.sums + settlement(invoice, say),
    }


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


def expired(request: Request, say: Speech, merchant: str, *, renewable: bool) -> Response:
    """The page of an address that has expired, which the customer may be able to renew."""
    title, text = say("expired"), say("expired_text", merchant=merchant)
    button = say("renew") if renewable else None
    return render(request, "message.html", say=say, status=410, title=title, text=text, button=button)


def missing(request: Request) -> Response:
    """The page where there is no invoice."""
    say = speech(request)
    return render(request, "message.html", say=say, status=404, title=say("missing"), text=say("missing_text"))
