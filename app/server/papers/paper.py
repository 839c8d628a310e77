"""What a paper says, in the customer's words: the same for papers of all kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.server.rendering import Speech
from app.tables.billing.tax_id import TaxId
from app.tables.connect.account import Account
from app.tables.shapes.address import Address

AMERICAN = {"CA", "US"}
"""Countries where paper is of the size Letter."""


@dataclass(frozen=True)
class Party:
    """One who sells, buys or receives."""

    title: str | None
    """What the party is here, such as "Bill to"."""
    lines: list[str]


@dataclass(frozen=True)
class Row:
    """A line of what is sold."""

    text: str
    detail: str | None
    """What stands below in small letters, such as a period."""
    cells: list[str]
    """The other columns."""


@dataclass(frozen=True)
class Sum:
    """An amount below the lines."""

    text: str
    amount: str
    strong: bool = False


@dataclass(frozen=True)
class Link:
    address: str
    text: str


@dataclass(frozen=True)
class Paper:
    """A paper. A text may have several lines; none is markup."""

    title: str
    name: str
    """Its number."""
    merchant: str
    language: str
    size: str
    """`a4` or `us-letter`."""
    created: datetime
    note: str | None
    facts: list[tuple[str, str]]
    parties: list[Party]
    headline: str
    link: Link | None
    memo: str | None
    columns: list[str]
    rows: list[Row]
    sums: list[Sum]
    notes: list[str]
    stamp: str | None = None
    """What stands across the head, such as "Void"."""


def size_of(country: str | None) -> str:
    """The size of paper in a country."""
    return "us-letter" if country in AMERICAN else "a4"


def seller_of(account: Account, name: str, say: Speech, ids: Iterable[TaxId] = ()) -> Party:
    """The merchant, as customers may know it, with those of its tax ids that the paper shows."""
    profile, company = account.business_profile, account.company
    address = (profile.support_address if profile else None) or (company.address if company else None)
    reached = present(profile.support_phone, profile.support_email) if profile else []
    return Party(name, [*postal(say, address), *reached, *numbers((id.type, id.value) for id in ids)])


def postal(say: Speech, address: Address | None) -> list[str]:
    """The lines of an address."""
    if address is None:
        return []
    place = " ".join(filter(None, (address.postal_code, address.city, address.state)))
    country = say.country(address.country) if address.country else None
    return present(address.line1, address.line2, place, country)


def present(*lines: str | None) -> list[str]:
    """The lines that there are."""
    return [line for line in lines if line]


def numbers(ids: Iterable[tuple[str, str | None]]) -> list[str]:
    """Tax ids, each with its type: "EU VAT DE123456789"."""
    return [f"{type.replace('_', ' ').upper()} {value or ''}".rstrip() for type, value in ids]
