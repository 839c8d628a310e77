"""What callers set of an invoice, checked and made columns: how it is paid, taxed, shipped, shown, and when it is
due."""

from datetime import timedelta
from typing import Any

from app.domain.billing import parties
from app.domain.billing.invoices.items import rate_of
from app.domain.core_resources.customers.tax import known_location
from app.domain.core_resources.intents import choosing
from app.domain.core_resources.tax_ids import of_account
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.products import shipping_rates
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_params import (
    InvoicePaymentSettingsParams,
    InvoiceShippingCostParams,
    InvoiceShippingDetailsParams,
)
from app.tables.billing.invoice_rendering_template import InvoiceRenderingTemplate, InvoiceRenderingTemplateStatus
from app.tables.billing.invoice_values import (
    InvoiceAutomaticTax,
    InvoicePaymentSettings,
    InvoiceRendering,
    InvoiceRenderingParams,
)
from app.tables.billing.tax_id import TaxId
from app.tables.core_resources.customer import Customer, CustomerTaxLocation
from app.tables.core_resources.mandate import Mandate
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.products.shipping_rate import ShippingRate
from app.tables.shapes.automatic_tax import AutomaticTax, AutomaticTaxStatus
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.shipping_cost import ShippingCost
from app.tables.shapes.tax_ids import TaxIdentity

SELF = ConnectAccountReference(type=ConnectAccountReferenceType.SELF)
SNAPSHOT = ("address", "email", "name", "phone", "shipping", "tax_exempt")
"""What an invoice keeps of its customer, each as `customer_…`."""
GIVEN_AS = ("automatic_tax", "payment_settings", "rendering", "shipping_cost", "shipping_details")
"""The params whose values are made into columns of the same name."""


async def columns(
    tx: Tx, customer: Customer, currency: str, given: dict[str, Any], old: dict[str, Any], mistakes: Mistakes
) -> dict[str, Any]:
    """The columns of a caller's values, by name, with notes of what is wrong. `old` has those that they change."""
    values = {name: value for name, value in given.items() if name not in (*GIVEN_AS, "days_until_due")}
    with mistakes.noted():
        values |= _due(tx, given, old)
    for name in ("issuer", "automatic_tax"):
        with mistakes.noted():
            await parties.check_account(tx, name, given.get(name))
    values |= await _shares(tx, given, old, mistakes)
    if given.get("automatic_tax") is not None:
        values["automatic_tax"] = automatic_tax(known_location(customer), given["automatic_tax"])
    if "issuer" in values:
        values["issuer"] = values["issuer"] or SELF
    if given.get("payment_settings") is not None:
        with mistakes.noted("payment_settings"):
            values["payment_settings"] = await _payment_settings(
                tx, old.get("payment_settings"), given["payment_settings"]
            )
    if given.get("default_payment_method_id") is not None:
        with mistakes.noted():
            await _check_method(tx, customer, given["default_payment_method_id"])
    await of_account.check(tx, given.get("account_tax_ids") or (), "account_tax_ids", mistakes)
    for place, id in enumerate(given.get("default_tax_rates") or ()):
        with mistakes.noted():
            await rate_of(tx, id, f"default_tax_rates.{place}")
    if "rendering" in given:
        with mistakes.noted("rendering"):
            values["rendering"] = await _rendering(tx, old.get("rendering"), given["rendering"])
    if "shipping_cost" in given:
        with mistakes.noted("shipping_cost"):
            values["shipping_cost"] = await _shipping_cost(tx, given["shipping_cost"], currency)
    if "shipping_details" in given:
        values["shipping_details"] = _shipping(given["shipping_details"])
    if given.get("automatically_finalizes_at") is not None:
        with mistakes.noted():
            if given["automatically_finalizes_at"] <= tx.now:
                raise _past("automatically_finalizes_at")
        values["auto_advance"] = True
    return values


