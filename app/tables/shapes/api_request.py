"""The API request that caused an event."""

from app.tables.columns import given
from app.tables.values import Value


class ApiRequest(Value):
    """An API request."""

    id: str | None = given(None)
    """ID of the API request, as shown in the response; null if no request caused the event."""
    idempotency_key: str | None = given(None)
    """Idempotency key of the request; null if there was none."""
