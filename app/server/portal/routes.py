"""The portal's addresses: the session's own, which opens once, and those of the visit."""

from collections.abc import Awaitable, Callable
from secrets import token_urlsafe

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.access import portal
from app.domain.real_time import real_now
from app.errors import LockTimeout, Refusal
from app.server.forms import form_of
from app.server.pages import SAFETY, database_of
from app.server.portal import deeds, home, steps
from app.server.portal.place import COOKIE, LONGEST_FORM, Place, gone, place_of
from app.server.portal.words import said
from app.settings import public_url
from app.tables.texts import storable

Page = Callable[[Request, Place], Awaitable[Response]]


def portal_routes() -> list[Route]:
    """GET shows, POST does."""
    visit = "/p/portal/{id}"
    return [
        Route("/p/session/{address}", enter, methods=["GET"]),
        Route(visit, _visited(first), methods=["GET"]),
        Route(f"{visit}/payment-methods/add", _visited(add_card), methods=["GET"]),
        Route(f"{visit}/card-added", _visited(card_added), methods=["GET"]),
        Route(f"{visit}/changed", _visited(changed), methods=["GET"]),
        Route(f"{visit}/subscriptions/{{subscription}}/change", _visited(choose), methods=["GET"]),
        Route(f"{visit}/subscriptions/{{subscription}}/review", _visited(review), methods=["GET"]),
        Route(f"{visit}/subscriptions/{{subscription}}/cancel", _visited(cancel), methods=["GET"]),
        Route(f"{visit}/{{action}}", _visited(act), methods=["POST"]),
    ]


async def enter(request: Request) -> Response:
    """Open the session for this browser, which gets a cookie: the address is worthless from here on."""
    mode, _, token = request.path_params["address"].partition("_")
    # What only looks at the head, such as a preview of links, does not use the address up.
    if request.method != "GET":
        return Response(headers=SAFETY)
    secret = token_urlsafe(32)
    async with database_of(request).begin() as connection:
        opened = await portal.open_page(connection, token, secret, now=real_now())
    if opened is None or mode != ("live" if opened.livemode else "test"):
        return gone(request)
    path = f"/p/portal/{opened.session['id']}"
    answer = RedirectResponse(path, status_code=303, headers=SAFETY)
    secure = public_url().startswith("https:")
    answer.set_cookie(COOKIE, secret, path=path, httponly=True, secure=secure, samesite="lax")
    return answer


def _visited(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page for whoever holds the visit's cookie, with refusals in plain words."""

    async def endpoint(request: Request) -> Response:
        place = await place_of(request)
        if place is None or not all(map(storable, request.query_params.values())):
            return gone(request)
        try:
            answer = await page(request, place)
        except (Refusal, ValidationError) as refusal:
            answer = place.refused(refusal)
        except LockTimeout:
            answer = place.show("refused", title=place.say("one_moment"), error=place.say("busy_portal"), status=503)
        answer.headers.update(SAFETY)
        return answer

    return endpoint


async def first(request: Request, place: Place) -> Response:
    if place.session.flow is not None:
        return await steps.first_of_flow(place)
    done = request.query_params.get("done")
    return await home.first_page(place, done=place.say(f"done_{done}") if done in deeds.DONE else None)


async def add_card(request: Request, place: Place) -> Response:
    return await steps.add_card(place)


async def card_added(request: Request, place: Place) -> Response:
    return await deeds.card_added(place, request.query_params.get("setup_intent", ""))


async def changed(request: Request, place: Place) -> Response:
    return await deeds.changed(place, request.query_params.get("payment_intent", ""))


async def choose(request: Request, place: Place) -> Response:
    return await steps.choose(place, request.path_params["subscription"])


async def review(request: Request, place: Place) -> Response:
    given = dict(request.query_params)
    given.pop("moment", None)
    try:
        return await steps.review(place, request.path_params["subscription"], given)
    except Refusal as refusal:
        return await steps.choose(place, request.path_params["subscription"], error=said(place.say, refusal))


async def cancel(request: Request, place: Place) -> Response:
    return await steps.cancel(place, request.path_params["subscription"])


async def act(request: Request, place: Place) -> Response:
    """What a form of this visit asks for. A form of another site has no key."""
    form, action = await form_of(request, longest=LONGEST_FORM), request.path_params["action"]
    if not place.is_ours(form):
        return place.refused(place.say("refused_form"), status=403)
    if action == "add-card":
        try:
            return await deeds.add_card(place, form)
        except (Refusal, ValidationError) as refusal:
            return await steps.add_card(place, error=said(place.say, refusal, "error_details"))
    if (deed := deeds.DEEDS.get(action)) is None:
        return gone(request)
    try:
        return await deeds.carry_out(place, deed, form)
    except (Refusal, ValidationError) as refusal:
        return await deed.again(place, form, said(place.say, refusal))
