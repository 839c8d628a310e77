"""From an id to its table: the one place that reads prefixes."""

from collections.abc import Collection
from functools import cache

from app.tables.resource import Resource, by_name

Tables = tuple[type[Resource], ...]


def table_of(id: str, among: Tables | None = None) -> type[Resource] | None:
    """The table whose prefix an id has, the longest prefix if it has several; None if it has none. The prefixes are
    those of all tables, or of those `among` which the id's is."""
    register = _register(among)
    for length, tables in register.by_prefix:
        if found := tables.get(id[:length]):
            return found
    return None


def tables_of(id: str, among: Tables | None = None) -> Tables:
    """The tables that may have a row of that id, the likeliest first: the one whose prefix it has, then those whose ids
    callers choose, as any id may be one of theirs, then the one of which it is a code."""
    register = _register(among)
    first, coded = table_of(id, among), register.by_code.get(id)
    chosen = register.chosen if coded is None else (*register.chosen, coded)
    return chosen if first is None else (first, *(table for table in chosen if table is not first))


class _Register:
    """Tables by what their ids begin with, the longest prefixes first."""

    def __init__(self, tables: Collection[type[Resource]]) -> None:
        by_length: dict[int, dict[str, type[Resource]]] = {}
        chosen = []
        for table in tables:
            if table.chooses_ids:
                chosen.append(table)
            for beginning in table.id_prefixes:
                by_length.setdefault(len(beginning), {})[beginning] = table
        self.chosen = tuple(chosen)
        self.by_code = {code: table for table in tables for code in table.id_codes}
        self.by_prefix = [(length, by_length[length]) for length in sorted(by_length, reverse=True)]


@cache
def _register(among: Tables | None) -> _Register:
    return _Register(tuple(by_name.values()) if among is None else among)
