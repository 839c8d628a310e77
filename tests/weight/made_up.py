"""The resources of Stripe's API that are not here yet, as they would be: the schema at the size of all that it has.

Their fields, enums, params, references and mutations are those of the facts that the graph is held to; only what they
say is made up. They are written as modules, as the real ones are: a table with references both ways, and its verbs; a
module of the values and enums that they share; and one of Exposed lines.
"""

import compileall
import json
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_snake

from app.domain.events.coming import COMING
from app.tables.families import Family
from tests.weight import made_up_methods
from tests.weight.shapes import Pool, attribute, parts

_SHAPE = Path(__file__).parents[1] / "shape"
_OBJECTS = json.loads((_SHAPE / "objects.json").read_text())
_PARAMS = json.loads((_SHAPE / "params.json").read_text())["mutations"]
_LEAVES = json.loads((Path(__file__).parent / "leaves.json").read_text())
"""Of the fields that are neither text nor enums, by type, their paths; of lists, and of what leads to other objects."""
CONTRACT: dict[str, dict[str, Any]] = json.loads((_SHAPE / "contract.json").read_text())
HERE = set(re.findall(r"^.*\btype (\w+)", (_SHAPE / "schema.graphql").read_text(), re.MULTILINE))
"""The types that there are."""
LEFT_OPEN = {"ReportingReportType": 60}
"""Values of one enum more, where Stripe's closed sets are text here, as callers may name versions of the API at will.
They are weighed as if they were closed."""
OF_ALL = {"id", "object", "created", "livemode", "metadata", "deleted"}
"""Fields that resources have without a word."""

HEAD = '''"""{about}, made up."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from typing_extensions import Doc

from app.domain.tx import Tx
from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.resource import Resource, Single, Tagged
from app.tables.transient import Transient
from app.tables.values import Value
'''
VERB = '''

async def {verb}_(tx: Tx, {row}{params}) -> {name}:
    """Do what {verb} of a {words} is, which is then as it was meant to become."""
    raise NotImplementedError


{verb}_.__name__ = "{verb}"'''


