"""The pages that customers are sent to in test mode: to answer their bank (3-D Secure), to name what it deposited, to
authorize a payment with a provider, or to pay with a voucher.

Its address holds a token that only the intent's `next_action` shows, and that works once. No key is needed.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.database import Database
from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.intent import Intent
from app.domain.core_resources.payments import authentication as payment_authentication
from app.domain.core_resources.payments import vouchers
from app.domain.core_resources.payments.microdeposits import verify_microdeposits as verify_payment
from app.domain.core_resources.setups import actions
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import Refusal
from app.server.forms import form_of
from app.server.pages import database_of
from app.server.rendering import render, speech
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.method_type import Flow, method_types
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.tenancy import Tenant, owner, same_tenant

LONGEST_FORM = 1_000
"""Bytes of what the page's forms send."""

Verb = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Asked:
    """One kind of intent that a customer is asked about."""

    table: type[PaymentIntent] | type[SetupIntent]
    verbs: Mapping[str, Verb]
    """What the customer can answer, by the button's value."""
    verify: Verb
    columns: tuple[Any, ...] = ()
    """What of the row the page shows besides."""

    @cached_property
    def by_id(self) -> Any:
        """The statement that reads what the page shows."""
        of_method = col(PaymentMethod.id) == col(self.table.payment_method_id)
        tenants = same_tenant(PaymentMethod.__table__.c, self.table.__table__.c)
        return select(
            col(self.table.id).label("id"),
            *owner(self.table.__table__.c),
            col(self.table.next_action).label("next_action"),
            col(self.table.authentication_token).label("token"),
            col(self.table.client_secret).label("client_secret"),
            col(self.table.return_url).label("return_url"),
            col(PaymentMethod.type).label("method"),
            *self.columns,
        ).outerjoin_from(self.table.__table__, PaymentMethod.__table__, and_(of_method, *tenants))


_ASKED = (
    Asked(
        PaymentIntent,
        {
            "complete": payment_authentication.complete_authentication,
            "fail": payment_authentication.fail_authentication,
            "pay": vouchers.pay_voucher,
            "expire": vouchers.expire_voucher,
        },
        verify_payment,
        columns=(col(PaymentIntent.amount).label("amount"), col(PaymentIntent.currency).label("currency")),
    ),
    Asked(
        SetupIntent,
        {"complete": actions.complete_authentication, "fail": actions.fail_authentication},
        actions.verify_microdeposits,
    ),
)


def authentication_routes() -> list[Route]:
    """GET shows what is asked, POST takes the answer."""
    return [
        Route(f"/{name}/{{id}}/{{token}}", endpoint, methods=[method])
        for name in ("authenticate", "redirect", "voucher")
        for endpoint, method in ((show, "GET"), (answer, "POST"))
    ]


async def show(request: Request) -> Response:
    asked = _asked(request.path_params["id"])
    intent = await _pending(asked, database_of(request), request.path_params)
    return _gone(request) if intent is None else _question(request, asked, intent)


async def answer(request: Request) -> Response:
    asked = _asked(request.path_params["id"])
    database = database_of(request)
    found = await _pending(asked, database, request.path_params)
    if found is None:
        return _gone(request)
    form = await form_of(request, longest=LONGEST_FORM)
    if form.get("outcome") not in asked.verbs and not form.get("descriptor_code"):
        return _question(request, asked, found, "nothing_chosen", status=400)
    intent: Intent | None = None
    try:
        async with transaction(database, Tenant.of(found)) as tx:
            intent = await tx.get(asked.table, found["id"])
            if intent.authentication_token != request.path_params["token"]:
                return _gone(request)
            await _decide(asked, tx, intent, form)
    except Refusal as refusal:
        # A payment that was declined after all is a fact, which the intent shows; a wrong code may be tried again, and
        # what was rolled back is as if it had not been asked.
        if intent is None or not refusal.commits or intent.status == type(intent.status).REQUIRES_ACTION:
            return _question(request, asked, found, _said(refusal), status=400)
    return _farewell(request, asked, intent)


def _said(refusal: Refusal) -> str:
    """The key of what the customer reads."""
    mismatch = ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_DESCRIPTOR_CODE_MISMATCH
    return "verify_mismatch" if refusal.code is mismatch else "not_possible"


