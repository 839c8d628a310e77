"""The last line before the log: whatever looks like a card's number or a secret goes, wherever it was written.

What fields hold is decided by the schema (see redaction). This is for what has no field: names that a client invented,
messages that repeat what it sent, free text.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

from app.scrubbing import REDACTED, scrub

MOST_HIDDEN = 1_000
LONGEST_MESSAGE = 2_000

_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9_])\d[\d -]{6,}\d(?![A-Za-z0-9_])")
"""Numbers of accounts and of banks have eight digits or more."""
_QUOTED = re.compile(r"(?<!\w)'([^'\n]*)'(?!\w)|\"((?:[^\"\\\n]|\\.)*)\"|“([^”\n]*)”")
_MARKS = re.compile(r"[$\[\]!.:@]*")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def scrub_all(value: Any) -> Any:
    """A JSON value with every text, number and key in it scrubbed."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value if scrub(str(value)) == str(value) else REDACTED
    if isinstance(value, dict):
        return {scrub(str(key)): scrub_all(item) for key, item in value.items()}
    return [scrub_all(item) for item in value]


class Hidden:
    """The texts and numbers that redaction took out of a request, so that no message repeats them."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.too_many = False

    def take(self, value: Any) -> None:
        """Remember every text and number in a JSON value."""
        stack = [value]
        while stack and not self.too_many:
            item = stack.pop()
            if isinstance(item, dict):
                stack += item.values()
            elif isinstance(item, list):
                stack += item
            elif item is not None and not isinstance(item, bool):
                self.values.add(str(item))
            self.too_many = len(self.values) + len(stack) > MOST_HIDDEN

    def merge(self, other: "Hidden") -> None:
        """Remember what another does, too."""
        self.values |= other.values
        self.too_many |= other.too_many


def explain(message: str, known: Collection[str], hidden: Hidden, is_id: Callable[[str], bool]) -> str:
    """An error's message without what the client sent: quoted are only words of the schema or of the document
    (`known`), and ids; what was `hidden` goes wherever it is repeated. What is too much to look through goes whole."""
    if hidden.too_many or len(message) > LONGEST_MESSAGE:
        return REDACTED

    def quoted(match: re.Match[str]) -> str:
        said = next(group for group in match.groups() if group is not None)
        mark, end = match[0][0], match[0][-1]
        return match[0] if is_id(said) or _is_known(said, known) else f"{mark}{REDACTED}{end}"

    message = _QUOTED.sub(quoted, message)
    for value in sorted(hidden.values, key=len, reverse=True):
        if len(value) > 1 and value in message:
            message = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", REDACTED, message)
    return scrub(_LONG_NUMBER.sub(REDACTED, message))


def _is_known(said: str, known: Collection[str]) -> bool:
    """Whether these are names of the schema, such as `[Customer!]!`, `Query.customer` or `$input`."""
    names = _NAME.findall(said)
    return bool(names) and bool(_MARKS.fullmatch(_NAME.sub("", said))) and all(name in known for name in names)
