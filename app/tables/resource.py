"""Resource: what every object of the graph shares, and the register of them all."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from pydantic.alias_generators import to_snake
from sqlalchemy import ColumnElement
from sqlalchemy.orm import declared_attr
from sqlmodel.main import FieldInfo, FieldInfoMetadata

from app.ids import first_id, moment_of
from app.tables.columns import Many, editable, kept, meta_of, public_name, unions
from app.tables.partitions import Partitioned
from app.tables.record import Record
from app.tables.storage import column_type
from app.tables.tenancy import Tenant

by_name: dict[str, type["Resource"]] = {}
"""Every table of objects with ids, by its name, such as `payment_intent`."""
singles: dict[str, type["Single"]] = {}
"""Every table of objects of which there is one, by its name, such as `tax_settings`."""


class Asked(NamedTuple):
    """A condition of which `where` asks whether it holds."""

    about: str
    holds: Callable[[Any], ColumnElement[bool]]
    """The condition, of the table's columns."""


class View(NamedTuple):
    """How rows of another table are seen as rows of this one: a view of PostgreSQL's, which is never written to."""

    of: str
    """The table whose rows they are."""
    columns: dict[str, str]
    """Columns that the other table does not have by their name, as SQL; the others it has."""
    where: str
    """Which of its rows they are, as SQL."""

    def ddl(self, name: str, columns: Iterable[str]) -> str:
        """The statement that makes the view with these columns."""
        quoted = (f'{self.columns.get(each, each)} AS "{each}"' for each in columns)
        return f'CREATE VIEW "{name}" AS SELECT {", ".join(quoted)} FROM {self.of} WHERE {self.where}'  # noqa: S608


