"""Stripe's objects and params: those of `objects.json`, with the branches of every type of payment method.

Of the objects that show any type, `objects.json` has the branches of cards and US bank accounts alone; `faces.json` has
those of all types.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.tables.payment_methods.method_type import method_types

_HERE = Path(__file__).parent
FACES: dict[str, dict[str, Any]] = json.loads((_HERE.parent / "payment_methods" / "faces.json").read_text())
CONTRACT: dict[str, dict[str, Any]] = json.loads((_HERE / "contract.json").read_text())
"""The names of the graph: each type with its resource's family, fields, root fields and mutations."""
OPERATIONS: dict[str, dict[str, Any]] = json.loads((_HERE / "params.json").read_text())
"""What Stripe's operations take, at every depth (`!` is required, `~` can be cleared), and what its lists filter by."""
_SHOWN = {
    "checkout.session.payment_method_options": "checkout_options",
    "charge.payment_method_details": "details",
    "confirmation_token.payment_method_preview": "method",
    "invoice.payment_settings.payment_method_options": "invoice_options",
    "mandate.payment_method_details": "mandate",
    "payment_intent.payment_method_options": "payment_options",
    "refund.destination_details": "refund",
    "setup_attempt.payment_method_details": "setup_details",
    "setup_intent.payment_method_options": "setup_options",
    "subscription.payment_settings.payment_method_options": "subscription_options",
}
"""Where objects show a face."""
_INTENTS = {"paymentIntent": "payment_options_params", "setupIntent": "setup_options_params"}
_GIVEN = {
    "checkoutSessionCreate": {"payment_method_options.": "checkout_options_params"},
    "confirmationTokenCreate": {"payment_method_data.": "params"},
    "paymentMethodCreate": {"": "params"},
    "paymentMethodUpdate": {"": "update"},
    **{
        f"{intent}{verb}": {"payment_method_data.": "params", "payment_method_options.": face}
        for intent, face in _INTENTS.items()
        for verb in ("Create", "Update", "Confirm")
    },
}
"""Which face is given, by mutation and path."""


METHODS = tuple(FACES)
"""Every type of payment method."""


def facts(types: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """The objects' fields under `objects`, the closed sets of mutations under `params`, and long sets under `sets`.

    `types` are those of payment methods whose branches are in; the default is those that have moved in.
    """
    names = method_types() if types is None else types
    found: dict[str, dict[str, Any]] = json.loads((_HERE / "objects.json").read_text())
    for path, face in _SHOWN.items():
        objects = found["objects"]
        table = max((name for name in objects if path.startswith(f"{name}.")), key=len)
        holder = objects[table]
        for part in path.removeprefix(f"{table}.").split("."):
            holder = holder[part]
        for name, node in _branches(face, names):
            holder.setdefault(name, node)
    for mutation, places in _GIVEN.items():
        sets = found["params"].setdefault(mutation, {})
        for start, face in places.items():
            for name, node in _branches(face, names):
                for path, values in _closed(node, start + name):
                    sets.setdefault(path, values)
    return found


def _branches(face: str, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The face of each type; of an empty hash, its mark alone."""
    for name in names:
        if (node := FACES[name].get(face)) is not None:
            yield name, node[""] if node.keys() == {""} else node


def _closed(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The closed sets of a face, by path."""
    if isinstance(node, list):
        yield path, node
    elif isinstance(node, dict):
        if "|" in node:
            yield path, node["|"]
        for name in node.keys() - {"", "|"}:
            yield from _closed(node[name], f"{path}.{name}")
