"""The configuration that decided which payment methods were offered."""

from app.tables.columns import given
from app.tables.values import Value


class PaymentMethodConfigurationDetails(Value):
    """The payment method configuration that was used."""

    id: str = given()
    """Unique identifier of the payment method configuration."""
    parent: str | None = given(None)
    """Unique identifier of the platform's configuration that this configuration inherits from; null if there is
    none."""
