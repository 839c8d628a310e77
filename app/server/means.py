"""What customers read of a means of payment."""

from collections.abc import Mapping
from typing import Any

from app.server.rendering import Speech


def means(say: Speech, kind: str, shown: Mapping[str, Any]) -> str:
    """A means of payment as customers recognize it, such as "Visa ending in 4242": by the name of its type, and what
    is shown of it."""
    brand = shown.get("brand")
    name = str(brand).replace("_", " ").capitalize() if brand else shown.get("bank_name") or say(f"method_{kind}")
    last4 = shown.get("last4")
    return say("method_ending", name=name, last4=last4) if last4 else str(name)
