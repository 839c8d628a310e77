"""An account of its own for each test, as for the worker's."""

from tests.clock.conftest import world as world
