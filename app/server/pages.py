"""The few pages that a merchant's customers see: one look, no script, nothing from elsewhere."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.database import Database
from app.server.transport import transport_of

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { min-height: 100vh; margin: 0; display: grid; place-items: center; background: light-dark(#f6f8fa, #10141a); }
main { box-sizing: border-box; width: min(30rem, 100vw - 2rem); padding: 2rem; border-radius: 12px;
  background: light-dark(#fff, #1a202a);
  box-shadow: 0 8px 32px #0002; }
h1 { font-size: 1.15rem; margin: 0 0 .5rem; } p { margin: .25rem 0 1.25rem; opacity: .8; }
form { display: grid; gap: .6rem; }
button, input { font: inherit; padding: .7rem; border-radius: 8px; border: 1px solid #8884; }
button { cursor: pointer; } button.first { background: #0f766e; color: #fff; border-color: #0f766e; }
.number { padding: 1rem; border: 1px dashed #8886; border-radius: 8px; font: 1.25rem/1.4 ui-monospace, monospace;
  text-align: center; opacity: 1; }
.later { margin: 1rem 0 0; text-align: center; } a { color: inherit; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1.5rem; margin: 1rem 0 0; }
dt { opacity: .65; } dd { margin: 0; text-align: right; }
small { display: block; margin-top: 1.25rem; opacity: .6; }
"""


def page(title: str, body: str, *, head: str = "", status: int = 200) -> Response:
    """A page. `body` and `head` are HTML: whatever they hold of others' is escaped already."""
    note = "<small>Test mode: no bank is asked, and no money moves.</small>"
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}{note}</main></body></html>"
    )
    return HTMLResponse(html, status_code=status, headers=SAFETY)


def database_of(request: Request) -> Database:
    """The running app's database."""
    database = transport_of(request.scope).services.database
    assert isinstance(database, Database)
    return database
