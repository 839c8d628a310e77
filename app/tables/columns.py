"""The words a table is written in: what a caller may set, what we keep, what points elsewhere, what is money."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlmodel import Field

Kind = Literal["given", "editable", "kept"]

REQUIRED: Any = ...


@dataclass(frozen=True)
class ColumnMeta:
    """What a column, or a field of an embedded value, is beyond its type."""

    kind: Kind = "given"
    named: tuple[str, ...] = ()
    """Names of the tables a reference may lead to; several make a union."""
    union: str | None = None
    """The union of tables a reference may lead to, where each table says that it belongs."""
    back: str | None = None
    """The connection by which the target leads back here."""
    currency: str | None = None
    """Set on amounts: the column of the same row, or of the row around it, which holds their currency."""
    hidden: bool = False
    """Ours alone: neither in the graph nor in an event's snapshot."""
    name: str | None = None
    """The name in the graph and in Stripe's JSON, where the column can't have it."""
    includable: bool = False
    """Stripe's JSON has it only when it is asked for, so an event's snapshot goes without it."""
    number: bool = False
    """A decimal that Stripe's JSON writes as a number; the others are strings there."""
    inline: bool = False
    """The fields of the column's value are shown as fields of the row."""
    branch: bool = False
    """One of several of which only one is there: where it is null, Stripe's JSON goes without it."""
    embedded: bool = False
    """A reference for which Stripe's JSON holds the whole object, never its id alone."""
    graph_only: bool = False
    """In the graph alone: Stripe's JSON has nothing of that name."""
    in_groups: bool = False
    """A text that many rows have in common, such as a status or a country, so that lists are grouped by it."""

    @property
    def is_ref(self) -> bool:
        """Whether it holds the id of another resource."""
        return bool(self.named) or self.union is not None

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of all tables a reference may lead to. Those of a union are known once every table is imported."""
        return self.named if self.union is None else tuple(sorted(unions.get(self.union, ())))


unions: dict[str, dict[str, type[BaseModel]]] = {}
"""By union, the tables that belong to it, by name."""

PLAIN = ColumnMeta()


def given(
    default: Any = REQUIRED,
    *,
    includable: bool = False,
    number: bool = False,
    branch: bool = False,
    in_groups: bool = False,
    **limits: Any,
) -> Any:
    """Set by the caller at creation, then never again."""
    meta = ColumnMeta("given", includable=includable, number=number, branch=branch, in_groups=in_groups)
    return _column(meta, default, limits)


def editable(
    default: Any = REQUIRED, *, name: str | None = None, number: bool = False, in_groups: bool = False, **limits: Any
) -> Any:
    """Set by the caller at creation and by any update."""
    return _column(ColumnMeta("editable", name=name, number=number, in_groups=in_groups), default, limits)


def kept(
    default: Any = None,
    *,
    hidden: bool = False,
    includable: bool = False,
    number: bool = False,
    branch: bool = False,
    graph_only: bool = False,
    in_groups: bool = False,
    **limits: Any,
) -> Any:
    """Kept by us; no caller sets it."""
    meta = ColumnMeta(
        "kept",
        hidden=hidden,
        includable=includable,
        number=number,
        branch=branch,
        graph_only=graph_only,
        in_groups=in_groups,
    )
    return _column(meta, default, limits)


def inline(default: Any = REQUIRED) -> Any:
    """Kept by the server: a value whose fields are shown as fields of the row."""
    return _column(ColumnMeta("kept", inline=True), default, {})


def ref(
    *targets: str,
    union: str | None = None,
    back: str | None = None,
    kind: Kind = "given",
    default: Any = REQUIRED,
    hidden: bool = False,
    embedded: bool = False,
    graph_only: bool = False,
    name: str | None = None,
    **limits: Any,
) -> Any:
    """The id of another resource: a column `customer_id` reads as `customer`, and back from it as `back`.

    With `embedded`, event JSON holds the object itself. `Tx` reads it together with the row that leads to it. `name` is
    what the column reads as where that is not its own name: `clock_id` of a table reads as `test_clock`.

    A list of ids has no way back, and is named as it is shown: `default_tax_rates: list[str] = ref("tax_rate", …)`.

    There are no foreign keys: a row is never removed (deletion marks it), every id a caller gives goes through
    `Tx.get` in the transaction that stores it, and payments point at each other in circles.
    """
    meta = ColumnMeta(kind, targets, union, back, hidden=hidden, name=name, embedded=embedded, graph_only=graph_only)
    return _column(meta, default, limits)


@dataclass(frozen=True)
class Many:
    """Rows of another table, or of several, that a row's JSON has a list of."""

    table: str | None
    union: str | None
    """The union of tables that they are of, where each table says that it belongs."""
    by: str
    """Their column with the id of the row, which is given and never changes."""
    url: str | None
    """Where Stripe's REST API has the whole list, with `{id}` for the row's; None where JSON has a plain array."""
    most: int | None
    """How many of them JSON shows, the oldest first; None for all."""
    counted: bool
    """Whether JSON says how many there are."""
    includable: bool
    """Whether JSON has it only when it is asked for, so that events go without it."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that they are of. Those of a union are known once every table is imported."""
        if self.table is not None:
            return (self.table,)
        among = unions.get(self.union or "", {})
        return tuple(sorted(name for name, table in among.items() if self.by in table.model_fields))


