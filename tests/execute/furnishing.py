"""A database with something of everything: rows that refer to each other, with all their embedded values; and a copy
of it in which the data are broken in all the ways that a database allows."""

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import text

from app import tables
from app.access.caller import Caller
from app.access.permissions import Action
from app.database import Database
from app.settings import Limits
from app.tables.access import KeyKind
from app.tables.columns import meta_of
from app.tables.families import Family
from app.tables.products.price import Price, PriceType
from app.tables.resource import Resource
from app.tables.storage import Embedded
from app.tables.tenancy import Tenant
from app.tables.values import Value
from schema.derive.annotations import shape
from schema.derive.context import Context
from tests.factory import START, id_of, insert, leading_to, row_of

ROWS = 6
"""Rows of each table."""

MINE = Tenant("acct_mine", livemode=False)
ANOTHERS = Tenant("acct_other", livemode=False)


async def furnish(database: Database) -> None:
    """Rows of two accounts, with the same ids; of what is common to all accounts, once."""
    random = Random(1)
    for tenant in (MINE, ANOTHERS):
        for table in (each for each in tables.by_name.values() if tenant is MINE or not each.common):
            await insert(database, [row(table, tenant, place, random) for place in range(ROWS)])


def row(table: type[Resource], tenant: Tenant, place: int, random: Random) -> Resource:
    """A row that refers to others wherever it may, with every embedded value."""
    filled: dict[str, Any] = {}
    unique = {index.columns.keys()[0] for index in table.__table__.indexes if index.unique and len(index.columns) == 1}
    for column, info in table.model_fields.items():
        found = shape(info.annotation)
        if column in unique:
            continue
        if meta_of(info).targets:
            target = tables.by_name[random.choice(meta_of(info).targets)]
            # One in seven leads nowhere, or is not there.
            if not found.nullable or random.random() < 0.85:
                there = (
                    ROWS + 1 if found.nullable and not found.many else ROWS - 1
                )  # the last one of each table may be deleted
                filled[column] = leading_to(table, column, id_of(target, random.randrange(there)))
        elif found.value and (not found.nullable or random.random() < 0.8):
            items = [value(found.value, place, random, 0) for _ in range(2)]
            filled[column] = items if found.many else items[0]
        elif column == "meta":
            filled[column] = {"order": str(place), random.choice(AWKWARD): random.choice(AWKWARD)}
        elif found.base is str and not (found.enum or found.many) and column not in TAKEN and random.random() < 0.3:
            filled[column] = f"{random.choice(AWKWARD)}{place}"  # some columns have each text once
    if table is Price:
        # A plan is the face of a recurring one.
        filled["type"] = PriceType.RECURRING if filled.get("recurring") else PriceType.ONE_TIME
    if table.deletable and place == ROWS - 1:
        filled["deleted_at"] = START
    return row_of(table, tenant, place, **filled)


AWKWARD = ('say "no"', "back\\slash", "two\nlines,\ta tab, \x01 and \x7f", "{braces} '''quotes'''", "Zoë 😀 \u2028")
"""Texts that are written otherwise in JSON, or would be in written code."""
TAKEN = ("id", "account_id", "clock_id", "currency")


def value(kind: type[Value], place: int, random: Random, depth: int) -> Value:
    """An embedded value with nearly everything in it."""
    filled: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        found = shape(info.annotation)
        if not info.is_required() and (depth > 3 or random.random() < 0.2):
            continue
        filled[name] = part(found, name, meta_of(info).targets, place, random, depth)
    return kind.model_construct(**filled)


def part(found: Any, name: str, targets: Any, place: int, random: Random, depth: int) -> Any:
    one: Any = "1.5"
    if targets:
        one = id_of(tables.by_name[random.choice(targets)], random.randrange(ROWS))
    elif found.value:
        one = value(found.value, place, random, depth + 1)
    elif found.enum:
        one = random.choice(list(found.enum))
    elif found.is_map:
        one = {"key": "value"}
    elif found.base in PLAIN:
        one = PLAIN[found.base]
    elif found.base is str:
        one = "usd" if name.endswith("currency") else random.choice((f"{name} {place}", *AWKWARD))
    return [one] if found.many else one


PLAIN: dict[Any, Any] = {bool: True, int: 3, datetime: START, Decimal: Decimal("1.5")}


async def damage(database: Database, seed: int) -> None:
    """What PostgreSQL lets stand and the graph does not: JSON's null, or JSON of other types, where an object or a part
    of one should be, values that no enum has, and numbers too large."""
    random = Random(seed)
    async with database.begin() as connection:
        for table in (each for each in tables.by_name.values() if each.view is None):
            for column in table.__table__.columns:
                info = table.model_fields[column.name]
                found = shape(info.annotation)
                if column.primary_key or meta_of(info).hidden or column.name == "created":
                    continue
                name = f"{table.__tablename__}"
                if is_json(column) and random.random() < 0.4:
                    whole = random.choice(("null", "null", "5", '"text"', "[1]", "[null]", "{}"))
                    await connection.fetch(update(name, column.name, f"'{whole}'", random))
                elif found.enum and not found.many and random.random() < 0.4:
                    await connection.fetch(update(name, column.name, "'no_such_value'", random))
                elif found.base is int and not found.many and random.random() < 0.3:
                    await connection.fetch(update(name, column.name, "9007199254740993", random))
                elif found.value and not found.many:
                    for key in random.sample(list(found.value.model_fields), min(2, len(found.value.model_fields))):
                        wrong = random.choice(("5", '"text"', "null", "[1]", '{"a": 1}', "12.5"))
                        changed = f"jsonb_set(\"{column.name}\"::jsonb, '{{{key}}}', '{wrong}')"
                        await connection.fetch(update(name, column.name, changed, random))


def is_json(column: Any) -> bool:
    return isinstance(column.type, Embedded)


def update(table: str, column: str, value: str, random: Random) -> Any:
    return text(f'UPDATE "{table}" SET "{column}" = {value} WHERE id LIKE :some').bindparams(
        some=f"%{random.randrange(ROWS)}"
    )


LIMITS = Limits()


def context(database: Database, caller: Caller | None = None) -> Context:
    """A fresh context of the account's secret key, or of another."""
    return Context(database, caller or secret_key(MINE), LIMITS, None, "req_1")  # type: ignore[arg-type] # no feed


def secret_key(tenant: Tenant) -> Caller:
    return Caller(tenant, "key_1", KeyKind.SECRET)


def restricted_key(tenant: Tenant, random: Random) -> Caller:
    """A key that may read some families and others not."""
    granted = {family: Action.READ for family in Family if random.random() < 0.6}
    return Caller(tenant, "key_2", KeyKind.RESTRICTED, granted)
