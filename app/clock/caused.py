"""What moving a test clock brought about."""

from sqlalchemy import func, select
from sqlmodel import col

from app.database import Database
from app.domain.transaction import Scope
from app.events.stream import Row
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.event import Event

STOPPED = (f"{TestClock.object_name}.ready", f"{TestClock.object_name}.internal_failure")


async def events_caused(
    database: Database, scope: Scope, clock_id: str, since: int, record: type[Row], *, limit: int | None = None
) -> list[Row]:
    """The events of one move of a clock, in order: from the one that tells it, whose sequence is `since`, to the arrival.

    Nothing else can happen under a clock meanwhile, so these are the events that moving it caused.
    """
    mine = (col(Event.account_id) == scope.account_id, col(Event.livemode) == scope.livemode)
    stops = (col(Event.object_id) == clock_id, col(Event.type).in_(STOPPED), col(Event.sequence) > since)
    stop = select(func.min(col(Event.sequence))).where(*mine, *stops).scalar_subquery()
    upto = col(Event.sequence) <= func.coalesce(stop, col(Event.sequence))
    caused = select(*Event.__table__.c).where(  # type: ignore[attr-defined]
        *mine, col(Event.clock_id) == clock_id, col(Event.sequence) >= since, upto
    )
    return await database.fetch(caused.order_by(col(Event.sequence)).limit(limit), record)
