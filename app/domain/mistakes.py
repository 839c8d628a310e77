"""Reporting every mistake of an input at once, rather than only the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from app.errors import InvalidRequest, Malformed, Refusal, Several


class Mistakes:
    """Notes what is wrong with an input, and refuses the input for all of it in the end.

        with Mistakes() as mistakes:
            with mistakes.noted():
                _check_scheme(values)
            with mistakes.noted("product_data"):
                _check_product(product_data)
            if product is None:
                mistakes.add(InvalidRequest(...))

    What is refused within `noted` is put down, and the checks go on after it; what is refused beside it, because
    nothing further can be judged, is the last. Code that needs the values that were judged stands after the block.
    `field` is the path within which all of their fields are.
    """

    def __init__(self, field: str | None = None) -> None:
        self._field = field
        self._found: list[Refusal] = []

    @property
    def count(self) -> int:
        """How many were noted."""
        return len(self._found)

    def add(self, refusal: InvalidRequest) -> None:
        """Note a mistake, and go on."""
        self._found += refusal.each

    @contextmanager
    def noted(self, field: str | None = None) -> Iterator[None]:
        """Note what is refused within, and go on after it. `field` is the path within which its fields are."""
        try:
            yield
        except InvalidRequest as refusal:
            if field:
                refusal.within(field)
            self.add(refusal)
        except Malformed as malformed:
            assert field, "a malformed text is in a field"
            self.add(malformed.at(field))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(raised, Refusal) and (self._found or not raised.commits):
            self._found += raised.each
        elif raised is not None:
            # A bug; or a payment that was declined though nothing is wrong with the input, which is an outcome.
            return
        if self._field is not None:
            for each in self._found:
                each.within(self._field)
        refuse(self._found)


def refuse(found: list[Refusal]) -> None:
    """Raise what was found, if anything, as one refusal."""
    if len(found) == 1:
        raise found[0] from None
    if found:
        raise Several(found) from None
