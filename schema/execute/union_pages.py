"""Connections to the rows of several tables: one statement says which rows are on the pages, and then each table's are
read by their ids, as relations are."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from schema.derive import kinds
from schema.derive.cells import Projection, plain
from schema.derive.united import OBJECT, by_object
from schema.execute.compiler import Compiler
from schema.execute.failures import FieldError
from schema.execute.page_writer import shown_of
from schema.execute.pages import PageResult, Pages, Plan, inner_fields
from schema.execute.plan import Field, Selection
from schema.execute.related import Related
from schema.execute.run import Run, Todo

KEY = plain(["id", OBJECT])
"""What is read of each row of a page."""

Objects = dict[Field, Iterator[Any]]
"""By the field that shows them, the objects of all pages in their order."""


class UnionPages(Pages):
    """The pages of one field for every object of the frontier."""

    def __init__(
        self, program: Compiler, field: Field, kind: kinds.UnionConnection, selection: Selection | None = None
    ) -> None:
        super().__init__(program, field, kind, selection)
        self.bare = False
        self.tables = by_object(kind.table)
        of_rows = kinds.Relation("id", kind.table.members)
        shown = [each for each in self.selection.fields if each.name == "nodes"]
        shown += [each for edges in self.selection.fields for each in inner_fields(edges) if each.name == "node"]
        self.nodes = {each: Related(program, each, of_rows) for each in shown}

    def cells(self, *, many: bool) -> Projection:
        return KEY

    def make_blank(self, run: Run, todo: Todo, count: int) -> list[Any]:
        return [{each.key: blank(each) for each in self.selection.fields} for _ in range(count)]

    async def make(self, run: Run, todo: Todo, plan: Plan, pages: list[Any], sizes: list[int] | None) -> list[Any]:
        rows = [row for page in pages if page.rows.__class__ is not FieldError for row in page.rows]
        ids, candidates = list(map(itemgetter(0), rows)), [(self.tables[row[1]],) for row in rows]
        objects: Objects = {}
        for field, related in self.nodes.items():
            # What has just been deleted is shown, as it is on the page.
            found, failed = await related.first_objects(run, ids, candidates, todo, lambda _: True)
            for error, places in failed:
                for place in places:
                    found[place] = run.fail(error)
            objects[field] = iter(found)
        return [{each.key: self.part(each, page, objects) for each in self.selection.fields} for page in pages]

    def part(self, field: Field, page: PageResult, objects: Objects) -> Any:
        """One field of a connection."""
        match field.name:
            case "totalCount":
                return page.total
            case "nodes" if not isinstance(page.rows, FieldError):
                return [next(objects[field]) for _ in page.rows]
            case "edges" if not isinstance(page.rows, FieldError):
                return [self.edge(field, page, row, objects) for row in page.rows]
            case "nodes" | "edges":
                return page.rows
            case "pageInfo":
                return {each.key: info(each, page) for each in shown_of(field)}
        return blank(field)

    def edge(self, field: Field, page: PageResult, row: Any, objects: Objects) -> dict[str, Any]:
        """One row of a page with its cursor."""
        shown = {}
        for each in shown_of(field):
            match each.name:
                case "cursor":
                    shown[each.key] = page.cursor(row)
                case "node":
                    shown[each.key] = next(objects[each])
                case _:
                    shown[each.key] = each.parent.name
        return shown


def blank(field: Field) -> str | None:
    """A field of a connection for which nothing is read here: its type's name, or what its own step puts in place."""
    return field.parent.name if field.name == "__typename" else None


def info(field: Field, page: PageResult) -> Any:
    """One field of pageInfo."""
    match field.name:
        case "hasNextPage":
            return page.has_next
        case "hasPreviousPage":
            return page.has_previous
        case "startCursor":
            return page.end(0)
        case "endCursor":
            return page.end(-1)
    return field.parent.name
