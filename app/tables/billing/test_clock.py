"""TestClock: a clock that tests advance, and the time of all objects attached to the clock."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class TestClockStatus(StrEnum):
    """The status of a test clock."""

    __test__ = False

    ADVANCING = "advancing"
    """The test clock is advancing to the new time."""
    INTERNAL_FAILURE = "internal_failure"
    """The test clock stopped because a due job kept failing."""
    READY = "ready"
    """The test clock is frozen and can be advanced."""


class TestClockAdvancing(Value):
    """Details of a test clock that is advancing."""

    __test__ = False

    target_frozen_time: datetime = given()
    """Time that the test clock is advancing to."""


class TestClockStatusDetails(Value):
    """Details of the test clock's status."""

    __test__ = False

    advancing: TestClockAdvancing | None = given(None)
    """Details of the advance; null unless the status is `ADVANCING`."""


class TestClock(Resource, table=True):
    """A test clock: objects attached to the clock take their time from the clock."""

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
    """Name of the test clock; null if none was given."""
    frozen_time: datetime = given()
    """Current time of the test clock."""
    status: TestClockStatus = kept(TestClockStatus.READY)
    """Status of the test clock."""
    status_details: TestClockStatusDetails = kept(TestClockStatusDetails())
    """Details of the test clock's status."""
    deletes_after: datetime = kept()
    """When the test clock is automatically deleted, with all attached objects."""
