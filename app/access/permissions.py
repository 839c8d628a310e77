"""What a restricted key may do with each family of the graph."""

from collections.abc import Mapping
from enum import StrEnum

from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown, spoken
from app.tables.families import Family


class Action(StrEnum):
    """What may be done with a family. Permission to write includes permission to read."""

    READ = "read"
    WRITE = "write"

    def allows(self, asked: "Action") -> bool:
        return self is Action.WRITE or asked is Action.READ


def parse_permissions(permissions: Mapping[str, str]) -> dict[Family, Action]:
    """Read `{"billing": "read"}`. Raises InvalidRequest for a family or an action that does not exist."""
    parsed: dict[Family, Action] = {}
    for family, action in permissions.items():
        if family not in set(Family):
            raise InvalidRequest(
                f"There is no family '{family}'. Choose among {', '.join(map(shown, sorted(map(str, Family))))}.",
                code=ErrorCode.PARAMETER_INVALID,
                field="permissions",
            )
        if action not in set(Action):
            raise InvalidRequest(
                f"A key cannot have '{action}' on {spoken(family)}: give it 'read' or 'write', or leave it out.",
                code=ErrorCode.PARAMETER_INVALID,
                field="permissions",
            )
        parsed[Family(family)] = Action(action)
    return parsed
