"""The receipt of a charge: what its `receipt_url` shows to anyone with the address."""

import hmac
from typing import Any

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.server.means import means
from app.server.pages import database_of
from app.server.rendering import Speech, render, speech
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
            return _receipt(request, row)
    say = speech(request)
    title, text = say("receipt_missing"), say("missing_text")
    return render(request, "message.html", say=say, status=404, title=title, text=text)


def _receipt(request: Request, row: Any) -> Response:
    say, currency, merchant = speech(request), row["currency"], (row["profile"] or {}).get("name")
    facts = (
        (say("amount_paid"), say.amount(row["amount"], currency)),
        (say("refunded"), say.amount(row["refunded"], currency) if row["refunded"] else None),
        (say("paid_at"), say.date(row["created"])),
        (say("payment_method"), means_of(say, row["method"] or {})),
        (say("description"), row["description"]),
        (say("receipt_number"), row["number"]),
    )
    title = say("receipt_from", merchant=merchant) if merchant else say("receipt_title")
    groups = [(None, facts)]
    return render(request, "bank/facts.html", say=say, title=title, text=None, number=None, groups=groups)


def means_of(say: Speech, details: dict[str, Any]) -> str | None:
    """What a charge was paid with, such as "Visa ending in 4242"."""
    kind = str(details.get("type"))
    return means(say, kind, details.get(kind) or {}) if kind in method_types() else None
