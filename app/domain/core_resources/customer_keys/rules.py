"""What a key to one customer may do: each rule raises Forbidden for the rest."""

from collections.abc import Mapping
from typing import Any

from app.errors import Forbidden
from app.tables.access import KeyScope
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay

EDITABLE = frozenset({"address", "email", "invoice_settings", "name", "phone", "preferred_locales", "shipping"})
"""What customers may change of themselves: how to reach them, and their default payment method."""


def may_create(scope: KeyScope, _row: None, _given: Mapping[str, Any]) -> None:
    """A payment method, to be saved."""
    _must(scope.save)


def may_attach(scope: KeyScope, method: PaymentMethod, given: Mapping[str, Any]) -> None:
    """To the customer alone. What a session saves, the customer asked for: it can be shown again."""
    _must(scope.save and given["customer"] == scope.customer and method.customer_id in (None, scope.customer))
    if scope.marks and method.allow_redisplay in (None, PaymentMethodAllowRedisplay.UNSPECIFIED):
        method.allow_redisplay = PaymentMethodAllowRedisplay.ALWAYS


def may_detach(scope: KeyScope, method: PaymentMethod, _given: Mapping[str, Any]) -> None:
    """What the key shows of the customer's."""
    shown = method.allow_redisplay or PaymentMethodAllowRedisplay.UNSPECIFIED
    _must(scope.remove and method.customer_id == scope.customer and shown.value in scope.redisplay)


def may_update(scope: KeyScope, customer: Customer, given: Mapping[str, Any]) -> None:
    """The customer, in what is the customer's own to say."""
    settings = given.get("invoice_settings")
    chosen = set() if settings is None else settings.model_fields_set
    _must(
        scope.update
        and customer.id == scope.customer
        and given.keys() <= EDITABLE
        and chosen <= {"default_payment_method_id"}
    )


def _must(allowed: bool) -> None:
    if not allowed:
        raise Forbidden(
            "This key to one customer does not allow this. Create one that does, or use a secret key, and keep it on "
            "your server."
        )
