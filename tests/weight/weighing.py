"""What the schema of full size weighs, measured in this process and printed as JSON. It is a fresh process's `-m`."""

import asyncio
import json
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from app import collector

QUIET_PACE = 0.0205
"""CPU seconds that `pace` takes on the machine that the budgets are meant for, while it does nothing else."""
METHOD_TYPES = "app.tables.payment_methods.types."
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


def make_up(folder: Path) -> None:
    """Write what is made up, by a process of its own: what it imports is not weighed."""
    subprocess.run([sys.executable, "-m", "tests.weight.made_up", str(folder)], check=True)


def found_types() -> Any:
    """While this lasts, the types of payment method that are made up are found beside those that are here."""
    modules = pkgutil.iter_modules

    def with_made_up(path: Iterable[str] | None = None, prefix: str = "") -> Iterator[pkgutil.ModuleInfo]:
        yield from modules(path, prefix)
        if prefix == METHOD_TYPES:
            yield pkgutil.ModuleInfo(None, "made_up.method_types", ispkg=False)  # type: ignore[arg-type]

    return patch("pkgutil.iter_modules", with_made_up)


def weigh(folder: Path) -> dict[str, Any]:
    """Seconds by part, megabytes, and what there is of the schema.

    `seconds` are CPU seconds as they would be on the quiet machine: others slow it down, in the work that is weighed as
    in the work of `pace` before and after. `measured` are those that it took.
    """
    found: dict[str, Any] = {"seconds": {}, "measured": {}}
    make_up(folder)
    sys.path.insert(0, str(folder))
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
    with timed("real"), found_types():
        from app import tables
    with timed("made_up"), collector.paused():
        for module, table in json.loads((folder / "modules.json").read_text()):
            tables.complete(getattr(import_module(module), table))
    with timed("imports"):
        from schema import root
    with timed("build"), collector.paused():
        families = (*root.families, import_module("made_up.exposed"))
        schema = root.assemble(tables.every(), families)._schema
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
    found |= {"types": len(schema.type_map), **counts(schema), "sdl_lines": sdl(schema).count("\n") + 1}
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_in:
        print(json.dumps(weigh(Path(made_in)), indent=2))
