"""Writes what shows a connection's pages: nodes and edges straight from rows, with no page or edge object between."""

from collections.abc import Callable

from schema.execute.failures import FieldError
from schema.execute.plan import Field, Selection
from schema.execute.postponed import PostponedItems
from schema.execute.rows import RowAccess
from schema.execute.writer import Writer, object_of

UNPACK = "# the row's columns"
"""Stands where a row is unpacked, until all that reads it is written and its columns are known."""


class PageWriter:
    """Writes one connection's selection over pages, whose rows `row` reads. A page is a `PageResult`, or where it is
    `bare` no more than its rows."""

    def __init__(self, writer: Writer, row: RowAccess, *, bare: bool) -> None:
        self.writer = writer
        self.row = row
        self.rows_of_page = "page" if bare else "page.rows"
        self.streamed: dict[Field, PostponedItems] = {}
        """The steps for the items that come later, of which `item` writes how they are made."""

    def write(self, selection: Selection) -> None:
        """Write how `page` is shown."""
        shown = {each.key: self.part(each) for each in selection.fields}
        entries = ", ".join(f"{key!r}: {value}" for key, value in shown.items())
        self.writer.line(f"done.append({{{entries}}})")

    def part(self, field: Field) -> str:
        """One field of the connection."""
        match field.name:
            case "__typename":
                return repr(field.parent.name)
            case "totalCount":
                return "page.total"
            case "nodes":
                return self.rows(field, self.node) if field.streaming is None else self.first_rows(field, self.node)
            case "edges":
                return self.rows(field, self.edge) if field.streaming is None else self.first_rows(field, self.edge)
            case "pageInfo":
                return self.info(field)
            case "aggregate":
                return "None"  # until its step is taken
        raise AssertionError(f"a connection has no {field.name}")

    def rows(self, field: Field, show: Callable[[Field], str]) -> str:
        """The list of what each row shows."""
        writer = self.writer
        found = writer.fresh("list")
        writer.line(f"{found} = {self.rows_of_page}")
        with writer.under(f"if {found}.__class__ is not {writer.constant(FieldError, 'FieldError')}:"):
            writer.line(f"{found} = []")
            with writer.under(f"for row in {self.rows_of_page}:"):
                writer.line(UNPACK)
                writer.line(f"{found}.append({show(field)})")
        return found

    def first_rows(self, field: Field, show: Callable[[Field], str]) -> str:
        """The same of the first rows; what is left is noted for later."""
        writer, rows = self.writer, self.rows_of_page
        step = self.streamed[field] = PostponedItems(field)
        found, first = writer.fresh("list"), writer.fresh("first")
        writer.line(f"{found} = {rows}")
        with writer.under(f"if {found}.__class__ is not {writer.constant(FieldError, 'FieldError')}:"):
            writer.line(f"{first} = run.initial({writer.constant(field, 'field')})")
            writer.line(f"{found} = []")
            with writer.under(f"for row in {rows}[:{first}]:"):
                writer.line(UNPACK)
                writer.line(f"{found}.append({show(field)})")
            with writer.under(f"if len({rows}) > {first}:"):
                writer.wait(writer.step(step), found, f"[(page, row) for row in {rows}[{first}:]]")
        return found

    def item(self, field: Field) -> None:
        """Write how one more item of a streamed list is made, of `page` and `row`."""
        self.writer.line(UNPACK)
        self.writer.line(f"done.append({self.node(field) if field.name == 'nodes' else self.edge(field)})")

    def node(self, field: Field) -> str:
        return self.writer.object(field.selection(object_of(field)), self.row)

    def edge(self, field: Field) -> str:
        entries = []
        for part in shown_of(field):
            match part.name:
                case "__typename":
                    shown = repr(part.parent.name)
                case "cursor":
                    shown = "page.cursor(row)"
                case _:
                    shown = self.node(part)
            entries.append(f"{part.key!r}: {shown}")
        return self.writer.bound(f"{{{', '.join(entries)}}}", "edge")

    def info(self, field: Field) -> str:
        """Where the page stands."""
        parts = {each.key: INFO[each.name].format(type=each.parent.name) for each in shown_of(field)}
        return f"{{{', '.join(f'{key!r}: {part}' for key, part in parts.items())}}}"


def shown_of(field: Field) -> list[Field]:
    """The fields of a field's object."""
    return field.selection(object_of(field)).fields


INFO = {
    "__typename": "{type!r}",
    "hasNextPage": "page.has_next",
    "hasPreviousPage": "page.has_previous",
    "startCursor": "page.end(0)",
    "endCursor": "page.end(-1)",
}
"""The fields of pageInfo, of `page`."""
