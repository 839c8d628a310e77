"""From an id to its table: the one place that reads prefixes."""

from collections.abc import Iterable
from functools import cache

from app.tables.resource import Resource, by_name

Tables = tuple[type[Resource], ...]


def table_of(id: str, among: Tables | None = None) -> type[Resource] | None:
    """The table whose prefix an id has, the longest prefix if it has several, and the first table where several have
    it; None if it has none. The prefixes are those of all tables, or of those `among` which the id's is."""
    return next(iter(_with_prefix(id, among)), None)


def _with_prefix(id: str, among: Tables | None) -> Tables:
    for length, tables in _register(among).by_prefix:
        if found := tables.get(id[:length]):
            return found
    return ()


def tables_of(id: str, among: Tables | None = None) -> Tables:
    """The tables that may have a row of that id, the likeliest first: those whose prefix it has, then those whose ids
    callers choose, as any id may be one of theirs."""
    first = _with_prefix(id, among)
    return (*first, *(table for table in _register(among).chosen if table not in first))


class _Register:
    """Tables by what their ids begin with, the longest prefixes first."""

    def __init__(self, tables: Iterable[type[Resource]]) -> None:
        by_length: dict[int, dict[str, Tables]] = {}
        chosen = []
        for table in tables:
            if table.chooses_ids:
                chosen.append(table)
            for beginning in table.id_prefixes:
                alike = by_length.setdefault(len(beginning), {})
                alike[beginning] = (*alike.get(beginning, ()), table)
        self.chosen = tuple(chosen)
        self.by_prefix = [(length, by_length[length]) for length in sorted(by_length, reverse=True)]


@cache
def _register(among: Tables | None) -> _Register:
    return _Register(by_name.values() if among is None else among)
