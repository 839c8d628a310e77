"""The families of resources: a table's folder is its family, by which restricted keys are allowed to read and write."""

from enum import StrEnum


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
    SANDBOXES = "sandboxes"
