"""Unsaved: rows that an operation shows and that are not stored, those of previews. They are found by their ids, and by
what they refer to."""

from collections.abc import Iterable

from app.tables.resource import Resource
from schema.derive.rows import Result, result_of
from schema.derive.united import OBJECT
from schema.derive.versions import VERSION


class Unsaved:
    """Those of one operation."""

    def __init__(self) -> None:
        self._rows: dict[type[Resource], dict[str, Result]] = {}
        self.ids: set[str] = set()
        """The ids of all, which no stored row has."""

    def hold(self, rows: Iterable[Resource]) -> None:
        """Show rows from here on, but for deleted ones."""
        for row in rows:
            if row.deleted_at is None:
                found = self._rows.setdefault(type(row), {})[row.id] = result_of(row)
                found[OBJECT] = row.object_name
                found.setdefault(VERSION, 0)
                self.ids.add(row.id)

    def of(self, table: type[Resource]) -> dict[str, Result]:
        """Those of a table, or of the tables that share it, by id."""
        if not self.ids:
            return {}
        return {id: row for each in table.members or (table,) for id, row in self._rows.get(each, {}).items()}

    def under(self, table: type[Resource], column: str, parent: str) -> list[Result]:
        """Those whose column has the parent's id."""
        return [row for row in self.of(table).values() if row[column] == parent]
