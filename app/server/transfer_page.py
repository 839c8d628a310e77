"""The page of a bank transfer: what `hosted_instructions_url` shows to the customer who is to send funds."""

import hmac
from typing import Any

import asyncpg
from sqlalchemy import select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.server.pages import database_of
from app.server.rendering import Speech, render, speech
from app.settings import public_url
from app.tables.core_resources.payment_intent import PaymentIntent

_BY_ID: Any = select(col(PaymentIntent.next_action).label("next_action"))


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
            return _instructions(request, transfer)
    say = speech(request)
    title, text = say("transfer_missing"), say("transfer_missing_text")
    return render(request, "message.html", say=say, status=404, title=title, text=text)


def _instructions(request: Request, transfer: dict[str, Any]) -> Response:
    say = speech(request)
    return render(
        request,
        "bank/facts.html",
        say=say,
        title=say("transfer_title"),
        text=say("transfer_text", amount=say.amount(transfer["amount_remaining"], transfer["currency"])),
        number=transfer["reference"],
        groups=[(say(f"transfer_{each['type']}"), _account(say, each)) for each in transfer["financial_addresses"]],
    )


def _account(say: Speech, address: dict[str, Any]) -> list[tuple[str, str]]:
    """One account: what a customer types into a transfer."""
    lines = {name: value for name, value in address[address["type"]].items() if isinstance(value, str)}
    if "country" in lines:
        lines["country"] = say.country(lines["country"])
    return [(say(f"bank_{name.removeprefix('bank_')}"), value) for name, value in lines.items()]
