"""The page of a mandate: what its `url` shows to the customer who accepted the mandate."""

import hmac
from typing import Any

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.server.pages import database_of
from app.server.rendering import render, speech
from app.settings import public_url
from app.tables.connect.account import Account
from app.tables.core_resources.mandate import Mandate
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.tenancy import same_tenant

_MANDATES: Any = Mandate.__table__
_OWN = and_(*same_tenant(Account.__table__.c, _MANDATES.c))
_FOR = and_(
    col(PaymentMethod.id) == col(Mandate.payment_method_id), *same_tenant(PaymentMethod.__table__.c, _MANDATES.c)
)
_BY_ID: Any = (
    select(
        col(Mandate.created).label("created"),
        col(Mandate.status).label("status"),
        col(Mandate.payment_method_details).label("details"),
        col(PaymentMethod.billing_details).label("debtor"),
        col(PaymentMethod.details).label("method"),
        col(Account.business_profile).label("profile"),
    )
    .join_from(_MANDATES, Account.__table__, _OWN)
    .join(PaymentMethod.__table__, _FOR)
)


def mandate_routes() -> list[Route]:
    """GET alone: the page changes nothing."""
    return [Route("/mandates/{id}/{token}", show, methods=["GET"])]


async def show(request: Request) -> Response:
    statement = _BY_ID.where(col(Mandate.id) == request.path_params["id"])
    asked = f"{public_url()}{request.url.path}"
    for row in await database_of(request).fetch(statement, asyncpg.Record):
        type_ = row["details"].get("type", "")
        details = row["details"].get(type_) or {}
        if hmac.compare_digest(str(details.get("url")).encode(), asked.encode()):
            return _mandate(request, row, details, row["method"].get(type_) or {})
    say = speech(request)
    title, text = say("mandate_missing"), say("missing_text")
    return render(request, "message.html", say=say, status=404, title=title, text=text)


def _mandate(request: Request, row: Any, details: dict[str, Any], method: dict[str, Any]) -> Response:
    say, merchant = speech(request), (row["profile"] or {}).get("name")
    last4 = method.get("last4")
    facts = (
        (say("mandate_reference"), details.get("reference")),
        (say("mandate_owner"), (row["debtor"] or {}).get("name")),
        (say("mandate_account"), say("account_ending", last4=last4) if last4 else None),
        (say("mandate_date"), say.date(row["created"])),
        (say("status"), say(f"mandate_{row['status']}")),
    )
    text = say("mandate_text", merchant=merchant) if merchant else say("mandate_text_plain")
    groups = [(None, facts)]
    return render(request, "bank/facts.html", say=say, title=say("mandate"), text=text, number=None, groups=groups)
