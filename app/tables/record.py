"""Record: a SQLModel table whose instances are plain objects.

The class declares the columns, for mypy, for SQLAlchemy's statements and for Alembic. No ORM maps it: an instance is
cheap to make, assigning to it has no effect but the assignment, and what has changed is found by comparing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic._internal._model_construction import ModelMetaclass
from pydantic_core import PydanticUndefined
from sqlalchemy import Column, Table
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig
from sqlmodel.main import SQLModelMetaclass

from app.tables.docs import describe


class RecordMeta(SQLModelMetaclass):
    """Makes the table that a class declares, where SQLModel would also map the class to it."""

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> None:  # noqa: N805
        ModelMetaclass.__init__(cls, name, bases, namespace, **options)
        if options.get("table"):
            cls._declare()

    def _declare(cls: Any) -> None:  # noqa: N805
        columns: list[Column[Any]] = []
        for name in cls.model_fields:
            column: Column[Any] = cls.__dict__[name]
            column.name = column.key = name
            columns.append(column)
        called: str = cls.__tablename__
        cls.__tablename__ = called
        cls.__table__ = Table(called, cls.metadata, *columns, *getattr(cls, "__table_args__", ()))
        cls.record_defaults: dict[str, Any] = {}
        cls.record_factories: tuple[tuple[str, Any], ...] = ()
        for name, field in cls.model_fields.items():
            if field.default_factory is not None:
                cls.record_factories += ((name, field.default_factory),)
            else:
                cls.record_defaults[name] = None if field.default is PydanticUndefined else field.default


class Record(SQLModel, metaclass=RecordMeta):
    """A row in memory. An omitted column has its default, or null."""

    # Rows are never validated: what callers give is, before it comes here. So no validator is built for them.
    model_config = SQLModelConfig(defer_build=True)

    __table__: ClassVar[Table]
    record_defaults: ClassVar[dict[str, Any]]
    record_factories: ClassVar[tuple[tuple[str, Callable[[], Any]], ...]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        describe(cls)

    if not TYPE_CHECKING:
        __setattr__ = object.__setattr__
        __delattr__ = object.__delattr__
        __eq__ = object.__eq__
        __hash__ = object.__hash__

        def __new__(cls, **_values):
            return object.__new__(cls)

        def __init__(self, **values):
            state = self.__dict__
            state.update(self.record_defaults)
            for name, make in self.record_factories:
                state[name] = make()
            known = len(state)
            state.update(values)
            if len(state) != known:
                unknown = ", ".join(sorted(values.keys() - type(self).model_fields.keys()))
                raise TypeError(f"{type(self).__name__} has no column {unknown}")

        def __repr__(self):
            return f"<{type(self).__name__} {self.__dict__.get('id')}>"

        @classmethod
        def __clause_element__(cls):
            """What SQLAlchemy takes the class for, in `select(Charge)` or `update(Charge)`."""
            return cls.__table__
