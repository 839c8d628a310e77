"""The page a customer is sent to for 3-D Secure in test mode: they approve the payment there, or refuse it.

Its address holds a token that only the intent's `next_action` tells, and that works once. No key is needed.
"""

import hmac
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app import money
from app.database import Database
from app.domain.payments import authentication
from app.domain.transaction import Scope, transaction
from app.errors import CardError
from app.server.transport import transport_of
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus

LONGEST_FORM = 1_000
"""Bytes of the form that the page's two buttons send."""

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { min-height: 100vh; margin: 0; display: grid; place-items: center; background: light-dark(#f6f8fa, #10141a); }
main { width: min(26rem, 90vw); padding: 2rem; border-radius: 12px; background: light-dark(#fff, #1a202a);
  box-shadow: 0 8px 32px #0002; }
h1 { font-size: 1.15rem; margin: 0 0 .5rem; } p { margin: .25rem 0 1.25rem; opacity: .8; }
form { display: grid; gap: .6rem; }
button { font: inherit; padding: .7rem; border-radius: 8px; border: 1px solid #8884; cursor: pointer; }
button[value=complete] { background: #5a4bda; color: #fff; border-color: #5a4bda; }
small { display: block; margin-top: 1.25rem; opacity: .6; }
"""

_BY_ID: Any = select(
    col(PaymentIntent.id).label("id"),
    col(PaymentIntent.account_id).label("account_id"),
    col(PaymentIntent.livemode).label("livemode"),
    col(PaymentIntent.amount).label("amount"),
    col(PaymentIntent.currency).label("currency"),
    col(PaymentIntent.authentication_token).label("token"),
)


def authentication_routes() -> list[Route]:
    """GET shows the two buttons, POST does what one of them says."""
    return [
        Route("/authenticate/{id}/{token}", show, methods=["GET"]),
        Route("/authenticate/{id}/{token}", answer, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    intent = await _pending(_database(request), request.path_params)
    if intent is None:
        return _gone()
    sum_ = escape(money.formatted(intent["amount"], intent["currency"]))
    return _page(
        "Confirm your payment",
        f"<p>Your bank asks whether you make this payment of <strong>{sum_}</strong>.</p>"
        '<form method="post"><button name="outcome" value="complete">Complete authentication</button>'
        '<button name="outcome" value="fail">Fail authentication</button></form>',
    )


async def answer(request: Request) -> Response:
    database = _database(request)
    found = await _pending(database, request.path_params)
    if found is None:
        return _gone()
    outcome = await _outcome(request)
    if outcome not in ("complete", "fail"):
        return _page("Nothing was chosen", "<p>Go back, and choose one of the two buttons.</p>", status=400)
    decide = authentication.complete_authentication if outcome == "complete" else authentication.fail_authentication
    return_url: str | None = None
    try:
        async with transaction(database, Scope(found["account_id"], found["livemode"])) as tx:
            intent = await tx.get(PaymentIntent, found["id"])
            return_url = intent.return_url
            if intent.authentication_token != request.path_params["token"]:
                return _gone()
            await decide(tx, intent)
    except CardError:
        # The payment was declined after all: a fact that is committed, and that the intent tells.
        pass
    failed = intent.status == PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    title = "The payment was not made" if failed else "Thank you"
    if return_url is None:
        return _page(title, "<p>You can close this page.</p>")
    target = escape(
        back_to(return_url, intent.id, intent.client_secret, "failed" if failed else "succeeded"), quote=True
    )
    # A refresh rather than a redirect, which browsers would hold against `form-action`.
    return _page(
        title, f'<p><a href="{target}">Continue</a></p>', head=f'<meta http-equiv="refresh" content="0;url={target}">'
    )


def back_to(return_url: str, intent_id: str, client_secret: str, status: str) -> str:
    """The merchant's address with what Stripe appends to it."""
    parts = urlsplit(return_url)
    told = {"payment_intent": intent_id, "payment_intent_client_secret": client_secret, "redirect_status": status}
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])))


async def _outcome(request: Request) -> str | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"))).get("outcome")


async def _pending(database: Database, named: Mapping[str, str]) -> asyncpg.Record | None:
    """The payment that the address tells of, while it waits for its customer."""
    statement = _BY_ID.where(col(PaymentIntent.id) == named["id"], col(PaymentIntent.deleted_at).is_(None))
    for row in await database.fetch(statement, asyncpg.Record):
        if row["token"] is not None and hmac.compare_digest(row["token"].encode(), named["token"].encode()):
            return row
    return None


def _database(request: Request) -> Database:
    database = transport_of(request.scope).services.database
    assert isinstance(database, Database)
    return database


def _gone() -> Response:
    return _page("Nothing to confirm", "<p>This payment has been confirmed already, or was called off.</p>", status=404)


def _page(title: str, body: str, *, head: str = "", status: int = 200) -> Response:
    note = "<small>Test mode: no bank is asked, and no money moves.</small>"
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}{note}</main></body></html>"
    )
    return HTMLResponse(html, status_code=status, headers=SAFETY)
