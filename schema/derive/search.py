"""`query:`: a query in Stripe's search language as SQL, for any field of any resource."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, Text, and_, bindparam, false, func, not_, or_
from sqlalchemy.dialects.postgresql import JSONB

from app.errors import BadRequest
from app.money import INT64_MAX
from app.tables.resource import Resource
from schema.derive.folding import folded, folded_text
from schema.derive.scalars import is_exact
from schema.derive.search_query import Clause, Connective, parse_search
from schema.derive.sqlpaths import PathColumn, path_of

_NUMERIC = (">", "<", ">=", "<=", "=")


def search_conditions(table: type[Resource], query: str) -> list[ColumnElement[bool]]:
    """What a row must meet to be found. Raises BadRequest that names the clause, for an unknown field or a value that
    the field cannot have. Neither letters' case nor how accents are encoded counts. Source: Stripe's search query
    language."""
    parsed = parse_search(query)
    clauses = [_clause(table, clause) for clause in parsed.clauses]
    return [or_(*clauses)] if parsed.connective is Connective.OR else [and_(*clauses)]


def _clause(table: type[Resource], clause: Clause) -> ColumnElement[bool]:
    if clause.key is not None:
        found = _on_metadata(table, clause)
    else:
        path = path_of(table, clause.path)
        name = ".".join(clause.path)
        if path is None or path.value is not None or path.shape.is_map or path.shape.many:
            raise BadRequest(
                f"`{name}` is no field that {table.object_name} can be searched by. Use Stripe's names, "
                "such as created or metadata['key'].",
                field="query",
            )
        found = _on_field(path, clause, name)
    return not_(func.coalesce(found, false())) if clause.negated else found


def _on_field(path: PathColumn, clause: Clause, name: str) -> ColumnElement[bool]:
    column, value = path.sql, clause.value
    if value is None:
        return column.is_(None)  # type: ignore[no-any-return]
    if isinstance(path.type, Text):
        return _on_text(column, clause, name)
    if clause.operator == "~":
        raise BadRequest(f"`~` looks within text, and `{name}` is none. Use `:` instead.", field="query")
    if clause.operator in _NUMERIC and isinstance(path.type, Boolean):
        raise BadRequest(f"`{name}` is true or false: ask with `:`.", field="query")
    given = bindparam(None, _typed(path, value, name), type_=path.type)
    match clause.operator:
        case ">":
            return column > given  # type: ignore[no-any-return]
        case "<":
            return column < given  # type: ignore[no-any-return]
        case ">=":
            return column >= given  # type: ignore[no-any-return]
        case "<=":
            return column <= given  # type: ignore[no-any-return]
    return column == given  # type: ignore[no-any-return]


def _on_text(column: Any, clause: Clause, name: str) -> ColumnElement[bool]:
    text = str(clause.value)
    if clause.operator == "~":
        return func.strpos(folded(column), folded_text(text)) > 0
    if clause.operator != ":":
        raise BadRequest(f"`{name}` is text: ask with `:` or `~`, not `{clause.operator}`.", field="query")
    return folded(column) == folded_text(text)  # type: ignore[no-any-return]


def _on_metadata(table: type[Resource], clause: Clause) -> ColumnElement[bool]:
    if "meta" not in table.model_fields:
        raise BadRequest(f"A {table.object_name} has no metadata to search by.", field="query")
    column = table.__table__.c.meta
    if clause.value is None:
        present: ColumnElement[bool] = column.bool_op("?")(bindparam(None, clause.key, type_=Text()))
        return not_(present)
    if clause.operator == ":":
        # The index answers what is written alike; the rest is found by comparing without case.
        exact = column.bool_op("@>")(bindparam(None, {clause.key: str(clause.value)}, type_=JSONB()))
        return or_(exact, folded(column[clause.key].astext) == folded_text(str(clause.value)))
    return _on_text(column[clause.key].astext, clause, f"metadata['{clause.key}']")


def _typed(path: PathColumn, value: str | Decimal, name: str) -> Any:
    """The value as the field's type has it; moments are asked for in Unix seconds."""
    try:
        if isinstance(path.type, Boolean):
            return {"true": True, "false": False}[str(value).lower()]
        number = Decimal(value)
        # Checked before anything is worked out with it: 1e999999 as a whole number has a million digits.
        if not is_exact(number):
            raise ValueError("beyond what is kept")
        if path.shape.base is Decimal:
            return number
        if number != int(number) or abs(number) > INT64_MAX:
            raise ValueError("beyond whole numbers")
        return datetime.fromtimestamp(int(number), UTC) if isinstance(path.type, DateTime) else int(number)
    except (KeyError, ValueError, ArithmeticError, OverflowError, OSError):
        wanted = _wanted(path)
        raise BadRequest(f"`{name}` is compared with {wanted}; '{value}' is none.", field="query") from None


def _wanted(path: PathColumn) -> str:
    if isinstance(path.type, Boolean):
        return "true or false"
    if isinstance(path.type, DateTime):
        return "a moment in Unix seconds"
    return "a number of at most 28 digits" if path.shape.base is Decimal else "a whole number"
