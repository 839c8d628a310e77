"""Arrivals: what came of the events that were caused, and how long each took, by one clock."""

import asyncio
import math
import time
from array import array
from collections.abc import Sequence

MARK = b"event-"
"""What stands before an event's number in the name of its customer, and so in each message about it."""
DIGITS = 8


def name_of(number: int) -> str:
    """The name of the customer whose creation is the event of that number."""
    return f"{MARK.decode()}{number:0{DIGITS}}"


def number_in(message: bytes) -> int:
    """Which event a message is about. Raises ValueError when it is about none."""
    begin = message.index(MARK) + len(MARK)
    return int(message[begin : begin + DIGITS])


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least of the values, which are in order, that so large a share of them does not exceed."""
    return ordered[math.ceil(len(ordered) * share) - 1]


class Arrivals:
    """Counts messages about the events from `first` on, until none is missing."""

    def __init__(self) -> None:
        self.sent: dict[int, float] = {}
        """When each event's mutation was sent, or was due to be."""
        self.delays = array("d")
        """Seconds from then to each message's arrival."""
        self.first = self.missing = 0
        self.last = 0.0
        """When the last message came."""
        self.all = asyncio.Event()

    def expect(self, first: int, messages: int) -> None:
        """Count anew."""
        self.delays = array("d")
        self.first, self.missing = first, messages
        self.all.clear()

    def note(self, number: int) -> None:
        """A message has come. One about an earlier event than is counted is let pass."""
        if number < self.first:
            return
        now = time.monotonic()
        self.delays.append(now - self.sent[number])
        self.missing -= 1
        if self.missing == 0:
            self.last = now
            self.all.set()