class Resource(Partitioned):
    """One object of one account and mode. A row is never removed: deletion sets `deleted_at`, which hides it, and
    empties it where the table is deletable and `emptied`."""

    prefix: ClassVar[str]
    """What its ids begin with, such as `pi_`."""
    id_prefixes: ClassVar[tuple[str, ...]]
    """What its ids begin with, where `prefix` alone is also that of another table; `(prefix,)` by default."""
    object_name: ClassVar[str]
    """Stripe's name of the object; by default the table's name."""
    lists: ClassVar[dict[str, Many]] = {}
    """Its lists of rows of other tables, which JSON shows inside it."""
    united: ClassVar[dict[str, Many]] = {}
    """Its lists whose rows are of several tables, whether or not JSON shows them."""
    members: ClassVar[tuple[type["Resource"], ...]] = ()
    """Of what several tables share, which is read as if it were a table: the tables."""
    unions: ClassVar[tuple[str, ...]] = ()
    """The unions that it belongs to: a reference to the union may lead here."""
    family: ClassVar[str]
    """The family it belongs to, which is the folder that its table is written in."""
    plural: ClassVar[str]
    """Its name in the graph for many, in snake_case."""
    path: ClassVar[str]
    """Where Stripe's REST API has one, such as `/v1/charges/{id}`; where that is under another, with the field that
    names it: `/v1/accounts/{account}/capabilities/{id}`. By default derived from the object's name."""
    events: ClassVar[dict[str, str]] = {}
    """The events that are emitted about it, each with a sentence that describes it. `created` is the type
    `<object>.created`; a word with a dot is a whole type, such as `charge.refund.updated` of refunds."""
    arrows: ClassVar[dict[str, set[str]]] = {}
    """Its state machine: from each status, the statuses it may move to."""
    chooses_ids: ClassVar[bool] = False
    """Whether callers may choose its ids, which then need not begin with the prefix."""
    id_codes: ClassVar[Collection[str]] = ()
    """Of what has codes for ids, without a prefix: all of them."""
    partitioned_by: ClassVar[str] = "id"
    """As in `Partitioned`: ids encode real time, even of what lives under a test clock, and lists are in that order."""
    outlives_clock: ClassVar[bool] = False
    """Whether its rows stay when the test clock that they live under is deleted, as what happened has happened."""
    in_real_time: ClassVar[bool] = False
    """Whether its rows are never under a test clock, even where they are about a customer who is: what the merchant
    offers to all customers stays in real time."""
    view: ClassVar[View | None] = None
    """Of a view: what it sees. Its rows in memory are made to follow the other table's, and are not written."""
    common: ClassVar[bool] = False
    """Whether its rows are the same for all accounts: reference data, which migrations alone write. Lists are in the
    order of ids."""
    shared_with: ClassVar[str | None] = None
    """The column that names another account which may see its rows too, as a platform sees its connected accounts."""
    shared_by_id: ClassVar[bool] = False
    """Whether the other account sees them by id alone, as what its own objects lead to, and in no list."""
    shown_to_platform: ClassVar[bool] = False
    """Whether the account that the row's account is connected to may see the row by its id, as long as it is."""
    scoped_by: ClassVar[str | None] = None
    """The column with the customer whose own keys may see the row; None where such keys see nothing."""
    type_column: ClassVar[str | None] = None
    """Of events, and of what carries them: the column with the event's type. A key sees those alone that are about
    objects which it may read."""
    families_column: ClassVar[str | None] = None
    """Of what is about objects of several families: the column with these. A key sees what it may read all of. Where
    they are not known, it is the id of the one key that sees it, or null; keys that are not restricted see all."""
    concealed_column: ClassVar[str | None] = None
    """Of events: the column whose JSON holds objects of several families. A key sees the ids alone of those that it may
    not read."""
    awaited: ClassVar[tuple[str, ...]] = ()
    """Stripe's fields that lead to families which are not here yet: null in event JSON, and not in the graph."""
    is_single: ClassVar[bool] = False
    """Whether it is a `Single`."""
    deletable: ClassVar[bool] = False
    """Whether it can be deleted on its own. It then shows `deleted`, and relations to it lead to its tombstone."""
    emptied: ClassVar[bool] = True
    """Whether deletion empties its rows. Where it does not, relations still show what a deleted object held."""
    leaves_id: ClassVar[bool] = False
    """Whether a new object may take the id of a deleted one that rows still refer to. They keep the deleted one, which
    has another id from then on, and shows the former as `known_as` says. Requires `chooses_ids`, and not `emptied`."""
    asked: ClassVar[dict[str, "Asked"]] = {}
    """Conditions of `where` beside those on its columns, by name."""
    found_deleted: ClassVar[bool] = False
    """Whether its tombstone is also found by id, as that of Stripe's customers is."""

    # The account and the mode belong to the key: callers choose the ids of products, and no one's choice
    # may collide with, or reveal, another's.
    id: str = kept("", primary_key=True)
    """Unique identifier of the object."""
    account_id: str = kept("", hidden=True, primary_key=True)
    livemode: bool = kept(False, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept()
    """When the object was created, by the test clock that the object is attached to, if any."""
    clock_id: str | None = kept(hidden=True)
    """The test clock it lives under."""
    deleted_at: datetime | None = kept(hidden=True)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return to_snake(cls.__name__)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Choose each column's type from its annotation, before SQLModel makes the columns."""
        super().__pydantic_init_subclass__(**kwargs)
        if cls.__module__ == __name__ or cls.members:
            return  # no table, but what tables are made of, or what several share
        for name, field in cls.model_fields.items():
            is_id = name in ("id", "account_id", "clock_id") or meta_of(field).is_ref
            chosen = column_type(field.annotation, is_id=is_id)
            holders: list[Any] = [
                part for part in (field, *field.metadata) if isinstance(part, FieldInfo | FieldInfoMetadata)
            ]
            for holder in holders:
                holder.sa_type = chosen
        table = to_snake(cls.__name__)
        cls.family = cls.__module__.split(".")[2]
        for word, default in (("object_name", table), ("plural", f"{table}s")):
            if word not in cls.__dict__:
                setattr(cls, word, default)
        if "id_prefixes" not in cls.__dict__:
            cls.id_prefixes = (cls.prefix,)
        if "path" not in cls.__dict__:
            *rooms, word = cls.object_name.split(".")
            versioned = rooms if rooms[:1] == ["v2"] else ["v1", *rooms]
            cls.path = "/".join(["", *versioned, *([word] if cls.is_single else [cls.plural, "{id}"])])
        declared = {name: found for name, found in vars(cls).items() if isinstance(found, Many)}
        cls.lists = {name: many for name, many in declared.items() if not many.includable}
        cls.united = {name: many for name, many in declared.items() if many.union is not None}
        for union in cls.unions:
            unions.setdefault(union, {})[table] = cls
        register: dict[str, Any] = singles if cls.is_single else by_name
        register[table] = cls

    @classmethod
    def partition_bound(cls, moment: datetime) -> str:
        return first_id(cls.prefix, moment)

    @classmethod
    def partition_begin(cls, bound: str) -> datetime | None:
        return moment_of(cls.prefix, bound)

    @classmethod
    def event_type(cls, word: str) -> str:
        """The type of event of one of the words of `events`."""
        return event_type(cls.object_name, word)


class Single(Resource):
    """A resource of which each account and mode has one; or of which there is one for each object that the column `of`
    refers to, as each customer has a cash balance.

    It has no id, neither in the graph nor in JSON, and is in no list. It is there with its defaults before it is first
    written. Its row's id is the name of the table, or the id of the object: so the primary key keeps it single.
    """

    prefix: ClassVar[str] = ""
    is_single: ClassVar[bool] = True
    of: ClassVar[str | None] = None
    """The column with the object that it is single of; None where it is the account's."""

    id: str = kept("", hidden=True, primary_key=True)
    created: datetime = kept(hidden=True)

    @classmethod
    def key(cls, owner: str | None = None) -> str:
        """The id of the row: of the account's, or of that of the object `owner`."""
        return owner or str(cls.__tablename__)

    @classmethod
    def owner(cls) -> tuple[str, type[Resource]] | None:
        """Of what it is single: the name in the graph, and the table; None where it is the account's."""
        if cls.of is None:
            return None
        meta = meta_of(cls.model_fields[cls.of])
        (target,) = meta.targets
        return public_name(cls.of, meta), by_name[target]

    @classmethod
    def standing(cls, tenant: Tenant, owner: str | None = None) -> Self:
        """The row as it is before it is first written: its defaults."""
        found = cls(id=cls.key(owner), **tenant.columns)
        if cls.of is not None:
            found.__dict__[cls.of] = owner
        return found


def event_type(object_name: str, word: str) -> str:
    """The type of event that a word stands for: `finalized` of an invoice is `invoice.finalized`."""
    return word if "." in word else f"{object_name}.{word}"


class Tagged(Record):
    """With the merchant's own key-value pairs."""

    meta: dict[str, str] = editable({}, name="metadata")
    """Key-value pairs set by the merchant: at most 50, with keys up to 40 characters and values up to 500."""


AnyResource = TypeVar("AnyResource", bound=Resource)
AnySingle = TypeVar("AnySingle", bound=Single)
