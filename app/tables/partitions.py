"""Partitions: which tables are kept for a time alone, and what their weeks are told apart by."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from app.tables.record import Record


class Partitioned(Protocol):
    """A table whose rows are kept for a time alone, in a partition for each week."""

    __tablename__: Any
    partitioned_by: ClassVar[str]
    """The column that tells in which week a row was made."""
    kept_at_least: ClassVar[timedelta]
    """How long rows are kept, however short the past is that the server keeps."""

    @classmethod
    def partition_bound(cls, moment: datetime) -> str:
        """The value of the column that the partition begins with which begins at a moment."""
        ...

    @classmethod
    def partition_begin(cls, bound: str) -> datetime | None:
        """The moment that a partition begins at, by that value."""
        ...


def partitioned() -> list[type[Partitioned]]:
    """Every such table, in the order of names."""
    found: list[Any] = [table for table in _records(Record) if getattr(table, "retained", False)]
    return sorted(found, key=lambda table: str(table.__tablename__))


def _records(kind: type[Record]) -> Iterator[type[Record]]:
    for each in kind.__subclasses__():
        if "__table__" in each.__dict__:
            yield each
        yield from _records(each)