async def _decide(asked: Asked, tx: Tx, intent: Intent, form: Mapping[str, str]) -> None:
    if code := form.get("descriptor_code"):
        await asked.verify(tx, intent, descriptor_code=code.strip().upper())
    else:
        await asked.verbs[form["outcome"]](tx, intent)


def _question(
    request: Request, asked: Asked, intent: Any, complaint: str | None = None, *, status: int = 200
) -> Response:
    say, noun = speech(request), asked.table.noun
    amount = say.amount(intent["amount"], intent["currency"]) if "amount" in intent else ""
    kind = method_types().get(intent["method"])
    asks: dict[str, Any] = {"number": None, "code": False, "answers": (), "later": None}
    if (intent["next_action"] or {}).get("type") == next_actions.VERIFY:
        title, text = say("verify_title"), say(f"verify_{noun}_text", amount=amount)
        asks["code"] = True
    elif kind is not None and kind.flow is Flow.VOUCHER:
        action = intent["next_action"] or {}
        voucher = action.get(action.get("type")) or {}
        number = str(voucher.get("number") or "")
        expires = datetime.fromisoformat(voucher["expires_after"])
        title, text = say("voucher_title"), say("voucher_text", amount=amount, moment=say.moment(expires))
        asks["number"] = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        asks["answers"] = (("pay", say("voucher_pay")), ("expire", say("voucher_expire")))
    elif kind is not None and kind.redirects:
        title = say(f"authorize_title_{noun}")
        text = say(f"authorize_{noun}_text", method=say(f"method_{kind.name}"), amount=amount)
        asks["answers"] = (("complete", say("authorize_complete")), ("fail", say("authorize_fail")))
        asks["later"] = _way_back(asked, intent)
    else:
        title, text = say(f"confirm_title_{noun}"), say(f"confirm_{noun}_text", amount=amount)
        asks["answers"] = (("complete", say("confirm_complete")), ("fail", say("confirm_fail")))
    error = say(complaint) if complaint else None
    return render(request, "bank/question.html", say=say, status=status, title=title, text=text, error=error, **asks)


def _way_back(asked: Asked, intent: Any) -> str | None:
    """The address at which the customer leaves the page without a decision; None without one."""
    if intent["return_url"] is None:
        return None
    return _target(intent["return_url"], asked.table.object_name, intent["id"], intent["client_secret"], "pending")


def _farewell(request: Request, asked: Asked, intent: Intent) -> Response:
    say = speech(request)
    failed = intent.status == type(intent.status).REQUIRES_PAYMENT_METHOD
    target = None
    if intent.return_url is not None:
        target = back_to(intent.return_url, intent, "failed" if failed else "succeeded")
    title = say(f"failed_{asked.table.noun}") if failed else say("thanks")
    return render(request, "bank/farewell.html", say=say, title=title, target=target)


def back_to(return_url: str, intent: Intent, status: str) -> str:
    """The merchant's address with what Stripe appends to it."""
    return _target(return_url, intent.object_name, intent.id, intent.client_secret, status)


def _target(return_url: str, name: str, id: str, client_secret: str, status: str) -> str:
    parts = urlsplit(return_url)
    more = {name: id, f"{name}_client_secret": client_secret, "redirect_status": status}
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query, keep_blank_values=True), *more.items()])))


def _asked(id: str) -> Asked:
    return next((asked for asked in _ASKED if id.startswith(asked.table.prefix)), _ASKED[0])


async def _pending(asked: Asked, database: Database, named: Mapping[str, str]) -> asyncpg.Record | None:
    """The intent that the address names, while it waits for its customer."""
    statement = asked.by_id.where(col(asked.table.id) == named["id"], col(asked.table.deleted_at).is_(None))
    for row in await database.fetch(statement, asyncpg.Record):
        if row["token"] is not None and hmac.compare_digest(row["token"].encode(), named["token"].encode()):
            return row
    return None


def _gone(request: Request) -> Response:
    say = speech(request)
    title, text = say("nothing_to_confirm"), say("nothing_to_confirm_text")
    return render(request, "message.html", say=say, status=404, title=title, text=text)
