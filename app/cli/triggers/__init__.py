"""How each event is really caused: a recipe for every type that the graph's objects tell.

A recipe is a function of a Bench, in one of the modules of this folder. It goes through the public graph alone.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module

from app.cli.triggers.bench import Bench

Recipe = Callable[[Bench], object]

recipes: dict[str, Recipe] = {}
"""The recipe of each type of event."""

NEVER = {
    "payment_method.automatically_updated": "no card network sends newer details to a server that has none behind it",
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
    return dict(sorted(recipes.items()))
