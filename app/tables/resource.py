"""Resource: what every object of the graph shares, and the register of them all."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from pydantic.alias_generators import to_snake
from sqlalchemy.orm import declared_attr
from sqlmodel.main import FieldInfoMetadata

from app.tables.columns import editable, kept, meta_of
from app.tables.record import Record
from app.tables.storage import column_type

by_name: dict[str, type["Resource"]] = {}
"""Every table by its name, such as `payment_intent`."""


class Resource(Record):
    """One object of one account and mode. A row is never removed: deletion sets `deleted_at`, which hides it, and
    empties it where the table is deletable."""

    prefix: ClassVar[str]
    """What its ids begin with, such as `pi_`."""
    id_prefixes: ClassVar[tuple[str, ...]]
    """What its ids begin with, where `prefix` alone is also that of another table; `(prefix,)` by default."""
    object_name: ClassVar[str]
    """Stripe's name of the object; by default the table's name."""
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
    retained: ClassVar[bool] = False
    """Whether its rows are kept for a time alone. The table is then partitioned by the moment that ids encode, which is
    real time even under a test clock; lists are in that order, and the past is dropped by whole partitions."""
    outlives_clock: ClassVar[bool] = False
    """Whether its rows stay when the test clock that they live under is deleted, as what happened has happened."""
    shared_with: ClassVar[str | None] = None
    """The column that names another account which may see its rows too, as a platform sees its connected accounts."""
    type_column: ClassVar[str | None] = None
    """Of events: the column with their type. A key sees those alone that are about objects which it may read."""
    awaited: ClassVar[tuple[str, ...]] = ()
    """Stripe's fields that lead to families which are not here yet: null in event JSON, and not in the graph."""
    deletable: ClassVar[bool] = False
    """Whether it can be deleted on its own. It then shows `deleted`, and relations to it lead to its tombstone."""
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
        for name, field in cls.model_fields.items():
            is_id = name in ("id", "account_id", "clock_id") or bool(meta_of(field).targets)
            chosen = column_type(field.annotation, is_id=is_id)
            holders: list[Any] = [field, *(part for part in field.metadata if isinstance(part, FieldInfoMetadata))]
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
            rooms = cls.object_name.split(".")[:-1]
            versioned = rooms if rooms[:1] == ["v2"] else ["v1", *rooms]
            cls.path = "/".join(["", *versioned, cls.plural, "{id}"])
        by_name[table] = cls

    @classmethod
    def event_type(cls, word: str) -> str:
        """The type of event of one of the words of `events`."""
        return event_type(cls.object_name, word)


def event_type(object_name: str, word: str) -> str:
    """The type of event that a word stands for: `finalized` of an invoice is `invoice.finalized`."""
    return word if "." in word else f"{object_name}.{word}"


class Tagged(Record):
    """With the merchant's own key-value pairs."""

    meta: dict[str, str] = editable({}, name="metadata")
    """Key-value pairs set by the merchant: at most 50, with keys up to 40 characters and values up to 500."""


AnyResource = TypeVar("AnyResource", bound=Resource)
