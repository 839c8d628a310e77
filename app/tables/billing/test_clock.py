"""TestClock: a clock that a test moves, and the time of all that lives under it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class TestClockStatus(StrEnum):
    """Whether the clock stands still."""

    __test__ = False

    ADVANCING = "advancing"
    """What falls due up to the new time is being done."""
    INTERNAL_FAILURE = "internal_failure"
    """Something that fell due could not be done."""
    READY = "ready"
    """It stands still."""


class TestClockAdvancing(Value):
    """Where a clock that is being moved is going."""

    __test__ = False

    target_frozen_time: datetime = given()
    """The time at which it will stand still again."""


class TestClockStatusDetails(Value):
    """More about the status."""

    __test__ = False

    advancing: TestClockAdvancing | None = given(None)
    """While it is being moved: where to."""


class TestClock(Resource, table=True):
    """A clock of your own for testing: what lives under it takes its time from it."""

    __test__ = False

    prefix: ClassVar[str] = "clock_"
    object_name: ClassVar[str] = "test_helpers.test_clock"
    deletable: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A test clock was created.",
        "advancing": "A test clock started to advance.",
        "ready": "A test clock reached its new time and is ready.",
        "internal_failure": "A test clock stopped: something that fell due kept failing.",
        "deleted": "A test clock was deleted with everything under it.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        TestClockStatus.READY: {TestClockStatus.ADVANCING},
        TestClockStatus.ADVANCING: {TestClockStatus.READY, TestClockStatus.INTERNAL_FAILURE},
        TestClockStatus.INTERNAL_FAILURE: {TestClockStatus.ADVANCING},
    }

    name: str | None = given(None, max_length=300)
    """What you call it."""
    frozen_time: datetime = given()
    """The time it shows."""
    status: TestClockStatus = kept(TestClockStatus.READY)
    """Whether it stands still."""
    status_details: TestClockStatusDetails = kept(TestClockStatusDetails())
    """More about the status."""
    deletes_after: datetime = kept()
    """When it is deleted by itself, with all that lives under it."""
