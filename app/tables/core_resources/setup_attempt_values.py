"""The values of a setup attempt."""

from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.SETUP_DETAILS)
class SetupAttemptPaymentMethodDetails(Branches):
    """The payment method as it was at the time of the attempt."""

    type: str = given()
    """Type of the payment method. The field with the same name has its details."""
