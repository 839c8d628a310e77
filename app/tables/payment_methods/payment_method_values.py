"""The values of a payment method, as shown and as given."""

from enum import StrEnum

from app.tables.docs import document
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face, method_types


class PaymentMethodType(StrEnum):
    """The type of a payment method."""

    _ignore_ = ["each", "members"]
    members = vars()
    for each in method_types().values():
        members[each.name.upper()] = each.name


document(PaymentMethodType, {each.name.upper(): each.description for each in method_types().values()})


class PaymentMethodAllowRedisplay(StrEnum):
    """Whether a payment method can be shown to its customer again in a later checkout."""

    ALWAYS = "always"
    """The payment method can be shown in every later checkout."""
    LIMITED = "limited"
    """The payment method can be shown in later checkouts only for the purpose that the customer agreed to."""
    UNSPECIFIED = "unspecified"
    """The customer's preference is not known."""


@branches(Face.METHOD)
class PaymentMethodDetails(Branches):
    """The stored details of a payment method, under the name of its type."""


@branches(Face.PARAMS)
class PaymentMethodParams(Branches):
    """The params to create a payment method, under the name of its type."""


@branches(Face.UPDATE)
class PaymentMethodUpdateParams(Branches):
    """The params to update a payment method, under the name of its type."""
