"""The families of the graph that a restricted key may read or write, and what a caller may do with each."""

from collections.abc import Mapping
from enum import StrEnum

from app.errors import InvalidRequest


class Family(StrEnum):
    """The families of resources, as the graph's contract names them."""

    CORE_RESOURCES = "core_resources"
    PAYMENT_METHODS = "payment_methods"
    PRODUCTS = "products"
    CHECKOUT = "checkout"
    BILLING = "billing"
    CONNECT = "connect"
    FRAUD = "fraud"
    ISSUING = "issuing"
    TERMINAL = "terminal"
    TREASURY = "treasury"
    ENTITLEMENTS = "entitlements"
    SIGMA = "sigma"
    REPORTING = "reporting"
    FINANCIAL_CONNECTIONS = "financial_connections"
    TAX = "tax"
    IDENTITY = "identity"
    CRYPTO = "crypto"
    CLIMATE = "climate"
    CAPITAL = "capital"
    FORWARDING = "forwarding"
    WEBHOOKS = "webhooks"
    REQUEST_LOGS = "request_logs"


class Action(StrEnum):
    """What may be done with a family. Whoever may write may read."""

    READ = "read"
    WRITE = "write"

    def allows(self, asked: "Action") -> bool:
        return self is Action.WRITE or asked is Action.READ


def parse_permissions(permissions: Mapping[str, str]) -> dict[Family, Action]:
    """Read `{"billing": "read"}`. Raises InvalidRequest for a family or an action that does not exist."""
    parsed: dict[Family, Action] = {}
    for family, action in permissions.items():
        if family not in set(Family):
            raise InvalidRequest(
                f"There is no family '{family}'. Choose among {', '.join(sorted(Family))}.", field="permissions"
            )
        if action not in set(Action):
            raise InvalidRequest(
                f"A key cannot have '{action}' on {family}: give it 'read' or 'write', or leave the family out.",
                field="permissions",
            )
        parsed[Family(family)] = Action(action)
    return parsed
