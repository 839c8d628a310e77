"""Stripe's objects and params: those of `objects.json`, with the branches of every type of payment method.

Of the objects that show any type, `objects.json` has the branches of cards and US bank accounts alone; `faces.json` has
those of all types.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.tables.payment_methods.method_type import method_types

_HERE = Path(__file__).parent
_FACES: dict[str, dict[str, Any]] = json.loads((_HERE.parent / "payment_methods" / "faces.json").read_text())
_SHOWN = {
    "checkout.session.payment_method_options": "checkout_options",
    "charge.payment_method_details": "details",
    "confirmation_token.payment_method_preview": "method",
    "mandate.payment_method_details": "mandate",
    "payment_intent.payment_method_options": "payment_options",
    "refund.destination_details": "refund",
    "setup_attempt.payment_method_details": "setup_details",
    "setup_intent.payment_method_options": "setup_options",
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


def facts() -> dict[str, dict[str, Any]]:
    """The objects' fields under `objects`, the closed sets of mutations under `params`, and long sets under `sets`."""
    found: dict[str, dict[str, Any]] = json.loads((_HERE / "objects.json").read_text())
    for path, face in _SHOWN.items():
        table, _, field = path.rpartition(".")
        for name, node in _branches(face):
            found["objects"][table][field].setdefault(name, node)
    for mutation, places in _GIVEN.items():
        sets = found["params"].setdefault(mutation, {})
        for start, face in places.items():
            for name, node in _branches(face):
                for path, values in _closed(node, start + name):
                    sets.setdefault(path, values)
    return found


def _branches(face: str) -> Iterator[tuple[str, Any]]:
    """The face of each type that has moved in; of an empty hash, its mark alone."""
    for name in method_types():
        if (node := _FACES[name].get(face)) is not None:
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
