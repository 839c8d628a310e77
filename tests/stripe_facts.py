"""Event JSON is held to the facts of Stripe's objects: their fields at every depth, in order, and what is embedded.

`objects.json` has the fields of each object. Marks: `?` null or absent at times, `+` shown only when asked for, `-` on
tombstones alone, `=` always embedded, `!` a closed set of hundreds. A list is a closed set. Of a hash, "" has the
marks, "*" names alternatives of which only the one that applies is there, and "|" is a closed set, or its name under
`sets`.
"""

from collections.abc import Iterator
from typing import Any

from tests.shape.facts import facts

OBJECTS = facts()["objects"]

_METHODS = {*OBJECTS["charge"]["payment_method_details"]["*"]}
ALTERNATIVES = {
    "apps.secret": {"deleted"},  # only what was deleted has it, and no event is about one
    "invoice.last_finalization_error.payment_method": _METHODS,
    "payment_method": _METHODS,
    "payment_intent.last_payment_error.payment_method": _METHODS,
    "setup_attempt.setup_error.payment_method": _METHODS,
    "setup_intent.last_setup_error.payment_method": _METHODS,
    "setup_intent.next_action": OBJECTS["setup_intent"]["next_action"].keys() - {"type"},
    "payment_intent.next_action": OBJECTS["payment_intent"]["next_action"].keys() - {"type"},
    "refund.destination_details": OBJECTS["refund"]["destination_details"].keys() - {"type"},
}
"""Alternatives that are not marked as such."""
BEYOND = {"v2.core.event.related_object"}
"""Stripe's class of each type of thin event adds it to what all have."""
EMBEDDED = {
    "credit_note_line_item.tax_rates",
    "dispute.balance_transactions",
    "invoice.default_tax_rates",
    "invoiceitem.tax_rates",
    "line_item.tax_rates",
    "subscription.default_tax_rates",
    "subscription.pending_update.subscription_items",
    "subscription_item.tax_rates",
    "subscription_schedule.phases.add_invoice_items.tax_rates",
    "subscription_schedule.phases.default_tax_rates",
    "subscription_schedule.phases.items.tax_rates",
}
"""Lists without pages, of objects that are always embedded. The facts mark single objects alone."""


def fact_differences(body: dict[str, Any], *, whole: bool = True) -> list[str]:
    """Where an object differs from the facts, as sentences that begin with the path. Of one that is not `whole`, what
    is null at times may be absent."""
    return [f"{path}: {how}" for path, how in _compare(body, body["object"], OBJECTS[body["object"]], whole)]


def _compare(body: dict[str, Any], path: str, stripes: dict[str, Any], whole: bool) -> Iterator[tuple[str, str]]:
    alternatives = {*stripes.get("*", ()), *ALTERNATIVES.get(path, ())}
    body = {key: value for key, value in body.items() if key != "object" or key in stripes}
    wanted = {key for key, node in stripes.items() if key not in ("", "*", "|") and not set("+-") & set(marks(node))}
    needed = {key for key in wanted - alternatives if whole or "?" not in marks(stripes[key])}
    names = [key for key in body if key != "id"]
    if names != sorted(names):
        yield path, f"not in order: {names}"
    yield from ((f"{path}.{key}", "missing") for key in needed - body.keys())
    yield from ((f"{path}.{key}", "not Stripe's") for key in body.keys() - wanted if f"{path}.{key}" not in BEYOND)
    for key in wanted & body.keys():
        for value in body[key] if isinstance(body[key], list) else [body[key]]:
            yield from _compare_value(value, f"{path}.{key}", stripes[key], whole)


def _compare_value(value: Any, path: str, node: Any, whole: bool) -> Iterator[tuple[str, str]]:
    embedded = "=" in marks(node) or path in EMBEDDED
    if embedded and not isinstance(value, dict | None):
        yield path, "not embedded"
    elif isinstance(node, dict) and isinstance(value, dict) and "|" not in node:
        yield from _compare(value, path, node, whole)
    elif isinstance(value, dict) and value.get("object") == "list":
        for each in value["data"]:
            yield from _compare(each, each["object"], OBJECTS[each["object"]], whole)
    elif isinstance(value, dict) and "object" in value:
        if not embedded:
            yield path, "embedded, rather than an id"
        yield from _compare(value, value["object"], OBJECTS[value["object"]], whole)


def marks(node: Any) -> str:
    """A field's marks."""
    if isinstance(node, dict):
        return str(node.get("", ""))
    return node if isinstance(node, str) else ""
