"""TaxCode: a kind of good or service, as far as tax law tells them apart. The same for every account."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Table, event

from app.tables.columns import kept
from app.tables.resource import Resource

NAMES = Path(__file__).with_name("tax_codes.txt")
"""Every tax code of Stripe's, one a line: its id, a space, and its name. Who adds one writes a migration, too."""


class TaxCode(Resource, table=True):
    """A kind of good or service that is taxed alike. Products and shipping rates name the one that they belong to."""

    prefix: ClassVar[str] = "txcd_"
    common: ClassVar[bool] = True

    livemode: bool = kept(False, hidden=True, primary_key=True)
    created: datetime = kept(hidden=True)
    description: str = kept("")
    """What is taxed by this code, in a sentence."""
    name: str = kept("")
    """Short name of the tax code."""


def tax_codes() -> list[dict[str, Any]]:
    """A row for each tax code, by column."""
    pairs = (line.split(" ", 1) for line in NAMES.read_text().splitlines())
    common = {"account_id": "", "livemode": False, "created": datetime(2024, 12, 18, tzinfo=UTC)}
    return [{**common, "id": id, "name": name, "description": f"Whatever is taxed as: {name}."} for id, name in pairs]


@event.listens_for(TaxCode.__table__, "after_create")
def _fill(table: Table, connection: Connection, **_: object) -> None:
    """A table that is made without migrations has its rows, too."""
    connection.execute(table.insert(), tax_codes())
