"""Products, made up."""

from typing import ClassVar

from app.tables.columns import editable, ref
from app.tables.resource import Resource


class Voucher(Resource, table=True):
    """A second table whose ids callers choose."""

    prefix: ClassVar[str] = "vch_"
    chooses_ids: ClassVar[bool] = True

    name: str | None = editable(None)
    """What customers read on it."""


class Booking(Resource, table=True):
    """A holder of references to several tables, two of which have ids that callers choose."""

    prefix: ClassVar[str] = "bkg_"

    about_id: str | None = ref("customer", "product", "voucher", back="bookings", default=None)
    """What is booked."""