@dataclass(frozen=True)
class MadeUp:
    """One resource, by its name in the contract."""

    name: str
    pool: Pool
    tables: Collection[str]
    """What a column can refer to."""

    @property
    def facts(self) -> dict[str, Any]:
        return CONTRACT[self.name]

    @property
    def module(self) -> str:
        return to_snake(self.name)

    @property
    def family(self) -> str:
        return str(self.facts["family"])

    @property
    def imported(self) -> str:
        """The module's name to import it by."""
        return f"made_up.tables.{self.family}.{self.module}"

    @property
    def base(self) -> str:
        """What has no id is made for whoever asks, or there is one of it."""
        if "id" in self.facts["fields"]:
            return "Resource"
        return "Transient" if self.facts["mutations"] and not self.facts["queries"] else "Single"

    @property
    def has_table(self) -> bool:
        return self.base != "Transient"

    @cached_property
    def operations(self) -> dict[str, str]:
        """The mutations, by the verb."""
        camel = self.name[0].lower() + self.name[1:]
        return {to_snake(name.removeprefix(camel)): name for name in self.facts["mutations"]}

    @property
    def events(self) -> dict[str, str]:
        """The events about it, each with its sentence."""
        return COMING.get(Family(self.family), {}).get(self.facts["object"], {})

    @property
    def exposed(self) -> str:
        """Its line."""
        words = [f"{self.module}.{self.name}"]
        words += [f"{each}={self.module}.{each}_" for each in ("create", "update", "delete") if each in self.operations]
        verbs = self.operations.keys() - {"create", "update", "delete"}
        if verbs:
            words.append(f"verbs=({''.join(f'{self.module}.{each}_, ' for each in sorted(verbs))})")
        if self.base == "Resource":
            found = self.name[0].lower() + self.name[1:] in self.facts["queries"]
            words.append(f"found={found}, listed={len(self.facts['queries']) > 1}")
        return f"Exposed({', '.join(words)})"

    def text(self) -> str:
        """The module."""
        body = [*self._table(), *self._verbs()]
        head = [HEAD.format(about=self.name), "from made_up.shapes import *"]
        return "\n".join([*head, *body, ""])

    def _type(self, path: str, node: Any, leaves: dict[str, str]) -> str:
        type_ = self.pool.type_of(node, f"{self.name}.{path}", leaves.get(path, "str"))
        return f"list[{type_}]" if path in _LEAVES[self.name].get("list", "").split() else type_

    def _table(self) -> Iterator[str]:
        fields = parts(_OBJECTS["objects"][self.facts["object"]])
        of_types = {kind: paths for kind, paths in _LEAVES[self.name].items() if kind not in ("list", "ref")}
        leaves = {path: kind.replace("amount", "int") for kind, paths in of_types.items() for path in paths.split()}
        bases = {"Resource": "Resource, table=True", "Single": "Single, table=True"}
        tagged = "Tagged, " if self.base == "Resource" and "metadata" in fields else ""
        yield f"\n\nclass {self.name}({tagged}{bases.get(self.base, self.base)}):"
        yield f'    """A {self.module.replace("_", " ")} that is made up, to see what it weighs."""\n'
        yield f'    object_name: ClassVar[str] = "{self.facts["object"]}"'
        yield f"    events: ClassVar[dict[str, str]] = {self.events!r}"
        if self.base == "Resource":
            yield f'    prefix: ClassVar[str] = "{self.module}_"'
            yield f"    deletable: ClassVar[bool] = {'deleted' in fields}"
        for name, node in fields.items():
            if name not in OF_ALL:
                yield from self._column(name, node, fields, leaves)
        if size := LEFT_OPEN.get(self.name):
            yield from self._column("left_open", [f"value_{number}" for number in range(size)], fields, leaves)

    def _column(self, name: str, node: Any, fields: dict[str, Any], leaves: dict[str, str]) -> Iterator[str]:
        leads = [to_snake(each) for each in _LEAVES[self.name].get("ref", {}).get(name, "").split()]
        if leads := [each for each in leads if each in self.tables]:
            targets = ", ".join(f'"{each}"' for each in leads)
            back = f', back="{self.module}s_by_{name}"' if self.base == "Resource" else ""
            yield f'    {name}_id: str | None = ref({targets}{back}, kind="kept", default=None)'
        elif name in _LEAVES[self.name].get("amount", "").split() and "currency" in fields:
            yield f"    {name}: int = money(0)"
        else:
            yield f"    {attribute(name)}: {self._type(name, node, leaves)} | None = kept(None)"
        yield f'    """What {name} of the {self.name} is; null where there is none."""'

    def _verbs(self) -> Iterator[str]:
        row = f"row: {self.name}, " if self.has_table else ""
        for verb, mutation in self.operations.items():
            params = [self._param(mutation, name, node) for name, node in parts(_PARAMS[mutation]).items()]
            # What is created has no row yet.
            yield VERB.format(
                name=self.name,
                verb=verb,
                row="" if verb == "create" else row,
                params=f"*, {', '.join(params)}" if params else "",
                words=self.module.replace("_", " "),
            )

    def _param(self, mutation: str, name: str, node: Any) -> str:
        closed = _OBJECTS["params"].get(mutation, {})
        path = f"{mutation[0].upper()}{mutation[1:]}.{name}"
        type_ = self.pool.type_of(_with_sets(node, name, closed), path, "str")
        return f'{attribute(name)}: Annotated[{type_} | None, Doc("What {name} is.")] = None'


def _with_sets(node: Any, path: str, closed: dict[str, Any]) -> Any:
    """A param, with the closed sets in their places."""
    if inner := parts(node):
        return {name: _with_sets(each, f"{path}.{name}", closed) for name, each in inner.items()}
    return closed.get(path, "")


def write(folder: Path) -> None:
    """Write the package `made_up` into a folder, and beside it `modules.json`: the tables, each with its module."""
    from app.tables import by_name
    from app.tables.payment_methods.method_type import method_types

    pool = Pool(_OBJECTS["sets"])
    pool.learn()
    missing = [name for name in CONTRACT if name not in HERE]
    tables = {*by_name, *(to_snake(name) for name in missing if "id" in CONTRACT[name]["fields"])}
    made = [MadeUp(name, pool, tables) for name in missing]
    package = folder / "made_up"
    package.mkdir()
    for one in made:
        room = package / "tables" / one.family
        room.mkdir(parents=True, exist_ok=True)
        (room / f"{one.module}.py").write_text(one.text())
    shapes = [HEAD.format(about="Values and enums that many resources share"), *sorted(pool.imports)]
    (package / "shapes.py").write_text("\n\n\n".join(["\n".join(shapes), *pool.text, ""]))
    exposed = ["from schema.derive.operations import Exposed"]
    exposed += [f"from made_up.tables.{one.family} import {one.module}" for one in made]
    lines = [f"    {one.exposed}," for one in made]
    (package / "exposed.py").write_text("\n".join([*exposed, "", "family = (", *lines, ")", ""]))
    (package / "method_types.py").write_text(made_up_methods.text(method_types(), _OBJECTS["sets"]))
    names = [(one.imported, one.name) for one in made if one.has_table]
    (folder / "modules.json").write_text(json.dumps(names))
    compileall.compile_dir(folder, quiet=2)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