async def _shares(tx: Tx, given: dict[str, Any], old: dict[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    """What follows for shares of the total, where amounts take their place. Notes accounts that have no part."""
    transfer = given.get("transfer_data")
    await parties.check_paid(tx, mistakes, on_behalf_of=given.get("on_behalf_of_id"), transfer=transfer)
    after = {name: given.get(name, old.get(name)) for name in ("application_fee_amount", "transfer_data")}
    if given.keys() & after.keys():
        fee, passed = given.get("application_fee_amount"), after["transfer_data"]
        part = after["application_fee_amount"] is not None and passed and passed.amount
        name, transferred = "application_fee_amount", passed is not None
        parties.check_fee(tx, mistakes, name, fee, transferred=transferred, part=part if fee is not None else None)
    return {
        share: None
        for share, name in (("fee_percent", "application_fee_amount"), ("transfer_percent", "transfer_data"))
        if name in given
    }


def _due(tx: Tx, given: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    method = given.get("collection_method") or old.get("collection_method")
    sent = method == CollectionMethod.SEND_INVOICE
    days, date = given.get("days_until_due"), given.get("due_date")
    asked = "days_until_due" if days is not None else "due_date"
    if days is not None and date is not None:
        raise InvalidRequest(
            "Give `days_until_due` or `due_date`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="due_date"
        )
    if not sent:
        if days is not None or date is not None:
            raise InvalidRequest(
                f"`{asked}` requires `collection_method` SEND_INVOICE.", code=ErrorCode.PARAMETER_UNKNOWN, field=asked
            )
        return {"due_date": None} if old.get("due_date") else {}
    if days is not None:
        return {"due_date": tx.now + timedelta(days=days)}
    if date is not None and date < tx.now:
        raise _past("due_date")
    if date is None and (old.get("due_date") is None or "due_date" in given):
        raise InvalidRequest(
            "`collection_method` SEND_INVOICE needs `days_until_due` or `due_date`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="days_until_due",
        )
    return {}


def _past(field: str) -> InvalidRequest:
    return InvalidRequest(f"`{field}` must be in the future.", code=ErrorCode.PARAMETER_INVALID, field=field)


def automatic_tax(location: CustomerTaxLocation | None, given: AutomaticTax) -> InvoiceAutomaticTax:
    """Automatic tax as it stands for a customer at this location: calculated where that is known. Where no tax is
    collected, it comes to nothing."""
    if not given.enabled:
        return InvoiceAutomaticTax(enabled=False)
    return InvoiceAutomaticTax(
        enabled=True,
        liability=given.liability or SELF,
        status=AutomaticTaxStatus.COMPLETE if location else AutomaticTaxStatus.REQUIRES_LOCATION_INPUTS,
    )


async def _payment_settings(
    tx: Tx, old: InvoicePaymentSettings | None, given: InvoicePaymentSettingsParams
) -> InvoicePaymentSettings:
    if given.default_mandate_id is not None:
        await tx.get(Mandate, given.default_mandate_id, field="default_mandate", lock=False)
    choosing.check_types([each.value for each in given.payment_method_types or ()])
    return merge(InvoicePaymentSettings, old, given)


async def _check_method(tx: Tx, customer: Customer, id: str) -> None:
    method = await tx.get(PaymentMethod, id, field="default_payment_method", lock=False)
    if method.customer_id != customer.id:
        raise InvalidRequest(
            f"The customer does not have the payment method {id}. Attach it to the customer first.",
            code=ErrorCode.RESOURCE_MISSING,
            field="default_payment_method",
        )


async def _rendering(
    tx: Tx, old: InvoiceRendering | None, given: InvoiceRenderingParams | None
) -> InvoiceRendering | None:
    if given is None:
        return None
    made = merge(InvoiceRendering, old, given)
    if made.template_id is None:
        return made.model_copy(update={"template_version": None})
    template = await tx.get(InvoiceRenderingTemplate, made.template_id, field="template", lock=False)
    version = made.template_version or template.version
    if template.status is not InvoiceRenderingTemplateStatus.ACTIVE or version > template.version:
        wrong = "template_version" if version > template.version else "template"
        raise InvalidRequest(
            f"`{wrong}` must be of an active template: {template.id} is archived, or has no such version.",
            code=ErrorCode.PARAMETER_INVALID,
            field=wrong,
        )
    return made.model_copy(update={"template_version": version})


def _shipping(given: InvoiceShippingDetailsParams | None) -> Shipping | None:
    return None if given is None else Shipping(address=given.address, name=given.name, phone=given.phone)


async def _shipping_cost(tx: Tx, given: InvoiceShippingCostParams | None, currency: str) -> ShippingCost | None:
    if given is None:
        return None
    data = given.shipping_rate_data
    if (given.shipping_rate_id is None) == (data is None):
        raise InvalidRequest(
            "`shipping_rate` must be given, or `shipping_rate_data` in its place.",
            code=ErrorCode.PARAMETER_MISSING if data is None else ErrorCode.PARAMETERS_EXCLUSIVE,
            field="shipping_rate",
        )
    if data is None:
        rate = await tx.get(ShippingRate, given.shipping_rate_id or "", field="shipping_rate", lock=False)
    else:
        values = {name: getattr(data, name) for name in data.model_fields_set if name != "metadata"}
        with Mistakes("shipping_rate_data"):
            rate = await shipping_rates.create(tx, **values, meta=data.metadata or {})
    amount = _amount_of(rate, currency)
    return ShippingCost(amount_subtotal=amount, amount_total=amount, shipping_rate_id=rate.id)


def _amount_of(rate: ShippingRate, currency: str) -> int:
    """What a shipping rate costs in a currency. Raises InvalidRequest for one that cannot be used."""
    for option in (rate.fixed_amount and rate.fixed_amount.currency_options) or ():
        if option.currency == currency and rate.active:
            return option.amount
    raise InvalidRequest(
        f"`shipping_rate` must be active, and have an amount in {currency}: {rate.id} is not, or has none.",
        code=ErrorCode.PARAMETER_INVALID,
        field="shipping_rate",
    )


async def know(tx: Tx, invoice: Invoice, customer: Customer) -> None:
    """Have a draft show the customer as they are."""
    own = [each for each in await _tax_ids(tx, customer) if each.customer_id == customer.id]
    invoice.customer_tax_ids = [TaxIdentity(type=each.type, value=each.value) for each in own]
    for name in SNAPSHOT:
        setattr(invoice, f"customer_{name}", getattr(customer, name))
    if invoice.automatic_tax.enabled:
        invoice.automatic_tax = automatic_tax(known_location(customer), invoice.automatic_tax)


async def _tax_ids(tx: Tx, customer: Customer) -> list[TaxId]:
    """The customer's tax IDs, among those of others that are in memory: all of them are read together."""
    known: dict[str, list[TaxId]] = tx.work.remembered.setdefault((TaxId, tx.tenant), {})
    if customer.id not in known:
        customers = [row.id for row in tx.work.rows.values() if isinstance(row, Customer)]
        found = await tx.find(TaxId, lock=False, customer_id=customers)
        known.update(dict.fromkeys(customers, found))
    return known[customer.id]
