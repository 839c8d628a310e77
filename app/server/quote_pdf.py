"""A quote as PDF, at the address that its `pdf` gives: no key is needed, and the address does not expire."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.domain.tx import Tx
from app.server.addresses import Gone, addressed, missing
from app.server.papers.download import download
from app.server.papers.paper import Paper
from app.server.papers.quote import quote_paper
from app.server.rendering import speech_for
from app.settings import public_url
from app.tables.billing.quote import Quote
from app.tables.core_resources.customer import Customer


def quote_pdf_routes() -> list[Route]:
    """GET alone: a paper changes nothing."""
    return [Route("/q/{id}/{token}/pdf", show, methods=["GET"])]


async def show(request: Request) -> Response:
    """The paper to download, in the customer's language, whoever asks for it."""

    async def read(tx: Tx, quote: Quote) -> Paper:
        customer = await tx.get(Customer, quote.customer_id or "", lock=False, deleted=True)
        return await quote_paper(tx, quote, customer, speech_for(customer.preferred_locales or ()))

    try:
        paper = await addressed(request, Quote, "pdf", f"{public_url()}{request.url.path}", read, preview=True)
    except Gone:
        return missing(request, "quote_missing")
    return await download(request, paper, "Quote")
