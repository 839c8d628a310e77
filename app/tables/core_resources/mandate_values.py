"""The values of a mandate."""

from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.MANDATE)
class MandatePaymentMethodDetails(Branches):
    """The details of a mandate that depend on the type of payment method."""

    type: str = given()
    """Type of the payment method. The field with the same name has the mandate's details."""
