"""Where in the result a node of a document would stand: by the response keys of the fields around it."""

from graphql import DocumentNode, FieldNode, InlineFragmentNode, Node, OperationDefinitionNode, SelectionSetNode


def path_to(document: DocumentNode, node: Node) -> list[str] | None:
    """The path of the field whose argument a node belongs to. None within a fragment that has a name, as that may stand
    in several places."""
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode) and _holds(each, node):
            return _down(each.selection_set, node)
    return None


def _down(within: SelectionSetNode, node: Node) -> list[str]:
    for each in within.selections:
        if not _holds(each, node):
            continue
        inner = each.selection_set if isinstance(each, FieldNode | InlineFragmentNode) else None
        further = _down(inner, node) if inner is not None and _holds(inner, node) else []
        return [(each.alias or each.name).value, *further] if isinstance(each, FieldNode) else further
    return []


def _holds(around: Node, node: Node) -> bool:
    if around.loc is None or node.loc is None:
        return False
    return around.loc.start <= node.loc.start and node.loc.end <= around.loc.end
