"""Ephemeral keys: what a mobile app may do with one customer."""

from datetime import timedelta
from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.customer_keys import keys
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.access import ApiKey, KeyKind, KeyScope
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.ephemeral_key import EphemeralKey
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay

VALID = timedelta(hours=1)
"""How long a key lasts, as Stripe's do."""


async def create(
    tx: Tx, *, customer: Annotated[str | None, Id("customer"), Doc("Customer that the key opens.")] = None
) -> EphemeralKey:
    """Create an ephemeral key: an API key with which a mobile app reads and updates one customer, for an hour."""
    if customer is None:
        raise InvalidRequest(
            "A key opens one customer. Give `customer`.", code=ErrorCode.PARAMETER_MISSING, field="customer"
        )
    await tx.get(Customer, customer, field="customer", lock=False)
    scope = KeyScope(
        customer=customer,
        redisplay=tuple(each.value for each in PaymentMethodAllowRedisplay),
        save=True,
        remove=True,
        update=True,
    )
    expires = tx.real_now + VALID
    id, secret = keys.make(tx, KeyKind.EPHEMERAL, scope, expires_at=expires, prefix=EphemeralKey.prefix)
    return EphemeralKey(id=id, created=tx.real_now, expires=expires, livemode=tx.livemode, secret=secret)


async def delete(tx: Tx, id: str) -> EphemeralKey:
    """Delete an ephemeral key: it stops working at once."""
    columns = ApiKey.__table__.c
    this = (columns.id == id, columns.kind == KeyKind.EPHEMERAL.value)
    found = await tx.rows(tx.select(ApiKey, columns.created, columns.expires_at, columns.revoked_at).where(*this))
    if not found or found[0]["revoked_at"] is not None:
        raise ResourceMissing("ephemeral_key", id)
    await keys.revoke(tx, *this)
    return EphemeralKey(
        id=id, created=found[0]["created"], expires=found[0]["expires_at"], livemode=tx.livemode, secret=None
    )
