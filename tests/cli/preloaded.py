"""`paygraph`, with a library that is loaded before all others in PostgreSQL's processes as in its own, where it is by
`LD_PRELOAD`. PostgreSQL is else given an environment of its own."""

import os
import subprocess
from typing import Any

from app.cli.main import main

run = subprocess.run


def preloaded(command: list[str], **options: Any) -> Any:
    """Run a program as it would be, with the library."""
    environment = {**options.pop("env", os.environ), "LD_PRELOAD": os.environ["LD_PRELOAD"]}
    return run(command, env=environment, **options)


if __name__ == "__main__":
    subprocess.run = preloaded  # type: ignore[assignment]
    main()
