"""paygraph on graphql-core: its command line, with each operation declared to be beyond the compiled executor."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from app.cli.main import main

EXECUTOR = "schema.execute.executor"


def is_compiled() -> bool:
    """Whether there is a compiled executor at all."""
    return find_spec("schema.execute") is not None and find_spec(EXECUTOR) is not None


def switch_off() -> None:
    """Have all operations take the way of those that the compiled executor leaves to graphql-core."""
    executor = import_module(EXECUTOR)

    async def execute(*_: Any, **__: Any) -> Any:
        raise executor.Unsupported("it is switched off")

    executor.Executor.execute = execute


if __name__ == "__main__":
    switch_off()
    main()
