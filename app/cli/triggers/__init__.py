"""How each event is really caused: a recipe for every type that is emitted.

A recipe is a function of a Bench. It goes through the public graph alone. `created`, `updated` and `deleted` of an
object that has the mutation need none, nor does `updated` of a single: what the mutation takes is worked out from the
schema. Other recipes are found in the modules of this folder, which are named after families.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module

from app.cli.triggers.bench import Bench
from app.tables.resource import Resource

Recipe = Callable[[Bench], object]

recipes: dict[str, Recipe] = {}
"""The recipe of each type of event."""

NEVER = {
    "test_helpers.test_clock.internal_failure": "it tells of a fault of paygraph's own",
}
"""What cannot be caused on purpose, and why."""


def causes(*types: str) -> Callable[[Recipe], Recipe]:
    """Let a function be the recipe for these types of event."""

    def register(recipe: Recipe) -> Recipe:
        for type in types:
            assert type not in recipes, f"two recipes cause {type}"
            recipes[type] = recipe
        return recipe

    return register


def load() -> dict[str, Recipe]:
    """Every recipe, by type, in the order of types."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
    return dict(sorted((_default() | recipes).items()))


def _default() -> dict[str, Recipe]:
    """Recipes for what plain mutations cause."""
    from schema.root import exposed_in, families

    found: dict[str, Recipe] = {}
    for exposed in (exposed for family in families for exposed in exposed_in(family)):
        table = exposed.table
        if not issubclass(table, Resource):
            continue
        ways = (("created", exposed.create, _create), ("updated", exposed.update, _update))
        for word, has, recipe in (*ways, ("deleted", exposed.delete, _delete)):
            if has and word in table.events:
                found[table.event_type(word)] = recipe(table)
    return {type: recipe for type, recipe in found.items() if type not in NEVER}


def _create(table: type[Resource]) -> Recipe:
    return lambda bench: bench.make(str(table.__tablename__))


def _update(table: type[Resource]) -> Recipe:
    return lambda bench: bench.change(str(table.__tablename__))


def _delete(table: type[Resource]) -> Recipe:
    return lambda bench: bench.delete(str(table.__tablename__))
