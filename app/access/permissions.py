"""What a restricted key may do with each family of the graph."""

from collections.abc import Mapping
from enum import StrEnum

from app.errors import InvalidRequest
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
                f"There is no family '{family}'. Choose among {', '.join(sorted(Family))}.", field="permissions"
            )
        if action not in set(Action):
            raise InvalidRequest(
                f"A key cannot have '{action}' on {family}: give it 'read' or 'write', or leave the family out.",
                field="permissions",
            )
        parsed[Family(family)] = Action(action)
    return parsed
