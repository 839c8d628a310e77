"""What tax authorities answer in test mode when they are asked about a tax ID."""

import re
from enum import StrEnum
from typing import NamedTuple


class Finding(StrEnum):
    """What an authority knows of a number."""

    REGISTERED = "registered"
    UNKNOWN = "unknown"
    NO_ANSWER = "no_answer"
    SILENT = "silent"
    """The question stays open."""


class Answer(NamedTuple):
    """An authority's answer, with what is registered under the number."""

    finding: Finding
    name: str | None = None
    address: str | None = None


MAGIC = {
    "000000000": Finding.REGISTERED,
    "111111111": Finding.UNKNOWN,
    "222222222": Finding.SILENT,
    "333333333": Finding.NO_ANSWER,
}
"""Digits that decide the answer, alone or after the letters of a country. The last ones are beyond Stripe's."""
_MAGIC = re.compile(r"(?:[A-Z]{2,3})?(\d{9})")


def magic(value: str) -> Finding | None:
    """The answer that a test number decides; None for any other number."""
    found = _MAGIC.fullmatch(value.upper())
    return MAGIC.get(found[1]) if found else None


def ask(value: str, *, can_exist: bool, country: str | None) -> Answer:
    """The answer about a number: a test number's own, or else whether its check digits are right."""
    finding = magic(value) or (Finding.REGISTERED if can_exist else Finding.UNKNOWN)
    if finding is not Finding.REGISTERED:
        return Answer(finding)
    return Answer(finding, "Test Company", f"1 Test Street, {country}" if country else "1 Test Street")
