"""Web addresses as people type them: with a scheme or without, or the port alone of a server on this machine."""

import re


def web_address(typed: str) -> str | None:
    """The URL that someone means; None where it is none of the web's."""
    from urllib.parse import urlsplit

    meant = typed
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", typed):
        port = re.match(r":?(\d+)(?=[/?]|$)", typed)
        meant = f"http://localhost:{port[1]}{typed[port.end() :]}" if port else f"http://{typed}"
    try:
        parts = urlsplit(meant)
        is_meant = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and meant.isprintable()
    except ValueError:
        return None
    return meant if is_meant and " " not in meant else None
