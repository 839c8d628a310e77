"""What stands once for each currency: of prices, coupons, shipping rates, and restrictions of promotion codes."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest

Option = TypeVar("Option", bound=Any)
"""A value with the field `currency`."""


def must_be_another(currency: str, taken: Collection[str]) -> None:
    """Raise InvalidRequest for a currency that is the object's own, or was given before."""
    if currency in taken:
        raise InvalidRequest(
            f"`currency` {currency} is a duplicate, or the object's own. Give each other currency once.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="currency",
        )


def check(own: str, given: Sequence[Any], field: str) -> None:
    """Raise InvalidRequest, with the entry's index, for each of the currency `own`, or of that of one before it."""
    taken = {own}
    with Mistakes() as mistakes:
        for place, option in enumerate(given):
            with mistakes.noted(f"{field}.{place}"):
                must_be_another(option.currency, taken)
            taken.add(option.currency)


def merged(own: Option, former: Iterable[Option], given: Iterable[Option]) -> list[Option]:
    """The options there were, those given in the place of former ones of their currency, and first the object's own."""
    return in_order(own.currency, {option.currency: option for option in (*former, *given, own)})


def in_order(currency: str, found: dict[str, Option]) -> list[Option]:
    """The object's own currency first, then the others by name."""
    return sorted(found.values(), key=lambda option: (option.currency != currency, option.currency))
