"""What customers change about themselves: payment methods, how they are reached, and tax IDs."""

from typing import Any

from app.domain.billing.portal.refusals import Unable
from app.domain.billing.portal.visits import Visit
from app.domain.core_resources.customers import customers
from app.domain.core_resources.setups import setup_intents
from app.domain.core_resources.tax_ids import tax_ids
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.tables.billing.portal_features import BillingPortalCustomerUpdate
from app.tables.billing.subscription import Subscription
from app.tables.billing.tax_id import TaxId
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.tax_ids import TaxIdentityParams, TaxIdType
from app.tables.values import Value


class Details(Value, like=Customer):
    """What customers can change about themselves, with the limits of their columns."""

    address: Address | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    shipping: Shipping | None = None


MOST_METHODS = 50
"""Payment methods of a customer beyond which none is added in the portal."""


async def add_method(tx: Tx, visit: Visit, data: PaymentMethodDataParams, *, return_url: str) -> SetupIntent:
    """Set up a payment method of the customer's. It may have to be authenticated first, which leads to `return_url`.
    Raises CardError for one that is declined."""
    visit.must_change_methods()
    if len(await methods(tx, visit)) >= MOST_METHODS:
        raise Unable("too_many_methods")
    return await setup_intents.create(
        tx,
        confirm=True,
        customer_id=visit.customer.id,
        payment_method_data=data,
        payment_method_types=[data.type.value],
        return_url=return_url,
    )


async def use_added(tx: Tx, visit: Visit, intent: SetupIntent, *, return_url: str) -> bool:
    """Have a payment method that was set up be the default, if it is the first one or the session's flow is for that.
    False if it was not set up. Raises ResourceMissing for a setup that does not lead to this visit's `return_url`."""
    visit.must_change_methods()
    if intent.customer_id != visit.customer.id or intent.return_url != return_url:
        raise ResourceMissing(SetupIntent.object_name, intent.id, field="setup_intent")
    if intent.status is not SetupIntentStatus.SUCCEEDED or intent.payment_method_id is None:
        return False
    if visit.session.flow is not None or visit.customer.invoice_settings.default_payment_method_id is None:
        await _make_default(tx, visit, intent.payment_method_id)
    return True


async def methods(tx: Tx, visit: Visit, *, lock: bool = False) -> list[PaymentMethod]:
    """The customer's payment methods, the oldest first."""
    return await tx.find(PaymentMethod, customer_id=visit.customer.id, lock=lock)


async def make_default(tx: Tx, visit: Visit, id: str) -> Customer:
    """Have a payment method of the customer's be the default of invoices and subscriptions."""
    visit.must_change_methods()
    visit.must_only_add_method()
    return await _make_default(tx, visit, (await _method(tx, visit, id)).id)


async def _make_default(tx: Tx, visit: Visit, id: str) -> Customer:
    settings = CustomerInvoiceSettings(default_payment_method_id=id)
    return await customers.update(tx, visit.customer, invoice_settings=settings)


async def remove_method(tx: Tx, visit: Visit, id: str) -> PaymentMethod:
    """Remove a payment method of the customer's. Raises Unable for the default one, and for one that a
    subscription is paid with."""
    visit.must_change_methods()
    visit.must_only_add_method()
    method = await _method(tx, visit, id)
    if method.id == visit.customer.invoice_settings.default_payment_method_id:
        raise Unable("default")
    for each in await tx.find(Subscription, default_payment_method_id=method.id, lock=False):
        if each.ended_at is None:
            raise Unable("in_use")
    return await payment_methods.detach(tx, method)


async def _method(tx: Tx, visit: Visit, id: str) -> PaymentMethod:
    method = await tx.get(PaymentMethod, id, field="payment_method")
    if method.customer_id != visit.customer.id:
        raise ResourceMissing(PaymentMethod.object_name, id, field="payment_method")
    return method


async def update(tx: Tx, visit: Visit, details: Details) -> Customer:
    """Change those details of the customer's that are given, as far as the configuration allows it."""
    values: dict[str, Any] = {name: getattr(details, name) for name in details.model_fields_set}
    visit.must_update(*(BillingPortalCustomerUpdate(name) for name in sorted(values)))
    return await customers.update(tx, visit.customer, **values)


async def add_tax_id(tx: Tx, visit: Visit, type: str, value: str) -> TaxId:
    """Add a tax ID to the customer."""
    visit.must_update(BillingPortalCustomerUpdate.TAX_ID)
    if type not in [each.value for each in TaxIdType if each is not TaxIdType.UNKNOWN]:
        raise Unable("fields", "type")
    given = TaxIdentityParams(type=TaxIdType(type), value=value)
    return await tax_ids.create(tx, customer_id=visit.customer.id, type=given.type, value=given.value)


async def remove_tax_id(tx: Tx, visit: Visit, id: str) -> TaxId:
    """Remove a tax ID of the customer's."""
    visit.must_update(BillingPortalCustomerUpdate.TAX_ID)
    found = await tx.get(TaxId, id, field="tax_id")
    if found.customer_id != visit.customer.id:
        raise ResourceMissing(TaxId.object_name, id, field="tax_id")
    return await tax_ids.delete(tx, found)
