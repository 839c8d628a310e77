"""The default payment method of a customer's invoices, and their template."""

from app.domain.reactions import when
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_rendering_template import InvoiceRenderingTemplate, InvoiceRenderingTemplateStatus
from app.tables.core_resources.customer import Customer, CustomerInvoiceSettings
from app.tables.core_resources.event import Event
from app.tables.payment_methods.payment_method import PaymentMethod

TEMPLATE = "invoice_settings.rendering_options.template"
FIELD = "invoice_settings.default_payment_method"


async def must_be_attached(tx: Tx, customer: Customer, settings: CustomerInvoiceSettings) -> None:
    """Raise InvalidRequest unless the settings' default payment method, if any, is attached to the customer."""
    if settings.default_payment_method_id is None:
        return
    method = await tx.get(PaymentMethod, settings.default_payment_method_id, field=FIELD, lock=False)
    if method.customer_id != customer.id:
        raise not_attached(method.id)


async def must_be_active(tx: Tx, settings: CustomerInvoiceSettings) -> None:
    """Raise InvalidRequest unless the settings' template, if any, is there and not archived."""
    options = settings.rendering_options
    if options is None or options.template_id is None:
        return
    template = await tx.get(InvoiceRenderingTemplate, options.template_id, field=TEMPLATE, lock=False)
    if template.status is not InvoiceRenderingTemplateStatus.ACTIVE:
        raise InvalidRequest(
            f"The template {template.id} is archived, and new invoices cannot use it. Unarchive it, or give "
            f"`{TEMPLATE}` another one.",
            code=ErrorCode.PARAMETER_INVALID,
            field=TEMPLATE,
        )


def not_attached(payment_method_id: str) -> InvalidRequest:
    """The refusal of a default that is not attached to the customer."""
    return InvalidRequest(
        f"The customer does not have the payment method {payment_method_id}. Attach it to the customer before making "
        "it the default.",
        code=ErrorCode.RESOURCE_MISSING,
        field=FIELD,
    )


@when("payment_method.detached")
async def clear(tx: Tx, event: Event) -> None:
    """Remove the customer's default if it was the payment method that was detached."""
    former, payment_method_id = (event.data.previous_attributes or {})["customer"], event.object_id
    customer = await tx.get(Customer, former, field="customer", deleted=True)
    settings = customer.invoice_settings
    if customer.deleted_at is not None or settings.default_payment_method_id != payment_method_id:
        return
    customer.invoice_settings = settings.model_copy(update={"default_payment_method_id": None})
    tx.tell("updated", customer)
