"""What a payment method is made of, and what a caller gives to make one."""

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
    """Whether the payment method may be shown to its customer again at a later checkout."""

    ALWAYS = "always"
    """The payment method may be shown in every later checkout."""
    LIMITED = "limited"
    """The payment method may be shown in later checkouts, but the customer agreed to its use for this purpose alone."""
    UNSPECIFIED = "unspecified"
    """The customer was not asked."""


@branches(Face.METHOD)
class PaymentMethodDetails(Branches):
    """What is stored of a payment method, under the name of its type."""


@branches(Face.PARAMS)
class PaymentMethodParams(Branches):
    """What is given to make a payment method, under the name of its type."""


@branches(Face.UPDATE)
class PaymentMethodUpdateParams(Branches):
    """What changes on a payment method, under the name of its type."""
