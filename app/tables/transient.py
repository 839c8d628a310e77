"""Transient: an object of Stripe's that has no table."""

from typing import Any, ClassVar

from pydantic.alias_generators import to_snake

from app.tables.values import Value

transients: dict[str, type["Transient"]] = {}
"""Every kind of them by its name, such as `account_link`."""


class Transient(Value):
    """An object that is never stored: worked out when it is asked for, such as a balance, or made for whoever asked,
    such as a link to a page that expires. Its fields are those of a value, references to other objects among them.
    """

    object_name: ClassVar[str]
    """Stripe's name of the object; that of the class, unless said otherwise."""
    prefix: ClassVar[str] = ""
    """What its ids begin with; empty where it has none."""
    events: ClassVar[dict[str, str]] = {}
    """The events that are emitted about it, by word, each with its sentence."""
    family: ClassVar[str]
    """The family it belongs to, which is the folder that it is written in."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        name = to_snake(cls.__name__)
        cls.family = cls.__module__.split(".")[2]
        if "object_name" not in cls.__dict__:
            cls.object_name = name
        transients[name] = cls
