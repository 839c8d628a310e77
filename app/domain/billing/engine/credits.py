"""What billing credits pay of the lines of an invoice, before taxes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """A grant of credits that can be used now. Grants are given in the order in which they are used."""

    id: str
    amount: int
    """What is left of it, in minor units of the invoice's currency."""
    prices: frozenset[str] | None = None
    """The prices whose lines it pays for; None for those of all metered prices."""


@dataclass(frozen=True)
class Creditable:
    """A line, as far as credits ask."""

    amount: int
    """What discounts left of it."""
    price: str | None = None
    metered: bool = False


@dataclass(frozen=True)
class Used:
    """What a grant paid of a line, in minor units."""

    grant: str
    amount: int


def credited(lines: Sequence[Creditable], grants: Sequence[Grant]) -> list[list[Used]]:
    """What each grant pays of each line, line by line. Those that pay nothing of a line are left out."""
    left = [max(line.amount, 0) for line in lines]
    used: list[list[Used]] = [[] for _ in lines]
    for grant in grants:
        credit = grant.amount
        for place, line in enumerate(lines):
            paid = min(credit, left[place]) if _pays_for(grant, line) else 0
            if paid:
                left[place] -= paid
                credit -= paid
                used[place].append(Used(grant.id, paid))
    return used


def _pays_for(grant: Grant, line: Creditable) -> bool:
    return line.metered if grant.prices is None else line.price in grant.prices
