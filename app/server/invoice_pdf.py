"""The invoice, and its receipt, as PDF: below the address of the invoice's page, and as long as that is valid."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.domain.billing.invoices import hosting
from app.domain.tx import Tx
from app.server.addresses import Gone, expired, missing
from app.server.invoice_page import at_address
from app.server.papers.download import download
from app.server.papers.invoice import invoice_paper, merchant_of, receipt_paper
from app.server.papers.paper import Paper
from app.server.rendering import speech, speech_for
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.customer import Customer


def invoice_pdf_routes() -> list[Route]:
    """GET alone: a paper changes nothing."""
    return [Route(f"/i/{{id}}/{{token}}/{paper}", show, methods=["GET"], name=paper) for paper in PAPERS]


PAPERS = {"pdf": ("Invoice", invoice_paper), "receipt": ("Receipt", receipt_paper)}
"""Each paper by the last part of its address, with the beginning of the file's name."""


async def show(request: Request) -> Response:
    """The paper to download, in the customer's language, whoever asks for it."""
    name, make = PAPERS[request.url.path.rpartition("/")[2]]

    async def read(tx: Tx, invoice: Invoice) -> Paper | Response:
        customer = await tx.get(Customer, invoice.customer_id or "", lock=False, deleted=True)
        if hosting.is_expired(tx, invoice):
            say = speech(request, customer.preferred_locales or ())
            return expired(request, say, merchant_of(await tx.account(), invoice), renewable=False)
        paper = await make(tx, invoice, speech_for(customer.preferred_locales or ()))
        if paper is None:
            raise Gone
        return paper

    try:
        made = await at_address(request, read, preview=True)
    except Gone:
        return missing(request, "missing")
    return made if isinstance(made, Response) else await download(request, made, name)
