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
    title, text = "failed", "failed_text"
    if result.status in (404, 405):
        title, text = "nothing_here", "nothing_here_text"
    elif "retry-after" in result.headers:
        # It is told when to try again only where that helps.
        title, text = "unavailable", "unavailable_text"
    say = speech(request)
    page = render(
        request,
        "message.html",
        say=say,
        status=result.status,
        title=say(title),
        text=say(text, request=request_id),
        testmode=False,
    )
    page.headers.update(result.headers)
    return page
