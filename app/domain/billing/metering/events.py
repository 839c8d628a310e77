"""Meter events: reported one by one, and judged at once; or in streams, and what is wrong is reported later."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain.billing.metering import reports
from app.domain.billing.metering.judging import Accepted, Wrong, judged
from app.domain.billing.metering.recording import record
from app.domain.core_resources.customer_keys import keys
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.access import KeyKind
from app.tables.billing.billing_meter_event import (
    BillingMeterEvent,
    BillingMeterEventParams,
    BillingMeterEventSession,
)
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer

VALID = timedelta(minutes=15)
"""How long a session lasts, as Stripe's do."""
AT_ONCE = 100
"""Events that a stream takes at once."""


async def create(tx: Tx, *, event: Annotated[BillingMeterEventParams, Inline()]) -> BillingMeterEvent:
    """Report usage of a customer. What is wrong with the event is refused at once."""
    event = event.model_copy(update={"identifier": event.identifier or new_id("mev_")})
    assert event.identifier is not None
    (found,) = await judged(tx, [event])
    if isinstance(found, Wrong):
        raise InvalidRequest(found.message, code=found.code, field=found.field)
    # Under the customer's clock, which must stand still.
    await tx.get(Customer, found.customer_id, field="payload", lock=False)
    if not await record(tx, [found]):
        raise InvalidRequest(
            f"An event with the `identifier` '{event.identifier}' was counted already. Give each event its own.",
            code=ErrorCode.DUPLICATE_METER_EVENT,
            field="identifier",
        )
    return BillingMeterEvent(
        created=found.now,
        event_name=event.event_name,
        identifier=event.identifier,
        livemode=tx.livemode,
        payload=event.payload,
        timestamp=found.timestamp,
    )


async def create_session(tx: Tx) -> BillingMeterEventSession:
    """Create a session to report meter events at a high rate: a token that is valid for 15 minutes."""
    expires_at = tx.real_now + VALID
    prefix = BillingMeterEventSession.prefix
    id, token = keys.make(tx, KeyKind.METER_EVENT_SESSION, None, expires_at=expires_at, prefix=prefix)
    return BillingMeterEventSession(
        id=id, authentication_token=token, created=tx.real_now, expires_at=expires_at, livemode=tx.livemode
    )


async def create_events(
    tx: Tx,
    *,
    events: Annotated[
        list[BillingMeterEventParams],
        Field(min_length=1, max_length=AT_ONCE),
        Doc("Events to report, at most 100. What is wrong with them is reported later."),
    ],
) -> None:
    """Report meter events at a high rate, up to 100 at once, with a session's token in place of an API key.

    An event that is not valid is left out, and an event that was counted before is not counted again. Thin events
    (`v1.billing.meter.error_report_triggered`, `v1.billing.meter.no_meter_found`) tell within ten seconds what was
    wrong.
    """
    found = await judged(tx, events)
    await record(tx, [each for each in found if isinstance(each, Accepted)])
    await reports.note(tx, (each for each in found if isinstance(each, Wrong)))
