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
ENUMS = 57
"""Enums that many resources share, as Stripe's have 178 that are not here yet: so many, one of each resource's own, and
one of each shape."""
MEMBERS = 9
"""Of each enum that many share; one of a resource's own has one less."""
COLUMNS = (("Enum0", "given"), ("str", "editable"), ("datetime", "kept"), ("Enum1", "kept"), ("int", "kept"))
"""Types of the columns, and who sets them."""
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
    at: Annotated[{name}Outer | None, Doc("Where it is finished. Default: where it is.")] = None,
    note: Annotated[str | None, Doc("What else there is to say about the end.")] = None,
) -> {name}:
    """Finish a {words}, which is then as it was meant to become."""
    return row
'''


def enum(name: str, members: int = MEMBERS) -> str:
    lines = [f"\n\nclass {name}(StrEnum):", f'    """The condition that {name} tells of."""\n']
    for member in range(members):
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
    parts += [enum(f"Enum{number}") for number in range(ENUMS)]
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
    target: str | None
    """The table that it refers to."""

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
    def exposed(self) -> str:
        """Its line: all can be created, a few be updated, deleted or finished."""
        more = {0: ", update=True", 3: ", delete=True", 6: f", verbs=({self.module}.finish,)"}.get(self.number % 9, "")
        return f"Exposed({self.module}.{self.name}, create=True{more})"

    @property
    def is_nested(self) -> bool:
        """Whether it holds values within values."""
        return self.number % 2 == 0

    def shape(self, place: int) -> str:
        """One of the shared shapes."""
        return f"Shape{(self.number * 3 + place * 7) % SHAPES}"

    def enum(self, place: int) -> str:
        """One of its own, and others that are shared."""
        return f"{self.name}Enum0" if place == 0 else f"Enum{(self.number * 2 + place * 11) % ENUMS}"

    def text(self) -> str:
        """The module."""
        name = self.name
        shared = sorted({self.shape(0), self.shape(1), self.enum(1), self.enum(2)})
        parts = [
            HEAD.format(about=name),
            f"from made_up.shapes import {', '.join(shared)}",
            enum(self.enum(0), MEMBERS - 1),
        ]
        outer = {"open": "bool", "label": "str", "kind": self.enum(2), "shape": self.shape(0)}
        if self.is_nested:
            parts.append(value(f"{name}Inner", {"code": "str", "note": "str", "at": "datetime"}))
            outer["inner"] = f"{name}Inner"
        parts += [value(f"{name}Outer", outer), *self._table()]
        parts.append(VERB.format(name=name, words=f"made up resource {self.number}"))
        return "\n".join(parts)

    def _table(self) -> Iterator[str]:
        yield f"\n\nclass {self.name}(Tagged, Resource, table=True):"
        yield f'    """A resource {self.number} that is made up, to see what it weighs."""\n'
        yield f'    prefix: ClassVar[str] = "mu{self.number}_"'
        yield f"    deletable: ClassVar[bool] = {self.number % 9 == 3}"
        yield "    events: ClassVar[dict[str, str]] = {"
        for word in ("created", "updated", "deleted"):
            yield f'        "{word}": "A made-up resource was {word}.",'
        yield "    }\n"
        yield '    currency: str = given(min_length=3, max_length=3)\n    """Three-letter ISO 4217 currency code."""'
        yield '    amount_due: int = amount(kind="given", gt=0)\n    """The amount due, in minor units."""'
        for place, (type_, word) in enumerate(COLUMNS):
            made = self.enum(int(type_[-1])) if type_.startswith("Enum") else type_
            yield f"    column_{place}: {made} | None = {word}(None)"
            yield f'    """What the column {place} of the resource {self.number} is; null where there is none."""'
        for place, (type_, word) in enumerate(
            ((f"{self.name}Outer", "given" if self.number % 5 < 2 else "kept"), (self.shape(1), "kept"))
        ):
            yield f"    value_{place}: {type_} | None = {word}(None)"
            yield f'    """The value {place} of the resource {self.number}, with all the parts that it has."""'
        if self.target:
            yield f'    way_id: str | None = ref("{self.target}", back="ways_{self.number}", default=None)'
            yield f'    """What the resource {self.number} leads to."""'


def write(folder: Path, real: list[str]) -> list[MadeUp]:
    """Write the package `made_up` into a folder: as many resources as are missing beside the `real` ones."""
    missing = RESOURCES - len(real)
    names = real + [f"made_up_{number}" for number in range(missing)]
    made = []
    for number in range(missing):
        # Half of the references go anywhere; the others to a tenth of the tables, as to customers and accounts.
        popular = names[number % (len(names) // 10)]
        target = popular if number % 4 == 1 else names[number * 7 % len(names)]
        made.append(MadeUp(number, target if number % 2 else None))
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
