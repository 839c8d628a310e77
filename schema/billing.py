"""Billing, as the graph shows it."""

from typing import Any

import strawberry
from sqlalchemy import func, select
from strawberry.types.field import StrawberryField

from app.domain.billing import alerts, meters, rendering_templates, test_clocks
from app.domain.billing.credit_notes import creating as credit_note_creating
from app.domain.billing.credit_notes import voiding
from app.domain.billing.credits import grants
from app.domain.billing.invoices import (
    amending,
    bulk,
    drafting,
    ending,
    finalizing,
    items,
    verbs,
)
from app.domain.billing.metering import adjustments
from app.domain.billing.metering import events as meter_events
from app.domain.billing.portal import configurations, sessions
from app.domain.billing.previews import previewing
from app.domain.billing.quotes import accepting, expiry
from app.domain.billing.quotes import creating as quote_creating
from app.domain.billing.quotes import finalizing as quote_finalizing
from app.domain.billing.schedules import creating as schedule_creating
from app.domain.billing.schedules import ending as schedule_ending
from app.domain.billing.schedules import updating as schedule_updating
from app.domain.billing.subscriptions import (
    canceling,
    creating,
    discounting,
    item_verbs,
    pausing,
    updating,
    usage_records,
)
from app.domain.core_resources.customers import balances
from app.domain.core_resources.tax_ids import tax_ids
from app.domain.products import plans
from app.tables.access import KeyKind
from app.tables.billing.billing_alert import BillingAlert
from app.tables.billing.billing_meter import BillingMeter
from app.tables.billing.billing_meter_event import (
    BillingMeterEvent,
    BillingMeterEventAdjustment,
    BillingMeterEventSession,
)
from app.tables.billing.billing_settings import BillingSettings
from app.tables.billing.credit_balance_transaction import BillingCreditBalanceTransaction
from app.tables.billing.credit_grant import BillingCreditGrant
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_line_item import CreditNoteLineItem
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransaction
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_rendering_template import InvoiceRenderingTemplate
from app.tables.billing.plan import Plan
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.billing.portal_session import BillingPortalSession
from app.tables.billing.quote import Quote
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.tax_id import TaxId
from app.tables.billing.test_clock import TestClock
from app.tables.billing.usage_record import UsageRecord
from app.tables.core_resources.event import Event
from schema import metering
from schema.credit_balances import credit_balance_field
from schema.derive.connections import Page, connection_arguments, connection_type, paging_of, placed
from schema.derive.context import Info
from schema.derive.fields import argument, resolved_field
from schema.derive.operations import Exposed
from schema.derive.ordering import Order
from schema.derive.shown_once import changed
from schema.derive.types import graph_type

MAX_SEQUENCE = 2**63 - 1
STANDS_STILL = ("test_helpers.test_clock.ready", "test_helpers.test_clock.internal_failure")


def _caused() -> list[StrawberryField]:
    """`events` on the payload of an advance: every event from the start of the advance until the clock is ready."""

    async def resolve(root: Any, info: Any, **given: Any) -> Page | None:
        row, context = root["row"], info.context
        if row is None or not root["told"]:
            return None
        event = Event.__table__.c
        mine = context.reader.mine(Event)
        departure = select(event.sequence).where(*mine, event.id == root["told"]).scalar_subquery()
        arrival = select(func.min(event.sequence)).where(
            *mine, event.object_id == row["id"], event.type.in_(STANDS_STILL), event.sequence > departure
        )
        # Until the clock is ready, all events that the advance has caused so far.
        during = (
            event.clock_id == row["id"],
            event.sequence >= departure,
            event.sequence <= func.coalesce(arrival.scalar_subquery(), MAX_SEQUENCE),
        )
        in_order = Order.of(Event, [], newest_first=False)
        paging = paging_of(Event, context.limits.max_page_size, **given, usual=in_order, narrowed=during)
        return Page(context, Event, None, None, await placed(context, Event, paging))

    return [
        resolved_field(
            "events",
            resolve,
            kind=None,
            description="Events that the advance has caused so far, oldest first; null if the advance was refused.",
            returns=connection_type(Event, graph_type(Event)) | None,
            arguments=connection_arguments(Event),
        )
    ]


