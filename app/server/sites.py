"""Sites: the origins whose pages may call the graph from a browser, as CORS tells browsers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse

LOCAL = r"https?://(localhost|[a-z0-9.-]+\.localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?"
"""Origins of pages that this machine serves, on any port."""
EXPOSED = ["Content-Disposition", "Content-Range", "ETag", "Request-Id", "Retry-After"]
"""Headers of answers that pages may read."""


def is_own(origin: str, host: str | None) -> bool:
    """Whether an origin is the server's own, by the name that it was called by."""
    return host is not None and origin.partition("://")[2].lower() == host.lower()


@dataclass(frozen=True)
class Sites:
    """`listed` are origins, or `*` for all; with `local`, pages of this machine are among them. Keys go in a header,
    never in a cookie, so no site calls in another's name."""

    listed: Sequence[str] = ()
    local: bool = False

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.listed) or self.local

    def allows(self, origin: str) -> bool:
        """Whether pages of the origin may call."""
        return self._cors.is_allowed_origin(origin)

    @cached_property
    def _cors(self) -> CORSMiddleware:
        return CORSMiddleware(PlainTextResponse(), **self.options)

    @cached_property
    def options(self) -> dict[str, Any]:
        """What Starlette's CORSMiddleware is made with. Clients may send any header."""
        return {
            "allow_origins": list(self.listed),
            "allow_origin_regex": LOCAL if self.local else None,
            "allow_methods": ["GET", "POST", "PUT", "DELETE"],
            "allow_headers": ["*"],
            "expose_headers": EXPOSED,
            "max_age": 3600,
        }
