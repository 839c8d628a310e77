"""The graph's own scalars, and Money."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Annotated, Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode, value_from_ast_untyped
from strawberry.types.scalar import ScalarDefinition

from app import money
from app.errors import BadRequest
from app.files.upload import Upload
from schema.derive.kinds import KEY, Worked

MAX_DIGITS = 28
MAX_EXPONENT = 60

Int64 = NewType("Int64", int)
Currency = NewType("Currency", str)

Metadata = NewType("Metadata", dict)  # type: ignore[type-arg]
JSON = NewType("JSON", object)


def is_currency(column: str) -> bool:
    """Whether a column of text holds a currency, by its name."""
    return column == "currency" or column.endswith("_currency")


def _int64(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise GraphQLError(f"Int64 takes a whole number without quotes, such as 2000; got {value!r}.")
    if not money.INT64_MIN <= value <= money.INT64_MAX:
        raise GraphQLError(
            f"Int64 is exact between -(2^53-1) and 2^53-1, and {value} is not. Give a number in this range."
        )
    return value


def _show_int64(value: Any) -> int:
    if isinstance(value, int) and not money.INT64_MIN <= value <= money.INT64_MAX:
        raise BadRequest(
            f"Int64 is exact between -(2^53-1) and 2^53-1, and {value} is beyond. Of an amount, select `decimal` in "
            "place of `amount`."
        )
    return _int64(value)


def _datetime(value: Any) -> datetime:
    try:
        # RFC 3339 lets the T and the Z be small, of which Python takes the T alone.
        moment = datetime.fromisoformat(value.upper())
    except (AttributeError, TypeError, ValueError):
        raise GraphQLError(
            f"DateTime takes ISO 8601 with an offset, such as 2025-01-31T12:00:00Z; got {value!r}."
        ) from None
    if moment.tzinfo is None:
        raise GraphQLError(f"DateTime needs an offset, such as the Z in 2025-01-31T12:00:00Z; got {value!r}.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise GraphQLError(f"DateTime takes the years 1 to 9999 in UTC; got {value!r}.") from None


def _show_datetime(value: datetime | str) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not is_exact(number):
        raise GraphQLError(f'Decimal takes a number of at most 28 digits as a string, such as "12.5"; got {value!r}.')
    return number


def is_exact(number: Decimal) -> bool:
    """Whether a number is one that Python and PostgreSQL both keep to its last digit."""
    _, digits, exponent = number.as_tuple()
    return isinstance(exponent, int) and len(digits) <= MAX_DIGITS and abs(exponent) <= MAX_EXPONENT


def _show_decimal(value: Decimal | str) -> str:
    return format(Decimal(value).normalize(), "f")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"Currency takes a three-letter ISO code, such as usd; got {value!r}.")
    return value.lower()


def _metadata(value: Any) -> dict[str, str | None]:
    if not isinstance(value, dict):
        raise GraphQLError(
            f'Metadata takes an object whose values are strings, such as {{order: "6735"}}; got {value!r}.'
        )
    found: dict[str, str | None] = {}
    for key, item in value.items():
        if isinstance(item, bool):
            found[key] = "true" if item else "false"
        elif item is None or isinstance(item, str):
            found[key] = item
        elif isinstance(item, int | float):
            found[key] = str(item)
        else:
            raise GraphQLError(f"Metadata values are strings; that of {key!r} is not. Give it as text.")
    return found


def _upload(value: Any) -> Upload:
    if isinstance(value, Upload):
        return value
    raise GraphQLError(
        "Upload takes a file of a multipart request: declare a variable of this type, give null for the variable, and "
        "name the file's part in 'map'."
    )


def _json(value: Any) -> Any:
    if _holds(value, lambda each: isinstance(each, Upload)):
        raise GraphQLError("JSON takes no files.")
    if _holds(value, _is_beyond_json):
        raise GraphQLError("JSON takes whole numbers of at most 64 bits, and no infinite ones. Give others as text.")
    return value


def _is_beyond_json(value: Any) -> bool:
    """Whether a number is none that JSON can be written with here."""
    if isinstance(value, float):
        return not isfinite(value)
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def _holds(value: Any, what: Callable[[Any], bool]) -> bool:
    if isinstance(value, dict | list):
        return any(_holds(each, what) for each in (value.values() if isinstance(value, dict) else value))
    return what(value)


def _same(value: Any) -> Any:
    return value


def _never_shown(value: Any) -> Any:
    raise GraphQLError("An Upload is never shown.")


written_from_rows: dict[str, Callable[[Any], Any]] = {"Decimal": _show_decimal}
"""How scalars are shown whose values come straight from a column, where that is more than as they are."""


def _scalar(
    name: str,
    description: str,
    *,
    serialize: Callable[[Any], Any] = _same,
    parse: Callable[[Any], Any] = _same,
    specified_by_url: str | None = None,
) -> ScalarDefinition:
    """A scalar. `parse` takes JSON's values and raises GraphQLError, which gets the location of a literal."""

    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        try:
            return parse(value_from_ast_untyped(node, variables))
        except GraphQLError as error:
            raise GraphQLError(error.message, node) from None

    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=specified_by_url,
        serialize=serialize,
        parse_value=parse,
        parse_literal=parse_literal,
    )


