"""The receipt of a charge: what its `receipt_url` shows to anyone with the address."""

import hmac
from html import escape
from typing import Any

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import money
from app.server.pages import database_of, page
from app.settings import public_url
from app.tables.connect.account import Account
from app.tables.core_resources.charge import Charge
from app.tables.payment_methods.method_type import method_types
from app.tables.tenancy import same_tenant

_OWN = and_(*same_tenant(Account.__table__.c, Charge.__table__.c))
_BY_ID: Any = select(
    col(Charge.amount_captured).label("amount"),
    col(Charge.amount_refunded).label("refunded"),
    col(Charge.currency).label("currency"),
    col(Charge.created).label("created"),
    col(Charge.description).label("description"),
    col(Charge.receipt_number).label("number"),
    col(Charge.receipt_url).label("url"),
    col(Charge.payment_method_details).label("method"),
    col(Account.business_profile).label("profile"),
).join_from(Charge.__table__, Account.__table__, _OWN)


def receipt_routes() -> list[Route]:
    """GET alone: a receipt changes nothing."""
    return [Route("/receipts/{id}/{token}", show, methods=["GET"])]


async def show(request: Request) -> Response:
    statement = _BY_ID.where(col(Charge.id) == request.path_params["id"])
    asked = f"{public_url()}{request.url.path}"
    for row in await database_of(request).fetch(statement, asyncpg.Record):
        if row["url"] is not None and hmac.compare_digest(row["url"].encode(), asked.encode()):
            return _receipt(row)
    return page("No such receipt", "<p>Check the address, or ask the merchant for it again.</p>", status=404)


def _receipt(row: Any) -> Response:
    currency = row["currency"]
    lines = {
        "Paid": money.formatted(row["amount"], currency),
        "Refunded": money.formatted(row["refunded"], currency) if row["refunded"] else None,
        "Date": f"{row['created']:%d %B %Y}",
        "Paid with": means_of(row["method"] or {}),
        "For": row["description"],
        "Receipt number": row["number"],
    }
    body = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines.items() if value)
    merchant = (row["profile"] or {}).get("name") or "the merchant"
    return page(f"Receipt from {merchant}", f"<dl>{body}</dl>")


def means_of(details: dict[str, Any], *, ending: str = " ending in ") -> str | None:
    """What a charge was paid with, such as "Visa ending in 4242"."""
    if card := details.get("card"):
        return f"{str(card.get('brand') or 'card').capitalize()}{ending}{card.get('last4')}"
    kind = method_types().get(str(details.get("type")))
    if kind is None:
        return None
    shown = details.get(kind.name) or {}
    name = shown.get("bank_name") or kind.noun[:1].upper() + kind.noun[1:]
    return f"{name}{ending}{shown['last4']}" if shown.get("last4") else name
