"""Which operations read across accounts: those that lead to accounts or to what is in others, or that ask for nodes."""

from graphql import (
    BREAK,
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    VisitorAction,
    get_named_type,
    visit,
)

from schema.derive import kinds
from schema.execute.field_kinds import field_kind

BETWEEN = frozenset({"Transfer", "TransferReversal", "ApplicationFee", "ApplicationFeeRefund"})
"""The types of what moves funds from one account to another."""
LEADING = BETWEEN | {f"{name}Connection" for name in BETWEEN} | {"Account", "AccountConnection"}
"""The types of what leads to other accounts."""
ARGUMENT = "accounts"


def crosses(schema: GraphQLSchema, document: DocumentNode) -> bool:
    """Whether a valid document may lead from one account to another."""
    types = TypeInfo(schema)
    found = Crossing(types)
    visit(document, TypeInfoVisitor(types, found))
    return found.crosses


class Crossing(Visitor):
    """Looks for the first field that does."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.crosses = False

    def enter_field(self, node: FieldNode, *_: object) -> VisitorAction:
        definition = self.types.get_field_def()
        if definition is None:
            return None
        kind = field_kind(definition)
        self.crosses = (
            isinstance(kind, kinds.Node | kinds.Nodes)
            or get_named_type(definition.type).name in LEADING
            or any(each.name.value == ARGUMENT for each in node.arguments or ())
        )
        return BREAK if self.crosses else None
