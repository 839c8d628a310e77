"""The addresses of owners' pages: those of links, which open once, and those of the visit."""

from collections.abc import Awaitable, Callable
from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.access import account_pages
from app.domain.connect.account_pages import ADDRESS
from app.domain.real_time import real_now
from app.errors import LockTimeout, Problem, RateLimited, Refusal, ResourceMissing
from app.server.onboarding import dashboard, giving
from app.server.onboarding.place import COOKIE, Place, gone, path_of, place_of
from app.server.pages import SAFETY, database_of
from app.settings import public_url
from app.tables.connect.account_page import AccountPageKind
from app.tables.tenancy import Tenant

Page = Callable[[Place], Awaitable[Response]]


def onboarding_routes() -> list[Route]:
    """GET shows, POST does."""
    visit = f"{ADDRESS}/accounts/{{account}}/{{kind}}"
    return [
        Route(f"{ADDRESS}/{{kind}}/{{address}}", enter, methods=["GET"]),
        Route(visit, _visited(first), methods=["GET"]),
        Route(f"{visit}/details", _visited(giving.show), methods=["GET"]),
        Route(f"{visit}/details", _visited(giving.give), methods=["POST"]),
    ]


async def enter(request: Request) -> Response:
    """Open the page for this browser, which gets a cookie: the address is worthless from here on, and leads to where
    the platform makes another."""
    mode, _, token = request.path_params["address"].partition("_")
    # What only looks at the head, such as a preview of links, does not use the address up.
    if request.method != "GET":
        return Response(headers=SAFETY)
    secret = token_urlsafe(32)
    async with database_of(request).begin() as connection:
        page = await account_pages.open_page(connection, token, secret, now=real_now())
        url = await account_pages.leads_to(connection, token) if page is None else None
    if page is None:
        return gone(request) if url is None else RedirectResponse(url, status_code=303, headers=SAFETY)
    if (mode, page.kind) != ("live" if page.livemode else "test", request.path_params["kind"]):
        return gone(request)
    path = path_of(Tenant.of(page).account, AccountPageKind(page.kind))
    answer = RedirectResponse(path, status_code=303, headers=SAFETY)
    secure = public_url().startswith("https:")
    answer.set_cookie(COOKIE, secret, path=path, httponly=True, secure=secure, samesite="lax")
    return answer


def _visited(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page for whoever holds the visit's cookie, with refusals in plain words."""

    async def endpoint(request: Request) -> Response:
        place = await place_of(request)
        if place is None:
            return gone(request)
        try:
            answer = await page(place)
        except ResourceMissing:
            answer = gone(request)
        except LockTimeout:
            answer = place.show("refused", title=place.say("one_moment"), text=place.say("busy_portal"), status=503)
        except RateLimited:
            answer = place.show("refused", title=place.say("one_moment"), text=place.say("try_again"), status=429)
        except Refusal:
            answer = place.show("refused", title=place.say("cannot_be_done"), text=place.say("refused_now"), status=400)
        except Problem as problem:
            if not 400 <= getattr(problem, "status", 500) < 500:
                raise
            text = place.say("refused_form")
            answer = place.show("refused", title=place.say("cannot_be_done"), text=text, status=400)
        answer.headers.update(SAFETY)
        return answer

    return endpoint


async def first(place: Place) -> Response:
    """The dashboard, or at once what is asked."""
    return await (dashboard.show if place.kind is AccountPageKind.DASHBOARD else giving.show)(place)
