"""Sandboxes, as the graph shows them."""

from typing import Any

from app.domain.sandboxes import sandboxes
from app.tables.sandboxes.sandbox import Sandbox
from schema.derive.operations import Exposed
from schema.derive.shown_once import changed, with_secret


def _with_keys(row: Any, secret: str | None) -> Any:
    secret_key, publishable_key = secret.split() if secret is not None else (None, None)
    return changed(row, secret_key=secret_key, publishable_key=publishable_key)


family = (
    Exposed(
        Sandbox,
        create=sandboxes.create,
        update=True,
        delete=sandboxes.delete,
        verbs=(sandboxes.reset,),
        payloads={"create": with_secret(Sandbox, _with_keys), "reset": with_secret(Sandbox, _with_keys)},
    ),
)
