"""SubscriptionSchedule: what a subscription will be, phase after phase."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement

from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleCurrentPhase,
    SubscriptionScheduleDefaultSettings,
    SubscriptionScheduleEndBehavior,
    SubscriptionSchedulePhase,
    SubscriptionScheduleStatus,
)
from app.tables.columns import editable, kept, ref
from app.tables.connect.application import Application
from app.tables.resource import Asked, Resource, Tagged


def _scheduled(columns: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = columns.status == SubscriptionScheduleStatus.NOT_STARTED.value
    return found


class SubscriptionSchedule(Tagged, Resource, table=True):
    """Changes of a subscription that are planned ahead, in phases that follow each other."""

    prefix: ClassVar[str] = "sub_sched_"
    events: ClassVar[dict[str, str]] = {
        "aborted": "A schedule was aborted, because its unpaid subscription was canceled.",
        "canceled": "A schedule was canceled together with its subscription.",
        "completed": "The last phase of a schedule ended.",
        "created": "A subscription schedule was created.",
        "expiring": "A schedule ends in seven days.",
        "released": "A schedule was released; its subscription continues without it.",
        "updated": "A subscription schedule was updated.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        SubscriptionScheduleStatus.NOT_STARTED: {
            SubscriptionScheduleStatus.ACTIVE,
            SubscriptionScheduleStatus.CANCELED,
            SubscriptionScheduleStatus.RELEASED,
        },
        SubscriptionScheduleStatus.ACTIVE: {
            SubscriptionScheduleStatus.CANCELED,
            SubscriptionScheduleStatus.COMPLETED,
            SubscriptionScheduleStatus.RELEASED,
        },
    }
    asked: ClassVar[dict[str, Asked]] = {"scheduled": Asked("Whether the schedule has not started yet.", _scheduled)}

    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    canceled_at: datetime | None = kept()
    """When the schedule was canceled; null if it was not."""
    completed_at: datetime | None = kept()
    """When the last phase ended; null before."""
    current_phase: SubscriptionScheduleCurrentPhase | None = kept()
    """The start and the end of the current phase; null unless the schedule is active."""
    customer_id: str = ref("customer", back="subscription_schedules", kind="kept")
    """The customer who is billed."""
    default_settings: SubscriptionScheduleDefaultSettings = kept(SubscriptionScheduleDefaultSettings())
    """Settings of the phases that have none of their own."""
    end_behavior: SubscriptionScheduleEndBehavior = editable(SubscriptionScheduleEndBehavior.RELEASE)
    """What happens to the subscription when the last phase ends. The default is `RELEASE`."""
    phases: list[SubscriptionSchedulePhase] = kept([])
    """The phases, in order: those that have ended, the current one, and those to come."""
    released_at: datetime | None = kept()
    """When the subscription was released; null if it was not."""
    released_subscription_id: str | None = ref("subscription", kind="kept", default=None)
    """The subscription that was released; null if none was."""
    status: SubscriptionScheduleStatus = kept(SubscriptionScheduleStatus.NOT_STARTED)
    """The status of the schedule."""
    subscription_id: str | None = ref("subscription", back="subscription_schedules", kind="kept", default=None)
    """The subscription that the schedule manages; null before the first phase begins, and once released."""
    test_clock_id: str | None = ref("test_clock", back="subscription_schedules", kind="kept", default=None)
    """The test clock of the customer; null for a schedule in real time."""

    currency: str = kept("usd", hidden=True)
    """The currency of all phases."""

    @property
    def current(self) -> SubscriptionSchedulePhase:
        """The current phase of a schedule that is active."""
        assert self.current_phase is not None, "the schedule is active"
        return next(phase for phase in self.phases if phase.start_date == self.current_phase.start_date)

    @property
    def following(self) -> SubscriptionSchedulePhase | None:
        """The phase after the current one; None after the last."""
        place = self.phases.index(self.current) + 1
        return self.phases[place] if place < len(self.phases) else None
