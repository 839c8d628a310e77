"""Partitions: which tables are kept for a time alone, and what their weeks are told apart by."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from app.tables.record import Record

RENEWED = "fillfactor = 50"
"""Storage of rows of which those of one page are changed in one transaction, none in a column that an index has, as the
subscriptions of one moment are: where the page has room for all of them, no index is written."""


class Partitioned(Record):
    """A record that may be kept for a time alone: its table then has a partition for each week."""

    retained: ClassVar[bool] = False
    """Whether its rows are kept for a time alone, and the past is dropped by whole partitions."""
    partitioned_by: ClassVar[str]
    """The column that tells in which week a row was made, in real time."""
    kept_at_least: ClassVar[timedelta] = timedelta()
    """How long rows are kept, however short the past is that the server keeps."""
    storage: ClassVar[str] = ""
    """PostgreSQL's storage parameters of the table, or of each partition, which a table does not hand on; empty for
    none."""

    @classmethod
    def partition_bound(cls, moment: datetime) -> str:
        """The value of the column that the partition begins with which begins at a moment."""
        raise NotImplementedError

    @classmethod
    def stored_with(cls) -> str:
        """The end of the statement that makes the table, or a partition."""
        return f" WITH ({cls.storage})" if cls.storage else ""

    @classmethod
    def partition_begin(cls, bound: str) -> datetime | None:
        """The moment that a partition begins at, by that value; None for a value that encodes none."""
        raise NotImplementedError


def partitioned() -> list[type[Partitioned]]:
    """Every table that is kept for a time alone, in the order of names."""
    return sorted(
        (table for table in _tables(Partitioned) if table.retained), key=lambda table: str(table.__tablename__)
    )


def _tables(kind: type[Partitioned]) -> Iterator[type[Partitioned]]:
    for each in kind.__subclasses__():
        if "__table__" in each.__dict__:
            yield each
        yield from _tables(each)
