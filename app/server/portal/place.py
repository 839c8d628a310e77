"""Where a request to the portal stands: the visit that its cookie is for, and the transactions of that visit."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.access import portal
from app.database import Database
from app.domain.billing.portal.sessions import digest
from app.domain.billing.portal.visits import Visit, begin
from app.domain.real_time import real_now
from app.domain.transaction import repeated, transaction
from app.domain.tx import Tx
from app.errors import Refusal
from app.server.pages import database_of
from app.server.portal.words import said
from app.server.rendering import Speech, render, speech
from app.settings import public_url
from app.sql import Part
from app.tables.billing.portal_locale import BillingPortalSessionLocale
from app.tables.billing.portal_session import BillingPortalSession
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant

COOKIE = "paygraph_portal"
LONGEST_FORM = 20_000
"""Bytes of what the portal's forms send."""

_FLOW_DONE = "UPDATE billing_portal_access SET session = session || '{\"flow\": null}' WHERE hash = $?"
_OVER = "DELETE FROM billing_portal_access WHERE hash = $?"

Given = TypeVar("Given")


@dataclass(frozen=True)
class Place:
    """A visit as one request finds it."""

    request: Request
    database: Database
    tenant: Tenant
    session: BillingPortalSession
    by_email: bool
    secret: str
    say: Speech

    @property
    def path(self) -> str:
        """The path of the visit's first page, below which all others are."""
        return f"/p/portal/{self.session.id}"

    @property
    def form_key(self) -> str:
        """What the forms of this visit send along, which no other site can know."""
        return digest(f"{self.secret}:forms").hex()

    def is_ours(self, form: dict[str, str]) -> bool:
        """Whether a form is one of this visit's."""
        return hmac.compare_digest(form.get("key", "").encode(), self.form_key.encode())

    def show(self, page: str, *, error: str | None = None, status: int | None = None, **values: object) -> Response:
        """A page of the portal's templates. `error` is what was refused."""
        return render(
            self.request,
            f"portal/{page}.html",
            say=self.say,
            status=status or (400 if error else 200),
            place=self,
            error=error,
            testmode=not self.tenant.livemode,
            **values,
        )

    def refused(self, refusal: Refusal | ValidationError | str, status: int = 400) -> Response:
        """The page where something cannot be done."""
        error = refusal if isinstance(refusal, str) else said(self.say, refusal)
        return self.show("refused", title=self.say("cannot_be_done"), error=error, status=status)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[tuple[Tx, Visit]]:
        """A transaction that shows, and changes nothing."""
        async with transaction(self.database, self.tenant, preview=True) as tx:
            yield tx, await begin(tx, self.session, lock=False, by_email=self.by_email)

    async def do(self, deed: Callable[[Tx, Visit], Awaitable[Given]], *, preview: bool = False) -> Given:
        """What a deed gives, which a transaction of its own is committed with; a `preview` is rolled back."""

        async def attempt() -> Given:
            async with transaction(self.database, self.tenant, preview=preview) as tx:
                return await deed(tx, await begin(tx, self.session, lock=True, by_email=self.by_email))

        return await repeated(attempt)

    def complete(self, tx: Tx, *, over: bool) -> None:
        """The flow of the session is completed: the whole portal is open from here on, or the visit is `over`."""
        tx.work.parts.append(Part(_OVER if over else _FLOW_DONE, (digest(self.secret),)))


async def place_of(request: Request) -> Place | None:
    """The visit that a request belongs to; None if it is over, or the browser is another."""
    secret, id = request.cookies.get(COOKIE, ""), request.path_params["id"]
    if not secret:
        return None
    database = database_of(request)
    async with database.begin() as connection:
        found = await portal.visit(connection, secret, id, now=real_now())
    if found is None:
        return None
    kept = dict(found.session)
    by_email = kept.pop("by_email", False)
    session = BillingPortalSession.model_validate({**kept, "url": f"{public_url()}{request.url.path}"})
    tenant = Tenant.of(found)
    say = speech(request, await _locales(database, tenant, session))
    return Place(request, database, tenant, session, by_email, secret, say)


async def _locales(database: Database, tenant: Tenant, session: BillingPortalSession) -> list[str]:
    """The locales that are preferred to the browser's: the session's, and the customer's."""
    chosen: list[str] = [session.locale] if session.locale not in (None, BillingPortalSessionLocale.AUTO) else []
    # The page itself says so if the customer is not there, or the customer's clock is being moved.
    with suppress(Refusal):
        async with transaction(database, tenant, preview=True) as tx:
            customer = await tx.get(Customer, session.customer_id, lock=False, deleted=True)
            chosen += customer.preferred_locales or ()
    return chosen


def gone(request: Request) -> Response:
    """The page of a visit that is over, or of another browser."""
    say = speech(request)
    return render(request, "message.html", say=say, status=404, title=say("expired"), text=say("portal_expired"))
