"""Paths of Stripe's REST API: which operation of which resource a request means, by the contract's paths alone."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strawberry.utils.str_converters import to_camel_case

CONTRACT: dict[str, dict[str, Any]] = json.loads((Path(__file__).parents[2] / "shape" / "contract.json").read_text())
ITEM_VERBS = {"POST": "Update", "DELETE": "Delete"}
UNSTORED = {
    "/v1/billing_portal/sessions": "billingPortalSessionCreate",
    "/v2/billing/meter_event_session": "billingMeterEventSessionCreate",
    "/v2/billing/meter_event_stream": "billingMeterEventSessionCreateEvents",
}
"""Paths of what is created but cannot be retrieved, which is why the contract has no path for it."""


class Unknown(Exception):
    """Stripe's API has no such operation, or the operation no such param."""


@dataclass(frozen=True)
class Operation:
    """What a request means."""

    field: str
    """The root field: a mutation, or the query that lists or retrieves."""
    id: str | None = None
    """The object that the mutation, or the query that retrieves, is of."""
    is_list: bool = False
    is_item: bool = False

    @property
    def is_query(self) -> bool:
        """Whether nothing changes."""
        return self.is_list or self.is_item


def operation(method: str, path: str) -> Operation:
    """The operation that a request means, such as `POST /v1/charges/ch_1/capture`. Raises Unknown."""
    if method == "POST" and path in UNSTORED:
        return Operation(UNSTORED[path])
    # Helpers for tests stand below a path of their own, also those of a resource that is no helper.
    for plain in dict.fromkeys((path, path.replace("/test_helpers", "", 1))):
        for name, facts in CONTRACT.items():
            found = _operation(method, plain, name, facts)
            if found and (found.is_query or found.field in facts["mutations"]):
                return found
    raise Unknown(f"{method} {path}")


def _operation(method: str, path: str, name: str, facts: dict[str, Any]) -> Operation | None:
    item = facts.get("path", "")
    if re.fullmatch(_pattern(item.removesuffix("/{id}")), path) and item.endswith("/{id}"):
        return Operation(facts["queries"][-1], is_list=True) if method == "GET" else Operation(_named(name, "create"))
    match = re.fullmatch(rf"{_pattern(item)}(?:/(\w+))?", path) if item else None
    if match is None or match.lastindex is None:
        return None
    *ids, verb = match.groups()
    if method == "GET":
        return None if verb else Operation(facts["queries"][0], ids[-1], is_item=True)
    return Operation(_named(name, verb or ITEM_VERBS.get(method, "")), ids[-1])


def _pattern(path: str) -> str:
    return re.sub(r"\{\w+\}", "([^/]+)", path)


def _named(resource: str, verb: str) -> str:
    """The mutation's name: `chargeCapture`."""
    camel = to_camel_case(verb)
    return resource[0].lower() + resource[1:] + camel[:1].upper() + camel[1:]
