"""The page of a bank transfer: what `hosted_instructions_url` shows to the customer who is to send funds."""

import hmac
from html import escape
from typing import Any

import asyncpg
from sqlalchemy import select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import money
from app.server.pages import database_of, page
from app.settings import public_url
from app.tables.core_resources.payment_intent import PaymentIntent

_BY_ID: Any = select(col(PaymentIntent.next_action).label("next_action"))
_KINDS = {
    "aba": "From a US bank",
    "iban": "By IBAN",
    "sort_code": "By sort code",
    "spei": "By SPEI",
    "swift": "From abroad",
    "zengin": "From a Japanese bank",
}
_NAMES = {"bic": "BIC", "iban": "IBAN", "clabe": "CLABE", "swift_code": "SWIFT code"}


def transfer_routes() -> list[Route]:
    """GET alone: the page changes nothing."""
    return [Route("/transfer/{id}/{token}", show, methods=["GET"])]


async def show(request: Request) -> Response:
    """The instructions, while the payment waits for funds."""
    statement = _BY_ID.where(col(PaymentIntent.id) == request.path_params["id"])
    asked = f"{public_url()}{request.url.path}"
    for row in await database_of(request).fetch(statement, asyncpg.Record):
        transfer = (row["next_action"] or {}).get("display_bank_transfer_instructions") or {}
        if hmac.compare_digest(str(transfer.get("hosted_instructions_url")).encode(), asked.encode()):
            return _instructions(transfer)
    text = "<p>The payment no longer waits for a transfer, or the address is wrong.</p>"
    return page("No transfer is awaited", text, status=404)


def _instructions(transfer: dict[str, Any]) -> Response:
    amount = money.formatted(transfer["amount_remaining"], transfer["currency"])
    text = (
        f"<p>Send <strong>{escape(amount)}</strong> from your bank to one of these accounts, with the reference.</p>"
        f'<p class="number">{escape(transfer["reference"])}</p>'
    )
    return page("Pay by bank transfer", text + "".join(map(_account, transfer["financial_addresses"])))


def _account(address: dict[str, Any]) -> str:
    """One account as HTML: what a customer types into a transfer."""
    lines = {name: value for name, value in address[address["type"]].items() if isinstance(value, str)}
    body = "".join(f"<dt>{escape(_name(name))}</dt><dd>{escape(value)}</dd>" for name, value in lines.items())
    return f"<p>{_KINDS[address['type']]}</p><dl>{body}</dl>"


def _name(field: str) -> str:
    return _NAMES.get(field) or field.removeprefix("account_").replace("_", " ").capitalize()
