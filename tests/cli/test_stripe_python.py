"""What `tests/stripe_python.py` holds events to: it finds a field too many, one too few, and one of another type."""

from typing import Any

import pytest

from tests.stripe_python import object_differences

CLOCK: dict[str, Any] = {
    "id": "clock_1",
    "object": "test_helpers.test_clock",
    "created": 1735689600,
    "deletes_after": 1735689600,
    "frozen_time": 1735689600,
    "livemode": False,
    "name": None,
    "status": "ready",
    "status_details": {},
}


def test_what_is_right_differs_in_nothing() -> None:
    assert object_differences(CLOCK) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"extra": 1}, "test_helpers.test_clock.extra: the package has no such field"),
        ({"created": "2025"}, "test_helpers.test_clock.created: '2025' is no int"),
        ({"created": True}, "test_helpers.test_clock.created: True is no int"),
        ({"livemode": None}, "test_helpers.test_clock.livemode: None is no bool"),
        (
            {"status": "done"},
            "test_helpers.test_clock.status: 'done' is none of ('advancing', 'internal_failure', 'ready')",
        ),
        ({"status_details": []}, "test_helpers.test_clock.status_details: [] is no hash"),
        (
            {"status_details": {"advancing": {}}},
            "test_helpers.test_clock.status_details.advancing.target_frozen_time: missing",
        ),
    ],
)
def test_what_is_wrong_is_found(change: dict[str, Any], sentence: str) -> None:
    assert object_differences(CLOCK | change) == [sentence]


def test_what_the_package_does_not_know_is_found() -> None:
    assert object_differences({"id": "x_1", "object": "tea"}) == ["tea: the package has no such class"]
