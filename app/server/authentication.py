"""The page a customer is sent to in test mode: they answer their bank (3-D Secure), or name what it deposited.

Its address holds a token that only the intent's `next_action` shows, and that works once. No key is needed.
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
from starlette.responses import Response
from starlette.routing import Route

from app import money
from app.database import Database
from app.domain.core_resources.payments import authentication, next_actions
from app.domain.core_resources.payments.microdeposits import verify_microdeposits
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.errors import Refusal
from app.server.pages import database_of, page
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.tenancy import Tenant, owner

LONGEST_FORM = 1_000
"""Bytes of what the page's forms send."""

_BY_ID: Any = select(
    col(PaymentIntent.id).label("id"),
    *owner(PaymentIntent.__table__.c),
    col(PaymentIntent.amount).label("amount"),
    col(PaymentIntent.currency).label("currency"),
    col(PaymentIntent.next_action).label("next_action"),
    col(PaymentIntent.authentication_token).label("token"),
)


def authentication_routes() -> list[Route]:
    """GET shows what is asked, POST takes the answer."""
    return [
        Route("/authenticate/{id}/{token}", show, methods=["GET"]),
        Route("/authenticate/{id}/{token}", answer, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    intent = await _pending(database_of(request), request.path_params)
    return _gone() if intent is None else _question(intent)


async def answer(request: Request) -> Response:
    database = database_of(request)
    found = await _pending(database, request.path_params)
    if found is None:
        return _gone()
    form = await _form(request)
    if form.get("outcome") not in ("complete", "fail") and not form.get("descriptor_code"):
        return _question(found, "Nothing was chosen.", status=400)
    intent: PaymentIntent | None = None
    try:
        async with transaction(database, Tenant.of(found)) as tx:
            intent = await tx.get(PaymentIntent, found["id"])
            if intent.authentication_token != request.path_params["token"]:
                return _gone()
            await _decide(tx, intent, form)
    except Refusal as refusal:
        # A payment that was declined after all is a fact, which the intent shows; a wrong code may be tried again, and
        # what was rolled back is as if it had not been asked.
        if intent is None or not refusal.commits or intent.status is PaymentIntentStatus.REQUIRES_ACTION:
            return _question(found, refusal.message, status=400)
    return _farewell(intent)


async def _decide(tx: Tx, intent: PaymentIntent, form: Mapping[str, str]) -> None:
    if code := form.get("descriptor_code"):
        await verify_microdeposits(tx, intent, descriptor_code=code.strip().upper())
    elif form["outcome"] == "complete":
        await authentication.complete_authentication(tx, intent)
    else:
        await authentication.fail_authentication(tx, intent)


def _question(intent: Any, complaint: str = "", *, status: int = 200) -> Response:
    amount = f"<strong>{escape(money.formatted(intent['amount'], intent['currency']))}</strong>"
    note = f"<p><strong>{escape(complaint)}</strong></p>" if complaint else ""
    if (intent["next_action"] or {}).get("type") == next_actions.VERIFY:
        return page(
            "Verify your bank account",
            f"{note}<p>To pay {amount}, give the code that begins with SM from the deposit on your statement.</p>"
            '<form method="post"><input name="descriptor_code" maxlength="6" required aria-label="Code" '
            'placeholder="SM11AA"><button class="first">Verify</button></form>',
            status=status,
        )
    return page(
        "Confirm your payment",
        f"{note}<p>Your bank asks whether you make this payment of {amount}.</p>"
        '<form method="post"><button class="first" name="outcome" value="complete">Complete authentication</button>'
        '<button name="outcome" value="fail">Fail authentication</button></form>',
        status=status,
    )


def _farewell(intent: PaymentIntent) -> Response:
    failed = intent.status is PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    title = "The payment was not made" if failed else "Thank you"
    if intent.return_url is None:
        return page(title, "<p>You can close this page.</p>")
    status = "failed" if failed else "succeeded"
    target = escape(back_to(intent.return_url, intent.id, intent.client_secret, status), quote=True)
    # A refresh rather than a redirect, which browsers would hold against `form-action`.
    refresh = f'<meta http-equiv="refresh" content="0;url={target}">'
    return page(title, f'<p><a href="{target}">Continue</a></p>', head=refresh)


def back_to(return_url: str, intent_id: str, client_secret: str, status: str) -> str:
    """The merchant's address with what Stripe appends to it."""
    parts = urlsplit(return_url)
    more = {"payment_intent": intent_id, "payment_intent_client_secret": client_secret, "redirect_status": status}
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])))


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace")))


async def _pending(database: Database, named: Mapping[str, str]) -> asyncpg.Record | None:
    """The payment that the address names, while it waits for its customer."""
    statement = _BY_ID.where(col(PaymentIntent.id) == named["id"], col(PaymentIntent.deleted_at).is_(None))
    for row in await database.fetch(statement, asyncpg.Record):
        if row["token"] is not None and hmac.compare_digest(row["token"].encode(), named["token"].encode()):
            return row
    return None


def _gone() -> Response:
    return page("Nothing to confirm", "<p>This payment has been confirmed already, or was canceled.</p>", status=404)