scalar_map: dict[object, ScalarDefinition] = {
    Int64: _scalar(
        "Int64",
        "An integer, exact from -(2^53-1) to 2^53-1. Amounts are in minor units, such as cents.",
        serialize=_show_int64,
        parse=_int64,
    ),
    Currency: _scalar(
        "Currency",
        "A three-letter ISO 4217 currency code in lowercase, such as usd. Uppercase input is accepted.",
        parse=_text,
        specified_by_url="https://www.iso.org/iso-4217-currency-codes.html",
    ),
    Metadata: _scalar(
        "Metadata",
        "Key-value pairs set by the merchant, with strings as values. In an update, a null value removes the key.",
        parse=_metadata,
    ),
    JSON: _scalar("JSON", "An arbitrary JSON value: object, list, string, number, boolean or null.", parse=_json),
    Upload: _scalar(
        "Upload",
        "A file to upload, sent with the GraphQL multipart request specification: a variable of this type is null in "
        "`operations`, and `map` has its path under the name of the file's part.",
        serialize=_never_shown,
        parse=_upload,
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
    ),
    datetime: _scalar(
        "DateTime",
        "A date and time in ISO 8601, in UTC, such as 2025-01-31T12:00:00Z. Input with any offset is accepted.",
        serialize=_show_datetime,
        parse=_datetime,
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
    ),
    Decimal: _scalar(
        "Decimal", 'An exact decimal number as a string, such as "12.5".', serialize=_show_decimal, parse=_decimal
    ),
}


def _decimal_string(root: "Money") -> str:
    return money.decimal_string(root.amount, root.currency)


def _formatted(
    root: "Money",
    locale: Annotated[
        str | None, strawberry.argument(description="Locale of the format, such as de-DE. American English by default.")
    ] = "en-US",
) -> str | None:
    return _as_written(root.amount, root.currency, locale)


def _as_written(amount: int, currency: str, locale: str | None = None) -> str:
    return money.formatted(amount, currency, "en-US" if locale is None else locale)


@strawberry.type(description="An amount of money in one currency, exact and never a floating-point number.")
class Money:
    amount: Int64 = strawberry.field(
        description="Amount in the currency's minor unit, such as cents for usd or yen for jpy."
    )
    currency: Currency = strawberry.field(description="Currency of the amount.")
    decimal: str = strawberry.field(
        resolver=_decimal_string,
        metadata={KEY: Worked(("amount", "currency"), money.decimal_string)},
        description='Amount in the currency\'s major unit, such as "20.00" for 2000 usd or "500" for 500 jpy.',
    )
    formatted: str | None = strawberry.field(
        resolver=_formatted,
        metadata={KEY: Worked(("amount", "currency"), _as_written)},
        description="Amount formatted for people, such as $20.00. Null, with an error, for an unknown locale.",
    )
