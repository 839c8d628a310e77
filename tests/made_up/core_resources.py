"""Core resources, made up."""

from typing import ClassVar

from app.tables.columns import editable, given, ref
from app.tables.resource import Resource
from app.tables.values import Value


class Remittance(Resource, table=True):
    """A newcomer to a union of the house, whose holder's file does not know it."""

    prefix: ClassVar[str] = "rmt_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source", "parcel_content")

    name: str | None = editable(None)
    """What it is called."""


class Trinket(Resource, table=True):
    """Another member of a union that two holders share."""

    prefix: ClassVar[str] = "trk_"
    unions: ClassVar[tuple[str, ...]] = ("parcel_content", "holding")

    name: str | None = editable(None)
    """What it is called."""


class ParcelLabel(Value):
    """A value that refers to the same union."""

    about_id: str | None = ref(union="parcel_content", default=None)
    """What the label is about."""
    shown: list[str] | None = ref("trinket", default=None)
    """What is drawn on it."""


class Parcel(Resource, table=True):
    """A holder of a union that grows from its targets' side."""

    prefix: ClassVar[str] = "prc_"
    events: ClassVar[dict[str, str]] = {"created": "It was packed."}

    content_id: str | None = ref(union="parcel_content", back="parcels", default=None)
    """What is in it."""
    extras: list[str] = ref("trinket", default=[], embedded=True, max_length=3)
    """What comes with it, in the order of packing."""
    label: ParcelLabel | None = given(None)
    """The label on it."""
    nothing_id: str | None = ref(union="parcel_nothing", default=None)
    """A reference to a union that has no member yet."""
