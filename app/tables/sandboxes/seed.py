"""SandboxSeed: what a sandbox holds from the start."""

from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import given
from app.tables.values import Value

MOST_STEPS = 100


class SandboxSeedName(StrEnum):
    """The seeds that the server brings along."""

    SHOP = "shop"
    """Products and customers, with payments: paid, refunded, declined, authorized, and in need of authentication."""
    SUBSCRIPTIONS = "subscriptions"
    """Prices and customers under a test clock, with subscriptions: active, trialing, past due, and canceled."""
    MARKETPLACE = "marketplace"
    """A platform and twenty connected accounts, with a year of payments for them: direct charges, destination charges,
    and separate charges and transfers. Three sellers are in Europe, and are paid out in pounds and euros."""


class SandboxSeedStep(Value):
    """One mutation of a seed."""

    name: str | None = given(None, max_length=50)
    """Name by which later steps refer to the object of this step, such as `customer` in `$customer.id`."""
    mutation: str = given(max_length=100)
    """Name of the mutation, such as `customerCreate`."""
    arguments: dict[str, Any] = given({})
    """Arguments of the mutation, as JSON. A text such as `$customer.id` is the value of that field of the object of an
    earlier step; `$$` begins a text that starts with a dollar sign."""
    account: str | None = given(None, max_length=200)
    """Connected account of the sandbox's that the step acts on, as with `Stripe-Account`: an id such as
    `$seller.id`. Null for the sandbox's own account."""
    declined: bool = given(False)
    """Whether the payment of this step is meant to be declined. Default false: a decline then fails the seed."""


class SandboxSeed(Value):
    """What a sandbox holds from the start: a seed of the server by name, or the steps of a fixture."""

    one_of: ClassVar[bool] = True

    name: SandboxSeedName | None = given(None)
    """Name of a seed that the server brings along; null where `steps` are given."""
    steps: list[SandboxSeedStep] | None = given(None, min_length=1, max_length=MOST_STEPS)
    """Mutations in the order in which the server does them, at most 100; null where `name` is given."""
