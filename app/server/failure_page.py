"""What is told in place of a page that cannot be shown: to browsers a page, to all others the JSON of all errors."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.server.rendering import render, speech
from app.server.responses import Result


def failure_page(scope: Scope, result: Result, request_id: str) -> Response | None:
    """A page that says as much as a customer can use of a result that is an error; None for who asked for no page."""
    request = Request(scope)
    if "text/html" not in request.headers.get("accept", ""):
        return None
    if result.status in (404, 405):
        told = "nothing_here"
    else:
        # It is told when to try again only where that helps.
        told = "unavailable" if "retry-after" in result.headers else "failed"
    say = speech(request)
    page = render(
        request,
        "message.html",
        say=say,
        status=result.status,
        title=say(told),
        text=say(f"{told}_text", request=request_id),
        testmode=False,
    )
    page.headers.update(result.headers)
    return page
