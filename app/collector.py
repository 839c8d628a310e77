"""Python's collector of cycles, and when it is of no use."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Not to look for cycles meanwhile: for what makes hundreds of thousands of objects that stay, such as the schema.

    The collector would walk all of them repeatedly, which is half of the time that making them takes. From here on they
    are permanent, or it would walk them once more as soon as it is let.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
