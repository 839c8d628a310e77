"""References: texts in the arguments of a step that are values of an earlier step's object, such as `$customer.id`."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from graphql import GraphQLOutputType, get_named_type, get_nullable_type, is_leaf_type, is_list_type
from graphql.pyutils import did_you_mean, suggestion_list

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
FORM = re.compile(rf"\$({NAME.pattern})((?:\.\w+)+)", re.ASCII)
MOST_STEPS = 10
"""Fields and places on the way to a value."""
Steps = tuple[int | str, ...]


class Reference(str):
    """A field of the object of an earlier step; as it is written, so that it passes for the text that it stands for."""

    __slots__ = ("path", "step")

    step: str
    path: Sequence[str]

    def __new__(cls, step: str, path: Sequence[str]) -> "Reference":
        made = super().__new__(cls, f"${'.'.join((step, *path))}")
        made.step, made.path = step, path
        return made

    def mistake(self, type_: GraphQLOutputType) -> str | None:
        """What is wrong with the path, by the type of the object; None where it leads to a value."""
        if len(self.path) > MOST_STEPS:
            return f"'{self[:100]}' goes through more than {MOST_STEPS} fields. Refer to an object that is nearer."
        at: Any = get_nullable_type(type_)
        for step in self.path:
            if is_list_type(at):
                if not step.isdigit():
                    return f"'{self}' leads to a list: name the place of an entry, such as 0, in place of '{step}'."
                at = get_nullable_type(at.of_type)
                continue
            fields = getattr(at, "fields", {})
            if step not in fields:
                near = did_you_mean(suggestion_list(step, list(fields))[:3])
                return f"'{self}' leads nowhere: {at} has no field '{step}'.{near}"
            at = get_nullable_type(fields[step].type)
        if not is_leaf_type(get_named_type(at)):
            return f"'{self}' leads to an object. Name a field of it, such as '{self}.id'."
        return None


def read(text: str) -> Reference | str:
    """What a text in the arguments of a step means."""
    if (found := FORM.fullmatch(text)) is not None:
        return Reference(found[1], found[2].split(".")[1:])
    return text[1:] if text.startswith("$$") else text


def filled(value: Any, find: Callable[[Reference], Any]) -> Any:
    """Arguments with what `find` finds in place of references."""
    if isinstance(value, dict):
        return {key: filled(each, find) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, find) for each in value]
    if isinstance(value, str):
        meant = read(value)
        return find(meant) if isinstance(meant, Reference) else meant
    return value


def references(value: Any, at: Steps = ()) -> Iterator[tuple[Steps, Reference]]:
    """The references in arguments, each with where it is."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from references(each, (*at, key))
    elif isinstance(value, str) and isinstance(meant := read(value), Reference):
        yield at, meant
