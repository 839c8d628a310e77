"""The pages that customers are sent to in test mode: to answer their bank (3-D Secure), to name what it deposited, to
authorize a payment with a provider, or to pay with a voucher.

Its address holds a token that only the intent's `next_action` shows, and that works once. No key is needed.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import money
from app.database import Database
from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.intent import Intent
from app.domain.core_resources.payments import authentication as payment_authentication
from app.domain.core_resources.payments import vouchers
from app.domain.core_resources.payments.microdeposits import verify_microdeposits as verify_payment
from app.domain.core_resources.setups import actions
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.errors import Refusal
from app.server.forms import form_of
from app.server.pages import database_of, page
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
    purpose: Callable[[Mapping[str, Any]], str]
    """What the customer is to agree to, as HTML, after "to"."""
    failed: str
    """The title of the last page of an intent that failed."""
    columns: tuple[Any, ...] = ()
    """What of the row `purpose` reads."""

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


def _pay(intent: Mapping[str, Any]) -> str:
    return f"pay <strong>{escape(money.formatted(intent['amount'], intent['currency']))}</strong>"


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
        _pay,
        failed="The payment was not made",
        columns=(col(PaymentIntent.amount).label("amount"), col(PaymentIntent.currency).label("currency")),
    ),
    Asked(
        SetupIntent,
        {"complete": actions.complete_authentication, "fail": actions.fail_authentication},
        actions.verify_microdeposits,
        lambda _: "save your payment method for later payments",
        failed="The payment method was not saved",
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
    return _gone() if intent is None else _question(asked, intent)


async def answer(request: Request) -> Response:
    asked = _asked(request.path_params["id"])
    database = database_of(request)
    found = await _pending(asked, database, request.path_params)
    if found is None:
        return _gone()
    form = await form_of(request, longest=LONGEST_FORM)
    if form.get("outcome") not in asked.verbs and not form.get("descriptor_code"):
        return _question(asked, found, "Nothing was chosen.", status=400)
    intent: Intent | None = None
    try:
        async with transaction(database, Tenant.of(found)) as tx:
            intent = await tx.get(asked.table, found["id"])
            if intent.authentication_token != request.path_params["token"]:
                return _gone()
            await _decide(asked, tx, intent, form)
    except Refusal as refusal:
        # A payment that was declined after all is a fact, which the intent shows; a wrong code may be tried again, and
        # what was rolled back is as if it had not been asked.
        if intent is None or not refusal.commits or intent.status == type(intent.status).REQUIRES_ACTION:
            return _question(asked, found, refusal.message, status=400)
    return _farewell(asked, intent)


async def _decide(asked: Asked, tx: Tx, intent: Intent, form: Mapping[str, str]) -> None:
    if code := form.get("descriptor_code"):
        await asked.verify(tx, intent, descriptor_code=code.strip().upper())
    else:
        await asked.verbs[form["outcome"]](tx, intent)


def _question(asked: Asked, intent: Any, complaint: str = "", *, status: int = 200) -> Response:
    purpose = asked.purpose(intent)
    note = f"<p><strong>{escape(complaint)}</strong></p>" if complaint else ""
    if (intent["next_action"] or {}).get("type") == next_actions.VERIFY:
        return page(
            "Verify your bank account",
            f"{note}<p>To {purpose}, give the code that begins with SM from the deposit on your statement.</p>"
            '<form method="post"><input name="descriptor_code" maxlength="6" required aria-label="Code" '
            'placeholder="SM11AA"><button class="first">Verify</button></form>',
            status=status,
        )
    kind = method_types().get(intent["method"])
    if kind is not None and kind.flow is Flow.VOUCHER:
        return _voucher(intent, note, status)
    if kind is not None and kind.redirects:
        return page(
            f"Authorize your {asked.table.noun}",
            f"{note}<p>With your {escape(kind.noun)}, you are asked to {purpose}.</p>"
            '<form method="post"><button class="first" name="outcome" value="complete">Authorize</button>'
            '<button name="outcome" value="fail">Fail</button></form>'
            f"{_way_back(asked, intent)}",
            status=status,
        )
    return page(
        f"Confirm your {asked.table.noun}",
        f"{note}<p>Your bank asks whether you want to {purpose}.</p>"
        '<form method="post"><button class="first" name="outcome" value="complete">Complete authentication</button>'
        '<button name="outcome" value="fail">Fail authentication</button></form>',
        status=status,
    )


def _voucher(intent: Any, note: str, status: int) -> Response:
    action = intent["next_action"] or {}
    shown = action.get(action.get("type")) or {}
    number, expires = str(shown.get("number") or ""), str(shown.get("expires_after") or "")
    groups = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    amount = money.formatted(intent["amount"], intent["currency"])
    return page(
        "Pay with your voucher",
        f"{note}<p>Show the number at the store and pay <strong>{escape(amount)}</strong>, until "
        f'{escape(expires.replace("T", " ")[:16])} UTC.</p><p class="number">{escape(groups)}</p>'
        '<form method="post"><button class="first" name="outcome" value="pay">Pay it now</button>'
        '<button name="outcome" value="expire">Let it expire</button></form>',
        status=status,
    )


def _way_back(asked: Asked, intent: Any) -> str:
    """The link with which the customer leaves the page without a decision."""
    if intent["return_url"] is None:
        return ""
    target = _target(intent["return_url"], asked.table.object_name, intent["id"], intent["client_secret"], "pending")
    return f'<p class="later"><a href="{escape(target, quote=True)}">Decide later</a></p>'


def _farewell(asked: Asked, intent: Intent) -> Response:
    failed = intent.status == type(intent.status).REQUIRES_PAYMENT_METHOD
    title = asked.failed if failed else "Thank you"
    if intent.return_url is None:
        return page(title, "<p>You can close this page.</p>")
    target = escape(back_to(intent.return_url, intent, "failed" if failed else "succeeded"), quote=True)
    # A refresh rather than a redirect, which browsers would hold against `form-action`.
    refresh = f'<meta http-equiv="refresh" content="0;url={target}">'
    return page(title, f'<p><a href="{target}">Continue</a></p>', head=refresh)


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


def _gone() -> Response:
    return page("Nothing to confirm", "<p>This has been confirmed already, or was canceled.</p>", status=404)
