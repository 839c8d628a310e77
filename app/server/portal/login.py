"""The login page of a configuration, where customers ask for the address of a session by their email address.

No email is sent from this server. In test mode the page shows the address that the email would have; for an email
address that no customer has, it shows one that opens nothing, so that the page itself never says who is a customer. In
live mode nobody can log in here.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.access.limits import RequestLimit
from app.domain.billing.portal import sessions
from app.domain.tx import Tx
from app.errors import RateLimited
from app.server.addresses import Gone, addressed
from app.server.forms import form_of
from app.server.rendering import render, speech
from app.settings import public_url
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.texts import storable

LONGEST_FORM = 2_000
"""Bytes of what the page's form sends."""
LONGEST_EMAIL = 512
"""Characters of an email address, as of a customer's."""
_ATTEMPTS = RequestLimit(per_second=0.5, burst=20)
"""How often links can be asked for on one login page, in this process."""


def login_routes() -> list[Route]:
    """GET shows the form, POST asks for a link."""
    return [
        Route("/p/login/{address}", endpoint, methods=[method]) for endpoint, method in ((show, "GET"), (ask, "POST"))
    ]


async def show(request: Request) -> Response:
    email = request.query_params.get("prefilled_email", "")
    return await _page(request, email=email if storable(email) else "")


async def ask(request: Request) -> Response:
    form = await form_of(request, longest=LONGEST_FORM)
    return await _page(request, email=form.get("email", "").strip(), asked=True)


async def _page(request: Request, *, email: str, asked: bool = False) -> Response:
    say, address = speech(request), request.path_params["address"]
    id = address.removeprefix("test_").partition("-")[0]

    async def look(tx: Tx, configuration: BillingPortalConfiguration) -> Response:
        if not configuration.active:
            raise Gone
        account = await tx.account()
        merchant = account.business_profile.name if account.business_profile else None
        shown: dict[str, str | None] = {"error": None, "link": None}
        status = 200
        if asked and not tx.livemode:
            try:
                shown["link"] = await _link(tx, configuration, email)
            except ValueError:
                status, shown["error"] = 400, say("refused_fields", fields=say("field_email"))
            except RateLimited:
                status, shown["error"] = 429, say("try_again")
        return render(
            request,
            "portal/login.html",
            say=say,
            status=status,
            merchant=merchant,
            email=email[:LONGEST_EMAIL],
            testmode=not tx.livemode,
            **shown,
        )

    try:
        return await addressed(
            request,
            BillingPortalConfiguration,
            "login_page.url",
            f"{public_url()}/p/login/{address}",
            look,
            id=f"{BillingPortalConfiguration.prefix}{id}",
            preview=not asked,
        )
    except Gone:
        return render(request, "message.html", say=say, status=404, title=say("expired"), text=say("missing_text"))


async def _link(tx: Tx, configuration: BillingPortalConfiguration, email: str) -> str:
    """The address that is sent. Raises ValueError for what is no email address, and RateLimited."""
    name, _, host = email.rpartition("@")
    if not name or not host or len(email) > LONGEST_EMAIL:
        raise ValueError(email)
    _ATTEMPTS.spend(configuration.id)
    session = await sessions.create_by_email(tx, configuration, email)
    return session.url if session else sessions.address(sessions.new_token(), livemode=tx.livemode)
