"""graphql-core's executor, for what the compiled one gives up: a value that the server cannot have written.

It completes the same operation, field by field and with every check of the specification, so that its result shows what
is wrong and where. What the resolvers of a mutation's root gave is taken as it is: nothing is done twice.
"""

import logging
from inspect import isawaitable
from typing import Any

from graphql import (
    ExecutionResult,
    Executor,
    FragmentDefinitionNode,
    MiddlewareManager,
    OperationDefinitionNode,
    SelectionSetNode,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution.collect_fields import FragmentDetails

from app.failures import log_failure
from schema.execute.plan import Selection
from schema.execute.run import Run

logger = logging.getLogger(__name__)


async def complete(run: Run, selection: Selection) -> ExecutionResult:
    """The result of a selection of the operation's root type."""
    assert run.unexpected is not None
    said = "A value is not what the server writes, and graphql-core completes"
    log_failure(logger, said, run.unexpected, level=logging.WARNING)
    operation = run.operation
    fields = [*selection.fields, *(field for part in selection.parts for field in part.selection.fields)]
    nodes = tuple(node for field in fields for node in field.nodes)
    fragments: dict[str, FragmentDefinitionNode] = dict(operation.fragments)

    def reuse(resolve: Any, source: Any, info: Any, **arguments: Any) -> Any:
        if info.path.prev is None and info.path.key in run.given:
            return run.given[info.path.key]
        return resolve(source, info, **arguments)

    executor: Executor[Any] = Executor(
        operation.schema,
        fragments,
        {name: FragmentDetails(fragment, None) for name, fragment in fragments.items()},
        run.root,
        run.context,
        alone(operation.node, nodes),
        run.variables,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
        middleware_manager=MiddlewareManager(reuse),
    )
    outcome = executor.execute_operation()
    result = await outcome if isawaitable(outcome) else outcome
    assert isinstance(result, ExecutionResult), "no incremental delivery comes here"
    return result


def alone(node: OperationDefinitionNode, fields: tuple[Any, ...]) -> OperationDefinitionNode:
    """The operation with these fields alone."""
    return OperationDefinitionNode(
        operation=node.operation,
        name=node.name,
        variable_definitions=node.variable_definitions,
        directives=node.directives,
        selection_set=SelectionSetNode(selections=fields),
        loc=node.loc,
    )
