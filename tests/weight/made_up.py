"""Resources that are made up to bring the schema to the size of all that Stripe's API has.

They are written as modules, as the real ones are: a table with its enums, embedded values and references both ways, and
a verb; a module of shapes that many share; and one of Exposed lines. What they add up to is counted by `counting.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.tables.families import Family

RESOURCES = 153
"""What Stripe's API has, of which some are real here already."""
SHAPES = 40
"""Embedded values that many resources share."""
MEMBERS = 4
"""Of each enum."""
COLUMNS = ("enum", "str", "datetime")
FAMILIES = tuple(Family)

HEAD = '''"""{about}: made up."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from typing_extensions import Doc

from app.domain.tx import Tx
from app.tables.columns import amount, editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.values import Value
'''
VERB = '''

async def finish(
    tx: Tx,
    row: {name},
    *,
    reason: Annotated[{name}Enum0 | None, Doc("Why it is finished, as far as the caller says so.")] = None,
    at: Annotated[{name}Inner | None, Doc("Where it is finished. Default: where it is.")] = None,
    note: Annotated[str | None, Doc("What else there is to say about the end.")] = None,
) -> {name}:
    """Finish a {words}, which is then as it was meant to become."""
    return row
'''


def enum(name: str) -> str:
    lines = [f"\n\nclass {name}(StrEnum):", f'    """The condition that {name} tells of."""\n']
    for member in range(MEMBERS):
        lines.append(f'    MEMBER_{member} = "member_{member}"')
        lines.append(f'    """The condition {member} of {name}, which is one of a few."""')
    return "\n".join(lines)


def value(name: str, types: dict[str, str]) -> str:
    lines = [f"\n\nclass {name}(Value):", f'    """A part of a resource, of the shape {name}."""\n']
    for field, type_ in types.items():
        limits = ", max_length=5000" if type_ == "str" else ""
        lines.append(f"    {field}: {type_} | None = given(None{limits})")
        lines.append(f'    """What the {field} of {name} is; null where there is none."""')
    return "\n".join(lines)


def shapes() -> str:
    """The module of shared shapes. Every third holds another."""
    parts = [HEAD.format(about="Shapes that many resources share")]
    for number in range(SHAPES):
        types = {"detail": "str", "kind": f"ShapeKind{number}"}
        if number % 3 == 2:
            types["place"] = f"Shape{number - 1}"
        parts += [enum(f"ShapeKind{number}"), value(f"Shape{number}", types)]
    return "\n".join([*parts, ""])


@dataclass(frozen=True)
class MadeUp:
    """One resource: its number among those that are made up."""

    number: int
    targets: tuple[str, ...]
    """The tables that it refers to."""

    @property
    def name(self) -> str:
        return f"MadeUp{self.number}"

    @property
    def module(self) -> str:
        return f"made_up_{self.number}"

    @property
    def family(self) -> str:
        return FAMILIES[self.number % len(FAMILIES)].value

    @property
    def acts(self) -> bool:
        """Whether it can be finished, and takes values within values."""
        return self.number % 4 == 0

    @property
    def exposed(self) -> str:
        """Its line: all can be created, most be updated, some be deleted or finished."""
        line = f"Exposed({self.module}.{self.name}, create=True"
        line += ", update=True" if self.number % 8 else ""
        line += ", delete=True" if self.number % 4 == 0 else ""
        return line + (f", verbs=({self.module}.finish,))" if self.acts else ")")

    def shape(self, place: int) -> str:
        """One of the shared shapes."""
        return f"Shape{(self.number * 3 + place * 7) % SHAPES}"

    def text(self) -> str:
        """The module."""
        name = self.name
        parts = [HEAD.format(about=name), f"from made_up.shapes import {', '.join(map(self.shape, range(3)))}"]
        parts += [enum(f"{name}Enum{place}") for place in range(3)]
        parts.append(value(f"{name}Inmost", {"code": "str", "kind": f"{name}Enum2"}))
        parts.append(value(f"{name}Inner", {"label": "str", "kind": f"{name}Enum0", "inmost": f"{name}Inmost"}))
        outer = {"open": "bool", "inner": f"{name}Inner", "shape": self.shape(0)}
        parts += [value(f"{name}Outer", outer), *self._table()]
        parts.append(VERB.format(name=name, words=f"made up resource {self.number}"))
        return "\n".join(parts)

    def _table(self) -> Iterator[str]:
        yield f"\n\nclass {self.name}(Tagged, Resource, table=True):"
        yield f'    """A resource {self.number} that is made up, to see what it weighs."""\n'
        yield f'    prefix: ClassVar[str] = "mu{self.number}_"'
        yield f"    deletable: ClassVar[bool] = {self.number % 4 == 0}"
        yield "    events: ClassVar[dict[str, str]] = {"
        for word in ("created", "updated", "deleted"):
            yield f'        "{word}": "A made-up resource was {word}.",'
        yield "    }\n"
        yield '    currency: str = given(min_length=3, max_length=3)\n    """Three-letter ISO 4217 currency code."""'
        yield '    amount_due: int = amount(kind="given", gt=0)\n    """The amount due, in minor units."""'
        for place, kind in enumerate(COLUMNS):
            type_ = f"{self.name}Enum{place % 2}" if kind == "enum" else kind
            yield f"    column_{place}: {type_} | None = {('given', 'editable', 'kept')[place % 3]}(None)"
            yield f'    """What the column {place} of the resource {self.number} is; null where there is none."""'
        for place, (word, type_) in enumerate(
            (("given" if self.acts else "kept", f"{self.name}Outer"), ("given", self.shape(1)), ("kept", self.shape(2)))
        ):
            yield f"    value_{place}: {type_} | None = {word}(None)"
            yield f'    """The value {place} of the resource {self.number}, with all the parts that it has."""'
        for place, target in enumerate(self.targets):
            yield f'    way{place}_id: str | None = ref("{target}", back="ways_{self.number}_{place}", default=None)'
            yield f'    """What the resource {self.number} leads to by its way {place}."""'


def write(folder: Path, real: list[str]) -> list[MadeUp]:
    """Write the package `made_up` into a folder: as many resources as are missing beside the `real` ones."""
    missing = RESOURCES - len(real)
    names = real + [f"made_up_{number}" for number in range(missing)]
    made = []
    for number in range(missing):
        # Half of the references go anywhere; the others to a tenth of the tables, as to customers and accounts.
        popular = names[number % (len(names) // 10)]
        targets = (names[number * 7 % len(names)], popular, names[-number - 1])
        made.append(MadeUp(number, targets[: 3 if number % 3 == 0 else 2]))
    package = folder / "made_up"
    package.mkdir()
    (package / "shapes.py").write_text(shapes())
    for one in made:
        room = package / "tables" / one.family
        room.mkdir(parents=True, exist_ok=True)
        (room / f"{one.module}.py").write_text(one.text())
    exposed = ["from schema.derive.operations import Exposed"]
    exposed += [f"from made_up.tables.{one.family} import {one.module}" for one in made]
    lines = [f"    {one.exposed}," for one in made]
    (package / "exposed.py").write_text("\n".join([*exposed, "", "family = (", *lines, ")", ""]))
    return made