family = (
    Exposed(CustomerBalanceTransaction, create=balances.adjust, update=True, listed=False),
    Exposed(
        InvoiceRenderingTemplate,
        create=True,
        update=rendering_templates.update,
        verbs=(rendering_templates.archive, rendering_templates.unarchive),
        found=False,
    ),
    Exposed(Plan, create=plans.create, update=plans.update, delete=plans.delete),
    Exposed(TaxId, create=tax_ids.create, delete=tax_ids.delete),
    Exposed(
        Subscription,
        create=creating.create,
        update=updating.update,
        verbs=(canceling.cancel, discounting.delete_discount, pausing.resume),
    ),
    Exposed(SubscriptionItem, create=item_verbs.create, update=item_verbs.update, delete=item_verbs.delete),
    Exposed(UsageRecord, create=usage_records.create),
    Exposed(
        SubscriptionSchedule,
        create=schedule_creating.create,
        update=schedule_updating.update,
        verbs=(schedule_ending.cancel, schedule_ending.release),
    ),
    Exposed(
        TestClock,
        create=test_clocks.create,
        delete=test_clocks.delete,
        verbs=(test_clocks.advance,),
        payloads={"advance": _caused},
    ),
    Exposed(BillingCreditGrant, create=grants.create, update=grants.update, verbs=(grants.expire, grants.void)),
    Exposed(BillingCreditBalanceTransaction),
    Exposed(BillingPortalConfiguration, create=configurations.create, update=configurations.update),
    Exposed(BillingPortalSession, create=sessions.create),
    Exposed(
        BillingMeter,
        create=meters.create,
        update=meters.update,
        verbs=(meters.deactivate, meters.reactivate),
    ),
    Exposed(BillingMeterEvent, create=meter_events.create),
    Exposed(BillingMeterEventAdjustment, create=adjustments.create),
    Exposed(
        BillingMeterEventSession,
        create=meter_events.create_session,
        verbs=(meter_events.create_events,),
        keys={"create_events": KeyKind.METER_EVENT_SESSION},
    ),
    Exposed(BillingAlert, create=alerts.create, verbs=(alerts.activate, alerts.archive, alerts.deactivate)),
    Exposed(
        Invoice,
        create=drafting.create,
        update=amending.update,
        delete=amending.delete,
        verbs=(
            bulk.add_lines,
            bulk.update_lines,
            bulk.remove_lines,
            finalizing.finalize,
            verbs.pay,
            verbs.send,
            ending.void,
            ending.mark_uncollectible,
        ),
        previews=(previewing.preview,),
    ),
    Exposed(
        CreditNote,
        create=credit_note_creating.create,
        update=True,
        verbs=(voiding.void,),
        previews=(credit_note_creating.preview,),
    ),
    Exposed(CreditNoteLineItem, found=False),
    Exposed(
        Quote,
        create=quote_creating.create,
        update=quote_creating.update,
        verbs=(accepting.accept, expiry.cancel, quote_finalizing.finalize),
    ),
    Exposed(InvoiceItem, create=items.create, update=items.update, delete=items.delete),
    Exposed(InvoiceLineItem, update=bulk.update, found=False),
    Exposed(BillingSettings, update=True),
)


def extend() -> None:
    """What else meters and alerts have."""
    metering.extend()


async def _template(info: Info, id: str, version: int | None = None) -> Any:
    row = await info.context.loaders.by_id(InvoiceRenderingTemplate, across=False).load(id)
    if row is None or version in (None, row["version"]):
        return row
    former = next((each for each in row["former_versions"] if each["version"] == version), None)
    return None if former is None else changed(row, **former)


def queries() -> list[StrawberryField]:
    """What is written by hand: a rendering template, for one, is also found as it was in a former version."""
    return [
        credit_balance_field(),
        resolved_field(
            "invoice_rendering_template",
            _template,
            kind=None,
            description="Retrieve an invoice rendering template by id; null if there is none.",
            returns=graph_type(InvoiceRenderingTemplate) | None,
            arguments={
                "info": Info,
                "id": argument(strawberry.ID, "ID of the invoice rendering template, such as `inrtem_…`."),
                "version": argument(int | None, "Number of the version to be shown; by default the latest."),
            },
        ),
    ]
