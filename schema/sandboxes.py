"""Sandboxes and fault rules, as the graph shows them."""

from functools import cache, wraps
from typing import Any

from app.domain.mistakes import Mistakes
from app.domain.sandboxes import fault_rules, sandboxes
from app.domain.tx import Tx
from app.tables.sandboxes.fault_rule import FaultRule
from app.tables.sandboxes.sandbox import Sandbox
from schema.derive.operations import Exposed
from schema.derive.shown_once import changed, with_secret
from schema.derive.strawberry_internals import graphql_schema
from schema.seeding.fixture import steps_of
from schema.seeding.running import seed_again, seed_new


@wraps(sandboxes.create)
async def create(tx: Tx, **values: Any) -> Sandbox:
    with Mistakes() as mistakes:
        if (seed := values.get("seed")) is not None:
            with mistakes.noted():
                # Before anything is created, all that can be known to be wrong is told.
                steps_of(seed)
        return await sandboxes.create(tx, **values)


def _with_keys(row: Any, secret: str | None) -> Any:
    secret_key, publishable_key = secret.split() if secret is not None else (None, None)
    return changed(row, secret_key=secret_key, publishable_key=publishable_key)


@wraps(fault_rules.create)
async def _create_fault_rule(tx: Tx, **values: Any) -> FaultRule:
    return await fault_rules.create(tx, _roots(), **values)


@cache
def _roots() -> fault_rules.Roots:
    """The operations of the graph, which this module is part of."""
    from schema import root

    schema = graphql_schema(root.build())
    roots = (schema.query_type, schema.mutation_type)
    queries, mutations = (frozenset(type_.fields if type_ else ()) for type_ in roots)
    return fault_rules.Roots(queries, mutations)


family = (
    Exposed(
        Sandbox,
        create=create,
        update=True,
        delete=sandboxes.delete,
        verbs=(sandboxes.reset,),
        then={"create": seed_new, "reset": seed_again},
        payloads={"create": with_secret(Sandbox, _with_keys), "reset": with_secret(Sandbox, _with_keys)},
    ),
    Exposed(FaultRule, create=_create_fault_rule, delete=fault_rules.delete),
)
