"""A credit note as PDF, at the address that its `pdf` gives: no key is needed, and the address expires as that
of the invoice."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.domain.billing.credit_notes import paper as papers
from app.domain.tx import Tx
from app.server.addresses import Gone, addressed, expired, missing
from app.server.pages import SAFETY
from app.server.papers.credit_note import credit_note_paper
from app.server.papers.download import download
from app.server.papers.invoice import merchant_of
from app.server.papers.paper import Paper
from app.server.rendering import speech, speech_for
from app.settings import public_url
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.customer import Customer


def credit_note_pdf_routes() -> list[Route]:
    """GET shows the paper, POST replaces an address that has expired, in test mode."""
    deeds = {"GET": show, "POST": renew}
    return [Route("/cn/{id}/{token}/pdf", endpoint, methods=[method]) for method, endpoint in deeds.items()]


async def show(request: Request) -> Response:
    """The paper to download, in the customer's language, whoever asks for it."""

    async def read(tx: Tx, note: CreditNote) -> Paper | Response:
        customer = await tx.get(Customer, note.customer_id, lock=False, deleted=True)
        if papers.is_expired(tx, note):
            merchant = merchant_of(await tx.account(), await tx.get(Invoice, note.invoice_id, lock=False))
            say = speech(request, customer.preferred_locales or ())
            return expired(request, say, merchant, renewable=not tx.livemode)
        return await credit_note_paper(tx, note, speech_for(customer.preferred_locales or ()))

    try:
        made = await addressed(request, CreditNote, "pdf", _address(request), read, preview=True)
    except Gone:
        return missing(request, "credit_note_missing")
    return made if isinstance(made, Response) else await download(request, made, "CreditNote")


async def renew(request: Request) -> Response:
    """The customer's form on the page of an address that has expired."""

    async def deed(tx: Tx, note: CreditNote) -> str:
        if papers.is_expired(tx, note) and not tx.livemode:
            await papers.renew(tx, note)
        return note.pdf

    try:
        target = await addressed(request, CreditNote, "pdf", _address(request), deed)
    except Gone:
        return missing(request, "credit_note_missing")
    return RedirectResponse(target, status_code=303, headers=SAFETY)


def _address(request: Request) -> str:
    return f"{public_url()}{request.url.path}"
