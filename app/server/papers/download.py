"""A paper as a file to download."""

from starlette.requests import Request
from starlette.responses import Response

from app.server.pages import SAFETY
from app.server.papers.paper import Paper
from app.server.papers.typesetting import Busy, typeset
from app.server.rendering import render, speech


async def download(request: Request, paper: Paper, kind: str) -> Response:
    """The PDF, under a name of its kind and number, of which letters of ASCII, digits and a few signs stay."""
    try:
        pdf = await typeset(paper)
    except Busy:
        say = speech(request)
        values = {"title": say("busy_papers"), "text": say("try_again")}
        return render(request, "message.html", say=say, status=503, **values)
    name = f"{kind}-{paper.name}"
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)
    disposition = f'attachment; filename="{safe}.pdf"'
    return Response(pdf, media_type="application/pdf", headers=SAFETY | {"Content-Disposition": disposition})
