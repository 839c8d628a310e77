"""What the schema of full size weighs, measured in this process and printed as JSON. It is a fresh process's `-m`."""

import asyncio
import compileall
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app import collector

QUIET_PACE = 0.0205
"""CPU seconds that `pace` takes on the machine that the budgets are meant for, while it does nothing else."""
AGGREGATE = re.compile(r"(?:type|enum) \w+Aggregate(?:Field|Groups?|Sums)? {$")
FIRST_QUERY = "{ customers { nodes { id paymentIntents { nodes { id status amount { formatted } } } } } }"


def pace() -> float:
    """CPU seconds of work that is always the same: how slow this machine is at the moment.

    It makes classes, dictionaries and texts, and walks them, as making a schema does.
    """
    with collector.paused():
        began = time.process_time()
        for round_ in range(300):
            made = type(f"Made{round_}", (), {f"field_{place}": property(len) for place in range(40)})
            names = {name.title(): getattr(made, name) for name in dir(made)}
            sorted(names, key=lambda name: names[name].__class__.__name__ + name)
        return time.process_time() - began


def resident() -> float:
    """Megabytes of memory that this process holds."""
    status = Path("/proc/self/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def _lines(parts: list[list[str]]) -> int:
    """With the empty one after each part."""
    return sum(len(part) + 1 for part in parts)


def weigh(folder: Path) -> dict[str, Any]:
    """Seconds by part, megabytes, and what there is of the schema.

    `seconds` are CPU seconds as they would be on the quiet machine: others slow it down, in the work that is weighed as
    in the work of `pace` before and after. `measured` are those that it took.
    """
    found: dict[str, Any] = {"seconds": {}, "measured": {}}
    pace()

    @contextmanager
    def timed(part: str) -> Iterator[None]:
        before = pace()
        began = time.process_time()
        yield
        measured = time.process_time() - began
        found["measured"][part] = round(measured, 3)
        found["seconds"][part] = round(measured * QUIET_PACE / ((before + pace()) / 2), 3)

    with timed("libraries"):
        # These weigh no more at 153 resources than at one.
        for library in ("sqlmodel", "sqlalchemy.dialects.postgresql", "strawberry", "asyncpg"):
            import_module(library)
    before = resident()
    with timed("real"):
        from app import tables
    from tests.weight.made_up import write

    made = write(folder, list(tables.by_name))
    compileall.compile_dir(folder, quiet=2)
    sys.path.insert(0, str(folder))
    with timed("made_up"), collector.paused():
        for one in made:
            module = import_module(f"made_up.tables.{one.family}.{one.module}")
            tables.complete(getattr(module, one.name))
    with timed("imports"):
        from schema import root
    with timed("build"), collector.paused():
        families = (*root.families, import_module("made_up.exposed"))
        schema = root.assemble(tuple(tables.by_name.values()), families)._schema
    found["megabytes"] = resident() - before

    from graphql import ExecutionResult, OperationDefinitionNode, get_introspection_query, parse, validate

    from app.cli.application import spare_the_collector
    from app.server.variables import Variables
    from schema.derive.sdl import sdl
    from schema.execute.executor import Executor
    from tests.weight.counting import counts

    def ask(query: str) -> ExecutionResult:
        document = parse(query)
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        assert validate(schema, document) == []
        values = Variables(schema, operation).take({})
        executor, context = Executor(schema), SimpleNamespace()
        return asyncio.run(executor.execute(b"", document, operation, context=context, variables=values))

    spare_the_collector()
    with timed("answer"):
        # There is no database here: what is compiled fails where rows would be read.
        assert ask(FIRST_QUERY).errors
    with timed("introspection"):
        assert ask(get_introspection_query()).errors is None
    parts = [part.splitlines() for part in sdl(schema).split("\n\n")]
    # The first line has the name, after the description.
    sums = [part for part in parts if AGGREGATE.search(part[0])]
    found |= {"types": len(schema.type_map), **counts(schema)}
    found |= {"sdl_lines": _lines(parts) - _lines(sums), "sdl_lines_of_aggregates": _lines(sums)}
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_in:
        print(json.dumps(weigh(Path(made_in)), indent=2))