def many(
    table: str | None = None,
    *,
    union: str | None = None,
    by: str,
    url: str | None,
    most: int | None = 10,
    counted: bool = False,
    includable: bool = False,
) -> Many:
    """Rows of another table, shown in a list inside the JSON of the row that they refer to:
    `items: ClassVar[Many] = many("subscription_item", by="subscription_id", url="/v1/…?subscription={id}")`.

    With `union` they are the rows of all tables that belong to the union and have the column `by`.

    `Tx` reads them, all of them, together with a row that it locks. In the graph they are the connection by which `by`
    leads back. With `includable` they are that connection alone.
    """
    assert (table is None) != (union is None), "rows of a table, or of a union"
    return Many(table, union, by, url, most, counted, includable)


def amount(
    default: Any = REQUIRED, *, kind: Kind = "kept", currency: str = "currency", branch: bool = False, **limits: Any
) -> Any:
    """Money in minor units of the currency that the column `currency` names; shown as `Money`."""
    return _column(ColumnMeta(kind, currency=currency, branch=branch), default, limits)


def _column(meta: ColumnMeta, default: Any, limits: dict[str, Any]) -> Any:
    extra = {"json_schema_extra": extra_of(meta)}
    if isinstance(default, list | dict):
        empty = type(default)
        return Field(default_factory=lambda: empty(default), schema_extra=extra, **limits)
    return Field(default, schema_extra=extra, **limits)


def extra_of(meta: ColumnMeta) -> Any:
    """Where pydantic keeps the meta with a field."""
    return {"meta": meta}


def meta_of(field: FieldInfo) -> ColumnMeta:
    """The meta of a field; a field that was declared without one is `given`."""
    extra: Any = field.json_schema_extra
    found = extra.get("meta") if isinstance(extra, dict) else None
    return found if isinstance(found, ColumnMeta) else PLAIN


class computed(property):  # noqa: N801 - reads as the decorator it is
    """A field worked out from columns of the same row, which it names: `@computed("exp_month", "exp_year")`.

    Naming them lets a reader fetch those columns alone. The function is also called with plain rows of the read path,
    where an embedded value is a mapping, so it reads such values with `value["key"]`.
    """

    columns: tuple[str, ...]
    graph_only: bool
    """As in `ColumnMeta`."""

    def __init__(self, *columns: str, graph_only: bool = False) -> None:
        super().__init__()
        self.columns = columns
        self.graph_only = graph_only

    def __call__(self, function: Callable[[Any], Any]) -> "computed":
        made = computed(*self.columns, graph_only=self.graph_only)
        property.__init__(made, function, doc=function.__doc__)
        return made


def public_name(column: str, meta: ColumnMeta) -> str:
    """Stripe's name of a column: `customer_id` is `customer`, `meta` is `metadata`."""
    if meta.name:
        return meta.name
    return column.removesuffix("_id") if meta.is_ref else column


def is_enum(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


@dataclass(frozen=True)
class Rows:
    """Says of a verb's option that it is a list of rows of a table, each a dict of what the caller set, by column:
    `Annotated[list[dict[str, Any]], Rows("subscription_item", without=("subscription_id",))]`."""

    table: str
    without: tuple[str, ...] = ()
    """Columns that the caller does not set here."""
    amending: bool = False
    """Whether each may be a row that is there: then no column is required, `id` names it, and `deleted` removes it."""


@dataclass(frozen=True)
class Id:
    """Says of a verb's option that it is the id of one of these: `Annotated[str, Id("customer")]`."""

    target: str


@dataclass(frozen=True)
class Inline:
    """Says of a verb's option, which takes a value, that the value's fields are fields of the input."""


@dataclass(frozen=True)
class Of:
    """Says of a verb's option that it is a column: `receipt_email: Annotated[str | None, Of(Charge)]` has the limits
    and the sentence of the column of that name, and is an id where the column is."""

    table: type[BaseModel]

    def column(self, option: str) -> FieldInfo:
        """The column of the option's name."""
        fields = self.table.model_fields
        return fields[next(name for name in fields if public_name(name, meta_of(fields[name])) == option)]


@dataclass(frozen=True)
class Shown:
    """A field of a table, or of a value, as the graph and Stripe's JSON show it."""

    key: str
    """The name by which the field is read."""
    info: FieldInfo
    meta: ColumnMeta
    column: str
    """The column that holds it: of the same name, unless the fields of the column's value are shown as the row's."""

    @property
    def name(self) -> str:
        """Stripe's name of it."""
        return public_name(self.key, self.meta)


def shown_fields(model: type[BaseModel]) -> list[Shown]:
    """Every field that is shown, in the order of the class."""
    found = []
    for column, info in model.model_fields.items():
        meta = meta_of(info)
        if meta.inline:
            inner: Any = info.annotation
            found += [Shown(each.key, each.info, each.meta, column) for each in shown_fields(inner)]
        elif not meta.hidden:
            found.append(Shown(column, info, meta, column))
    return found
